#include "sync-server/service/rounds.hpp"

#include <algorithm>

#include "shared/crypto/crypto.hpp"
#include "shared/wire/json.hpp"
#include "sync-server/service/disclosure.hpp"
#include "sync-server/store/finding_store.hpp"
#include "sync-server/store/register_store.hpp"
#include "sync-server/store/settings_store.hpp"

namespace ronda::server {

namespace {

constexpr int kMostLodgings = 5000;  // of one unit
constexpr int kHistoryDays = 84;     // twelve weeks
constexpr std::int64_t kEarlyLookMs = 3600 * 1000;

Band band_of(Instant at, Zone zone) {
  const int minute = local_time(at, zone).minutes;
  if (minute >= 7 * 60 && minute < 15 * 60) return Band::morning;
  return minute >= 15 * 60 && minute < 23 * 60 ? Band::afternoon : Band::night;
}

Result<Band> parse_shift_band(std::string_view text) {
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

Result<void> add_teams(const ReadTxn& txn, UnitId unit, PlanInput& input) {
  const auto teams = txn.settings().teams_of(unit);
  if (!teams) return teams.error();
  for (const auto& row : *teams) {
    PlanTeam team;
    team.id = row.id;
    team.start = {row.start_lat_e6, row.start_lng_e6};
    for (const auto& shift : row.shifts) {
      const auto band = parse_shift_band(shift.band);
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
      input.locks.push_back({day.lodging, day.date, day.team, true});
    }
  }
  return {};
}

Result<void> add_fixed_visits(const ReadTxn& txn, RoundId round, PlanInput& input) {
  const auto visits = txn.planning().visits(round, {});
  if (!visits) return visits.error();
  const int first = input.from ? input.from->day : 1;
  for (const auto& visit : *visits) {
    const auto& row = visit.row;
    const bool stays = (row.locked || row.state == "disclosed") && row.state != "done" && row.date.day >= first;
    const auto same_day = [&](const PlanLock& lock) { return lock.lodging == row.lodging && lock.date == row.date; };
    if (!stays || std::any_of(input.locks.begin(), input.locks.end(), same_day)) continue;
    input.locks.push_back({row.lodging, row.date, row.team, false});
  }
  return {};
}

std::string figures_json(const scheduling::Figures& figures, double seconds) {
  wire::JsonWriter out;
  out.begin_object().member("wanted", figures.wanted).member("planned", figures.planned);
  out.member("unplanned", figures.unplanned);
  out.key("travel_min_per_visit").real(figures.travel_min_per_visit, 1);
  out.key("use_min").real(figures.use_min, 3).key("use_mean").real(figures.use_mean, 3);
  out.key("use_max").real(figures.use_max, 3).key("weekday_entropy").real(figures.weekday_entropy, 3);
  out.key("best_gap_guess").real(figures.best_gap_guess, 3);
  out.member("rotation_repeats", figures.rotation_repeats).key("seconds").real(seconds, 1);
  out.member("violations", 0).end_object();
  return out.take();
}

// The planner speaks of teams by their index in this problem; the store keeps their identities.
std::string with_team_ids(const std::string& relaxation, const std::vector<TeamId>& teams) {
  const auto at = relaxation.find("team=");
  if (at == std::string::npos) return relaxation;
  const auto end = std::min(relaxation.find(' ', at), relaxation.size());
  std::size_t index = 0;
  for (std::size_t i = at + 5; i < end; ++i) index = index * 10 + static_cast<std::size_t>(relaxation[i] - '0');
  if (index >= teams.size()) return relaxation;
  return relaxation.substr(0, at + 5) + to_text(teams[index]) + relaxation.substr(end);
}

using KeptVisits = std::map<std::pair<LodgingId, LocalDate>, VisitRow>;

// What a new plan leaves alone: visits that are known to a team or fixed by a person.
Result<KeptVisits> kept_visits(const ReadTxn& txn, RoundId round) {
  const auto visits = txn.planning().visits(round, {});
  if (!visits) return visits.error();
  KeptVisits kept;
  for (const auto& visit : *visits) {
    if (visit.row.locked || visit.row.state != "planned")
      kept.emplace(std::pair{visit.row.lodging, visit.row.date}, visit.row);
  }
  return kept;
}

StoredPlan stored_plan(WriteTxn& txn, const PlanTask& task, const scheduling::Plan& plan, const KeptVisits& kept) {
  const auto read = read_plan(task.built, plan, task.month.year, task.month.month);
  StoredPlan stored;
  for (const auto& stop : read.stops) {
    const auto before = kept.find({stop.lodging, stop.date});
    if (before != kept.end() && before->second.state != "planned") continue;
    VisitRow visit;
    visit.id = before != kept.end() ? before->second.id : txn.new_id<VisitId>();
    visit.locked = before != kept.end();
    visit.round = task.round.id;
    visit.unit = task.round.unit;
    visit.lodging = stop.lodging;
    visit.team = stop.team;
    visit.date = stop.date;
    visit.band = std::string(band_word(stop.band));
    visit.order = stop.order;
    visit.planned_minute = stop.planned_minute;
    visit.shift_start = stop.shift_start;
    visit.shift_end = stop.shift_end;
    visit.service_s = stop.service_s;
    visit.travel_s = stop.travel_s;
    stored.visits.push_back(std::move(visit));
  }
  for (const auto& left : plan.unplanned) {
    stored.unplanned.push_back({task.built.lodgings[static_cast<std::size_t>(left.lodging)],
                                {},
                                left.count,
                                std::string(scheduling::word(left.reason)),
                                with_team_ids(left.relaxation, task.built.teams)});
  }
  for (const auto& day : read.days) {
    stored.days.push_back({day.team, day.date, std::string(band_word(day.band)), day.used_s, day.budget_s});
  }
  return stored;
}

}  // namespace

Result<Month> parse_month(std::string_view text) {
  const auto first = text.size() == 7 ? parse_date(std::string(text) + "-01") : Result<LocalDate>(bad_input(""));
  if (!first || first->year < 2020 || first->year > 2100) return bad_input("expected a month as YYYY-MM", "/month");
  return Month{first->year, first->month};
}

Result<CreatedRound> create_round(WriteTxn& txn, UnitId unit, std::string_view month) {
  const auto read = parse_month(month);
  if (!read) return read.error();
  auto known = txn.planning().round_of_month(unit, month);
  if (!known) return std::move(known).error();
  if (known->has_value()) return CreatedRound{std::move(**known), true};
  RoundRow round;
  round.id = txn.new_id<RoundId>();
  round.unit = unit;
  round.month = std::string(month);
  round.created_at = txn.now();
  if (auto added = txn.planning().add_round(round); !added) return std::move(added).error();
  return CreatedRound{std::move(round), false};
}

Result<PlanJobRow> request_plan(WriteTxn& txn, UnitId unit, RoundId id, int seconds, std::optional<LocalDate> from,
                                const Entropy& entropy) {
  if (seconds < 1 || seconds > 600) return bad_input("planning takes 1 to 600 seconds", "/seconds");
  const auto round = txn.planning().round(unit, id);
  if (!round) return round.error();
  if (round->state != "draft") return Error{ErrorCode::conflict, "this round is published", ""};
  const auto month = parse_month(round->month);
  if (!month) return month.error();
  if (from && (*from < month->first() || *from > month->last())) {
    return bad_input("the first day to plan lies outside the month", "/from");
  }
  const auto row = txn.settings().unit(unit);
  if (!row) return row.error();
  const LocalDate today = local_date(txn.now(), row->zone);
  if (month->last() < today) return Error{ErrorCode::conflict, "this month is over", "/month"};
  // Nobody can visit in the past: a month that has begun is planned from today unless a later day is asked for.
  if (month->first() < today && (!from || *from < today)) from = today;
  const auto active = txn.planning().active_job(id);
  if (!active) return active.error();
  if (active->has_value()) return Error{ErrorCode::conflict, "a plan is being made already", ""};
  PlanJobRow job;
  job.id = txn.new_id<JobId>();
  job.unit = unit;
  job.round = id;
  job.seconds = seconds;
  job.from = from;
  job.seed.resize(32);
  entropy(job.seed);
  job.created_at = txn.now();
  if (auto put = txn.planning().put_job(job); !put) return std::move(put).error();
  return job;
}

Result<PlanTask> read_plan_task(const ReadTxn& txn, const PlanJobRow& job) {
  PlanTask task;
  task.job = job;
  auto round = txn.planning().round(job.unit, job.round);
  if (!round) return std::move(round).error();
  task.round = std::move(*round);
  const auto month = parse_month(task.round.month);
  if (!month) return month.error();
  task.month = *month;
  const auto unit = txn.settings().unit(job.unit);
  if (!unit) return unit.error();
  const auto policy = current_policy(txn, job.unit);
  if (!policy) return policy.error();

  PlanInput input;
  input.name = task.round.month;
  input.year = month->year;
  input.month = month->month;
  input.from = job.from;
  input.rules = rules_of(*policy);
  for (const auto& holiday : policy->holidays) input.holidays.push_back({holiday.date, holiday.national});
  const LocalDate today = local_date(txn.now(), unit->zone);
  if (auto added = add_lodgings(txn, job.unit, today, input); !added) return std::move(added).error();
  if (auto added = add_teams(txn, job.unit, input); !added) return std::move(added).error();
  if (auto added = add_past(txn, job.unit, unit->zone, *month, input); !added) return std::move(added).error();
  if (auto added = add_fixed_visits(txn, job.round, input); !added) return std::move(added).error();
  auto built = build_problem(input);
  if (!built) return std::move(built).error();
  task.built = std::move(*built);
  return task;
}

std::uint64_t solver_seed(const Bytes& seed) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 8 && i < seed.size(); ++i) value = value << 8 | seed[i];
  return value;
}

