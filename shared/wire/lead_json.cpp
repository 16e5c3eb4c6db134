#include "shared/wire/lead_json.hpp"

namespace ronda::wire {

namespace {

constexpr std::size_t kLongText = 4096;  // bytes; check() says how long a text may be

void text_or_null(JsonWriter& out, std::string_view name, const std::string& text) {
  out.key(name);
  if (text.empty()) {
    out.null();
  } else {
    out.value(text);
  }
}

/// The member stands there; null is no text. Errors: bad_input.
Result<std::string> text_or_none(const JsonCursor& at, std::string_view name) {
  if (!at.has(name)) return bad_input("expected this member", at.path() + "/" + std::string(name));
  auto text = at.optional_string(name, kLongText);
  if (!text) return std::move(text).error();
  if (*text && (*text)->empty()) return bad_input("no text is null", at.path() + "/" + std::string(name));
  return text->value_or(std::string());
}

template <typename Parse>
auto word_of(const JsonCursor& at, std::string_view name, Parse parse) -> decltype(parse(std::string_view())) {
  auto text = at.string(name, 64);
  if (!text) return std::move(text).error();
  auto value = parse(*text);
  if (!value) return bad_input(value.error().message, at.path() + "/" + std::string(name));
  return value;
}

}  // namespace

std::string body_of(const domain::MadeReferral& report) {
  JsonWriter out;
  out.begin_object().member("referral", report.referral).member("lodging", report.lodging);
  out.member("inspection", report.inspection).member("reason", word(report.reason)).member("to", word(report.to));
  out.member("at", report.at);
  text_or_null(out, "case_no", report.case_no);
  out.end_object();
  return out.take();
}

std::string body_of(const domain::ReceivedTip& report) {
  JsonWriter out;
  out.begin_object().member("tip", report.tip).member("lodging", report.lodging);
  out.member("source", word(report.source)).member("category", word(report.category));
  out.member("priority", word(report.priority)).member("received_on", report.received_on);
  out.member("expires_on", report.expires_on);
  text_or_null(out, "reference", report.reference);
  out.end_object();
  return out.take();
}

Result<domain::MadeReferral> read_referral(const JsonCursor& body) {
  auto only = body.only({"referral", "lodging", "inspection", "reason", "to", "at", "case_no"});
  if (!only) return std::move(only).error();
  domain::MadeReferral out;
  auto referral = body.id<domain::ReferralId>("referral");
  if (!referral) return std::move(referral).error();
  out.referral = *referral;
  auto lodging = body.id<LodgingId>("lodging");
  if (!lodging) return std::move(lodging).error();
  out.lodging = *lodging;
  if (!body.has("inspection")) return bad_input("expected this member", body.path() + "/inspection");
  auto inspection = body.optional_id<InspectionId>("inspection");
  if (!inspection) return std::move(inspection).error();
  out.inspection = *inspection;
  auto reason = word_of(body, "reason", domain::parse_referral_reason);
  if (!reason) return std::move(reason).error();
  out.reason = *reason;
  auto to = word_of(body, "to", domain::parse_receiver);
  if (!to) return std::move(to).error();
  out.to = *to;
  auto at = body.instant("at");
  if (!at) return std::move(at).error();
  out.at = *at;
  auto case_no = text_or_none(body, "case_no");
  if (!case_no) return std::move(case_no).error();
  out.case_no = *std::move(case_no);
  if (auto good = domain::check(out); !good) return std::move(good).error();
  return out;
}

Result<domain::ReceivedTip> read_tip(const JsonCursor& body) {
  auto only = body.only({"tip", "lodging", "source", "category", "priority", "received_on", "expires_on", "reference"});
  if (!only) return std::move(only).error();
  domain::ReceivedTip out;
  auto tip = body.id<domain::TipId>("tip");
  if (!tip) return std::move(tip).error();
  out.tip = *tip;
  auto lodging = body.id<LodgingId>("lodging");
  if (!lodging) return std::move(lodging).error();
  out.lodging = *lodging;
  auto source = word_of(body, "source", domain::parse_tip_source);
  if (!source) return std::move(source).error();
  out.source = *source;
  auto category = word_of(body, "category", domain::parse_tip_category);
  if (!category) return std::move(category).error();
  out.category = *category;
  auto priority = word_of(body, "priority", domain::parse_tip_priority);
  if (!priority) return std::move(priority).error();
  out.priority = *priority;
  auto received_on = body.date("received_on");
  if (!received_on) return std::move(received_on).error();
  out.received_on = *received_on;
  auto expires_on = body.date("expires_on");
  if (!expires_on) return std::move(expires_on).error();
  out.expires_on = *expires_on;
  auto reference = text_or_none(body, "reference");
  if (!reference) return std::move(reference).error();
  out.reference = *std::move(reference);
  if (auto good = domain::check(out); !good) return std::move(good).error();
  return out;
}

}  // namespace ronda::wire
