#include "sync-server/service/sealed_effect.hpp"

#include <map>
#include <set>

#include "shared/domain/inspection.hpp"
#include "shared/wire/inspection_json.hpp"
#include "sync-server/service/effects/lookups.hpp"
#include "sync-server/service/finding_history.hpp"
#include "sync-server/service/inspection_rows.hpp"
#include "sync-server/service/notices.hpp"
#include "sync-server/service/visit_history.hpp"
#include "sync-server/store/access_store.hpp"
#include "sync-server/store/draft_store.hpp"
#include "sync-server/store/finding_store.hpp"
#include "sync-server/store/planning_store.hpp"
#include "sync-server/store/register_store.hpp"

namespace ronda::server {

namespace {

/// Splits what a lookup says: a value, nothing (the record is held), or a fault of the store.
bool is_absent(const Error& error) { return error.code == ErrorCode::not_found; }

struct SealedCase {
  domain::SealedInspection body;
  const ledger::RecordHead& head;
  const ChecklistVersion* checklist = nullptr;
  std::optional<VisitRow> visit;
  std::map<FindingId, FindingRow> spoken_of;  ///< findings that a disposition names
};

Result<std::optional<Error>> look_up_lodging(const ReadTxn& txn, UnitId unit, SealedCase& sealed) {
  const auto known = txn.lodgings().has_lodging(unit, sealed.body.lodging);
  if (!known) return known.error();
  if (*known) return std::optional<Error>();
  const auto other = standing_lodging(txn, unit, sealed.body.lodging);
  if (!other) return other.error();
  if (!other->has_value()) {
    return std::optional<Error>(Error{ErrorCode::not_found, "no such lodging in the register", "/lodging"});
  }
  sealed.body.lodging = (*other)->id;  // it was merged into another since
  return std::optional<Error>();
}

Result<std::optional<Error>> look_up_visit(const ReadTxn& txn, UnitId unit, SealedCase& sealed) {
  if (!sealed.body.visit) return std::optional<Error>();
  auto row = txn.planning().visit(unit, *sealed.body.visit);
  if (!row && !is_absent(row.error())) return row.error();
  if (!row) return std::optional<Error>(Error{ErrorCode::not_found, "no such visit", "/visit"});
  if (row->lodging != sealed.body.lodging) {
    return std::optional<Error>(Error{ErrorCode::conflict, "that visit is to another lodging", "/visit"});
  }
  sealed.visit = *row;
  return std::optional<Error>();
}

Result<std::optional<Error>> look_up_dispositions(const ReadTxn& txn, UnitId unit, SealedCase& sealed) {
  for (const auto& given : sealed.body.dispositions) {
    auto row = txn.findings().finding(unit, given.finding);
    if (!row && !is_absent(row.error())) return row.error();
    if (!row || row->lodging != sealed.body.lodging) {
      return std::optional<Error>(
          Error{ErrorCode::not_found, "there is no such finding at this lodging", "/dispositions"});
    }
    sealed.spoken_of.emplace(given.finding, *row);
  }
  return std::optional<Error>();
}

Result<std::optional<Error>> look_up_fresh_ids(const ReadTxn& txn, UnitId unit, const SealedCase& sealed) {
  const auto known = txn.findings().has_inspection(sealed.body.inspection);
  if (!known) return known.error();
  if (*known)
    return std::optional<Error>(Error{ErrorCode::conflict, "this inspection was sealed before", "/inspection"});
  std::set<FindingId> seen;
  for (const auto& finding : sealed.body.findings) {
    const auto row = txn.findings().finding(unit, finding.finding);
    if (!row && !is_absent(row.error())) return row.error();
    if (row || !seen.insert(finding.finding).second) {
      return std::optional<Error>(Error{ErrorCode::conflict, "this finding was opened before", "/findings"});
    }
  }
  return std::optional<Error>();
}

Result<std::optional<Error>> look_up_all(const ReadTxn& txn, UnitId unit, SealedCase& sealed) {
  const auto lodging = look_up_lodging(txn, unit, sealed);
  if (!lodging || *lodging) return lodging;
  const auto fresh = look_up_fresh_ids(txn, unit, sealed);
  if (!fresh || *fresh) return fresh;
  const auto visit = look_up_visit(txn, unit, sealed);
  if (!visit || *visit) return visit;
  const auto dispositions = look_up_dispositions(txn, unit, sealed);
  if (!dispositions || *dispositions) return dispositions;

  std::map<FindingId, std::string> codes;
  for (const auto& [id, finding] : sealed.spoken_of) codes.emplace(id, finding.code);
  const auto good = domain::check_sealed(sealed.body, sealed.checklist->checklist, codes);
  if (!good) return std::optional<Error>(good.error());
  return std::optional<Error>();
}

LocalDate local_date_of(const SealedCase& sealed) { return local_date(sealed.body.sealed_at, sealed.body.zone); }

Result<void> store_inspection(WriteTxn& txn, const Principal& who, const SealedCase& sealed) {
  const auto rows = rows_of(sealed.body, sealed.head, who, sealed.body.lodging, txn.now());
  if (!rows) return rows.error();
  if (auto added = txn.findings().add_inspection(rows->inspection, rows->answers, rows->photos); !added) return added;
  if (auto done = txn.drafts().forget_drafts(rows->inspection.id); !done) return done;
  return txn.touch("inspection", rows->inspection.id.uuid, who.unit);
}

// A disposition may speak of a finding that another device closed meanwhile: the visit that was sealed last decides,
// whichever is handed in last.
Result<void> apply_dispositions(WriteTxn& txn, const Principal& who, const SealedCase& sealed) {
  for (const auto& given : sealed.body.dispositions) {
    const auto reason = given.reason.empty() ? std::nullopt : std::optional<std::string>(given.reason);
    auto event = txn.findings().add_finding_event(given.finding, sealed.body.inspection,
                                                  domain::word(given.disposition), reason, sealed.body.sealed_at);
    if (!event) return event;
    if (auto told = retell_finding(txn, who.unit, given.finding, local_date_of(sealed)); !told) return told;
  }
  return {};
}

Result<void> open_findings(WriteTxn& txn, const Principal& who, const SealedCase& sealed) {
  for (const auto& opened : sealed.body.findings) {
    const auto* item = sealed.checklist->checklist.find(opened.item);
    const FindingRow row = finding_row(opened, *item, sealed.body, who.unit, sealed.body.lodging);
    if (auto put = txn.findings().put_finding(row); !put) return put;
    if (auto touched = txn.touch("finding", row.id.uuid, who.unit); !touched) return touched;
  }
  return {};
}

Result<void> finish_visit(WriteTxn& txn, const Principal& who, const SealedCase& sealed) {
  if (!sealed.visit) return {};
  VisitRow visit = *sealed.visit;
  if (visit.state == "done") return retell_visit(txn, who.unit, visit.id);  // two were there
  visit.state = "done";
  visit.outcome = std::string(domain::word(sealed.body.outcome));
  visit.inspection = sealed.body.inspection;
  visit.reason.reset();
  if (auto updated = txn.planning().update_visit(visit); !updated) return updated;
  return txn.touch("visit", visit.id.uuid, who.unit);
}

}  // namespace

Result<bool> SealedEffects::knows_officer(OfficerId officer) {
  if (known_officer_ == officer) return true;
  const auto row = txn_.access().officer(officer);
  if (!row && !is_absent(row.error())) return row.error();
  if (!row || row->unit != who_.unit) return false;
  known_officer_ = officer;
  return true;
}

Result<Effect> SealedEffects::apply(const ledger::RecordHead& head, domain::SealedInspection body) {
  const auto inspection = body.inspection;
  auto effect = enter(head, std::move(body));
  if (!effect || !effect->held) return effect;
  // Held or not, on that device it is finished.
  if (auto done = txn_.drafts().forget_draft(inspection, who_.device); !done) return std::move(done).error();
  return effect;
}

Result<Effect> SealedEffects::enter(const ledger::RecordHead& head, domain::SealedInspection body) {
  SealedCase sealed{std::move(body), head, nullptr, {}, {}};
  sealed.checklist = checklists_.find(sealed.body.checklist);
  if (sealed.checklist == nullptr) {
    return held({ErrorCode::stale_schema, "this checklist version is not known here", "/checklist"});
  }
  const auto officer = knows_officer(head.officer);
  if (!officer) return officer.error();
  if (!*officer) return held({ErrorCode::not_found, "no such officer in this unit", "/officer"});
  auto why = look_up_all(txn_, who_.unit, sealed);
  if (!why) return std::move(why).error();
  if (*why) return held(std::move(**why));

  if (auto done = store_inspection(txn_, who_, sealed); !done) return std::move(done).error();
  if (auto done = apply_dispositions(txn_, who_, sealed); !done) return std::move(done).error();
  if (auto done = open_findings(txn_, who_, sealed); !done) return std::move(done).error();
  if (auto done = finish_visit(txn_, who_, sealed); !done) return std::move(done).error();
  if (sealed.body.outcome == domain::Outcome::done) {
    auto made = make_berita_acara_notice(txn_, who_.unit, sealed.body.inspection, sealed.body.lodging);
    if (!made) return std::move(made).error();
  }
  return applied();
}

Result<Effect> apply_sealed(WriteTxn& txn, const Principal& who, const wire::ReadRecord& record,
                            const Checklists& checklists) {
  auto body = wire::read_sealed(record.body());
  if (!body) return held(std::move(body).error());
  return SealedEffects(txn, who, checklists).apply(record.head, std::move(*body));
}

}  // namespace ronda::server
