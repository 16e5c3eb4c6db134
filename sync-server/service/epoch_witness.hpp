#pragma once
// Recognises a database that was put back by plain copying, and gives it a new epoch, so that devices offer again what
// it lost (PROTOCOL.md §4). The database and the file `epoch.witness` beside it carry the same nonce, renewed at each
// start before anything is served: an older database beside a newer file does not fit it any more, nor does a database
// in a folder without the file. Limit: when the whole folder, file included, is put back as it was, nothing on the
// server differs from an ordinary start; then each device notices by itself, from the `acked_seq` of the feed.

#include <optional>
#include <string>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "sync-server/service/attachment_disk.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

struct EpochStart {
  bool changed = false;
  std::string why;  ///< for a person, when changed
};

/// Call at each start, before serving. Errors: io_failed, disk_full, those of the store: then do not serve.
Result<EpochStart> begin_generation(Store& store, AttachmentDisk& data, const Entropy& entropy);

/// Gives restored data a new epoch whatever the witness says. Errors: as begin_generation.
Result<void> begin_epoch(Store& store, AttachmentDisk& data, const Entropy& entropy);

}  // namespace ronda::server
