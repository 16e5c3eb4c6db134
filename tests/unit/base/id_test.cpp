#include "shared/base/id.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace ronda {
namespace {

IdSource seeded_source(unsigned seed) {
  auto random = std::make_shared<std::mt19937>(seed);
  return IdSource([random](std::span<std::uint8_t> out) {
    for (auto& b : out) b = static_cast<std::uint8_t>((*random)());
  });
}

TEST(Identity, TextGoesThereAndBack) {
  auto source = seeded_source(1);
  const Uuid id = source.next({1'764'000'000'000});

  const auto again = parse_uuid(to_text(id));

  ASSERT_TRUE(again);
  EXPECT_EQ(*again, id);
  EXPECT_EQ(to_text(id)[14], '7');
}

TEST(Identity, IdentitiesGrowAlsoWhenTheClockStepsBack) {
  auto source = seeded_source(2);
  Uuid last = source.next({1'764'000'000'000});
  for (int i = 0; i < 20'000; ++i) {
    const Uuid next = source.next({1'764'000'000'000 - i});
    ASSERT_LT(last, next) << i;
    last = next;
  }
}

TEST(Identity, AnythingButTheLongFormIsRefused) {
  for (const char* text : {"", "0199", "0199aa00-0000-7000-8000-00000000000", "0199aa00x0000-7000-8000-000000000000",
                           "zz99aa00-0000-7000-8000-000000000000"}) {
    EXPECT_FALSE(parse_uuid(text)) << text;
  }
}

}  // namespace
}  // namespace ronda
