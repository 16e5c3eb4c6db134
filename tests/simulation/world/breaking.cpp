// What breaks: processes, power, disks, clocks, lines, and a server that is put back to an earlier day.
#include "tests/simulation/disk/memory_vfs.hpp"
#include "tests/simulation/world/world.hpp"

namespace ronda::sim {

void World::kill_device(DeviceSide& device) {
  if (!device.is_up()) return;
  const auto crash = static_cast<Crash>(pick(2));
  ++tally_[Counted::device_deaths];
  say("kill device=" + std::to_string(device.number) + (crash == Crash::killed ? " process" : " power"));
  device.die(crash, random_);
}

void World::kill_server() {
  if (!server_->is_up()) return;
  const auto crash = static_cast<Crash>(pick(2));
  ++tally_[Counted::server_deaths];
  server_back_at_ = now_ms_ + static_cast<std::int64_t>(pick(120'000));
  say(std::string("kill server ") + (crash == Crash::killed ? "process" : "power"));
  server_->die(crash, random_);
}

void World::restart_dead() {
  for (auto& device : devices_) {
    if (!device->has_died()) continue;
    if (auto started = device->start(); !started) {
      return violated(kI15, "device " + std::to_string(device->number) +
                                " does not start again: " + started.error().message + " " + started.error().where);
    }
    check_device_reopened(*device);
    if (is_over()) return;
  }
  if (!server_->has_died() || now_ms_ < server_back_at_) return;
  books_.reset();
  if (auto started = server_->start(); !started) {
    return violated(kI15, "the server does not start again: " + started.error().message);
  }
  say("server is back");
  check_server_reopened();
}

void World::back_up() {
  if (!server_->is_up()) return;
  backup_ = server_->disk().after(Crash::killed, random_);
  say("backup");
}

/// The folder of a phone lies on a second one from now on, which works on as if it were the first.
void World::copy_device(DeviceSide& device) {
  if (!device.is_up() || devices_.size() >= 8) return;
  auto copy = std::make_unique<DeviceSide>(
      device.disk().after(Crash::killed, random_), [this] { return Instant{now_ms_}; }, entropy(), device.settings());
  copy->number = static_cast<int>(devices_.size());
  copy->id = device.id;
  copy->officer = device.officer;
  copy->token = device.token;
  copy->app_version = device.app_version;
  copy->speaks_next = device.speaks_next;
  copy->drafts = device.drafts;
  copy->typed = device.typed;
  copy->saved = device.saved;
  copy->past = device.past;
  copy->acked_by_epoch = device.acked_by_epoch;
  copy->is_revoked = device.is_revoked;
  copy->revoked_at_seq = device.revoked_at_seq;
  copy->has_copy = device.has_copy = true;
  if (auto started = copy->start(); !started) {
    return violated(kI15, "a copied device does not start: " + started.error().message);
  }
  ++tally_[Counted::copies];
  say("copy device=" + std::to_string(device.number) + " to " + std::to_string(copy->number));
  devices_.push_back(std::move(copy));
}

/// As an operator does it: the old files are put back and the server gets a new epoch.
void World::restore_backup() {
  if (!server_->is_up()) return;
  ++tally_[Counted::restores];
  if (is_server_integrity_due_) check_server_integrity();  // what is laid aside now
  if (is_over()) return;
  books_.reset();
  server_->put_back(backup_->clone());
  {
    auto db = sqlite::Database::open(server_->disk().sqlite_path("ronda.db"), {.vfs = kVfs});
    IdSource ids([this](std::span<std::uint8_t> out) {
      for (auto& byte : out) byte = static_cast<std::uint8_t>(random_());
    });
    const auto changed =
        db ? db->use("UPDATE server SET epoch = ?1").bind(1, ids.next({now_ms_})).run() : Result<void>(db.error());
    if (!changed) return violated(kI15, "the backup does not open: " + changed.error().message);
  }
  if (auto started = server_->start(); !started) {
    return violated(kI15, "the server does not start on a backup: " + started.error().message);
  }
  say("restore");
  feed_numbers_.clear();
  feed_checked_ = 0;
  for (auto& device : devices_) device->acked_by_epoch[server_epoch()] = server_acked(*device);
  check_server_reopened();
}

void World::jump_clock() {
  ++tally_[Counted::clock_jumps];
  constexpr std::int64_t kTenYears = 10LL * 365 * 86'400'000;
  constexpr std::int64_t kJumps[] = {-kTenYears, kTenYears, -3'600'000, 3'600'000, -1, 0};
  const auto jump = kJumps[pick(6)];
  const auto whose = pick(devices_.size() + 1);
  if (whose == devices_.size()) {
    server_offset_ms_ = jump / 1000;  // not ten years: the sessions of a server last for hours
    return say("clock of the server off by " + std::to_string(server_offset_ms_));
  }
  devices_[whose]->wall_offset_ms = jump;
  say("clock of device=" + std::to_string(whose) + " off by " + std::to_string(jump));
}

void World::toggle_full_disk() {
  const auto whose = pick(devices_.size() + 1);
  Disk& disk = whose == devices_.size() ? server_->disk() : devices_[whose]->disk();
  disk.is_full = !disk.is_full;
  tally_[Counted::full_disks] += disk.is_full ? 1 : 0;
  say("disk of " + std::to_string(whose) + (disk.is_full ? " is full" : " has room again"));
}

void World::toggle_clog() {
  const bool clog = chance(50);
  std::string who;
  for (auto& device : devices_) {
    if (!chance(50)) continue;
    device->is_clogged = clog;
    who += " " + std::to_string(device->number);
  }
  say((clog ? "clog" : "unclog") + who);
  std::deque<Flight> held;
  held.swap(clogged_);
  for (auto& flight : held) {
    if (devices_[static_cast<std::size_t>(flight.device)]->is_clogged) {
      clogged_.push_back(std::move(flight));
    } else {
      put_flight(static_cast<std::int64_t>(pick(3000)), std::move(flight));
    }
  }
}

}  // namespace ronda::sim
