#pragma once
// An office with a real store in a folder of its own: one unit, its head, one team with an officer, lodgings, and
// devices that write a real log. Time stands where the test puts it.

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "shared/crypto/crypto.hpp"
#include "shared/domain/inspection.hpp"
#include "sync-server/service/checklists.hpp"
#include "sync-server/service/device_log.hpp"
#include "sync-server/service/principal.hpp"
#include "sync-server/store/access_store.hpp"
#include "sync-server/store/feed_store.hpp"
#include "sync-server/store/finding_store.hpp"
#include "sync-server/store/notice_store.hpp"
#include "sync-server/store/planning_store.hpp"
#include "sync-server/store/register_store.hpp"
#include "sync-server/store/settings_store.hpp"
#include "sync-server/store/store.hpp"
#include "sync-server/store/sync_store.hpp"

namespace ronda::server::office {

/// A phone with its own key and log.
struct Phone {
  DeviceId id;
  OfficerId officer;
  crypto::KeyPair keys;
  std::vector<std::string> records;  ///< 1, 2, 3 …
  ledger::Hash head{};

  /// Adds a record to the log and returns its number.
  std::int64_t write(const std::string& kind, const std::string& body, Instant at);
  /// The body of a push of the records `first`..`last`.
  std::string push_of(std::int64_t first, std::int64_t last) const;
};

class Office {
 public:
  Office();
  ~Office();
  Office(const Office&) = delete;
  Office& operator=(const Office&) = delete;

  Phone new_phone();
  LodgingId new_lodging(const std::string& name, const std::string& tier = "low");
  void revoke(const Phone& phone);
  Principal principal(const Phone& phone);
  /// "2026-12-02 21:03" in the unit's zone.
  void set_time(const std::string& local);

  Result<PushOutcome> push(const Phone& phone, std::int64_t first, std::int64_t last);
  /// Sends everything and expects it to be taken.
  wire::PushReply send(const Phone& phone);

  /// A whole inspection of `lodging`: everything in order but the items in `wrong` (yes/no items answered no).
  domain::SealedInspection inspection(LodgingId lodging, const std::vector<std::string>& wrong = {});
  /// Writes it into the phone's log, with what a device derives (findings and deadlines).
  InspectionId seal(Phone& phone, domain::SealedInspection body);

  /// The token whose hash inspection() puts into the record.
  static std::string token_of(InspectionId inspection);

  /// A published round with one visit.
  VisitRow publish_visit(LodgingId lodging, LocalDate date);

  std::vector<FindingRow> findings(LodgingId lodging);
  VisitRow visit(VisitId id);

  template <typename Body>
  auto read(Body&& body) {
    return store->read(std::forward<Body>(body));
  }
  template <typename Body>
  auto write(Body&& body) {
    return store->write(std::forward<Body>(body));
  }

  std::filesystem::path folder;
  Instant now;
  std::unique_ptr<Store> store;
  Checklists checklists;
  UnitRow unit;
  OfficerRow head;
  OfficerRow officer;
  TeamRow team;

 private:
  template <typename IdType>
  IdType new_id() {
    return ids_.make<IdType>(now);
  }
  IdSource ids_;
};

}  // namespace ronda::server::office
