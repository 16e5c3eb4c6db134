#pragma once
// One simulated evening: a server, two to eight devices, a network that does its worst, the unit head at the console.
// One thread, one seed, virtual time. After every step the invariants of invariant.hpp are checked; the first one that
// does not hold ends the world and is kept as its failure.

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "field-app/core/store/log_store.hpp"
#include "shared/wire/sync_json.hpp"
#include "tests/simulation/world/device_side.hpp"
#include "tests/simulation/world/invariant.hpp"
#include "tests/simulation/world/server_side.hpp"
#include "tests/simulation/world/stage.hpp"

namespace ronda::sim {

struct Failure {
  std::string invariant;
  std::string detail;
};

/// What one world went through; summed up over a run, so that a test can tell that a fault really happened.
struct Tally {
  std::int64_t steps = 0;
  std::int64_t requests = 0;
  std::int64_t sealed = 0;
  std::int64_t server_deaths = 0;
  std::int64_t device_deaths = 0;
  std::int64_t deaths_within_a_call = 0;
  std::int64_t lost = 0;
  std::int64_t repeated = 0;
  std::int64_t strangers = 0;  ///< answers by somebody else than the server
  std::int64_t restores = 0;
  std::int64_t photos = 0;
  std::int64_t full_disks = 0;
  std::int64_t clock_jumps = 0;
  std::int64_t held = 0;
  std::int64_t quiet_ms = 0;  ///< virtual time from the end of the faults to rest, the longest
};

class World {
 public:
  explicit World(std::uint64_t seed);
  ~World();

  /// Runs the whole schedule. True if nothing was violated.
  bool run();

  const std::optional<Failure>& failure() const { return failure_; }
  /// The last lines, oldest first.
  std::vector<std::string> last_steps() const { return {trace_.begin(), trace_.end()}; }
  /// SHA-256 over every line of the trace.
  std::string trace_hash() const;
  const Tally& tally() const { return tally_; }
  int operations() const { return operations_; }

 private:
  enum class Theme { plain, restore, bad_records, clocks, disks, revoked };
  struct Flight {
    enum class Kind { arrival, reply, failure } kind = Kind::arrival;
    int device = 0;
    std::uint64_t exchange = 0;
    field::SyncRequest request;
    Answer answer;
    ErrorCode why = ErrorCode::unreachable;
    bool reply_lost = false;                     ///< of an arrival: the answer goes nowhere
    bool server_dies = false;                    ///< of an arrival: while it is handled
    bool is_repeat = false;                      ///< of an arrival: the server has had it before
    std::shared_ptr<const wire::PullPage> page;  ///< what the answer says, read once
  };

  // world.cpp: time and steps
  void step();
  void operate();
  bool advance(std::int64_t most_ms);
  void deliver(Flight flight);
  void heal();
  bool settle();
  field::Moment moment(const DeviceSide& device) const;
  std::uint64_t pick(std::uint64_t below) { return random_() % below; }
  bool chance(int percent) { return static_cast<int>(pick(100)) < percent; }
  void say(std::string line);

  // network.cpp
  void send(DeviceSide& device);
  void arrive(Flight flight);
  void hand_over(Flight flight);
  void put_flight(std::int64_t in_ms, Flight flight);
  std::optional<Answer> stranger();
  void fail_exchange(DeviceSide& device, ErrorCode why);

  // operations.cpp
  void seal_short(DeviceSide& device);
  void seal_draft(DeviceSide& device);
  void miss_visit(DeviceSide& device, bool is_known);
  void take_note_of_seal(DeviceSide& device, const field::Reply& sealed, const std::string& inspection, int photos);
  void edit_register();
  void add_lodging();
  void run_clock();
  void move_visit();
  void kill_device(DeviceSide& device);
  void kill_server();
  void restart_dead();
  void back_up();
  void restore_backup();
  void revoke(DeviceSide& device);
  void jump_clock();
  void toggle_full_disk();
  void toggle_clog();

  // checks.cpp
  void violated(const Invariant& what, const std::string& detail);
  bool is_over() const { return failure_.has_value(); }
  void check_device(DeviceSide& device);
  void check_page(DeviceSide& device, const wire::PullPage& page);
  void check_screen(DeviceSide& device);
  void check_device_reopened(DeviceSide& device);
  void check_server_reply(Flight& flight, const Answer& answer, bool was_known, std::int64_t head_before);
  void check_server_reopened();
  void check_feed();
  void check_rest();
  void check_log_at_rest();
  void check_views_at_rest();
  std::set<std::string> fresh_view(DeviceSide& device);
  std::int64_t server_acked(const DeviceSide& device);
  std::int64_t feed_head();
  Uuid server_epoch();

  std::uint64_t seed_;
  std::mt19937_64 random_;
  const Stage& stage_;
  Theme theme_ = Theme::plain;
  std::int64_t now_ms_;
  std::int64_t server_offset_ms_ = 0;
  int operations_ = 0;
  bool faulty_ = true;
  std::unique_ptr<ServerSide> server_;
  std::vector<std::unique_ptr<DeviceSide>> devices_;
  std::vector<LodgingId> lodgings_;
  std::multimap<std::int64_t, Flight> flights_;
  std::deque<Flight> clogged_;
  std::map<int, Answer> last_answer_;  ///< by device: what a confused proxy may deliver again
  std::uint64_t exchanges_ = 0;
  std::int64_t server_back_at_ = -1;
  std::unique_ptr<Disk> backup_;
  std::set<std::int64_t> feed_numbers_;
  std::int64_t feed_checked_ = 0;
  int names_ = 0;
  int photos_ = 0;

  std::deque<std::string> trace_;
  std::uint64_t trace_mix_[4] = {};
  std::optional<Failure> failure_;
  Tally tally_;
};

}  // namespace ronda::sim
