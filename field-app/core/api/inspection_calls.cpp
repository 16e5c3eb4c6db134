#include "field-app/core/api/handlers.hpp"
#include "field-app/core/store/draft_store.hpp"
#include "field-app/core/work/correcting.hpp"
#include "field-app/core/work/presenting.hpp"
#include "shared/wire/checklist_json.hpp"
#include "shared/wire/inspection_json.hpp"

namespace ronda::field::api {

using wire::JsonCursor;
using wire::JsonWriter;

namespace {

Result<void> write_record(JsonWriter& out, WorkContext& context, const InspectionRow& row) {
  out.key("record");
  if (!row.record_seq) {
    out.null();
    return {};
  }
  auto record = context.log().status(*row.record_seq);
  if (!record) return std::move(record).error();
  if (!*record) {
    out.null();
    return {};
  }
  out.begin_object().member("seq", (*record)->seq).member("id", (*record)->id);
  out.member("hash", ledger::to_text((*record)->hash)).end_object();
  return {};
}

Result<void> write_last_answers(JsonWriter& out, WorkContext& context, const WholeInspection& inspection) {
  auto last = context.reference().last_answers(inspection.row.lodging, inspection.row.id);
  if (!last) return std::move(last).error();
  out.key("last_answers").begin_object();
  if (*last) {
    auto document = wire::JsonDocument::parse((*last)->answers);
    if (!document) return std::move(document).error();
    const LocalDate on = local_date((*last)->at, inspection.row.zone);
    for (const auto& [code, value] : document->root().members()) {
      if (inspection.checklist->find(code) == nullptr) continue;
      out.key(code).begin_object().key("value").raw(value.dump()).member("on", on).end_object();
    }
  }
  out.end_object();
  return {};
}

/// Whether another phone of the officer has this one, too, or has finished it.
Result<void> write_elsewhere(JsonWriter& out, WorkContext& context, const InspectionRow& row) {
  DraftStore drafts(context.db);
  auto finished = drafts.is_sealed_elsewhere(row.id);
  if (!finished) return std::move(finished).error();
  out.member("sealed_elsewhere", *finished).key("also_on");
  auto told = row.sealed ? Result<std::optional<RemoteDraft>>(std::nullopt) : drafts.told(row.id);
  if (!told) return std::move(told).error();
  if (*told && !*finished) {
    out.begin_object().member("device", (*told)->device_name).member("saved_at", (*told)->saved_at).end_object();
  } else {
    out.null();
  }
  return {};
}

/// Without the closing brace: the caller may add members.
Result<void> write_inspection(JsonWriter& out, WorkContext& context, const WholeInspection& inspection) {
  const InspectionRow& row = inspection.row;
  out.begin_object().member("id", row.id).member("state", row.sealed ? "sealed" : "open").key("lodging");
  if (auto written = write_lodging(out, context, inspection.lodging); !written) return written;
  out.member("visit_id", row.visit).member("checklist", row.checklist).member("opened_at", row.opened_at);
  out.member("saved_at", row.saved_at).member("sealed_at", row.sealed_at).member("position", row.position);
  out.member("outcome", word(row.outcome));
  write_text_or_null(out, "outcome_reason", row.outcome_reason);
  const LocalDate day = local_date(row.sealed_at.value_or(context.now), row.zone);
  out.key("answers").begin_object();
  for (const domain::Section& section : inspection.checklist->sections) {
    for (const domain::Item& item : section.items) {
      const auto answer = inspection.answers.find(item.code);
      if (answer == inspection.answers.end()) continue;
      if (!answer->second.has_value() && answer->second.note.empty() && answer->second.photos.empty()) continue;
      out.key(item.code);
      write_answer(out, inspection, item, day);
    }
  }
  out.end_object();
  if (auto written = write_last_answers(out, context, inspection); !written) return written;
  out.key("open_findings").begin_array();
  for (const FindingRow& finding : inspection.open_findings) {
    write_finding(out, finding, day, true);
    out.key("disposition");
    write_disposition(out, inspection, finding.id);
    const auto given = inspection.dispositions.find(finding.id);
    write_text_or_null(out, "reason", given == inspection.dispositions.end() ? std::string() : given->second.reason);
    out.end_object();
  }
  out.end_array().key("sample");
  if (inspection.sample) {
    write_sample(out, *inspection.sample);
  } else {
    out.null();
  }
  out.key("signatures");
  if (auto written = write_signatures(out, context, inspection); !written) return written;
  out.key("emergency").begin_object().member("referral_at", row.emergency_at).end_object().key("progress");
  write_progress(out, inspection);
  auto sync = sync_word(context, row.record_seq);
  if (!sync) return std::move(sync).error();
  out.member("sync", *sync);
  if (auto written = write_record(out, context, row); !written) return written;
  auto newer = CorrectionStore(context.db).superseded_by(row.id);
  if (!newer) return std::move(newer).error();
  out.member("superseded_by", *newer).key("correction");
  if (const auto& correction = inspection.correction) {
    out.begin_object().member("supersedes", correction->supersedes);
    out.member("reason_class", word(correction->reason_class)).member("reason", correction->reason).end_object();
  } else {
    out.null();
  }
  return write_elsewhere(out, context, row);
}

/// A member that may be absent (nothing), null (empty text) or a text.
Result<std::optional<std::string>> text_change(const JsonCursor& at, std::string_view name) {
  if (!at.has(name)) return std::optional<std::string>();
  auto text = at.optional_string(name);
  if (!text) return std::move(text).error();
  return std::optional<std::string>(text->value_or(std::string()));
}

}  // namespace

Result<Reply> inspection_reply(WorkContext& context, InspectionId id, int status, std::string_view more) {
  auto inspection = load_inspection(context, id);
  if (!inspection) return std::move(inspection).error();
  JsonWriter out;
  if (auto written = write_inspection(out, context, *inspection); !written) return std::move(written).error();
  std::string text = out.take();
  if (!more.empty()) text.append(",").append(more);
  return json_reply(status, text + "}");
}

Result<Reply> changed(WorkContext& context, InspectionId id, std::string_view name, std::string_view json) {
  auto inspection = load_inspection(context, id);
  if (!inspection) return std::move(inspection).error();
  JsonWriter out;
  out.begin_object().member("saved_at", inspection->row.saved_at).key("progress");
  write_progress(out, *inspection);
  if (!name.empty()) out.key(name).raw(json);
  out.end_object();
  return json_reply(200, out.take());
}

Result<Reply> changed_sample(WorkContext& context, InspectionId id) {
  auto inspection = load_inspection(context, id);
  if (!inspection) return std::move(inspection).error();
  if (!inspection->sample) return changed(context, id, "sample", "null");
  JsonWriter sample;
  write_sample(sample, *inspection->sample);
  return changed(context, id, "sample", sample.text());
}

Result<Reply> changed_answer(WorkContext& context, InspectionId id, const std::string& code, const PhotoRow* photo) {
  auto inspection = load_inspection(context, id);
  if (!inspection) return std::move(inspection).error();
  JsonWriter out;
  out.begin_object().member("saved_at", inspection->row.saved_at).key("progress");
  write_progress(out, *inspection);
  if (photo != nullptr) {
    out.key("photo");
    write_photo(out, *photo);
  }
  out.key("answer");
  write_answer(out, *inspection, *inspection->checklist->find(code), context.today());
  out.end_object();
  return json_reply(photo != nullptr ? 201 : 200, out.take());
}

Result<Reply> post_inspection(WorkContext& context, const Request& request) {
  auto document = json_body(request, {"lodging_id", "visit_id", "fix"});
  if (!document) return std::move(document).error();
  const JsonCursor at = document->root();
  auto lodging = at.id<LodgingId>("lodging_id");
  if (!lodging) return std::move(lodging).error();
  auto visit = at.optional_id<VisitId>("visit_id");
  if (!visit) return std::move(visit).error();
  std::optional<domain::Fix> fix;
  if (const auto fix_at = at.find("fix")) {
    auto read = wire::read_fix(*fix_at);
    if (!read) return std::move(read).error();
    fix = *read;
  }
  auto opened = open_inspection(context, *lodging, *visit, fix);
  if (!opened) return std::move(opened).error();
  return inspection_reply(context, opened->id, opened->created ? 201 : 200);
}

Result<Reply> post_correction(WorkContext& context, const Request& request) {
  auto id = request.id<InspectionId>(0);
  if (!id) return std::move(id).error();
  auto document = json_body(request, {"reason_class", "reason"});
  if (!document) return std::move(document).error();
  auto class_word = document->root().string("reason_class", 64);
  if (!class_word) return std::move(class_word).error();
  auto reason_class = domain::parse_reason_class(*class_word);
  if (!reason_class) return bad_input(reason_class.error().message, "/reason_class");
  auto reason = document->root().string("reason", 4096);
  if (!reason) return std::move(reason).error();
  auto opened = open_correction(context, *id, *reason_class, *reason);
  if (!opened) return std::move(opened).error();
  return inspection_reply(context, opened->id, opened->created ? 201 : 200);
}

Result<Reply> get_inspections(WorkContext& context, const Request& request) {
  const auto asked = request.query.find("state");
  if (asked != request.query.end() && asked->second != "open" && asked->second != "sealed") {
    return bad_input("the state is open or sealed", "/state");
  }
  JsonWriter out;
  out.begin_object().key("inspections").begin_array();
  for (const bool sealed : {false, true}) {
    if (asked != request.query.end() && (asked->second == "sealed") != sealed) continue;
    auto rows = context.inspections().list(sealed, 200);
    if (!rows) return std::move(rows).error();
    for (const InspectionRow& row : *rows) {
      auto inspection = load_inspection(context, row.id);
      if (!inspection) return std::move(inspection).error();
      auto sync = sync_word(context, row.record_seq);
      if (!sync) return std::move(sync).error();
      out.begin_object().member("id", row.id).key("lodging");
      if (auto written = write_lodging(out, context, inspection->lodging); !written) return std::move(written).error();
      out.member("state", row.sealed ? "sealed" : "open").member("opened_at", row.opened_at);
      out.member("saved_at", row.saved_at).member("sealed_at", row.sealed_at);
      out.member("answered", inspection->progress.answered).member("total", inspection->progress.total);
      out.member("missing", row.sealed ? 0 : review_of(*inspection, context.now).missing.size());
      auto finished = DraftStore(context.db).is_sealed_elsewhere(row.id);
      if (!finished) return std::move(finished).error();
      out.member("sync", *sync).member("sealed_elsewhere", *finished).end_object();
    }
  }
  out.end_array().end_object();
  return json_reply(200, out.take());
}

Result<Reply> get_inspection(WorkContext& context, const Request& request) {
  auto id = request.id<InspectionId>(0);
  if (!id) return std::move(id).error();
  return inspection_reply(context, *id, 200);
}

Result<Reply> put_answer(WorkContext& context, const Request& request) {
  auto id = request.id<InspectionId>(0);
  if (!id) return std::move(id).error();
  auto document = json_body(request, {"value", "note"});
  if (!document) return std::move(document).error();
  const JsonCursor at = document->root();
  AnswerChange change;
  if (at.has("value")) {
    auto value_at = at.member("value");
    if (!value_at) return std::move(value_at).error();
    auto value = wire::read_value(*value_at);
    if (!value) return std::move(value).error();
    change.value = *std::move(value);
  }
  auto note = text_change(at, "note");
  if (!note) return std::move(note).error();
  change.note = *std::move(note);
  const std::string& code = request.params[1];
  if (auto done = change_answer(context, *id, code, change); !done) return std::move(done).error();
  return changed_answer(context, *id, code);
}

Result<Reply> put_position(WorkContext& context, const Request& request) {
  auto id = request.id<InspectionId>(0);
  if (!id) return std::move(id).error();
  auto document = json_body(request, {"item"});
  if (!document) return std::move(document).error();
  auto item = document->root().string("item", 32);
  if (!item) return std::move(item).error();
  if (auto done = move_to(context, *id, *item); !done) return std::move(done).error();
  return changed(context, *id);
}

Result<Reply> put_disposition(WorkContext& context, const Request& request) {
  auto id = request.id<InspectionId>(0);
  if (!id) return std::move(id).error();
  auto finding = request.id<FindingId>(1);
  if (!finding) return std::move(finding).error();
  auto document = json_body(request, {"disposition", "reason"});
  if (!document) return std::move(document).error();
  const JsonCursor at = document->root();
  auto disposition_word = at.optional_string("disposition", 32);
  if (!disposition_word) return std::move(disposition_word).error();
  std::optional<domain::Disposition> disposition;
  if (*disposition_word) {
    auto parsed = domain::parse_disposition(**disposition_word);
    if (!parsed) return bad_input(parsed.error().message, "/disposition");
    disposition = *parsed;
  }
  auto reason = at.optional_string("reason");
  if (!reason) return std::move(reason).error();
  auto done = judge_finding(context, *id, *finding, disposition, reason->value_or(std::string()));
  if (!done) return std::move(done).error();
  auto inspection = load_inspection(context, *id);
  if (!inspection) return std::move(inspection).error();
  JsonWriter out;
  for (const FindingRow& row : inspection->open_findings) {
    if (row.id != *finding) continue;
    write_finding(out, row, context.today(), true);
    out.key("disposition");
    write_disposition(out, *inspection, row.id);
    const auto given = inspection->dispositions.find(row.id);
    write_text_or_null(out, "reason", given == inspection->dispositions.end() ? std::string() : given->second.reason);
    out.end_object();
  }
  return changed(context, *id, "finding", out.text());
}

Result<Reply> put_outcome(WorkContext& context, const Request& request) {
  auto id = request.id<InspectionId>(0);
  if (!id) return std::move(id).error();
  auto document = json_body(request, {"outcome", "reason"});
  if (!document) return std::move(document).error();
  auto outcome_word = document->root().string("outcome", 32);
  if (!outcome_word) return std::move(outcome_word).error();
  auto outcome = domain::parse_outcome(*outcome_word);
  if (!outcome) return bad_input(outcome.error().message, "/outcome");
  auto reason = document->root().optional_string("reason");
  if (!reason) return std::move(reason).error();
  auto done = set_outcome(context, *id, *outcome, reason->value_or(std::string()));
  if (!done) return std::move(done).error();
  JsonWriter out;
  out.value(word(*outcome));
  return changed(context, *id, "outcome", out.text());
}

Result<Reply> put_fix(WorkContext& context, const Request& request) {
  auto id = request.id<InspectionId>(0);
  if (!id) return std::move(id).error();
  auto document = json_body(request, {"phase", "fix"});
  if (!document) return std::move(document).error();
  auto phase = document->root().string("phase", 16);
  if (!phase) return std::move(phase).error();
  if (*phase != "start" && *phase != "end") return bad_input("the phase is start or end", "/phase");
  auto fix_at = document->root().member("fix");
  if (!fix_at) return std::move(fix_at).error();
  auto fix = wire::read_fix(*fix_at);
  if (!fix) return std::move(fix).error();
  auto distance = note_fix(context, *id, *phase == "end", *fix);
  if (!distance) return std::move(distance).error();
  JsonWriter out;
  out.value(*distance);
  return changed(context, *id, "distance_m", out.text());
}

Result<Reply> post_emergency(WorkContext& context, const Request& request) {
  auto id = request.id<InspectionId>(0);
  if (!id) return std::move(id).error();
  if (auto document = json_body(request, {}); !document) return std::move(document).error();
  auto at = note_emergency(context, *id);
  if (!at) return std::move(at).error();
  JsonWriter out;
  out.begin_object().member("referral_at", *at).end_object();
  return changed(context, *id, "emergency", out.text());
}

}  // namespace ronda::field::api
