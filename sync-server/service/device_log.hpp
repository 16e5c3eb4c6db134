#pragma once
// The device log on the server (PROTOCOL.md §3): checks a run, stores its bytes, applies it, quarantines what cannot
// stand. Runs inside the caller's write transaction.

#include <cstdint>
#include <optional>
#include <string_view>

#include "shared/base/result.hpp"
#include "shared/wire/sync_json.hpp"
#include "sync-server/service/checklists.hpp"
#include "sync-server/service/principal.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

/// `refused` is a no that must be committed all the same: the records of a forked log are kept in quarantine.
struct PushOutcome {
  wire::PushReply reply;
  std::optional<Error> refused;              ///< gap, fork
  std::optional<std::int64_t> expected_seq;  ///< with gap
};

/// The body of a push, and the bytes in which it travelled if those were zstd: they are stored as they are.
struct PushBody {
  PushBody(std::string_view body, std::string_view zstd = {}) : text(body), packed(zstd) {}
  PushBody(const std::string& body) : text(body) {}
  std::string_view text;
  std::string_view packed;  ///< decodes to `text`; empty: it came otherwise
};

/// Takes a run from the device `who`. Records already held are skipped, so that sending twice changes nothing; records
/// of a revoked device and records that cannot be applied are stored and quarantined and count as acknowledged. Errors,
/// after which nothing is kept: bad_input, truncated, too_large, unsupported_version (the run's form), forbidden
/// (another device's run), bad_signature.
Result<PushOutcome> push(WriteTxn& txn, const Principal& who, const PushBody& body, const Checklists& checklists);

/// Walks the server's chain from the start: record hashes and chain hashes are computed anew.
/// Errors: corrupt naming the first bad record.
Result<void> verify_chain(const ReadTxn& txn);

}  // namespace ronda::server
