#include "shared/base/error.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "shared/base/result.hpp"

namespace ronda {
namespace {

TEST(ErrorWords, EachCodeHasItsOwnWord) {
  std::set<std::string> words;
  const int last = static_cast<int>(ErrorCode::truncated);
  for (int code = 0; code <= last; ++code) words.insert(std::string(word(static_cast<ErrorCode>(code))));

  EXPECT_EQ(words.size(), static_cast<std::size_t>(last) + 1);
}

TEST(ResultValue, HoldsAValueOrAnError) {
  const Result<int> good = 7;
  const Result<int> bad = bad_input("no number", "/n");

  EXPECT_EQ(good.value_or(0), 7);
  EXPECT_EQ(bad.value_or(0), 0);
  EXPECT_EQ(bad.error().where, "/n");
}

}  // namespace
}  // namespace ronda
