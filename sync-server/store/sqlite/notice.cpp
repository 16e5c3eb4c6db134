#include "sync-server/store/sqlite/notice.hpp"

#include <algorithm>
#include <tuple>

#include "shared/base/bytes.hpp"
#include "sync-server/store/sqlite/columns.hpp"

namespace ronda::server {

namespace {

NoticeRow read_notice(const sqlite::Row& row) {
  NoticeRow read;
  read.id = row.id<NoticeId>(0);
  read.unit = row.id<UnitId>(1);
  read.lodging = row.id<LodgingId>(2);
  read.inspection = row.id<InspectionId>(3);
  read.rung = row.text(4);
  read.state = row.text(5);
  read.number = row.optional_text(6);
  read.perihal = row.optional_text(7);
  read.made_at = row.instant(8);
  read.due_on = row.date(9);
  read.issued_at = optional_instant(row, 10);
  read.acknowledged_at = optional_instant(row, 11);
  read.fulfilled_at = optional_instant(row, 12);
  read.version = row.int64(13);
  return read;
}

// The findings of a notice as one text (migration 0101).
constexpr std::size_t kIdDigits = 32;
constexpr std::size_t kFindingSize = kIdDigits + 10;

std::string findings_column(const std::vector<NoticeFindingRow>& findings) {
  std::string column;
  column.reserve(findings.size() * kFindingSize);
  for (const auto& finding : findings) column += to_hex(finding.finding.uuid.bytes) + to_text(finding.due_on);
  return column;
}

/// By deadline; an entry that cannot be read is left out.
std::vector<NoticeFindingRow> read_findings_column(std::string_view column) {
  std::vector<NoticeFindingRow> findings;
  for (; column.size() >= kFindingSize; column.remove_prefix(kFindingSize)) {
    const auto bytes = from_hex(column.substr(0, kIdDigits));
    const auto date = parse_date(column.substr(kIdDigits, kFindingSize - kIdDigits));
    if (!bytes || !date) continue;
    if (const auto id = uuid_from_bytes(*bytes)) findings.push_back({FindingId{*id}, *date});
  }
  std::sort(findings.begin(), findings.end(),
            [](const auto& a, const auto& b) { return std::tie(a.due_on, a.finding) < std::tie(b.due_on, b.finding); });
  return findings;
}

Error no_notice() { return {ErrorCode::not_found, "no such notice", ""}; }

}  // namespace

constexpr std::string_view kNotice = R"sql(
  SELECT id, unit_id, lodging_id, inspection_id, rung, state, number, perihal, made_at, due_on, issued_at,
         acknowledged_at, fulfilled_at, version
    FROM notice
   WHERE id = ?1 AND unit_id = ?2
)sql";

Result<NoticeRow> SqliteNotices::notice(UnitId unit, NoticeId id) const {
  auto row = context_.use(kNotice);
  row.bind(1, id).bind(2, unit);
  if (row.step()) return read_notice(row);
  if (!row.ok()) return row.error();
  return no_notice();
}

constexpr std::string_view kNoticeOfInspection = R"sql(
  SELECT id, unit_id, lodging_id, inspection_id, rung, state, number, perihal, made_at, due_on, issued_at,
         acknowledged_at, fulfilled_at, version
    FROM notice
   WHERE inspection_id = ?1
)sql";

Result<std::optional<NoticeRow>> SqliteNotices::notice_of_inspection(InspectionId inspection) const {
  auto row = context_.use(kNoticeOfInspection);
  row.bind(1, inspection);
  if (row.step()) return std::optional<NoticeRow>(read_notice(row));
  if (!row.ok()) return row.error();
  return std::optional<NoticeRow>();
}

constexpr std::string_view kNoticesOfUnit = R"sql(
  SELECT n.id, n.unit_id, n.lodging_id, n.inspection_id, n.rung, n.state, n.number, n.perihal, n.made_at, n.due_on,
         n.issued_at, n.acknowledged_at, n.fulfilled_at, n.version, l.name,
         n.findings
    FROM notice n
    JOIN lodging l ON l.id = n.lodging_id
   WHERE n.unit_id = ?1
   ORDER BY n.made_at DESC, n.id DESC
   LIMIT ?2
)sql";

