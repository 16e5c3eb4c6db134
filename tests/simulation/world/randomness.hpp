#pragma once
// libsodium's randomness out of a seed: keys and tokens are a schedule's own too, so that a seed replays the same in
// every process. One thread. Never part of the product.

#include <cstdint>

namespace ronda::sim {

/// From here on everything libsodium calls random follows from `seed`.
void seed_randomness(std::uint64_t seed);

}  // namespace ronda::sim
