// `ronda-server verify`: the whole data folder held against the ledger; the first bad thing is named.

#include <cstdio>

#include "shared/crypto/crypto.hpp"
#include "shared/sqlite/database.hpp"
#include "sync-server/commands.hpp"
#include "sync-server/host.hpp"
#include "sync-server/service/ledger.hpp"

namespace ronda::server {

namespace {

int damaged(const Error& error) {
  std::fprintf(stderr, "ronda-server: not whole: %s%s%s\n", error.where.c_str(), error.where.empty() ? "" : ": ",
               error.message.c_str());
  return static_cast<int>(Exit::failed);
}

// SQLite's own check, for pages and indexes that no record shows.
Result<void> check_file(const std::filesystem::path& data) {
  sqlite::OpenOptions reading;
  reading.read_only = true;
  reading.create = false;
  auto db = sqlite::Database::open((data / "ronda.db").string(), reading);
  if (!db) return std::move(db).error();
  const auto said = db->integrity();
  if (!said) return said.error();
  if (*said != "ok") return Error{ErrorCode::corrupt, "the database is damaged: " + *said, "ronda.db"};
  return {};
}

}  // namespace

int verify(const VerifyOptions& options) {
  std::error_code problem;
  if (!std::filesystem::exists(options.data / "ronda.db", problem)) {
    return tell({ErrorCode::not_found, "there is no data in " + options.data.string(), {}});
  }
  auto store = open_data(options.data, false, make_clock({}));
  if (!store) {
    const bool is_file = store.error().code == ErrorCode::corrupt || store.error().code == ErrorCode::io_failed;
    return is_file ? damaged(store.error()) : tell(store.error());
  }
  const AttachmentFiles files(std::shared_ptr<AttachmentDisk>(open_attachment_folder(options.data / "attachments")));
  const auto verdict = (*store)->read([&](const ReadTxn& txn) { return verify_ledger(txn, files); });
  if (!verdict) return damaged(verdict.error());
  if (auto whole = check_file(options.data); !whole) return damaged(whole.error());
  std::printf("whole: %lld records (%lld under their devices' signatures), %lld attachments, %lld roots, root %s\n",
              static_cast<long long>(verdict->records), static_cast<long long>(verdict->signed_records),
              static_cast<long long>(verdict->attachments), static_cast<long long>(verdict->roots),
              ledger::to_text(verdict->root).c_str());
  return static_cast<int>(Exit::ok);
}

}  // namespace ronda::server
