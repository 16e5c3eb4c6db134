#pragma once
// What devices reported besides inspections: papers that were served, outreach sessions. Plain structs; words are wire
// words.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/domain/field_report.hpp"

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

  virtual Result<void> add_service(const ServiceRow& row) = 0;
  /// The caller touches the feed. Errors: conflict (it exists).
  virtual Result<void> add_activity(const ActivityRow& row) = 0;
};

}  // namespace ronda::server
