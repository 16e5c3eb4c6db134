#include "shared/domain/inspection.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "shared/domain/answer_sheet.hpp"
#include "shared/domain/screening.hpp"

namespace ronda::domain {

namespace {

Result<void> check_free_text(const std::string& text, const std::string& where) {
  if (const auto kind = looks_like_identity(text)) {
    return bad_input("this text looks like a number that identifies a person (" + std::string(word(*kind)) + ")",
                     where);
  }
  return {};
}

Error missing(std::string what, std::string where) {
  return Error{ErrorCode::incomplete, std::move(what), std::move(where)};
}

Error differs(std::string what, std::string where) {
  return Error{ErrorCode::conflict, std::move(what), std::move(where)};
}

Result<void> check_answers(const SealedInspection& body, AnswerSheet& sheet) {
  for (std::size_t i = 0; i < body.answers.size(); ++i) {
    const Answer& answer = body.answers[i];
    const auto where = [i](const char* member) { return "/answers/" + std::to_string(i) + member; };
    auto* place = sheet.find(answer.item);
    if (place == nullptr) return bad_input("this checklist has no item " + answer.item, where("/item"));
    if (place->answer != nullptr) return bad_input("answered twice", where("/item"));
    place->answer = &answer;
    const Item& item = *place->item;
    if (item.kind != ItemKind::range && item.kind != ItemKind::sample) {
      if (auto good = check_typed_value(item, answer.value); !good) {
        return bad_input(good.error().message, where("/value"));
      }
    }
    if (!answer.photos.empty() && !item.photo) return bad_input("this item takes no photo", where("/photos"));
    if (answer.note.empty()) continue;
    if (auto good = check_free_text(answer.note, where("/note")); !good) return good;
  }
  return {};
}

Result<void> check_people(const SealedInspection& body) {
  if (body.officers.empty()) return missing("an officer signs", "/signatures/officers");
  if (needs_reason(body.outcome) && body.outcome_reason.empty()) {
    return missing("this outcome needs a reason", "/outcome_reason");
  }
  if (auto good = check_free_text(body.outcome_reason, "/outcome_reason"); !good) return good;
  if (body.outcome == Outcome::done && !body.manager)
    return missing("the manager signs or refuses", "/signatures/manager");
  if (!body.manager) return {};
  if (const auto* refused = std::get_if<ManagerRefused>(&*body.manager)) {
    if (refused->reason.empty()) return missing("a refusal needs a reason", "/signatures/manager/reason");
    return check_free_text(refused->reason, "/signatures/manager/reason");
  }
  const auto& signed_by = std::get<ManagerSigned>(*body.manager);
  if (auto good = check_strokes(signed_by.strokes); !good) return good;
  if (auto good = check_free_text(signed_by.role, "/signatures/manager/role"); !good) return good;
  return check_free_text(signed_by.name, "/signatures/manager/name");
}

/// What the record says of the sample's items is what its sample says.
Result<void> check_sampled_answers(const SealedInspection& body, AnswerSheet& sheet) {
  for (const auto& place : sheet.places()) {
    const bool sampled = place.item->kind == ItemKind::range || place.item->kind == ItemKind::sample;
    if (!sampled || place.answer == nullptr || place.answer->value == place.value) continue;
    const auto i = place.answer - body.answers.data();
    return bad_input("the sample says otherwise", "/answers/" + std::to_string(i) + "/value");
  }
  return {};
}

/// Everything that applies and must be answered is.
Result<void> check_complete(AnswerSheet& sheet) {
  for (const auto& place : sheet.places()) {
    const bool has_value = place.counts && !std::holds_alternative<std::monostate>(place.value);
    if (has_value || !place.item->required || !sheet.applies_at(place)) continue;
    return missing("not answered: " + place.item->code, "/answers");
  }
  return {};
}

/// Item codes whose open finding persists or worsened.
Result<std::set<std::string>> check_dispositions(const SealedInspection& body,
                                                 const std::map<FindingId, std::string>& codes_of_open) {
  std::set<std::string> still_open;
  for (std::size_t i = 0; i < body.dispositions.size(); ++i) {
    const SealedDisposition& given = body.dispositions[i];
    const std::string where = "/dispositions/" + std::to_string(i);
    const auto open = codes_of_open.find(given.finding);
    if (open == codes_of_open.end()) {
      return Error{ErrorCode::not_found, "there is no such finding at this lodging", where + "/finding"};
    }
    if (needs_reason(given.disposition) && given.reason.empty()) {
      return missing("this disposition needs a reason", where + "/reason");
    }
    if (auto good = check_free_text(given.reason, where + "/reason"); !good) return std::move(good).error();
    if (keeps_open(given.disposition)) still_open.insert(open->second);
  }
  return still_open;
}

Result<void> check_findings(const SealedInspection& body, AnswerSheet& sheet, const std::set<std::string>& still_open) {
  auto& places = sheet.places();
  std::vector<std::optional<FindingVerdict>> expected(places.size());
  for (std::size_t i = 0; body.outcome == Outcome::done && i < places.size(); ++i) {
    const auto& place = places[i];
    if (!place.counts || place.item->rule.kind == RuleKind::never || !sheet.applies_at(place)) continue;
    if (still_open.count(place.item->code) != 0) continue;
    // The rooms on record may have changed between device and server; the device's word counts.
    if (place.item->rule.kind == RuleKind::differs_from_rooms) continue;
    expected[i] = verdict_of(*place.item, place.value, std::nullopt, body.sample);
  }
  const LocalDate visited_on = local_date(body.sealed_at, body.zone);
  std::vector<bool> seen(places.size());
  for (std::size_t i = 0; i < body.findings.size(); ++i) {
    const SealedFinding& finding = body.findings[i];
    const std::string where = "/findings/" + std::to_string(i);
    const auto* place = sheet.find(finding.item);
    const auto at = place == nullptr ? std::size_t{0} : static_cast<std::size_t>(place - places.data());
    if (place == nullptr || seen[at]) return bad_input("no such item", where + "/item");
    seen[at] = true;
    if (auto good = check_free_text(finding.note, where + "/note"); !good) return good;
    const Item& item = *place->item;
    FindingVerdict verdict;
    if (expected[at]) {
      verdict = *expected[at];
    } else if (item.rule.kind == RuleKind::differs_from_rooms && item.severity && item.deadline_days) {
      verdict = {*item.severity, *item.deadline_days};
    } else {
      return differs("the answers do not make this a finding", where);
    }
    if (verdict.severity != finding.severity)
      return differs("the checklist gives another severity", where + "/severity");
    if (plus_days(visited_on, verdict.deadline_days) != finding.due_on) {
      return differs("the checklist gives another deadline", where + "/due_on");
    }
  }
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (expected[i] && !seen[i]) return differs("the answer to " + places[i].item->code + " is a finding", "/findings");
  }
  return {};
}

}  // namespace

