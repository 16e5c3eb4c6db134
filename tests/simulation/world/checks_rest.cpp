// The invariants at rest: everything arrived, once, and everybody shows the same.
#include <nlohmann/json.hpp>

#include "field-app/core/store/log_store.hpp"
#include "shared/base/bytes.hpp"
#include "shared/wire/inspection_json.hpp"
#include "shared/wire/sync_json.hpp"
#include "sync-server/service/finding_history.hpp"
#include "sync-server/service/inspections.hpp"
#include "sync-server/store/correction_store.hpp"
#include "sync-server/store/finding_store.hpp"
#include "sync-server/store/sync_store.hpp"
#include "tests/simulation/world/world.hpp"

namespace ronda::sim {

namespace {

using Json = nlohmann::json;

/// What a device said of things in records that the server holds: the things.
constexpr std::string_view kHeldWords = R"sql(
  WITH said (id, place) AS (
    SELECT lodging_id, place FROM own_lodging_edit UNION SELECT lodging_id, place FROM own_proposal UNION
    SELECT visit_id, place FROM own_missed_visit UNION SELECT finding_id, place FROM own_finding_word UNION
    SELECT notice_id, place FROM own_service UNION SELECT id, own_record FROM activity WHERE own_record IS NOT NULL)
  SELECT id FROM said WHERE EXISTS (SELECT 1 FROM record AS sent WHERE (sent.seq = place OR sent.carries = place)
                                       AND sent.problem_code IS NOT NULL)
)sql";

}  // namespace

void World::check_rest() {
  check_server_integrity();
  for (auto& device : devices_) {
    if (device->is_integrity_due && !is_over()) check_integrity(*device);
  }
  if (!is_over()) check_server_reopened();
  if (!is_over()) check_log_at_rest();
  if (!is_over()) check_books_at_rest();
  if (!is_over()) check_views_at_rest();
  if (!is_over()) check_drafts_at_rest();
  if (!is_over()) check_memory_at_rest();
}

/// Where a record of a device ended: in the log under its own number, carried by a newer log, or kept beside a fork.
/// A device that was enrolled anew twice carries the record itself again, not the one in the middle that carried it.
World::Fate World::fate_of(DeviceSide& device, DeviceId log, std::int64_t seq, const Saved& saved) {
  const auto is_held = [&](DeviceId in, std::int64_t at, const Saved& record) {
    const auto held = server_->store().read([&](const server::ReadTxn& txn) { return txn.sync().record(in, at); });
    return held && held->bytes == record.text;
  };
  if (is_held(log, seq, saved)) return {true, false, log, seq, saved.hash};
  const auto origin = saved.carries != 0 ? saved.carries : saved.place;
  for (std::size_t n = 0; n < device.saved.size(); ++n) {
    if (device.saved[n].carries == origin && log != device.id) {
      return {false, true, device.id, static_cast<std::int64_t>(n) + 1, device.saved[n].hash};
    }
  }
  for (const auto& past : device.past) {
    for (std::size_t n = 0; n < past.saved.size(); ++n) {
      const auto at = static_cast<std::int64_t>(n) + 1;
      if (past.saved[n].carries != origin || past.id == log || !is_held(past.id, at, past.saved[n])) continue;
      return {false, true, past.id, at, past.saved[n].hash};
    }
  }
  return {};
}

