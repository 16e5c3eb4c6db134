#pragma once
// The command import-bundle: options in, exit code out.

#include <filesystem>
#include <optional>

#include "shared/base/time.hpp"

namespace ronda::server {

struct BundleOptions {
  std::filesystem::path data;
  std::filesystem::path file;  ///< written by `ronda-field export-bundle` or saved from the officer's app
  std::optional<Instant> clock;
};
/// Works beside a running server.
int import_bundle_file(const BundleOptions& options);

}  // namespace ronda::server
