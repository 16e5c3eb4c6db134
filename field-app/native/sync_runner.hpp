#pragma once
// The background thread that does the session's I/O: asks the core what to send, sends it, tells the core what came
// back, sleeps until the core wants more. Taps never wait for it: it holds nothing while it waits for the network.

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "field-app/core/sync/sync_session.hpp"
#include "field-app/native/core_thread.hpp"
#include "field-app/native/exchange.hpp"
#include "field-app/native/http_client.hpp"

namespace ronda::native {

class SyncRunner {
 public:
  /// What the runner needs of the core. Called on the core thread only.
  struct CorePort {
    std::function<field::SyncSession&()> session;
    std::function<std::string()> server;  ///< base URL; empty while not enrolled
    std::function<field::Moment()> now;
    std::string ca{};  ///< PEM file of further authorities, checked by the caller; may be empty
  };

  SyncRunner(CoreThread& core, CorePort port);
  /// Cancels what is under way and joins.
  ~SyncRunner();
  SyncRunner(const SyncRunner&) = delete;
  SyncRunner& operator=(const SyncRunner&) = delete;

  /// Something changed (a seal, an enrolment, a press on sync): look again. Any thread.
  void poke();
  /// Runs a job that needs the network (enrolment) on this thread, before the next request. Any thread.
  void post(std::function<void(HttpClient&)> job);
  void stop();

 private:
  void run();
  /// One request if there is one; returns how long to sleep, 0 = go on at once.
  std::int64_t step();

  CoreThread& core_;
  CorePort port_;
  HttpClient client_;
  std::mutex mutex_;  // guards the members below
  std::condition_variable wake_;
  std::deque<std::function<void(HttpClient&)>> jobs_;
  bool poked_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace ronda::native
