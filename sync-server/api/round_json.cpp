#include "sync-server/api/round_json.hpp"

#include <algorithm>
#include <map>

#include "sync-server/api/brief_json.hpp"
#include "sync-server/api/change_json.hpp"
#include "sync-server/api/item_json.hpp"
#include "sync-server/service/entity_json.hpp"
#include "sync-server/service/plan_edit.hpp"
#include "sync-server/service/plan_words.hpp"
#include "sync-server/service/rounds.hpp"

namespace ronda::server {

namespace {

using wire::JsonWriter;

constexpr int kMostLodgings = 5000;

const Holiday* holiday_on(const UnitPolicy& policy, LocalDate date) {
  for (const auto& holiday : policy.holidays) {
    if (holiday.date == date) return &holiday;
  }
  return nullptr;
}

void write_days(JsonWriter& out, const Month& month, const UnitPolicy& policy) {
  out.key("days").begin_array();
  for (LocalDate date = month.first(); date <= month.last(); date = plus_days(date, 1)) {
    out.begin_object().member("date", date).member("weekday", weekday(date)).key("holiday");
    if (const auto* holiday = holiday_on(policy, date)) {
      out.value(holiday->name);
    } else {
      out.null();
    }
    out.end_object();
  }
  out.end_array();
}

struct TeamDay {
  LocalDate date;
  int visits = 0;
  std::string band;  ///< empty: not known, the team stays at home
  int used_min = 0;
  int budget_min = 0;
  int locked = 0;
  int extra_min = 0;
  bool leave = false;
  bool holiday = false;
};

const ShiftRow* shift_on(const TeamRow& team, LocalDate date) {
  for (const auto& shift : team.shifts) {
    if (shift.weekday == weekday(date)) return &shift;
  }
  return nullptr;
}

// What the plan used; before the first plan, what the roster says.
std::optional<TeamDay> team_day(const TeamRow& team, LocalDate date, const TeamDayRow* planned, bool has_plan,
                                bool is_holiday) {
  TeamDay day;
  day.date = date;
  if (planned != nullptr) {
    day.band = planned->band;
    day.used_min = (planned->used_s + 30) / 60;
    day.budget_min = planned->budget_s / 60;
    day.holiday = is_holiday;
    return day;
  }
  day.leave = std::find(team.leave.begin(), team.leave.end(), date) != team.leave.end();
  if (day.leave) return day;
  const auto* shift = shift_on(team, date);
  if (shift == nullptr) return std::nullopt;
  day.holiday = is_holiday;
  if (is_holiday) return day;
  if (has_plan) return std::nullopt;
  day.band = shift->band;
  day.budget_min = shift->minutes;
  return day;
}

using PlannedDays = std::map<std::pair<TeamId, LocalDate>, TeamDayRow>;
struct DayCount {
  int visits = 0;
  int locked = 0;
  int extra_min = 0;
};
using VisitCounts = std::map<std::pair<TeamId, LocalDate>, DayCount>;

void write_team(JsonWriter& out, const TeamRow& team, const Month& month, const UnitPolicy& policy,
                const PlannedDays& planned, const VisitCounts& counts) {
  std::vector<TeamDay> days;
  std::int64_t used_s = 0;
  std::int64_t budget_s = 0;
  for (LocalDate date = month.first(); date <= month.last(); date = plus_days(date, 1)) {
    const auto at = planned.find({team.id, date});
    const auto* row = at == planned.end() ? nullptr : &at->second;
    if (row != nullptr) {
      used_s += row->used_s;
      budget_s += row->budget_s;
    }
    auto day = team_day(team, date, row, !planned.empty(), holiday_on(policy, date) != nullptr);
    if (!day) continue;
    const auto count = counts.find({team.id, date});
    if (count != counts.end()) {
      day->visits = count->second.visits;
      day->locked = count->second.locked;
      day->extra_min = count->second.extra_min;
    }
    days.push_back(std::move(*day));
  }
  out.begin_object().member("id", team.id).member("name", team.name);
  out.member("use_pct", budget_s == 0 ? std::int64_t{0} : (used_s * 100 + budget_s / 2) / budget_s);
  out.key("days").begin_array();
  for (const auto& day : days) {
    out.begin_object().member("date", day.date).member("visits", day.visits).key("band");
    if (day.band.empty()) {
      out.null();
    } else {
      out.value(day.band);
    }
    out.member("used_min", day.used_min).member("budget_min", day.budget_min);
    out.member("locked", day.locked)
        .member("extra_min", day.extra_min)
        .member("leave", day.leave)
        .member("holiday", day.holiday)
        .end_object();
  }
  out.end_array().end_object();
}

Result<void> write_teams(JsonWriter& out, const ReadTxn& txn, const RoundRow& round, const Month& month,
                         const UnitPolicy& policy) {
  const auto teams = txn.settings().teams_of(round.unit);
  if (!teams) return teams.error();
  const auto rows = txn.planning().team_days(round.id);
  if (!rows) return rows.error();
  const auto visits = txn.planning().visits(round.id, {});
  if (!visits) return visits.error();
  PlannedDays planned;
  for (const auto& row : *rows) planned.emplace(std::pair{row.team, row.date}, row);
  VisitCounts counts;
  for (const auto& visit : *visits) {
    if (visit.row.state == "moved") continue;
    auto& count = counts[{visit.row.team, visit.row.date}];
    ++count.visits;
    count.locked += visit.row.locked() ? 1 : 0;
  }
  const auto extra = txn.planning().extra_times(round.id);
  if (!extra) return extra.error();
  for (const auto& row : *extra) counts[{row.team, row.date}].extra_min = row.minutes;
  out.key("teams").begin_array();
  for (const auto& team : *teams) write_team(out, team, month, policy, planned, counts);
  out.end_array();
  return {};
}

Result<void> write_unplanned(JsonWriter& out, const ReadTxn& txn, const RoundRow& round) {
  const auto rows = txn.planning().unplanned(round.id);
  if (!rows) return rows.error();
  const auto teams = txn.settings().teams_of(round.unit);
  if (!teams) return teams.error();
  out.key("unplanned").begin_array();
  for (const auto& row : *rows) {
    out.begin_object().member("lodging", row.lodging).member("name", row.lodging_name).member("count", row.count);
    out.member("reason", row.reason).key("text");
    write_text(out, reason_sentence(row.reason, row.count));
    out.key("relaxations").begin_array();
    for (const auto& way : row.relaxations) {
      out.begin_object().member("bend", way.bend).key("text");
      write_text(out, relaxation_sentence(way, *teams));
      out.member("cost_min", way.cost_min).member("may_apply", may_apply(way)).end_object();
    }
    out.end_array().end_object();
  }
  out.end_array();
  return {};
}

// Whether seed and steps gave the kept plan once more, when it was last asked; a plan made since takes it back.
Result<void> write_proof(JsonWriter& out, const ReadTxn& txn, const RoundRow& round) {
  const auto job = txn.planning().last_done(round.id, "rederive");
  if (!job) return job.error();
  out.key("proof");
  const bool stands = job->has_value() && (*job)->result && (*job)->finished_at && round.planned_at &&
                      *round.planned_at <= *(*job)->finished_at;
  if (stands) {
    out.begin_object().member("job", (*job)->id).member("at", *(*job)->finished_at).key("result");
    out.raw(*(*job)->result).end_object();
  } else {
    out.null();
  }
  return {};
}

// What the head may still take back or has to decide.
Result<void> write_pending(JsonWriter& out, const ReadTxn& txn, const RoundRow& round) {
  const auto undo = next_undo(txn, round);
  if (!undo) return undo.error();
  out.key("undo");
  if (undo->has_value()) {
    const auto& edit = **undo;
    const auto lodging = edit.lodging ? txn.lodgings().lodging(round.unit, *edit.lodging) : Result<LodgingRow>(Error{});
    write_edit(out, edit, lodging ? lodging->name : std::string());
  } else {
    out.null();
  }
  const auto job = txn.planning().active_job(round.id);
  if (!job) return job.error();
  out.key("job");
  *job ? out.value((*job)->id) : out.null();
  const auto proposal = txn.planning().last_proposal(round.id);
  if (!proposal) return proposal.error();
  out.key("proposal");
  if (proposal->has_value()) {
    out.begin_object().member("job", (*proposal)->job).member("state", (*proposal)->state);
    out.member("version", (*proposal)->version).member("made_at", (*proposal)->made_at).end_object();
  } else {
    out.null();
  }
  return {};
}

struct Coverage {
  const LodgingRow* lodging = nullptr;
  VisitRange range;
  int done = 0;
  int planned = 0;
  std::map<LocalDate, std::string> days;
  int short_by() const { return range.min - done - planned; }
};

Result<std::map<LodgingId, Coverage>> cover(const ReadTxn& txn, const RoundRow& round, const Month& month,
                                            const std::vector<LodgingRow>& lodgings, bool all) {
  const auto policy = current_policy(txn, round.unit);
  if (!policy) return policy.error();
  std::map<LodgingId, Coverage> by_id;
  for (const auto& lodging : lodgings) {
    if (lodging.status == "closed") continue;
    const auto tier = domain::parse_tier(lodging.tier);
    Coverage coverage;
    coverage.lodging = &lodging;
    coverage.range = policy->visits(tier ? *tier : domain::Tier::low);
    by_id.emplace(lodging.id, std::move(coverage));
  }
  const auto visits = txn.planning().visits(round.id, {});
  if (!visits) return visits.error();
  for (const auto& visit : *visits) {
    const auto at = by_id.find(visit.row.lodging);
    if (at == by_id.end() || (visit.row.state == "planned" && !all) || visit.row.state == "moved") continue;
    const bool is_ahead = visit.row.state == "planned" || visit.row.state == "disclosed";
    at->second.planned += is_ahead ? 1 : 0;
    const bool door_stayed_shut = visit.row.state == "done" && visit.row.outcome && *visit.row.outcome != "done";
    at->second.days[visit.row.date] = door_stayed_shut ? *visit.row.outcome : visit.row.state;
  }
  const auto visited = txn.findings().visited_days(round.unit, month.first(), month.last());
  if (!visited) return visited.error();
  for (const auto& day : *visited) {
    const auto at = by_id.find(day.lodging);
    if (at == by_id.end()) continue;
    ++at->second.done;
    at->second.days[day.date] = "done";
  }
  return by_id;
}

}  // namespace

Result<std::string> round_detail_json(const ReadTxn& txn, const RoundRow& round) {
  const auto month = parse_month(round.month);
  if (!month) return month.error();
  const auto policy = current_policy(txn, round.unit);
  if (!policy) return policy.error();
  JsonWriter out;
  out.begin_object();
  write_round_members(out, round);
  write_days(out, *month, *policy);
  if (auto written = write_teams(out, txn, round, *month, *policy); !written) return std::move(written).error();
  if (auto written = write_unplanned(out, txn, round); !written) return std::move(written).error();
  if (auto written = write_pending(out, txn, round); !written) return std::move(written).error();
  if (auto written = write_proof(out, txn, round); !written) return std::move(written).error();
  out.key("figures").raw(round.figures.value_or("null")).end_object();
  return out.take();
}

Result<std::string> round_visits_json(const ReadTxn& txn, const RoundRow& round, const VisitFilter& filter, bool all) {
  const auto visits = txn.planning().visits(round.id, filter);
  if (!visits) return visits.error();
  JsonWriter out;
  out.begin_object().key("visits").begin_array();
  for (const auto& visit : *visits) {
    if (visit.row.state == "planned" && !all) continue;
    write_visit(out, visit);
  }
  out.end_array().end_object();
  return out.take();
}

Result<std::string> coverage_json(const ReadTxn& txn, const RoundRow& round, bool all) {
  const auto month = parse_month(round.month);
  if (!month) return month.error();
  const auto lodgings = txn.lodgings().all(round.unit, kMostLodgings);
  if (!lodgings) return lodgings.error();
  const auto covered = cover(txn, round, *month, *lodgings, all);
  if (!covered) return covered.error();
  std::vector<const Coverage*> rows;
  for (const auto& [id, coverage] : *covered) rows.push_back(&coverage);
  std::sort(rows.begin(), rows.end(), [](const Coverage* a, const Coverage* b) {
    if (a->short_by() != b->short_by()) return a->short_by() > b->short_by();
    return a->lodging->name != b->lodging->name ? a->lodging->name < b->lodging->name : a->lodging->id < b->lodging->id;
  });
  JsonWriter out;
  out.begin_object().key("lodgings").begin_array();
  for (const auto* row : rows) {
    out.begin_object().member("id", row->lodging->id).member("name", row->lodging->name);
    out.member("tier", row->lodging->tier).member("min", row->range.min).member("max", row->range.max);
    out.member("done", row->done).member("planned", row->planned).key("days").begin_array();
    for (const auto& [date, state] : row->days)
      out.begin_object().member("date", date).member("state", state).end_object();
    out.end_array().end_object();
  }
  out.end_array().end_object();
  return out.take();
}

}  // namespace ronda::server
