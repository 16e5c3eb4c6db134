// verify_ledger: everything against everything, the first bad thing named.
#include <algorithm>
#include <map>

#include "shared/wire/record_json.hpp"
#include "sync-server/service/ledger.hpp"
#include "sync-server/service/verify_rows.hpp"
#include "sync-server/store/attachment_store.hpp"

namespace ronda::server {

namespace {

constexpr int kPage = 200;
constexpr int kRunsPage = 8;  // each is read with its bytes

/// One device's log as far as it was walked.
struct Log {
  DeviceRow device;
  std::int64_t seq = 0;
  ledger::Hash head{};
  std::int64_t vouched = 0;  ///< the last seq under a good signature
};

std::string place(DeviceId device, std::int64_t seq) { return to_text(device) + ":" + std::to_string(seq); }

Error bad(std::string what, std::string where) { return Error{ErrorCode::corrupt, std::move(what), std::move(where)}; }

class Walk {
 public:
  explicit Walk(const ReadTxn& txn) : txn_(txn), made_(txn) {}

  Result<void> records() {
    auto roots = txn_.ledger().all_roots();
    if (!roots) return std::move(roots).error();
    roots_ = std::move(*roots);
    for (const auto& root : roots_) chain_at_root_[root.chain_seq] = {};
    for (;;) {
      const auto page = txn_.sync().records_after(end_.chain_seq, kPage);
      if (!page) return page.error();
      for (const auto& record : *page) {
        if (auto good = one(record); !good) return good;
      }
      if (page->size() < kPage) break;
    }
    if (auto stamped = stamps(); !stamped) return stamped;
    if (auto stand = made_.hold_standings(); !stand) return stand;
    const auto stray = txn_.ledger().stray_signature();
    if (!stray) return stray.error();
    if (*stray) return bad("a signature stands under no record", place((*stray)->device, (*stray)->seq));
    return devices();
  }

  Verdict verdict{};

 private:
  Result<void> one(const StoredRecord& record) {
    const std::string where = place(record.device, record.seq);
    if (record.chain_seq != end_.chain_seq + 1) return bad("a record is missing before this one", where);
    if (ledger::record_hash(record.bytes) != record.hash) return bad("the bytes of this record were changed", where);
    if (ledger::chain(end_.chain_hash, record.hash) != record.chain_hash) {
      return bad("the chain breaks at this record", where);
    }
    const auto read = wire::read_record(record.bytes);
    if (!read) return bad("this record cannot be read: " + read.error().message, where);
    const auto& head = read->head;
    bool is_copy = false;
    if (head.device != record.device || head.seq != record.seq || head.id != record.id || head.kind != record.kind) {
      const auto copy = txn_.ledger().is_accepted_copy(record.hash);
      if (!copy) return copy.error();
      if (!*copy) return bad("this record lies in the place of another one", where);
      is_copy = true;
    }
    auto log = log_of(record);
    if (!log) return std::move(log).error();
    const bool follows =
        is_copy ? record.seq == (*log)->seq + 1 : bool(ledger::continues(head, (*log)->seq, (*log)->head));
    if (!follows) return bad("this record does not follow the one before it in its device's log", where);
    (*log)->seq = record.seq;
    (*log)->head = record.hash;
    if (auto vouched = signature(record, **log); !vouched) return vouched;
    if (auto made = made_.hold(record, *read, (*log)->device); !made) return made;
    end_ = {record.chain_seq, record.chain_hash};
    if (const auto due = chain_at_root_.find(record.chain_seq); due != chain_at_root_.end()) {
      due->second = record.chain_hash;
    }
    ++verdict.records;
    verdict.root = record.chain_hash;
    return {};
  }

  Result<Log*> log_of(const StoredRecord& record) {
    auto found = logs_.find(record.device);
    if (found == logs_.end()) {
      auto device = txn_.access().device(record.device);
      if (!device) return bad("the device of this record is not known", place(record.device, record.seq));
      found = logs_.emplace(record.device, Log{std::move(*device), 0, {}, 0}).first;
    }
    return &found->second;
  }

