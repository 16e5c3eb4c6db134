#pragma once
// The officer's user interface as files of one folder: content types, gzip, ETag, ranges for map archives. `NAME.gz`
// beside NAME is its gzip, made by the build. Files are read once and kept; a program start sees new files. Used on the
// network thread only.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "field-app/native/loopback_server.hpp"

namespace ronda::native {

class StaticFiles {
 public:
  /// `folder` may be empty: then nothing is served. Errors: not_found (no folder, or no index.html in it).
  static Result<StaticFiles> open(const std::string& folder);

  /// Answers GET of a file, or of the interface's own addresses (a path without a dot) with index.html.
  /// Nothing if there is no such file.
  std::optional<LocalReply> serve(const LocalRequest& request);

 private:
  struct File {
    std::string type;
    std::string etag;
    std::string plain;
    std::string gzip;  ///< empty if it would not be smaller
  };

  const File* find(const std::string& path);
  static LocalReply part_of(const File& file, std::string_view range);

  std::string folder_;
  std::map<std::string, File> files_;
};

}  // namespace ronda::native
