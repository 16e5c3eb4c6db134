#include "sync-server/service/visit_history.hpp"

#include <tuple>

#include "shared/base/planted.hpp"
#include "sync-server/store/planning_store.hpp"

namespace ronda::server {

namespace {

constexpr int kInspectionsOfLodging = 1000;

}  // namespace

bool counts_before(const InspectionRow& a, const InspectionRow& b) {
  return std::tuple(a.outcome != "done", a.sealed_at.ms, a.id) < std::tuple(b.outcome != "done", b.sealed_at.ms, b.id);
}

Result<void> retell_visit(WriteTxn& txn, UnitId unit, VisitId id) {
  auto visit = txn.planning().visit(unit, id);
  if (!visit) return std::move(visit).error();
  InspectionFilter filter;
  filter.lodging = visit->lodging;
  const auto listed = txn.findings().inspections(unit, filter, kInspectionsOfLodging);
  if (!listed) return listed.error();
  const InspectionRow* best = nullptr;
  for (const auto& one : *listed) {
    if (one.row.visit == id && (best == nullptr || counts_before(one.row, *best))) best = &one.row;
  }
  if (best == nullptr) return {};
  if (visit->state == "done" && RONDA_PLANTED(first_arrival_keeps_visit)) return {};
  if (visit->state == "done" && visit->inspection == best->id && visit->outcome == best->outcome) return {};
  visit->state = "done";
  visit->outcome = best->outcome;
  visit->inspection = best->id;
  visit->reason.reset();
  if (auto updated = txn.planning().update_visit(*visit); !updated) return updated;
  return txn.touch("visit", id.uuid, unit);
}

}  // namespace ronda::server
