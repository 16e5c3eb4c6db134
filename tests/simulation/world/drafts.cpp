// Unfinished inspections of officers with two phones: they are copied to the server while they are made, the other
// phone goes on with one, both go on, and whatever was typed is there at the end (PROTOCOL.md §6a).
#include <nlohmann/json.hpp>

#include "field-app/core/store/draft_store.hpp"
#include "shared/domain/checklist.hpp"
#include "tests/simulation/world/world.hpp"

namespace ronda::sim {

namespace {

using Json = nlohmann::json;

constexpr std::string_view kOpen =
    "SELECT id, EXISTS (SELECT 1 FROM inspection_summary AS told WHERE told.id = inspection.id) FROM inspection "
    "WHERE state = 'open' AND correcting = 0 AND put_away = 0 ORDER BY id";

struct OpenHere {
  std::string id;
  bool is_sealed_elsewhere = false;
};

std::vector<OpenHere> open_on(DeviceSide& device) {
  std::vector<OpenHere> out;
  auto row = device.database().use(kOpen);
  while (row.step()) out.push_back({to_text(row.uuid(0)), row.boolean(1)});
  return out;
}

std::string address(const std::string& id) { return "/api/inspections/" + id; }

/// Answers as the app shows them, by item.
std::map<std::string, std::string> answers_of(const std::string& body) {
  std::map<std::string, std::string> out;
  const auto shown = Json::parse(body, nullptr, false);
  if (!shown.is_object() || !shown.contains("answers")) return out;
  for (const auto& [item, answer] : shown["answers"].items()) {
    if (answer.is_object() && !answer.value("value", Json()).is_null()) out[item] = answer["value"].dump();
  }
  return out;
}

}  // namespace

/// The officer answers a few items, of an inspection that is open here or of a new one.
void World::tap(DeviceSide& device) {
  if (!device.is_up()) return;
  const auto open = open_on(device);
  std::string id;
  if (!open.empty() && chance(70)) {
    id = open[pick(open.size())].id;
  } else {
    const auto opened = device.call(
        "POST", "/api/inspections",
        "{\"lodging_id\":\"" + to_text(lodgings_[pick(lodgings_.size())]) + "\",\"visit_id\":null,\"fix\":null}");
    if (opened.status >= 300) return say("open status=" + std::to_string(opened.status));
    id = Json::parse(opened.body)["id"].get<std::string>();
  }
  std::vector<std::string> items;
  for (const auto& section : checklists_.find("v1")->checklist.sections) {
    for (const auto& item : section.items) {
      if (item.kind == domain::ItemKind::yn) items.push_back(item.code);
    }
  }
  may_die(device, 4);
  const auto taps = 1 + pick(4);
  for (std::uint64_t n = 0; n < taps; ++n) {
    const auto& item = items[pick(items.size())];
    const std::string value = chance(50) ? "\"yes\"" : "\"no\"";
    const auto reply = device.call("PUT", address(id) + "/answers/" + item, "{\"value\":" + value + "}");
    if (device.has_died()) {
      device.typed[id].erase(item);  // it never said whether it has it
    } else if (reply.status < 300) {
      device.typed[id][item] = value;
    }
  }
  ++tally_[Counted::taps];
  say("tap device=" + std::to_string(device.number) + " " + id + (device.has_died() ? " died" : ""));
  if (died_at_work(device) || is_over()) return;
  check_device(device);
}

/// The officer goes on here with what he or she began on the other phone.
void World::take_over(DeviceSide& device) {
  if (!device.is_up()) return;
  const auto listed = device.call("GET", "/api/drafts/remote");
  const auto drafts = Json::parse(listed.body, nullptr, false).value("drafts", Json::array());
  if (drafts.empty()) return look_at_drafts(device);
  const auto id = drafts[pick(drafts.size())]["id"].get<std::string>();
  std::map<std::string, std::string> told;
  {
    auto row = device.database().use("SELECT content FROM remote_draft WHERE inspection_id = ?1");
    row.bind(1, *parse_uuid(id));
    if (row.step()) {
      const auto content = Json::parse(row.text(0));
      for (const auto& answer : content["answers"]) {
        if (!answer.value("value", Json()).is_null()) told[answer["item"]] = answer["value"].dump();
      }
    }
  }
  may_die(device, 4);
  const auto taken = device.call("POST", "/api/drafts/" + id + "/take", "{}");
  say("take device=" + std::to_string(device.number) + " " + id + " status=" + std::to_string(taken.status));
  if (died_at_work(device) || is_over()) return;
  if (taken.status != 201) return;
  ++tally_[Counted::taken];
  const auto here = answers_of(taken.body);
  for (const auto& [item, value] : told) {
    const auto at = here.find(item);
    if (at == here.end() || at->second != value) {
      return violated(kI2, device.name() + " took over inspection " + id + " without its answer " + value + " to " +
                               item + ", but " + (at == here.end() ? "none" : at->second));
    }
    device.typed[id][item] = value;
  }
  check_device(device);
}

/// The other phone sealed it first: it becomes one of its own, or is put away.
void World::resolve_sealed_elsewhere(DeviceSide& device) {
  if (!device.is_up()) return;
  for (const auto& open : open_on(device)) {
    if (!open.is_sealed_elsewhere) continue;
    const bool own = chance(70);
    const auto reply = device.call("POST", address(open.id) + (own ? "/own" : "/put-away"), "{}");
    say((own ? "own device=" : "put away device=") + std::to_string(device.number) + " " + open.id +
        " status=" + std::to_string(reply.status));
    if (!own || reply.status != 201) continue;
    ++tally_[Counted::owned];
    const auto made = Json::parse(reply.body)["id"].get<std::string>();
    device.typed[made] = device.typed[open.id];
    check_typed(device, made);
    if (is_over()) return;
  }
  check_device(device);
}

/// One of the open ones ends at a shut door and is sealed.
void World::seal_open(DeviceSide& device) {
  if (!device.is_up()) return;
  const auto open = open_on(device);
  if (open.empty()) return;
  // Who was told that the other phone sealed it presses all the same.
  const auto told = std::find_if(open.begin(), open.end(), [](const OpenHere& at) { return at.is_sealed_elsewhere; });
  const auto& one = told != open.end() && chance(60) ? *told : open[pick(open.size())];
  may_die(device, 4);
  device.call("PUT", address(one.id) + "/outcome", R"({"outcome":"closed","reason":"Pintu terkunci."})");
  const auto sealed = device.saved.size();
  seal(device, address(one.id), 0);
  const bool is_new = device.saved.size() > sealed;
  if (died_at_work(device) || is_over()) return;
  if (is_new && one.is_sealed_elsewhere) {
    return violated(kI11, device.name() + " seals inspection " + one.id + ", which the feed told as sealed");
  }
  check_device(device);
}

/// The officer presses *Sync now* where the line holds, and waits.
void World::look_at_drafts(DeviceSide& device) {
  if (!device.is_up() || !server_->is_up() || device.exchange != 0 || device.disk().is_full) return;
  device.session().wake(moment(device));
  say("look device=" + std::to_string(device.number));
  for (int n = 0; n < 20 && !is_over(); ++n) {
    auto request = device.session().next_request(moment(device));
    if (!request) return;
    Flight flight;
    flight.device = device.number;
    flight.identity = device.id;
    flight.request = std::move(*request);
    const auto before = before_request(flight);
    const auto answer = server_->answer(flight.request);
    check_memory(flight.request, answer);
    if (!is_over()) check_server_reply(flight, answer, before);
    now_ms_ += 20;
    device.session().on_reply(moment(device), answer.status, answer.headers, answer.body);
    if (!is_over()) check_device(device);
    if (!is_over() && flight.page != nullptr) check_page(device, *flight.page);
  }
}

void World::operate_drafts(DeviceSide& device) {
  const auto what = pick(100);
  if (what < 35) return tap(device);
  if (what < 50) return look_at_drafts(device);
  if (what < 75) return take_over(device);
  if (what < 93) return seal_open(device);
  resolve_sealed_elsewhere(device);
}

/// Every tap that the app took is shown, whatever became of the inspection.
void World::check_typed(DeviceSide& device, const std::string& id) {
  const auto reply = device.call("GET", address(id));
  if (reply.status != 200) return violated(kI2, device.name() + " does not show inspection " + id + " any more");
  const auto here = answers_of(reply.body);
  for (const auto& [item, value] : device.typed[id]) {
    const auto at = here.find(item);
    if (at == here.end() || at->second != value) {
      return violated(kI2, device.name() + " lost the answer to " + item + " of inspection " + id);
    }
  }
}

/// What is open on one phone stands on the server in its newest version, and is told to the officer's other phones.
void World::check_copies(DeviceSide& device) {
  field::SyncRequest request;
  request.method = "GET";
  request.path = "/api/v1/drafts?protocol=1";
  request.headers = {{"Authorization", "Bearer " + device.token}};
  const auto told = Json::parse(server_->answer(request).body, nullptr, false).value("drafts", Json::array());
  for (auto& other : devices_) {
    if (other->officer != device.officer || other->id == device.id || other->is_revoked) continue;
    for (const auto& open : open_on(*other)) {
      if (open.is_sealed_elsewhere) continue;
      auto own = device.database().use("SELECT 1 FROM inspection WHERE id = ?1");
      own.bind(1, *parse_uuid(open.id));
      if (own.step()) continue;  // this phone went on with it
      auto row = other->database().use("SELECT draft_version FROM inspection WHERE id = ?1");
      row.bind(1, *parse_uuid(open.id));
      row.step();
      const bool is_told = std::any_of(told.begin(), told.end(), [&](const Json& one) {
        return one["draft"]["inspection"] == open.id && one["draft"]["version"].get<std::int64_t>() >= row.int64(0);
      });
      const bool is_held = std::any_of(other->saved.begin(), other->saved.end(),
                                       [&](const Saved& saved) { return saved.inspection == open.id; });
      if (is_told || is_held || told.size() >= 20 || row.int64(0) == 0) continue;
      return violated(kQ2, "the newest copy of inspection " + open.id + " on " + other->name() +
                               " is not told to the officer's other phone");
    }
  }
}

/// The first one that was sealed and received stands, and each other one waits for the unit head.
void World::check_twice_sealed(sqlite::Database& db) {
  std::map<std::string, std::vector<std::pair<DeviceId, std::int64_t>>> sealed;
  for (auto& device : devices_) {
    for (std::size_t n = 0; n < device->saved.size(); ++n) {
      const auto& inspection = device->saved[n].inspection;
      if (!inspection.empty()) sealed[inspection].emplace_back(device->id, static_cast<std::int64_t>(n) + 1);
    }
  }
  for (const auto& [inspection, records] : sealed) {
    if (records.size() < 2) continue;
    ++tally_[Counted::sealed_twice];
    std::int64_t first = 0;
    std::int64_t stands = 0;
    int held = 0;
    for (const auto& [log, seq] : records) {
      auto row = db.use(
          "SELECT first_chain + ?2 - first_seq, EXISTS (SELECT 1 FROM quarantine WHERE quarantine.device_id = ?1 AND "
          "seq = ?2) FROM device_run WHERE device_id = ?1 AND ?2 >= first_seq AND ?2 < first_seq + count");
      row.bind(1, log).bind(2, seq);
      if (!row.step()) return violated(kQ2, "a sealed inspection is not on the server");
      if (first == 0 || row.int64(0) < first) first = row.int64(0);
      if (row.boolean(1)) {
        ++held;
      } else {
        stands = row.int64(0);
      }
    }
    if (held + 1 != static_cast<int>(records.size()) || stands != first) {
      return violated(kI11, "of inspection " + inspection + ", sealed on two phones, not the first received stands");
    }
  }
}

void World::check_drafts_at_rest() {
  if (theme_ != Theme::drafts) return;
  auto* db = books();
  if (db != nullptr) check_twice_sealed(*db);
  for (auto& device : devices_) {
    if (is_over() || device->is_revoked) continue;
    check_copies(*device);
    for (const auto& [id, answers] : std::map(device->typed)) {
      if (!is_over()) check_typed(*device, id);
    }
  }
  for (auto& device : devices_) {
    if (!is_over() && !device->is_revoked) resolve_sealed_elsewhere(*device);
  }
}

}  // namespace ronda::sim
