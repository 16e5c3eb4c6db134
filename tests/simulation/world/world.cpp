#include "tests/simulation/world/world.hpp"

#include <algorithm>

#include "tests/simulation/world/randomness.hpp"

namespace ronda::sim {

namespace {

constexpr std::size_t kTraceLines = 400;
constexpr std::int64_t kRetryPeriodMs = 300'000;  // SyncSettings::backoff_most_ms

}  // namespace

World::World(std::uint64_t seed, Evening evening)
    : seed_(seed),
      random_(seed * 0x9E3779B97F4A7C15ULL + 1),
      stage_(stage()),
      checklists_(*server::Checklists::load()) {
  seed_randomness(seed);
  now_ms_ = stage_.now.ms;
  lodgings_ = stage_.lodgings;
  theme_ = static_cast<Theme>(pick(kThemes));
  // Whole evenings: 50 … 290 steps. Else 50 … 91, 55 on average, and every 25th as long as a whole one: many short ones
  // find more in an hour than few long ones.
  if (evening == Evening::any) operations_ = 50 + static_cast<int>(pick(12) * pick(12) * pick(12) / 32);
  if (evening == Evening::whole || chance(4)) operations_ = 50 + static_cast<int>(pick(16) * pick(17));
  server_ = std::make_unique<ServerSide>(
      stage_.server->clone(), [this] { return server_now(); }, entropy());
  if (auto started = server_->start(); !started)
    violated(kI15, "the server does not start: " + started.error().message);
  int devices = 2 + static_cast<int>(pick(7) * pick(7) / 6);  // 2 … 8, few more often
  if (theme_ == Theme::drafts) {                              // officers with two phones each,
    devices = chance(70) ? 2 : 4;
  }
  for (int n = 0; n < devices; ++n) {
    // Two phones of one officer stand four places apart.
    const int place = theme_ == Theme::drafts ? n / 2 + n % 2 * (kStageDevices / 2) : n;
    const auto& staged = stage_.devices[static_cast<std::size_t>(place)];
    field::SyncSettings settings;
    const auto sized = [this](std::int64_t most) {
      const std::int64_t few = 1 + static_cast<std::int64_t>(pick(4));
      return chance(30) ? few : 1 + static_cast<std::int64_t>(pick(static_cast<std::uint64_t>(most)));
    };
    settings.push_records = sized(500);
    settings.pull_changes = sized(1000);
    settings.photo_piece_bytes = 100 + static_cast<std::int64_t>(pick(2000));
    auto device = std::make_unique<DeviceSide>(
        staged.disk->clone(), [this] { return Instant{now_ms_}; }, entropy(), settings);
    device->number = n;
    device->id = staged.id;
    device->officer = staged.officer;
    device->token = staged.token;
    device->drafts = {staged.draft};
    if (auto started = device->start(); !started) {
      violated(kI15, "a device does not start: " + started.error().message);
    }
    devices_.push_back(std::move(device));
  }
  is_server_newer_ = theme_ == Theme::versions && chance(50);
  say("world devices=" + std::to_string(devices) + " operations=" + std::to_string(operations_) +
      " theme=" + std::to_string(static_cast<int>(theme_)));
}

World::~World() = default;

void World::say(std::string line) {
  line = std::to_string(now_ms_ - stage_.now.ms) + " " + line;
  for (const char c : line) {
    for (std::size_t lane = 0; lane < 4; ++lane) {
      trace_mix_[lane] = (trace_mix_[lane] ^ static_cast<std::uint8_t>(c)) * (1099511628211ULL + 2 * lane);
    }
  }
  trace_.push_back(std::move(line));
  if (trace_.size() > kTraceLines) trace_.pop_front();
}

std::string World::trace_hash() const {
  std::string out;
  for (const auto lane : trace_mix_) out += std::to_string(lane) + ".";
  return out;
}

field::Moment World::moment(const DeviceSide& device) const {
  return {{now_ms_ + device.wall_offset_ms}, now_ms_ - stage_.now.ms + 1'000'000};
}

Instant World::server_now() {
  const Instant now{now_ms_ + server_offset_ms_};
  latest_ = std::max(latest_, now);
  return now;
}

Entropy World::entropy() {
  return [this](std::span<std::uint8_t> out) {
    for (auto& byte : out) byte = static_cast<std::uint8_t>(random_());
  };
}

bool World::run() {
  for (int n = 0; n < operations_ && !is_over(); ++n) step();
  if (is_over()) return false;
  heal();
  if (is_over() || !settle()) return false;
  check_rest();
  return !is_over();
}

void World::step() {
  ++tally_[Counted::steps];
  if (chance(45)) {
    operate();
  } else {
    advance(60'000);
  }
  if (is_over()) return;
  restart_dead();
  if (!is_over() && server_->is_up()) check_feed();
}

/// One event: what flies, or a device whose time has come. At most `most_ms` pass.
bool World::advance(std::int64_t most_ms) {
  std::int64_t at = now_ms_ + most_ms;
  DeviceSide* next = nullptr;
  for (auto& device : devices_) {
    if (!device->is_up() || device->exchange != 0) continue;
    const auto due = device->session().next_wakeup(moment(*device));
    if (!due) continue;
    const std::int64_t when = now_ms_ + std::max<std::int64_t>(0, *due - moment(*device).steady_ms);
    if (when < at) {
      at = when;
      next = device.get();
    }
  }
  if (!flights_.empty() && flights_.begin()->first <= at) {
    now_ms_ = std::max(now_ms_, flights_.begin()->first);
    auto flight = std::move(flights_.begin()->second);
    flights_.erase(flights_.begin());
    deliver(std::move(flight));
    return true;
  }
  now_ms_ = at;
  if (next == nullptr) return false;
  send(*next);
  return true;
}

void World::deliver(Flight flight) {
  if (flight.kind == Flight::Kind::arrival) {
    arrive(std::move(flight));
  } else {
    hand_over(std::move(flight));
  }
}

void World::operate() {
  now_ms_ += static_cast<std::int64_t>(pick(20'000));
  auto& device = *devices_[pick(devices_.size())];
  if (theme_ == Theme::drafts && chance(60)) return operate_drafts(device);
  const auto what = pick(100);
  if (what < 10) return miss_visit(device, true);
  if (what < 18) return report(device);
  if (what < 29) return device.drafts.empty() || chance(80) ? seal_short(device) : seal_draft(device);
  if (what < 32) return correct_inspection(device);
  if (what < 42) return edit_register();
  if (what < 45) return add_lodging();
  if (what < 50) return run_clock();
  if (what < 54) return move_visit();
  if (what < 56) return decide_held();
  if (what < 57) return decide_case();
  if (what < 58) return forge_push(device);
  if (what < 59) return begin_and_leave(device);
  if (what < 62) return kill_device(device);
  if (what < 64) return kill_server();
  if (what < 69) return toggle_clog();
  if (what < 80) {
    if (device.is_up()) device.session().wake(moment(device));
    return say("wake device=" + std::to_string(device.number));
  }
  operate_by_theme(device);
}

void World::operate_by_theme(DeviceSide& device) {
  if (chance(10)) return carry_files(device);
  switch (theme_) {
    case Theme::restore:
      return backup_ == nullptr || chance(60) ? back_up() : restore_backup();
    case Theme::bad_records:
      return chance(20) ? decide_held() : miss_visit(device, false);
    case Theme::clocks:
      return jump_clock();
    case Theme::disks:
      return toggle_full_disk();
    case Theme::revoked: {
      const auto what = pick(100);
      if (what < 20) return revoke(device);
      if (what < 35) return readmit(device);
      if (what < 45) return enrol_anew(device);
      return miss_visit(device, true);
    }
    case Theme::versions:
      return operate_versions(device);
    case Theme::files:
      return carry_files(device);
    case Theme::drafts:
      return operate_drafts(device);
    case Theme::copies: {
      const auto what = pick(100);
      if (what < 15) return copy_device(device);
      if (what < 30) return enrol_anew(device);
      return miss_visit(device, true);
    }
    default:
      return report(device);
  }
}

void World::heal() {
  say("heal");
  faulty_ = false;
  for (auto& device : devices_) {
    device->is_clogged = false;
    device->disk().is_full = false;
    device->stay_alive();
  }
  server_->disk().is_full = false;
  server_->disk().before_change = nullptr;
  server_offset_ms_ = 0;
  for (auto& flight : clogged_) put_flight(10, std::move(flight));
  // What still flies arrives soon, in its order.
  auto flying = std::move(flights_);
  flights_.clear();
  std::int64_t in_ms = 10;
  for (auto& [at, flight] : flying) put_flight(in_ms += 5, std::move(flight));
  clogged_.clear();
  for (auto& device : devices_) {
    if (!device->is_up() && !device->has_died()) device->die(Crash::killed, random_);
  }
  server_back_at_ = now_ms_;
  restart_dead();
  if (!is_over()) update_all();
  if (!is_over() && chance(50)) read_file();  // late, when all else is well
}

bool World::is_quiet(DeviceSide& device) {
  if (device.exchange != 0 || device.session().live(moment(device)).running) return false;
  field::SyncStore store(device.database());
  if (device.is_revoked) return store.counts()->pending_records() == 0;
  const auto marks = store.marks();
  if (theme_ == Theme::drafts && store.drafts().count_waiting().value_or(1) != 0) return false;
  return !store.has_waiting().value_or(true) && marks->cursor == feed_head() && marks->epoch == server_epoch();
}

/// Q1: nobody writes any more; everything comes to rest by itself. What the app asks a person for is done: a phone that
/// is a copy, or that the server does not know, is enrolled anew.
bool World::settle() {
  const std::int64_t began = now_ms_;
  while (now_ms_ - began <= 3 * kRetryPeriodMs) {
    advance(kRetryPeriodMs / 10);
    if (is_over()) return false;
    if (!flights_.empty()) continue;
    bool quiet = true;
    for (auto& device : devices_) {
      if (!device->is_revoked) enrol_anew(*device);
      if (is_over()) return false;
      quiet = quiet && is_quiet(*device);
    }
    if (!quiet) continue;
    tally_.longest_quiet_ms = now_ms_ - began;
    say("at rest");
    return true;
  }
  for (auto& device : devices_) {
    field::SyncStore store(device->database());
    const auto counts = store.counts();
    violated(kQ1, "device " + std::to_string(device->number) + " still has " +
                      std::to_string(counts->pending_records()) + " records and " + std::to_string(counts->photos) +
                      " photos, cursor " + std::to_string(store.marks()->cursor) + " of " +
                      std::to_string(feed_head()) + ", problem \"" + device->session().problem() + "\"");
    const bool stuck = store.has_waiting().value_or(true) || store.marks()->cursor != feed_head() ||
                       store.marks()->epoch != server_epoch();
    if (stuck) break;
    failure_.reset();
  }
  if (!is_over()) violated(kQ1, "the world does not come to rest");
  return false;
}

}  // namespace ronda::sim
