#include "sync-server/backup_folder.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <sstream>

#include "shared/base/bytes.hpp"

namespace ronda::server {

namespace fs = std::filesystem;

namespace {

constexpr const char* kFirstLine = "RONDA-BACKUP 1 ";

Result<BackupFile> hash_file(const fs::path& folder, const std::string& name) {
  std::ifstream in(folder / name, std::ios::binary);
  if (!in) return Error{ErrorCode::corrupt, "a file of the backup is missing", name};
  BackupFile file;
  file.name = name;
  crypto::Sha256Stream stream;
  std::array<char, 65536> piece{};
  while (in.read(piece.data(), piece.size()) || in.gcount() > 0) {
    const auto got = static_cast<std::size_t>(in.gcount());
    stream.add({reinterpret_cast<const std::uint8_t*>(piece.data()), got});
    file.bytes += static_cast<std::int64_t>(got);
  }
  if (in.bad()) return Error{ErrorCode::io_failed, "a file of the backup cannot be read", name};
  file.sha256 = stream.finish();
  return file;
}

std::string lines_of(const Manifest& manifest) {
  std::string text = kFirstLine + to_text(manifest.made_at) + "\n";
  for (const auto& file : manifest.files) {
    text += to_hex(file.sha256) + " " + std::to_string(file.bytes) + " " + file.name + "\n";
  }
  return text;
}

// "<sha256> <bytes> <name>"; a name stays below the folder.
Result<BackupFile> read_line(const std::string& line) {
  const Error bad{ErrorCode::corrupt, "the backup's list cannot be read", "MANIFEST"};
  const auto hash_end = line.find(' ');
  const auto bytes_end = hash_end == std::string::npos ? hash_end : line.find(' ', hash_end + 1);
  if (bytes_end == std::string::npos) return bad;
  BackupFile file;
  const auto hash = from_hex(line.substr(0, hash_end));
  if (!hash || hash->size() != file.sha256.size()) return bad;
  std::copy(hash->begin(), hash->end(), file.sha256.begin());
  const char* from = line.data() + hash_end + 1;
  if (std::from_chars(from, line.data() + bytes_end, file.bytes).ptr != line.data() + bytes_end) return bad;
  file.name = line.substr(bytes_end + 1);
  if (file.name.empty() || file.name.front() == '/' || file.name.find("..") != std::string::npos) return bad;
  return file;
}

}  // namespace

Result<void> sync_path(const fs::path& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = fd >= 0 && ::fsync(fd) == 0;
  const int why = errno;
  if (fd >= 0) ::close(fd);
  if (synced) return {};
  return Error{why == ENOSPC ? ErrorCode::disk_full : ErrorCode::io_failed, "cannot be brought to the disk",
               path.string()};
}

Result<void> add_file(Manifest& manifest, const fs::path& folder, const std::string& name) {
  auto file = hash_file(folder, name);
  if (!file) return std::move(file).error();
  manifest.files.push_back(std::move(*file));
  return {};
}

Result<void> write_manifest(const Manifest& manifest, const fs::path& folder) {
  const std::string text = lines_of(manifest);
  {
    std::ofstream out(folder / "MANIFEST", std::ios::binary);
    out << text << "end " << to_hex(crypto::sha256(text)) << "\n";
    if (!out.flush()) return Error{ErrorCode::io_failed, "the list of the backup cannot be written", "MANIFEST"};
  }
  if (auto synced = sync_path(folder / "MANIFEST"); !synced) return synced;
  return sync_path(folder);
}

Result<Manifest> check_backup(const fs::path& folder) {
  std::ifstream in(folder / "MANIFEST", std::ios::binary);
  if (!in) return Error{ErrorCode::not_found, "there is no backup in " + folder.string(), {}};
  std::ostringstream whole;
  whole << in.rdbuf();
  const std::string text = whole.str();
  const Error bad{ErrorCode::corrupt, "the backup's list was cut or changed", "MANIFEST"};
  const auto end = text.rfind("end ");
  if (text.rfind(kFirstLine, 0) != 0 || end == std::string::npos) return bad;
  if (text.substr(end) != "end " + to_hex(crypto::sha256(text.substr(0, end))) + "\n") return bad;
  Manifest manifest;
  std::istringstream lines(text.substr(0, end));
  std::string line;
  std::getline(lines, line);
  const auto made = parse_instant(line.substr(std::string(kFirstLine).size()));
  if (!made) return bad;
  manifest.made_at = *made;
  while (std::getline(lines, line)) {
    const auto listed = read_line(line);
    if (!listed) return listed.error();
    const auto found = hash_file(folder, listed->name);
    if (!found) return found.error();
    if (found->bytes != listed->bytes || found->sha256 != listed->sha256) {
      return Error{ErrorCode::corrupt, "a file of the backup was changed", listed->name};
    }
    manifest.files.push_back(*listed);
  }
  return manifest;
}

}  // namespace ronda::server