void World::check_log_at_rest() {
  auto* db = books();
  if (db == nullptr) return;
  std::set<std::pair<DeviceId, std::int64_t>> known;
  const auto look_at = [&](DeviceSide& device, DeviceId log, const std::vector<Saved>& records) {
    for (std::size_t n = 0; n < records.size() && !is_over(); ++n) {
      const auto seq = static_cast<std::int64_t>(n) + 1;
      const auto fate = fate_of(device, log, seq, records[n]);
      if (fate.in_log) known.insert({log, seq});
      if (!fate.is_there()) {
        return violated(log == device.id && !device.has_copy ? kQ2 : kI4,
                        "record " + std::to_string(seq) + " of " + device.name() + " is not on the server");
      }
      check_record_at_rest(*db, device, fate, records[n]);
    }
  };
  for (auto& device : devices_) {
    for (const auto& log : device->past) look_at(*device, log.id, log.saved);
    look_at(*device, device->id, device->saved);
    if (is_over()) return;
    if (!device->is_revoked) check_photos_at_rest(*device);
  }
  for (const auto& [log, seq] : must_be_held_) {
    auto held = db->use("SELECT 1 FROM quarantine WHERE device_id = ?1 AND seq = ?2");
    held.bind(1, log).bind(2, seq);
    if (!held.step()) return violated(kI13, "a record of a device that was switched off counts");
  }
  std::size_t records = 0;
  auto run = db->use("SELECT device_id, first_seq, count FROM device_run");
  while (run.step()) {
    for (auto seq = run.int64(1); seq < run.int64(1) + run.int64(2); ++seq, ++records) {
      if (known.count({run.id<DeviceId>(0), seq}) != 0) continue;
      return violated(kQ2, "the server holds record " + std::to_string(seq) + " of " + to_text(run.uuid(0)) +
                               ", which nobody wrote");
    }
  }
  if (records != known.size()) {
    violated(kQ2, std::to_string(known.size()) + " records were written, the server has " + std::to_string(records));
  }
}

void World::check_record_at_rest(sqlite::Database& db, DeviceSide& device, const Fate& fate, const Saved& saved) {
  const std::string what = "a record of " + device.name();
  auto held = db.use("SELECT state, code FROM quarantine WHERE device_id = ?1 AND seq = ?2 AND hash = ?3");
  held.bind(1, fate.log).bind(2, fate.seq).bind(3, std::span<const std::uint8_t>(fate.hash));
  const std::string state = held.step() ? held.text(0) : "";
  // One that was switched off is not told what became of its records.
  if (fate.log == device.id && fate.in_log && !device.is_revoked) {
    const auto status = field::LogStore(device.database()).status(saved.place);
    if (!status || !*status || (*status)->held != (state == "open")) {
      return violated(
          kI13, what + (state == "open" ? " is held, and its officer is not told" : " is not held, and shown as held"));
    }
  }
  const std::string code = state.empty() ? "" : held.text(1);
  if (saved.is_newer && code != "stale_schema" && code != "revoked" && code != "fork") {
    return violated(kI19, what + " of a newer kind is not held for an update, but \"" + code + "\"");
  }
  if (saved.cannot_apply && state.empty()) return violated(kI13, what + " that cannot be applied is not held");
  if (device.is_revoked && fate.in_log && fate.log == device.id && fate.seq > device.revoked_at_seq && state.empty()) {
    return violated(kI13, what + " that was switched off counts");
  }
  // What a newer log carries may lie in the older one too, held back there: then it counts for nothing here. Its own
  // entry tells what became of it.
  if (saved.inspection.empty() || saved.carries != 0 || state == "open" || state == "closed") return;
  auto rows = db.use(
      "SELECT (SELECT count(*) FROM inspection WHERE id = ?1), "
      "(SELECT count(*) FROM inspection_photo WHERE inspection_id = ?1)");
  rows.bind(1, *parse_uuid(saved.inspection));
  rows.step();
  if (rows.int64(0) != 1) return violated(kQ2, "inspection " + saved.inspection + " is not in the server's books");
  if (rows.int64(1) != saved.photos) return violated(kI7, "inspection " + saved.inspection + " misses photos");
}

void World::check_photos_at_rest(DeviceSide& device) {
  auto photo = device.database().use(
      "SELECT DISTINCT photo.sha256 FROM photo JOIN answer_photo USING (sha256) "
      "JOIN inspection ON inspection.id = answer_photo.inspection_id WHERE inspection.state = 'sealed'");
  while (photo.step()) {
    const auto name = to_hex(photo.blob(0));
    const auto content = server_->disk().content("attachments/" + name.substr(0, 2) + "/" + name);
    if (to_hex(crypto::sha256(content)) != name) {
      return violated(kQ2, "photo " + name.substr(0, 8) + " of " + device.name() + " is not on the server");
    }
  }
}

// ---- the books --------------------------------------------------------------------------------------------------

/// What the server says of visits, findings and corrections follows from what was handed in, in whatever order.
void World::check_books_at_rest() {
  auto* db = books();
  if (db == nullptr) return;
  check_findings_at_rest(*db);
  if (!is_over()) check_visits_at_rest(*db);
  if (!is_over()) check_corrections_at_rest(*db);
}

