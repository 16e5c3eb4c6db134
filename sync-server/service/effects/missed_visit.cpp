#include "shared/wire/report_json.hpp"
#include "sync-server/service/effects/kinds.hpp"
#include "sync-server/service/effects/lookups.hpp"
#include "sync-server/store/planning_store.hpp"

namespace ronda::server {

Result<Effect> apply_missed(WriteTxn& txn, const Principal& who, const wire::ReadRecord& record) {
  const auto report = wire::read_missed(record.body());
  if (!report) return held(report.error());
  const auto alien = stranger(txn, who.unit, record.head);
  if (!alien) return alien.error();
  if (*alien) return held(**alien);
  auto visit = txn.planning().visit(who.unit, report->visit);
  if (!visit && visit.error().code == ErrorCode::not_found) {
    return held({ErrorCode::not_found, "no such visit", "/visit"});
  }
  if (!visit) return std::move(visit).error();
  if (visit->state == "done") return held({ErrorCode::conflict, "this visit was carried out", "/visit"});
  visit->state = "missed";
  visit->reason = std::string(word(report->reason)) + (report->note.empty() ? "" : ": " + report->note);
  if (auto updated = txn.planning().update_visit(*visit); !updated) return std::move(updated).error();
  if (auto touched = txn.touch("visit", visit->id.uuid, who.unit); !touched) return std::move(touched).error();
  return applied();
}

}  // namespace ronda::server
