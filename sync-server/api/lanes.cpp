#include "sync-server/api/lanes.hpp"

namespace ronda::server {

Lane::Lane(int threads, std::size_t most_waiting) : most_waiting_(most_waiting) {
  for (int n = 0; n < threads; ++n) threads_.emplace_back([this] { work(); });
}

Lane::~Lane() { stop(); }

bool Lane::post(std::function<void()> task) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || tasks_.size() >= most_waiting_) return false;
    if (!threads_.empty()) {
      tasks_.push_back(std::move(task));
      wake_.notify_one();
      return true;
    }
  }
  task();
  return true;
}

void Lane::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (auto& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void Lane::work() {
  for (;;) {
    std::function<void()> task;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !tasks_.empty(); });
      if (tasks_.empty()) return;
      task = std::move(tasks_.front());
      tasks_.pop_front();
    }
    task();
  }
}

}  // namespace ronda::server
