#include "shared/base/bytes.hpp"
#include "shared/base/base32.hpp"

#include <gtest/gtest.h>

#include <random>

namespace ronda {
namespace {

TEST(Bytes, HexAndBase64urlGoThereAndBackForAllLengths) {
  const unsigned seed = 20261121;
  std::mt19937 random(seed);
  for (std::size_t length = 0; length < 70; ++length) {
    Bytes bytes(length);
    for (auto& b : bytes) b = static_cast<std::uint8_t>(random());

    EXPECT_EQ(*from_hex(to_hex(bytes)), bytes) << "seed " << seed;
    EXPECT_EQ(*from_base64url(to_base64url(bytes)), bytes) << "seed " << seed;
    EXPECT_EQ(*from_base32(to_base32(bytes)), bytes) << "seed " << seed;
  }
}

TEST(Bytes, Base64urlMatchesTheExamplesOfTheRfc) {
  EXPECT_EQ(to_base64url(bytes_of("foobar")), "Zm9vYmFy");
  EXPECT_EQ(to_base64url(bytes_of("foob")), "Zm9vYg");
  EXPECT_EQ(to_base64url(Bytes{0xfb, 0xff}), "-_8");
  EXPECT_EQ(to_base32(bytes_of("foobar")), "MZXW6YTBOI");
  EXPECT_EQ(to_base32(bytes_of("foob")), "MZXW6YQ");
}

TEST(Bytes, TextThatIsNoBase64urlIsRefused) {
  for (const char* text : {"a", "ab=", "a+b/", "Zm9vYh"}) EXPECT_FALSE(from_base64url(text)) << text;
  for (const char* text : {"A", "ABC", "mzxw6", "MZXW6Y1", "MZXW6YR"}) EXPECT_FALSE(from_base32(text)) << text;
}

TEST(Bytes, BrokenUtf8IsSeen) {
  EXPECT_TRUE(is_utf8("Wisma é 日本"));
  EXPECT_FALSE(is_utf8("\xc3"));
  EXPECT_FALSE(is_utf8("\xc0\xaf"));          // overlong
  EXPECT_FALSE(is_utf8("\xed\xa0\x80"));      // surrogate
  EXPECT_FALSE(is_utf8("\xf4\x90\x80\x80"));  // beyond the last code point
}

TEST(Bytes, SearchForgivesCaseAndAccents) { EXPECT_EQ(fold("Losmen RÉSIDENCE Ñusa"), "losmen residence nusa"); }

}  // namespace
}  // namespace ronda
