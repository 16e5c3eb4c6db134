#pragma once
// A thin face on libsodium: SHA-256, HMAC-SHA-256, Ed25519, Argon2id, random bytes. Any thread.

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"

namespace ronda::crypto {

using Sha256 = std::array<std::uint8_t, 32>;
using PublicKey = std::array<std::uint8_t, 32>;
using SecretKey = std::array<std::uint8_t, 64>;  ///< libsodium's form: seed and public key
using Signature = std::array<std::uint8_t, 64>;
using MacKey = std::array<std::uint8_t, 32>;

struct KeyPair {
  PublicKey public_key{};
  SecretKey secret_key{};
};

/// Must be called once by each program before anything else here. Errors: io_failed (no source of randomness).
Result<void> start();

void random_bytes(std::span<std::uint8_t> out);
/// random_bytes as the Entropy port of base.
Entropy entropy();

Sha256 sha256(std::string_view bytes);
Sha256 sha256(std::span<const std::uint8_t> bytes);
Sha256 hmac_sha256(const MacKey& key, std::string_view text);

/// SHA-256 fed in pieces (attachments). One thread.
class Sha256Stream {
 public:
  Sha256Stream();
  void add(std::span<const std::uint8_t> bytes);
  Sha256 finish();

 private:
  alignas(8) std::array<std::uint8_t, 128> state_{};
};

KeyPair make_key_pair();
/// The same seed gives the same pair (tests, simulation).
KeyPair key_pair_from_seed(const std::array<std::uint8_t, 32>& seed);
Signature sign(std::string_view text, const SecretKey& key);
bool verify(std::string_view text, const Signature& signature, const PublicKey& key);

/// Argon2id with libsodium's interactive limits (64 MiB); the result is a self-describing ASCII string.
/// Errors: io_failed (no memory).
Result<std::string> hash_password(std::string_view password);
bool verify_password(std::string_view password, std::string_view hash);

/// Compares in time that depends on the lengths only.
bool equal_in_constant_time(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b);

}  // namespace ronda::crypto
