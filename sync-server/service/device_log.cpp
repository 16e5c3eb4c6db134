#include "sync-server/service/device_log.hpp"

#include <algorithm>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/planted.hpp"
#include "shared/ledger/record.hpp"
#include "shared/wire/record_view.hpp"
#include "shared/wire/sealed_scan.hpp"
#include "sync-server/service/record_effects.hpp"
#include "sync-server/service/sealed_effect.hpp"
#include "sync-server/store/access_store.hpp"
#include "sync-server/store/feed_store.hpp"
#include "sync-server/store/ledger_store.hpp"
#include "sync-server/store/sync_store.hpp"

namespace ronda::server {

namespace {

/// One record of the run. Nearly all are inspections in the form our own writer gives them, which are read in one pass;
/// whatever is not goes through the strict reader, which is the one that knows what to complain about.
struct Incoming {
  std::string_view bytes;
  ledger::RecordHead head;
  ledger::Hash hash{};
  std::optional<domain::SealedInspection> sealed;
  std::optional<wire::ReadRecord> record;  ///< when `sealed` is not there
};

Result<Incoming> read_incoming(std::string_view bytes) {
  Incoming incoming{bytes, {}, {}, {}, {}};
  if (auto view = wire::view_record(bytes); view && view->head.kind == "inspection.sealed") {
    incoming.sealed = wire::scan_sealed(view->body);
    incoming.head = std::move(view->head);
  }
  if (incoming.sealed) return incoming;
  auto record = wire::read_record(bytes);
  if (!record) return std::move(record).error();
  incoming.head = record->head;
  incoming.record = std::move(*record);
  return incoming;
}

std::int64_t last_seq(const wire::PushEnvelope& envelope) { return envelope.first_seq + envelope.count - 1; }

// How many records at the start of the run are held already, byte for byte: they need no reading.
Result<std::size_t> count_known(const ReadTxn& txn, const DeviceRow& device, const wire::PushRun& run,
                                const std::vector<ledger::Hash>& hashes) {
  if (run.envelope.first_seq > device.acked_seq || RONDA_PLANTED(resend_taken_for_fork)) return std::size_t{0};
  const auto held = txn.sync().record_hashes(device.id, run.envelope.first_seq, run.envelope.count);
  if (!held) return held.error();
  std::size_t known = 0;
  const auto is_known = [&](std::size_t i) { return (*held)[i] == hashes[i] || RONDA_PLANTED(fork_unnoticed); };
  while (known < held->size() && known < hashes.size() && is_known(known)) ++known;
  return known;
}

// The rest of the run hangs together in itself: one device, rising numbers, each chained to the one before, the head as
// promised.
Result<std::vector<Incoming>> read_run(const wire::PushRun& run, const std::vector<ledger::Hash>& hashes,
                                       std::size_t known) {
  std::vector<Incoming> records;
  records.reserve(run.records.size() - known);
  for (std::size_t i = known; i < run.records.size(); ++i) {
    const auto line = [i] { return "line " + std::to_string(i + 2); };
    auto record = read_incoming(run.records[i]);
    if (!record) return Error{record.error().code, record.error().message, line() + " " + record.error().where};
    const auto& head = record->head;
    if (head.device != run.envelope.device)
      return bad_input("this record belongs to another device", line() + " /device");
    if (head.seq != run.envelope.first_seq + static_cast<std::int64_t>(i)) {
      return bad_input("the records of a run count up from first_seq", line() + " /seq");
    }
    if (i > 0 && head.prev != hashes[i - 1] && !RONDA_PLANTED(chain_unchecked)) {
      return bad_input("prev is not the hash of the record before", line() + " /prev");
    }
    record->hash = hashes[i];
    records.push_back(std::move(*record));
  }
  return records;
}

Result<void> check_signature(const wire::PushEnvelope& envelope, const DeviceRow& device) {
  crypto::PublicKey key{};
  if (device.public_key.size() != key.size()) return Error{ErrorCode::corrupt, "the device has no public key", ""};
  std::copy(device.public_key.begin(), device.public_key.end(), key.begin());
  const auto text = ledger::signing_text(envelope.device, last_seq(envelope), envelope.head);
  if (crypto::verify(text, envelope.signature, key) || RONDA_PLANTED(signature_unchecked)) return {};
  return Error{ErrorCode::bad_signature, "the signature does not vouch for this run", "/signature"};
}

ledger::Hash head_of(const DeviceRow& device) {
  ledger::Hash hash{};
  if (device.head_hash.size() == hash.size()) std::copy(device.head_hash.begin(), device.head_hash.end(), hash.begin());
  return hash;
}

// Whether the first unknown record continues what is held. Errors: gap, fork.
Result<void> check_continues(const DeviceRow& device, const Incoming& first) {
  if (first.head.seq <= device.acked_seq) {
    return Error{ErrorCode::fork, "this record differs from the one that is known under its number",
                 std::to_string(first.head.seq)};
  }
  if (RONDA_PLANTED(chain_unchecked) && first.head.seq == device.acked_seq + 1) return {};
  return ledger::continues(first.head, device.acked_seq, head_of(device));
}

QuarantineRow quarantine_row(WriteTxn& txn, const DeviceRow& device, const Incoming& record, const Error& why) {
  QuarantineRow row;
  row.id = txn.new_uuid();
  row.unit = device.unit;
  row.device = device.id;
  row.seq = record.head.seq;
  row.kind = record.head.kind;
  row.hash = record.hash;
  row.code = std::string(word(why.code));
  row.message = why.where.empty() ? why.message : why.message + " (" + why.where + ")";
  row.received_at = txn.now();
  return row;
}

// A copied device: what differs from the known log is kept beside it, with its bytes.
Result<void> keep_fork(WriteTxn& txn, const DeviceRow& device, const std::vector<Incoming>& records, const Error& why) {
  for (const auto& record : records) {
    auto row = quarantine_row(txn, device, record, why);
    row.bytes = std::string(record.bytes);
    if (auto put = txn.sync().put_quarantine(row); !put) return put;
  }
  return {};
}

/// The new records as one run, in the bytes in which they came.
Result<void> store_run(WriteTxn& txn, const DeviceRow& device, const PushBody& body, std::size_t known,
                       const std::vector<Incoming>& records) {
  auto end = txn.sync().chain_end();
  if (!end) return std::move(end).error();
  RecordRun run;
  run.first_chain = end->chain_seq + 1;
  run.device = device.id;
  run.first_seq = records.front().head.seq;
  run.hashes.reserve(records.size());
  run.chain_hash = end->chain_hash;
  for (const auto& record : records) {
    run.hashes.push_back(record.hash);
    run.chain_hash = ledger::chain(run.chain_hash, record.hash);
  }
  run.text = body.text;
  run.skip = static_cast<std::int64_t>(known) + 1;  // the envelope stands first
  run.packed = body.packed;
  run.received_at = txn.now();
  return txn.sync().append_run(run);
}

Result<std::optional<Error>> apply(WriteTxn& txn, const Principal& who, const DeviceRow& device, Incoming& record,
                                   const Checklists& checklists, SealedEffects& sealed) {
  if (device.revoked_at && !RONDA_PLANTED(revoked_device_accepted)) {
    return std::optional<Error>(Error{ErrorCode::revoked, "the device was revoked before this record arrived", ""});
  }
  if (record.sealed) {
    const auto effect = sealed.apply(record.head, std::move(*record.sealed));
    if (!effect) return effect.error();
    if (!effect->held) return std::optional<Error>();
    // What is held has earned the long way: it alone knows of records that counted before.
    auto again = wire::read_record(record.bytes);
    if (!again) return std::move(again).error();
    record.record = std::move(*again);
  }
  auto effect = apply_record(txn, who, *record.record, checklists);
  if (!effect) return std::move(effect).error();
  return std::move(effect->held);
}

Result<void> take_records(WriteTxn& txn, const Principal& who, const DeviceRow& device, const PushBody& body,
                          std::size_t known, std::vector<Incoming>& records, const Checklists& checklists) {
  if (records.empty()) return {};  // nothing new, nothing to write
  if (auto stored = store_run(txn, device, body, known, records); !stored) return stored;
  SealedEffects sealed(txn, who, checklists);
  for (auto& record : records) {
    const auto held = apply(txn, who, device, record, checklists, sealed);
    if (!held) return held.error();
    if (!*held || RONDA_PLANTED(quarantine_lost)) continue;
    if (RONDA_PLANTED(held_record_blocks)) return **held;
    if (auto put = txn.sync().put_quarantine(quarantine_row(txn, device, record, **held)); !put) return put;
  }
  const auto& last = records.back();
  return txn.access().move_device_head(device.id, last.head.seq, {last.hash.begin(), last.hash.end()}, txn.now());
}

// Up to what the reply acknowledges, which may lie behind a run that is sent again in smaller pieces.
Result<void> list_quarantined(const ReadTxn& txn, const wire::PushEnvelope& envelope, wire::PushReply& reply) {
  const auto rows = txn.sync().quarantined_between(envelope.device, envelope.first_seq, reply.acked_seq);
  if (!rows) return rows.error();
  for (const auto& row : *rows) reply.quarantined.push_back({row.seq, row.code, row.message});
  return {};
}

// A no that is committed: a gap changes nothing, a fork is kept.
Result<PushOutcome> refuse(WriteTxn& txn, const DeviceRow& device, const std::vector<Incoming>& records, Error why,
                           PushOutcome outcome) {
  if (why.code == ErrorCode::gap) outcome.expected_seq = device.acked_seq + 1;
  if (why.code == ErrorCode::fork) {
    if (auto kept = keep_fork(txn, device, records, why); !kept) return std::move(kept).error();
    if (auto marked = txn.access().mark_device_forked(device.id, txn.now()); !marked) return std::move(marked).error();
  }
  outcome.refused = std::move(why);
  return outcome;
}

}  // namespace

Result<PushOutcome> push(WriteTxn& txn, const Principal& who, const PushBody& body, const Checklists& checklists) {
  auto run = wire::decode_push(body.text);
  if (!run) return std::move(run).error();
  if (run->envelope.device != who.device) {
    return Error{ErrorCode::forbidden, "a device sends its own log only", "/device"};
  }
  if (run->records.empty()) return bad_input("a push carries at least one record", "/count");
  auto device = txn.access().device(who.device);
  if (!device) return std::move(device).error();
  std::vector<ledger::Hash> hashes;
  hashes.reserve(run->records.size());
  for (const auto record : run->records) hashes.push_back(ledger::record_hash(record));
  if (hashes.back() != run->envelope.head) {
    return bad_input("head is not the hash of the last record", "/head");
  }
  if (auto signed_by = check_signature(run->envelope, *device); !signed_by) return std::move(signed_by).error();
  const auto known = count_known(txn, *device, *run, hashes);
  if (!known) return known.error();
  auto records = read_run(*run, hashes, *known);
  if (!records) return std::move(records).error();

  PushOutcome outcome;
  const auto epoch = txn.feed().epoch();
  if (!epoch) return epoch.error();
  outcome.reply.device = who.device;
  outcome.reply.first_seq = run->envelope.first_seq;
  outcome.reply.epoch = *epoch;
  outcome.reply.server_time = txn.now();
  outcome.reply.acked_seq = device->acked_seq;
  if (!records->empty()) {
    auto fits = check_continues(*device, records->front());
    if (!fits) return refuse(txn, *device, *records, std::move(fits).error(), std::move(outcome));
  }

  if (auto taken = take_records(txn, who, *device, body, *known, *records, checklists); !taken)
    return std::move(taken).error();
  if (!records->empty()) {
    const auto& vouched = run->envelope;
    auto kept = txn.ledger().put_signature(vouched.device, last_seq(vouched), vouched.signature);
    if (!kept) return std::move(kept).error();
  }
  outcome.reply.known = static_cast<std::int64_t>(*known);
  outcome.reply.accepted = static_cast<std::int64_t>(records->size());
  outcome.reply.acked_seq = std::max(device->acked_seq, last_seq(run->envelope));
  if (auto listed = list_quarantined(txn, run->envelope, outcome.reply); !listed) return std::move(listed).error();
  return outcome;
}

Result<void> verify_chain(const ReadTxn& txn) {
  constexpr int kPage = 500;
  ChainEnd end;
  while (true) {
    const auto page = txn.sync().records_after(end.chain_seq, kPage);
    if (!page) return page.error();
    for (const auto& record : *page) {
      const std::string where = to_text(record.device) + ":" + std::to_string(record.seq);
      if (record.chain_seq != end.chain_seq + 1)
        return Error{ErrorCode::corrupt, "a record is missing before this one", where};
      if (ledger::record_hash(record.bytes) != record.hash) {
        return Error{ErrorCode::corrupt, "the bytes of this record were changed", where};
      }
      if (record.id.is_nil()) return Error{ErrorCode::corrupt, "this record cannot be read any more", where};
      if (ledger::chain(end.chain_hash, record.hash) != record.chain_hash) {
        return Error{ErrorCode::corrupt, "the chain breaks at this record", where};
      }
      end = {record.chain_seq, record.chain_hash};
    }
    if (page->size() < kPage) return {};
  }
}

}  // namespace ronda::server
