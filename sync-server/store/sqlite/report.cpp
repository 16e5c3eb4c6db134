#include "sync-server/store/sqlite/report.hpp"

#include <algorithm>

namespace ronda::server {

namespace {

ActivityRow read_activity(const sqlite::Row& row) {
  ActivityRow read;
  read.id = row.id<domain::ActivityId>(0);
  read.unit = row.id<UnitId>(1);
  read.device = row.id<DeviceId>(2);
  read.seq = row.int64(3);
  read.officer = row.id<OfficerId>(4);
  read.officer_name = row.text(5);
  read.officer_rank = row.text(6);
  read.kind = row.text(7);
  read.date = row.date(8);
  read.place = row.text(9);
  read.theme = row.optional_text(10);
  // A damaged number must not be cut to one that fits.
  read.headcount = static_cast<int>(std::clamp<std::int64_t>(row.int64(11), -1, 1 << 30));
  read.lodging = row.optional_id<LodgingId>(12);
  read.lodging_name = row.optional_text(13).value_or("");
  read.received_at = row.instant(14);
  return read;
}

}  // namespace

constexpr std::string_view kServices = R"sql(
  SELECT s.notice_id, s.device_id, s.seq, s.officer_id, o.name, o.rank, s.to_role, s.way, s.served_at, s.refused,
         s.reason
    FROM notice_service s
    JOIN officer o ON o.id = s.officer_id
   WHERE s.notice_id = ?1
   ORDER BY s.served_at, s.n
   LIMIT 1000
)sql";

Result<std::vector<ServiceRow>> SqliteReports::services_of(NoticeId notice) const {
  auto row = context_.use(kServices);
  row.bind(1, notice);
  std::vector<ServiceRow> rows;
  while (row.step()) {
    rows.push_back({row.id<NoticeId>(0), row.id<DeviceId>(1), row.int64(2), row.id<OfficerId>(3), row.text(4),
                    row.text(5), row.text(6), row.text(7), row.instant(8), row.boolean(9), row.optional_text(10)});
  }
  if (!row.ok()) return row.error();
  return rows;
}

constexpr std::string_view kActivity = R"sql(
  SELECT a.id, a.unit_id, a.device_id, a.seq, a.officer_id, o.name, o.rank, a.kind, a.date, a.place, a.theme,
         a.headcount, a.lodging_id, l.name, a.received_at
    FROM activity a
    JOIN officer o ON o.id = a.officer_id
    LEFT JOIN lodging l ON l.id = a.lodging_id
   WHERE a.id = ?1 AND a.unit_id = ?2
)sql";

Result<ActivityRow> SqliteReports::activity(UnitId unit, domain::ActivityId id) const {
  auto row = context_.use(kActivity);
  row.bind(1, id).bind(2, unit);
  if (row.step()) return read_activity(row);
  if (!row.ok()) return row.error();
  return Error{ErrorCode::not_found, "no such activity", ""};
}

constexpr std::string_view kActivities = R"sql(
  SELECT a.id, a.unit_id, a.device_id, a.seq, a.officer_id, o.name, o.rank, a.kind, a.date, a.place, a.theme,
         a.headcount, a.lodging_id, l.name, a.received_at
    FROM activity a
    JOIN officer o ON o.id = a.officer_id
    LEFT JOIN lodging l ON l.id = a.lodging_id
   WHERE a.unit_id = ?1 AND (?2 IS NULL OR a.date >= ?2) AND (?3 IS NULL OR a.date <= ?3)
   ORDER BY a.date DESC, a.id DESC
   LIMIT ?4
)sql";

Result<std::vector<ActivityRow>> SqliteReports::activities(UnitId unit, std::optional<LocalDate> from,
                                                           std::optional<LocalDate> to, int limit) const {
  auto row = context_.use(kActivities);
  row.bind(1, unit).bind(2, from).bind(3, to).bind(4, limit);
  std::vector<ActivityRow> rows;
  while (row.step()) rows.push_back(read_activity(row));
  if (!row.ok()) return row.error();
  return rows;
}

constexpr std::string_view kAddService = R"sql(
  INSERT INTO notice_service (notice_id, device_id, seq, officer_id, to_role, way, served_at, refused, reason)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
)sql";

Result<void> SqliteReports::add_service(const ServiceRow& service) {
  auto row = context_.use(kAddService);
  row.bind(1, service.notice).bind(2, service.device).bind(3, service.seq).bind(4, service.officer);
  row.bind(5, service.to).bind(6, service.way).bind(7, service.served_at).bind(8, service.refused);
  row.bind(9, service.reason);
  return row.run();
}

constexpr std::string_view kAddActivity = R"sql(
  INSERT INTO activity (id, unit_id, device_id, seq, officer_id, kind, date, place, theme, headcount, lodging_id,
                        received_at)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
)sql";

Result<void> SqliteReports::add_activity(const ActivityRow& activity) {
  auto row = context_.use(kAddActivity);
  row.bind(1, activity.id).bind(2, activity.unit).bind(3, activity.device).bind(4, activity.seq);
  row.bind(5, activity.officer).bind(6, activity.kind).bind(7, activity.date).bind(8, activity.place);
  row.bind(9, activity.theme).bind(10, activity.headcount).bind(11, activity.lodging).bind(12, activity.received_at);
  return row.run();
}

}  // namespace ronda::server
