#include "sync-server/service/plan_input.hpp"

#include <algorithm>
#include <set>

#include "sync-server/store/finding_store.hpp"
#include "sync-server/store/register_store.hpp"
#include "sync-server/store/report_store.hpp"
#include "sync-server/store/settings_store.hpp"

namespace ronda::server {

namespace {

constexpr int kMostLodgings = 5000;  // of one unit
constexpr int kHistoryDays = 84;     // twelve weeks

Band band_of(Instant at, Zone zone) {
  const int minute = local_time(at, zone).minutes;
  if (minute >= 7 * 60 && minute < 15 * 60) return Band::morning;
  return minute >= 15 * 60 && minute < 23 * 60 ? Band::afternoon : Band::night;
}

PlanRules rules_of(const UnitPolicy& policy) {
  PlanRules rules;
  const VisitRange* ranges[3] = {&policy.low, &policy.medium, &policy.high};
  for (int risk = 0; risk < 3; ++risk) {
    rules.visits_min[risk] = ranges[risk]->min;
    rules.visits_max[risk] = ranges[risk]->max;
  }
  rules.reading = policy.reading;
  if (!policy.gaps.empty()) rules.gaps = policy.gaps;
  rules.service_base_min = policy.service_base_min;
  rules.service_per_12_rooms_min = policy.service_per_12_rooms_min;
  rules.travel = {policy.speed_kmh, policy.detour_pct};
  return rules;
}

int priority_of(const FindingRow& finding, LocalDate today) {
  if (finding.due_on >= today) return 0;
  return finding.severity == "critical" ? 40 : finding.severity == "major" ? 20 : 5;
}

Result<void> add_lodgings(const ReadTxn& txn, UnitId unit, LocalDate today, PlanInput& input) {
  const auto lodgings = txn.lodgings().all(unit, kMostLodgings);
  if (!lodgings) return lodgings.error();
  FindingFilter open;
  open.state = "open";
  open.limit = 1'000'000;
  const auto findings = txn.findings().findings(unit, open);
  if (!findings) return findings.error();
  std::map<LodgingId, std::size_t> index;
  for (const auto& row : *lodgings) {
    if (row.status == "closed") continue;
    PlanLodging lodging;
    lodging.id = row.id;
    lodging.point = PointE6{row.lat_e6, row.lng_e6};
    lodging.kelurahan = row.kelurahan.value_or("");
    lodging.rooms = row.rooms.value_or(0);
    lodging.risk = row.tier == "high" ? 2 : row.tier == "medium" ? 1 : 0;
    index.emplace(row.id, input.lodgings.size());
    input.lodgings.push_back(std::move(lodging));
  }
  for (const auto& finding : *findings) {
    const auto at = index.find(finding.row.lodging);
    if (at == index.end()) continue;
    auto& lodging = input.lodgings[at->second];
    ++lodging.open_findings;
    lodging.priority = std::min(100, lodging.priority + priority_of(finding.row, today));
  }
  return {};
}

/// A tip that still counts makes its lodging more urgent, once: the most urgent one.
Result<void> add_tips(const ReadTxn& txn, UnitId unit, LocalDate today, PlanInput& input) {
  constexpr int kMostTips = 10'000;
  const auto tips = txn.reports().tips(unit, today, kMostTips);
  if (!tips) return tips.error();
  std::map<LodgingId, int> most;
  for (const auto& tip : *tips) {
    const int urgency = tip.priority == "high" ? 40 : tip.priority == "normal" ? 20 : 5;
    int& known = most[tip.lodging];
    known = std::max(known, urgency);
  }
  for (auto& lodging : input.lodgings) {
    const auto found = most.find(lodging.id);
    if (found != most.end()) lodging.priority = std::min(100, lodging.priority + found->second);
  }
  return {};
}

Result<void> add_teams(const ReadTxn& txn, UnitId unit, PlanInput& input) {
  const auto teams = txn.settings().teams_of(unit);
  if (!teams) return teams.error();
  for (const auto& row : *teams) {
    PlanTeam team;
    team.id = row.id;
    team.start = {row.start_lat_e6, row.start_lng_e6};
    for (const auto& shift : row.shifts) {
      const auto band = parse_band(shift.band);
      if (!band) return band.error();
      team.shifts.push_back({shift.weekday, *band, shift.start.minutes, shift.minutes});
    }
    team.leave = row.leave;
    input.teams.push_back(std::move(team));
  }
  return {};
}

// Visits done before the month are history; those of the month itself stay where they are.
Result<void> add_past(const ReadTxn& txn, UnitId unit, Zone zone, const Month& month, PlanInput& input) {
  std::map<LodgingId, PlanLodging*> by_id;
  for (auto& lodging : input.lodgings) by_id.emplace(lodging.id, &lodging);
  const auto visited = txn.findings().visited_days(unit, plus_days(month.first(), -kHistoryDays), month.last());
  if (!visited) return visited.error();
  for (const auto& day : *visited) {
    const auto lodging = by_id.find(day.lodging);
    if (lodging == by_id.end()) continue;
    if (day.date < month.first()) {
      lodging->second->history.push_back({day.date, day.team, band_of(day.sealed_at, zone)});
    } else {
      input.locks.push_back({day.lodging, day.date, day.team, -1, true});
    }
  }
  return {};
}

Result<void> add_extra_times(const ReadTxn& txn, RoundId round, PlanInput& input) {
  const auto extra = txn.planning().extra_times(round);
  if (!extra) return extra.error();
  for (const auto& row : *extra) input.extra.push_back({row.team, row.date, row.minutes});
  return {};
}

}  // namespace

Result<Month> parse_month(std::string_view text) {
  const auto first = text.size() == 7 ? parse_date(std::string(text) + "-01") : Result<LocalDate>(bad_input(""));
  if (!first || first->year < 2020 || first->year > 2100) return bad_input("expected a month as YYYY-MM", "/month");
  return Month{first->year, first->month};
}

Result<Band> parse_band(std::string_view text) {
  const auto band = domain::parse_band(text);
  if (!band) return band.error();
  return *band == domain::Band::morning     ? Band::morning
         : *band == domain::Band::afternoon ? Band::afternoon
                                            : Band::night;
}

std::string_view band_word(Band band) {
  return domain::word(band == Band::morning     ? domain::Band::morning
                      : band == Band::afternoon ? domain::Band::afternoon
                                                : domain::Band::night);
}

Result<PlanInput> read_plan_input(const ReadTxn& txn, const RoundRow& round, const Month& month) {
  const auto unit = txn.settings().unit(round.unit);
  if (!unit) return unit.error();
  const auto policy = current_policy(txn, round.unit);
  if (!policy) return policy.error();
  PlanInput input;
  input.name = round.month;
  input.year = month.year;
  input.month = month.month;
  input.rules = rules_of(*policy);
  for (const auto& holiday : policy->holidays) input.holidays.push_back({holiday.date, holiday.national});
  const LocalDate today = local_date(txn.now(), unit->zone);
  if (auto added = add_lodgings(txn, round.unit, today, input); !added) return std::move(added).error();
  if (auto added = add_tips(txn, round.unit, today, input); !added) return std::move(added).error();
  if (auto added = add_teams(txn, round.unit, input); !added) return std::move(added).error();
  if (auto added = add_past(txn, round.unit, unit->zone, month, input); !added) return std::move(added).error();
  if (auto added = add_extra_times(txn, round.id, input); !added) return std::move(added).error();
  return input;
}

std::optional<PlanLock> lock_of(const VisitRow& visit) {
  if (!visit.locked()) return std::nullopt;
  PlanLock lock;
  lock.lodging = visit.lodging;
  if (visit.lock_day) lock.date = visit.date;
  if (visit.lock_team) lock.team = visit.team;
  if (visit.lock_time) lock.minute = visit.planned_minute;
  return lock;
}

Result<void> add_fixed_visits(const ReadTxn& txn, RoundId round, PlanInput& input) {
  const auto visits = txn.planning().visits(round, {});
  if (!visits) return visits.error();
  const int first = input.from ? input.from->day : 1;
  std::set<LodgingId> known;
  for (const auto& lodging : input.lodgings) known.insert(lodging.id);
  for (const auto& visit : *visits) {
    const auto& row = visit.row;
    if ((row.state != "planned" && row.state != "disclosed") || row.date.day < first || !known.contains(row.lodging))
      continue;
    auto lock = lock_of(row);
    // What a team has been told stays as it was told.
    if (row.state == "disclosed") lock = PlanLock{row.lodging, row.date, row.team, lock ? lock->minute : -1, false};
    if (!lock) continue;
    const auto done_that_day = [&](const PlanLock& other) {
      return other.done && other.lodging == row.lodging && other.date == row.date;
    };
    if (std::any_of(input.locks.begin(), input.locks.end(), done_that_day)) continue;
    input.locks.push_back(*lock);
  }
  return {};
}

}  // namespace ronda::server