Result<std::vector<NoticeListed>> SqliteNotices::notices_of(UnitId unit, int limit) const {
  auto row = context_.use(kNoticesOfUnit);
  row.bind(1, unit).bind(2, limit);
  std::vector<NoticeListed> rows;
  while (row.step()) {
    const auto findings = static_cast<int>(row.text(15).size() / kFindingSize);
    rows.push_back({read_notice(row), row.text(14), findings});
  }
  if (!row.ok()) return row.error();
  return rows;
}

constexpr std::string_view kOpenNoticesWith = R"sql(
  SELECT n.id, n.unit_id, n.lodging_id, n.inspection_id, n.rung, n.state, n.number, n.perihal, n.made_at, n.due_on,
         n.issued_at, n.acknowledged_at, n.fulfilled_at, n.version, n.findings
    FROM finding f
    JOIN notice n ON n.lodging_id = f.lodging_id
   WHERE f.id = ?1 AND n.state <> 'fulfilled' AND instr(n.findings, lower(hex(?1))) > 0
   ORDER BY n.made_at
   LIMIT 1000
)sql";

Result<std::vector<NoticeRow>> SqliteNotices::open_notices_with(FindingId finding) const {
  auto row = context_.use(kOpenNoticesWith);
  row.bind(1, finding);
  std::vector<NoticeRow> rows;
  while (row.step()) {
    const auto named = read_findings_column(row.text(14));
    const auto is_it = [&](const NoticeFindingRow& one) { return one.finding == finding; };
    if (std::any_of(named.begin(), named.end(), is_it)) rows.push_back(read_notice(row));
  }
  if (!row.ok()) return row.error();
  return rows;
}

constexpr std::string_view kFindingsOfNotice = R"sql(
  SELECT findings FROM notice WHERE id = ?1
)sql";

Result<std::vector<NoticeFindingRow>> SqliteNotices::findings_of(NoticeId notice) const {
  auto row = context_.use(kFindingsOfNotice);
  row.bind(1, notice);
  std::vector<NoticeFindingRow> rows;
  if (row.step()) rows = read_findings_column(row.text(0));
  if (!row.ok()) return row.error();
  return rows;
}

constexpr std::string_view kEventsOfNotice = R"sql(
  SELECT made_at, 'made', '' FROM notice
   WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM notice_event WHERE notice_id = ?1 AND what = 'made')
   UNION ALL
  SELECT at, what, text FROM (SELECT at, what, text FROM notice_event WHERE notice_id = ?1 ORDER BY at, n LIMIT 1000)
)sql";

Result<std::vector<NoticeEventRow>> SqliteNotices::events_of(NoticeId notice) const {
  auto row = context_.use(kEventsOfNotice);
  row.bind(1, notice);
  std::vector<NoticeEventRow> rows;
  while (row.step()) rows.push_back({row.instant(0), row.text(1), row.text(2)});
  if (!row.ok()) return row.error();
  return rows;
}

constexpr std::string_view kLink = R"sql(
  SELECT key, notice_id, made_by, expires_at FROM notice_link WHERE key = ?1
)sql";

Result<std::optional<NoticeLinkRow>> SqliteNotices::link(const ledger::Hash& key) const {
  auto row = context_.use(kLink);
  row.bind(1, column_bytes(key));
  if (row.step()) {
    return std::optional<NoticeLinkRow>(
        NoticeLinkRow{hash_column(row, 0), row.id<NoticeId>(1), row.text(2), row.instant(3)});
  }
  if (!row.ok()) return row.error();
  return std::optional<NoticeLinkRow>();
}

constexpr std::string_view kNoticeBehind = R"sql(
  SELECT id, unit_id, lodging_id, inspection_id, rung, state, number, perihal, made_at, due_on, issued_at,
         acknowledged_at, fulfilled_at, version
    FROM notice
   WHERE id = ?1
)sql";

Result<NoticeRow> SqliteNotices::notice_behind(const NoticeLinkRow& link) const {
  auto row = context_.use(kNoticeBehind);
  row.bind(1, link.notice);
  if (row.step()) return read_notice(row);
  if (!row.ok()) return row.error();
  return no_notice();
}

constexpr std::string_view kAddNotice = R"sql(
  INSERT INTO notice (id, unit_id, lodging_id, inspection_id, rung, state, number, perihal, made_at, due_on, version,
                      findings)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
)sql";

