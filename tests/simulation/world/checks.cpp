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

std::string device_name(const DeviceSide& device) { return "device " + std::to_string(device.number); }

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

// ---- a device -----------------------------------------------------------------------------------------------------

void World::check_device(DeviceSide& device) {
  if (!device.is_up() || device.has_died()) return;
  field::SyncStore store(device.database());
  const auto last = store.last_seq();
  const auto acked = store.acked_seq();
  const auto marks = store.marks();
  const auto counts = store.counts();
  if (!last || !acked || !marks || !counts) {
    if (!device.disk().is_full) violated(kI14, device_name(device) + " cannot read its own state");
    return;
  }
  const auto saved = static_cast<std::int64_t>(device.saved.size());
  if (*last != saved) {
    return violated(kI2, device_name(device) + " holds " + std::to_string(*last) + " records of " +
                             std::to_string(saved) + " that it reported as saved");
  }
  const std::int64_t confirmed = marks->epoch ? device.acked_by_epoch[*marks->epoch] : 0;
  if (*acked > confirmed || counts->acked_records > confirmed) {
    return violated(kI10, device_name(device) + " counts " + std::to_string(counts->acked_records) +
                              " records as sent, the server confirmed " + std::to_string(confirmed));
  }
  if (counts->pending_records() != saved - counts->acked_records) {
    return violated(kI10, device_name(device) + " shows " + std::to_string(counts->pending_records()) + " pending");
  }
  const auto due = device.session().next_wakeup(moment(device));
  if (due && *due - moment(device).steady_ms > kLongestRestMs) {
    return violated(kI16,
                    device_name(device) + " rests for " + std::to_string(*due - moment(device).steady_ms) + " ms");
  }
  if (!server_->is_up() || theme_ == Theme::restore) return;
  auto photo = device.database().use("SELECT sha256 FROM photo WHERE on_server = 1");
  while (photo.step()) {
    const auto name = to_hex(photo.blob(0));
    const std::string path = "attachments/" + name.substr(0, 2) + "/" + name;
    const auto file = server_->disk().find(path);
    if (file == nullptr || file->dirty || to_hex(crypto::sha256(server_->disk().content(path))) != name) {
      return violated(kI10,
                      device_name(device) + " counts photo " + name.substr(0, 8) + " as sent, the server has none");
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
    const auto where = device_name(device) + " has cursor " + std::to_string(marks->cursor) + " without the " +
                       change.entity + " of change " + std::to_string(change.seq);
    if (change.entity == "lodging") {
      auto row = db.use("SELECT version FROM lodging WHERE id = ?1 AND in_scope = 1");
      row.bind(1, change.id);
      const bool there = row.step();
      if (there == change.deleted) return violated(kI5, where);
      if (there && row.int64(0) != Json::parse(change.text())["version"].get<std::int64_t>())
        return violated(kI5, where);
    } else if (change.entity == "visit") {
      auto row = db.use("SELECT state FROM visit WHERE id = ?1");
      row.bind(1, change.id);
      const bool there = row.step();
      if (there == change.deleted) return violated(kI5, where);
      if (there && row.text(0) != Json::parse(change.text())["state"].get<std::string>()) return violated(kI5, where);
    } else if (change.entity == "finding") {
      auto row = db.use("SELECT state FROM finding WHERE id = ?1");
      row.bind(1, change.id);
      const bool there = row.step();
      if (there == change.deleted) return violated(kI5, where);
      if (there && row.text(0) != Json::parse(change.text())["state"].get<std::string>()) return violated(kI5, where);
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
    return violated(kI8, device_name(device) + " no longer shows inspection " + saved.inspection);
  }
  const auto shown = Json::parse(reply.body);
  if (shown["state"] != "sealed") return violated(kI8, device_name(device) + " shows a sealed inspection as open");
  const auto lodging =
      Json::parse(device.call("GET", "/api/lodgings/" + shown["lodging"]["id"].get<std::string>()).body);
  int times = 0;
  const auto& visits = lodging["visits"];
  for (const auto& visit : visits) times += visit["inspection_id"] == saved.inspection ? 1 : 0;
  if (times > 1 || (times == 0 && visits.size() < 10)) {
    violated(kI8,
             device_name(device) + " shows inspection " + saved.inspection + " " + std::to_string(times) + " times");
  }
}

void World::check_device_reopened(DeviceSide& device) {
  const auto whole = device.database().integrity();
  if (!whole || *whole != "ok") {
    return violated(kI15, device_name(device) + ": " + (whole ? *whole : whole.error().message));
  }
  auto row = device.database().use("SELECT seq, hash, text, inspection_id FROM record ORDER BY seq");
  std::size_t at = 0;
  while (row.step()) {
    const auto text = row.text(2);
    const auto hash = ledger::record_hash(text);
    if (row.blob(1) != Bytes(hash.begin(), hash.end())) {
      return violated(kI15, device_name(device) + ": record " + std::to_string(at + 1) + " is not what was hashed");
    }
    if (at < device.saved.size()) {
      if (device.saved[at].text != text) {
        return violated(kI2, device_name(device) + ": record " + std::to_string(at + 1) + " is another one");
      }
    } else if (at == device.saved.size()) {
      // The app died before it could report; the record may be there or not.
      const auto inspection = row.is_null(3) ? std::string() : to_text(row.uuid(3));
      auto photos = device.database().use("SELECT count(DISTINCT sha256) FROM answer_photo WHERE inspection_id = ?1");
      photos.bind(1, row.uuid(3));
      photos.step();
      device.saved.push_back({text, hash, inspection, photos.int32(0), false});
      std::erase(device.drafts, "/api/inspections/" + inspection);
    }
    ++at;
  }
  if (at < device.saved.size()) {
    return violated(kI2, device_name(device) + " lost " + std::to_string(device.saved.size() - at) + " records");
  }
  auto photo = device.database().use("SELECT sha256, content FROM photo");
  while (photo.step()) {
    const auto hash = crypto::sha256(photo.blob(1));
    if (photo.blob(0) != Bytes(hash.begin(), hash.end()))
      return violated(kI15, device_name(device) + ": a photo is damaged");
  }
  check_device(device);
}

// ---- the server ---------------------------------------------------------------------------------------------------

void World::check_server_reply(Flight& flight, const Answer& answer, bool was_known, std::int64_t head_before) {
  auto& device = *devices_[static_cast<std::size_t>(flight.device)];
  if (answer.status >= 300) {
    if (answer.status >= 500 && !server_->disk().is_full) {
      violated(kI13, "the server fails a request: " + answer.body);
    }
    return;
  }
  if (server_->disk().has_unsynced("ronda.db-wal")) {
    return violated(kI9, "the reply to " + flight.request.path.substr(0, 24) + " leaves before its data is synced");
  }
  if (flight.request.path.find("/push") != std::string::npos) {
    const auto reply = wire::decode_push_reply(answer.body);
    if (!reply) return violated(kI3, "a push is answered with what is no reply");
    auto& confirmed = device.acked_by_epoch[reply->epoch];
    if (was_known && reply->acked_seq <= confirmed && (reply->accepted != 0 || feed_head() != head_before)) {
      return violated(kI3, "a repeated push changed the server");
    }
    confirmed = std::max(confirmed, reply->acked_seq);
    if (confirmed > static_cast<std::int64_t>(device.saved.size())) {
      return violated(kI10, "the server confirms record " + std::to_string(confirmed) + " of " + device_name(device) +
                                ", which wrote " + std::to_string(device.saved.size()));
    }
    return;
  }
  if (flight.request.path.find("/pull") == std::string::npos) return;
  auto read = wire::decode_pull_page(answer.body);
  if (!read) return violated(kI5, "a pull is answered with what is no page");
  const auto page = std::make_shared<const wire::PullPage>(std::move(*read));
  flight.page = page;
  const auto query = wire::decode_pull_query(flight.request.path.substr(flight.request.path.find('?') + 1));
  if (static_cast<std::int64_t>(page->changes.size()) > query->limit) {
    return violated(kI20, "a page of " + std::to_string(page->changes.size()) + " changes");
  }
  for (const auto& change : page->changes) {
    if (change.entity != "visit" || change.deleted) continue;
    const auto visit = server_->store().read(
        [&](const server::ReadTxn& txn) { return txn.planning().visit(stage_.unit.id, VisitId{change.id}); });
    if (visit && visit->state == "planned") return violated(kI9, "a visit is shown before its disclosure");
  }
}

/// Numbers that were not given out when a later one was already there must never turn up.
void World::check_feed() {
  const auto entries = server_->store().read(
      [&](const server::ReadTxn& txn) { return txn.feed().after(stage_.unit.id, feed_checked_, 100'000); });
  if (!entries) {
    if (!server_->disk().is_full) violated(kI14, "the feed cannot be read: " + entries.error().message);
    return;
  }
  for (const auto& entry : *entries) feed_numbers_.insert(entry.seq);
  if (!entries->empty()) feed_checked_ = entries->back().seq;
}

void World::check_server_reopened() {
  auto db = sqlite::Database::open(server_->disk().sqlite_path("ronda.db"), {.read_only = true, .vfs = kVfs});
  if (!db) return violated(kI15, "the server's data does not open: " + db.error().message);
  const auto whole = db->integrity();
  if (!whole || *whole != "ok") return violated(kI15, "the server: " + (whole ? *whole : whole.error().message));
  const auto chain = server_->store().read([](const server::ReadTxn& txn) { return server::verify_chain(txn); });
  if (!chain) return violated(kI15, "the server's ledger: " + chain.error().message + " " + chain.error().where);
  const auto epoch = server_epoch();
  for (auto& device : devices_) {
    const std::int64_t confirmed = device->acked_by_epoch[epoch];
    auto row = db->use("SELECT hashes FROM device_run WHERE device_id = ?1 ORDER BY first_seq");
    row.bind(1, device->id);
    std::size_t at = 0;
    while (row.step()) {
      const Bytes hashes = row.blob(0);
      for (auto from = hashes.begin(); from != hashes.end() && static_cast<std::int64_t>(at) < confirmed; from += 32) {
        if (!std::equal(from, from + 32, device->saved[at++].hash.begin())) {
          return violated(kI1, "record " + std::to_string(at) + " of " + device_name(*device) + " is another one");
        }
      }
    }
    if (static_cast<std::int64_t>(at) != confirmed) {
      return violated(kI1, "of " + device_name(*device) + " the server confirmed " + std::to_string(confirmed) +
                               " records and holds " + std::to_string(at));
    }
  }
  auto numbers = db->use("SELECT seq FROM feed");
  while (numbers.step()) {
    const auto seq = numbers.int64(0);
    if (seq <= feed_checked_ && feed_numbers_.count(seq) == 0) {
      return violated(kI6, "number " + std::to_string(seq) + " became visible after " + std::to_string(feed_checked_));
    }
  }
  check_feed();
}

// ---- at rest ------------------------------------------------------------------------------------------------------

void World::check_rest() {
  check_server_reopened();
  if (!is_over()) check_log_at_rest();
  if (!is_over()) check_views_at_rest();
}

void World::check_log_at_rest() {
  auto db = sqlite::Database::open(server_->disk().sqlite_path("ronda.db"), {.read_only = true, .vfs = kVfs});
  if (!db) return violated(kI15, "the server's data does not open");
  std::size_t records = 0;
  std::set<RecordId> ids;
  for (auto& device : devices_) {
    records += device->saved.size();
    std::vector<std::int64_t> seqs;
    {
      auto row = db->use("SELECT first_seq, count FROM device_run WHERE device_id = ?1 ORDER BY first_seq");
      row.bind(1, device->id);
      while (row.step()) {
        for (std::int64_t n = 0; n < row.int64(1); ++n) seqs.push_back(row.int64(0) + n);
      }
    }
    std::size_t at = 0;
    for (const auto seq : seqs) {
      const auto held =
          server_->store().read([&](const server::ReadTxn& txn) { return txn.sync().record(device->id, seq); });
      if (!held || at >= device->saved.size() || held->bytes != device->saved[at].text) {
        return violated(kQ2, "record " + std::to_string(at + 1) + " of " + device_name(*device) + " on the server");
      }
      ids.insert(held->id);
      ++at;
    }
    if (at != device->saved.size()) {
      return violated(kQ2, device_name(*device) + " wrote " + std::to_string(device->saved.size()) +
                               " records, the server has " + std::to_string(at));
    }
    for (std::size_t n = 0; n < device->saved.size(); ++n) {
      const auto& saved = device->saved[n];
      auto held = db->use("SELECT code FROM quarantine WHERE device_id = ?1 AND seq = ?2");
      held.bind(1, device->id).bind(2, static_cast<std::int64_t>(n) + 1);
      const bool is_held = held.step();
      const auto status = field::LogStore(device->database()).status(static_cast<std::int64_t>(n) + 1);
      if (!status || !*status || (*status)->held != is_held) {
        return violated(kI13,
                        "record " + std::to_string(n + 1) + " of " + device_name(*device) +
                            (is_held ? " is held, and its officer is not told" : " is not held, and shown as held"));
      }
      if (saved.cannot_apply && !is_held) return violated(kI13, "a record that cannot be applied is not held");
      if (saved.inspection.empty() || is_held) continue;
      auto rows = db->use(
          "SELECT (SELECT count(*) FROM inspection WHERE id = ?1), "
          "(SELECT count(*) FROM inspection_photo WHERE inspection_id = ?1)");
      rows.bind(1, *parse_uuid(saved.inspection));
      rows.step();
      if (rows.int64(0) != 1) return violated(kQ2, "inspection " + saved.inspection + " is not in the server's books");
      if (rows.int64(1) != saved.photos) return violated(kI7, "inspection " + saved.inspection + " misses photos");
    }
    if (device->is_revoked) continue;
    auto photo = device->database().use(
        "SELECT DISTINCT photo.sha256 FROM photo JOIN answer_photo USING (sha256) "
        "JOIN inspection ON inspection.id = answer_photo.inspection_id WHERE inspection.state = 'sealed'");
    while (photo.step()) {
      const auto name = to_hex(photo.blob(0));
      const auto content = server_->disk().content("attachments/" + name.substr(0, 2) + "/" + name);
      if (to_hex(crypto::sha256(content)) != name) {
        return violated(kQ2, "photo " + name.substr(0, 8) + " of " + device_name(*device) + " is not on the server");
      }
    }
  }
  auto count = db->use("SELECT coalesce(sum(count), 0) FROM device_run");
  count.step();
  if (count.int64(0) != static_cast<std::int64_t>(records) || ids.size() != records) {
    violated(kQ2, std::to_string(records) + " records were written, the server has " + std::to_string(count.int64(0)));
  }
}

/// What a device that knows nothing would be told.
std::set<std::string> World::fresh_view(DeviceSide& device) {
  field::SyncRequest request;
  request.method = "GET";
  request.path = "/api/v1/sync/pull?protocol=1&cursor=0&limit=1000";
  request.headers = {{"Authorization", "Bearer " + device.token}};
  const auto page = wire::decode_pull_page(server_->answer(request).body);
  if (!page) {
    violated(kQ2, "the server gives no full view to " + device_name(device));
    return {};
  }
  std::set<std::string> fresh;
  for (const auto& change : page->changes) {
    if (change.deleted || change.entity == "checklist") continue;
    const auto data = Json::parse(change.text());
    const auto id = to_text(change.id);
    if (change.entity == "lodging") {
      const auto rooms = data.contains("rooms") ? data["rooms"].dump() : "";
      fresh.insert("lodging " + id + " " + data["name"].get<std::string>() + " " + data["status"].get<std::string>() +
                   " " + data["version"].dump() + " " + rooms);
    } else if (change.entity == "visit") {
      fresh.insert("visit " + id + " " + data["date"].get<std::string>() + " " + data["state"].get<std::string>() +
                   " " + (data["outcome"].is_null() ? "" : data["outcome"].get<std::string>()));
    } else if (change.entity == "finding" && data["state"] == "open") {
      fresh.insert("finding " + id + " " + data["code"].get<std::string>() + " " + data["times_seen"].dump());
    } else if (change.entity == "officer") {
      fresh.insert("officer " + id + " " + data["name"].get<std::string>());
    }
  }
  return fresh;
}

/// Every device shows what a device that pulls everything anew would show.
void World::check_views_at_rest() {
  std::map<OfficerId, std::set<std::string>> fresh_views;
  for (auto& device : devices_) {
    if (device->is_revoked) continue;
    const auto& fresh = fresh_views.count(device->officer) != 0 ? fresh_views[device->officer]
                                                                : (fresh_views[device->officer] = fresh_view(*device));
    if (is_over()) return;
    std::set<std::string> shown;
    const auto collect = [&](std::string_view sql) {
      auto row = device->database().use(sql);
      while (row.step()) shown.insert(row.text(0) + to_text(row.uuid(1)) + row.text(2));
    };
    collect(
        "SELECT 'lodging ', id, ' ' || name || ' ' || status || ' ' || version || ' ' || coalesce(rooms, '') "
        "FROM lodging WHERE in_scope = 1");
    collect("SELECT 'visit ', id, ' ' || date || ' ' || state || ' ' || coalesce(outcome, '') FROM visit");
    collect("SELECT 'finding ', id, ' ' || code || ' ' || times_seen FROM finding WHERE state = 'open'");
    collect("SELECT 'officer ', id, ' ' || name FROM officer");
    if (fresh == shown) continue;
    std::string detail = device_name(*device);
    for (const auto& line : fresh) detail += shown.count(line) == 0 ? "; misses " + line : "";
    for (const auto& line : shown) detail += fresh.count(line) == 0 ? "; still shows " + line : "";
    return violated(kQ2, detail);
  }
}

}  // namespace ronda::sim
