#pragma once
// Reads what a month is planned from: register, teams, policy, history, and what people have fixed. Inside the caller's
// transaction.

#include <optional>
#include <string_view>

#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "sync-server/service/plan_problem.hpp"
#include "sync-server/store/planning_store.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

struct Month {
  int year = 2026;
  int month = 1;
  LocalDate first() const { return {year, month, 1}; }
  LocalDate last() const { return {year, month, days_in_month(year, month)}; }
};
/// "2026-12", years 2020..2100. Errors: bad_input.
Result<Month> parse_month(std::string_view text);

/// Wire word of a band and back. Errors: bad_input.
std::string_view band_word(Band band);
Result<Band> parse_band(std::string_view text);

/// Everything but the round's own visits: lodgings (closed ones left out) with history and open findings, teams,
/// holidays, rules, minutes added by hand, and as done locks the visits carried out in the month. Errors: not_found,
/// bad_input.
Result<PlanInput> read_plan_input(const ReadTxn& txn, const RoundRow& round, const Month& month);

/// The lock that a stored visit stands for; nothing if a person fixed none of it.
std::optional<PlanLock> lock_of(const VisitRow& visit);

/// Adds what a new plan of a draft must keep: locked visits, and disclosed ones, which their team knows.
Result<void> add_fixed_visits(const ReadTxn& txn, RoundId round, PlanInput& input);

}  // namespace ronda::server
