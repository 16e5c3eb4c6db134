#pragma once
// One request of the core over the network, packed on the way there and unpacked on the way back.

#include <string>

#include "field-app/core/sync/sync_session.hpp"
#include "field-app/native/http_client.hpp"

namespace ronda::native {

/// A reply in the core's form, unpacked.
struct Exchanged {
  int status = 0;
  field::SyncHeaders headers;
  std::string body;
};

/// Sends one request of the core to `server`. A push travels as zstd where that is worth it (records shrink to an
/// eighth, photos do not shrink); a server that does not decode it (415) gets it once more as it is, and from then on
/// always. Errors: those of HttpClient::exchange, bad_input (no address), truncated (a reply that cannot be unpacked).
Result<Exchanged> send(HttpClient& client, const std::string& server, field::SyncRequest request);

}  // namespace ronda::native
