// The invariants of the server: of each reply, of each start.
#include "shared/base/bytes.hpp"
#include "shared/wire/sync_json.hpp"
#include "sync-server/service/device_log.hpp"
#include "sync-server/service/disclosure.hpp"
#include "sync-server/store/feed_store.hpp"
#include "sync-server/store/planning_store.hpp"
#include "sync-server/store/sync_store.hpp"
#include "tests/simulation/disk/kept_connections.hpp"
#include "tests/simulation/disk/memory_vfs.hpp"
#include "tests/simulation/world/world.hpp"

namespace ronda::sim {

void World::check_push_reply(DeviceSide& device, const Flight& flight, const Answer& answer, const Before& before) {
  const auto reply = wire::decode_push_reply(answer.body);
  if (!reply) return violated(kI3, "a push is answered with what is no reply");
  if (flight.identity != device.id) return;  // it was enrolled anew meanwhile: nobody believes this answer
  auto& confirmed = device.acked_by_epoch[reply->epoch];
  if (flight.is_repeat && reply->acked_seq <= confirmed && (reply->accepted != 0 || feed_head() != before.feed_head)) {
    return violated(kI3, "a repeated push changed the server");
  }
  const auto written = static_cast<std::int64_t>(device.saved.size());
  if (reply->acked_seq > written && !device.has_copy) {
    return violated(kI10, "the server confirms record " + std::to_string(reply->acked_seq) + " of " + device.name() +
                              ", which wrote " + std::to_string(written));
  }
  // A copy of the folder may have handed in more, or something else: then this answer speaks of its own run only.
  std::int64_t meant = reply->acked_seq;
  if (device.has_copy) {
    const auto run = wire::decode_push(flight.request.body);
    meant = run ? std::min(meant, run->envelope.first_seq + run->envelope.count - 1) : 0;
  }
  confirmed = std::max(confirmed, meant);
}

void World::check_pull_reply(DeviceSide& device, Flight& flight, const Answer& answer) {
  if (device.is_revoked && flight.identity == device.id)
    return violated(kI9, device.name() + " is switched off and is told of changes");
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
    if (!visit) continue;
    const bool early = visit->state == "disclosed" &&
                       server::disclosure_instant(visit->date, stage_.policy, stage_.unit.zone) > latest_;
    if (visit->state == "planned" || early) return violated(kI9, "a visit is shown before its disclosure");
  }
}

/// What a request must not change when it comes again.
World::Before World::before_request(const Flight& flight) {
  Before before;
  if (!flight.is_repeat && !flight.is_next) return before;
  before.feed_head = feed_head();
  if (flight.is_next) before.acked = server_acked(*devices_[static_cast<std::size_t>(flight.device)]);
  if (flight.request.method == "PATCH") before.photo = photo_bytes(flight.request.path);
  return before;
}

/// As many bytes of a photo as the server has.
std::int64_t World::photo_bytes(const std::string& path) {
  const auto name = path.substr(path.rfind('/') + 1);
  for (const auto& at : {"attachments/" + name.substr(0, 2) + "/" + name, "attachments/partial/" + name}) {
    if (const auto file = server_->disk().find(at)) return file->size;
  }
  return -1;
}

/// What a write that failed left in the log is unsynced too, and nobody reads it: a power cut now must leave what is
/// read.
bool World::is_all_durable() {
  std::mt19937_64 nothing_random(1);
  const auto image = server_->disk().after(Crash::power_lost, nothing_random);
  const LendConnections lend;
  auto left = sqlite::Database::open(image->sqlite_path("ronda.db"), {.vfs = kVfs});
  auto* read = books();
  if (!left || read == nullptr) return false;
  const auto head_of = [](sqlite::Database& db) {
    auto row = db.use("SELECT feed_head, (SELECT coalesce(sum(count), 0) FROM device_run) FROM server");
    return row.step() ? std::pair(row.int64(0), row.int64(1)) : std::pair<std::int64_t, std::int64_t>(-1, -1);
  };
  return head_of(*left) == head_of(*read);
}

void World::check_server_reply(Flight& flight, const Answer& answer, const Before& before) {
  auto& device = *devices_[static_cast<std::size_t>(flight.device)];
  if (flight.is_next && flight.request.path.find("/attachments") == std::string::npos) {
    return check_refused_version(device, answer, before);
  }
  if (answer.status >= 300) {
    if (answer.status >= 500 && !server_->disk().is_full) {
      violated(kI13, "the server fails a request: " + answer.body);
    }
    return;
  }
  if (server_->disk().has_unsynced("ronda.db-wal") && !is_all_durable()) {
    return violated(kI9, "the reply to " + flight.request.path.substr(0, 24) + " leaves before its data is synced");
  }
  const auto& path = flight.request.path;
  if (path.find("/push") != std::string::npos) return check_push_reply(device, flight, answer, before);
  if (path.find("/pull") != std::string::npos) return check_pull_reply(device, flight, answer);
  if (flight.request.method == "PATCH" && flight.is_repeat && before.photo > 0 && *flight.was_taken &&
      photo_bytes(path) != before.photo) {
    violated(kI3, "a repeated piece of a photo changed what the server has of it");
  }
}

/// Numbers that were not given out when a later one was already there must never turn up.
void World::check_feed() {
  const std::pair seen{server_->starts(), server_->disk().changes_made};
  if (seen == feed_seen_at_) return;  // nothing was written since
  const auto entries = server_->store().read(
      [&](const server::ReadTxn& txn) { return txn.feed().after(stage_.unit.id, feed_checked_, 100'000); });
  if (!entries) {
    if (!server_->disk().is_full) violated(kI14, "the feed cannot be read: " + entries.error().message);
    return;
  }
  for (const auto& entry : *entries) feed_numbers_.insert(entry.seq);
  if (!entries->empty()) feed_checked_ = entries->back().seq;
  feed_seen_at_ = seen;
}

/// The server's data as it lies on its disk; nullptr if it does not open.
sqlite::Database* World::books() {
  if (books_ && books_of_ == server_->starts()) return &*books_;
  books_.reset();
  books_of_ = server_->starts();
  const LendConnections lend;
  auto db = sqlite::Database::open(server_->disk().sqlite_path("ronda.db"), {.read_only = true, .vfs = kVfs});
  if (!db) {
    violated(kI15, "the server's data does not open: " + db.error().message);
    return nullptr;
  }
  books_.emplace(std::move(*db));
  return &*books_;
}

void World::check_server_integrity() {
  auto* db = books();
  if (db == nullptr) return;
  is_server_integrity_due_ = false;
  const auto whole = db->integrity();
  if (!whole || *whole != "ok") violated(kI15, "the server: " + (whole ? *whole : whole.error().message));
}

void World::check_server_reopened() {
  is_server_integrity_due_ = true;
  if (is_integrity_check_due()) check_server_integrity();
  auto* db = is_over() ? nullptr : books();
  if (db == nullptr) return;
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
          return violated(kI1, "record " + std::to_string(at) + " of " + device->name() + " is another one");
        }
      }
    }
    if (static_cast<std::int64_t>(at) < confirmed) {
      return violated(kI1, "of " + device->name() + " the server confirmed " + std::to_string(confirmed) +
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

}  // namespace ronda::sim
