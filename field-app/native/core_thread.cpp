#include "field-app/native/core_thread.hpp"

namespace ronda::native {

CoreThread::CoreThread() : thread_([this] { run(); }) {}

CoreThread::~CoreThread() {
  stop();
  if (thread_.joinable()) thread_.join();
}

void CoreThread::post(Lane lane, std::function<void()> work) {
  {
    const std::lock_guard lock(mutex_);
    // After stop() a waiting ask() still gets its broken promise when the closure is destroyed here.
    if (stopping_) return;
    (lane == Lane::tap ? taps_ : syncs_).push_back(std::move(work));
  }
  wake_.notify_one();
}

void CoreThread::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
}

void CoreThread::run() {
  for (;;) {
    std::function<void()> work;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !taps_.empty() || !syncs_.empty(); });
      auto& queue = taps_.empty() ? syncs_ : taps_;
      if (queue.empty()) return;
      work = std::move(queue.front());
      queue.pop_front();
    }
    work();
  }
}

}  // namespace ronda::native
