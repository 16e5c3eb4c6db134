#include "tests/simulation/world/scenarios.hpp"

namespace ronda::sim {

std::vector<Scenario> scenarios(int size, bool with_fork) {
  const auto nothing = [](Pair&) {};
  return {
      {"save", nothing,
       [size](Pair& pair) {
         pair.tap(2 * size);
         pair.seal_taps();
         pair.edit_register(size);
       }},
      {"push",
       [size](Pair& pair) {
         for (int n = 0; n < size; ++n) pair.write_record(true);
         pair.seal_draft();
         pair.seal_short(0);
       },
       [size](Pair& pair) {
         for (int n = 0; n < 3 * size && pair.exchange(); ++n) {
         }
       }},
      {"pull", [size](Pair& pair) { pair.edit_register(3 * size); },
       [size](Pair& pair) {
         for (int n = 0; n < 3 * size && pair.exchange(); ++n) {
         }
       }},
      {"quarantine",
       [size](Pair& pair) {
         for (int n = 0; n < size + 1; ++n) pair.write_record(n % 2 == 1);
       },
       [size, with_fork](Pair& pair) {
         for (int n = 0; n < 2 * size && pair.exchange(); ++n) {
         }
         if (with_fork) pair.push_fork();
       }},
      {"attachment", nothing,
       [size](Pair& pair) {
         pair.seal_short(1 + size / 3);
         for (int n = 0; n < 8 * size && pair.exchange(); ++n) {
         }
       }},
  };
}

}  // namespace ronda::sim