Result<void> store_plan(WriteTxn& txn, const PlanTask& task, const scheduling::Plan& plan, double seconds) {
  auto round = txn.planning().round(task.job.unit, task.job.round);
  if (!round) return std::move(round).error();
  if (round->state != "draft") return Error{ErrorCode::conflict, "the round was published meanwhile", ""};
  const auto kept = kept_visits(txn, round->id);
  if (!kept) return kept.error();
  const auto stored = stored_plan(txn, task, plan, *kept);
  if (auto replaced = txn.planning().replace_plan(round->id, stored); !replaced) return replaced;
  const auto hash = crypto::sha256(std::span<const std::uint8_t>(task.job.seed));
  round->job = task.job.id;
  round->seed = task.job.seed;
  round->seed_hash.assign(hash.begin(), hash.end());
  round->planned_at = txn.now();
  round->figures = figures_json(scheduling::figures(task.built.problem, plan), seconds);
  round->checked = true;
  return txn.planning().update_round(*round);
}

Result<RoundRow> publish_round(WriteTxn& txn, UnitId unit, RoundId id, std::int64_t version) {
  auto round = txn.planning().round(unit, id);
  if (!round) return round;
  if (round->version != version) return Error{ErrorCode::stale_version, "the round has changed meanwhile", ""};
  if (round->state != "draft") return Error{ErrorCode::conflict, "this round is published already", ""};
  if (!round->checked) return Error{ErrorCode::conflict, "there is no checked plan to publish", ""};
  const auto active = txn.planning().active_job(id);
  if (!active) return active.error();
  if (active->has_value()) return Error{ErrorCode::conflict, "a plan is being made", ""};
  round->state = "published";
  round->published_at = txn.now();
  if (auto updated = txn.planning().update_round(*round); !updated) return std::move(updated).error();
  ++round->version;
  const auto row = txn.settings().unit(unit);
  if (!row) return row.error();
  if (auto ticked = run_disclosure_clock(txn, *row); !ticked) return std::move(ticked).error();
  return round;
}

Result<void> log_early_look(WriteTxn& txn, RoundId round, OfficerId by) {
  const auto last = txn.planning().last_early_look(round, by);
  if (!last) return last.error();
  if (last->has_value() && txn.now().ms - (*last)->ms < kEarlyLookMs) return {};
  return txn.planning().log_disclosure(round, std::nullopt, "early_look", by, txn.now());
}

}  // namespace ronda::server
