// SHA-256 at once: the hash of every record, on both sides. OpenSSL's where there is one, because it uses the
// processor's own instructions (SHA-NI, ARMv8) and is six times as fast as libsodium's portable code; libsodium's in
// the browser.
#include "shared/base/bytes.hpp"
#include "shared/crypto/crypto.hpp"

#ifdef RONDA_OPENSSL
#include <openssl/evp.h>

#include <memory>
#else
#include <sodium.h>
#endif

namespace ronda::crypto {

#ifdef RONDA_OPENSSL

namespace {

/// Finding the implementation costs more than hashing a short text, so each thread does it once.
struct Hasher {
  std::unique_ptr<EVP_MD, void (*)(EVP_MD*)> method{EVP_MD_fetch(nullptr, "SHA256", nullptr), EVP_MD_free};
  std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
};

}  // namespace

Sha256 sha256(std::span<const std::uint8_t> bytes) {
  thread_local const Hasher hasher;
  Sha256 hash{};
  unsigned int size = 0;
  const bool done = EVP_DigestInit_ex2(hasher.context.get(), hasher.method.get(), nullptr) == 1 &&
                    EVP_DigestUpdate(hasher.context.get(), bytes.data(), bytes.size()) == 1 &&
                    EVP_DigestFinal_ex(hasher.context.get(), hash.data(), &size) == 1;
  RONDA_ASSERT(done && size == hash.size());  // fails only without memory
  return hash;
}

#else

Sha256 sha256(std::span<const std::uint8_t> bytes) {
  Sha256 hash{};
  crypto_hash_sha256(hash.data(), bytes.data(), bytes.size());
  return hash;
}

#endif

Sha256 sha256(std::string_view bytes) { return sha256(bytes_of(bytes)); }

}  // namespace ronda::crypto
