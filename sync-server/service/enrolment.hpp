#pragma once
// A device becomes known: a one-time code for a token (PROTOCOL.md §2). Runs inside the caller's transaction.

#include <optional>
#include <string_view>

#include "shared/base/result.hpp"
#include "shared/wire/sync_json.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

/// Wrong codes from one address before it has to wait, and for how long they count.
inline constexpr int kMaxWrongCodes = 10;
inline constexpr std::int64_t kWrongCodeWindowMs = 10 * 60 * 1000;

/// `refused` is an answer that must be committed all the same: the failed try is counted.
struct EnrolOutcome {
  std::optional<wire::EnrolReply> reply;
  std::optional<Error> refused;  ///< wrong_code, expired, too_many
  std::int64_t retry_after_s = 0;
};

/// Enrols the device that holds `code`; `remote` is the caller's address. The token is new and only its hash is kept.
/// Unknown, used and expired codes are looked up by hash, so that comparing gives no time away.
/// A folder that is enrolled anew names its identity before (`replaces`): the code must be the same officer's.
/// Errors: conflict (that key is enrolled already; the code is another officer's), those of the store.
Result<EnrolOutcome> enrol(WriteTxn& txn, const wire::EnrolRequest& request, std::string_view remote,
                           const Entropy& entropy);

}  // namespace ronda::server
