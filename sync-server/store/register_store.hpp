#pragma once
// The register of lodgings. Plain structs; words (kind, tier, status) are the wire words and checked by the service.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"

namespace ronda::server {

struct LodgingRow {
  LodgingId id;
  UnitId unit;
  std::string name;
  std::string kind;  ///< hotel, guesthouse, homestay, villa, kos, other
  std::optional<std::string> kbli;
  std::optional<std::string> kbli_version;
  std::optional<std::string> nib;
  std::optional<std::string> address;
  std::optional<std::string> kelurahan;
  std::optional<std::string> kelurahan_code;
  std::optional<std::string> kecamatan;
  std::optional<std::string> kecamatan_code;
  std::int32_t lat_e6 = 0;
  std::int32_t lng_e6 = 0;
  std::optional<int> rooms;
  std::optional<std::string> phone;
  std::string tier = "low";       ///< low, medium, high
  std::string status = "active";  ///< active, closed, unregistered
  std::string source;
  std::int64_t version = 1;

  bool operator==(const LodgingRow&) const = default;
};

/// How a lodging stands: this month's visits and what is open. Counted, never stored.
struct LodgingStanding {
  int done = 0;
  int planned = 0;  ///< of the month's round, done ones included
  int open_findings = 0;
  std::string worst;  ///< critical, major, minor; empty when nothing is open
  std::optional<Instant> last_visit_at;
};

struct LodgingFilter {
  std::string text;  ///< any case, with or without accents; empty: all
  std::optional<std::string> kind;
  std::optional<std::string> tier;
  std::optional<std::string> status;
  std::optional<std::string> kecamatan;  ///< name or code
};

struct LodgingPage {
  std::vector<LodgingRow> rows;
  std::int64_t total = 0;
  bool more = false;
};

class RegisterStore {
 public:
  virtual ~RegisterStore() = default;

  /// Errors: not_found (also when it belongs to another unit).
  virtual Result<LodgingRow> lodging(UnitId unit, LodgingId id) const = 0;
  /// True if the unit has this lodging.
  virtual Result<bool> has_lodging(UnitId unit, LodgingId id) const = 0;
  /// By name, after the lodging `after` (nil: from the start).
  virtual Result<LodgingPage> search(UnitId unit, const LodgingFilter& filter, LodgingId after, int limit) const = 0;
  /// Every lodging of the unit, by name, at most `limit`.
  virtual Result<std::vector<LodgingRow>> all(UnitId unit, int limit) const = 0;
  /// Visits from `first` to `last` (dates of the unit) and open findings of one lodging.
  virtual Result<LodgingStanding> standing(LodgingId id, LocalDate first, LocalDate last) const = 0;

  /// Creates or replaces, and touches the feed.
  virtual Result<void> put(const LodgingRow& lodging) = 0;
};

}  // namespace ronda::server
