#pragma once
// A bundle on the disk: written for the command line, or for the interface to download. Both read the database on a
// connection of their own, so that they work beside a running app and no tap waits for them.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "field-app/core/sync/bundle_export.hpp"
#include "field-app/native/open_file.hpp"

namespace ronda::native {

struct WrittenBundle {
  wire::BundleManifest manifest;
  std::int64_t bytes = 0;
};

/// Writes `file` beside itself, brings it to the disk and only then gives it its name: under that name there is a whole
/// bundle or what was there before. Errors: conflict (there is such a file and not `force`), those of export_bundle.
Result<WrittenBundle> write_bundle_file(const std::string& data, const std::string& file, bool force, Instant now,
                                        const field::BundleChoice& choice);

struct BundleDownload {
  std::string name;  ///< proposed to the person who saves it
  std::shared_ptr<const OpenFile> file;
};

/// The bundle in a file of the data folder that has no name and is gone when it was sent. Errors: those of
/// export_bundle.
Result<BundleDownload> bundle_for_download(const std::string& data, Instant now, const field::BundleChoice& choice);

}  // namespace ronda::native
