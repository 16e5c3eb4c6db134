#include "field-app/native/sync_runner.hpp"

#include <algorithm>
#include <chrono>

#include "field-app/native/compression.hpp"

namespace ronda::native {

using field::SyncRequest;

namespace {

constexpr std::int64_t kLongestSleepMs = 60'000;  // also while nothing is due: an enrolment by another program shows up

constexpr std::size_t kReplyBytes = 32U << 20U;

struct Next {
  std::optional<SyncRequest> request;
  std::optional<std::int64_t> wakeup_ms;
  std::int64_t now_ms = 0;
  std::string server;
};

}  // namespace

Result<Exchanged> send(HttpClient& client, const std::string& server, SyncRequest request) {
  const auto address = parse_server(server);
  if (!address) return address.error();
  request.headers.emplace_back("Accept-Encoding", "gzip");
  // Records shrink to a fifth; photos do not shrink.
  const bool records = request.path == "/api/v1/sync/push" && request.body.size() > 1024;
  if (records) {
    if (auto packed = gzip(request.body, 6); !packed.empty()) {
      request.body = std::move(packed);
      request.headers.emplace_back("Content-Encoding", "gzip");
    }
  }
  auto reply = client.exchange(*address, {std::move(request.method), std::move(request.path),
                                          std::move(request.headers), std::move(request.body)});
  if (!reply) return std::move(reply).error();
  for (const auto& [name, value] : reply->headers) {
    if (name != "content-encoding" || reply->body.empty()) continue;
    auto plain = value == "gzip" ? gunzip(reply->body, kReplyBytes) : Result<std::string>(bad_input("unknown coding"));
    // A reply that cannot be unpacked was damaged on its way: the same as one that broke off.
    if (!plain) return Error{ErrorCode::truncated, "the reply cannot be unpacked", {}};
    reply->body = std::move(*plain);
  }
  return Exchanged{reply->status, std::move(reply->headers), std::move(reply->body)};
}

SyncRunner::SyncRunner(CoreThread& core, CorePort port)
    : core_(core), port_(std::move(port)), thread_([this] { run(); }) {}

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
      port_.session().on_failure(port_.now(), reply.error().code);
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
