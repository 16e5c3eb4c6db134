#pragma once
// One SQLite connection with the topics that speak through it; serves as ReadTxn or WriteTxn while a transaction runs.

#include "shared/base/id.hpp"
#include "sync-server/store/sqlite/access.hpp"
#include "sync-server/store/sqlite/attachment.hpp"
#include "sync-server/store/sqlite/carried.hpp"
#include "sync-server/store/sqlite/context.hpp"
#include "sync-server/store/sqlite/correction.hpp"
#include "sync-server/store/sqlite/draft.hpp"
#include "sync-server/store/sqlite/epoch.hpp"
#include "sync-server/store/sqlite/feed.hpp"
#include "sync-server/store/sqlite/finding.hpp"
#include "sync-server/store/sqlite/held_record.hpp"
#include "sync-server/store/sqlite/import.hpp"
#include "sync-server/store/sqlite/ledger.hpp"
#include "sync-server/store/sqlite/notice.hpp"
#include "sync-server/store/sqlite/planning.hpp"
#include "sync-server/store/sqlite/register.hpp"
#include "sync-server/store/sqlite/report.hpp"
#include "sync-server/store/sqlite/review_case.hpp"
#include "sync-server/store/sqlite/settings.hpp"
#include "sync-server/store/sqlite/sync.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

class SqliteSession final : public WriteTxn {
 public:
  SqliteSession(sqlite::Database db, Entropy entropy) : db_(std::move(db)), ids_(std::move(entropy)) {
    context_.db = &db_;
  }

  sqlite::Database& database() { return db_; }
  void begin_at(Instant now) { context_.begin_at(now); }
  /// What a savepoint does not know of.
  std::optional<std::int64_t> mark() const { return context_.feed_head; }
  void back_to(std::optional<std::int64_t> mark) {
    context_.forget();
    context_.feed_head = mark;
  }
  [[nodiscard]] Result<void> before_commit() { return context_.before_commit(); }

  Instant now() const override { return context_.now; }
  Uuid new_uuid() override { return ids_.next(context_.now); }

  const AccessStore& access() const override { return access_; }
  const RegisterStore& lodgings() const override { return register_; }
  const SettingsStore& settings() const override { return settings_; }
  const ImportStore& imports() const override { return imports_; }
  const FeedStore& feed() const override { return feed_; }
  const PlanningStore& planning() const override { return planning_; }
  const SyncStore& sync() const override { return sync_; }
  const FindingStore& findings() const override { return findings_; }
  const NoticeStore& notices() const override { return notices_; }
  const AttachmentStore& attachments() const override { return attachments_; }
  const CarriedStore& carried() const override { return carried_; }
  const QuarantineStore& quarantine() const override { return quarantine_; }
  const CaseStore& cases() const override { return cases_; }
  const CorrectionStore& corrections() const override { return corrections_; }
  const ReportStore& reports() const override { return reports_; }
  const EpochStore& epoch() const override { return epoch_; }
  const LedgerStore& ledger() const override { return ledger_; }
  const DraftStore& drafts() const override { return drafts_; }

  AccessStore& access() override { return access_; }
  RegisterStore& lodgings() override { return register_; }
  SettingsStore& settings() override { return settings_; }
  ImportStore& imports() override { return imports_; }
  FeedStore& feed() override { return feed_; }
  PlanningStore& planning() override { return planning_; }
  SyncStore& sync() override { return sync_; }
  FindingStore& findings() override { return findings_; }
  NoticeStore& notices() override { return notices_; }
  AttachmentStore& attachments() override { return attachments_; }
  CarriedStore& carried() override { return carried_; }
  QuarantineStore& quarantine() override { return quarantine_; }
  CaseStore& cases() override { return cases_; }
  CorrectionStore& corrections() override { return corrections_; }
  ReportStore& reports() override { return reports_; }
  EpochStore& epoch() override { return epoch_; }
  LedgerStore& ledger() override { return ledger_; }
  DraftStore& drafts() override { return drafts_; }

  Result<void> touch(std::string_view entity, const Uuid& id, UnitId unit) override {
    return context_.touch(entity, id, unit);
  }
  Result<void> touch_deleted(std::string_view entity, const Uuid& id, UnitId unit) override {
    return context_.touch(entity, id, unit, true);
  }

 private:
  sqlite::Database db_;
  IdSource ids_;
  SqliteContext context_;
  SqliteAccess access_{context_};
  SqliteRegister register_{context_};
  SqliteSettings settings_{context_};
  SqliteImports imports_{context_};
  SqliteFeed feed_{context_};
  SqlitePlanning planning_{context_};
  SqliteSync sync_{context_};
  SqliteFindings findings_{context_};
  SqliteNotices notices_{context_};
  SqliteAttachments attachments_{context_};
  SqliteCarried carried_{context_};
  SqliteQuarantine quarantine_{context_};
  SqliteCases cases_{context_};
  SqliteCorrections corrections_{context_};
  SqliteReports reports_{context_};
  SqliteEpoch epoch_{context_};
  SqliteLedger ledger_{context_};
  SqliteDrafts drafts_{context_};
};

}  // namespace ronda::server
