#include "replan_desk.hpp"

#include <gtest/gtest.h>

#include "shared/scheduling/solver.hpp"
#include "sync-server/service/disclosure.hpp"

namespace ronda::server::office {

void ReplanDesk::tick() {
  ASSERT_TRUE(write([&](WriteTxn& txn) { return run_disclosure_clock(txn, unit); }));
}

Result<PlanJobRow> ReplanDesk::request(const std::string& json) {
  return write([&](WriteTxn& txn) -> Result<PlanJobRow> {
    auto document = wire::JsonDocument::parse(json);
    if (!document) return std::move(document).error();
    auto read = read_replan_request(document->root());
    if (!read) return std::move(read).error();
    return request_replan(txn, unit.id, round_id, *read, json, head.id, crypto::entropy());
  });
}

void ReplanDesk::end(PlanJobRow job) {
  job.state = "done";
  ASSERT_TRUE(write([&](WriteTxn& txn) { return txn.planning().put_job(job); }));
}

ReplanTask ReplanDesk::task(const std::string& json) {
  auto job = request(json);
  EXPECT_TRUE(job) << job.error().message << " " << job.error().where;
  auto read_task = read([&](const ReadTxn& txn) { return read_replan_task(txn, *job); });
  EXPECT_TRUE(read_task) << read_task.error().message << " " << read_task.error().where;
  end(*job);
  return std::move(*read_task);
}

ProposalRow ReplanDesk::propose(const std::string& json, std::int64_t steps) {
  const auto asked = task(json);
  scheduling::Options options;
  options.seed = solver_seed(asked.plan.job.seed);
  options.iterations = steps;
  auto plan = scheduling::solve(asked.plan.built.problem, options);
  EXPECT_TRUE(plan) << plan.error().message << " " << plan.error().where;
  auto stored = write([&](WriteTxn& txn) { return store_proposal(txn, asked, *plan, 0.5); });
  EXPECT_TRUE(stored) << stored.error().message;
  auto row = read([&](const ReadTxn& txn) { return txn.planning().last_proposal(round_id); });
  EXPECT_TRUE(row && row->has_value());
  return **row;
}

Result<RoundRow> ReplanDesk::accept() {
  const auto version = round().version;
  return write([&](WriteTxn& txn) { return accept_proposal(txn, unit.id, round_id, version, head.id); });
}

std::map<std::string, int> ReplanDesk::causes(const ProposalRow& proposal) {
  std::map<std::string, int> counts;
  const auto document = wire::JsonDocument::parse(proposal.document);
  for (const auto& move : document->root().member("moves")->items()) ++counts[*move.string("cause")];
  return counts;
}

std::string missed_json(const std::vector<VisitId>& visits) {
  std::string events;
  for (const auto& visit : visits)
    events += (events.empty() ? "" : ",") + (R"({"kind":"missed","visit":")" + to_text(visit) + R"("})");
  return R"({"events":[)" + events + "]}";
}

std::string absent_json(TeamId team, LocalDate date) {
  return R"({"events":[{"kind":"absent","team":")" + to_text(team) + R"(","date":")" + to_text(date) + R"("}]})";
}

}  // namespace ronda::server::office
