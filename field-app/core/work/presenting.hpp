#pragma once
// The shapes of API.md that several calls share, as JSON. Reads only. One thread.

#include <string>

#include "field-app/core/work/finishing.hpp"
#include "field-app/core/work/work_context.hpp"
#include "shared/wire/json.hpp"

namespace ronda::field {

/// "A lodging brief"; `more` adds nib, kbli and phone.
Result<void> write_lodging(wire::JsonWriter& out, WorkContext& context, const LodgingRow& lodging, bool more = false);

/// "A finding", without the closing brace when `open_ended` (the caller adds members).
void write_finding(wire::JsonWriter& out, const FindingRow& finding, LocalDate today, bool open_ended = false);

void write_progress(wire::JsonWriter& out, const WholeInspection& inspection);
void write_sample(wire::JsonWriter& out, const domain::SampleState& sample);
/// `{"value", "note", "photos", "answered_at", "finding"}` of one item.
void write_answer(wire::JsonWriter& out, const WholeInspection& inspection, const domain::Item& item, LocalDate today);
void write_photo(wire::JsonWriter& out, const PhotoRow& photo);
Result<void> write_signatures(wire::JsonWriter& out, WorkContext& context, const WholeInspection& inspection);
/// `null` or the disposition word.
void write_disposition(wire::JsonWriter& out, const WholeInspection& inspection, FindingId finding);
void write_new_findings(wire::JsonWriter& out, const WholeInspection& inspection,
                        const std::vector<domain::NewFinding>& findings);
void write_judged(wire::JsonWriter& out, const WholeInspection& inspection);
void write_text_or_null(wire::JsonWriter& out, std::string_view name, const std::string& text);

/// An answer as the paper says it: "Ya", "18 kamar", "14–27 Nov 2026".
domain::Text answer_text(const domain::Item& item, const domain::Value& value);

/// `{"id", "name", "rank", "nrp"}`.
void write_officer(wire::JsonWriter& out, const OfficerRow& officer);

}  // namespace ronda::field
