#include "shared/wire/inspection_json.hpp"
#include "shared/wire/inspection_parts.hpp"

#include "shared/base/bytes.hpp"
#include "shared/crypto/crypto.hpp"
#include "shared/wire/checklist_json.hpp"

namespace ronda::wire {

namespace {

using domain::SealedInspection;

void write_text_or_null(JsonWriter& out, std::string_view name, const std::string& text) {
  out.key(name);
  if (text.empty()) {
    out.null();
  } else {
    out.value(text);
  }
}

void write_optional_text(JsonWriter& out, std::string_view name, const std::string& text) {
  if (!text.empty()) out.member(name, text);
}

void write_sample(JsonWriter& out, const std::optional<domain::CountedSample>& sample) {
  out.key("sample");
  if (!sample) {
    out.null();
    return;
  }
  const auto& [plan, tally, most_blank] = *sample;
  out.begin_object().member("from", plan.from).member("to", plan.to).member("total_lines", plan.total_lines);
  out.member("n", plan.n).member("start", plan.start).member("step", plan.step);
  out.member("complete", tally.complete).member("incomplete", tally.incomplete).member("verified", tally.verified);
  out.member("foreign", tally.foreign).member("reported", tally.reported);
  out.member("minors", tally.minors).member("companion", tally.companion);
  out.member("most_blank", most_blank).end_object();
}

void write_findings(JsonWriter& out, const SealedInspection& body) {
  out.key("findings").begin_array();
  for (const auto& finding : body.findings) {
    out.begin_object().member("finding", finding.finding).member("item", finding.item);
    out.member("severity", word(finding.severity));
    write_optional_text(out, "note", finding.note);
    out.member("due_on", finding.due_on).end_object();
  }
  out.end_array();
  write_dispositions(out, body.dispositions);
}

void write_photos(JsonWriter& out, const SealedInspection& body) {
  out.key("photos").begin_array();
  for (const auto& photo : body.photos) {
    out.begin_object().member("sha256", photo.sha256).member("bytes", photo.bytes).member("type", photo.type);
    out.member("width", photo.width).member("height", photo.height).member("item", photo.item).end_object();
  }
  out.end_array();
}

void write_signatures(JsonWriter& out, const SealedInspection& body) {
  out.key("signatures").begin_object().key("manager");
  if (body.manager) {
    write_manager_signature(out, *body.manager);
  } else {
    out.null();
  }
  out.key("officers").begin_array();
  for (const auto& signature : body.officers) {
    out.begin_object().member("officer", signature.officer).member("at", signature.at).end_object();
  }
  out.end_array().end_object();
}

void write_optional_fix(JsonWriter& out, std::string_view name, const std::optional<domain::Fix>& fix) {
  out.key(name);
  if (fix) {
    write_fix(out, *fix);
  } else {
    out.null();
  }
}

}  // namespace

void write_answers(JsonWriter& out, const std::vector<domain::Answer>& answers) {
  out.key("answers").begin_array();
  for (const domain::Answer& answer : answers) {
    out.begin_object().member("item", answer.item).key("value");
    write_value(out, answer.value);
    write_optional_text(out, "note", answer.note);
    if (!answer.photos.empty()) {
      out.key("photos").begin_array();
      for (const std::string& photo : answer.photos) out.value(photo);
      out.end_array();
    }
    out.member("at", answer.at).end_object();
  }
  out.end_array();
}

void write_dispositions(JsonWriter& out, const std::vector<domain::SealedDisposition>& dispositions) {
  out.key("dispositions").begin_array();
  for (const auto& given : dispositions) {
    out.begin_object().member("finding", given.finding).member("disposition", word(given.disposition));
    write_optional_text(out, "reason", given.reason);
    out.end_object();
  }
  out.end_array();
}

std::string sealed_body(const SealedInspection& body) {
  JsonWriter out;
  out.begin_object().member("inspection", body.inspection).member("lodging", body.lodging);
  out.member("visit", body.visit).member("checklist", body.checklist);
  out.member("opened_at", body.opened_at).member("sealed_at", body.sealed_at).member("zone", iana_name(body.zone));
  out.member("outcome", word(body.outcome));
  write_text_or_null(out, "outcome_reason", body.outcome_reason);
  write_answers(out, body.answers);
  write_sample(out, body.sample);
  write_findings(out, body);
  write_photos(out, body);
  write_signatures(out, body);
  out.key("fixes").begin_object();
  write_optional_fix(out, "start", body.start_fix);
  write_optional_fix(out, "end", body.end_fix);
  out.end_object();
  out.member("emergency_at", body.emergency_at).member("portal_key", body.portal_key);
  out.key("clock").begin_object().member("boot_ms", body.boot_ms).member("skew_ms", body.skew_ms).end_object();
  out.end_object();
  return out.take();
}

std::string portal_key(std::string_view token) { return to_hex(crypto::sha256(token)); }

void write_strokes(JsonWriter& out, const domain::Strokes& strokes) {
  out.begin_object().member("width", strokes.width).member("height", strokes.height).key("lines").begin_array();
  for (const auto& line : strokes.lines) {
    out.begin_array();
    for (const int number : line) out.value(number);
    out.end_array();
  }
  out.end_array().end_object();
}

void write_manager_signature(JsonWriter& out, const domain::ManagerSignature& signature) {
  if (const auto* refused = std::get_if<domain::ManagerRefused>(&signature)) {
    out.begin_object().member("refused", true).member("reason", refused->reason).end_object();
    return;
  }
  const auto& given = std::get<domain::ManagerSigned>(signature);
  out.begin_object().member("role", given.role);
  write_optional_text(out, "name", given.name);
  out.key("strokes");
  write_strokes(out, given.strokes);
  out.end_object();
}

void write_fix(JsonWriter& out, const domain::Fix& fix) {
  out.begin_object().member("lat_e6", fix.lat_e6).member("lng_e6", fix.lng_e6);
  out.member("accuracy_m", fix.accuracy_m).member("mock", fix.mock).end_object();
}

}  // namespace ronda::wire
