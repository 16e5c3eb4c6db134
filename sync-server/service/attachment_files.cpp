#include "sync-server/service/attachment_files.hpp"

#include <mutex>

#include "shared/base/planted.hpp"
#include "shared/crypto/crypto.hpp"

namespace ronda::server {

namespace {

// Two hex digits as a folder keep directories small.
std::string whole_folder(const ledger::Hash& sha256) { return ledger::to_text(sha256).substr(0, 2); }
std::string whole_path(const ledger::Hash& sha256) { return whole_folder(sha256) + "/" + ledger::to_text(sha256); }

const std::string kPartFolder = "partial";
std::string part_path(const ledger::Hash& sha256) { return kPartFolder + "/" + ledger::to_text(sha256); }

}  // namespace

bool is_image(std::string_view bytes, std::string_view type) {
  if (type == "image/jpeg") return bytes.substr(0, 3) == "\xFF\xD8\xFF";
  return type == "image/png" && bytes.substr(0, 8) == "\x89PNG\r\n\x1A\n";
}

struct AttachmentFiles::State {
  std::shared_ptr<AttachmentDisk> disk;
  std::mutex writing;  // one piece at a time
};

AttachmentFiles::AttachmentFiles(std::shared_ptr<AttachmentDisk> disk) : state_(std::make_unique<State>()) {
  state_->disk = std::move(disk);
}

AttachmentFiles::~AttachmentFiles() = default;

bool AttachmentFiles::is_whole(const ledger::Hash& sha256) const {
  return state_->disk->size(whole_path(sha256)).has_value();
}

std::int64_t AttachmentFiles::whole_size(const ledger::Hash& sha256) const {
  return state_->disk->size(whole_path(sha256)).value_or(0);
}

std::int64_t AttachmentFiles::received(const ledger::Hash& sha256) const {
  return state_->disk->size(part_path(sha256)).value_or(0);
}

Result<std::int64_t> AttachmentFiles::append(const ledger::Hash& sha256, std::int64_t offset, std::int64_t length,
                                             std::string_view bytes) {
  const std::lock_guard lock(state_->writing);
  auto& disk = *state_->disk;
  if (RONDA_PLANTED(upload_offset_unchecked)) offset = received(sha256);
  if (offset != received(sha256))
    return Error{ErrorCode::conflict, "the upload does not stand at this offset", "/Upload-Offset"};
  const auto end = offset + static_cast<std::int64_t>(bytes.size());
  if (end > length) return Error{ErrorCode::too_large, "more bytes than announced", "/Upload-Length"};
  const auto path = part_path(sha256);
  if (auto made = disk.make_folder(kPartFolder); !made) return std::move(made).error();
  auto written = disk.write(path, offset, bytes);
  if (written) written = disk.sync_file(path);
  if (!written) {
    // What is not on the disk must not count as received.
    if (!disk.cut(path, offset)) forget(sha256);
    return std::move(written).error();
  }
  if (offset == 0) {
    if (auto synced = disk.sync_folder(kPartFolder); !synced) return std::move(synced).error();
  }
  return end;
}

Result<void> AttachmentFiles::make_whole(const ledger::Hash& sha256, std::string_view type) {
  const std::lock_guard lock(state_->writing);
  auto& disk = *state_->disk;
  if (is_whole(sha256)) {
    // An earlier try may have failed to sync the new name: nobody may rely on it before that is done.
    if (auto synced = disk.sync_folder(whole_folder(sha256)); !synced) return synced;
    forget(sha256);
    return {};
  }
  const auto part = part_path(sha256);
  const auto bytes = disk.read(part);
  if (!bytes) return bytes.error();
  if (crypto::sha256(*bytes) != sha256 || !is_image(*bytes, type)) {
    forget(sha256);
    return Error{ErrorCode::corrupt, "what arrived is not what was announced; send it again", ""};
  }
  if (auto made = disk.make_folder(whole_folder(sha256)); !made) return made;
  // The sync of an earlier piece may have failed while its bytes stayed: they are on the disk before they get the name.
  if (auto synced = disk.sync_file(part); !synced) return synced;
  // Not a rename: a power cut may keep the loss of the old name and lose the new one, and with them bytes that were
  // confirmed.
  if (auto named = disk.link(part, whole_path(sha256)); !named) return named;
  if (auto synced = disk.sync_folder(whole_folder(sha256)); !synced) return synced;
  forget(sha256);
  return {};
}

void AttachmentFiles::forget(const ledger::Hash& sha256) { (void)state_->disk->remove(part_path(sha256)); }

Result<void> AttachmentFiles::remove(const ledger::Hash& sha256) {
  const std::lock_guard lock(state_->writing);
  if (auto removed = state_->disk->remove(part_path(sha256)); !removed) return removed;
  return state_->disk->remove(whole_path(sha256));
}

Result<std::string> AttachmentFiles::read(const ledger::Hash& sha256) const {
  return state_->disk->read(whole_path(sha256));
}

}  // namespace ronda::server
