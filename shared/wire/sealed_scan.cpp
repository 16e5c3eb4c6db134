#include "shared/wire/sealed_scan.hpp"

#include <limits>

#include "shared/wire/scan.hpp"

namespace ronda::wire {

namespace {

using domain::SealedInspection;

// The limits of inspection_json_read.cpp.
constexpr std::size_t kLongestText = 4000;
constexpr std::size_t kLongestWord = 32;
constexpr std::int64_t kMostWhole = 1'000'000;
constexpr std::int64_t kAny = std::numeric_limits<std::int64_t>::max();

bool hash_text(Scan& scan, std::string& out) {
  ledger::Hash ignored{};
  const std::string_view rest = scan.rest();
  if (!scan.hash(ignored)) return false;
  out.assign(rest.substr(1, 64));
  return true;
}

bool word_text(Scan& scan, std::string& out) {
  std::string_view text;
  if (!scan.plain(text, kLongestWord)) return false;
  out.assign(text);
  return true;
}

/// A word of a closed vocabulary.
template <typename Parse, typename T>
bool word_of(Scan& scan, Parse parse, T& out) {
  std::string_view text;
  if (!scan.plain(text, 64)) return false;
  const auto value = parse(text);
  if (!value) return false;
  out = *value;
  return true;
}

/// `null`, or what `read` takes.
template <typename T, typename Read>
bool or_null(Scan& scan, std::optional<T>& out, Read read) {
  if (scan.take("null")) return true;
  return read(scan, out.emplace());
}

/// `[a,b,…]`, at most `most`.
template <typename T, typename Read>
bool list(Scan& scan, std::vector<T>& out, std::size_t most, Read read) {
  if (!scan.take("[")) return false;
  if (scan.take("]")) return true;
  do {
    if (out.size() == most || !read(scan, out.emplace_back())) return false;
  } while (scan.take(","));
  return scan.take("]");
}

bool value_of(Scan& scan, domain::Value& out) {
  if (scan.next_is('"')) {
    std::string_view text;
    if (!scan.plain(text, 64)) return false;
    if (text == "yes") {
      out = domain::YesNo::yes;
    } else if (text == "no") {
      out = domain::YesNo::no;
    } else if (text == "na") {
      out = domain::YesNo::na;
    } else {
      out = domain::OptionCode{std::string(text)};
    }
    return true;
  }
  if (scan.next_is('{')) {
    domain::DateRange range;
    if (!scan.take("{\"from\":") || !scan.date(range.from) || !scan.take(",\"to\":") || !scan.date(range.to)) {
      return false;
    }
    out = range;
    return scan.take("}");
  }
  if (scan.take("null")) return true;
  std::int64_t number = 0;
  if (!scan.number(number, -kAny, kAny)) return false;
  out = number;
  return true;
}

bool answer_of(Scan& scan, domain::Answer& out) {
  if (!scan.take("{\"item\":") || !word_text(scan, out.item) || !scan.take(",\"value\":")) return false;
  if (!value_of(scan, out.value)) return false;
  if (scan.take(",\"note\":") && !scan.string(out.note, kLongestText)) return false;
  if (scan.take(",\"photos\":") && !list(scan, out.photos, 50, hash_text)) return false;
  return scan.take(",\"at\":") && scan.instant(out.at) && scan.take("}");
}

bool sample_of(Scan& scan, domain::CountedSample& out) {
  auto& [plan, tally, most_blank] = out;
  const auto whole = [&](std::string_view name, int& number) {
    return scan.take(name) && scan.number(number, 0, kMostWhole);
  };
  return scan.take("{\"from\":") && scan.date(plan.from) && scan.take(",\"to\":") && scan.date(plan.to) &&
         whole(",\"total_lines\":", plan.total_lines) && whole(",\"n\":", plan.n) && whole(",\"start\":", plan.start) &&
         whole(",\"step\":", plan.step) && whole(",\"complete\":", tally.complete) &&
         whole(",\"incomplete\":", tally.incomplete) && whole(",\"verified\":", tally.verified) &&
         whole(",\"foreign\":", tally.foreign) && whole(",\"reported\":", tally.reported) &&
         whole(",\"minors\":", tally.minors) && whole(",\"companion\":", tally.companion) &&
         scan.take(",\"most_blank\":") && or_null(scan, most_blank, word_text) && scan.take("}");
}

bool finding_of(Scan& scan, domain::SealedFinding& out) {
  if (!scan.take("{\"finding\":") || !scan.id(out.finding) || !scan.take(",\"item\":") || !word_text(scan, out.item) ||
      !scan.take(",\"severity\":") || !word_of(scan, domain::parse_severity, out.severity)) {
    return false;
  }
  if (scan.take(",\"note\":") && !scan.string(out.note, kLongestText)) return false;
  return scan.take(",\"due_on\":") && scan.date(out.due_on) && scan.take("}");
}

bool disposition_of(Scan& scan, domain::SealedDisposition& out) {
  if (!scan.take("{\"finding\":") || !scan.id(out.finding) || !scan.take(",\"disposition\":") ||
      !word_of(scan, domain::parse_disposition, out.disposition)) {
    return false;
  }
  if (scan.take(",\"reason\":") && !scan.string(out.reason, kLongestText)) return false;
  return scan.take("}");
}

bool photo_of(Scan& scan, domain::SealedPhoto& out) {
  return scan.take("{\"sha256\":") && hash_text(scan, out.sha256) && scan.take(",\"bytes\":") &&
         scan.number(out.bytes, 1, 4 << 20) && scan.take(",\"type\":") && word_text(scan, out.type) &&
         (out.type == "image/jpeg" || out.type == "image/png") && scan.take(",\"width\":") &&
         scan.number(out.width, 0, kMostWhole) && scan.take(",\"height\":") && scan.number(out.height, 0, kMostWhole) &&
         scan.take(",\"item\":") && word_text(scan, out.item) && scan.take("}");
}

bool strokes_of(Scan& scan, domain::Strokes& out) {
  const auto number = [](Scan& at, int& value) { return at.number(value, 0, 10'000); };
  const auto line = [&](Scan& at, std::vector<int>& numbers) {
    return list(at, numbers, domain::kMaxStrokeNumbers, number);
  };
  return scan.take("{\"width\":") && scan.number(out.width, 0, kMostWhole) && scan.take(",\"height\":") &&
         scan.number(out.height, 0, kMostWhole) && scan.take(",\"lines\":") &&
         list(scan, out.lines, domain::kMaxStrokeNumbers, line) && scan.take("}") &&
         domain::check_strokes(out).has_value();
}

bool manager_of(Scan& scan, domain::ManagerSignature& out) {
  if (scan.take("{\"refused\":true,\"reason\":")) {
    return scan.string(out.emplace<domain::ManagerRefused>().reason, kLongestText) && scan.take("}");
  }
  auto& given = out.emplace<domain::ManagerSigned>();
  if (!scan.take("{\"role\":") || !scan.string(given.role, 200)) return false;
  if (scan.take(",\"name\":") && !scan.string(given.name, kLongestText)) return false;
  return scan.take(",\"strokes\":") && strokes_of(scan, given.strokes) && scan.take("}");
}

bool officer_of(Scan& scan, domain::OfficerSignature& out) {
  return scan.take("{\"officer\":") && scan.id(out.officer) && scan.take(",\"at\":") && scan.instant(out.at) &&
         scan.take("}");
}

bool fix_of(Scan& scan, domain::Fix& out) {
  return scan.take("{\"lat_e6\":") && scan.number(out.lat_e6, -90'000'000, 90'000'000) && scan.take(",\"lng_e6\":") &&
         scan.number(out.lng_e6, -180'000'000, 180'000'000) && scan.take(",\"accuracy_m\":") &&
         scan.number(out.accuracy_m, 0, kMostWhole) && scan.take(",\"mock\":") && scan.boolean(out.mock) &&
         scan.take("}");
}

bool opening_of(Scan& scan, SealedInspection& out) {
  std::string_view checklist;
  if (!scan.take("{\"inspection\":") || !scan.id(out.inspection) || !scan.take(",\"lodging\":") ||
      !scan.id(out.lodging) || !scan.take(",\"visit\":") ||
      !or_null(scan, out.visit, [](Scan& at, VisitId& id) { return at.id(id); }) || !scan.take(",\"checklist\":") ||
      !scan.plain(checklist, kLongestWord)) {
    return false;
  }
  out.checklist = std::string(checklist);
  if (!scan.take(",\"opened_at\":") || !scan.instant(out.opened_at) || !scan.take(",\"sealed_at\":") ||
      !scan.instant(out.sealed_at) || !scan.take(",\"zone\":") || !word_of(scan, parse_zone, out.zone) ||
      !scan.take(",\"outcome\":") || !word_of(scan, domain::parse_outcome, out.outcome)) {
    return false;
  }
  return scan.take(",\"outcome_reason\":") && (scan.take("null") || scan.string(out.outcome_reason, kLongestText));
}

}  // namespace

std::optional<SealedInspection> scan_sealed(std::string_view body) {
  Scan scan(body);
  std::optional<SealedInspection> read(std::in_place);
  SealedInspection& out = *read;
  out.answers.reserve(48);
  const bool good = opening_of(scan, out) && scan.take(",\"answers\":") && list(scan, out.answers, 500, answer_of) &&
                    scan.take(",\"sample\":") && or_null(scan, out.sample, sample_of) && scan.take(",\"findings\":") &&
                    list(scan, out.findings, 500, finding_of) && scan.take(",\"dispositions\":") &&
                    list(scan, out.dispositions, 1000, disposition_of) && scan.take(",\"photos\":") &&
                    list(scan, out.photos, 500, photo_of) && scan.take(",\"signatures\":{\"manager\":") &&
                    or_null(scan, out.manager, manager_of) && scan.take(",\"officers\":") &&
                    list(scan, out.officers, 20, officer_of) && scan.take("},\"fixes\":{\"start\":") &&
                    or_null(scan, out.start_fix, fix_of) && scan.take(",\"end\":") &&
                    or_null(scan, out.end_fix, fix_of) && scan.take("},\"emergency_at\":") &&
                    or_null(scan, out.emergency_at, [](Scan& at, Instant& when) { return at.instant(when); }) &&
                    scan.take(",\"portal_key\":") && hash_text(scan, out.portal_key) &&
                    scan.take(",\"clock\":{\"boot_ms\":") && scan.number(out.boot_ms, 0, kAny) &&
                    scan.take(",\"skew_ms\":") &&
                    or_null(scan, out.skew_ms, [](Scan& at, std::int64_t& ms) { return at.number(ms, -kAny, kAny); }) &&
                    scan.take("}}") && scan.at_end();
  if (!good) return std::nullopt;
  return read;
}

}  // namespace ronda::wire
