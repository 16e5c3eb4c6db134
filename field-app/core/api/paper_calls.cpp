// Calls of API.md, "A paper's code".
#include "field-app/core/api/handlers.hpp"
#include "field-app/core/store/paper_key_store.hpp"
#include "field-app/core/work/paper_checking.hpp"
#include "field-app/core/work/presenting.hpp"
#include "shared/wire/checklist_json.hpp"

namespace ronda::field::api {

using wire::JsonWriter;

namespace {

constexpr std::size_t kMostText = 4096;  // a QR code holds 2,953 bytes

Result<void> write_paper(JsonWriter& out, WorkContext& context, const PaperFinding& finding) {
  const wire::PaperWord& word = finding.code->word;
  auto lodgings = context.reference().at_door(word.door);
  if (!lodgings) return std::move(lodgings).error();
  out.begin_object().member("unit", context.unit.name).member("device", finding.device);
  out.member("door_code", domain::door_code(word.door)).key("lodging");
  if (lodgings->size() == 1) {
    const LodgingRow& row = lodgings->front();
    out.begin_object().member("id", row.id).member("name", row.name).member("address", row.address).end_object();
  } else {
    out.null();
  }
  out.member("date", word.day).member("outcome", domain::word(word.outcome));
  out.member("new_findings", word.new_findings).member("open_findings", word.open_findings);
  write_text_or_null(out, "link", finding.code->link);
  out.key("record").begin_object().member("seq", word.seq).member("hash", ledger::to_text(word.record)).end_object();
  out.end_object();
  return {};
}

}  // namespace

Result<Reply> post_paper_check(WorkContext& context, const Request& request) {
  auto document = json_body(request, {"text"});
  if (!document) return std::move(document).error();
  auto text = document->root().string("text", kMostText);
  if (!text) return std::move(text).error();
  const auto keys = PaperKeyStore(context.db).keys(context.zone());
  if (!keys) return keys.error();
  const auto finding = check_paper(*text, *keys);
  if (!finding) return finding.error();
  JsonWriter out;
  out.begin_object().member("verdict", wire::word(finding->verdict)).key("sentence");
  wire::write_text(out, finding->sentence);
  out.key("paper");
  if (finding->code) {
    if (auto written = write_paper(out, context, *finding); !written) return std::move(written).error();
  } else {
    out.null();
  }
  out.end_object();
  return json_reply(200, out.take());
}

}  // namespace ronda::field::api
