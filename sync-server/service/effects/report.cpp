// finding.disposed, notice.served and activity.held.
#include "shared/wire/report_json.hpp"
#include "sync-server/service/effects/kinds.hpp"
#include "sync-server/service/effects/lookups.hpp"
#include "sync-server/service/finding_history.hpp"
#include "sync-server/store/notice_store.hpp"
#include "sync-server/store/report_store.hpp"

namespace ronda::server {

namespace {

std::optional<std::string> known(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

}  // namespace

Result<Effect> apply_disposed(WriteTxn& txn, const Principal& who, const wire::ReadRecord& record) {
  const auto report = wire::read_disposed(record.body());
  if (!report) return held(report.error());
  const auto alien = stranger(txn, who.unit, record.head);
  if (!alien) return alien.error();
  if (*alien) return held(**alien);
  const auto finding = txn.findings().finding(who.unit, report->finding);
  if (!finding && finding.error().code != ErrorCode::not_found) return finding.error();
  const auto lodging = standing_lodging(txn, who.unit, report->lodging);
  if (!lodging) return lodging.error();
  if (!finding || !lodging->has_value() || finding->lodging != (*lodging)->id) {
    return held({ErrorCode::not_found, "there is no such finding at this lodging", "/finding"});
  }
  DisposalRow row;
  row.finding = report->finding;
  row.device = who.device;
  row.seq = record.head.seq;
  row.officer = record.head.officer;
  row.disposition = std::string(word(report->disposition));
  row.reason = known(report->reason);
  row.local_date = local_date(record.head.at, who.zone);
  row.at = record.head.at;
  if (auto added = txn.corrections().add_disposal(row); !added) return std::move(added).error();
  if (auto told = retell_finding(txn, who.unit, report->finding, row.local_date); !told) return std::move(told).error();
  return applied();
}

Result<Effect> apply_served(WriteTxn& txn, const Principal& who, const wire::ReadRecord& record) {
  const auto report = wire::read_served(record.body());
  if (!report) return held(report.error());
  const auto alien = stranger(txn, who.unit, record.head);
  if (!alien) return alien.error();
  if (*alien) return held(**alien);
  const auto notice = txn.notices().notice(who.unit, report->notice);
  if (!notice && notice.error().code == ErrorCode::not_found) {
    return held({ErrorCode::not_found, "no such notice", "/notice"});
  }
  if (!notice) return notice.error();
  ServiceRow row;
  row.notice = report->notice;
  row.device = who.device;
  row.seq = record.head.seq;
  row.officer = record.head.officer;
  row.to = report->to;
  row.way = std::string(word(report->way));
  row.served_at = report->at;
  if (report->signature) {
    if (const auto* refused = std::get_if<domain::ManagerRefused>(&*report->signature)) {
      row.refused = true;
      row.reason = known(refused->reason);
    }
  }
  if (auto added = txn.reports().add_service(row); !added) return std::move(added).error();
  if (auto touched = txn.touch("notice", notice->id.uuid, who.unit); !touched) return std::move(touched).error();
  return applied();
}

Result<Effect> apply_held(WriteTxn& txn, const Principal& who, const wire::ReadRecord& record) {
  const auto report = wire::read_held(record.body());
  if (!report) return held(report.error());
  const auto alien = stranger(txn, who.unit, record.head);
  if (!alien) return alien.error();
  if (*alien) return held(**alien);
  const auto there = txn.reports().activity(who.unit, report->activity);
  if (there) return held({ErrorCode::conflict, "this activity was reported before", "/activity"});
  if (there.error().code != ErrorCode::not_found) return there.error();
  ActivityRow row;
  row.id = report->activity;
  row.unit = who.unit;
  row.device = who.device;
  row.seq = record.head.seq;
  row.officer = record.head.officer;
  row.kind = std::string(word(report->kind));
  row.date = report->date;
  row.place = report->place;
  row.theme = known(report->theme);
  row.headcount = report->headcount;
  row.received_at = txn.now();
  if (report->lodging) {
    const auto lodging = standing_lodging(txn, who.unit, *report->lodging);
    if (!lodging) return lodging.error();
    if (!lodging->has_value()) return held({ErrorCode::not_found, "no such lodging in the register", "/lodging"});
    row.lodging = (*lodging)->id;
  }
  if (auto added = txn.reports().add_activity(row); !added) return std::move(added).error();
  if (auto touched = txn.touch("activity", row.id.uuid, who.unit); !touched) return std::move(touched).error();
  return applied();
}

}  // namespace ronda::server
