#pragma once
// What devices reported besides inspections: papers that were served, outreach sessions, referrals, tips. Plain
// structs; words are wire words.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/domain/field_report.hpp"
#include "shared/domain/premises_lead.hpp"

namespace ronda::server {

struct ServiceRow {
  NoticeId notice;
  DeviceId device;
  std::int64_t seq = 0;
  OfficerId officer;
  std::string officer_name;  ///< read only
  std::string officer_rank;  ///< read only
  std::string to;            ///< a role
  std::string way;
  Instant served_at;
  bool refused = false;
  std::optional<std::string> reason;
};

struct ActivityRow {
  domain::ActivityId id;
  UnitId unit;
  DeviceId device;
  std::int64_t seq = 0;
  OfficerId officer;
  std::string officer_name;  ///< read only
  std::string officer_rank;  ///< read only
  std::string kind;
  LocalDate date;
  std::string place;
  std::optional<std::string> theme;
  int headcount = 0;
  std::optional<LodgingId> lodging;
  std::string lodging_name;  ///< read only
  Instant received_at;
};

struct ReferralRow {
  domain::ReferralId id;
  UnitId unit;
  DeviceId device;
  std::int64_t seq = 0;
  OfficerId officer;
  std::string officer_name;  ///< read only
  std::string officer_rank;  ///< read only
  LodgingId lodging;
  std::string lodging_name;  ///< read only
  std::optional<InspectionId> inspection;
  std::string reason;
  std::string receiver;
  Instant made_at;
  std::optional<std::string> case_no;
  std::optional<std::string> stage;  ///< as the other office told it
  std::optional<LocalDate> stage_on;
  std::int64_t version = 1;
  Instant received_at;
};

struct TipRow {
  domain::TipId id;
  UnitId unit;
  DeviceId device;
  std::int64_t seq = 0;
  OfficerId officer;
  std::string officer_name;  ///< read only
  std::string officer_rank;  ///< read only
  LodgingId lodging;
  std::string lodging_name;  ///< read only
  std::string source;
  std::string category;
  std::string priority;
  LocalDate received_on;
  LocalDate expires_on;
  std::optional<std::string> reference;
  Instant received_at;
};

class ReportStore {
 public:
  virtual ~ReportStore() = default;

  /// The oldest first.
  virtual Result<std::vector<ServiceRow>> services_of(NoticeId notice) const = 0;
  /// Errors: not_found (also when it belongs to another unit).
  virtual Result<ActivityRow> activity(UnitId unit, domain::ActivityId id) const = 0;
  /// The newest first, at most `limit`.
  virtual Result<std::vector<ActivityRow>> activities(UnitId unit, std::optional<LocalDate> from,
                                                      std::optional<LocalDate> to, int limit) const = 0;

  /// Errors of both: not_found (also when it belongs to another unit).
  virtual Result<ReferralRow> referral(UnitId unit, domain::ReferralId id) const = 0;
  virtual Result<TipRow> tip(UnitId unit, domain::TipId id) const = 0;
  /// The newest first, at most `limit`.
  virtual Result<std::vector<ReferralRow>> referrals(UnitId unit, int limit) const = 0;
  /// Those that still count on `since`; all without it. The newest first, at most `limit`.
  virtual Result<std::vector<TipRow>> tips(UnitId unit, std::optional<LocalDate> since, int limit) const = 0;

  virtual Result<void> add_service(const ServiceRow& row) = 0;
  /// The caller touches the feed. Errors: conflict (it exists).
  virtual Result<void> add_activity(const ActivityRow& row) = 0;
  // The caller touches the feed.
  virtual Result<void> add_referral(const ReferralRow& row) = 0;
  virtual Result<void> add_tip(const TipRow& row) = 0;
  /// Case number, stage and its day, at the next version. Errors: stale_version (another than `expected`).
  virtual Result<void> set_case(domain::ReferralId id, const std::optional<std::string>& case_no,
                                const std::optional<std::string>& stage, std::optional<LocalDate> stage_on,
                                std::int64_t expected) = 0;
};

}  // namespace ronda::server
