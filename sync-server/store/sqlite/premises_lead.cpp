// Referrals and tips.
#include "sync-server/store/sqlite/report.hpp"

namespace ronda::server {

namespace {

#define RONDA_REFERRALS                                                                                               \
  "SELECT r.id, r.unit_id, r.device_id, r.seq, r.officer_id, o.name, o.rank, r.lodging_id, l.name, r.inspection_id, " \
  "r.reason, r.receiver, r.made_at, r.case_no, r.stage, r.stage_on, r.version, r.received_at FROM referral r "        \
  "JOIN officer o ON o.id = r.officer_id JOIN lodging l ON l.id = r.lodging_id "

ReferralRow read_referral(const sqlite::Row& row) {
  ReferralRow read;
  read.id = row.id<domain::ReferralId>(0);
  read.unit = row.id<UnitId>(1);
  read.device = row.id<DeviceId>(2);
  read.seq = row.int64(3);
  read.officer = row.id<OfficerId>(4);
  read.officer_name = row.text(5);
  read.officer_rank = row.text(6);
  read.lodging = row.id<LodgingId>(7);
  read.lodging_name = row.text(8);
  read.inspection = row.optional_id<InspectionId>(9);
  read.reason = row.text(10);
  read.receiver = row.text(11);
  read.made_at = row.instant(12);
  read.case_no = row.optional_text(13);
  read.stage = row.optional_text(14);
  if (!row.is_null(15)) read.stage_on = row.date(15);
  read.version = row.int64(16);
  read.received_at = row.instant(17);
  return read;
}

#define RONDA_TIPS                                                                                             \
  "SELECT t.id, t.unit_id, t.device_id, t.seq, t.officer_id, o.name, o.rank, t.lodging_id, l.name, t.source, " \
  "t.category, t.priority, t.received_on, t.expires_on, t.reference, t.received_at FROM tip t "                \
  "JOIN officer o ON o.id = t.officer_id JOIN lodging l ON l.id = t.lodging_id "

TipRow read_tip(const sqlite::Row& row) {
  TipRow read;
  read.id = row.id<domain::TipId>(0);
  read.unit = row.id<UnitId>(1);
  read.device = row.id<DeviceId>(2);
  read.seq = row.int64(3);
  read.officer = row.id<OfficerId>(4);
  read.officer_name = row.text(5);
  read.officer_rank = row.text(6);
  read.lodging = row.id<LodgingId>(7);
  read.lodging_name = row.text(8);
  read.source = row.text(9);
  read.category = row.text(10);
  read.priority = row.text(11);
  read.received_on = row.date(12);
  read.expires_on = row.date(13);
  read.reference = row.optional_text(14);
  read.received_at = row.instant(15);
  return read;
}

}  // namespace

constexpr std::string_view kReferral = RONDA_REFERRALS "WHERE r.id = ?1 AND r.unit_id = ?2";
constexpr std::string_view kReferrals =
    RONDA_REFERRALS "WHERE r.unit_id = ?1 ORDER BY r.made_at DESC, r.id DESC LIMIT ?2";
constexpr std::string_view kTip = RONDA_TIPS "WHERE t.id = ?1 AND t.unit_id = ?2";
constexpr std::string_view kTips = RONDA_TIPS
    "WHERE t.unit_id = ?1 AND (?2 IS NULL OR t.expires_on >= ?2) ORDER BY t.received_on DESC, t.id DESC LIMIT ?3";
#undef RONDA_REFERRALS
#undef RONDA_TIPS

Result<ReferralRow> SqliteReports::referral(UnitId unit, domain::ReferralId id) const {
  auto row = context_.use(kReferral);
  row.bind(1, id).bind(2, unit);
  if (row.step()) return read_referral(row);
  if (!row.ok()) return row.error();
  return Error{ErrorCode::not_found, "no such referral", ""};
}

Result<std::vector<ReferralRow>> SqliteReports::referrals(UnitId unit, int limit) const {
  auto row = context_.use(kReferrals);
  row.bind(1, unit).bind(2, limit);
  std::vector<ReferralRow> rows;
  while (row.step()) rows.push_back(read_referral(row));
  if (!row.ok()) return row.error();
  return rows;
}

Result<TipRow> SqliteReports::tip(UnitId unit, domain::TipId id) const {
  auto row = context_.use(kTip);
  row.bind(1, id).bind(2, unit);
  if (row.step()) return read_tip(row);
  if (!row.ok()) return row.error();
  return Error{ErrorCode::not_found, "no such tip", ""};
}

Result<std::vector<TipRow>> SqliteReports::tips(UnitId unit, std::optional<LocalDate> since, int limit) const {
  auto row = context_.use(kTips);
  row.bind(1, unit).bind(2, since).bind(3, limit);
  std::vector<TipRow> rows;
  while (row.step()) rows.push_back(read_tip(row));
  if (!row.ok()) return row.error();
  return rows;
}

constexpr std::string_view kAddReferral = R"sql(
  INSERT INTO referral (id, unit_id, device_id, seq, officer_id, lodging_id, inspection_id, reason, receiver, made_at,
                        case_no, received_at)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
)sql";

Result<void> SqliteReports::add_referral(const ReferralRow& referral) {
  auto row = context_.use(kAddReferral);
  row.bind(1, referral.id).bind(2, referral.unit).bind(3, referral.device).bind(4, referral.seq);
  row.bind(5, referral.officer).bind(6, referral.lodging).bind(7, referral.inspection).bind(8, referral.reason);
  row.bind(9, referral.receiver).bind(10, referral.made_at).bind(11, referral.case_no).bind(12, referral.received_at);
  return row.run();
}

constexpr std::string_view kAddTip = R"sql(
  INSERT INTO tip (id, unit_id, device_id, seq, officer_id, lodging_id, source, category, priority, received_on,
                   expires_on, reference, received_at)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
)sql";

Result<void> SqliteReports::add_tip(const TipRow& tip) {
  auto row = context_.use(kAddTip);
  row.bind(1, tip.id).bind(2, tip.unit).bind(3, tip.device).bind(4, tip.seq).bind(5, tip.officer);
  row.bind(6, tip.lodging).bind(7, tip.source).bind(8, tip.category).bind(9, tip.priority);
  row.bind(10, tip.received_on).bind(11, tip.expires_on).bind(12, tip.reference).bind(13, tip.received_at);
  return row.run();
}

constexpr std::string_view kSetCase = R"sql(
  UPDATE referral SET case_no = ?2, stage = ?3, stage_on = ?4, version = version + 1 WHERE id = ?1 AND version = ?5
)sql";

Result<void> SqliteReports::set_case(domain::ReferralId id, const std::optional<std::string>& case_no,
                                     const std::optional<std::string>& stage, std::optional<LocalDate> stage_on,
                                     std::int64_t expected) {
  auto done =
      context_.use(kSetCase).bind(1, id).bind(2, case_no).bind(3, stage).bind(4, stage_on).bind(5, expected).run();
  if (!done) return done;
  if (context_.db->changes() == 1) return {};
  return Error{ErrorCode::stale_version, "somebody else changed this referral", "If-Match"};
}

}  // namespace ronda::server
