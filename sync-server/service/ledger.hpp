#pragma once
// The ledger: every accepted record in one chain, and a root a day that is printed and filed, so that a month cannot be
// rewritten unseen. `verify_ledger` holds everything against everything. Inside the caller's transaction.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/result.hpp"
#include "sync-server/service/attachment_files.hpp"
#include "sync-server/store/ledger_store.hpp"
#include "sync-server/store/settings_store.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

/// SHA-256(seal before ‖ "<unit> <day> <records> <chain_seq> <root>"), so that no root can be exchanged alone.
ledger::Hash root_seal(const ledger::Hash& before, const LedgerRoot& root);

/// Writes the roots of the days that are over in the unit's zone; days without a record of the unit have none. A record
/// whose clock time lies before the last root belongs to the day after that. Returns how many were written.
Result<int> write_roots(WriteTxn& txn, const UnitRow& unit);

struct Verdict {
  std::int64_t records = 0;
  std::int64_t signed_records = 0;  ///< vouched for by a kept signature of their device
  std::int64_t attachments = 0;
  std::int64_t roots = 0;
  ledger::Hash root{};  ///< chain hash at the end
};

/// Walks everything: each record's bytes, hash, place in its device's log, in the chain and in the list; when it came
/// in; the devices' signatures and what is remembered of them; the rows made of inspections, their corrections,
/// findings, dispositions, services and activities; roots; size and hash of every photo. Errors: corrupt with `where` =
/// "<device>:<seq>", "attachment <sha256>" or "root <day>": the first bad one.
Result<Verdict> verify_ledger(const ReadTxn& txn, const AttachmentFiles& files);

}  // namespace ronda::server
