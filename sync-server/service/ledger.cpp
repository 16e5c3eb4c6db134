#include "sync-server/service/ledger.hpp"

#include <algorithm>

#include "shared/base/bytes.hpp"

namespace ronda::server {

ledger::Hash root_seal(const ledger::Hash& before, const LedgerRoot& root) {
  const std::string text = to_text(root.unit) + " " + to_text(root.day) + " " + std::to_string(root.records) + " " +
                           std::to_string(root.chain_seq) + " " + ledger::to_text(root.root);
  crypto::Sha256Stream stream;
  stream.add(before);
  const auto bytes = bytes_of(text);
  stream.add(bytes);
  return stream.finish();
}

Result<int> write_roots(WriteTxn& txn, const UnitRow& unit) {
  const LocalDate today = local_date(txn.now(), unit.zone);
  for (int written = 0;; ++written) {
    const auto last = txn.ledger().last_root(unit.id);
    if (!last) return last.error();
    const std::int64_t after = *last ? (*last)->chain_seq : 0;
    const auto next = txn.ledger().next_of(unit.id, after);
    if (!next) return next.error();
    if (!*next) return written;
    LedgerRoot root;
    root.unit = unit.id;
    root.day = local_date((*next)->received_at, unit.zone);
    if (*last && root.day <= (*last)->day) root.day = plus_days((*last)->day, 1);  // the clock was set back
    if (root.day >= today) return written;
    const Instant midnight = instant_of(plus_days(root.day, 1), LocalTime{0}, unit.zone);
    const auto end = txn.ledger().last_before(after, midnight);
    if (!end) return end.error();
    const LedgerPlace place = *end && (*end)->chain_seq >= (*next)->chain_seq ? **end : **next;
    root.chain_seq = place.chain_seq;
    root.root = place.chain_hash;
    const auto count = txn.ledger().count_of(unit.id, after, root.chain_seq);
    if (!count) return count.error();
    root.records = *count;
    root.seal = root_seal(*last ? (*last)->seal : ledger::Hash{}, root);
    root.written_at = txn.now();
    if (auto added = txn.ledger().add_root(root); !added) return std::move(added).error();
  }
}

}  // namespace ronda::server
