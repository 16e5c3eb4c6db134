#include "sync-server/demo_round.hpp"

#include <chrono>
#include <thread>

#include "shared/crypto/crypto.hpp"
#include "sync-server/service/rounds.hpp"
#include "sync-server/store/planning_store.hpp"
#include "sync-server/worker/jobs.hpp"

namespace ronda::server {

namespace {

constexpr int kSeconds = 4;

}  // namespace

Result<std::string> plan_this_month(Store& store, UnitId unit, LocalDate today) {
  const std::string month = to_text(today).substr(0, 7);
  auto round = store.write([&](WriteTxn& txn) { return create_round(txn, unit, month); });
  if (!round) return std::move(round).error();
  auto job = store.write(
      [&](WriteTxn& txn) { return request_plan(txn, unit, round->round.id, kSeconds, today, crypto::entropy()); });
  if (!job) return std::move(job).error();

  Jobs jobs(store, {});
  jobs.start();
  jobs.wake();
  std::optional<JobProgress> at;
  do {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    at = jobs.progress(job->id);
  } while (!at || at->state == "queued" || at->state == "running");
  jobs.stop();
  if (at->state != "done") {
    return Error{ErrorCode::io_failed, "this month could not be planned (" + at->state + ")", month};
  }
  auto planned = store.write([&](WriteTxn& txn) -> Result<RoundRow> {
    auto now = txn.planning().round(unit, round->round.id);
    if (!now) return std::move(now).error();
    return publish_round(txn, unit, round->round.id, now->version);
  });
  if (!planned) return std::move(planned).error();
  return "round: " + month + "  from: " + to_text(today) + "  visits: " + std::to_string(at->planned) +
         "  without a place: " + std::to_string(at->unplanned);
}

}  // namespace ronda::server
