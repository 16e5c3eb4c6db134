// Any calls to the officer's app. Each input begins in the same state. In a target or a body, $L, $V and $I stand for
// the ids of a lodging, a visit and an open inspection.
#include <cstddef>
#include <cstdint>
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

class Phone {
 public:
  Phone()
      : device_(
            sim::stage().devices[0].disk->clone(), [] { return sim::stage().now; },
            [random = std::make_shared<std::mt19937_64>(20261202)](std::span<std::uint8_t> out) {
              for (auto& byte : out) byte = static_cast<std::uint8_t>((*random)());
            },
            field::SyncSettings{}) {
    RONDA_ASSERT(static_cast<bool>(device_.start()));
    device_.disk().before_change = [this](sim::Call) { changed_ = true; };
  }
  sim::DeviceSide& device() { return device_; }
  bool has_changed() const { return changed_; }

 private:
  sim::DeviceSide device_;
  bool changed_ = false;
};

std::string with_ids(std::string_view text) {
  const auto& stage = sim::stage();
  const std::string& draft = stage.devices[0].draft;
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char next = text[at] == '$' && at + 1 < text.size() ? text[at + 1] : '\0';
    std::string id;
    if (next == 'L') id = to_text(stage.lodgings[0]);
    if (next == 'V') id = to_text(stage.visits[0]);
    if (next == 'O') id = to_text(stage.devices[0].officer);
    if (next == 'I') id = draft.substr(draft.rfind('/') + 1);
    if (id.empty()) {
      out += text[at];
    } else {
      out += id;
      ++at;
    }
  }
  return out;
}

}  // namespace

// The stage is made before the clock of the first input runs.
extern "C" int LLVMFuzzerInitialize(int*, char***);
extern "C" int LLVMFuzzerInitialize(int*, char***) {
  (void)ronda::sim::stage();
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static std::unique_ptr<Phone> phone;
  if (!phone || phone->has_changed()) phone = std::make_unique<Phone>();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto& call : fuzz::read_calls(text, 6)) {
    std::string type = "application/json";
    for (const auto& [name, value] : call.headers) {
      if (name == "Content-Type") type = value;
    }
    const auto reply = phone->device().call(call.first, with_ids(call.target), with_ids(call.body), type);
    RONDA_ASSERT(reply.status >= 200 && reply.status < 600);
    RONDA_ASSERT(reply.status != 500);
  }
  return 0;
}
