#include "sync-server/service/finding_history.hpp"

#include <algorithm>

#include "shared/domain/words.hpp"
#include "sync-server/service/notices.hpp"

namespace ronda::server {

FindingRow after_steps(FindingRow finding, const std::vector<FindingStep>& steps, LocalDate today) {
  if (steps.empty()) {
    finding.state = "withdrawn";
    finding.closed_on = today;
    return finding;
  }
  int seen = 0;
  finding.state = "open";
  finding.closed_on.reset();
  for (const auto& step : steps) {
    const auto disposition = domain::parse_disposition(step.disposition);
    const bool open = !disposition || domain::keeps_open(*disposition);  // "opened" is no disposition
    seen += open ? 1 : 0;
    finding.state = open ? "open" : step.disposition;
    finding.closed_on = open ? std::nullopt : std::optional<LocalDate>(step.on);
    finding.last_seen = step.on;
  }
  finding.times_seen = std::max(1, seen);
  return finding;
}

Result<void> retell_finding(WriteTxn& txn, UnitId unit, FindingId id, LocalDate today) {
  auto finding = txn.findings().finding(unit, id);
  if (!finding) return std::move(finding).error();
  const auto steps = txn.corrections().steps(id);
  if (!steps) return steps.error();
  const FindingRow told = after_steps(*finding, *steps, today);
  if (auto put = txn.findings().put_finding(told); !put) return put;
  if (auto touched = txn.touch("finding", id.uuid, unit); !touched) return touched;
  if (told.state == "open") return {};
  return lapse_notices_of(txn, unit, id);
}

}  // namespace ronda::server
