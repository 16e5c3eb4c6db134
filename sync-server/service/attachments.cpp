#include "sync-server/service/attachments.hpp"

#include "shared/base/bytes.hpp"
#include "shared/wire/sync_json.hpp"

namespace ronda::server {

namespace {

// tus uses plain base64 (RFC 4648 §4): the same bytes in another alphabet, with padding.
Result<std::string> from_tus_base64(std::string_view text) {
  std::string url(text);
  while (!url.empty() && url.back() == '=') url.pop_back();
  for (char& c : url) c = c == '+' ? '-' : c == '/' ? '_' : c;
  const auto bytes = from_base64url(url);
  if (!bytes) return bad_input("expected base64", "/Upload-Metadata");
  return std::string(text_of(*bytes));
}

bool is_photo_type(std::string_view type) { return type == "image/jpeg" || type == "image/png"; }

}  // namespace

Result<UploadMetadata> read_upload_metadata(std::string_view header) {
  UploadMetadata read;
  bool has_hash = false;
  while (!header.empty()) {
    const auto end = std::min(header.find(','), header.size());
    auto pair = header.substr(0, end);
    header.remove_prefix(std::min(end + 1, header.size()));
    while (!pair.empty() && pair.front() == ' ') pair.remove_prefix(1);
    const auto space = pair.find(' ');
    if (space == std::string_view::npos) continue;
    const auto name = pair.substr(0, space);
    if (name != "sha256" && name != "type") continue;
    const auto value = from_tus_base64(pair.substr(space + 1));
    if (!value) return value.error();
    if (name == "type") {
      read.type = *value;
      continue;
    }
    const auto hash = ledger::parse_hash(*value);
    if (!hash) return bad_input(hash.error().message, "/Upload-Metadata");
    read.sha256 = *hash;
    has_hash = true;
  }
  if (!has_hash) return bad_input("the metadata must name the SHA-256", "/Upload-Metadata");
  if (!is_photo_type(read.type)) return bad_input("the type must be image/jpeg or image/png", "/Upload-Metadata");
  return read;
}

Result<AttachmentRow> Attachments::row_of(const ledger::Hash& sha256) {
  return store_.read([&](const ReadTxn& txn) -> Result<AttachmentRow> {
    auto row = txn.attachments().attachment(sha256);
    if (!row) return std::move(row).error();
    if (!row->has_value()) return Error{ErrorCode::not_found, "this upload was never begun", ""};
    return std::move(**row);
  });
}

Result<void> Attachments::mark_whole(AttachmentRow row) {
  return store_.write([&](WriteTxn& txn) -> Result<void> {
    row.whole = true;
    row.completed_at = txn.now();
    return txn.attachments().put_attachment(row);
  });
}

Result<Upload> Attachments::begin(const Principal& who, const UploadMetadata& metadata, std::int64_t length) {
  if (length > static_cast<std::int64_t>(wire::kMaxAttachmentBytes)) {
    return Error{ErrorCode::too_large, "a photo has at most 4 MiB", "/Upload-Length"};
  }
  if (length < 1) return bad_input("a photo has at least one byte", "/Upload-Length");
  const auto known = row_of(metadata.sha256);
  if (!known && known.error().code != ErrorCode::not_found) return known.error();
  if (known && known->whole) return Upload{known->length, known->length, true};
  // The same photo announced with another length: the one before was a mistake.
  if (known && known->length != length) files_.forget(metadata.sha256);
  const auto offset = files_.received(metadata.sha256);
  if (known && known->length == length) return Upload{offset, length, false};
  auto put = store_.write([&](WriteTxn& txn) -> Result<void> {
    AttachmentRow row;
    row.sha256 = metadata.sha256;
    row.device = who.device;
    row.unit = who.unit;
    row.type = metadata.type;
    row.length = length;
    row.created_at = txn.now();
    return txn.attachments().put_attachment(row);
  });
  if (!put) return std::move(put).error();
  return Upload{offset, length, false};
}

Result<Upload> Attachments::look_up(const Principal& who, const ledger::Hash& sha256) {
  const auto row = row_of(sha256);
  if (!row) return row.error();
  if (row->unit != who.unit) return Error{ErrorCode::not_found, "this upload was never begun", ""};
  return Upload{row->whole ? row->length : files_.received(sha256), row->length, row->whole};
}

Result<Upload> Attachments::append(const Principal& who, const ledger::Hash& sha256, std::int64_t offset,
                                   std::string_view bytes) {
  const auto row = row_of(sha256);
  if (!row) return row.error();
  if (row->unit != who.unit) return Error{ErrorCode::not_found, "this upload was never begun", ""};
  if (row->whole) return Upload{row->length, row->length, true};
  const auto received = files_.append(sha256, offset, row->length, bytes);
  if (!received) return received.error();
  if (*received < row->length) return Upload{*received, row->length, false};
  if (auto whole = files_.make_whole(sha256, row->type); !whole) return std::move(whole).error();
  if (auto marked = mark_whole(*row); !marked) return std::move(marked).error();
  return Upload{row->length, row->length, true};
}

}  // namespace ronda::server
