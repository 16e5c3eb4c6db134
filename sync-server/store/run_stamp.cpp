#include "sync-server/store/run_stamp.hpp"

#include "shared/base/bytes.hpp"

namespace ronda::server {

ledger::Hash run_stamp(const ledger::Hash& before, const RunFacts& run) {
  const std::string text = "ronda-stamp-1 " + std::to_string(run.first_chain) + " " + std::to_string(run.count) + " " +
                           std::to_string(run.received_at.ms) + " " + ledger::to_text(run.chain_hash) + " " +
                           run.coding + " " + std::to_string(run.skip) + " " + ledger::to_text(run.content);
  crypto::Sha256Stream stream;
  stream.add(before);
  stream.add(bytes_of(text));
  return stream.finish();
}

}  // namespace ronda::server
