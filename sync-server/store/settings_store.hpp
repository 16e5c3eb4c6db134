#pragma once
// What a unit decides about itself: its own data, its policy by version, its teams. Plain structs.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"

namespace ronda::server {

struct EmergencyContact {
  std::string label_id;
  std::string label_en;
  std::string number;
  std::string tel;
};

struct UnitRow {
  UnitId id;
  std::string name;
  Zone zone = Zone::wita;
  std::array<std::string, 3> letterhead;
  std::string address;
  std::string place;
  std::int32_t south_e6 = 0;  ///< the area the register must lie in
  std::int32_t north_e6 = 0;
  std::int32_t west_e6 = 0;
  std::int32_t east_e6 = 0;
  std::vector<EmergencyContact> emergency;
};

struct PolicyRow {
  UnitId unit;
  std::int64_t version = 0;
  std::string document;  ///< JSON as in the API without "version"; service/policy.hpp reads it
  std::optional<OfficerId> made_by;
  Instant made_at;
};

struct ShiftRow {
  int weekday = 0;   ///< 0 = Monday
  std::string band;  ///< morning, afternoon, night
  LocalTime start;
  int minutes = 0;
};

struct TeamRow {
  TeamId id;
  UnitId unit;
  std::string name;
  std::vector<OfficerId> members;
  std::int32_t start_lat_e6 = 0;
  std::int32_t start_lng_e6 = 0;
  std::string start_name;
  std::vector<ShiftRow> shifts;  ///< at most one per weekday, by weekday
  std::vector<LocalDate> leave;  ///< sorted
  std::int64_t version = 1;
};

class SettingsStore {
 public:
  virtual ~SettingsStore() = default;

  virtual Result<std::vector<UnitRow>> units() const = 0;
  /// Errors: not_found.
  virtual Result<UnitRow> unit(UnitId id) const = 0;
  /// The newest. Errors: not_found.
  virtual Result<PolicyRow> policy(UnitId unit) const = 0;
  /// By name.
  virtual Result<std::vector<TeamRow>> teams_of(UnitId unit) const = 0;
  /// Errors: not_found (also when it belongs to another unit).
  virtual Result<TeamRow> team(UnitId unit, TeamId id) const = 0;

  /// Each creates or replaces and touches the feed.
  virtual Result<void> put_unit(const UnitRow& unit) = 0;
  /// Errors: conflict (that version exists).
  virtual Result<void> add_policy(const PolicyRow& policy) = 0;
  /// Errors: conflict (a member is in another team).
  virtual Result<void> put_team(const TeamRow& team) = 0;
};

}  // namespace ronda::server
