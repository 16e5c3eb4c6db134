#pragma once
// The one thread that may touch the app's core (database, FieldApp, SyncSession). Work is handed over as closures; what
// a person waits for goes before what the background sync wants.

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <type_traits>

namespace ronda::native {

class CoreThread {
 public:
  enum class Lane { tap, sync };

  CoreThread();
  /// Finishes what was posted, then joins.
  ~CoreThread();
  CoreThread(const CoreThread&) = delete;
  CoreThread& operator=(const CoreThread&) = delete;

  /// Any thread. Work posted after stop() is dropped.
  void post(Lane lane, std::function<void()> work);

  /// Runs `work` on the core thread and waits for what it returns. Never call it on the core thread itself.
  template <typename Work>
  auto ask(Lane lane, Work work) -> std::invoke_result_t<Work> {
    auto task = std::make_shared<std::packaged_task<std::invoke_result_t<Work>()>>(std::move(work));
    auto answer = task->get_future();
    post(lane, [task] { (*task)(); });
    return answer.get();
  }

  void stop();

 private:
  void run();

  std::mutex mutex_;  // guards the two queues and stopping_
  std::condition_variable wake_;
  std::deque<std::function<void()>> taps_;
  std::deque<std::function<void()>> syncs_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace ronda::native
