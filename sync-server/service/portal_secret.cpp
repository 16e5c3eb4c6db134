#include "sync-server/service/portal_secret.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>

namespace ronda::server {

namespace {

namespace fs = std::filesystem;

Error failed() { return {ErrorCode::io_failed, "the secret for notice links cannot be read or written", "portal.key"}; }

Result<crypto::MacKey> read_secret(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  crypto::MacKey key{};
  if (!file.read(reinterpret_cast<char*>(key.data()), static_cast<std::streamsize>(key.size())) || file.get() != EOF) {
    return Error{ErrorCode::corrupt, "the secret for notice links is not 32 bytes", "portal.key"};
  }
  return key;
}

// Written beside and linked into place: another thread or program sees all of it or nothing.
Result<void> make_secret(const fs::path& path) {
  crypto::MacKey key{};
  crypto::random_bytes(key);
  const auto fresh = path.string() + "." + std::to_string(::getpid()) + "." + std::to_string(key[0] * 256 + key[1]);
  const int fd = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) return failed();
  const bool written = ::write(fd, key.data(), key.size()) == static_cast<ssize_t>(key.size()) && ::fsync(fd) == 0;
  ::close(fd);
  const bool placed = written && (::link(fresh.c_str(), path.c_str()) == 0 || errno == EEXIST);
  ::unlink(fresh.c_str());
  if (!placed) return failed();
  return {};
}

}  // namespace

Result<crypto::MacKey> portal_secret(const fs::path& data) {
  const auto path = data / "portal.key";
  std::error_code code;
  if (!fs::exists(path, code)) {
    if (auto made = make_secret(path); !made) return std::move(made).error();
  }
  return read_secret(path);
}

}  // namespace ronda::server
