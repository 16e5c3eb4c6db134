#include "sync-server/service/disclosure.hpp"

#include <algorithm>

#include "shared/base/planted.hpp"
#include "sync-server/service/rounds.hpp"
#include "sync-server/store/feed_store.hpp"

namespace ronda::server {

namespace {

constexpr int kBatch = 5000;  // visits looked at in one transaction

Result<int> disclose_due(WriteTxn& txn, const UnitRow& unit, const UnitPolicy& policy) {
  const LocalDate last = plus_days(local_date(txn.now(), unit.zone), policy.disclosure_days_before + 1);
  const auto visits = txn.planning().undisclosed_until(unit.id, last, kBatch);
  if (!visits) return visits.error();
  int disclosed = 0;
  for (auto visit : *visits) {
    if (disclosure_instant(visit.date, policy, unit.zone) > txn.now() && !RONDA_PLANTED(visit_told_early)) continue;
    visit.state = "disclosed";
    visit.disclosed_at = txn.now();
    if (auto updated = txn.planning().update_visit(visit); !updated) return std::move(updated).error();
    if (auto touched = txn.touch("visit", visit.id.uuid, unit.id); !touched) return std::move(touched).error();
    auto logged = txn.planning().log_disclosure(visit.round, visit.id, "disclosed", std::nullopt, txn.now());
    if (!logged) return std::move(logged).error();
    ++disclosed;
  }
  return disclosed;
}

Result<int> mark_missed(WriteTxn& txn, const UnitRow& unit) {
  const LocalDate yesterday = plus_days(local_date(txn.now(), unit.zone), -1);
  const auto visits = txn.planning().open_until(unit.id, yesterday, kBatch);
  if (!visits) return visits.error();
  int missed = 0;
  for (auto visit : *visits) {
    if (missed_instant(visit, unit.zone) > txn.now()) continue;
    visit.state = "missed";
    if (auto updated = txn.planning().update_visit(visit); !updated) return std::move(updated).error();
    if (auto touched = txn.touch("visit", visit.id.uuid, unit.id); !touched) return std::move(touched).error();
    ++missed;
  }
  return missed;
}

Result<int> close_past_rounds(WriteTxn& txn, const UnitRow& unit) {
  const auto rounds = txn.planning().rounds_of(unit.id);
  if (!rounds) return rounds.error();
  const LocalDate today = local_date(txn.now(), unit.zone);
  int closed = 0;
  for (auto round : *rounds) {
    const auto month = parse_month(round.month);
    if (round.state != "published" || !month || plus_days(month->last(), kCloseAfterDays) >= today) continue;
    round.state = "closed";
    if (auto updated = txn.planning().update_round(round); !updated) return std::move(updated).error();
    ++closed;
  }
  return closed;
}

}  // namespace

Instant disclosure_instant(LocalDate date, const UnitPolicy& policy, Zone zone) {
  return instant_of(plus_days(date, -policy.disclosure_days_before), policy.disclosure_time, zone);
}

Instant missed_instant(const VisitRow& visit, Zone zone) {
  const Instant midnight = instant_of(visit.date, {0}, zone);
  return {midnight.ms + std::max(24 * 60, visit.shift_end) * 60'000LL};
}

Result<void> show_visits_again(WriteTxn& txn, const UnitRow& unit, TeamId team) {
  const LocalDate first = plus_days(local_date(txn.now(), unit.zone), -kPastVisitDays);
  const auto visits = txn.feed().told_visits(unit.id, team, first);
  if (!visits) return visits.error();
  for (const auto& visit : *visits) {
    if (auto touched = txn.touch("visit", visit.uuid, unit.id); !touched) return touched;
  }
  return {};
}

Result<ClockOutcome> run_disclosure_clock(WriteTxn& txn, const UnitRow& unit) {
  const auto policy = current_policy(txn, unit.id);
  if (!policy) return policy.error();
  const auto disclosed = disclose_due(txn, unit, *policy);
  if (!disclosed) return disclosed.error();
  const auto missed = mark_missed(txn, unit);
  if (!missed) return missed.error();
  const auto closed = close_past_rounds(txn, unit);
  if (!closed) return closed.error();
  return ClockOutcome{*disclosed, *missed, *closed};
}

}  // namespace ronda::server
