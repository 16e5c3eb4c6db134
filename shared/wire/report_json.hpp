#pragma once
// The bodies of the records besides inspection.sealed (PROTOCOL.md §5a, §5b) <-> domain. Any thread.
// Writing gives compact JSON with the members in the protocol's order. Reading is strict: every member, nothing else,
// and the value passes its check() of shared/domain. Errors of every read: bad_input or incomplete with a JSON pointer.

#include <string>

#include "shared/domain/correction.hpp"
#include "shared/domain/field_report.hpp"
#include "shared/domain/lodging_field.hpp"
#include "shared/wire/json.hpp"

namespace ronda::wire {

std::string body_of(const domain::MissedVisit& report);
std::string body_of(const domain::ProposedLodging& report);
std::string body_of(const domain::CorrectedLodging& report);
std::string body_of(const domain::DisposedFinding& report);
std::string body_of(const domain::ServedNotice& report);
std::string body_of(const domain::HeldActivity& report);
std::string body_of(const domain::CorrectedInspection& report);

Result<domain::MissedVisit> read_missed(const JsonCursor& body);
Result<domain::ProposedLodging> read_proposed(const JsonCursor& body);
Result<domain::CorrectedLodging> read_corrected_lodging(const JsonCursor& body);
Result<domain::DisposedFinding> read_disposed(const JsonCursor& body);
Result<domain::ServedNotice> read_served(const JsonCursor& body);
Result<domain::HeldActivity> read_held(const JsonCursor& body);
/// Checks neither the inspection's rules (domain::check_sealed) nor what it replaces (domain::check_same_visit).
Result<domain::CorrectedInspection> read_corrected_inspection(const JsonCursor& body);

/// null, a number, a text or `{"lat_e6", "lng_e6"}`.
void write_field_value(JsonWriter& out, const domain::FieldValue& value);
/// Errors: bad_input (another shape).
Result<domain::FieldValue> read_field_value(const JsonCursor& at);
/// The same as text of its own, for storage.
std::string field_value_text(const domain::FieldValue& value);
Result<domain::FieldValue> parse_field_value(std::string_view json);

}  // namespace ronda::wire
