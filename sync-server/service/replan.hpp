#pragma once
// The rest of a published month planned anew after something happened: a proposal with a cause for each moved visit,
// which the unit head accepts or rejects. Inside the caller's transaction.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/domain/text.hpp"
#include "shared/scheduling/replan.hpp"
#include "shared/wire/json.hpp"
#include "sync-server/service/plan_board.hpp"
#include "sync-server/service/rounds.hpp"

namespace ronda::server {

struct ReplanEvent {
  enum class Kind { missed, absent, new_lodging, lock } kind = Kind::missed;
  std::optional<VisitId> visit;      ///< missed, lock
  std::optional<TeamId> team;        ///< absent; lock: to this team
  std::optional<LocalDate> date;     ///< absent; lock: to this day
  std::optional<LodgingId> lodging;  ///< new_lodging
};

struct ReplanRequest {
  std::optional<LocalDate>
      from;                    ///< the first day that may change; nothing: tomorrow, or today if an event is of today
  bool include_today = false;  ///< visits of today that their teams know may move too
  std::vector<ReplanEvent> events;
  int seconds = 3;
};

/// `{"from"?,"include_today"?,"seconds"?,"events":[{"kind":"missed","visit"},{"kind":"absent","team","date"},
/// {"kind":"new_lodging","lodging"},{"kind":"lock","visit","team"?,"date"?}]}`. Errors: bad_input.
Result<ReplanRequest> read_replan_request(const wire::JsonCursor& at);

/// Queues the job. Errors: not_found (also what an event names), conflict (not published, month over, a job runs),
/// bad_input (`from` in the past or outside the month).
Result<PlanJobRow> request_replan(WriteTxn& txn, UnitId unit, RoundId round, const ReplanRequest& request,
                                  std::string request_text, std::optional<OfficerId> by, const Entropy& entropy);

/// What the worker solves: `plan.built` is the problem from the first free day on.
struct ReplanTask {
  PlanTask plan;
  PlanBoard before;  ///< the published month
  scheduling::Events events;
  std::vector<int> missed_today;  ///< lodgings whose visit of a day that is still free was missed
  std::vector<int> newcomers;
};
Result<ReplanTask> read_replan_task(const ReadTxn& txn, const PlanJobRow& job);

/// Keeps the proposal; an open one of the round is rejected by it. Errors: conflict (the plan has changed meanwhile).
Result<void> store_proposal(WriteTxn& txn, const ReplanTask& task, const scheduling::Plan& plan, double seconds);

/// Makes the proposal the plan: visits that nobody was told of move, told ones leave word that they moved, absent teams
/// get their leave. Errors: not_found (none is open), stale_version, conflict (the plan or a visit in it has changed).
Result<RoundRow> accept_proposal(WriteTxn& txn, UnitId unit, RoundId round, std::int64_t version,
                                 std::optional<OfficerId> by);
/// Errors: not_found (none is open).
Result<void> reject_proposal(WriteTxn& txn, UnitId unit, RoundId round, std::optional<OfficerId> by);

}  // namespace ronda::server
