#include "tests/simulation/world/randomness.hpp"

#include <sodium.h>

#include <random>

namespace ronda::sim {

namespace {

std::mt19937_64 source;

const char* name_of_source() { return "ronda-simulation"; }
std::uint32_t one_number() { return static_cast<std::uint32_t>(source()); }
void fill(void* const out, const std::size_t bytes) {
  for (std::size_t n = 0; n < bytes; ++n) static_cast<std::uint8_t*>(out)[n] = static_cast<std::uint8_t>(source());
}

}  // namespace

void seed_randomness(std::uint64_t seed) {
  static randombytes_implementation seeded{name_of_source, one_number, nullptr, nullptr, fill, nullptr};
  randombytes_set_implementation(&seeded);
  source.seed(seed);
}

}  // namespace ronda::sim
