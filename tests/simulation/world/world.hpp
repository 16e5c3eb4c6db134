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
#include "sync-server/service/bundle_import.hpp"
#include "sync-server/service/checklists.hpp"
#include "sync-server/service/principal.hpp"
#include "sync-server/store/access_store.hpp"
#include "tests/simulation/world/device_side.hpp"
#include "tests/simulation/world/invariant.hpp"
#include "tests/simulation/world/server_side.hpp"
#include "tests/simulation/world/stage.hpp"
#include "tests/simulation/world/tally.hpp"

namespace ronda::sim {

struct Failure {
  std::string invariant;
  std::string detail;
};

/// How many steps: of every length, short ones as a rule, or long ones only.
enum class Evening { any, whole };

class World {
 public:
  explicit World(std::uint64_t seed, Evening evening = Evening::any);
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
  enum class Theme { plain, restore, bad_records, clocks, disks, revoked, copies, versions, files, drafts };
  static constexpr std::uint64_t kThemes = 10;
  struct Flight {
    enum class Kind { arrival, reply, failure } kind = Kind::arrival;
    int device = 0;
    DeviceId identity;  ///< under which it was sent
    std::uint64_t exchange = 0;
    field::SyncRequest request;
    Answer answer;
    ErrorCode why = ErrorCode::unreachable;
    bool reply_lost = false;                                          ///< of an arrival: the answer goes nowhere
    bool server_dies = false;                                         ///< of an arrival: while it is handled
    bool is_repeat = false;                                           ///< of an arrival: the server has had it before
    std::shared_ptr<bool> was_taken = std::make_shared<bool>(false);  ///< shared by all copies: one was answered well
    bool is_next = false;                                             ///< speaks another version of the protocol
    bool is_server = false;                                           ///< of a reply: our server's, not a stranger's
    std::shared_ptr<const wire::PullPage> page;                       ///< what the answer says, read once
  };
  /// The server before a request that comes again.
  struct Before {
    std::int64_t feed_head = 0;
    std::int64_t photo = 0;
    std::int64_t acked = 0;
  };
  struct Fate {
    bool in_log = false;
    bool carried = false;
    DeviceId log;
    std::int64_t seq = 0;
    ledger::Hash hash{};
    bool is_there() const { return in_log || carried; }
  };

  // world.cpp: time and steps
  void step();
  void operate();
  void operate_by_theme(DeviceSide& device);
  bool advance(std::int64_t most_ms);
  void deliver(Flight flight);
  void heal();
  bool settle();
  bool is_quiet(DeviceSide& device);
  field::Moment moment(const DeviceSide& device) const;
  Instant server_now();
  Entropy entropy();
  std::uint64_t pick(std::uint64_t below) { return random_() % below; }
  bool chance(int percent) { return static_cast<int>(pick(100)) < percent; }
  void say(std::string line);

  // network.cpp
  void send(DeviceSide& device);
  void arrive(Flight flight);
  void hand_over(Flight flight);
  void put_flight(std::int64_t in_ms, Flight flight);
  bool damage(DeviceSide& device, Flight& flight);
  std::optional<Answer> stranger();
  void fail_exchange(DeviceSide& device, ErrorCode why);

  // officers.cpp
  void seal(DeviceSide& device, std::string at, int photos);
  void seal_short(DeviceSide& device);
  void seal_draft(DeviceSide& device);
  void correct_inspection(DeviceSide& device);
  void report(DeviceSide& device);
  void miss_visit(DeviceSide& device, bool is_known);
  void take_note(DeviceSide& device, const std::string& inspection, int photos, bool cannot_apply);
  void may_die(DeviceSide& device, int percent);
  bool died_at_work(DeviceSide& device);

  // office.cpp
  server::Principal head_of_unit() const;
  void edit_register();
  void add_lodging();
  void run_clock();
  void move_visit();
  void revoke(DeviceSide& device);
  void readmit(DeviceSide& device);
  void end_revocation(DeviceSide& device);
  void decide_held();
  void decide_case();
  void enrol_anew(DeviceSide& device);
  void forge_push(DeviceSide& device);
  ledger::RecordHead next_head(const DeviceSide& device, const server::DeviceRow& row) const;
  Answer hand_in(const DeviceSide& device, std::int64_t first_seq, const std::vector<std::string>& run,
                 const crypto::SecretKey& key);

  // breaking.cpp
  void kill_device(DeviceSide& device);
  void kill_server();
  void restart_dead();
  void copy_device(DeviceSide& device);
  void back_up();
  void restore_backup();
  void jump_clock();
  void toggle_full_disk();
  void toggle_clog();

