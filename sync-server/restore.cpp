// `ronda-server restore`: a backup into a data folder, checked before anything is touched, and always as a new epoch.

#include <cstdio>
#include <optional>
#include <system_error>

#include "shared/crypto/crypto.hpp"
#include "sync-server/backup_folder.hpp"
#include "sync-server/commands.hpp"
#include "sync-server/host.hpp"
#include "sync-server/service/epoch_witness.hpp"

namespace ronda::server {

namespace fs = std::filesystem;

namespace {

constexpr const char* kLockFile = "ronda.lock";

bool holds_anything(const fs::path& data) {
  std::error_code problem;
  for (const auto& entry : fs::directory_iterator(data, problem)) {
    if (entry.path().filename() != kLockFile) return true;
  }
  return false;
}

// Nothing is deleted: what was there lies in a folder named by the time.
Result<fs::path> move_aside(const fs::path& data, Instant now) {
  std::string name = "before-restore-" + to_text(now);
  for (char& c : name) c = c == ':' ? '-' : c;
  const fs::path aside = data / name;
  std::error_code problem;
  fs::create_directories(aside, problem);
  if (problem) return Error{ErrorCode::io_failed, "cannot make " + aside.string() + ": " + problem.message(), {}};
  for (const auto& entry : fs::directory_iterator(data, problem)) {
    const auto file = entry.path().filename().string();
    if (file == kLockFile || file.rfind("before-restore-", 0) == 0) continue;
    fs::rename(entry.path(), aside / file, problem);
    if (problem) return Error{ErrorCode::io_failed, "cannot move " + file + " aside: " + problem.message(), {}};
  }
  return aside;
}

Result<void> copy_files(const Manifest& manifest, const fs::path& from, const fs::path& data) {
  for (const auto& file : manifest.files) {
    std::error_code problem;
    fs::create_directories((data / file.name).parent_path(), problem);
    if (!problem) fs::copy_file(from / file.name, data / file.name, problem);
    if (problem) {
      const bool full = problem == std::errc::no_space_on_device;
      return Error{full ? ErrorCode::disk_full : ErrorCode::io_failed, "cannot copy: " + problem.message(), file.name};
    }
    if (auto synced = sync_path(data / file.name); !synced) return synced;
  }
  return sync_path(data);
}

Result<std::optional<fs::path>> put_back(const RestoreOptions& options, const Manifest& manifest) {
  std::error_code problem;
  fs::create_directories(options.data, problem);
  if (problem)
    return Error{ErrorCode::io_failed, "cannot make " + options.data.string() + ": " + problem.message(), {}};
  const auto lock = DataLock::take(options.data);
  if (!lock) return lock.error();
  std::optional<fs::path> aside;
  if (holds_anything(options.data)) {
    if (!options.force) {
      return bad_input("this folder is not empty; choose another one or move what is in it aside with --force",
                       options.data.string());
    }
    auto moved = move_aside(options.data, make_clock({})());
    if (!moved) return std::move(moved).error();
    aside = std::move(*moved);
  }
  if (auto copied = copy_files(manifest, options.from, options.data); !copied) return std::move(copied).error();
  auto store = open_data(options.data, false, make_clock({}));
  if (!store) return std::move(store).error();
  const auto disk = open_attachment_folder(options.data);
  if (auto begun = begin_epoch(**store, *disk, crypto::entropy()); !begun) return std::move(begun).error();
  return aside;
}

}  // namespace

int restore(const RestoreOptions& options) {
  const auto manifest = check_backup(options.from);
  if (!manifest) return tell(manifest.error());
  const auto aside = put_back(options, *manifest);
  if (!aside) return tell(aside.error());
  std::printf("restored: the backup of %s, %zu files, as a new epoch\n", to_text(manifest->made_at).c_str(),
              manifest->files.size());
  if (*aside) std::printf("what was here before lies in %s\n", (*aside)->string().c_str());
  std::printf(
      "At their next sync all devices see the new epoch, offer again every record and photo that they hold, and fetch "
      "the\n"
      "register anew; what is known is not taken twice. Devices that were enrolled after this backup are unknown "
      "here:\n"
      "they say so, keep working, and need a new code each. Work done in the console since the backup is not on any\n"
      "device and has to be done again.\n");
  return static_cast<int>(Exit::ok);
}

}  // namespace ronda::server
