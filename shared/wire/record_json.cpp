#include "shared/wire/record_json.hpp"

namespace ronda::wire {

JsonCursor ReadRecord::body() const { return *document.root().find("body"); }

Result<ReadRecord> read_record(std::string_view text) {
  if (text.size() > ledger::kMaxRecordBytes) {
    return Error{ErrorCode::too_large, "a record has at most 256 KiB", {}};
  }
  auto document = JsonDocument::parse(text);
  if (!document) return std::move(document).error();
  const JsonCursor root = document->root();
  if (auto known = root.only({"v", "seq", "id", "kind", "device", "officer", "at", "prev", "body"}); !known) {
    return std::move(known).error();
  }
  auto version = root.integer("v", 1, 1'000'000);
  auto seq = root.integer("seq", 1);
  auto id = root.id<RecordId>("id");
  auto kind = root.string("kind", 64);
  auto device = root.id<DeviceId>("device");
  auto officer = root.id<OfficerId>("officer");
  auto at = root.instant("at");
  auto prev = root.string("prev", 64);
  auto body = root.member("body");
  if (!version) return std::move(version).error();
  if (*version != ledger::kRecordVersion) {
    return Error{ErrorCode::unsupported_version, "this record version is not known here", "/v"};
  }
  if (!seq) return std::move(seq).error();
  if (!id) return std::move(id).error();
  if (!kind) return std::move(kind).error();
  if (!device) return std::move(device).error();
  if (!officer) return std::move(officer).error();
  if (!at) return std::move(at).error();
  if (!prev) return std::move(prev).error();
  if (!body) return std::move(body).error();
  if (!body->is_object()) return body->wrong("expected an object");
  auto hash = ledger::parse_hash(*prev);
  if (!hash) return bad_input(hash.error().message, "/prev");

  ReadRecord record{ledger::RecordHead{static_cast<int>(*version), *seq, *id, *kind, *device, *officer, *at, *hash},
                    std::move(*document)};
  // Whatever the body says, its bytes must stand exactly where the protocol puts them.
  const std::string shell = ledger::record_text(record.head, "");
  const std::string_view front = std::string_view(shell).substr(0, shell.size() - 1);
  if (text.substr(0, front.size()) != front || text.find('\n') != std::string_view::npos || text.back() != '}') {
    return bad_input("the members of a record must stand in the order and form of the protocol");
  }
  return record;
}

}  // namespace ronda::wire
