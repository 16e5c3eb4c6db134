// What people do, and what breaks under them.
#include <nlohmann/json.hpp>

#include "shared/wire/json.hpp"
#include "sync-server/service/access.hpp"
#include "sync-server/service/disclosure.hpp"
#include "sync-server/service/register.hpp"
#include "sync-server/store/feed_store.hpp"
#include "sync-server/store/sync_store.hpp"
#include "tests/simulation/disk/memory_vfs.hpp"
#include "tests/simulation/world/world.hpp"
#include "tests/unit/field-core/field_fixture.hpp"

namespace ronda::sim {

namespace {

/// The text behind `"name":"` in a reply of our own; good enough for ids.
std::string member(const std::string& json, const std::string& name) {
  const auto at = json.find("\"" + name + "\":\"");
  if (at == std::string::npos) return {};
  const auto from = at + name.size() + 4;
  return json.substr(from, json.find('"', from) - from);
}

}  // namespace

// ---- officers -----------------------------------------------------------------------------------------------------

/// A door that stayed shut, now and then with a photo: the shortest inspection there is.
void World::seal_short(DeviceSide& device) {
  if (!device.is_up()) return;
  const auto lodging = to_text(lodgings_[pick(lodgings_.size())]);
  const bool with_photo = chance(25);
  const bool dies = chance(4);
  if (dies) {
    const auto crash = static_cast<Crash>(pick(3));
    device.disk().keep_writes = crash == Crash::torn;
    device.die_at_change(1 + static_cast<int>(pick(40)), crash, random_);
  }
  const auto opened =
      device.call("POST", "/api/inspections", "{\"lodging_id\":\"" + lodging + "\",\"visit_id\":null,\"fix\":null}");
  const std::string id = member(opened.body, "id");
  const std::string at = "/api/inspections/" + id;
  const bool is_draft = std::find(device.drafts.begin(), device.drafts.end(), at) != device.drafts.end();
  int photos = 0;
  if (opened.status < 300 && !is_draft) {
    if (with_photo) {
      const auto image = field::test::jpeg_bytes(
          40, 30,
          field::test::icc_segment(200 + pick(1500)) +
              field::test::icc_segment(static_cast<std::size_t>(10'000 * seed_ + ++photos_) % 3000 + 1));
      const auto added = device.call("POST", at + "/photos?item=LEG-01", image, "image/jpeg");
      if (added.status < 300) ++photos;
    }
    device.call("PUT", at + "/outcome", "{\"outcome\":\"closed\",\"reason\":\"Pintu terkunci.\"}");
    device.call("PUT", at + "/signatures/officers/" + to_text(device.officer), "{\"signed\":true}");
    const auto sealed = device.call("POST", at + "/seal", "{}");
    say("seal device=" + std::to_string(device.number) + " status=" + std::to_string(sealed.status) +
        " photos=" + std::to_string(photos));
    if (!device.has_died()) take_note_of_seal(device, sealed, id, photos);
  } else {
    say("open device=" + std::to_string(device.number) + " status=" + std::to_string(opened.status));
  }
  device.stay_alive();
  if (device.has_died()) {
    ++tally_.deaths_within_a_call;
    ++tally_.device_deaths;
    say("device=" + std::to_string(device.number) + " dies while the officer works");
    return restart_dead();
  }
  if (!is_over()) check_device(device);
}

/// The draft that was filled in before: judge what is open there, sign, seal.
void World::seal_draft(DeviceSide& device) {
  if (!device.is_up()) return;
  const std::string at = device.drafts.back();
  device.call("PUT", at + "/signatures/officers/" + to_text(device.officer), "{\"signed\":true}");
  auto sealed = device.call("POST", at + "/seal", "{}");
  if (sealed.status == 422) {
    const auto missing = nlohmann::json::parse(sealed.body, nullptr, false);
    for (const auto& thing : missing.value("missing", nlohmann::json::array())) {
      if (!thing["finding_id"].is_string()) continue;
      const char* words[] = {"persists", "worsened", "corrected_later", "corrected_on_site"};
      device.call("PUT", at + "/dispositions/" + thing["finding_id"].get<std::string>(),
                  std::string("{\"disposition\":\"") + words[pick(4)] + "\",\"reason\":null}");
    }
    sealed = device.call("POST", at + "/seal", "{}");
  }
  say("seal draft device=" + std::to_string(device.number) + " status=" + std::to_string(sealed.status));
  if (sealed.status == 201) {
    device.drafts.pop_back();
    take_note_of_seal(device, sealed, at.substr(at.rfind('/') + 1), 0);
  }
  if (!is_over()) check_device(device);
}

void World::take_note_of_seal(DeviceSide& device, const field::Reply& sealed, const std::string& inspection,
                              int photos) {
  if (sealed.status != 201) return;
  ++tally_.sealed;
  tally_.photos += photos;
  const auto seq = static_cast<std::int64_t>(device.saved.size()) + 1;
  const auto run = field::SyncStore(device.database()).records_after(seq - 1, 1, 1);
  if (!run || run->empty()) return violated(kI2, "the app reported a seal and holds no record " + std::to_string(seq));
  device.saved.push_back({run->front().text, run->front().hash, inspection, photos, false});
}

/// The smallest record: a visit was missed. Of an unknown visit it is one that the server cannot apply.
void World::miss_visit(DeviceSide& device, bool is_known) {
  if (!device.is_up()) return;
  IdSource ids([this](std::span<std::uint8_t> out) {
    for (auto& byte : out) byte = static_cast<std::uint8_t>(random_());
  });
  const auto seq = static_cast<std::int64_t>(device.saved.size()) + 1;
  auto txn = sqlite::Transaction::begin(device.database(), sqlite::Transaction::Kind::write);
  if (!txn) return say("record device=" + std::to_string(device.number) + " " + std::string(word(txn.error().code)));
  const std::string body =
      "{\"visit\":\"" + (is_known ? to_text(stage_.visits[pick(stage_.visits.size())]) : to_text(ids.next({now_ms_}))) +
      "\",\"reason\":\"Hujan.\"}";
  const auto added = field::LogStore(device.database())
                         .append({"visit.missed", body, std::nullopt}, RecordId{ids.next({now_ms_})}, device.id,
                                 device.officer, {now_ms_});
  if (!added || !txn->commit()) return;
  const auto run = field::SyncStore(device.database()).records_after(seq - 1, 1, 1);
  device.saved.push_back({run->front().text, run->front().hash, {}, 0, !is_known});
  if (!is_known) ++tally_.held;
  say(std::string(is_known ? "missed visit" : "bad record") + " device=" + std::to_string(device.number));
  check_device(device);
}

// ---- the unit head ------------------------------------------------------------------------------------------------

void World::edit_register() {
  if (!server_->is_up()) return;
  const auto id = lodgings_[pick(lodgings_.size())];
  const auto what = pick(3);
  const auto done = server_->store().write([&](server::WriteTxn& txn) -> Result<void> {
    auto row = txn.lodgings().lodging(stage_.unit.id, id);
    if (!row) return std::move(row).error();
    server::LodgingChange change;
    if (what == 0) change.name = "Wisma Baru " + std::to_string(++names_);
    if (what == 1) change.status = row->status == "active" ? "closed" : "active";
    if (what == 2) change.rooms = std::optional<int>(10 + static_cast<int>(pick(30)));
    auto changed = server::change_lodging(txn, stage_.unit.id, id, change, row->version);
    if (!changed) return std::move(changed).error();
    return {};
  });
  say("edit lodging " + std::string(done ? "ok" : word(done.error().code)));
}

void World::add_lodging() {
  if (!server_->is_up() || lodgings_.size() > 12) return;
  server::LodgingChange fields;
  fields.name = "Losmen " + std::to_string(++names_);
  fields.kind = "guesthouse";
  fields.kelurahan = std::optional<std::string>("Kelapa Lima");
  fields.lat_e6 = -10'151'000 - names_ * 200;
  fields.lng_e6 = 123'621'000;
  fields.tier = "low";
  const auto added = server_->store().write(
      [&](server::WriteTxn& txn) { return server::add_lodging(txn, stage_.unit.id, fields, "console"); });
  say("add lodging " + std::string(added ? "ok" : word(added.error().code)));
  // Devices of this world may open it only after they pulled it; until then the app says that it does not know it.
  if (added) lodgings_.push_back(added->id);
}

/// The clock of the office: discloses what is due, marks what was missed. Now and then a day passes first.
void World::run_clock() {
  if (!server_->is_up()) return;
  if (chance(25)) now_ms_ += 12 * 3'600'000;
  const auto ran =
      server_->store().write([&](server::WriteTxn& txn) { return server::run_disclosure_clock(txn, stage_.unit); });
  say("clock " + (ran ? "disclosed=" + std::to_string(ran->disclosed) + " missed=" + std::to_string(ran->missed)
                      : std::string(word(ran.error().code))));
}

/// A visit goes to the other team: one team's devices get it, the other's get a tombstone.
void World::move_visit() {
  if (!server_->is_up()) return;
  const auto id = stage_.visits[pick(stage_.visits.size())];
  const auto done = server_->store().write([&](server::WriteTxn& txn) -> Result<void> {
    auto visit = txn.planning().visit(stage_.unit.id, id);
    if (!visit) return std::move(visit).error();
    if (visit->state == "done") return {};
    visit->team = visit->team == stage_.teams[0] ? stage_.teams[1] : stage_.teams[0];
    if (auto updated = txn.planning().update_visit(*visit); !updated) return updated;
    if (visit->state == "planned") return {};
    return txn.touch("visit", id.uuid, stage_.unit.id);
  });
  say("move visit " + std::string(done ? "ok" : word(done.error().code)));
}

void World::revoke(DeviceSide& device) {
  if (!server_->is_up()) return;
  server::Principal head;
  head.unit = stage_.unit.id;
  head.officer = stage_.head;
  head.role = server::Role::head;
  const auto done = server_->store().write(
      [&](server::WriteTxn& txn) { return server::revoke_device(txn, head, device.id, "Hilang."); });
  if (done) device.is_revoked = true;
  say("revoke device=" + std::to_string(device.number) + (done ? " ok" : " failed"));
}

// ---- what breaks --------------------------------------------------------------------------------------------------

void World::kill_device(DeviceSide& device) {
  if (!device.is_up()) return;
  const auto crash = static_cast<Crash>(pick(2));
  ++tally_.device_deaths;
  say("kill device=" + std::to_string(device.number) + (crash == Crash::killed ? " process" : " power"));
  device.die(crash, random_);
}

void World::kill_server() {
  if (!server_->is_up()) return;
  const auto crash = static_cast<Crash>(pick(2));
  ++tally_.server_deaths;
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

/// As an operator does it: the old files are put back and the server gets a new epoch.
void World::restore_backup() {
  if (!server_->is_up()) return;
  ++tally_.restores;
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
  ++tally_.clock_jumps;
  constexpr std::int64_t kTenYears = 10LL * 365 * 86'400'000;
  constexpr std::int64_t kJumps[] = {-kTenYears, kTenYears, -3'600'000, 3'600'000, -1, 0};
  const auto jump = kJumps[pick(6)];
  auto& device = *devices_[pick(devices_.size())];
  device.wall_offset_ms = jump;
  say("clock of device=" + std::to_string(device.number) + " off by " + std::to_string(jump));
}

void World::toggle_full_disk() {
  const auto whose = pick(devices_.size() + 1);
  Disk& disk = whose == devices_.size() ? server_->disk() : devices_[whose]->disk();
  disk.is_full = !disk.is_full;
  tally_.full_disks += disk.is_full ? 1 : 0;
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
