// What verifying reads of the tables that were made of records: whole rows, of every unit.
#include <algorithm>

#include "sync-server/store/sqlite/columns.hpp"
#include "sync-server/store/sqlite/ledger.hpp"
#include "sync-server/store/sqlite/run_stamps.hpp"

namespace ronda::server {

constexpr std::string_view kRunsAfter = R"sql(
  SELECT device_id, first_seq, first_chain, count, received_at, chain_hash, coding, skip, bytes, stamp FROM device_run
   WHERE first_chain > ?1
   ORDER BY first_chain
   LIMIT ?2
)sql";

Result<std::vector<StampedRun>> SqliteLedger::runs_after(std::int64_t first_chain, int limit) const {
  std::vector<StampedRun> runs;
  auto row = context_.use(kRunsAfter);
  row.bind(1, first_chain).bind(2, limit);
  while (row.step()) {
    StampedRun run;
    run.device = row.id<DeviceId>(0);
    run.first_seq = row.int64(1);
    run.facts = run_facts(row, 2);
    if (!row.is_null(9)) run.stamp = hash_column(row, 9);
    runs.push_back(std::move(run));
  }
  if (!row.ok()) return row.error();
  return runs;
}

constexpr std::string_view kStraySignature = R"sql(
  SELECT device_id, last_seq FROM run_signature s
   WHERE NOT EXISTS (SELECT 1 FROM device_run r
                      WHERE r.device_id = s.device_id AND s.last_seq BETWEEN r.first_seq AND r.first_seq + r.count - 1)
   LIMIT 1
)sql";

Result<std::optional<RecordPlace>> SqliteLedger::stray_signature() const {
  auto row = context_.use(kStraySignature);
  std::optional<RecordPlace> found;
  if (row.step()) found = RecordPlace{row.id<DeviceId>(0), row.int64(1)};
  if (!row.ok()) return row.error();
  return found;
}

constexpr std::string_view kIsAcceptedCopy = R"sql(
  SELECT EXISTS (SELECT 1 FROM quarantine WHERE hash = ?1 AND handled_how = 'accepted_copy')
)sql";

Result<bool> SqliteLedger::is_accepted_copy(const ledger::Hash& hash) const {
  auto row = context_.use(kIsAcceptedCopy);
  row.bind(1, column_bytes(hash));
  if (!row.step()) return row.error();
  return row.boolean(0);
}

constexpr std::string_view kMadeInspection = R"sql(
  SELECT id, unit_id, lodging_id, visit_id, officer_id, device_id, seq, checklist, outcome, outcome_reason, opened_at,
         sealed_at, local_date, zone, new_findings, persisting, received_at, portal_key, link_expires_at, superseded_by
    FROM inspection
   WHERE id = ?1
)sql";

Result<std::optional<MadeInspection>> SqliteLedger::made_inspection(InspectionId id) const {
  auto row = context_.use(kMadeInspection);
  row.bind(1, id);
  if (!row.step()) {
    if (!row.ok()) return row.error();
    return std::optional<MadeInspection>();
  }
  MadeInspection made;
  auto& inspection = made.row;
  inspection.id = row.id<InspectionId>(0);
  inspection.unit = row.id<UnitId>(1);
  inspection.lodging = row.id<LodgingId>(2);
  inspection.visit = row.optional_id<VisitId>(3);
  inspection.officer = row.id<OfficerId>(4);
  inspection.device = row.id<DeviceId>(5);
  inspection.seq = row.int64(6);
  inspection.checklist = row.text(7);
  inspection.outcome = row.text(8);
  inspection.outcome_reason = row.optional_text(9);
  inspection.opened_at = row.instant(10);
  inspection.sealed_at = row.instant(11);
  inspection.local_date = row.date(12);
  inspection.zone = zone_of_column(row, 13);
  // A number that no record could give must not become one that it gives.
  const auto counted = [&](int column) {
    return static_cast<int>(std::clamp<std::int64_t>(row.int64(column), -1, 1 << 30));
  };
  inspection.new_findings = counted(14);
  inspection.persisting = counted(15);
  inspection.received_at = row.instant(16);
  if (!row.is_null(17)) inspection.portal_key = hash_column(row, 17);
  inspection.link_expires_at = optional_instant(row, 18);
  made.superseded_by = row.optional_id<InspectionId>(19);
  return std::optional(std::move(made));
}

constexpr std::string_view kEventsOf = R"sql(
  SELECT finding_id, disposition, reason, at FROM finding_event WHERE inspection_id = ?1 ORDER BY finding_id
)sql";

Result<std::vector<FindingEventRow>> SqliteLedger::events_of(InspectionId id) const {
  std::vector<FindingEventRow> events;
  auto row = context_.use(kEventsOf);
  row.bind(1, id);
  while (row.step()) {
    events.push_back({row.id<FindingId>(0), row.text(1), row.optional_text(2), row.instant(3)});
  }
  if (!row.ok()) return row.error();
  return events;
}

constexpr std::string_view kDisposal = R"sql(
  SELECT finding_id, officer_id, disposition, reason, local_date, at FROM finding_disposal
   WHERE device_id = ?1 AND seq = ?2
)sql";

Result<std::optional<DisposalRow>> SqliteLedger::disposal(DeviceId device, std::int64_t seq) const {
  auto row = context_.use(kDisposal);
  row.bind(1, device).bind(2, seq);
  std::optional<DisposalRow> found;
  if (row.step()) {
    found = DisposalRow{row.id<FindingId>(0), device,      seq,           row.id<OfficerId>(1), row.text(2),
                        row.optional_text(3), row.date(4), row.instant(5)};
  }
  if (!row.ok()) return row.error();
  return found;
}

constexpr std::string_view kService = R"sql(
  SELECT notice_id, officer_id, to_role, way, served_at, refused, reason FROM notice_service
   WHERE device_id = ?1 AND seq = ?2
)sql";

Result<std::optional<ServiceRow>> SqliteLedger::service(DeviceId device, std::int64_t seq) const {
  auto row = context_.use(kService);
  row.bind(1, device).bind(2, seq);
  std::optional<ServiceRow> found;
  if (row.step()) {
    found.emplace();
    found->notice = row.id<NoticeId>(0);
    found->device = device;
    found->seq = seq;
    found->officer = row.id<OfficerId>(1);
    found->to = row.text(2);
    found->way = row.text(3);
    found->served_at = row.instant(4);
    found->refused = row.int64(5) == 1;
    if (row.int64(5) > 1 || row.int64(5) < 0) found->way.clear();  // neither yes nor no: nothing that a record says
    found->reason = row.optional_text(6);
  }
  if (!row.ok()) return row.error();
  return found;
}

}  // namespace ronda::server
