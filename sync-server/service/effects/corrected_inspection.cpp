// inspection.corrected: a newer version takes the place of a sealed inspection, and the books say what it says.
#include <algorithm>
#include <map>
#include <set>

#include "shared/wire/inspection_json.hpp"
#include "shared/wire/report_json.hpp"
#include "sync-server/service/effects/kinds.hpp"
#include "sync-server/service/effects/lookups.hpp"
#include "sync-server/service/finding_history.hpp"
#include "sync-server/service/inspection_rows.hpp"
#include "sync-server/service/inspections.hpp"
#include "sync-server/service/notices.hpp"
#include "sync-server/service/visit_history.hpp"
#include "sync-server/store/case_store.hpp"
#include "sync-server/store/correction_store.hpp"
#include "sync-server/store/finding_store.hpp"

namespace ronda::server {

namespace {

using Why = std::optional<Error>;

struct Correction {
  domain::CorrectedInspection report;
  ledger::RecordHead head;
  InspectionRow before;                  ///< the version that is replaced
  domain::SealedInspection before_body;  ///< of it
  const ChecklistVersion* checklist = nullptr;
  std::map<FindingId, FindingRow> known;  ///< findings of either version that exist

  const domain::SealedInspection& body() const { return report.inspection; }
};

Why because(ErrorCode code, std::string message, std::string where) {
  return Error{code, std::move(message), std::move(where)};
}

Result<Why> look_up_before(const ReadTxn& txn, UnitId unit, Correction& made) {
  const auto before = txn.findings().inspection(unit, made.report.supersedes);
  if (!before && before.error().code == ErrorCode::not_found) {
    return because(ErrorCode::not_found, "the inspection that it corrects is not known here", "/supersedes");
  }
  if (!before) return before.error();
  made.before = before->row;
  const auto newer = txn.corrections().superseded_by(made.before.id);
  if (!newer) return newer.error();
  if (newer->has_value()) {
    return because(ErrorCode::conflict, "another correction has replaced this inspection already", "/supersedes");
  }
  const auto read = read_inspection(txn, unit, made.before.id);
  if (!read) return read.error();
  if (ledger::to_text(read->sealed_hash) != made.report.record) {
    return because(ErrorCode::conflict, "it corrects another record than the one that is known here", "/record");
  }
  const auto document = wire::JsonDocument::parse(read->body);
  if (!document) return document.error();
  auto body = wire::read_sealed(document->root());
  if (!body) return Error{ErrorCode::corrupt, "the record that is corrected cannot be read", body.error().where};
  made.before_body = *std::move(body);
  return Why();
}

Result<Why> look_up_findings(const ReadTxn& txn, UnitId unit, Correction& made) {
  std::map<FindingId, std::string> codes;
  for (const auto& given : made.body().dispositions) {
    const auto row = txn.findings().finding(unit, given.finding);
    if (!row && row.error().code != ErrorCode::not_found) return row.error();
    if (!row || row->lodging != made.before.lodging) {
      return because(ErrorCode::not_found, "there is no such finding at this lodging", "/inspection/dispositions");
    }
    made.known.emplace(given.finding, *row);
    codes.emplace(given.finding, row->code);
  }
  for (const auto& opened : made.body().findings) {
    const auto row = txn.findings().finding(unit, opened.finding);
    if (!row && row.error().code != ErrorCode::not_found) return row.error();
    if (!row) continue;
    // A finding keeps its identity from version to version: same premises, item and day.
    if (row->lodging != made.before.lodging || row->code != opened.item || row->opened_on != made.before.local_date ||
        !made.known.emplace(opened.finding, *row).second) {
      return because(ErrorCode::conflict, "this finding was opened before", "/inspection/findings");
    }
  }
  auto good = domain::check_sealed(made.body(), made.checklist->checklist, codes);
  if (good) return Why();
  Error wrong = std::move(good).error();
  wrong.where = "/inspection" + wrong.where;
  return Why(std::move(wrong));
}

Result<Why> look_up_all(const ReadTxn& txn, UnitId unit, Correction& made) {
  auto why = look_up_before(txn, unit, made);
  if (!why || *why) return why;
  const auto lodging = standing_lodging(txn, unit, made.body().lodging);
  if (!lodging) return lodging.error();
  const bool same = lodging->has_value() && (*lodging)->id == made.before.lodging;
  if (auto good = domain::check_same_visit(made.body(), made.before_body, same); !good) {
    return Why(std::move(good).error());
  }
  const auto known = txn.findings().has_inspection(made.body().inspection);
  if (!known) return known.error();
  if (*known) return because(ErrorCode::conflict, "this version was handed in before", "/inspection/inspection");
  return look_up_findings(txn, unit, made);
}

Result<void> store_version(WriteTxn& txn, const Principal& who, const Correction& made) {
  const auto rows = rows_of(made.body(), made.head, who, made.before.lodging, txn.now());
  if (!rows) return rows.error();
  if (auto added = txn.findings().add_inspection(rows->inspection, rows->answers, rows->photos); !added) return added;
  auto linked =
      txn.corrections().add_correction({made.body().inspection, made.before.id,
                                        std::string(word(made.report.reason_class)), made.report.reason, made.head.at});
  if (!linked) return linked;
  if (auto gone = txn.touch_deleted("inspection", made.before.id.uuid, who.unit); !gone) return gone;
  return txn.touch("inspection", made.body().inspection.uuid, who.unit);
}

Result<void> say_findings(WriteTxn& txn, const Principal& who, Correction& made) {
  const auto& body = made.body();
  for (const auto& opened : body.findings) {
    const auto* item = made.checklist->checklist.find(opened.item);
    FindingRow row = finding_row(opened, *item, body, who.unit, made.before.lodging);
    if (const auto known = made.known.find(opened.finding); known != made.known.end()) {
      row = known->second;
      row.severity = std::string(word(opened.severity));
      row.note = opened.note.empty() ? std::nullopt : std::optional<std::string>(opened.note);
      row.due_on = opened.due_on;
    }
    if (auto put = txn.findings().put_finding(row); !put) return put;
    auto event = txn.findings().add_finding_event(row.id, body.inspection, "opened", {}, body.sealed_at);
    if (!event) return event;
  }
  for (const auto& given : body.dispositions) {
    const auto reason = given.reason.empty() ? std::nullopt : std::optional<std::string>(given.reason);
    auto event = txn.findings().add_finding_event(given.finding, body.inspection, word(given.disposition), reason,
                                                  body.sealed_at);
    if (!event) return event;
  }
  return {};
}

/// Every finding that either version speaks of.
std::set<FindingId> spoken_of(const Correction& made) {
  std::set<FindingId> ids;
  for (const auto* body : {&made.before_body, &made.report.inspection}) {
    for (const auto& opened : body->findings) ids.insert(opened.finding);
    for (const auto& given : body->dispositions) ids.insert(given.finding);
  }
  return ids;
}

Result<void> retell_all(WriteTxn& txn, const Principal& who, const Correction& made, LocalDate today) {
  for (const FindingId id : spoken_of(made)) {
    // The version before may have spoken of a finding that a copy of the device never handed in.
    const auto there = txn.findings().finding(who.unit, id);
    if (!there && there.error().code == ErrorCode::not_found) continue;
    if (!there) return there.error();
    if (auto told = retell_finding(txn, who.unit, id, today); !told) return told;
  }
  return {};
}

/// What the paper of this version names: its own findings and those it says are still there.
std::vector<NoticeFindingRow> named_by(const Correction& made) {
  std::vector<NoticeFindingRow> named;
  for (const auto& opened : made.body().findings) named.push_back({opened.finding, opened.due_on});
  for (const auto& given : made.body().dispositions) {
    if (keeps_open(given.disposition)) named.push_back({given.finding, made.known.at(given.finding).due_on});
  }
  return named;
}

bool says_the_same(const std::vector<NoticeFindingRow>& a, const std::vector<NoticeFindingRow>& b) {
  const auto as_map = [](const std::vector<NoticeFindingRow>& rows) {
    std::map<FindingId, std::string> map;
    for (const auto& row : rows) map.emplace(row.finding, to_text(row.due_on));
    return map;
  };
  return as_map(a) == as_map(b);
}

/// A berita acara notice that nobody has raised follows the paper; a letter that went out does not change by itself.
Result<void> follow_with_notice(WriteTxn& txn, const Principal& who, const Correction& made) {
  const auto named = named_by(made);
  auto notice = txn.notices().notice_of_inspection(made.before.id);
  if (!notice) return std::move(notice).error();
  if (!notice->has_value()) {
    if (named.empty() || made.body().outcome != domain::Outcome::done) return {};
    return make_berita_acara_notice(txn, who.unit, made.body().inspection, made.before.lodging);
  }
  NoticeRow row = **notice;
  if (row.state == "draft" && row.rung == "berita_acara" && !named.empty()) {
    row.inspection = made.body().inspection;
    row.due_on = named.front().due_on;
    for (const auto& finding : named) row.due_on = std::min(row.due_on, finding.due_on);
    return txn.notices().replace_findings(row, named);
  }
  if (row.state == "draft" && row.rung == "berita_acara") return {};  // it lapses with its findings
  const auto said = txn.notices().findings_of(row.id);
  if (!said) return said.error();
  if (says_the_same(*said, named)) return {};
  CaseRow made_case;
  made_case.id = txn.new_id<CaseId>();
  made_case.unit = who.unit;
  made_case.kind = "notice";
  made_case.lodging = made.before.lodging;
  made_case.inspection = made.body().inspection;
  made_case.notice = row.id;
  made_case.opened_at = txn.now();
  return txn.cases().add(made_case);
}

}  // namespace

Result<Effect> apply_corrected_inspection(WriteTxn& txn, const Principal& who, const wire::ReadRecord& record,
                                          const Checklists& checklists) {
  auto report = wire::read_corrected_inspection(record.body());
  if (!report) return held(std::move(report).error());
  const auto alien = stranger(txn, who.unit, record.head);
  if (!alien) return alien.error();
  if (*alien) return held(**alien);
  Correction made;
  made.report = *std::move(report);
  made.head = record.head;
  made.checklist = checklists.find(made.body().checklist);
  if (made.checklist == nullptr) {
    return held({ErrorCode::stale_schema, "this checklist version is not known here", "/inspection/checklist"});
  }
  auto why = look_up_all(txn, who.unit, made);
  if (!why) return std::move(why).error();
  if (*why) return held(std::move(**why));

  if (auto done = store_version(txn, who, made); !done) return std::move(done).error();
  if (auto done = say_findings(txn, who, made); !done) return std::move(done).error();
  if (auto done = follow_with_notice(txn, who, made); !done) return std::move(done).error();
  const LocalDate today = local_date(made.head.at, made.body().zone);
  if (auto done = retell_all(txn, who, made, today); !done) return std::move(done).error();
  if (made.before.visit) {
    if (auto told = retell_visit(txn, who.unit, *made.before.visit); !told) return std::move(told).error();
  }
  return applied();
}

}  // namespace ronda::server
