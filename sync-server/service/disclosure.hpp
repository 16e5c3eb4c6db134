#pragma once
// When a visit may be known: planned visits enter the change feed at their disclosure time (policy; the evening before
// by default), so that a plan cannot be leaked weeks ahead. Inside the caller's transaction; time comes from txn.now().

#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "sync-server/service/policy.hpp"
#include "sync-server/store/planning_store.hpp"
#include "sync-server/store/settings_store.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

/// The moment from which a visit on `date` may be seen by its team.
Instant disclosure_instant(LocalDate date, const UnitPolicy& policy, Zone zone);

/// The moment at which a visit that was not carried out counts as missed: the end of its day or, if later, of its
/// shift.
Instant missed_instant(const VisitRow& visit, Zone zone);

/// Puts the visits that the devices of a team know into the feed once more: for who has just joined it, or left it.
Result<void> show_visits_again(WriteTxn& txn, const UnitRow& unit, TeamId team);

/// Days after a month's end at which its round is closed and its seed may be shown.
inline constexpr int kCloseAfterDays = 7;

struct ClockOutcome {
  int disclosed = 0;
  int missed = 0;
  int closed = 0;  ///< rounds
};

/// Does what is due at txn.now(): discloses visits (each one logged), marks missed ones, closes past rounds.
/// Doing it twice changes nothing.
Result<ClockOutcome> run_disclosure_clock(WriteTxn& txn, const UnitRow& unit);

}  // namespace ronda::server
