#pragma once
// The lanes work runs on: one writer thread, a few readers. The network thread only puts work in; it never waits.

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace ronda::server {

/// Threads that take tasks from one queue in order. `stop` finishes what is queued. A lane without threads runs each
/// task inside post(): the simulation is one thread.
class Lane {
 public:
  Lane(int threads, std::size_t most_waiting);
  ~Lane();
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  /// False when the queue is full or the lane is stopping: answer `busy`. Any thread.
  bool post(std::function<void()> task);
  void stop();

 private:
  void work();

  const std::size_t most_waiting_;
  std::mutex mutex_;  // guards tasks_, stopping_
  std::condition_variable wake_;
  std::deque<std::function<void()>> tasks_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace ronda::server
