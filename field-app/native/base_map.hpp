#pragma once
// The optional base map of a device: one PMTiles archive in the data folder, read in parts as the map asks for them.
// It may be a gigabyte, so it is never read whole. Used on the network thread only.

#include <string>

#include "field-app/native/loopback_server.hpp"

namespace ronda::native {

class BaseMap {
 public:
  static constexpr std::string_view kAddress = "/map/base.pmtiles";
  static constexpr std::int64_t kMostBytes = 4 << 20;  ///< of one reply

  explicit BaseMap(const std::string& data_folder) : file_(data_folder + "/basemap.pmtiles") {}

  /// Answers a GET of kAddress: 206 with the part that was asked for, cut to kMostBytes; 416 for one behind the end;
  /// not_found without such a file; bad_input without a range. The file may be put there, exchanged and taken away
  /// while the program runs: its ETag changes with it.
  LocalReply serve(const LocalRequest& request) const;

 private:
  std::string file_;
};

}  // namespace ronda::native
