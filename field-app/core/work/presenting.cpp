#include "field-app/core/work/presenting.hpp"

#include <algorithm>

#include "shared/domain/door_code.hpp"
#include "shared/domain/speech.hpp"
#include "shared/wire/checklist_json.hpp"
#include "shared/wire/inspection_json.hpp"

namespace ronda::field {

using wire::JsonWriter;

void write_text_or_null(JsonWriter& out, std::string_view name, const std::string& text) {
  out.key(name);
  if (text.empty()) {
    out.null();
  } else {
    out.value(text);
  }
}

void write_officer(JsonWriter& out, const OfficerRow& officer) {
  out.begin_object().member("id", officer.id).member("name", officer.name);
  out.member("rank", officer.rank).member("nrp", officer.nrp).end_object();
}

Result<void> write_lodging(JsonWriter& out, WorkContext& context, const LodgingRow& lodging, bool more) {
  ReferenceStore reference = context.reference();
  auto done = reference.count_done(lodging.id, span_of_month(context.today(), context.zone()));
  if (!done) return std::move(done).error();
  auto last = reference.last_done_at(lodging.id);
  if (!last) return std::move(last).error();
  auto findings = reference.open_findings(lodging.id);
  if (!findings) return std::move(findings).error();
  const domain::VisitsPerMonth wanted = domain::visits_for(context.policy, lodging.tier);
  out.begin_object().member("id", lodging.id).member("name", lodging.name).member("kind", word(lodging.kind));
  out.member("address", lodging.address).member("kelurahan", lodging.kelurahan);
  out.member("kecamatan", lodging.kecamatan).member("lat_e6", lodging.lat_e6).member("lng_e6", lodging.lng_e6);
  out.member("rooms", lodging.rooms).member("tier", word(lodging.tier)).member("status", word(lodging.status));
  out.key("month").begin_object().member("done", *done).member("min", wanted.min).member("max", wanted.max);
  out.end_object().member("open_findings", findings->size()).key("worst");
  if (findings->empty()) {
    out.null();
  } else {
    out.value(word(findings->front().severity));
  }
  out.member("last_visit_at", *last);
  if (more) {
    out.member("nib", lodging.nib).member("kbli", lodging.kbli).member("phone", lodging.phone);
    out.member("door_code", domain::door_code(lodging.id));
  }
  out.end_object();
  return {};
}

void write_finding(JsonWriter& out, const FindingRow& finding, LocalDate today, bool open_ended) {
  out.begin_object().member("id", finding.id).member("code", finding.code).member("severity", word(finding.severity));
  out.key("text");
  wire::write_text(out, finding.text);
  out.member("note", finding.note).member("opened_on", finding.opened_on).member("due_on", finding.due_on);
  out.member("times_seen", finding.times_seen).member("days_late", domain::days_late(finding.due_on, today));
  out.member("rung", word(finding.rung));
  if (!open_ended) out.end_object();
}

void write_disposition(JsonWriter& out, const WholeInspection& inspection, FindingId finding) {
  const auto given = inspection.dispositions.find(finding);
  if (given == inspection.dispositions.end()) {
    out.null();
  } else {
    out.value(word(given->second.disposition));
  }
}

void write_progress(JsonWriter& out, const WholeInspection& inspection) {
  const domain::Progress& progress = inspection.progress;
  out.begin_object().member("answered", progress.answered).member("total", progress.total);
  out.key("sections").begin_array();
  for (const auto& section : progress.sections) {
    out.begin_object().member("code", section.code).member("answered", section.answered);
    out.member("total", section.total).end_object();
  }
  const auto judged = std::count_if(inspection.open_findings.begin(), inspection.open_findings.end(),
                                    [&](const FindingRow& f) { return inspection.dispositions.count(f.id) != 0; });
  out.end_array().key("open_findings").begin_object().member("answered", static_cast<std::int64_t>(judged));
  out.member("total", inspection.open_findings.size()).end_object();
  out.member("first_gap", progress.first_gap).end_object();
}

void write_sample(JsonWriter& out, const domain::SampleState& sample) {
  const domain::SamplePlan& plan = sample.plan;
  const domain::SampleTally tally = domain::tally_of(sample.entries);
  out.begin_object().member("from", plan.from).member("to", plan.to).member("total_lines", plan.total_lines);
  out.member("n", plan.n).member("start", plan.start).member("step", plan.step).key("lines").begin_array();
  for (int k = 1; k <= plan.n; ++k) out.value(domain::line_of(plan, k));
  out.end_array().key("entries").begin_array();
  for (std::size_t i = 0; i < sample.entries.size(); ++i) {
    const domain::SampleEntry& entry = sample.entries[i];
    const int k = static_cast<int>(i) + 1;
    out.begin_object().member("k", k).member("line", domain::line_of(plan, k)).member("complete", entry.complete);
    out.member("verified", entry.verified).member("foreign", entry.foreign).member("reported", entry.reported);
    out.member("minor", entry.minor).member("companion", entry.companion).end_object();
  }
  out.end_array().key("next");
  if (sample.finished()) {
    out.null();
  } else {
    const int k = static_cast<int>(sample.entries.size()) + 1;
    out.begin_object().member("k", k).member("line", domain::line_of(plan, k)).end_object();
  }
  out.key("tally").begin_object().member("complete", tally.complete).member("incomplete", tally.incomplete);
  out.member("verified", tally.verified).member("foreign", tally.foreign).member("reported", tally.reported);
  out.member("minors", tally.minors).member("companion", tally.companion).end_object();
  out.member("most_blank", sample.most_blank).key("sentence");
  wire::write_text(out, domain::sample_sentence(plan, tally));
  out.end_object();
}

void write_photo(JsonWriter& out, const PhotoRow& photo) {
  out.begin_object().member("sha256", photo.sha256).member("bytes", photo.bytes);
  out.member("width", photo.width).member("height", photo.height).end_object();
}

void write_answer(JsonWriter& out, const WholeInspection& inspection, const domain::Item& item, LocalDate today) {
  const auto found = inspection.answers.find(item.code);
  const domain::Answer answer = found == inspection.answers.end() ? domain::Answer{} : found->second;
  out.begin_object().key("value");
  wire::write_value(out, answer.value);
  write_text_or_null(out, "note", answer.note);
  out.key("photos").begin_array();
  for (const PhotoRow& photo : inspection.photos) {
    if (photo.item == item.code) write_photo(out, photo);
  }
  out.end_array().member("answered_at", answer.at.ms == 0 ? inspection.row.saved_at : answer.at).key("finding");
  if (const auto verdict = verdict_on(inspection, item)) {
    out.begin_object().member("severity", word(verdict->severity)).member("deadline_days", verdict->deadline_days);
    out.member("due_on", plus_days(today, verdict->deadline_days)).end_object();
  } else {
    out.null();
  }
  out.end_object();
}

Result<void> write_signatures(JsonWriter& out, WorkContext& context, const WholeInspection& inspection) {
  auto officers = signing_officers(context);
  if (!officers) return std::move(officers).error();
  ReferenceStore reference = context.reference();
  // Somebody who signed and has left the team since stays on the paper.
  for (const auto& signature : inspection.officers) {
    const bool listed = std::any_of(officers->begin(), officers->end(),
                                    [&](const OfficerRow& row) { return row.id == signature.officer; });
    if (listed) continue;
    auto other = reference.officer(signature.officer);
    if (!other) return std::move(other).error();
    officers->push_back(*other ? **other : OfficerRow{signature.officer, "", "", "", std::nullopt});
  }
  out.begin_object().key("manager").raw(inspection.row.manager_signature.value_or("null"));
  out.key("officers").begin_array();
  for (const OfficerRow& officer : *officers) {
    out.begin_object().member("officer_id", officer.id).member("name", officer.name);
    out.member("rank", officer.rank).member("nrp", officer.nrp).key("signed_at");
    const auto given =
        std::find_if(inspection.officers.begin(), inspection.officers.end(),
                     [&](const domain::OfficerSignature& signature) { return signature.officer == officer.id; });
    if (given == inspection.officers.end()) {
      out.null();
    } else {
      out.value(given->at);
    }
    out.end_object();
  }
  out.end_array().end_object();
  return {};
}

void write_new_findings(JsonWriter& out, const WholeInspection& inspection,
                        const std::vector<domain::NewFinding>& findings) {
  out.begin_array();
  for (const domain::NewFinding& finding : findings) {
    const domain::Item* item = inspection.checklist->find(finding.item);
    out.begin_object().member("code", finding.item).member("severity", word(finding.severity)).key("text");
    wire::write_text(out, item->text);
    out.member("due_on", finding.due_on);
    write_text_or_null(out, "note", finding.note);
    out.key("basis");
    wire::write_text(out, item->basis.label);
    out.end_object();
  }
  out.end_array();
}

void write_judged(JsonWriter& out, const WholeInspection& inspection) {
  out.begin_array();
  for (const FindingRow& finding : inspection.open_findings) {
    out.begin_object().member("finding_id", finding.id).member("code", finding.code);
    out.member("severity", word(finding.severity)).key("text");
    wire::write_text(out, finding.text);
    out.key("disposition");
    write_disposition(out, inspection, finding.id);
    const auto given = inspection.dispositions.find(finding.id);
    write_text_or_null(out, "reason", given == inspection.dispositions.end() ? std::string() : given->second.reason);
    out.member("due_on", finding.due_on).member("times_seen", finding.times_seen).end_object();
  }
  out.end_array();
}

domain::Text answer_text(const domain::Item& item, const domain::Value& value) {
  if (const auto* yes_no = std::get_if<domain::YesNo>(&value)) {
    switch (*yes_no) {
      case domain::YesNo::yes:
        return {"Ya", "Yes"};
      case domain::YesNo::no:
        return {"Tidak", "No"};
      case domain::YesNo::na:
        return {"Tidak berlaku", "Not applicable"};
    }
  }
  if (const auto* count = std::get_if<std::int64_t>(&value)) {
    const domain::Text unit = item.unit.value_or(domain::Text{});
    return {domain::number_text(*count, domain::Language::id) + (unit.id.empty() ? "" : " " + unit.id),
            domain::number_text(*count, domain::Language::en) + (unit.en.empty() ? "" : " " + unit.en)};
  }
  if (const auto* range = std::get_if<domain::DateRange>(&value)) {
    return {domain::date_range(range->from, range->to, domain::Language::id),
            domain::date_range(range->from, range->to, domain::Language::en)};
  }
  if (const auto* option = std::get_if<domain::OptionCode>(&value)) {
    for (const domain::Option& known : item.options) {
      if (known.code == option->code) return known.text;
    }
  }
  return {"–", "–"};
}

}  // namespace ronda::field
