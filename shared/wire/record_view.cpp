#include "shared/wire/record_view.hpp"

#include <algorithm>
#include <limits>

#include "shared/wire/scan.hpp"

namespace ronda::wire {

namespace {

bool is_kind(std::string_view kind) {
  return std::all_of(kind.begin(), kind.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_'; });
}

}  // namespace

std::optional<RecordView> view_record(std::string_view text) {
  if (text.size() > ledger::kMaxRecordBytes) return std::nullopt;
  Scan scan(text);
  RecordView view;
  ledger::RecordHead& head = view.head;
  std::string_view kind;
  const bool good = scan.take("{\"v\":") && scan.number(head.version, ledger::kRecordVersion, ledger::kRecordVersion) &&
                    scan.take(",\"seq\":") && scan.number(head.seq, 1, std::numeric_limits<std::int64_t>::max()) &&
                    scan.take(",\"id\":") && scan.id(head.id) && scan.take(",\"kind\":") && scan.plain(kind, 64) &&
                    is_kind(kind) && scan.take(",\"device\":") && scan.id(head.device) && scan.take(",\"officer\":") &&
                    scan.id(head.officer) && scan.take(",\"at\":") && scan.instant(head.at) &&
                    scan.take(",\"prev\":") && scan.hash(head.prev) && scan.take(",\"body\":{");
  if (!good || text.back() != '}') return std::nullopt;
  head.kind = std::string(kind);
  const std::size_t from = text.size() - scan.rest().size() - 1;
  if (text.size() - from < 3) return std::nullopt;  // {} and the record's own brace
  view.body = text.substr(from, text.size() - from - 1);
  return view;
}

}  // namespace ronda::wire
