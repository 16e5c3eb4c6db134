// Programs of different versions: an office that was updated before the phones, a phone that was updated before the
// office. What a newer program says within version 1 is put over what this one says; a newer version of the protocol
// is a request that says 2.
#include <nlohmann/json.hpp>

#include "field-app/core/store/log_store.hpp"
#include "shared/wire/sync_json.hpp"
#include "sync-server/store/access_store.hpp"
#include "tests/simulation/world/world.hpp"

namespace ronda::sim {

namespace {

using Json = nlohmann::json;

constexpr std::string_view kNewerApp = "0.2.0";

/// A word of a later day in the place of one of today's; true if there was one.
bool say_new_word(Json& data) {
  for (const char* name : {"state", "status", "outcome", "tier", "reason", "source"}) {
    const auto word = data.find(name);
    if (word == data.end() || !word->is_string()) continue;
    *word = "of_a_later_day";
    return true;
  }
  return false;
}

}  // namespace

/// The office gets a newer program. Those who were ahead of it are not any more.
void World::update_office() {
  if (std::exchange(is_server_newer_, true)) return;
  ++tally_[Counted::updates];
  say("the server is updated");
  for (auto& device : devices_) device->speaks_next = false;
}

/// The phone gets a newer program: it ends, and another one works on the folder.
void World::update_device(DeviceSide& device) {
  if (!device.is_up() || device.app_version == kNewerApp) return;
  ++tally_[Counted::updates];
  say("update device=" + std::to_string(device.number));
  device.app_version = kNewerApp;
  device.speaks_next = !is_server_newer_ && faulty_ && chance(50);
  device.die(Crash::killed, random_);
  restart_dead();
}

/// At the end everybody has the same program.
void World::update_all() {
  if (theme_ != Theme::versions) return;
  update_office();
  for (auto& device : devices_) update_device(*device);
}

/// What a newer app asks with.
void World::speak_next(field::SyncRequest& request) {
  const auto put = [](std::string& text, std::string_view from, std::string_view to) {
    if (const auto at = text.find(from); at != std::string::npos) text.replace(at, from.size(), to);
  };
  put(request.path, "protocol=1", "protocol=2");
  if (request.path.find("/attachments") == std::string::npos) put(request.body, "\"protocol\":1", "\"protocol\":2");
}

/// A version that the server does not speak is refused in so many words, and nothing of the request counts.
void World::check_refused_version(DeviceSide& device, const Answer& answer, const Before& before) {
  if (answer.status == 401 || answer.status == 403 || (server_->disk().is_full && answer.status == 507)) return;
  ++tally_[Counted::versions_refused];
  const auto said = Json::parse(answer.body, nullptr, false);
  if (answer.status != 400 || !said.is_object() || said.value("code", "") != "unsupported_version" ||
      said.value("speaks", Json()) != Json::array({wire::kProtocol})) {
    return violated(kI19, "another version is answered " + std::to_string(answer.status) + " " + answer.body);
  }
  if (feed_head() != before.feed_head || server_acked(device) != before.acked) {
    violated(kI19, "a request of another version changed the server");
  }
}

/// The app names what stands in the way and keeps everything; the rest is for check_device().
void World::check_told_version(DeviceSide& device, const Answer& answer) {
  if (answer.status != 400 || answer.body.find("\"unsupported_version\"") == std::string::npos) return;
  if (device.session().problem() != "unsupported_version" && !device.disk().is_full) {
    violated(kI19, device.name() + " calls a refused version \"" + device.session().problem() + "\"");
  }
}

/// The answer as a newer server would give it within version 1: members, kinds, words that this app does not know.
void World::say_as_newer(Flight& flight) {
  auto& answer = flight.answer;
  answer.headers.emplace_back("x-ronda-season", "dry");
  auto body = Json::parse(answer.body, nullptr, false);
  if (!body.is_object()) return;
  ++tally_[Counted::newer_answers];
  body["season"] = {{"name", "dry"}, {"weeks", {1, 2, 3}}};
  if (answer.status >= 400) {
    if (chance(20)) body["code"] = "policy_of_a_later_day";
  }
  for (auto& held : body.contains("quarantined") ? body["quarantined"] : Json::array()) {
    held["since"] = 3;
    if (chance(50)) held["code"] = "held_for_a_later_reason";
  }
  std::set<std::int64_t> unread;
  if (body.contains("changes")) {
    for (auto& change : body["changes"]) {
      change["origin"] = "console";
      if (change.contains("data")) change["data"]["season"] = Json::array({Json::object()});
      const auto luck = pick(100);
      const bool is_renamed = luck < 8;
      if (is_renamed) change["entity"] = "kind_of_a_later_day";
      const bool is_unread = is_renamed || (luck < 20 && change.contains("data") && say_new_word(change["data"]));
      if (is_unread) unread.insert(change["seq"].get<std::int64_t>());
    }
  }
  answer.body = body.dump();
  if (unread.empty() || flight.page == nullptr) return;
  auto page = std::make_shared<wire::PullPage>(*flight.page);
  std::erase_if(page->changes, [&](const wire::Change& change) { return unread.count(change.seq) != 0; });
  flight.page = std::move(page);
}

/// A kind of record that only the next version knows, whole, chained and signed: the office keeps it for a person, and
/// what comes after it counts.
void World::write_newer_record(DeviceSide& device) {
  if (!device.is_up()) return;
  IdSource ids(entropy());
  auto txn = sqlite::Transaction::begin(device.database(), sqlite::Transaction::Kind::write);
  if (!txn) return;
  const auto added = field::LogStore(device.database())
                         .append({"patrol.walked", R"({"metres":1200,"with":["RT","RW"]})", std::nullopt, std::nullopt},
                                 RecordId{ids.next({now_ms_})}, device.id, device.officer, {now_ms_});
  if (!added || !txn->commit()) return;
  take_note(device, {}, 0, true);
  if (is_over()) return;
  device.saved.back().is_newer = true;
  ++tally_[Counted::held];
  say("newer record device=" + std::to_string(device.number));
  check_device(device);
}

/// A run in a form of record that only the next version knows, signed by its device: refused, and nothing of it counts.
void World::push_newer_form(DeviceSide& device) {
  if (!device.is_up() || !server_->is_up() || server_->disk().is_full || device.is_revoked) return;
  const auto who = field::SyncStore(device.database()).enrolment();
  const auto row = server_->store().read([&](const server::ReadTxn& txn) { return txn.access().device(device.id); });
  if (!who || !*who || !row || row->revoked_at) return;
  const Before before{feed_head(), 0, row->acked_seq};
  auto head = next_head(device, *row);
  head.version = ledger::kRecordVersion + 1;
  head.id = RecordId{IdSource(entropy()).next({now_ms_})};
  const std::vector<std::string> run = {ledger::record_text(
      head, "{\"visit\":\"" + to_text(stage_.visits[0]) + "\",\"reason\":\"weather\",\"note\":null}")};
  const auto answer = hand_in(device, head.seq, run, (*who)->secret_key);
  ++tally_[Counted::versions_refused];
  say("newer form status=" + std::to_string(answer.status));
  if (answer.status != 400 || answer.body.find("\"unsupported_version\"") == std::string::npos) {
    return violated(kI19, "a record of another form is answered " + std::to_string(answer.status));
  }
  if (feed_head() != before.feed_head || server_acked(device) != before.acked) {
    violated(kI19, "a record of another form changed the server");
  }
}

void World::operate_versions(DeviceSide& device) {
  const auto what = pick(100);
  if (what < 15) return update_office();
  if (what < 40) return update_device(device);
  if (what < 60) return write_newer_record(device);
  if (what < 75) return push_newer_form(device);
  if (what < 85) {  // the office follows those who were updated before it
    for (auto& one : devices_) one->speaks_next = false;
    return say("the server speaks their version");
  }
  report(device);
}

}  // namespace ronda::sim
