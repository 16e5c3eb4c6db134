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

  // premises_lead.cpp
  Result<ReferralRow> referral(UnitId unit, domain::ReferralId id) const override;
  Result<TipRow> tip(UnitId unit, domain::TipId id) const override;
  Result<std::vector<ReferralRow>> referrals(UnitId unit, int limit) const override;
  Result<std::vector<TipRow>> tips(UnitId unit, std::optional<LocalDate> since, int limit) const override;
  Result<void> add_referral(const ReferralRow& row) override;
  Result<void> add_tip(const TipRow& row) override;
  Result<void> set_case(domain::ReferralId id, const std::optional<std::string>& case_no,
                        const std::optional<std::string>& stage, std::optional<LocalDate> stage_on,
                        std::int64_t expected) override;

 private:
  SqliteContext& context_;
};

}  // namespace ronda::server
