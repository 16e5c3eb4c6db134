#pragma once
// Held records in words: what happened, what can be done, what the record reports. Two languages, for a unit head.

#include <optional>
#include <string>
#include <string_view>

#include "shared/base/result.hpp"
#include "shared/domain/text.hpp"
#include "shared/wire/record_json.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

/// "Pemeriksaan" / "Inspection"; the kind itself if it is not known here.
domain::Text kind_name(std::string_view kind);
/// One sentence for the word of an error: what happened to a record of that kind.
domain::Text why_held(std::string_view code, std::string_view kind);
/// One sentence: what can be done about it.
domain::Text what_to_do(std::string_view code, std::string_view kind);

/// The record as its author wrote it: what a carried record carries, else itself. `bytes` are those of the record.
/// Errors: bad_input (they are no record).
Result<wire::ReadRecord> read_as_written(std::string_view bytes);

/// The lodging that a record speaks of, if it speaks of one. Pure.
std::optional<LodgingId> lodging_spoken_of(const wire::ReadRecord& record);

/// What of the feed a report is about, besides inspections: its entity's word and its id.
struct SpokenOf {
  std::string_view entity;
  Uuid id;
};
/// Nothing for an inspection and for bytes that cannot be read. `bytes` are those of the record. Pure.
std::optional<SpokenOf> thing_spoken_of(std::string_view bytes);

/// What the record reports, in one line: "Wisma Lontar Teduh, 2 Des 2026: Diperiksa, 3 temuan baru". A body that cannot
/// be read is told by its kind and time alone. Errors: those of the store.
Result<domain::Text> summary_of(const ReadTxn& txn, UnitId unit, Zone zone, const wire::ReadRecord& record);

}  // namespace ronda::server