  // versions.cpp
  void update_office();
  void update_device(DeviceSide& device);
  void update_all();
  static void speak_next(field::SyncRequest& request);
  void say_as_newer(Flight& flight);
  void check_refused_version(DeviceSide& device, const Answer& answer, const Before& before);
  void check_told_version(DeviceSide& device, const Answer& answer);
  void write_newer_record(DeviceSide& device);
  void push_newer_form(DeviceSide& device);
  void operate_versions(DeviceSide& device);

  // files.cpp
  void write_file(DeviceSide& device);
  Result<server::BundleReport> import_file(std::string_view file);
  void read_file();
  void check_file_again(std::string_view file, const server::BundleReport& before);
  void carry_files(DeviceSide& device);

  // drafts.cpp
  void tap(DeviceSide& device);
  void take_over(DeviceSide& device);
  void resolve_sealed_elsewhere(DeviceSide& device);
  void seal_open(DeviceSide& device);
  void look_at_drafts(DeviceSide& device);
  void operate_drafts(DeviceSide& device);
  void check_typed(DeviceSide& device, const std::string& id);
  void check_copies(DeviceSide& device);
  void check_twice_sealed(sqlite::Database& db);
  void check_drafts_at_rest();

  // checks.cpp
  void violated(const Invariant& what, const std::string& detail);
  bool is_over() const { return failure_.has_value(); }
  void adopt_carriers(DeviceSide& device);
  void check_device(DeviceSide& device);
  void check_sent_photos(DeviceSide& device);
  void check_page(DeviceSide& device, const wire::PullPage& page);
  void check_screen(DeviceSide& device);
  void check_device_reopened(DeviceSide& device);
  bool is_integrity_check_due();
  void check_integrity(DeviceSide& device);
  void check_server_integrity();

  // checks_memory.cpp
  void check_memory(const field::SyncRequest& request, const Answer& answer);
  Answer ask(DeviceSide& device, std::string method, std::string path, field::SyncHeaders headers,
             std::string body = {});
  void begin_and_leave(DeviceSide& device);
  void check_memory_at_rest();

  // checks_server.cpp
  Before before_request(const Flight& flight);
  std::int64_t photo_bytes(const std::string& path);
  bool is_all_durable();
  void check_server_reply(Flight& flight, const Answer& answer, const Before& before);
  void check_push_reply(DeviceSide& device, const Flight& flight, const Answer& answer, const Before& before);
  void check_pull_reply(DeviceSide& device, Flight& flight, const Answer& answer);
  void check_server_reopened();
  sqlite::Database* books();
  void check_feed();
  std::int64_t server_acked(const DeviceSide& device);
  std::int64_t feed_head();
  Uuid server_epoch();

  // checks_rest.cpp
  void check_rest();
  Fate fate_of(DeviceSide& device, DeviceId log, std::int64_t seq, const Saved& saved);
  void check_log_at_rest();
  void check_record_at_rest(sqlite::Database& db, DeviceSide& device, const Fate& fate, const Saved& saved);
  void check_photos_at_rest(DeviceSide& device);
  void check_books_at_rest();
  void check_findings_at_rest(sqlite::Database& db);
  void check_visits_at_rest(sqlite::Database& db);
  void check_corrections_at_rest(sqlite::Database& db);
  void check_views_at_rest();
  void check_disclosed(DeviceSide& device, const std::set<std::string>& fresh);
  const std::set<std::string>& fresh_view(DeviceSide& device);

  std::uint64_t seed_;
  std::mt19937_64 random_;
  const Stage& stage_;
  server::Checklists checklists_;
  Theme theme_ = Theme::plain;
  std::int64_t now_ms_;
  std::int64_t server_offset_ms_ = 0;
  Instant latest_{0};  ///< the latest time that the server's clock ever showed
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
  std::optional<sqlite::Database> books_;  ///< the checks' own look at the server's disk
  std::int64_t books_of_ = -1;             ///< of which start of the server
  std::set<std::int64_t> feed_numbers_;
  std::int64_t feed_checked_ = 0;
  std::pair<std::int64_t, std::int64_t> feed_seen_at_{-1, -1};  ///< start of the server, changes of its disk
  bool is_server_integrity_due_ = false;
  int starts_ = 0;
  std::set<std::pair<DeviceId, std::int64_t>> must_be_held_;
  std::set<std::string> photos_seen_;
  std::map<std::string, std::set<std::string>> fresh_views_;  ///< by the reply they were read from
  bool is_server_newer_ = false;
  std::vector<std::string> files_;  ///< bundles on their way to the office
  std::int64_t largest_run_ = 0;    ///< bytes of the largest push so far
  int names_ = 0;
  int photos_ = 0;

  std::deque<std::string> trace_;
  std::uint64_t trace_mix_[4] = {};
  std::optional<Failure> failure_;
  Tally tally_;
};

}  // namespace ronda::sim
