#pragma once
// The unit head's desk after publication: something happens, the rest of the month is planned anew.

#include <map>
#include <string>

#include "plan_desk.hpp"
#include "sync-server/service/replan.hpp"

namespace ronda::server::office {

class ReplanDesk : public PlanDesk {
 public:
  using PlanDesk::PlanDesk;

  /// Lets the disclosure clock run once.
  void tick();
  Result<PlanJobRow> request(const std::string& json);
  /// What the worker would solve for such a request. Fails the test if there is nothing to solve.
  ReplanTask task(const std::string& json);
  /// Plans the rest with so many steps, as the worker does, and keeps the proposal.
  ProposalRow propose(const std::string& json, std::int64_t steps = 500);
  Result<RoundRow> accept();

  /// cause -> number of moves
  static std::map<std::string, int> causes(const ProposalRow& proposal);

 private:
  /// The job that asked is over, so that the next one may be asked for.
  void end(PlanJobRow job);
};

/// `{"events":[{"kind":"missed","visit"} …]}`
std::string missed_json(const std::vector<VisitId>& visits);
/// `{"events":[{"kind":"absent","team","date"}]}`
std::string absent_json(TeamId team, LocalDate date);

}  // namespace ronda::server::office
