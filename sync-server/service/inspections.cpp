#include "sync-server/service/inspections.hpp"

#include "shared/wire/carried_json.hpp"
#include "shared/wire/inspection_json.hpp"
#include "shared/wire/record_json.hpp"
#include "sync-server/store/planning_store.hpp"

namespace ronda::server {

namespace {

// One step of verify_chain: this record and the one before it.
Result<bool> stands_in_chain(const ReadTxn& txn, const StoredRecord& record) {
  if (ledger::record_hash(record.bytes) != record.hash) return false;
  ledger::Hash before{};
  if (record.chain_seq > 1) {
    const auto previous = txn.sync().records_after(record.chain_seq - 2, 1);
    if (!previous) return previous.error();
    if (previous->empty() || previous->front().chain_seq != record.chain_seq - 1) return false;
    before = previous->front().chain_hash;
  }
  return ledger::chain(before, record.hash) == record.chain_hash;
}

/// The body of §5: of the record itself, or the version inside a correction.
std::string inspected(const wire::ReadRecord& record) {
  const auto body = record.body();
  const auto inner = body.find("inspection");
  return record.head.kind == "inspection.corrected" && inner ? inner->dump() : body.dump();
}

// The team that was sent; without a visit the officer's team of today.
Result<std::string> team_name(const ReadTxn& txn, UnitId unit, const InspectionRow& inspection) {
  std::optional<TeamId> team;
  if (inspection.visit) {
    const auto visit = txn.planning().visit(unit, *inspection.visit);
    if (!visit) return visit.error();
    team = visit->team;
  } else {
    const auto officer = txn.access().officer(inspection.officer);
    if (!officer) return officer.error();
    team = officer->team;
  }
  if (!team) return std::string();
  const auto row = txn.settings().team(unit, *team);
  if (!row) return row.error();
  return row->name;
}

}  // namespace

Result<ReadInspection> read_inspection(const ReadTxn& txn, UnitId unit, InspectionId id) {
  ReadInspection read;
  auto listed = txn.findings().inspection(unit, id);
  if (!listed) return std::move(listed).error();
  read.listed = std::move(*listed);
  auto record = txn.sync().record(read.listed.row.device, read.listed.row.seq);
  if (!record) return std::move(record).error();
  read.record = std::move(*record);
  const auto parsed = wire::read_record(read.record.bytes);
  if (!parsed)
    return Error{ErrorCode::corrupt, "the record cannot be read: " + parsed.error().message, parsed.error().where};
  if (parsed->head.kind == wire::kCarriedKind) {
    const auto carried = wire::read_carried(read.record.bytes, *parsed);
    if (!carried) return Error{ErrorCode::corrupt, "the record cannot be read: " + carried.error().message, ""};
    read.sealed = carried->record.head;
    read.sealed_hash = carried->hash;
    read.body = inspected(carried->record);
  } else {
    read.sealed = parsed->head;
    read.sealed_hash = read.record.hash;
    read.body = inspected(*parsed);
  }
  const auto correction = txn.corrections().correction(id);
  if (!correction) return correction.error();
  read.correction = *correction;
  const auto newer = txn.corrections().superseded_by(id);
  if (!newer) return newer.error();
  read.superseded_by = *newer;
  const auto verified = stands_in_chain(txn, read.record);
  if (!verified) return verified.error();
  read.verified = *verified;
  return read;
}

Result<InspectionCase> read_inspection_case(const ReadTxn& txn, UnitId unit, InspectionId id,
                                            const Checklists& checklists, std::string link) {
  const auto read = read_inspection(txn, unit, id);
  if (!read) return read.error();
  const auto document = wire::JsonDocument::parse(read->body);
  if (!document) return document.error();
  auto body = wire::read_sealed(document->root());
  if (!body) return std::move(body).error();
  const auto* version = checklists.find(body->checklist);
  if (version == nullptr)
    return Error{ErrorCode::stale_schema, "this checklist version is not known here", "/checklist"};

  InspectionCase made;
  made.body = std::move(*body);
  made.checklist = &version->checklist;
  made.record_hash = read->sealed_hash;  // what the paper that was handed over says
  made.record_seq = read->sealed.seq;
  made.link = std::move(link);
  auto row = txn.settings().unit(unit);
  if (!row) return std::move(row).error();
  made.unit = std::move(*row);
  auto lodging = txn.lodgings().lodging(unit, read->listed.row.lodging);
  if (!lodging) return std::move(lodging).error();
  made.lodging = std::move(*lodging);
  for (const auto& signature : made.body.officers) {
    auto officer = txn.access().officer(signature.officer);
    if (!officer) return std::move(officer).error();
    made.officers.push_back(std::move(*officer));
  }
  const auto findings = txn.findings().findings_of_inspection(id);
  if (!findings) return findings.error();
  for (const auto& finding : *findings) made.findings.emplace(finding.id, finding);
  if (read->correction) {
    const auto before = txn.findings().inspection(unit, read->correction->supersedes);
    if (!before) return before.error();
    made.replaces = before->row;
    made.correction = read->correction;
  }
  auto team = team_name(txn, unit, read->listed.row);
  if (!team) return std::move(team).error();
  made.team = std::move(*team);
  return made;
}

}  // namespace ronda::server
