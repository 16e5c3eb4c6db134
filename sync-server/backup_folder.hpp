#pragma once
// What lies in a backup's folder: MANIFEST names every file with its size and SHA-256, and closes with a hash of
// itself.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/crypto/crypto.hpp"

namespace ronda::server {

struct BackupFile {
  std::string name;  ///< relative, with /
  crypto::Sha256 sha256{};
  std::int64_t bytes = 0;
};

struct Manifest {
  Instant made_at;
  std::vector<BackupFile> files;
};

/// Hashes a file of the folder into the manifest. Errors: io_failed.
Result<void> add_file(Manifest& manifest, const std::filesystem::path& folder, const std::string& name);
/// Errors: io_failed, disk_full.
Result<void> write_manifest(const Manifest& manifest, const std::filesystem::path& folder);
/// Reads MANIFEST and holds every file against it. Errors: not_found (no backup), corrupt (`where` = the file).
Result<Manifest> check_backup(const std::filesystem::path& folder);
/// Brings a file or folder to the disk. Errors: io_failed, disk_full.
Result<void> sync_path(const std::filesystem::path& path);

}  // namespace ronda::server
