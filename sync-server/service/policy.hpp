#pragma once
// A unit's policy: everything about rounds, samples and deadlines that a unit may decide for itself. Versioned data: a
// change makes a new version, old ones stay. Plain values; any thread.

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/domain/words.hpp"
#include "shared/wire/json.hpp"
#include "sync-server/store/settings_store.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

/// The three readings of "4-5 times a month" (DOMAIN.md §0).
enum class VisitReading { premises, unit, officer };
std::string_view word(VisitReading value);

struct VisitRange {
  int min = 4;
  int max = 5;
};

struct LadderStep {
  domain::Rung rung = domain::Rung::pemberitahuan;
  int days = 7;  ///< calendar days after the step before
};

struct Holiday {
  LocalDate date;
  std::string name;
  bool national = true;   ///< false: collective leave
  bool confirmed = true;  ///< false: computed, the decree is not out
};

struct UnitPolicy {
  std::int64_t version = 0;
  VisitRange low{4, 4};
  VisitRange medium{4, 5};
  VisitRange high{5, 5};
  VisitReading reading = VisitReading::premises;
  std::map<int, std::pair<int, int>> gaps;  ///< by visits a month: closest and farthest, days
  int service_base_min = 20;
  int service_per_12_rooms_min = 5;
  int speed_kmh = 20;
  int detour_pct = 130;
  LocalTime disclosure_time{18 * 60};
  int disclosure_days_before = 1;
  int sample_n = 20;
  int sample_min_n = 10;
  int sample_min_days = 7;
  int critical_days = 3;  ///< deadlines of findings, calendar days
  int major_days = 7;
  int minor_days = 14;
  std::vector<LadderStep> ladder;
  std::vector<Holiday> holidays;  ///< by date
  int plan_seconds = 10;

  const VisitRange& visits(domain::Tier tier) const;
};

/// The document of API.md `PUT /policy`; "version" is allowed and ignored. Errors: bad_input with the pointer of the
/// member that is missing, unknown, out of bounds or at odds with another.
Result<UnitPolicy> read_policy(const wire::JsonCursor& at);
/// The document without or with "version".
void write_policy(wire::JsonWriter& out, const UnitPolicy& policy, bool with_version);

/// The newest policy of a unit. Errors: not_found, corrupt (the stored document cannot be read).
Result<UnitPolicy> current_policy(const ReadTxn& txn, UnitId unit);
/// Adds `policy` as the version after `expected`. Errors: stale_version.
Result<UnitPolicy> change_policy(WriteTxn& txn, UnitId unit, UnitPolicy policy, std::int64_t expected,
                                 std::optional<OfficerId> by);
/// The policy a new unit starts with: sync-server/data/policy-default.json with the holidays of data/holidays-*.json.
Result<UnitPolicy> default_policy();

}  // namespace ronda::server
