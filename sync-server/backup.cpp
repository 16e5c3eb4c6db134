// `ronda-server backup`: database, photos and keys into a folder of their own, each named with its hash in MANIFEST.

#include <cstdio>
#include <system_error>

#include "shared/base/bytes.hpp"
#include "shared/crypto/crypto.hpp"
#include "shared/sqlite/database.hpp"
#include "sync-server/backup_folder.hpp"
#include "sync-server/commands.hpp"
#include "sync-server/host.hpp"
#include "sync-server/service/attachment_files.hpp"
#include "sync-server/store/attachment_store.hpp"
#include "sync-server/store/feed_store.hpp"
#include "sync-server/store/sync_store.hpp"

namespace ronda::server {

namespace fs = std::filesystem;

namespace {

constexpr int kPage = 500;

struct Copied {
  std::int64_t records = 0;
  std::int64_t attachments = 0;
  std::string epoch;
};

// A consistent copy of the database at one moment: SQLite makes it while others read and write.
Result<void> copy_database(const fs::path& data, const fs::path& to) {
  sqlite::OpenOptions reading;
  reading.read_only = true;
  reading.create = false;
  auto db = sqlite::Database::open((data / "ronda.db").string(), reading);
  if (!db) return std::move(db).error();
  if (auto copied = db->copy_to((to / "ronda.db").string()); !copied) return copied;
  return sync_path(to / "ronda.db");
}

// The photos that the copy says are whole: a file never changes once it is.
Result<Copied> copy_photos(const fs::path& data, const fs::path& to, Manifest& manifest) {
  auto store = open_data(to, false, make_clock({}));
  if (!store) return std::move(store).error();
  const auto target = open_attachment_folder(to / "attachments");
  const AttachmentFiles files(std::shared_ptr<AttachmentDisk>(open_attachment_folder(data / "attachments")));
  return (*store)->read([&](const ReadTxn& txn) -> Result<Copied> {
    Copied copied;
    const auto end = txn.sync().chain_end();
    if (!end) return end.error();
    copied.records = end->chain_seq;
    const auto epoch = txn.feed().epoch();
    if (!epoch) return epoch.error();
    copied.epoch = to_text(*epoch);
    ledger::Hash after{};
    for (;;) {
      const auto page = txn.attachments().whole_after(after, kPage);
      if (!page) return page.error();
      for (const auto& row : *page) {
        const std::string name = ledger::to_text(row.sha256);
        const auto bytes = files.read(row.sha256);
        if (!bytes) return Error{bytes.error().code, "a photo cannot be read: " + bytes.error().message, name};
        if (crypto::sha256(*bytes) != row.sha256) {
          return Error{ErrorCode::corrupt, "a photo is damaged; run `ronda-server verify`", name};
        }
        const std::string folder = name.substr(0, 2);
        if (auto made = target->make_folder(folder); !made) return std::move(made).error();
        if (auto put = target->write(folder + "/" + name, 0, *bytes); !put) return std::move(put).error();
        if (auto synced = target->sync_file(folder + "/" + name); !synced) return std::move(synced).error();
        manifest.files.push_back({"attachments/" + folder + "/" + name, row.sha256, row.length});
        after = row.sha256;
        ++copied.attachments;
      }
      if (page->size() < kPage) return copied;
    }
  });
}

Result<Copied> make_backup(const BackupOptions& options) {
  std::error_code problem;
  if (!fs::exists(options.data / "ronda.db", problem)) {
    return Error{ErrorCode::not_found, "there is no data in " + options.data.string(), {}};
  }
  fs::create_directories(options.to, problem);
  if (problem) return Error{ErrorCode::io_failed, "cannot make " + options.to.string() + ": " + problem.message(), {}};
  if (!fs::is_empty(options.to, problem) || problem) {
    return bad_input("a backup goes into an empty folder; this one is not", options.to.string());
  }
  Manifest manifest;
  if (auto copied = copy_database(options.data, options.to); !copied) return std::move(copied).error();
  auto copied = copy_photos(options.data, options.to, manifest);
  if (!copied) return copied;
  for (const char* leftover : {"ronda.db-wal", "ronda.db-shm"}) fs::remove(options.to / leftover, problem);
  if (fs::exists(options.data / "portal.key", problem)) {
    fs::copy_file(options.data / "portal.key", options.to / "portal.key", problem);
    if (problem) return Error{ErrorCode::io_failed, "cannot copy portal.key: " + problem.message(), {}};
    if (auto synced = sync_path(options.to / "portal.key"); !synced) return std::move(synced).error();
    if (auto added = add_file(manifest, options.to, "portal.key"); !added) return std::move(added).error();
  }
  if (auto added = add_file(manifest, options.to, "ronda.db"); !added) return std::move(added).error();
  manifest.made_at = make_clock({})();
  if (auto written = write_manifest(manifest, options.to); !written) return std::move(written).error();
  return copied;
}

}  // namespace

int back_up(const BackupOptions& options) {
  const auto copied = make_backup(options);
  if (!copied) return tell(copied.error());
  std::printf("backup: %lld records, %lld photos, epoch %s in %s\n", static_cast<long long>(copied->records),
              static_cast<long long>(copied->attachments), copied->epoch.c_str(), options.to.string().c_str());
  return static_cast<int>(Exit::ok);
}

}  // namespace ronda::server
