#pragma once
// Seeded randomness for the search, in integers only: the same numbers on every machine and compiler.

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace ronda::scheduling {

/// SplitMix64 (Steele, Lea, Flood 2014). Not for secrets.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }

  /// 0 … n-1. Precondition: n > 0.
  int below(int n) { return static_cast<int>(((next() >> 32) * static_cast<std::uint64_t>(n)) >> 32); }

  /// -ln(u) for a uniform u in (0, 1], in 1/65536.
  std::int64_t negative_log() {
    const std::uint64_t u = (next() >> 32) | 1U;  // u / 2^32
    int exponent = 31;
    while (((u >> exponent) & 1U) == 0) --exponent;
    std::uint64_t x = u << (31 - exponent);  // 1 <= x / 2^31 < 2
    std::int64_t fraction = 0;
    for (int bit = 15; bit >= 0; --bit) {
      x = (x * x) >> 31;
      if (x >> 32) {
        fraction |= std::int64_t{1} << bit;
        x >>= 1;
      }
    }
    const std::int64_t log2 = ((static_cast<std::int64_t>(exponent) - 32) * 65536) + fraction;
    return (-log2 * 45426) >> 16;  // ln 2 in 1/65536
  }

  template <typename T>
  void shuffle(std::vector<T>& list) {
    for (std::size_t k = list.size(); k > 1; --k)
      std::swap(list[k - 1], list[static_cast<std::size_t>(below(static_cast<int>(k)))]);
  }

 private:
  std::uint64_t state_;
};

}  // namespace ronda::scheduling
