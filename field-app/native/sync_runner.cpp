#include "field-app/native/sync_runner.hpp"

#include <algorithm>
#include <chrono>

namespace ronda::native {

using field::SyncRequest;

namespace {

constexpr std::int64_t kLongestSleepMs = 60'000;  // also while nothing is due: an enrolment by another program shows up

struct Next {
  std::optional<SyncRequest> request;
  std::optional<std::int64_t> wakeup_ms;
  std::int64_t now_ms = 0;
  std::string server;
};

}  // namespace

SyncRunner::SyncRunner(CoreThread& core, CorePort port)
    : core_(core), port_(std::move(port)), thread_([this] {
        // A file that went away since: then its servers are not trusted, and the sync says so.
        if (!port_.ca.empty()) (void)client_.trust(port_.ca);
        run();
      }) {}

SyncRunner::~SyncRunner() {
  stop();
  if (thread_.joinable()) thread_.join();
}

void SyncRunner::poke() {
  {
    const std::lock_guard lock(mutex_);
    poked_ = true;
  }
  wake_.notify_one();
}

void SyncRunner::post(std::function<void(HttpClient&)> job) {
  {
    const std::lock_guard lock(mutex_);
    jobs_.push_back(std::move(job));
  }
  wake_.notify_one();
}

void SyncRunner::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  client_.cancel();
  wake_.notify_one();
}

std::int64_t SyncRunner::step() {
  auto next = core_.ask(CoreThread::Lane::sync, [this] {
    Next out;
    const auto now = port_.now();
    out.request = port_.session().next_request(now);
    if (!out.request) out.wakeup_ms = port_.session().next_wakeup(now);
    out.now_ms = now.steady_ms;
    out.server = port_.server();
    return out;
  });
  if (!next.request) {
    if (!next.wakeup_ms) return kLongestSleepMs;
    return std::clamp<std::int64_t>(*next.wakeup_ms - next.now_ms, 1, kLongestSleepMs);
  }
  auto reply = send(client_, next.server, std::move(*next.request));
  core_.ask(CoreThread::Lane::sync, [this, &reply] {
    if (reply) {
      port_.session().on_reply(port_.now(), reply->status, reply->headers, reply->body);
    } else {
      port_.session().on_failure(port_.now(), reply.error().code, reply.error().where);
    }
  });
  return 0;
}

void SyncRunner::run() {
  for (;;) {
    std::function<void(HttpClient&)> job;
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
      poked_ = false;
      if (!jobs_.empty()) {
        job = std::move(jobs_.front());
        jobs_.pop_front();
      }
    }
    if (job) {
      job(client_);
      continue;
    }
    const std::int64_t sleep_ms = step();
    if (sleep_ms == 0) continue;
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, std::chrono::milliseconds(sleep_ms), [this] { return stopping_ || poked_ || !jobs_.empty(); });
  }
}

}  // namespace ronda::native
