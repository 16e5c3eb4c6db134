#pragma once
// The device's log and photos as a file (PROTOCOL.md §8). Reads one picture of the database and changes nothing, so
// that it may run on a connection of its own beside the app. One thread, the database's.

#include <cstdint>
#include <string>

#include "field-app/core/store/bundle_store.hpp"
#include "shared/wire/bundle.hpp"

namespace ronda::field {

struct BundleChoice {
  bool all = false;         ///< false: what the server has not acknowledged; true: every record of every log
  std::string app_version;  ///< of the program that writes
};

/// What a file of this choice would hold, and what it cannot hold.
struct BundleContents {
  BundleSize size;
  std::int64_t unfinished = 0;  ///< inspections that are not sealed yet and stay on the device
};

/// Errors: unauthenticated (not enrolled), corrupt, io_failed.
Result<BundleContents> bundle_contents(sqlite::Database& db, bool all);

/// Writes the file into `sink`. A record or photo whose bytes do not fit its hash is not written: nothing damaged
/// leaves this device. Errors: unauthenticated, corrupt (`where` names what is damaged), io_failed, those of the sink.
Result<wire::BundleManifest> export_bundle(sqlite::Database& db, Instant now, const BundleChoice& choice,
                                           const wire::BundleSink& sink);

/// "ronda-ponsel-regu-2-20261202-2113.ronda": device and hour in the unit's zone.
std::string bundle_file_name(std::string_view device_name, Instant now, Zone zone);

}  // namespace ronda::field
