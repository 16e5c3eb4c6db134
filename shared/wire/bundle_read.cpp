#include <algorithm>
#include <cstring>

#include "shared/base/bytes.hpp"
#include "shared/wire/bundle_manifest.hpp"
#include "shared/wire/record_view.hpp"

namespace ronda::wire {

struct BundleReader::Header : BundleHeader {};

namespace {

constexpr std::size_t kPiece = 64 * 1024;

}  // namespace

// ---- bytes --------------------------------------------------------------------------------------------------------

Result<void> BundleReader::fill(std::size_t at_least) {
  while (buffer_.size() - taken_ < at_least && !source_ended_) {
    if (taken_ > 0) {
      buffer_.erase(0, taken_);
      taken_ = 0;
    }
    const std::size_t had = buffer_.size();
    const std::size_t wanted = std::max(kPiece, at_least - had);
    buffer_.resize(had + wanted);
    const auto got = source_(buffer_.data() + had, wanted);
    buffer_.resize(had + (got ? std::min(*got, wanted) : 0));
    if (!got) return got.error();
    source_ended_ = *got == 0;
  }
  return {};
}

/// Up to a line feed, which is taken as well; nothing without one within `most` bytes.
Result<std::string> BundleReader::line(std::size_t most) {
  if (auto filled = fill(most + 1); !filled) return std::move(filled).error();
  const std::string_view rest = std::string_view(buffer_).substr(taken_, most + 1);
  const auto end = rest.find('\n');
  if (end == std::string_view::npos) {
    if (rest.size() <= most) return bad(ErrorCode::truncated, "the file ends before it");
    return bad(ErrorCode::corrupt, "its header is damaged");
  }
  std::string out(rest.substr(0, end));
  taken_ += end + 1;
  offset_ += static_cast<std::int64_t>(end + 1);
  return out;
}

/// So many bytes and the line feed behind them.
Result<std::string> BundleReader::content(std::size_t size) {
  if (auto filled = fill(size + 1); !filled) return std::move(filled).error();
  if (buffer_.size() - taken_ < size + 1) return bad(ErrorCode::truncated, "the file ends within it");
  if (buffer_[taken_ + size] != '\n') return bad(ErrorCode::corrupt, "its end is damaged");
  std::string out = buffer_.substr(taken_, size);
  taken_ += size + 1;
  offset_ += static_cast<std::int64_t>(size + 1);
  return out;
}

// ---- what is wrong, and with what ---------------------------------------------------------------------------------

bool BundleReader::log_is_done() const { return log_seq_ == manifest_.logs[log_].last_seq; }

std::string BundleReader::expected() const {
  if (manifest_.logs.empty()) return "the manifest";
  if (!log_is_done()) {
    return "record " + std::to_string(log_seq_ + 1) + " of device " + to_text(manifest_.logs[log_].device);
  }
  if (photos_ < manifest_.photos) {
    return "photo " + std::to_string(photos_ + 1) + " of " + std::to_string(manifest_.photos);
  }
  return "the end mark";
}

Error BundleReader::bad(ErrorCode code, std::string_view what, std::string_view id) const {
  return Error{code, expected() + std::string(id) + ": " + std::string(what), "byte " + std::to_string(part_offset_)};
}

// ---- parts --------------------------------------------------------------------------------------------------------

Result<BundleReader::Header> BundleReader::header() {
  part_offset_ = offset_;
  auto text = line(kMaxBundleHeader);
  if (!text) return std::move(text).error();
  auto read = read_bundle_header(*text);
  if (!read) return bad(ErrorCode::corrupt, "its header is damaged");
  so_far_.add(bytes_of(*text));
  so_far_.add(bytes_of("\n"));
  return Header{std::move(*read)};
}

Result<BundleManifest> BundleReader::begin() {
  if (auto filled = fill(kBundleMagic.size()); !filled) return std::move(filled).error();
  const std::string_view start = std::string_view(buffer_).substr(0, kBundleMagic.size());
  const std::string_view name = kBundleMagic.substr(0, kBundleMagic.find(' ') + 1);
  if (start != kBundleMagic) {
    if (start == kBundleMagic.substr(0, start.size())) {
      return Error{ErrorCode::truncated, "the file ends before its manifest", "byte 0"};
    }
    const bool other = start.size() > name.size() && start.substr(0, name.size()) == name &&
                       start[name.size()] >= '2' && start[name.size()] <= '9';
    if (other) return Error{ErrorCode::unsupported_version, "this bundle is of a newer version", "byte 0"};
    return Error{ErrorCode::bad_input, "this file is no bundle of Ronda", "byte 0"};
  }
  so_far_.add(bytes_of(kBundleMagic));
  taken_ = kBundleMagic.size();
  offset_ = static_cast<std::int64_t>(kBundleMagic.size());
  const auto head = header();
  if (!head) return head.error();
  if (head->part != BundleHeader::Part::manifest || head->bytes > static_cast<std::int64_t>(kMaxBundleManifest)) {
    return bad(ErrorCode::corrupt, "something else stands in its place");
  }
  const auto text = content(static_cast<std::size_t>(head->bytes));
  if (!text) return text.error();
  if (crypto::sha256(*text) != head->sha256) return bad(ErrorCode::corrupt, "its bytes were changed");
  auto manifest = decode_bundle_manifest(*text);
  if (!manifest) {
    const bool newer = manifest.error().code == ErrorCode::unsupported_version;
    return bad(newer ? ErrorCode::unsupported_version : ErrorCode::corrupt, manifest.error().message);
  }
  so_far_.add(bytes_of(*text));
  so_far_.add(bytes_of("\n"));
  manifest_ = *manifest;
  log_seq_ = manifest_.logs[0].first_seq - 1;
  log_head_ = manifest_.logs[0].prev;
  return manifest;
}

Result<BundlePart> BundleReader::next() {
  while (log_is_done() && log_ + 1 < manifest_.logs.size()) {
    ++log_;
    log_seq_ = manifest_.logs[log_].first_seq - 1;
    log_head_ = manifest_.logs[log_].prev;
  }
  auto before_stream = so_far_;
  const auto head = header();
  if (!head) return head.error();
  if (!log_is_done()) {
    if (head->part != BundleHeader::Part::record) return bad(ErrorCode::corrupt, "something else stands in its place");
    return record(*head);
  }
  if (photos_ < manifest_.photos) {
    if (head->part != BundleHeader::Part::photo) return bad(ErrorCode::corrupt, "something else stands in its place");
    return photo(*head);
  }
  if (head->part != BundleHeader::Part::end)
    return bad(ErrorCode::corrupt, "there is more than the manifest says before it");
  return end(*head, before_stream.finish());
}

Result<BundlePart> BundleReader::record(const Header& header) {
  const auto& log = manifest_.logs[log_];
  if (header.device != log.device || header.seq != log_seq_ + 1) {
    return bad(ErrorCode::corrupt, "another record stands in its place");
  }
  if (header.bytes > static_cast<std::int64_t>(ledger::kMaxRecordBytes))
    return bad(ErrorCode::corrupt, "it is too large");
  auto text = content(static_cast<std::size_t>(header.bytes));
  if (!text) return std::move(text).error();
  const auto view = view_record(*text);
  const std::string id = view ? " (" + to_text(view->head.id) + ")" : "";
  const auto wrong = [&](std::string_view what) { return bad(ErrorCode::corrupt, what, id); };
  if (ledger::record_hash(*text) != header.sha256) return wrong("its bytes were changed");
  if (!view || text->find('\n') != std::string::npos) return wrong("it is not in the form of a record");
  if (view->head.device != log.device || view->head.seq != header.seq)
    return wrong("another record stands in its place");
  if (view->head.prev != log_head_) return wrong("the chain of the log breaks here");
  if (header.seq == log.last_seq && header.sha256 != log.head)
    return wrong("the log does not end as the manifest says");
  so_far_.add(bytes_of(*text));
  so_far_.add(bytes_of("\n"));
  log_seq_ = header.seq;
  log_head_ = header.sha256;
  return BundlePart(BundleRecord{log.device, header.seq, header.sha256, *header.signature, std::move(*text)});
}

Result<BundlePart> BundleReader::photo(const Header& header) {
  auto bytes = content(static_cast<std::size_t>(header.bytes));
  if (!bytes) return std::move(bytes).error();
  if (crypto::sha256(*bytes) != header.sha256) return bad(ErrorCode::corrupt, "its bytes were changed");
  const bool image =
      header.type == "image/jpeg" ? bytes->substr(0, 3) == "\xFF\xD8\xFF" : bytes->substr(0, 8) == "\x89PNG\r\n\x1A\n";
  if (!image) return bad(ErrorCode::corrupt, "it is no image of its type");
  if (photo_bytes_ + header.bytes > manifest_.photo_bytes)
    return bad(ErrorCode::corrupt, "more bytes than the manifest says");
  so_far_.add(bytes_of(*bytes));
  so_far_.add(bytes_of("\n"));
  ++photos_;
  photo_bytes_ += header.bytes;
  return BundlePart(BundlePhoto{header.sha256, header.type, std::move(*bytes)});
}

Result<BundlePart> BundleReader::end(const Header& header, const crypto::Sha256& before) {
  if (header.sha256 != before || photo_bytes_ != manifest_.photo_bytes) {
    return bad(ErrorCode::corrupt, "the file is not what was written");
  }
  if (auto filled = fill(1); !filled) return std::move(filled).error();
  if (buffer_.size() > taken_) return bad(ErrorCode::corrupt, "there are bytes behind it");
  return BundlePart(BundleEnd{header.sha256, *header.signature});
}

// ---- the whole file -----------------------------------------------------------------------------------------------

Result<BundleVerdict> verify_bundle(BundleReader& reader) {
  auto manifest = reader.begin();
  if (!manifest) return std::move(manifest).error();
  BundleVerdict out{std::move(*manifest), 0, 0};
  std::size_t log = 0;
  const auto unsigned_part = [&reader](const std::string& part) {
    return Error{ErrorCode::bad_signature, part + ": the device's signature does not vouch for it",
                 "byte " + std::to_string(reader.part_offset())};
  };
  for (;;) {
    const auto part = reader.next();
    if (!part) return part.error();
    if (const auto* record = std::get_if<BundleRecord>(&*part)) {
      while (out.manifest.logs[log].device != record->device) ++log;
      const auto text = ledger::signing_text(record->device, record->seq, record->hash);
      if (!crypto::verify(text, record->signature, out.manifest.logs[log].public_key)) {
        const auto view = view_record(record->text);
        return unsigned_part("record " + std::to_string(record->seq) + " of device " + to_text(record->device) +
                             (view ? " (" + to_text(view->head.id) + ")" : ""));
      }
      ++out.records;
    } else if (std::holds_alternative<BundlePhoto>(*part)) {
      ++out.photos;
    } else {
      const auto& end = std::get<BundleEnd>(*part);
      const auto text = bundle_signing_text(out.manifest.device, end.sha256);
      if (crypto::verify(text, end.signature, out.manifest.logs.back().public_key)) return out;
      return unsigned_part("the file as a whole");
    }
  }
}

BundleSource bundle_source(std::string_view bytes) {
  return [bytes](char* into, std::size_t most) mutable -> Result<std::size_t> {
    const std::size_t n = std::min(most, bytes.size());
    std::memcpy(into, bytes.data(), n);
    bytes.remove_prefix(n);
    return n;
  };
}

}  // namespace ronda::wire
