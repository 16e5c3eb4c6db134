#pragma once
// When and in which bytes a run came in: a second chain beside the records' own, which says nothing of either. Pure.

#include <cstdint>
#include <string>

#include "shared/base/time.hpp"
#include "shared/ledger/record.hpp"

namespace ronda::server {

struct RunFacts {
  std::int64_t first_chain = 0;
  std::int64_t count = 0;
  Instant received_at;
  ledger::Hash chain_hash{};
  std::string coding;
  std::int64_t skip = 0;
  ledger::Hash content{};  ///< SHA-256 of the bytes as they are kept
};

/// SHA-256(stamp of the run before ‖ "ronda-stamp-1 <first_chain> <count> <received_at, ms> <chain hash> <coding>
/// <skip> <content>"); zeros stand before the first run.
ledger::Hash run_stamp(const ledger::Hash& before, const RunFacts& run);

}  // namespace ronda::server
