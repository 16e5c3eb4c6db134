#include "shared/wire/carried_json.hpp"

namespace ronda::wire {

namespace {

constexpr std::string_view kBeforeHash = "{\"hash\":\"";
constexpr std::string_view kBeforeRecord = "\",\"record\":";
constexpr std::size_t kHashDigits = 64;

}  // namespace

std::string carried_body(std::string_view record_text) {
  std::string body(kBeforeHash);
  body += ledger::to_text(ledger::record_hash(record_text));
  body += kBeforeRecord;
  body += record_text;
  body += '}';
  return body;
}

Result<Carried> read_carried(std::string_view text, const ReadRecord& outer) {
  const std::string shell = ledger::record_text(outer.head, "");
  const std::size_t body_at = shell.size() - 1;
  const std::size_t front = kBeforeHash.size() + kHashDigits + kBeforeRecord.size();
  if (text.size() < body_at + front + 2) return bad_input("expected a hash and a record", "/body");
  std::string_view body = text.substr(body_at, text.size() - body_at - 1);
  const std::string_view digits = body.substr(kBeforeHash.size(), kHashDigits);
  const std::string_view middle = body.substr(kBeforeHash.size() + kHashDigits, kBeforeRecord.size());
  if (body.substr(0, kBeforeHash.size()) != kBeforeHash || middle != kBeforeRecord || body.back() != '}') {
    return bad_input("expected a hash and a record in the form of the protocol", "/body");
  }
  const auto hash = ledger::parse_hash(digits);
  if (!hash) return bad_input(hash.error().message, "/body/hash");
  const std::string_view inside = body.substr(front, body.size() - front - 1);
  if (ledger::record_hash(inside) != *hash) return bad_input("the hash is not that of the record", "/body/hash");
  auto record = read_record(inside);
  if (!record) return Error{record.error().code, record.error().message, "/body/record" + record.error().where};
  if (record->head.kind == kCarriedKind) return bad_input("a carried record carries no other", "/body/record/kind");
  return Carried{std::move(*record), *hash, inside};
}

}  // namespace ronda::wire