Result<void> check_strokes(const Strokes& strokes) {
  constexpr int kLargest = 10'000;
  if (strokes.width < 1 || strokes.height < 1 || strokes.width > kLargest || strokes.height > kLargest) {
    return bad_input("the box of a signature has a width and a height", "/strokes/width");
  }
  std::size_t numbers = 0;
  for (const auto& line : strokes.lines) {
    numbers += line.size();
    if (line.size() < 2 || line.size() % 2 != 0) return bad_input("a line is x, y, x, y, …", "/strokes/lines");
    for (std::size_t i = 0; i < line.size(); ++i) {
      const int largest = i % 2 == 0 ? strokes.width : strokes.height;
      if (line[i] < 0 || line[i] > largest) return bad_input("a point lies outside the box", "/strokes/lines");
    }
  }
  if (numbers == 0) return bad_input("a signature has at least one line", "/strokes/lines");
  if (numbers > kMaxStrokeNumbers) return bad_input("a signature has at most 4,000 numbers", "/strokes/lines");
  return {};
}

Result<void> check_fix(const Fix& fix) {
  if (fix.lat_e6 < -90'000'000 || fix.lat_e6 > 90'000'000) return bad_input("no such latitude", "/lat_e6");
  if (fix.lng_e6 < -180'000'000 || fix.lng_e6 > 180'000'000) return bad_input("no such longitude", "/lng_e6");
  if (fix.accuracy_m < 0) return bad_input("an accuracy is 0 or more metres", "/accuracy_m");
  return {};
}

Result<void> check_sealed(const SealedInspection& body, const Checklist& checklist,
                          const std::map<FindingId, std::string>& codes_of_open) {
  if (body.checklist != checklist.version) return bad_input("another checklist version", "/checklist");
  if (body.sealed_at < body.opened_at) return bad_input("sealed before it was opened", "/sealed_at");
  AnswerSheet sheet(checklist);
  if (auto good = check_answers(body, sheet); !good) return good;
  if (auto good = check_people(body); !good) return good;
  if (body.sample) {
    if (auto good = check_plan(body.sample->plan, SampleLimits{}); !good) {
      return bad_input(good.error().message, "/sample" + good.error().where);
    }
    if (auto good = check_tally(body.sample->tally, body.sample->plan.n); !good) {
      return bad_input(good.error().message, "/sample" + good.error().where);
    }
  }
  sheet.fill(body.sample);
  if (auto same = check_sampled_answers(body, sheet); !same) return same;
  if (body.outcome == Outcome::done) {
    if (auto whole = check_complete(sheet); !whole) return whole;
  }
  auto still_open = check_dispositions(body, codes_of_open);
  if (!still_open) return std::move(still_open).error();
  return check_findings(body, sheet, *still_open);
}

int distance_m(std::int32_t lat_a_e6, std::int32_t lng_a_e6, std::int32_t lat_b_e6, std::int32_t lng_b_e6) {
  constexpr double kMetresPerMicroDegree = 0.111320;
  constexpr double kRadiansPerMicroDegree = 3.14159265358979323846 / 180e6;
  const double north = (double{1} * lat_b_e6 - lat_a_e6) * kMetresPerMicroDegree;
  const double middle = (double{1} * lat_a_e6 + lat_b_e6) / 2 * kRadiansPerMicroDegree;
  const double east = (double{1} * lng_b_e6 - lng_a_e6) * kMetresPerMicroDegree * std::cos(middle);
  return static_cast<int>(std::lround(std::hypot(north, east)));
}

}  // namespace ronda::domain