  Result<void> signature(const StoredRecord& record, Log& log) {
    const auto kept = txn_.ledger().signature(record.device, record.seq);
    if (!kept) return kept.error();
    if (!*kept) return {};
    crypto::PublicKey key{};
    if (log.device.public_key.size() == key.size()) {
      std::copy(log.device.public_key.begin(), log.device.public_key.end(), key.begin());
    }
    if (!crypto::verify(ledger::signing_text(record.device, record.seq, record.hash), **kept, key)) {
      return bad("the device's signature does not vouch for this record", place(record.device, record.seq));
    }
    verdict.signed_records += record.seq - log.vouched;
    log.vouched = record.seq;
    return {};
  }

  // When each run came in.
  Result<void> stamps() {
    ledger::Hash before{};
    for (std::int64_t after = 0;;) {
      const auto page = txn_.ledger().runs_after(after, kRunsPage);
      if (!page) return page.error();
      for (const auto& run : *page) {
        const auto stamp = run_stamp(before, run.facts);
        if (run.stamp != stamp) {
          return bad("the time at which this record came in was changed, or the bytes around it",
                     place(run.device, run.first_seq));
        }
        before = stamp;
        after = run.facts.first_chain;
      }
      if (page->size() < kRunsPage) return {};
    }
  }

  // What is remembered of each device is the end of its log.
  Result<void> devices() {
    for (const auto& [id, log] : logs_) {
      const bool head = log.device.head_hash.size() == log.head.size() &&
                        std::equal(log.head.begin(), log.head.end(), log.device.head_hash.begin());
      if (log.device.acked_seq != log.seq || !head) {
        return bad("the device's log does not end where it was acknowledged", place(id, log.device.acked_seq));
      }
    }
    return hold_roots();
  }

  Result<void> hold_roots() {
    UnitId unit;
    ledger::Hash before{};
    std::int64_t from = 0;
    for (const auto& root : roots_) {
      if (root.unit != unit) {
        unit = root.unit;
        before = {};
        from = 0;
      }
      const std::string where = "root " + to_text(root.day);
      if (chain_at_root_.at(root.chain_seq) != root.root) return bad("this root is not the chain's", where);
      if (root_seal(before, root) != root.seal) return bad("this root was changed", where);
      const auto count = txn_.ledger().count_of(root.unit, from, root.chain_seq);
      if (!count) return count.error();
      if (*count != root.records) return bad("this root counts other records", where);
      before = root.seal;
      from = root.chain_seq;
      ++verdict.roots;
    }
    return {};
  }

  const ReadTxn& txn_;
  MadeRows made_;
  ChainEnd end_;
  std::map<DeviceId, Log> logs_;
  std::vector<LedgerRoot> roots_;
  std::map<std::int64_t, ledger::Hash> chain_at_root_;
};

Result<void> walk_photos(const ReadTxn& txn, const AttachmentFiles& files, Verdict& verdict) {
  ledger::Hash after{};
  for (;;) {
    const auto page = txn.attachments().whole_after(after, kPage);
    if (!page) return page.error();
    for (const auto& row : *page) {
      const std::string where = "attachment " + ledger::to_text(row.sha256);
      const auto bytes = files.read(row.sha256);
      if (!bytes) return bad("this photo's file is missing", where);
      if (static_cast<std::int64_t>(bytes->size()) != row.length) return bad("this photo has another size", where);
      if (crypto::sha256(*bytes) != row.sha256) return bad("the bytes of this photo were changed", where);
      if (!is_image(*bytes, row.type)) return bad("this photo is not of its type", where);
      ++verdict.attachments;
      after = row.sha256;
    }
    if (page->size() < kPage) return {};
  }
}

}  // namespace

Result<Verdict> verify_ledger(const ReadTxn& txn, const AttachmentFiles& files) {
  Walk walk(txn);
  if (auto walked = walk.records(); !walked) return std::move(walked).error();
  if (auto seen = walk_photos(txn, files, walk.verdict); !seen) return std::move(seen).error();
  return walk.verdict;
}

}  // namespace ronda::server
