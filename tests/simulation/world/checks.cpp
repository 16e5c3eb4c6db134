// The invariants, checked on what the two sides really hold (README.md says which where).
#include <nlohmann/json.hpp>

#include "shared/base/bytes.hpp"
#include "shared/wire/sync_json.hpp"
#include "sync-server/service/device_log.hpp"
#include "sync-server/store/access_store.hpp"
#include "sync-server/store/feed_store.hpp"
#include "sync-server/store/planning_store.hpp"
#include "sync-server/store/sync_store.hpp"
#include "tests/simulation/disk/memory_vfs.hpp"
#include "tests/simulation/world/world.hpp"

namespace ronda::sim {

namespace {

using Json = nlohmann::json;

constexpr std::int64_t kLongestRestMs = 3'600'000;  // a Retry-After is believed up to an hour

}  // namespace

void World::violated(const Invariant& what, const std::string& detail) {
  if (failure_) return;
  failure_ = Failure{std::string(what.name), std::string(what.text) + ": " + detail};
  say("VIOLATED " + std::string(what.name) + " " + detail);
}

std::int64_t World::feed_head() {
  const auto head = server_->store().read([](const server::ReadTxn& txn) { return txn.feed().head(); });
  return head.value_or(-1);
}

Uuid World::server_epoch() {
  const auto epoch = server_->store().read([](const server::ReadTxn& txn) { return txn.feed().epoch(); });
  return epoch.value_or(Uuid{});
}

std::int64_t World::server_acked(const DeviceSide& device) {
  const auto row = server_->store().read([&](const server::ReadTxn& txn) { return txn.access().device(device.id); });
  return row ? row->acked_seq : 0;
}

/// A change of epoch carries what older logs still hold into the log of today; nobody pressed anything for that.
void World::adopt_carriers(DeviceSide& device) {
  while (auto record = device.record_at(static_cast<std::int64_t>(device.saved.size()) + 1)) {
    if (record->carries == 0) return;
    for (const auto& log : device.past) {
      for (const auto& older : log.saved) {
        if (older.place == record->carries) record->photos = older.photos;
      }
    }
    device.saved.push_back(*std::move(record));
  }
}

void World::check_device(DeviceSide& device) {
  if (!device.is_up() || device.has_died()) return;
  const auto due = device.session().next_wakeup(moment(device));
  if (due && *due - moment(device).steady_ms > kLongestRestMs) {
    return violated(kI16, device.name() + " rests for " + std::to_string(*due - moment(device).steady_ms) + " ms");
  }
  // What follows is read from its disk, and what the world remembers of it only grows.
  if (device.checked_at == device.disk().changes_made && device.checked_records == device.saved.size()) return;
  if (!device.past.empty()) adopt_carriers(device);
  field::SyncStore store(device.database());
  const auto last = store.last_seq();
  const auto acked = store.acked_seq();
  const auto marks = store.marks();
  const auto counts = store.counts();
  if (!last || !acked || !marks || !counts) {
    if (!device.disk().is_full) violated(kI14, device.name() + " cannot read its own state");
    return;
  }
  const auto saved = static_cast<std::int64_t>(device.saved.size());
  if (*last != saved) {
    return violated(kI2, device.name() + " holds " + std::to_string(*last) + " records of " + std::to_string(saved) +
                             " that it reported as saved");
  }
  const std::int64_t confirmed = marks->epoch ? device.acked_by_epoch[*marks->epoch] : 0;
  if (*acked > confirmed || counts->acked_records > confirmed) {
    return violated(kI10, device.name() + " counts " + std::to_string(counts->acked_records) +
                              " records as sent, the server confirmed " + std::to_string(confirmed));
  }
  if (counts->pending_records() != saved - counts->acked_records) {
    return violated(kI10, device.name() + " shows " + std::to_string(counts->pending_records()) + " pending");
  }
  if (!server_->is_up()) return;
  if (theme_ != Theme::restore) check_sent_photos(device);
  device.checked_at = device.disk().changes_made;
  device.checked_records = device.saved.size();
}

/// Each photo is looked at when it begins to count as sent, and all of them at rest.
void World::check_sent_photos(DeviceSide& device) {
  auto photo = device.database().use("SELECT sha256 FROM photo WHERE on_server = 1");
  while (photo.step()) {
    const auto name = to_hex(photo.blob(0));
    if (!photos_seen_.insert(name).second) continue;
    const std::string path = "attachments/" + name.substr(0, 2) + "/" + name;
    const auto file = server_->disk().find(path);
    if (file == nullptr || file->dirty || to_hex(crypto::sha256(server_->disk().content(path))) != name) {
      return violated(kI10, device.name() + " counts photo " + name.substr(0, 8) + " as sent, the server has none");
    }
  }
}

/// A page was handed over and its cursor taken: then everything in it is there, whole.
void World::check_page(DeviceSide& device, const wire::PullPage& page) {
  const auto marks = field::SyncStore(device.database()).marks();
  if (!marks || marks->epoch != page.epoch || page.changes.empty()) return;
  if (marks->cursor != page.cursor) return;  // an old page that was rightly left alone
  auto& db = device.database();
  for (const auto& change : page.changes) {
    const auto where = device.name() + " has cursor " + std::to_string(marks->cursor) + " without the " +
                       change.entity + " of change " + std::to_string(change.seq);
    if (change.entity == "lodging") {
      auto row = db.use("SELECT version FROM lodging WHERE id = ?1 AND in_scope = 1");
      row.bind(1, change.id);
      const bool there = row.step();
      if (there == change.deleted) return violated(kI5, where);
      if (there && row.int64(0) != Json::parse(change.text())["version"].get<std::int64_t>())
        return violated(kI5, where);
    } else if (change.entity == "visit") {
      // What waits in the outbox lies over what the server says.
      auto row =
          db.use("SELECT state, EXISTS (SELECT 1 FROM own_missed_visit WHERE visit_id = ?1) FROM visit WHERE id = ?1");
      row.bind(1, change.id);
      const bool there = row.step();
      if (there == change.deleted) return violated(kI5, where);
      const bool same = there && row.text(0) == Json::parse(change.text())["state"].get<std::string>();
      if (there && !same && !row.boolean(1)) return violated(kI5, where);
    } else if (change.entity == "finding") {
      // What waits in the outbox lies over what the server says.
      auto row = db.use(
          "SELECT state, EXISTS (SELECT 1 FROM own_finding_word WHERE finding_id = ?1) FROM finding WHERE id = ?1");
      row.bind(1, change.id);
      const bool there = row.step();
      if (there == change.deleted) return violated(kI5, where);
      const bool same = there && row.text(0) == Json::parse(change.text())["state"].get<std::string>();
      if (there && !same && !row.boolean(1)) return violated(kI5, where);
    } else if (change.entity == "inspection") {
      auto row = db.use("SELECT answers FROM inspection_summary WHERE id = ?1");
      row.bind(1, change.id);
      const bool there = row.step();
      if (there == change.deleted) return violated(kI5, where);
      if (there && Json::parse(row.text(0)) != Json::parse(change.text())["answers"]) return violated(kI7, where);
    }
  }
  if (chance(15)) check_screen(device);
}

/// What the officer did is on the screen, once, whatever the feed brought.
void World::check_screen(DeviceSide& device) {
  if (device.saved.empty()) return;
  const auto& saved = device.saved[pick(device.saved.size())];
  if (saved.inspection.empty()) return;
  const auto reply = device.call("GET", "/api/inspections/" + saved.inspection);
  if (reply.status != 200) {
    return violated(kI8, device.name() + " no longer shows inspection " + saved.inspection);
  }
  const auto shown = Json::parse(reply.body);
  if (shown["state"] != "sealed") return violated(kI8, device.name() + " shows a sealed inspection as open");
  if (!shown["superseded_by"].is_null()) return;  // the version that took its place is shown instead
  const auto lodging =
      Json::parse(device.call("GET", "/api/lodgings/" + shown["lodging"]["id"].get<std::string>()).body);
  int times = 0;
  const auto& visits = lodging["visits"];
  for (const auto& visit : visits) times += visit["inspection_id"] == saved.inspection ? 1 : 0;
  if (times > 1 || (times == 0 && visits.size() < 10)) {
    violated(kI8, device.name() + " shows inspection " + saved.inspection + " " + std::to_string(times) + " times");
  }
}

/// Damage to a file does not heal. So of all starts every eighth is followed by integrity_check, and at rest it is done
/// for whatever started since.
bool World::is_integrity_check_due() { return ++starts_ % 8 == 0; }

void World::check_integrity(DeviceSide& device) {
  device.is_integrity_due = false;
  const auto whole = device.database().integrity();
  if (!whole || *whole != "ok") violated(kI15, device.name() + ": " + (whole ? *whole : whole.error().message));
}

void World::check_device_reopened(DeviceSide& device) {
  device.checked_at = -1;
  device.is_integrity_due = true;
  if (is_integrity_check_due()) check_integrity(device);
  if (is_over()) return;
  for (const auto& log : device.past) {
    for (const auto& saved : log.saved) {
      auto row = device.database().use("SELECT text FROM record WHERE seq = ?1");
      row.bind(1, saved.place);
      if (!row.step() || row.text(0) != saved.text) {
        return violated(kI2, device.name() + " lost a record of an older log");
      }
    }
  }
  std::size_t at = 0;
  bool saw_unreported = false;
  while (auto record = device.record_at(static_cast<std::int64_t>(at) + 1)) {
    if (record->hash != ledger::record_hash(record->text)) {
      return violated(kI15, device.name() + ": record " + std::to_string(at + 1) + " is not what was hashed");
    }
    if (at < device.saved.size()) {
      if (device.saved[at].text != record->text) {
        return violated(kI2, device.name() + ": record " + std::to_string(at + 1) + " is another one");
      }
      ++at;
      continue;
    }
    if (record->carries != 0) {
      adopt_carriers(device);
      at = device.saved.size();
      continue;
    }
    if (std::exchange(saw_unreported, true)) {
      return violated(kI2, device.name() + " holds a record that nobody asked for");
    }
    // The app died before it could report; the record may be there or not.
    auto photos = device.database().use("SELECT count(DISTINCT sha256) FROM answer_photo WHERE inspection_id = ?1");
    photos.bind(1, parse_uuid(record->inspection).value_or(Uuid{}));
    photos.step();
    record->photos = photos.int32(0);
    std::erase(device.drafts, "/api/inspections/" + record->inspection);
    device.saved.push_back(*std::move(record));
    ++at;
  }
  if (at < device.saved.size()) {
    return violated(kI2, device.name() + " lost " + std::to_string(device.saved.size() - at) + " records");
  }
  auto photo = device.database().use("SELECT sha256, content FROM photo");
  while (photo.step()) {
    const auto hash = crypto::sha256(photo.blob(1));
    if (photo.blob(0) != Bytes(hash.begin(), hash.end())) return violated(kI15, device.name() + ": a photo is damaged");
  }
  check_device(device);
}

}  // namespace ronda::sim
