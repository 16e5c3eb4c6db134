// Any replies to a device that has something to send: it takes them or names what is wrong, and its own books stay
// readable. Each input begins in the same state. "STATUS", header lines, an empty line, the body; replies are parted by
// "%%"; a status of 0 is a reply that never came. In a body, $E stands for the server's epoch that the device knows.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <string_view>

#include "shared/base/error.hpp"
#include "tests/fuzz/exchange.hpp"
#include "tests/simulation/world/device_side.hpp"
#include "tests/simulation/world/stage.hpp"

namespace {

using namespace ronda;

Entropy seeded() {
  return [random = std::make_shared<std::mt19937_64>(20261202)](std::span<std::uint8_t> out) {
    for (auto& byte : out) byte = static_cast<std::uint8_t>((*random)());
  };
}

Clock standing_clock() {
  return [] { return sim::stage().now; };
}

/// A phone with a sealed inspection that waits.
const sim::Disk& waiting() {
  static const std::unique_ptr<sim::Disk> made = [] {
    const auto& staged = sim::stage().devices[0];
    sim::DeviceSide device(staged.disk->clone(), standing_clock(), seeded(), field::SyncSettings{});
    RONDA_ASSERT(static_cast<bool>(device.start()));
    (void)device.call("PUT", staged.draft + "/signatures/officers/" + to_text(staged.officer), "{\"signed\":true}");
    const auto reply = device.call("POST", staged.draft + "/seal", "{}");
    RONDA_ASSERT(reply.status == 201);
    return device.disk().clone();
  }();
  return *made;
}

std::string epoch_of(sim::DeviceSide& device) {
  const auto marks = field::SyncStore(device.database()).marks();
  return marks && marks->epoch ? to_text(*marks->epoch) : std::string();
}

}  // namespace

// The stage is made before the clock of the first input runs.
extern "C" int LLVMFuzzerInitialize(int*, char***);
extern "C" int LLVMFuzzerInitialize(int*, char***) {
  (void)ronda::sim::stage();
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  sim::DeviceSide device(waiting().clone(), standing_clock(), seeded(), field::SyncSettings{});
  RONDA_ASSERT(static_cast<bool>(device.start()));
  const std::string epoch = epoch_of(device);
  std::int64_t steady = 1'000'000;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto& call : fuzz::read_calls(text, 6)) {
    steady += 3'600'000;
    const field::Moment now{sim::stage().now, steady};
    device.session().wake(now);
    if (!device.session().next_request(now)) break;
    const int status = std::atoi(call.first.c_str());
    if (status < 100 || status > 599) {
      device.session().on_failure(now, ErrorCode::unreachable);
      continue;
    }
    field::SyncHeaders headers = {{"content-type", "application/json"}};
    for (const auto& header : call.headers) headers.push_back(header);
    std::string body = call.body;
    for (auto at = body.find("$E"); at != std::string::npos; at = body.find("$E", at + 1)) body.replace(at, 2, epoch);
    device.session().on_reply(now, status, headers, body);
  }
  const auto face = device.call("GET", "/api/sync");
  RONDA_ASSERT(face.status == 200);
  return 0;
}
