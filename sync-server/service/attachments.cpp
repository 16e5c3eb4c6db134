#include "sync-server/service/attachments.hpp"

#include <limits>
#include <vector>

#include "shared/base/planted.hpp"
#include "shared/wire/sync_json.hpp"
#include "sync-server/service/held_photos.hpp"
#include "sync-server/store/access_store.hpp"
#include "sync-server/store/finding_store.hpp"
#include "sync-server/store/sync_store.hpp"

namespace ronda::server {

namespace {

constexpr int kSweepPage = 200;

Error never_begun() { return {ErrorCode::not_found, "this upload was never begun, or was given up", ""}; }

Result<bool> is_named(const ReadTxn& txn, const AttachmentRow& row) {
  auto named = txn.findings().names_photo(row.unit, row.sha256);
  if (!named || *named) return named;
  return held_record_names(txn, row.device, row.sha256);
}

}  // namespace

Result<bool> held_record_names(const ReadTxn& txn, DeviceId device, const ledger::Hash& sha256) {
  const auto held = txn.sync().quarantined_between(device, 1, std::numeric_limits<std::int64_t>::max());
  if (!held) return held.error();
  const auto name = ledger::to_text(sha256);
  for (const auto& row : *held) {
    if (row.bytes && row.bytes->find(name) != std::string::npos) return true;
    if (row.bytes) continue;
    const auto record = txn.sync().record(device, row.seq);
    if (!record) return record.error();
    if (record->bytes.find(name) != std::string::npos) return true;
  }
  return false;
}

Result<AttachmentRow> Attachments::row_of(const ledger::Hash& sha256) {
  return store_.read([&](const ReadTxn& txn) -> Result<AttachmentRow> {
    auto row = txn.attachments().attachment(sha256);
    if (!row) return std::move(row).error();
    if (!row->has_value()) return never_begun();
    return std::move(**row);
  });
}

Result<void> Attachments::check_device(const Principal& who, const ledger::Hash& sha256) {
  if (!who.revoked) return {};
  const auto named = store_.read([&](const ReadTxn& txn) { return held_record_names(txn, who.device, sha256); });
  if (!named) return named.error();
  if (*named) return {};
  return Error{ErrorCode::revoked, "this device was revoked; only photos of its held records are taken", ""};
}

Result<void> Attachments::check_room(const Principal& who, const ledger::Hash& sha256, std::int64_t length) {
  return store_.read([&](const ReadTxn& txn) -> Result<void> {
    const auto named = txn.findings().names_photo(who.unit, sha256);
    if (!named) return named.error();
    if (*named) return {};
    const auto unnamed = txn.attachments().unnamed_of(who.device);
    if (!unnamed) return unnamed.error();
    if (unnamed->uploads < kMostUnnamedUploads && unnamed->bytes + length <= kMostUnnamedBytes) return {};
    return Error{ErrorCode::forbidden, "this device has sent too many photos that no record names", "/Upload-Length"};
  });
}

Result<Instant> Attachments::touch(const ledger::Hash& sha256) {
  return store_.write([&](WriteTxn& txn) -> Result<Instant> {
    if (auto touched = txn.attachments().touch_attachment(sha256, txn.now()); !touched)
      return std::move(touched).error();
    return Instant{txn.now().ms + kUnfinishedUploadMs};
  });
}

Result<Upload> Attachments::make_whole(AttachmentRow row) {
  if (auto whole = files_.make_whole(row.sha256, row.type); !whole) return std::move(whole).error();
  row.length = files_.whole_size(row.sha256);  // a whole file of an earlier life may differ from what was announced
  auto marked = store_.write([&](WriteTxn& txn) -> Result<void> {
    row.whole = true;
    row.completed_at = txn.now();
    row.touched_at = txn.now();
    return txn.attachments().put_attachment(row);
  });
  if (!marked) return std::move(marked).error();
  return Upload{row.sha256, row.length, row.length, true, {}};
}

// A server that died between the last byte and the mark finds a file that is complete but not counted: the offset must
// not say "whole" before the bytes were verified.
Result<Upload> Attachments::settled(AttachmentRow row) {
  if (row.whole) return Upload{row.sha256, row.length, row.length, true, {}};
  const auto received = files_.received(row.sha256);
  if (received == row.length || files_.is_whole(row.sha256)) {
    auto whole = make_whole(row);
    if (whole || whole.error().code != ErrorCode::corrupt) return whole;
    return Upload{row.sha256, 0, row.length, false, {row.touched_at.ms + kUnfinishedUploadMs}};
  }
  return Upload{row.sha256, received, row.length, false, {row.touched_at.ms + kUnfinishedUploadMs}};
}

Result<Upload> Attachments::begin(const Principal& who, const UploadMetadata& metadata, std::int64_t length) {
  if (length > static_cast<std::int64_t>(wire::kMaxAttachmentBytes)) {
    return Error{ErrorCode::too_large, "a photo has at most 4 MiB", "/Upload-Length"};
  }
  if (length < 1) return bad_input("a photo has at least one byte", "/Upload-Length");
  const auto turn = hold(metadata.sha256);
  if (auto may = check_device(who, metadata.sha256); !may) return std::move(may).error();
  const auto known = row_of(metadata.sha256);
  if (!known && known.error().code != ErrorCode::not_found) return known.error();
  if (known && (known->whole || (known->length == length && known->unit == who.unit))) return settled(*known);
  if (auto room = check_room(who, metadata.sha256, length); !room) return std::move(room).error();
  // The same photo announced with another length: the one before was a mistake.
  if (known && known->length != length) files_.forget(metadata.sha256);
  AttachmentRow row;
  row.sha256 = metadata.sha256;
  row.device = who.device;
  row.unit = who.unit;
  row.type = metadata.type;
  row.length = length;
  auto put = store_.write([&](WriteTxn& txn) -> Result<void> {
    row.created_at = txn.now();
    row.touched_at = txn.now();
    return txn.attachments().put_attachment(row);
  });
  if (!put) return std::move(put).error();
  if (RONDA_PLANTED(stalled_upload_kept)) {
    static std::vector<std::string> rooms;
    rooms.emplace_back(static_cast<std::size_t>(length), '\0');
  }
  return settled(row);
}

Result<Upload> Attachments::look_up(const Principal& who, const ledger::Hash& sha256) {
  const auto turn = hold(sha256);
  if (auto may = check_device(who, sha256); !may) return std::move(may).error();
  const auto row = row_of(sha256);
  if (!row) return row.error();
  if (row->unit != who.unit) return never_begun();
  return settled(*row);
}

Result<Upload> Attachments::append(const Principal& who, const ledger::Hash& sha256, const Piece& piece) {
  const auto turn = hold(sha256);
  if (auto may = check_device(who, sha256); !may) return std::move(may).error();
  const auto row = row_of(sha256);
  if (!row) return row.error();
  if (row->unit != who.unit) return never_begun();
  if (row->whole) {
    if (piece.offset == row->length && piece.bytes.empty()) return settled(*row);
    return Error{ErrorCode::conflict, "this photo is whole already", "/Upload-Offset"};
  }
  if (piece.is_cut && piece.checksum) return settled(*row);  // what arrived is not what the checksum speaks of
  if (piece.checksum && !vouches_for(*piece.checksum, piece.bytes)) {
    return Error{ErrorCode::corrupt, "this piece was damaged on its way; send it again", "/Upload-Checksum"};
  }
  const auto received = files_.append(sha256, piece.offset, row->length, piece.bytes);
  if (!received) return received.error();
  if (*received == row->length) return make_whole(*row);
  const auto expires_at = touch(sha256);
  if (!expires_at) return expires_at.error();
  return Upload{sha256, *received, row->length, false, *expires_at};
}

Result<void> Attachments::terminate(const Principal& who, const ledger::Hash& sha256) {
  const auto turn = hold(sha256);
  const auto row = row_of(sha256);
  if (!row) return row.error();
  if (row->unit != who.unit) return never_begun();
  if (row->device != who.device) {
    return Error{ErrorCode::forbidden, "only the device that began an upload ends it", ""};
  }
  auto removed = store_.write([&](WriteTxn& txn) -> Result<void> {
    const auto named = is_named(txn, *row);
    if (!named) return named.error();
    if (*named) return Error{ErrorCode::conflict, "a record names this photo; it stays", ""};
    return txn.attachments().remove_attachment(sha256);
  });
  if (!removed) return removed;
  return files_.remove(sha256);
}

// The row goes first: what dies between the two is a file that nobody knows, never a row without its file.
Result<Swept> Attachments::sweep() {
  Swept swept;
  std::vector<std::unique_lock<std::mutex>> turns;
  for (auto& turn : turns_) turns.emplace_back(turn);
  std::vector<AttachmentRow> gone;
  auto removed = store_.write([&](WriteTxn& txn) -> Result<void> {
    const Instant now = txn.now();
    const auto rows =
        txn.attachments().stale_attachments({now.ms - kUnfinishedUploadMs}, {now.ms - kUnnamedPhotoMs}, kSweepPage);
    if (!rows) return rows.error();
    for (const auto& row : *rows) {
      if (row.whole) {
        const auto named = is_named(txn, row);
        if (!named) return named.error();
        if (*named) {  // asked again when it would be due again
          if (auto kept = txn.attachments().touch_attachment(row.sha256, now); !kept) return kept;
          continue;
        }
      }
      if (auto done = txn.attachments().remove_attachment(row.sha256); !done) return done;
      gone.push_back(row);
    }
    return {};
  });
  if (!removed) return std::move(removed).error();
  for (const auto& row : gone) {
    (row.whole ? swept.unnamed : swept.unfinished) += 1;
    swept.bytes += row.whole ? row.length : files_.received(row.sha256);
    if (auto done = files_.remove(row.sha256); !done) return std::move(done).error();
  }
  return swept;
}

}  // namespace ronda::server