Result<void> SqliteNotices::add_notice(const NoticeRow& notice, const std::vector<NoticeFindingRow>& findings) {
  auto row = context_.use(kAddNotice);
  row.bind(1, notice.id).bind(2, notice.unit).bind(3, notice.lodging).bind(4, notice.inspection);
  row.bind(5, notice.rung).bind(6, notice.state).bind(7, notice.number).bind(8, notice.perihal);
  row.bind(9, notice.made_at).bind(10, notice.due_on).bind(11, notice.version).bind(12, findings_column(findings));
  return row.run();
}

constexpr std::string_view kUpdateNotice = R"sql(
  UPDATE notice
     SET rung = ?3, state = ?4, number = ?5, perihal = ?6, due_on = ?7, issued_at = ?8, acknowledged_at = ?9,
         fulfilled_at = ?10, version = version + 1
   WHERE id = ?1 AND version = ?2
)sql";

Result<void> SqliteNotices::update_notice(const NoticeRow& notice) {
  {
    auto row = context_.use(kUpdateNotice);
    row.bind(1, notice.id).bind(2, notice.version).bind(3, notice.rung).bind(4, notice.state).bind(5, notice.number);
    row.bind(6, notice.perihal).bind(7, notice.due_on).bind(8, notice.issued_at).bind(9, notice.acknowledged_at);
    row.bind(10, notice.fulfilled_at);
    auto updated = row.run();
    if (!updated) return updated;
  }
  if (context_.db->changes() == 0) return Error{ErrorCode::stale_version, "the notice has changed meanwhile", ""};
  return context_.touch("notice", notice.id.uuid, notice.unit);
}

constexpr std::string_view kFollowCorrection = R"sql(
  UPDATE notice SET inspection_id = ?3, due_on = ?4, findings = ?5, version = version + 1 WHERE id = ?1 AND version = ?2
)sql";

Result<void> SqliteNotices::replace_findings(const NoticeRow& notice, const std::vector<NoticeFindingRow>& findings) {
  {
    auto row = context_.use(kFollowCorrection);
    row.bind(1, notice.id).bind(2, notice.version).bind(3, notice.inspection).bind(4, notice.due_on);
    row.bind(5, findings_column(findings));
    if (auto updated = row.run(); !updated) return updated;
  }
  if (context_.db->changes() == 0) return Error{ErrorCode::stale_version, "the notice has changed meanwhile", ""};
  return context_.touch("notice", notice.id.uuid, notice.unit);
}

constexpr std::string_view kAddLink = R"sql(
  INSERT INTO notice_link (key, notice_id, made_by, expires_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (key) DO NOTHING
)sql";

Result<void> SqliteNotices::add_link(const NoticeLinkRow& link) {
  auto row = context_.use(kAddLink);
  row.bind(1, column_bytes(link.key)).bind(2, link.notice).bind(3, link.made_by).bind(4, link.expires_at);
  return row.run();
}

constexpr std::string_view kInspectionLink = R"sql(
  SELECT portal_key, id, unit_id, link_expires_at
    FROM inspection
   WHERE substr(portal_key, 1, 4) = substr(?1, 1, 4) AND portal_key = ?1
   ORDER BY rowid
   LIMIT 1
)sql";

Result<std::optional<InspectionLinkRow>> SqliteNotices::inspection_link(const ledger::Hash& key) const {
  auto row = context_.use(kInspectionLink);
  row.bind(1, column_bytes(key));
  if (row.step()) {
    return std::optional<InspectionLinkRow>(
        InspectionLinkRow{hash_column(row, 0), row.id<InspectionId>(1), row.id<UnitId>(2), row.instant(3)});
  }
  if (!row.ok()) return row.error();
  return std::optional<InspectionLinkRow>();
}

constexpr std::string_view kAddInspectionLink = R"sql(
  UPDATE inspection SET portal_key = ?1, link_expires_at = ?3 WHERE id = ?2 AND portal_key IS NOT ?1
)sql";

Result<void> SqliteNotices::add_inspection_link(const InspectionLinkRow& link) {
  auto row = context_.use(kAddInspectionLink);
  row.bind(1, column_bytes(link.key)).bind(2, link.inspection).bind(3, link.expires_at);
  return row.run();
}

constexpr std::string_view kAddEvent = R"sql(
  INSERT INTO notice_event (notice_id, at, what, text) VALUES (?1, ?2, ?3, ?4)
)sql";

Result<void> SqliteNotices::add_event(NoticeId notice, const NoticeEventRow& event) {
  auto row = context_.use(kAddEvent);
  row.bind(1, notice).bind(2, event.at).bind(3, event.what).bind(4, event.text);
  return row.run();
}

}  // namespace ronda::server
