#pragma once
// Tidies up after uploads: one thread that, at the start and then every hour, gives up what nobody goes on with and
// removes what nobody names. Every removal is logged.

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "shared/base/log.hpp"
#include "sync-server/service/attachments.hpp"

namespace ronda::server {

class Sweeper {
 public:
  /// `attachments` must outlive this. Nothing runs before start().
  Sweeper(Attachments& attachments, LogSink log, std::chrono::milliseconds every = std::chrono::hours(1));
  /// As stop().
  ~Sweeper();
  Sweeper(const Sweeper&) = delete;
  Sweeper& operator=(const Sweeper&) = delete;

  /// Call once.
  void start();
  void stop();

 private:
  void loop();
  void sweep();

  Attachments& attachments_;
  LogSink log_;
  std::chrono::milliseconds every_;
  std::mutex mutex_;  ///< guards stopping_
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace ronda::server
