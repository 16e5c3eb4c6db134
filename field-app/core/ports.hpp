#pragma once
// What a host gives the app: clock, randomness, log, where the data lies, and the synchronisation it runs. One thread.

#include <cstdint>
#include <functional>
#include <string>

#include "field-app/core/sync/sync_session.hpp"
#include "shared/base/id.hpp"
#include "shared/base/log.hpp"
#include "shared/base/time.hpp"
#include "shared/sqlite/database.hpp"

namespace ronda::field {

struct Ports {
  Clock clock;                            ///< wall clock
  Entropy entropy;                        ///< crypto::entropy() in production, a seed in tests
  LogSink log;                            ///< may be empty
  std::function<std::int64_t()> boot_ms;  ///< milliseconds since the device started; may be empty
};

/// The host's synchronisation, as far as the app's own API shows it. Either may be empty: nothing runs then.
struct SyncPort {
  std::function<void()> request_sync;  ///< POST /api/sync: start a round now; must return at once
  std::function<SyncLive()> live;      ///< what is under way
};

struct FieldOptions {
  std::string database_path;
  sqlite::OpenOptions database;
  std::string app_version;
  Ports ports;
};

}  // namespace ronda::field
