#include "sync-server/worker/sweeper.hpp"

#include <string>
#include <utility>

namespace ronda::server {

Sweeper::Sweeper(Attachments& attachments, LogSink log, std::chrono::milliseconds every)
    : attachments_(attachments), log_(std::move(log)), every_(every) {}

Sweeper::~Sweeper() { stop(); }

void Sweeper::start() {
  thread_ = std::thread([this] { loop(); });
}

void Sweeper::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Sweeper::loop() {
  while (true) {
    sweep();
    std::unique_lock lock(mutex_);
    if (changed_.wait_for(lock, every_, [this] { return stopping_; })) return;
  }
}

void Sweeper::sweep() {
  const auto swept = attachments_.sweep();
  if (!log_) return;
  if (!swept) {
    log_(LogLevel::error, "attachments.sweep_failed code=" + std::string(word(swept.error().code)) + " why=\"" +
                              swept.error().message + "\"");
  } else if (swept->unfinished + swept->unnamed > 0) {
    log_(LogLevel::info, "attachments.swept unfinished=" + std::to_string(swept->unfinished) +
                             " unnamed=" + std::to_string(swept->unnamed) + " bytes=" + std::to_string(swept->bytes));
  }
}

}  // namespace ronda::server
