#include "field-app/core/api/handlers.hpp"
#include "field-app/core/sync/sync_summary.hpp"
#include "field-app/core/work/access.hpp"
#include "field-app/core/work/berita_acara.hpp"
#include "field-app/core/work/presenting.hpp"
#include "shared/wire/checklist_json.hpp"
#include "shared/wire/inspection_json.hpp"

namespace ronda::field::api {

using wire::JsonCursor;
using wire::JsonWriter;

namespace {

Result<Reply> changed_signatures(WorkContext& context, InspectionId id) {
  auto inspection = load_inspection(context, id);
  if (!inspection) return std::move(inspection).error();
  JsonWriter out;
  if (auto written = write_signatures(out, context, *inspection); !written) return std::move(written).error();
  return changed(context, id, "signatures", out.text());
}

Result<std::string> sealed_paper(WorkContext& context, const Request& request) {
  auto id = request.id<InspectionId>(0);
  if (!id) return std::move(id).error();
  auto row = context.inspections().find(*id);
  if (!row) return std::move(row).error();
  if (!*row) return Error{ErrorCode::not_found, "there is no such inspection on this device", {}};
  if (!(*row)->sealed) return Error{ErrorCode::incomplete, "the paper exists once the inspection is sealed", {}};
  return context.inspections().paper(*id);
}

}  // namespace

Result<Reply> put_manager_signature(WorkContext& context, const Request& request) {
  auto id = request.id<InspectionId>(0);
  if (!id) return std::move(id).error();
  auto document = wire::JsonDocument::parse(request.body.empty() ? std::string_view("null") : request.body);
  if (!document) return std::move(document).error();
  const JsonCursor at = document->root();
  std::optional<domain::ManagerSignature> signature;
  if (!at.is_null()) {
    auto read = wire::read_manager_signature(at);
    if (!read) return std::move(read).error();
    signature = *std::move(read);
  }
  if (auto done = sign_for_manager(context, *id, signature); !done) return std::move(done).error();
  return changed_signatures(context, *id);
}

Result<Reply> put_officer_signature(WorkContext& context, const Request& request) {
  auto id = request.id<InspectionId>(0);
  if (!id) return std::move(id).error();
  auto officer = request.id<OfficerId>(1);
  if (!officer) return std::move(officer).error();
  auto document = json_body(request, {"signed"});
  if (!document) return std::move(document).error();
  auto signs = document->root().boolean("signed");
  if (!signs) return std::move(signs).error();
  if (*signs) {
    if (auto may = may_sign(context, *officer); !may) return std::move(may).error();
  }
  if (auto done = sign_as_officer(context, *id, *officer, *signs); !done) return std::move(done).error();
  return changed_signatures(context, *id);
}

Result<Reply> get_review(WorkContext& context, const Request& request) {
  auto id = request.id<InspectionId>(0);
  if (!id) return std::move(id).error();
  auto inspection = load_inspection(context, *id);
  if (!inspection) return std::move(inspection).error();
  Review review = review_of(*inspection, context.now);
  if (inspection->row.sealed) review.missing.clear();
  JsonWriter out;
  out.begin_object().member("answered", inspection->progress.answered).member("total", inspection->progress.total);
  out.member("minutes", review.minutes).key("missing").raw(missing_json(review.missing)).key("findings");
  write_new_findings(out, *inspection, review.findings);
  out.key("dispositions");
  write_judged(out, *inspection);
  out.key("sample_sentence");
  if (review.sample_sentence) {
    wire::write_text(out, *review.sample_sentence);
  } else {
    out.null();
  }
  out.member("can_seal", review.can_seal() && !inspection->row.sealed).end_object();
  return json_reply(200, out.take());
}

Result<Reply> post_seal(WorkContext& context, const Request& request) {
  auto id = request.id<InspectionId>(0);
  if (!id) return std::move(id).error();
  if (auto document = json_body(request, {}); !document) return std::move(document).error();
  auto sealed = seal(context, *id);
  if (!sealed) return std::move(sealed).error();
  JsonWriter out;
  out.begin_object().member("sealed_at", sealed->sealed_at).key("record").begin_object();
  out.member("seq", sealed->record.seq).member("id", sealed->record.id);
  out.member("hash", ledger::to_text(sealed->record.hash)).end_object().end_object();
  return json_reply(sealed->now ? 201 : 200, out.take());
}

Result<Reply> get_paper(WorkContext& context, const Request& request) {
  auto paper = sealed_paper(context, request);
  if (!paper) return std::move(paper).error();
  return json_reply(200, *std::move(paper));
}

Result<Reply> get_paper_pdf(WorkContext& context, const Request& request) {
  const auto asked = request.query.find("form");
  const std::string form = asked == request.query.end() ? "a4" : asked->second;
  if (form != "a4" && form != "receipt") return bad_input("form is a4 or receipt", "/form");
  auto paper = sealed_paper(context, request);
  if (!paper) return std::move(paper).error();
  auto pdf = paper_pdf(*paper, form == "receipt" ? PaperForm::receipt : PaperForm::a4);
  if (!pdf) return std::move(pdf).error();
  Reply reply;
  reply.content_type = "application/pdf";
  reply.body = *std::move(pdf);
  return reply;
}

Result<Reply> get_sync(WorkContext& context, const Request&) {
  SyncStore store(context.db);
  auto summary = sync_summary_json(store, context.live);
  if (!summary) return std::move(summary).error();
  return json_reply(200, *std::move(summary));
}

Result<Reply> post_sync(WorkContext& context, const Request& request) {
  if (auto document = json_body(request, {}); !document) return std::move(document).error();
  SyncStore store(context.db);
  const auto answer = answer_to_press(store, context.live);
  if (!answer) return answer.error();
  if (context.sync.request_sync) context.sync.request_sync();
  if (context.sync.live) context.live = context.sync.live();
  auto summary = sync_summary_json(store, context.live, &*answer);
  if (!summary) return std::move(summary).error();
  return json_reply(200, *std::move(summary));
}

Result<Reply> get_diary_text(WorkContext& context, const Request& request) {
  auto prefs = context.log().prefs();
  if (!prefs) return std::move(prefs).error();
  std::string lang = (*prefs)["lang"];
  if (const auto asked = request.query.find("lang"); asked != request.query.end()) lang = asked->second;
  if (lang != "id" && lang != "en") return bad_input("the diary is kept in id and en", "/lang");
  SyncStore store(context.db);
  auto text = sync_diary_text(store, lang == "id" ? domain::Language::id : domain::Language::en, context.zone());
  if (!text) return std::move(text).error();
  Reply reply;
  reply.content_type = "text/plain; charset=utf-8";
  reply.body = *std::move(text);
  return reply;
}

Result<Reply> get_diary(WorkContext& context, const Request&) {
  SyncStore store(context.db);
  auto diary = sync_diary_json(store);
  if (!diary) return std::move(diary).error();
  return json_reply(200, *std::move(diary));
}

}  // namespace ronda::field::api
