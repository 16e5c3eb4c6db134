#include "shared/crypto/crypto.hpp"

#include <gtest/gtest.h>

#include "shared/base/bytes.hpp"

namespace ronda::crypto {
namespace {

TEST(Crypto, Sha256MatchesTheStandardsExample) {  // FIPS 180-4, "abc"
  EXPECT_EQ(to_hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Crypto, AHashFedInPiecesIsTheSame) {
  Sha256Stream stream;
  stream.add(bytes_of("a"));
  stream.add(bytes_of("bc"));

  EXPECT_EQ(stream.finish(), sha256("abc"));
}

TEST(Crypto, ASignatureHoldsForItsTextAndKeyOnly) {
  const KeyPair pair = key_pair_from_seed({1, 2, 3});
  const KeyPair other = key_pair_from_seed({4});
  const Signature signature = sign("head of the log", pair.secret_key);

  EXPECT_TRUE(verify("head of the log", signature, pair.public_key));
  EXPECT_FALSE(verify("head of the lob", signature, pair.public_key));
  EXPECT_FALSE(verify("head of the log", signature, other.public_key));
}

TEST(Crypto, APasswordIsKnownAgainAndAnotherIsNot) {
  ASSERT_TRUE(start());
  const auto hash = hash_password("lontar-2026");

  ASSERT_TRUE(hash);
  EXPECT_TRUE(verify_password("lontar-2026", *hash));
  EXPECT_FALSE(verify_password("lontar-2027", *hash));
  EXPECT_NE(hash->find("argon2id"), std::string::npos);
}

TEST(Crypto, DifferentLengthsAreNotEqual) {
  EXPECT_TRUE(equal_in_constant_time(bytes_of("same"), bytes_of("same")));
  EXPECT_FALSE(equal_in_constant_time(bytes_of("same"), bytes_of("sam")));
  EXPECT_FALSE(equal_in_constant_time(bytes_of("same"), bytes_of("sane")));
}

}  // namespace
}  // namespace ronda::crypto
