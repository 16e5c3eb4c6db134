#pragma once
// A device's log and photos that came as a file (PROTOCOL.md §8) go the way they would have gone over the network: the
// same checks, the same quarantine, and each record and photo counts once whichever way it comes first. Any thread but
// one that is in a transaction.

#include <cstdint>
#include <optional>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/wire/bundle.hpp"
#include "sync-server/service/attachments.hpp"
#include "sync-server/service/checklists.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

/// Records of one log that were not taken, with the reason.
struct RefusedRun {
  DeviceId device;
  std::int64_t first_seq = 0;
  std::int64_t last_seq = 0;
  Error why;                                   ///< not_found (unknown device), gap, fork, bad_signature, bad_input …
  std::optional<std::int64_t> expected_seq{};  ///< with gap: the record that is missing
};

/// A record that was taken and waits for the unit head.
struct HeldRecord {
  DeviceId device;
  std::int64_t seq = 0;
  std::string code;
};

struct RefusedPhoto {
  crypto::Sha256 sha256{};
  Error why;  ///< not_found (no record here names it), forbidden, revoked, corrupt
};

/// What became of a file, in numbers that add up to what it held.
struct BundleReport {
  wire::BundleManifest manifest;
  bool revoked = false;          ///< the device is switched off: its records wait in quarantine
  std::int64_t received = 0;     ///< records that are new here
  std::int64_t known = 0;        ///< records that were here
  std::vector<HeldRecord> held;  ///< of received and known ones
  std::vector<RefusedRun> refused;
  std::int64_t photos_received = 0;
  std::int64_t photos_known = 0;
  std::int64_t photo_bytes_received = 0;
  std::vector<RefusedPhoto> photos_refused;
  std::optional<Error> damage{};  ///< the file was good up to here; everything before it was dealt with

  /// Records and photos that the manifest announces and nothing was read of.
  std::int64_t records_missing() const;
  std::int64_t photos_missing() const;
  bool is_whole() const { return !damage && refused.empty() && photos_refused.empty(); }
};

/// Reads the file to its end or its first damaged part and takes what can be taken, a hundred records in a transaction.
/// With `only` nothing of another unit's devices is taken. Doing it again changes nothing. Errors, after which what
/// was taken stays taken and the file can be read again: bad_input, unsupported_version, truncated, corrupt (nothing
/// could be read at all), io_failed, disk_full, busy (of the store or the source).
Result<BundleReport> import_bundle(Store& store, Attachments& attachments, const Checklists& checklists,
                                   wire::BundleReader& file, std::optional<UnitId> only = {});

}  // namespace ronda::server
