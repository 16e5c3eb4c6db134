#pragma once
// The server of a simulated world: the real store, services, handlers and dispatcher in one thread on a disk in memory.
// It can be killed between two calls to the disk.

#include <memory>
#include <optional>
#include <random>
#include <string>

#include "field-app/core/sync/sync_session.hpp"
#include "sync-server/api/app.hpp"
#include "sync-server/api/dispatcher.hpp"
#include "sync-server/store/store.hpp"
#include "tests/simulation/disk/counted_memory.hpp"
#include "tests/simulation/disk/memory_disk.hpp"

namespace ronda::sim {

struct Answer {
  int status = 0;
  field::SyncHeaders headers;  ///< names in lower case
  std::string body;
};

class ServerSide {
 public:
  ServerSide(std::unique_ptr<Disk> disk, Clock clock, Entropy entropy);
  ~ServerSide();
  ServerSide(const ServerSide&) = delete;
  ServerSide& operator=(const ServerSide&) = delete;

  /// Opens the store on the disk as it is. Errors: those of the store.
  Result<void> start();
  bool is_up() const { return dispatcher_ != nullptr && image_ == nullptr; }
  /// Answers as the program would. Precondition: is_up().
  Answer answer(const field::SyncRequest& request);
  /// What the last answer took at most, and what it left behind (nothing in programs that do not count).
  const MemoryCount& heap() const { return heap_; }
  const MemoryCount& database_memory() const { return database_memory_; }
  /// What all answers since the start left behind.
  std::int64_t kept_bytes() const { return kept_bytes_; }

  /// Ends the process now; the disk becomes what `crash` leaves.
  void die(Crash crash, std::mt19937_64& random);
  /// Lets the process die at the n-th next call that changes the disk (1 = the next).
  void die_at_change(int n, Crash crash, std::mt19937_64& random);
  /// True once such a death has happened; start() begins a new life.
  bool has_died() const { return image_ != nullptr; }
  /// The process ends and the disk is replaced: a backup is put back.
  void put_back(std::unique_ptr<Disk> disk);

  server::Store& store() { return *store_; }
  Disk& disk() { return *disk_; }
  std::int64_t starts() const { return starts_; }

 private:
  Answer answered(const field::SyncRequest& request);
  void end_process();

  std::unique_ptr<Disk> disk_;
  std::unique_ptr<Disk> image_;  // what a death within a call left
  Clock clock_;
  Entropy entropy_;
  std::unique_ptr<server::Store> store_;
  std::unique_ptr<server::App> app_;
  std::unique_ptr<server::Dispatcher> dispatcher_;
  std::int64_t starts_ = 0;
  std::int64_t requests_ = 0;
  MemoryCount heap_;
  MemoryCount database_memory_;
  std::int64_t kept_bytes_ = 0;
};

}  // namespace ronda::sim
