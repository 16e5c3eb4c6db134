#pragma once
// A folder of files served as a site. The list is read once at the start: only what was there then can be asked for, so
// no path can lead outside. Immutable after loading; any thread.

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/result.hpp"
#include "sync-server/http/message.hpp"

namespace ronda::http {

class StaticFiles {
 public:
  /// Reads the folder. Files under `assets/` carry a hash in their name and may be kept by browsers for ever.
  /// Errors: not_found (no such folder, or no index.html in it), io_failed.
  static Result<std::unique_ptr<StaticFiles>> load(const std::filesystem::path& folder);

  /// The file, or index.html for a page address of the site (no dot in the last part), or nothing.
  std::optional<Reply> serve(const Request& request) const;

 private:
  struct File {
    std::filesystem::path path;  ///< read again when `content` is not kept
    std::string content;         ///< empty when the file is large
    std::string gzipped;         ///< empty when that does not pay
    std::string content_type;
    std::string etag;
    bool kept = false;
  };
  const File* find(std::string_view path) const;

  std::map<std::string, File, std::less<>> files_;  // by address without the first slash
};

}  // namespace ronda::http
