#pragma once
// The store contract: transactions as values with scope, and per topic one interface reached from the transaction.
//
// A topic (access_store.hpp, register_store.hpp …) is one abstract class of plain structs: reading functions are const,
// writing ones are not, so a ReadTxn, which only gives const references, cannot write. No backend type appears here.
// Threads: a Store may be used from any thread; a transaction and what it gives stay inside the function they were
// given to. Promises: a ReadTxn sees one snapshot; a WriteTxn sees its own writes; writers run one after the other, so
// numbers of the change feed become visible in order; a write is durable (synchronous=FULL) before `write` returns a
// value.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"

namespace ronda::server {

class AccessStore;
class RegisterStore;
class SettingsStore;
class ImportStore;
class FeedStore;
// Topics of planning, sync, findings, notices and attachments
// (store/{planning,sync,finding,notice,attachment}_store.hpp):
class PlanningStore;
class SyncStore;
class FindingStore;
class NoticeStore;
class AttachmentStore;
class DraftStore;   // unfinished inspections
class LedgerStore;  // daily roots
class EpochStore;
class CarriedStore;  // what newer identities of a device brought from older ones
// What people decide and correct (store/{quarantine,case,correction,report}_store.hpp):
class QuarantineStore;
class CaseStore;
class CorrectionStore;
class ReportStore;

class ReadTxn {
 public:
  ReadTxn() = default;
  ReadTxn(const ReadTxn&) = delete;
  ReadTxn& operator=(const ReadTxn&) = delete;
  virtual ~ReadTxn() = default;

  /// The host's clock when the transaction began: one instant for everything in it.
  virtual Instant now() const = 0;

  virtual const AccessStore& access() const = 0;
  virtual const RegisterStore& lodgings() const = 0;
  virtual const SettingsStore& settings() const = 0;  ///< units, policies, teams
  virtual const ImportStore& imports() const = 0;
  virtual const FeedStore& feed() const = 0;
  virtual const PlanningStore& planning() const = 0;
  virtual const SyncStore& sync() const = 0;
  virtual const FindingStore& findings() const = 0;
  virtual const NoticeStore& notices() const = 0;
  virtual const AttachmentStore& attachments() const = 0;
  virtual const CarriedStore& carried() const = 0;
  virtual const QuarantineStore& quarantine() const = 0;
  virtual const CaseStore& cases() const = 0;
  virtual const CorrectionStore& corrections() const = 0;
  virtual const ReportStore& reports() const = 0;
  virtual const EpochStore& epoch() const = 0;
  virtual const LedgerStore& ledger() const = 0;
  virtual const DraftStore& drafts() const = 0;
};

/// Commits when the function it was given to returns a value, rolls back when that returns an Error. Nobody else does.
class WriteTxn : public ReadTxn {
 public:
  using ReadTxn::access;
  using ReadTxn::attachments;
  using ReadTxn::carried;
  using ReadTxn::cases;
  using ReadTxn::corrections;
  using ReadTxn::drafts;
  using ReadTxn::epoch;
  using ReadTxn::feed;
  using ReadTxn::findings;
  using ReadTxn::imports;
  using ReadTxn::ledger;
  using ReadTxn::lodgings;
  using ReadTxn::notices;
  using ReadTxn::planning;
  using ReadTxn::quarantine;
  using ReadTxn::reports;
  using ReadTxn::settings;
  using ReadTxn::sync;

  virtual AccessStore& access() = 0;
  virtual RegisterStore& lodgings() = 0;
  virtual SettingsStore& settings() = 0;
  virtual ImportStore& imports() = 0;
  virtual FeedStore& feed() = 0;
  virtual PlanningStore& planning() = 0;
  virtual SyncStore& sync() = 0;
  virtual FindingStore& findings() = 0;
  virtual NoticeStore& notices() = 0;
  virtual AttachmentStore& attachments() = 0;
  virtual CarriedStore& carried() = 0;
  virtual QuarantineStore& quarantine() = 0;
  virtual CaseStore& cases() = 0;
  virtual CorrectionStore& corrections() = 0;
  virtual ReportStore& reports() = 0;
  virtual EpochStore& epoch() = 0;
  virtual LedgerStore& ledger() = 0;
  virtual DraftStore& drafts() = 0;

  /// A new UUIDv7 of now().
  virtual Uuid new_uuid() = 0;
  template <typename IdType>
  IdType new_id() {
    return IdType{new_uuid()};
  }

  /// Gives the entity a new number in the change feed, so that devices of `unit` fetch it again. Call it after every
  /// change of a unit, officer, team, policy, checklist, lodging, finding, disclosed visit or inspection; calling it
  /// twice in a transaction costs little. `entity` is the wire word (PROTOCOL.md §4).
  [[nodiscard]] virtual Result<void> touch(std::string_view entity, const Uuid& id, UnitId unit) = 0;
  /// The same for an entity that is gone: the feed keeps a tombstone.
  [[nodiscard]] virtual Result<void> touch_deleted(std::string_view entity, const Uuid& id, UnitId unit) = 0;
};

class Store {
 public:
  virtual ~Store() = default;

  /// Runs `body` in a read transaction and hands on what it returns. Waits for a free reader.
  /// Errors: those of `body`; busy, io_failed, corrupt of the store.
  template <typename Body>
  std::invoke_result_t<Body, const ReadTxn&> read(Body&& body) {
    using Outcome = std::invoke_result_t<Body, const ReadTxn&>;
    std::unique_ptr<Outcome> outcome;
    auto ran = run_read([&](const ReadTxn& txn) -> Result<void> {
      outcome = std::make_unique<Outcome>(body(txn));
      return {};
    });
    if (!ran) return std::move(ran).error();
    return std::move(*outcome);
  }

  /// Runs `body` in the write transaction: a value commits, an Error rolls back. The commit is durable when this
  /// returns. Errors: those of `body`; busy, io_failed, disk_full, corrupt of the store (then nothing was written).
  template <typename Body>
  std::invoke_result_t<Body, WriteTxn&> write(Body&& body) {
    using Outcome = std::invoke_result_t<Body, WriteTxn&>;
    std::unique_ptr<Outcome> outcome;
    auto ran = run_write([&](WriteTxn& txn) -> Result<void> {
      outcome = std::make_unique<Outcome>(body(txn));
      if (!*outcome) return outcome->error();
      return {};
    });
    if (!ran) return std::move(ran).error();
    return std::move(*outcome);
  }

  /// Runs several bodies one after the other in one transaction with one commit. Each is all or nothing by itself: one
  /// that returns an Error leaves no trace and does not hold up the others. Gives the outcome of each; none of the
  /// values counts before this returns, because then all of them are durable together. When the commit fails, or the
  /// store breaks down on the way, each of them has that error and nothing was written. A body may be run twice.
  using WriteBody = std::function<Result<void>(WriteTxn&)>;
  virtual std::vector<Result<void>> write_together(const std::vector<WriteBody>& bodies) = 0;

 protected:
  virtual Result<void> run_read(const std::function<Result<void>(const ReadTxn&)>& body) = 0;
  virtual Result<void> run_write(const std::function<Result<void>(WriteTxn&)>& body) = 0;
};

}  // namespace ronda::server
