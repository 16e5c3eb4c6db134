#pragma once
// One device of a simulated world: the real app core and session on a disk in memory, and what the world remembers of
// it: every record the app reported as saved. It can be killed between two calls to the disk.

#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "field-app/core/field_app.hpp"
#include "field-app/core/sync/sync_session.hpp"
#include "tests/simulation/disk/memory_disk.hpp"

namespace ronda::sim {

/// A record the app reported as saved.
struct Saved {
  std::string text;
  ledger::Hash hash{};
  std::string inspection;
  int photos = 0;
  bool cannot_apply = false;  ///< the server must hold it
  bool is_newer = false;      ///< of a kind that no server knows yet
  std::int64_t place = 0;     ///< its row in the app's journal
  std::int64_t carries = 0;   ///< the place of the record of an older log that it carries; 0 = none
};

/// What was written under an identity that the device no longer has.
struct PastLog {
  DeviceId id;
  std::vector<Saved> saved;
};

class DeviceSide {
 public:
  DeviceSide(std::unique_ptr<Disk> disk, Clock clock, Entropy entropy, field::SyncSettings settings);
  ~DeviceSide();
  DeviceSide(const DeviceSide&) = delete;
  DeviceSide& operator=(const DeviceSide&) = delete;

  Result<void> start();
  bool is_up() const { return app_.has_value() && image_ == nullptr; }
  field::Reply call(std::string_view method, const std::string& path, const std::string& body = {},
                    std::string_view type = "application/json");
  /// The record with this number of the log of today; nothing if there is none.
  std::optional<Saved> record_at(std::int64_t seq);

  void die(Crash crash, std::mt19937_64& random);
  void die_at_change(int n, Crash crash, std::mt19937_64& random);
  void stay_alive() { disk_->before_change = nullptr; }
  bool has_died() const { return image_ != nullptr; }

  field::FieldApp& app() { return *app_; }
  field::SyncSession& session() { return *session_; }
  sqlite::Database& database() { return app_->database(); }
  Disk& disk() { return *disk_; }
  const field::SyncSettings& settings() const { return settings_; }

  std::string name() const { return "device " + std::to_string(number); }

  // What the world knows of it.
  int number = 0;
  DeviceId id;
  OfficerId officer;
  std::string token;
  std::vector<Saved> saved;                     ///< by seq - 1
  std::vector<PastLog> past;                    ///< the oldest first
  std::map<Uuid, std::int64_t> acked_by_epoch;  ///< the highest number the replies of each epoch confirmed
  std::int64_t wall_offset_ms = 0;              ///< its wall clock minus the world's
  std::string app_version = "0.1.0";
  bool speaks_next = false;  ///< its program was updated before the server's, and speaks another version
  bool is_clogged = false;
  bool is_revoked = false;
  std::int64_t revoked_at_seq = 0;  ///< while revoked: what the server held by then
  bool has_copy = false;            ///< its folder lies on two phones
  std::uint64_t exchange = 0;       ///< the one its session waits for; 0 = none
  std::vector<std::string> drafts;
  std::map<std::string, std::map<std::string, std::string>> typed;  ///< by inspection and item: what the app took
  bool is_integrity_due = false;    ///< started since its file was last checked in whole
  std::int64_t checked_at = -1;     ///< changes of its disk when it was last found right
  std::size_t checked_records = 0;  ///< records it had reported by then

 private:
  void end_process();

  std::unique_ptr<Disk> disk_;
  std::unique_ptr<Disk> image_;
  Clock clock_;
  Entropy entropy_;
  field::SyncSettings settings_;
  std::optional<field::FieldApp> app_;
  std::unique_ptr<field::SyncSession> session_;
};

}  // namespace ronda::sim