void World::check_findings_at_rest(sqlite::Database& db) {
  auto row = db.use("SELECT id FROM finding");
  while (row.step()) {
    const auto id = row.id<FindingId>(0);
    const auto same = server_->store().read([&](const server::ReadTxn& txn) -> Result<bool> {
      const auto stored = txn.findings().finding(stage_.unit.id, id);
      if (!stored) return stored.error();
      const auto steps = txn.corrections().steps(id);
      if (!steps) return steps.error();
      if (steps->empty()) return stored->state == "withdrawn";
      const auto told = server::after_steps(*stored, *steps, stored->last_seen);
      return told.state == stored->state && told.closed_on == stored->closed_on &&
             told.times_seen == stored->times_seen && told.last_seen == stored->last_seen;
    });
    if (!same || !*same) return violated(kI11, "finding " + to_text(id) + " is not what was said of it");
  }
}

void World::check_visits_at_rest(sqlite::Database& db) {
  auto row = db.use(
      "SELECT visit.id, visit.state, visit.inspection_id, (SELECT id FROM inspection WHERE visit_id = visit.id "
      "AND superseded_by IS NULL ORDER BY outcome <> 'done', sealed_at, id LIMIT 1) FROM visit");
  while (row.step()) {
    const bool visited = !row.is_null(3);
    if (visited != (row.text(1) == "done") || (visited && row.uuid(2) != row.uuid(3))) {
      return violated(kI11,
                      "visit " + to_text(row.uuid(0)) + " is " + row.text(1) + " by another inspection than the first");
    }
  }
}

/// The version before stays readable, as it was signed.
void World::check_corrections_at_rest(sqlite::Database& db) {
  auto row =
      db.use("SELECT id, superseded_by, answers, outcome_reason FROM inspection WHERE superseded_by IS NOT NULL");
  while (row.step()) {
    const auto id = row.id<InspectionId>(0);
    const auto read = server_->store().read(
        [&](const server::ReadTxn& txn) { return server::read_inspection(txn, stage_.unit.id, id); });
    if (!read || !read->verified || read->superseded_by != row.id<InspectionId>(1)) {
      return violated(kI11, "the inspection before a correction cannot be read any more");
    }
    const auto said = Json::parse(read->body);
    const auto reason = row.optional_text(3).value_or("");
    if (said.value("outcome_reason", Json()) != (reason.empty() ? Json() : Json(reason))) {
      return violated(kI11, "a correction changed the inspection before it");
    }
  }
}

// ---- what everybody sees ----------------------------------------------------------------------------------------

/// What a device that knows nothing would be told.
const std::set<std::string>& World::fresh_view(DeviceSide& device) {
  field::SyncRequest request;
  request.method = "GET";
  request.path = "/api/v1/sync/pull?protocol=1&cursor=0&limit=1000";
  request.headers = {{"Authorization", "Bearer " + device.token}};
  auto body = server_->answer(request).body;
  const auto [view, is_new] = fresh_views_.try_emplace(std::move(body));
  auto& fresh = view->second;
  if (!is_new) return fresh;  // what the colleague in the same team is told
  const auto page = wire::decode_pull_page(view->first);
  if (!page || page->more) {
    violated(kQ2, "the server gives no full view to " + device.name());
    return fresh;
  }
  const auto text_of = [](const Json& object, const char* name) {
    const auto value = object.value(name, Json());
    return value.is_null() ? "" : value.is_string() ? value.get<std::string>() : value.dump();
  };
  for (const auto& change : page->changes) {
    if (change.deleted || change.entity == "checklist") continue;
    const auto data = Json::parse(change.text());
    const auto id = to_text(change.id);
    if (change.entity == "lodging") {
      fresh.insert("lodging " + id + " " + text_of(data, "name") + " " + text_of(data, "status") + " " +
                   text_of(data, "version") + " " + text_of(data, "rooms") + " " + text_of(data, "address"));
    } else if (change.entity == "visit") {
      fresh.insert("visit " + id + " " + text_of(data, "date") + " " + text_of(data, "state") + " " +
                   text_of(data, "outcome"));
    } else if (change.entity == "finding" && data["state"] == "open") {
      fresh.insert("finding " + id + " " + text_of(data, "code") + " " + text_of(data, "times_seen"));
    } else if (change.entity == "officer") {
      fresh.insert("officer " + id + " " + text_of(data, "name"));
    } else if (change.entity == "inspection") {
      fresh.insert("inspection " + id + " " + text_of(data, "outcome") + " " + text_of(data, "new_findings") + " " +
                   text_of(data, "persisting"));
    } else if (change.entity == "notice") {
      const auto served = data.value("served", Json());
      fresh.insert("notice " + id + " " + text_of(data, "state") + " " + text_of(data, "due_on") + " " +
                   (served.is_null() ? "" : text_of(served, "to")));
    } else if (change.entity == "activity") {
      fresh.insert("activity " + id + " " + text_of(data, "place") + " " + text_of(data, "headcount"));
    }
  }
  return fresh;
}

