#include "shared/wire/checklist_json.hpp"
#include "shared/wire/inspection_json.hpp"
#include "shared/wire/inspection_parts.hpp"

namespace ronda::wire {

namespace {

using domain::SealedInspection;

constexpr std::size_t kLongestText = 4000;  // bytes; the unit's policy sets a smaller number of characters

Result<std::string> text_or_empty(const JsonCursor& at, std::string_view name) {
  auto text = at.optional_string(name, kLongestText);
  if (!text) return std::move(text).error();
  return text->value_or(std::string());
}

Result<int> whole(const JsonCursor& at, std::string_view name, std::int64_t most = 1'000'000) {
  auto number = at.integer(name, 0, most);
  if (!number) return std::move(number).error();
  return static_cast<int>(*number);
}

Result<std::string> hash_text(const JsonCursor& at) {
  auto text = at.as_string(64);
  if (!text) return std::move(text).error();
  const bool good = text->size() == 64 && text->find_first_not_of("0123456789abcdef") == std::string::npos;
  if (!good) return at.wrong("expected SHA-256 in lower-case hex");
  return text;
}

Result<std::string> hash_member(const JsonCursor& at, std::string_view name) {
  auto member = at.member(name);
  if (!member) return std::move(member).error();
  return hash_text(*member);
}

template <typename Parse>
auto parsed_member(const JsonCursor& at, std::string_view name, Parse parse) -> decltype(parse(std::string_view())) {
  auto member = at.member(name);
  if (!member) return std::move(member).error();
  auto text = member->as_string(64);
  if (!text) return std::move(text).error();
  auto value = parse(*text);
  if (!value) return member->wrong(value.error().message);
  return value;
}

}  // namespace

Result<domain::Answer> read_answer(const JsonCursor& at) {
  if (auto good = at.only({"item", "value", "note", "photos", "at"}); !good) return std::move(good).error();
  domain::Answer answer;
  auto item = at.string("item", 32);
  if (!item) return std::move(item).error();
  answer.item = *std::move(item);
  auto value_at = at.member("value");
  if (!value_at) return std::move(value_at).error();
  auto value = read_value(*value_at);
  if (!value) return std::move(value).error();
  answer.value = *std::move(value);
  auto note = text_or_empty(at, "note");
  if (!note) return std::move(note).error();
  answer.note = *std::move(note);
  if (const auto photos = at.find("photos")) {
    auto list = photos->as_array(50);
    if (!list) return std::move(list).error();
    for (const JsonCursor& place : *list) {
      auto hash = hash_text(place);
      if (!hash) return std::move(hash).error();
      answer.photos.push_back(*std::move(hash));
    }
  }
  auto when = at.instant("at");
  if (!when) return std::move(when).error();
  answer.at = *when;
  return answer;
}

namespace {

Result<domain::CountedSample> read_sample(const JsonCursor& at) {
  if (auto good = at.only({"from", "to", "total_lines", "n", "start", "step", "complete", "incomplete", "verified",
                           "foreign", "reported", "minors", "companion", "most_blank"});
      !good) {
    return std::move(good).error();
  }
  domain::CountedSample sample;
  auto from = at.date("from");
  if (!from) return std::move(from).error();
  auto to = at.date("to");
  if (!to) return std::move(to).error();
  sample.plan.from = *from;
  sample.plan.to = *to;
  const std::pair<const char*, int*> numbers[] = {{"total_lines", &sample.plan.total_lines},
                                                  {"n", &sample.plan.n},
                                                  {"start", &sample.plan.start},
                                                  {"step", &sample.plan.step},
                                                  {"complete", &sample.tally.complete},
                                                  {"incomplete", &sample.tally.incomplete},
                                                  {"verified", &sample.tally.verified},
                                                  {"foreign", &sample.tally.foreign},
                                                  {"reported", &sample.tally.reported},
                                                  {"minors", &sample.tally.minors},
                                                  {"companion", &sample.tally.companion}};
  for (const auto& [name, target] : numbers) {
    auto number = whole(at, name);
    if (!number) return std::move(number).error();
    *target = *number;
  }
  auto most_blank = at.optional_string("most_blank", 32);
  if (!most_blank) return std::move(most_blank).error();
  sample.most_blank = *std::move(most_blank);
  return sample;
}

Result<domain::SealedFinding> read_finding(const JsonCursor& at) {
  if (auto good = at.only({"finding", "item", "severity", "note", "due_on"}); !good) return std::move(good).error();
  domain::SealedFinding finding;
  auto id = at.id<FindingId>("finding");
  if (!id) return std::move(id).error();
  finding.finding = *id;
  auto item = at.string("item", 32);
  if (!item) return std::move(item).error();
  finding.item = *std::move(item);
  auto severity = parsed_member(at, "severity", domain::parse_severity);
  if (!severity) return std::move(severity).error();
  finding.severity = *severity;
  auto note = text_or_empty(at, "note");
  if (!note) return std::move(note).error();
  finding.note = *std::move(note);
  auto due_on = at.date("due_on");
  if (!due_on) return std::move(due_on).error();
  finding.due_on = *due_on;
  return finding;
}

}  // namespace

Result<domain::SealedDisposition> read_disposition(const JsonCursor& at) {
  if (auto good = at.only({"finding", "disposition", "reason"}); !good) return std::move(good).error();
  domain::SealedDisposition given;
  auto id = at.id<FindingId>("finding");
  if (!id) return std::move(id).error();
  given.finding = *id;
  auto disposition = parsed_member(at, "disposition", domain::parse_disposition);
  if (!disposition) return std::move(disposition).error();
  given.disposition = *disposition;
  auto reason = text_or_empty(at, "reason");
  if (!reason) return std::move(reason).error();
  given.reason = *std::move(reason);
  return given;
}

namespace {

Result<domain::SealedPhoto> read_photo(const JsonCursor& at) {
  if (auto good = at.only({"sha256", "bytes", "type", "width", "height", "item"}); !good) {
    return std::move(good).error();
  }
  domain::SealedPhoto photo;
  auto hash = hash_member(at, "sha256");
  if (!hash) return std::move(hash).error();
  photo.sha256 = *std::move(hash);
  auto bytes = at.integer("bytes", 1, 4 << 20);
  if (!bytes) return std::move(bytes).error();
  photo.bytes = *bytes;
  auto type = at.string("type", 32);
  if (!type) return std::move(type).error();
  if (*type != "image/jpeg" && *type != "image/png") return at.wrong("a photo is a JPEG or PNG");
  photo.type = *std::move(type);
  auto width = whole(at, "width");
  if (!width) return std::move(width).error();
  photo.width = *width;
  auto height = whole(at, "height");
  if (!height) return std::move(height).error();
  photo.height = *height;
  auto item = at.string("item", 32);
  if (!item) return std::move(item).error();
  photo.item = *std::move(item);
  return photo;
}

/// Reads every element of the array member `name` into `out`.
template <typename T, typename Read>
Result<void> read_list(const JsonCursor& at, std::string_view name, std::size_t most, Read read, std::vector<T>& out) {
  auto list = at.array(name, most);
  if (!list) return std::move(list).error();
  for (const JsonCursor& place : *list) {
    auto element = read(place);
    if (!element) return std::move(element).error();
    out.push_back(*std::move(element));
  }
  return {};
}

Result<domain::OfficerSignature> read_officer_signature(const JsonCursor& at) {
  if (auto good = at.only({"officer", "at"}); !good) return std::move(good).error();
  auto officer = at.id<OfficerId>("officer");
  if (!officer) return std::move(officer).error();
  auto when = at.instant("at");
  if (!when) return std::move(when).error();
  return domain::OfficerSignature{*officer, *when};
}

Result<void> read_signatures(const JsonCursor& body, SealedInspection& out) {
  auto at = body.member("signatures");
  if (!at) return std::move(at).error();
  if (auto good = at->only({"manager", "officers"}); !good) return good;
  if (const auto manager = at->find("manager")) {
    auto signature = read_manager_signature(*manager);
    if (!signature) return std::move(signature).error();
    out.manager = *std::move(signature);
  }
  return read_list(*at, "officers", 20, read_officer_signature, out.officers);
}

Result<void> read_clock(const JsonCursor& body, SealedInspection& out) {
  auto at = body.member("clock");
  if (!at) return std::move(at).error();
  if (auto good = at->only({"boot_ms", "skew_ms"}); !good) return good;
  auto boot = at->integer("boot_ms", 0);
  if (!boot) return std::move(boot).error();
  out.boot_ms = *boot;
  auto skew = at->optional_integer("skew_ms");
  if (!skew) return std::move(skew).error();
  out.skew_ms = *skew;
  return {};
}

Result<void> read_opening(const JsonCursor& at, SealedInspection& out) {
  auto inspection = at.id<InspectionId>("inspection");
  if (!inspection) return std::move(inspection).error();
  out.inspection = *inspection;
  auto lodging = at.id<LodgingId>("lodging");
  if (!lodging) return std::move(lodging).error();
  out.lodging = *lodging;
  auto visit = at.optional_id<VisitId>("visit");
  if (!visit) return std::move(visit).error();
  out.visit = *visit;
  auto checklist = at.string("checklist", 32);
  if (!checklist) return std::move(checklist).error();
  out.checklist = *std::move(checklist);
  auto opened = at.instant("opened_at");
  if (!opened) return std::move(opened).error();
  out.opened_at = *opened;
  auto sealed = at.instant("sealed_at");
  if (!sealed) return std::move(sealed).error();
  out.sealed_at = *sealed;
  auto zone = parsed_member(at, "zone", parse_zone);
  if (!zone) return std::move(zone).error();
  out.zone = *zone;
  auto outcome = parsed_member(at, "outcome", domain::parse_outcome);
  if (!outcome) return std::move(outcome).error();
  out.outcome = *outcome;
  auto reason = text_or_empty(at, "outcome_reason");
  if (!reason) return std::move(reason).error();
  out.outcome_reason = *std::move(reason);
  return {};
}

}  // namespace

Result<SealedInspection> read_sealed(const JsonCursor& at) {
  if (auto good = at.only({"inspection", "lodging", "visit", "checklist", "opened_at", "sealed_at", "zone", "outcome",
                           "outcome_reason", "answers", "sample", "findings", "dispositions", "photos", "signatures",
                           "fixes", "emergency_at", "portal_key", "clock"});
      !good) {
    return std::move(good).error();
  }
  SealedInspection out;
  if (auto good = read_opening(at, out); !good) return std::move(good).error();
  if (auto good = read_list(at, "answers", 500, read_answer, out.answers); !good) return std::move(good).error();
  if (const auto sample_at = at.find("sample")) {
    auto sample = read_sample(*sample_at);
    if (!sample) return std::move(sample).error();
    out.sample = *std::move(sample);
  }
  if (auto good = read_list(at, "findings", 500, read_finding, out.findings); !good) return std::move(good).error();
  if (auto good = read_list(at, "dispositions", 1000, read_disposition, out.dispositions); !good) {
    return std::move(good).error();
  }
  if (auto good = read_list(at, "photos", 500, read_photo, out.photos); !good) return std::move(good).error();
  if (auto good = read_signatures(at, out); !good) return std::move(good).error();
  if (auto good = read_fixes(at, out.start_fix, out.end_fix); !good) return std::move(good).error();
  auto emergency = at.optional_instant("emergency_at");
  if (!emergency) return std::move(emergency).error();
  out.emergency_at = *emergency;
  auto key = hash_member(at, "portal_key");
  if (!key) return std::move(key).error();
  out.portal_key = *std::move(key);
  if (auto good = read_clock(at, out); !good) return std::move(good).error();
  return out;
}

Result<domain::Strokes> read_strokes(const JsonCursor& at) {
  if (auto good = at.only({"width", "height", "lines"}); !good) return std::move(good).error();
  domain::Strokes strokes;
  auto width = whole(at, "width");
  if (!width) return std::move(width).error();
  strokes.width = *width;
  auto height = whole(at, "height");
  if (!height) return std::move(height).error();
  strokes.height = *height;
  auto lines = at.array("lines", domain::kMaxStrokeNumbers);
  if (!lines) return std::move(lines).error();
  for (const JsonCursor& place : *lines) {
    auto numbers = place.as_array(domain::kMaxStrokeNumbers);
    if (!numbers) return std::move(numbers).error();
    std::vector<int> line;
    for (const JsonCursor& number_at : *numbers) {
      auto number = number_at.as_integer(0, 10'000);
      if (!number) return std::move(number).error();
      line.push_back(static_cast<int>(*number));
    }
    strokes.lines.push_back(std::move(line));
  }
  if (auto good = domain::check_strokes(strokes); !good) return at.wrong(good.error().message);
  return strokes;
}

Result<domain::ManagerSignature> read_manager_signature(const JsonCursor& at) {
  if (at.has("refused")) {
    if (auto good = at.only({"refused", "reason"}); !good) return std::move(good).error();
    auto refused = at.boolean("refused");
    if (!refused) return std::move(refused).error();
    if (!*refused) return at.wrong("refused is true, or there is a signature");
    auto reason = at.string("reason", kLongestText);
    if (!reason) return std::move(reason).error();
    return domain::ManagerSignature{domain::ManagerRefused{*std::move(reason)}};
  }
  if (auto good = at.only({"role", "name", "strokes"}); !good) return std::move(good).error();
  domain::ManagerSigned given;
  auto role = at.string("role", 200);
  if (!role) return std::move(role).error();
  given.role = *std::move(role);
  auto name = text_or_empty(at, "name");
  if (!name) return std::move(name).error();
  given.name = *std::move(name);
  auto strokes_at = at.member("strokes");
  if (!strokes_at) return std::move(strokes_at).error();
  auto strokes = read_strokes(*strokes_at);
  if (!strokes) return std::move(strokes).error();
  given.strokes = *std::move(strokes);
  return domain::ManagerSignature{std::move(given)};
}

Result<domain::Fix> read_fix(const JsonCursor& at) {
  if (auto good = at.only({"lat_e6", "lng_e6", "accuracy_m", "mock"}); !good) return std::move(good).error();
  domain::Fix fix;
  auto lat = at.integer("lat_e6", -90'000'000, 90'000'000);
  if (!lat) return std::move(lat).error();
  fix.lat_e6 = static_cast<std::int32_t>(*lat);
  auto lng = at.integer("lng_e6", -180'000'000, 180'000'000);
  if (!lng) return std::move(lng).error();
  fix.lng_e6 = static_cast<std::int32_t>(*lng);
  auto accuracy = whole(at, "accuracy_m");
  if (!accuracy) return std::move(accuracy).error();
  fix.accuracy_m = *accuracy;
  auto mock = at.boolean("mock");
  if (!mock) return std::move(mock).error();
  fix.mock = *mock;
  return fix;
}

Result<void> read_fixes(const JsonCursor& body, std::optional<domain::Fix>& start, std::optional<domain::Fix>& end) {
  auto at = body.member("fixes");
  if (!at) return std::move(at).error();
  if (auto good = at->only({"start", "end"}); !good) return good;
  const std::pair<const char*, std::optional<domain::Fix>*> places[] = {{"start", &start}, {"end", &end}};
  for (const auto& [name, target] : places) {
    const auto fix_at = at->find(name);
    if (!fix_at) continue;
    auto fix = read_fix(*fix_at);
    if (!fix) return std::move(fix).error();
    *target = *fix;
  }
  return {};
}

Result<std::optional<domain::Fix>> parse_fix(const std::optional<std::string>& json) {
  if (!json) return std::optional<domain::Fix>();
  auto document = JsonDocument::parse(*json);
  if (!document) return std::move(document).error();
  auto fix = read_fix(document->root());
  if (!fix) return std::move(fix).error();
  return std::optional<domain::Fix>(*fix);
}

}  // namespace ronda::wire
