#include "field-app/core/work/berita_acara.hpp"

#include <algorithm>

#include "field-app/core/work/correcting.hpp"
#include "field-app/core/work/presenting.hpp"
#include "shared/domain/speech.hpp"
#include "shared/wire/checklist_json.hpp"
#include "shared/wire/inspection_json.hpp"
#include "shared/wire/paper_code.hpp"

namespace ronda::field {

namespace {

using wire::JsonWriter;

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

/// The paper's handle until the secretariat gives a number: "R2-1202-7F3A" = team, month and day, end of the
/// inspection's id. Never a letter number: those come from the server's register.
std::string draft_id(const std::string& team, const domain::SealedInspection& body) {
  std::string letters;
  bool word_start = true;
  for (const char c : team) {
    const bool digit = c >= '0' && c <= '9';
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (digit || (letter && word_start)) letters.push_back(upper(c));
    word_start = !letter && !digit;
  }
  const LocalDate day = local_date(body.sealed_at, body.zone);
  const std::string date = to_text(day);
  std::string tail = to_text(body.inspection).substr(32);
  std::transform(tail.begin(), tail.end(), tail.begin(), upper);
  return (letters.empty() ? "R" : letters) + "-" + date.substr(5, 2) + date.substr(8, 2) + "-" + tail;
}

/// What the QR code holds: the portal's address, so that any phone opens it, and behind the # (which a browser keeps to
/// itself) the device's signed word of what the paper says, so that it can be checked without a network.
std::string qr_text(const std::string& portal_link, const WorkContext& context, const PaperFacts& facts) {
  const domain::SealedInspection& body = facts.body;
  wire::PaperWord word;
  word.door = domain::door_key(body.lodging);
  word.day = local_date(body.sealed_at, body.zone);
  word.outcome = body.outcome;
  word.new_findings = static_cast<int>(body.findings.size());
  word.open_findings = static_cast<int>(facts.inspection.still_open().size());
  word.seq = facts.record.seq;
  word.record = facts.record.hash;
  return wire::paper_code(portal_link, word, context.who.secret_key);
}

void write_sections(JsonWriter& out, const WholeInspection& inspection) {
  out.key("sections").begin_array();
  for (const domain::Section& section : inspection.checklist->sections) {
    out.begin_object().member("code", section.code).key("title");
    wire::write_text(out, section.title);
    out.key("items").begin_array();
    for (const domain::Item& item : section.items) {
      const auto found = inspection.answers.find(item.code);
      const bool applies = domain::applies(item, inspection.answers);
      const domain::Value value = found == inspection.answers.end() ? domain::Value{} : found->second.value;
      out.begin_object().member("code", item.code).key("text");
      wire::write_text(out, item.text);
      out.key("answer");
      wire::write_text(out, applies ? answer_text(item, value) : answer_text(item, domain::YesNo::na));
      write_text_or_null(out, "note", found == inspection.answers.end() ? std::string() : found->second.note);
      out.end_object();
    }
    out.end_array().end_object();
  }
  out.end_array();
}

void write_manager(JsonWriter& out, const std::optional<domain::ManagerSignature>& signature) {
  out.key("manager");
  if (!signature) {
    out.null();
    return;
  }
  out.begin_object();
  if (const auto* refused = std::get_if<domain::ManagerRefused>(&*signature)) {
    out.key("role").null().key("name").null().member("refused", true).member("reason", refused->reason);
    out.key("strokes").null().end_object();
    return;
  }
  const auto& given = std::get<domain::ManagerSigned>(*signature);
  out.member("role", given.role);
  write_text_or_null(out, "name", given.name);
  out.member("refused", false).key("reason").null().key("strokes");
  wire::write_strokes(out, given.strokes);
  out.end_object();
}

Result<void> write_officers(JsonWriter& out, WorkContext& context, const domain::SealedInspection& body) {
  ReferenceStore reference = context.reference();
  out.key("officers").begin_array();
  for (const domain::OfficerSignature& signature : body.officers) {
    auto officer = reference.officer(signature.officer);
    if (!officer) return std::move(officer).error();
    const OfficerRow row = *officer ? **officer : OfficerRow{signature.officer, "", "", "", std::nullopt};
    out.begin_object().member("officer_id", row.id).member("name", row.name).member("rank", row.rank);
    out.member("nrp", row.nrp).member("signed_at", signature.at).end_object();
  }
  out.end_array();
  return {};
}

}  // namespace

Result<std::string> paper_json(WorkContext& context, const PaperFacts& facts) {
  const domain::SealedInspection& body = facts.body;
  const std::string token = facts.portal_token;
  std::string team;
  if (context.team) {
    auto row = context.reference().team(*context.team);
    if (!row) return std::move(row).error();
    if (*row) team = (*row)->name;
  }
  std::string base = context.unit.portal_base;
  while (!base.empty() && base.back() == '/') base.pop_back();
  const std::string link = base.empty() ? std::string() : base + "/n/" + token;

  JsonWriter out;
  out.begin_object().member("draft_id", draft_id(team, body)).member("unit", context.unit.name).key("replaces");
  if (facts.inspection.correction) {
    auto replaced = replaced_paper(*facts.inspection.correction);
    if (!replaced) return std::move(replaced).error();
    wire::write_text(out, *replaced);
  } else {
    out.null();
  }
  out.key("letterhead").raw(context.unit.letterhead.empty() ? "[]" : context.unit.letterhead);
  out.member("address", context.unit.address).key("lodging");
  if (auto written = write_lodging(out, context, facts.inspection.lodging, true); !written) {
    return std::move(written).error();
  }
  out.member("zone", iana_name(body.zone)).member("checklist", body.checklist).member("opened_at", body.opened_at);
  out.key("started");
  wire::write_text(out, domain::moment_text(body.opened_at, body.zone));
  out.key("ended");
  wire::write_text(out, domain::moment_text(body.sealed_at, body.zone));
  out.member("place", context.unit.place).member("team", team);
  if (auto written = write_officers(out, context, body); !written) return std::move(written).error();
  write_manager(out, body.manager);
  out.member("outcome", word(body.outcome));
  write_text_or_null(out, "outcome_reason", body.outcome_reason);
  write_sections(out, facts.inspection);
  out.key("sample");
  if (facts.inspection.sample && body.sample) {
    write_sample(out, *facts.inspection.sample);
  } else {
    out.null();
  }
  out.key("findings");
  write_new_findings(out, facts.inspection, facts.review.findings);
  out.key("dispositions");
  write_judged(out, facts.inspection);
  out.member("photos", body.photos.size()).member("emergency_at", body.emergency_at);
  out.member("sealed_at", body.sealed_at).member("hash", ledger::to_text(facts.record.hash));
  out.member("qr", qr_text(link, context, facts));
  write_text_or_null(out, "portal_link", link);
  out.end_object();
  return out.take();
}

}  // namespace ronda::field