/// What was disclosed to a team is in its full view, and nothing that is another team's.
void World::check_disclosed(DeviceSide& device, const std::set<std::string>& fresh) {
  auto* db = books();
  if (db == nullptr) return;
  auto row = db->use(
      "SELECT visit.id FROM visit JOIN team_member ON team_member.team_id = visit.team_id "
      "WHERE team_member.officer_id = ?1 AND visit.state <> 'planned' AND visit.state <> 'moved'");
  row.bind(1, device.officer);
  while (row.step()) {
    const auto start = "visit " + to_text(row.uuid(0));
    const auto at = fresh.lower_bound(start);
    if (at == fresh.end() || at->compare(0, start.size(), start) != 0) {
      return violated(kQ2, "a disclosed visit is not told to its team");
    }
  }
}

/// Every device shows what a device that pulls everything anew would show.
void World::check_views_at_rest() {
  std::map<OfficerId, std::set<std::string>> fresh_views;
  for (auto& device : devices_) {
    if (device->is_revoked) continue;
    const bool is_new = fresh_views.count(device->officer) == 0;
    if (is_new) {
      fresh_views[device->officer] = fresh_view(*device);
      if (!is_over()) check_disclosed(*device, fresh_views[device->officer]);
    }
    if (is_over()) return;
    auto fresh = fresh_views[device->officer];
    std::set<std::string> shown;
    const auto collect = [&](std::string_view sql) {
      auto row = device->database().use(sql);
      while (row.step()) shown.insert(row.text(0) + to_text(row.uuid(1)) + row.text(2));
    };
    collect(
        "SELECT 'lodging ', id, ' ' || name || ' ' || status || ' ' || version || ' ' || coalesce(rooms, '') || ' ' || "
        "coalesce(address, '') FROM lodging WHERE in_scope = 1");
    collect("SELECT 'visit ', id, ' ' || date || ' ' || state || ' ' || coalesce(outcome, '') FROM visit");
    collect("SELECT 'finding ', id, ' ' || code || ' ' || times_seen FROM finding WHERE state = 'open'");
    collect("SELECT 'officer ', id, ' ' || name FROM officer");
    collect(
        "SELECT 'inspection ', id, ' ' || outcome || ' ' || new_findings || ' ' || persisting FROM inspection_summary");
    collect("SELECT 'notice ', id, ' ' || state || ' ' || due_on || ' ' || coalesce(served_to, '') FROM notice");
    collect("SELECT 'activity ', id, ' ' || place || ' ' || headcount FROM activity");
    // What the server keeps aside until a person decides stays on the screen of who said it, and on no other.
    std::set<std::string> held;
    auto word = device->database().use(kHeldWords);
    while (word.step()) held.insert(to_text(word.uuid(0)));
    const auto is_held = [&](const std::string& line) { return held.count(line.substr(line.find(' ') + 1, 36)) != 0; };
    std::erase_if(fresh, is_held);
    std::erase_if(shown, is_held);
    if (fresh == shown) continue;
    std::string detail = device->name();
    for (const auto& line : fresh) detail += shown.count(line) == 0 ? "; misses " + line : "";
    for (const auto& line : shown) detail += fresh.count(line) == 0 ? "; still shows " + line : "";
    return violated(kQ2, detail);
  }
}

}  // namespace ronda::sim
