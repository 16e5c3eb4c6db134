#include "sync-server/service/notices.hpp"

#include <algorithm>
#include <array>

#include "shared/base/bytes.hpp"
#include "shared/wire/inspection_json.hpp"
#include "sync-server/store/correction_store.hpp"

namespace ronda::server {

namespace {

constexpr std::size_t kMaxNumberBytes = 80;
constexpr std::size_t kMaxPerihalBytes = 200;

Result<bool> has_open_finding(const ReadTxn& txn, const NoticeRow& notice) {
  const auto named = txn.notices().findings_of(notice.id);
  if (!named) return named.error();
  for (const auto& entry : *named) {
    const auto finding = txn.findings().finding(notice.unit, entry.finding);
    if (!finding) return finding.error();
    if (finding->state == "open") return true;
  }
  return false;
}

Result<void> check_line(std::string_view text, std::size_t most, const char* where) {
  const bool is_blank = text.find_first_not_of(' ') == std::string_view::npos;
  if (is_blank || text.size() > most || text.find('\n') != std::string_view::npos) {
    return bad_input("expected one line of at most " + std::to_string(most) + " bytes", where);
  }
  return {};
}

Result<void> raise_findings(WriteTxn& txn, const NoticeRow& notice) {
  const auto named = txn.notices().findings_of(notice.id);
  if (!named) return named.error();
  for (const auto& entry : *named) {
    auto finding = txn.findings().finding(notice.unit, entry.finding);
    if (!finding) return std::move(finding).error();
    if (finding->state != "open" || finding->rung != "berita_acara") continue;
    finding->rung = "pemberitahuan";
    if (auto put = txn.findings().put_finding(*finding); !put) return put;
    if (auto touched = txn.touch("finding", finding->id.uuid, notice.unit); !touched) return touched;
  }
  return {};
}

}  // namespace

Result<void> make_berita_acara_notice(WriteTxn& txn, UnitId unit, InspectionId inspection, LodgingId lodging) {
  const auto open = txn.findings().open_findings(unit, lodging);
  if (!open) return open.error();
  if (open->empty()) return {};
  NoticeRow notice;
  notice.id = txn.new_id<NoticeId>();
  notice.unit = unit;
  notice.lodging = lodging;
  notice.inspection = inspection;
  notice.made_at = txn.now();
  notice.due_on = open->front().due_on;
  std::vector<NoticeFindingRow> named;
  for (const auto& finding : *open) {
    named.push_back({finding.id, finding.due_on});
    notice.due_on = std::min(notice.due_on, finding.due_on);
  }
  return txn.notices().add_notice(notice, named);
}

Result<void> open_inspection_door(WriteTxn& txn, InspectionId inspection, const ledger::Hash& portal_key) {
  return txn.notices().add_inspection_link({portal_key, inspection, {}, {txn.now().ms + kLinkLifeMs}});
}

Result<void> lapse_notices_of(WriteTxn& txn, UnitId unit, FindingId finding) {
  const auto notices = txn.notices().open_notices_with(finding);
  if (!notices) return notices.error();
  for (auto notice : *notices) {
    if (notice.unit != unit) continue;
    const auto open = has_open_finding(txn, notice);
    if (!open) return open.error();
    if (*open) continue;
    notice.state = "fulfilled";
    notice.fulfilled_at = txn.now();
    if (auto updated = txn.notices().update_notice(notice); !updated) return updated;
    if (auto noted = txn.notices().add_event(notice.id, {txn.now(), "fulfilled", ""}); !noted) return noted;
  }
  return {};
}

std::string notice_token(const crypto::MacKey& secret, NoticeId notice) {
  return to_base64url(crypto::hmac_sha256(secret, "ronda-notice-1\n" + to_text(notice)));
}

Result<ledger::Hash> link_key(std::string_view token) {
  const auto bytes = from_base64url(token);
  if (!bytes || bytes->size() != 32) return bad_input("this is no notice token");
  return ledger::parse_hash(wire::portal_key(token));
}

Result<void> open_server_door(WriteTxn& txn, NoticeId notice, const crypto::MacKey& secret) {
  const auto key = link_key(notice_token(secret, notice));
  if (!key) return key.error();
  return txn.notices().add_link({*key, notice, "server", {txn.now().ms + kLinkLifeMs}});
}

Result<NoticeRow> issue_notice(WriteTxn& txn, UnitId unit, NoticeId id, std::int64_t version, std::string_view number,
                               std::string_view perihal, const crypto::MacKey& secret) {
  if (auto good = check_line(number, kMaxNumberBytes, "/number"); !good) return std::move(good).error();
  if (auto good = check_line(perihal, kMaxPerihalBytes, "/perihal"); !good) return std::move(good).error();
  auto notice = txn.notices().notice(unit, id);
  if (!notice) return notice;
  if (notice->version != version) return Error{ErrorCode::stale_version, "the notice has changed meanwhile", ""};
  if (notice->number) return Error{ErrorCode::conflict, "this notice was issued before", "/number"};
  if (notice->state == "fulfilled") return Error{ErrorCode::conflict, "nothing in this notice is open any more", ""};
  notice->rung = "pemberitahuan";
  notice->state = "issued";
  notice->number = std::string(number);
  notice->perihal = std::string(perihal);
  notice->issued_at = txn.now();
  notice->acknowledged_at.reset();  // having read the paper on site is not having read the letter
  if (auto updated = txn.notices().update_notice(*notice); !updated) return std::move(updated).error();
  ++notice->version;
  if (auto raised = raise_findings(txn, *notice); !raised) return std::move(raised).error();
  if (auto opened = open_server_door(txn, notice->id, secret); !opened) return std::move(opened).error();
  auto noted = txn.notices().add_event(notice->id, {txn.now(), "issued", std::string(number)});
  if (!noted) return std::move(noted).error();
  return notice;
}

Result<NoticeCase> read_notice_case(const ReadTxn& txn, const NoticeRow& notice) {
  NoticeCase read;
  read.notice = notice;
  auto unit = txn.settings().unit(notice.unit);
  if (!unit) return std::move(unit).error();
  read.unit = std::move(*unit);
  auto lodging = txn.lodgings().lodging(notice.unit, notice.lodging);
  if (!lodging) return std::move(lodging).error();
  read.lodging = std::move(*lodging);
  const auto named = txn.notices().findings_of(notice.id);
  if (!named) return named.error();
  for (const auto& entry : *named) {
    auto finding = txn.findings().finding(notice.unit, entry.finding);
    if (!finding) return std::move(finding).error();
    finding->due_on = entry.due_on;
    read.findings.push_back(std::move(*finding));
  }
  auto events = txn.notices().events_of(notice.id);
  if (!events) return std::move(events).error();
  read.events = std::move(*events);
  return read;
}

Result<Door> open_door(const ReadTxn& txn, std::string_view token) {
  const Error unknown{ErrorCode::not_found, "no such notice", ""};
  const Error expired{ErrorCode::expired, "this link has expired", ""};
  const auto key = link_key(token);
  if (!key) return unknown;
  Door door;
  const auto link = txn.notices().link(*key);
  if (!link) return link.error();
  if (link->has_value()) {
    if ((*link)->expires_at <= txn.now()) return expired;
    auto notice = txn.notices().notice_behind(**link);
    if (!notice) return std::move(notice).error();
    door.notice = std::move(*notice);
    return door;
  }
  const auto paper = txn.notices().inspection_link(*key);
  if (!paper) return paper.error();
  if (!paper->has_value()) return unknown;
  if ((*paper)->expires_at <= txn.now()) return expired;
  // The paper of an inspection that was corrected opens what stands now.
  InspectionId newest = (*paper)->inspection;
  for (;;) {
    auto notice = txn.notices().notice_of_inspection(newest);
    if (!notice) return std::move(notice).error();
    if (notice->has_value()) door.notice = **std::move(notice);
    const auto newer = txn.corrections().superseded_by(newest);
    if (!newer) return newer.error();
    if (!newer->has_value()) break;
    newest = **newer;
  }
  if (door.notice) return door;
  auto inspection = txn.findings().inspection((*paper)->unit, newest);
  if (!inspection) return std::move(inspection).error();
  door.inspection = std::move(*inspection);
  return door;
}

Result<void> note_opened(WriteTxn& txn, const NoticeRow& notice) {
  constexpr std::int64_t kDayMs = 24 * 3600 * 1000;
  const auto events = txn.notices().events_of(notice.id);
  if (!events) return events.error();
  for (const auto& event : *events) {
    if (event.what == "opened" && txn.now().ms - event.at.ms < kDayMs) return {};
  }
  return txn.notices().add_event(notice.id, {txn.now(), "opened", ""});
}

Result<NoticeRow> acknowledge_notice(WriteTxn& txn, NoticeRow notice) {
  if (notice.acknowledged_at) return notice;
  notice.acknowledged_at = txn.now();
  if (notice.state != "fulfilled") notice.state = "acknowledged";
  if (auto updated = txn.notices().update_notice(notice); !updated) return std::move(updated).error();
  ++notice.version;
  if (auto noted = txn.notices().add_event(notice.id, {txn.now(), "acknowledged", ""}); !noted) {
    return std::move(noted).error();
  }
  return notice;
}

}  // namespace ronda::server
