#pragma once
// ReportStore over SQLite. Lives inside one transaction of one connection.

#include "sync-server/store/report_store.hpp"
#include "sync-server/store/sqlite/context.hpp"

namespace ronda::server {

class SqliteReports final : public ReportStore {
 public:
  explicit SqliteReports(SqliteContext& context) : context_(context) {}

  Result<std::vector<ServiceRow>> services_of(NoticeId notice) const override;
  Result<ActivityRow> activity(UnitId unit, domain::ActivityId id) const override;
  Result<std::vector<ActivityRow>> activities(UnitId unit, std::optional<LocalDate> from, std::optional<LocalDate> to,
                                              int limit) const override;
  Result<void> add_service(const ServiceRow& row) override;
  Result<void> add_activity(const ActivityRow& row) override;

 private:
  SqliteContext& context_;
};

}  // namespace ronda::server
