#pragma once
// One server and one device on a perfect network, with a note of everything either side promised: for tests that break
// a disk at every single call and then ask whether the promises still stand. One thread.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/simulation/world/device_side.hpp"
#include "tests/simulation/world/server_side.hpp"
#include "tests/simulation/world/stage.hpp"

namespace ronda::sim {

/// What was said to a person or to the other side, and must therefore stay true.
struct Promises {
  std::vector<Saved> saved;                      ///< records the app reported, by seq - 1
  std::map<std::string, int> answers;            ///< by inspection: answers the app reported as saved
  std::int64_t confirmed = 0;                    ///< records the server confirmed
  std::int64_t served_cursor = 0;                ///< the highest cursor the server gave out
  std::map<Uuid, std::int64_t> told_lodgings;    ///< by id: the feed number of the change that told it
  std::map<std::string, std::int64_t> uploaded;  ///< by hex hash: bytes of a photo the server confirmed
  std::map<std::string, std::string> photos;     ///< by hex hash: the bytes
  std::map<Uuid, std::int64_t> edited;           ///< lodgings: version the console was told
};

class Pair {
 public:
  /// Starts from the stage; `seed` varies sizes and ids.
  explicit Pair(std::uint64_t seed);
  ~Pair();

  // ---- what people do; each notes what was promised
  void tap(int answers);                   ///< opens an inspection anew and answers so many items
  void seal_taps();                        ///< ends it as refused, signs, seals
  void seal_short(int photos);             ///< a door that stayed shut
  void seal_draft();                       ///< the stage's whole inspection
  void write_record(bool can_be_applied);  ///< the smallest record
  void edit_register(int times);           ///< the unit head renames lodgings
  /// A second device with the same identity wrote other records under the same numbers and pushes them.
  void push_fork();

  /// One request and its answer. False when the session rests.
  bool exchange();
  /// Exchanges until everything is sent and fetched, waiting as the session asks; at most `most` exchanges. True when
  /// it is.
  bool sync(int most = 400);

  // ---- whether the promises stand; the first that does not, or nothing
  static std::optional<std::string> check_device(std::unique_ptr<Disk> disk, const Promises& promised);
  static std::optional<std::string> check_server(std::unique_ptr<Disk> disk, const Promises& promised);
  /// The server holds the device's log byte for byte, and nothing else of it.
  std::optional<std::string> check_equal();

  Instant now;
  std::int64_t steady_ms = 1'000'000;
  std::unique_ptr<ServerSide> server;
  std::unique_ptr<DeviceSide> device;
  Promises promised;
  std::optional<std::string> broken;  ///< a promise found broken on the way

 private:
  void note_seal(const field::Reply& sealed, const std::string& inspection);
  void note_answer(const field::SyncRequest& request, const Answer& answer);

  std::uint64_t seed_;
  std::mt19937_64 random_;
  std::string tapping_;
};

}  // namespace ronda::sim
