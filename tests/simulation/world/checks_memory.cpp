// What the server's memory holds for a request follows from the request and its answer, not from the fleet, the history
// or from who began something and went away. Calibrated on 30,000 answers: the highest stood at two thirds of its
// limit.
#include <algorithm>

#include "shared/base/bytes.hpp"
#include "tests/simulation/world/world.hpp"

namespace ronda::sim {

namespace {

// Beside `kFactor` times what came and what goes. What is kept for good (statements, once prepared) has its own limit.
constexpr std::int64_t kFactor = 8;
constexpr std::int64_t kOfReading = 64 * 1024;
constexpr std::int64_t kOfWriting = 512 * 1024;
constexpr std::int64_t kOfDatabase = 256 * 1024;
constexpr std::int64_t kKept = 1024 * 1024;
constexpr std::int64_t kKeptByRound = 256;
constexpr std::size_t kAsking = 2;   // devices
constexpr std::int64_t kPiece = 50;  // bytes

}  // namespace

void World::check_memory(const field::SyncRequest& request, const Answer& answer) {
  const auto batch = static_cast<std::int64_t>(request.body.size() + answer.body.size());
  const auto heap = server_->heap().peak - std::max<std::int64_t>(0, server_->heap().live);
  const auto database = server_->database_memory().peak - std::max<std::int64_t>(0, server_->database_memory().live);
  tally_.largest_peak = std::max(tally_.largest_peak, heap + database);
  tally_.largest_kept = std::max(tally_.largest_kept, server_->kept_bytes());
  const bool reads = request.method == "GET" || request.method == "HEAD";
  const auto what =
      request.method + " " + request.path.substr(0, 24) + " of " + std::to_string(batch) + " bytes takes ";
  // A record is read out of the run it came in: one run at a time.
  if (request.path.ends_with("/push")) largest_run_ = std::max(largest_run_, batch);
  if (heap > (reads ? kOfReading + 2 * largest_run_ : kOfWriting) + kFactor * batch) {
    return violated(kI20, what + std::to_string(heap) + " bytes of the heap");
  }
  if (database > kOfDatabase + kFactor * batch) {
    return violated(kI20, what + std::to_string(database) + " bytes of SQLite's memory");
  }
  if (server_->kept_bytes() > kKept) {
    violated(kI20, "the server keeps " + std::to_string(server_->kept_bytes()) + " bytes of what it answered");
  }
}

Answer World::ask(DeviceSide& device, std::string method, std::string path, field::SyncHeaders headers,
                  std::string body) {
  field::SyncRequest request;
  request.body = std::move(body);
  request.method = std::move(method);
  request.path = std::move(path);
  request.headers = std::move(headers);
  request.headers.emplace_back("Authorization", "Bearer " + device.token);
  auto answer = server_->answer(request);
  check_memory(request, answer);
  return answer;
}

/// Somebody announces a photo, sends a first piece, once more the same, and never the rest.
void World::begin_and_leave(DeviceSide& device) {
  if (!server_->is_up()) return;
  std::string name;
  while (name.size() < 64) name += "0123456789abcdef"[pick(16)];
  std::string told = to_base64url(bytes_of(name));
  while (told.size() % 4 != 0) told.push_back('=');
  const auto announced = 1 + pick(4U << 20U);
  const auto answer = ask(device, "POST", "/api/v1/attachments",
                          {{"Tus-Resumable", "1.0.0"},
                           {"Upload-Length", std::to_string(announced)},
                           {"Upload-Metadata", "sha256 " + told + ",type aW1hZ2UvanBlZw=="}});
  tally_[Counted::left_uploads] += answer.status == 201 ? 1 : 0;
  say("begun and left, status=" + std::to_string(answer.status));
  if (answer.status != 201 || announced <= static_cast<std::uint64_t>(kPiece) || is_over()) return;
  const std::string at = "/api/v1/attachments/" + name;
  const field::SyncHeaders piece = {
      {"Tus-Resumable", "1.0.0"}, {"Upload-Offset", "0"}, {"Content-Type", "application/offset+octet-stream"}};
  if (ask(device, "PATCH", at, piece, std::string(static_cast<std::size_t>(kPiece), 'x')).status != 204 || is_over())
    return;
  const auto again = ask(device, "PATCH", at, piece, std::string(static_cast<std::size_t>(kPiece), 'x'));
  if (again.status != 409 || photo_bytes(at) != kPiece) {
    violated(kI3, "a piece that came twice is answered " + std::to_string(again.status) + ", and the server has " +
                      std::to_string(photo_bytes(at)) + " bytes");
  }
}

/// At rest the same questions come again and again, and more is begun and left: nothing of it stays in memory.
void World::check_memory_at_rest() {
  if (seed_ % 4 != 0) return;
  std::int64_t kept[3] = {};
  for (auto& round : kept) {
    for (std::size_t n = 0; n < std::min(kAsking, devices_.size()); ++n) {
      auto& device = devices_[n];
      if (device->is_revoked || is_over()) continue;
      ask(*device, "GET", "/api/v1/sync/pull?protocol=1&cursor=0&limit=1", {});
      ask(*device, "GET", "/api/v1/drafts?protocol=1", {});
      begin_and_leave(*device);
    }
    round = server_->kept_bytes();
  }
  if (!is_over() && kept[2] - kept[1] > kKeptByRound) {
    violated(kI20, "the server keeps " + std::to_string(kept[2] - kept[1]) + " bytes more after the same requests");
  }
}

}  // namespace ronda::sim
