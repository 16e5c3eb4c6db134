#include "shared/crypto/crypto.hpp"

#include <sodium.h>

#include <algorithm>
#include <tuple>

#include "shared/base/bytes.hpp"

namespace ronda::crypto {

namespace {

const unsigned char* data_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

Result<void> start() {
  if (sodium_init() < 0) return Error{ErrorCode::io_failed, "no source of random numbers", {}};
  return {};
}

void random_bytes(std::span<std::uint8_t> out) { randombytes_buf(out.data(), out.size()); }

Entropy entropy() {
  return [](std::span<std::uint8_t> out) { random_bytes(out); };
}

Sha256 hmac_sha256(const MacKey& key, std::string_view text) {
  Sha256 mac{};
  static_assert(crypto_auth_hmacsha256_BYTES == std::tuple_size_v<Sha256>);
  static_assert(crypto_auth_hmacsha256_KEYBYTES == std::tuple_size_v<MacKey>);
  crypto_auth_hmacsha256(mac.data(), data_of(text), text.size(), key.data());
  return mac;
}

static_assert(sizeof(crypto_hash_sha256_state) <= 128);

Sha256Stream::Sha256Stream() { crypto_hash_sha256_init(reinterpret_cast<crypto_hash_sha256_state*>(state_.data())); }

void Sha256Stream::add(std::span<const std::uint8_t> bytes) {
  crypto_hash_sha256_update(reinterpret_cast<crypto_hash_sha256_state*>(state_.data()), bytes.data(), bytes.size());
}

Sha256 Sha256Stream::finish() {
  Sha256 hash{};
  crypto_hash_sha256_final(reinterpret_cast<crypto_hash_sha256_state*>(state_.data()), hash.data());
  return hash;
}

KeyPair make_key_pair() {
  KeyPair pair;
  crypto_sign_keypair(pair.public_key.data(), pair.secret_key.data());
  return pair;
}

KeyPair key_pair_from_seed(const std::array<std::uint8_t, 32>& seed) {
  KeyPair pair;
  crypto_sign_seed_keypair(pair.public_key.data(), pair.secret_key.data(), seed.data());
  return pair;
}

Signature sign(std::string_view text, const SecretKey& key) {
  Signature signature{};
  crypto_sign_detached(signature.data(), nullptr, data_of(text), text.size(), key.data());
  return signature;
}

bool verify(std::string_view text, const Signature& signature, const PublicKey& key) {
  return crypto_sign_verify_detached(signature.data(), data_of(text), text.size(), key.data()) == 0;
}

Result<std::string> hash_password(std::string_view password) {
  std::array<char, crypto_pwhash_STRBYTES> out{};
  if (crypto_pwhash_str(out.data(), password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                        crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0) {
    return Error{ErrorCode::io_failed, "not enough memory to hash a password", {}};
  }
  return std::string(out.data());
}

bool verify_password(std::string_view password, std::string_view hash) {
  const std::string text(hash);
  return crypto_pwhash_str_verify(text.c_str(), password.data(), password.size()) == 0;
}

bool equal_in_constant_time(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace ronda::crypto
