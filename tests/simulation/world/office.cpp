// What the unit head does at the console.
#include "field-app/core/sync/enrolment.hpp"
#include "sync-server/service/access.hpp"
#include "sync-server/service/cases.hpp"
#include "sync-server/service/disclosure.hpp"
#include "sync-server/service/held_records.hpp"
#include "sync-server/service/register.hpp"
#include "sync-server/store/access_store.hpp"
#include "sync-server/store/case_store.hpp"
#include "sync-server/store/planning_store.hpp"
#include "sync-server/store/quarantine_store.hpp"
#include "sync-server/store/register_store.hpp"
#include "tests/simulation/world/world.hpp"

namespace ronda::sim {

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

server::Principal World::head_of_unit() const {
  server::Principal head;
  head.unit = stage_.unit.id;
  head.officer = stage_.head;
  head.role = server::Role::head;
  head.zone = stage_.unit.zone;
  return head;
}

void World::revoke(DeviceSide& device) {
  if (!server_->is_up() || device.is_revoked) return;
  const std::int64_t held = server_acked(device);
  const auto done = server_->store().write(
      [&](server::WriteTxn& txn) { return server::revoke_device(txn, head_of_unit(), device.id, "Hilang."); });
  if (done) {
    device.is_revoked = true;
    device.revoked_at_seq = held;
  }
  say("revoke device=" + std::to_string(device.number) + (done ? " ok" : " failed"));
}

void World::readmit(DeviceSide& device) {
  if (!server_->is_up() || !device.is_revoked) return;
  const auto done = server_->store().write(
      [&](server::WriteTxn& txn) { return server::readmit_device(txn, head_of_unit(), device.id); });
  if (done) end_revocation(device);
  say("readmit device=" + std::to_string(device.number) + (done ? " ok" : " failed"));
}

/// What came while it was switched off must be held for ever, or until a person decides.
void World::end_revocation(DeviceSide& device) {
  for (std::int64_t seq = device.revoked_at_seq + 1; seq <= server_acked(device); ++seq) {
    must_be_held_.insert({device.id, seq});
  }
  device.is_revoked = false;
}

/// A held record is tried again, or closed with a reason.
void World::decide_held() {
  if (!server_->is_up()) return;
  const auto page = server_->store().read(
      [&](const server::ReadTxn& txn) { return txn.quarantine().page(stage_.unit.id, "open", {}, 50); });
  if (!page || page->rows.empty()) return;
  const auto row = page->rows[pick(page->rows.size())];
  const bool retry = chance(60) && !row.is_fork;
  const auto done = server_->store().write([&](server::WriteTxn& txn) -> Result<server::HeldRow> {
    if (!retry) return server::close_held(txn, head_of_unit(), row.id, row.version, "Sudah ditinjau.");
    server::RetryOptions options;
    options.accept_revoked = true;
    return server::retry_held(txn, head_of_unit(), row.id, row.version, options, checklists_);
  });
  ++tally_[Counted::decisions];
  say(std::string(retry ? "retry held " : "close held ") + (done ? done->state : std::string(word(done.error().code))));
}

void World::decide_case() {
  if (!server_->is_up()) return;
  const auto page = server_->store().read(
      [&](const server::ReadTxn& txn) { return txn.cases().page(stage_.unit.id, "open", {}, 50); });
  if (!page || page->rows.empty()) return;
  const auto row = page->rows[pick(page->rows.size())];
  server::Decision decision;
  decision.keep = chance(50) ? server::Decision::Keep::ours : server::Decision::Keep::theirs;
  const auto done = server_->store().write(
      [&](server::WriteTxn& txn) { return server::decide_case(txn, head_of_unit(), row.id, row.version, decision); });
  ++tally_[Counted::decisions];
  say("decide case " + row.kind + (done ? " ok" : " " + std::string(word(done.error().code))));
}

/// The device asks for it: it is a copy, was switched off, or the server does not know it any more. The unit head gives
/// a new code, the officer types it, on a line that holds.
void World::enrol_anew(DeviceSide& device) {
  if (!device.is_up() || !server_->is_up() || device.disk().is_full || server_->disk().is_full) return;
  field::SyncStore store(device.database());
  const auto marks = store.marks();
  if (!marks || marks->device_state == field::DeviceState::active) return;
  const auto code = server_->store().write([&](server::WriteTxn& txn) {
    return server::make_enrolment_code(txn, head_of_unit(), device.officer, entropy());
  });
  if (!code) return say("no code: " + std::string(word(code.error().code)));
  auto enrolling = field::Enrolling::begin(store, {"http://office", code->code, "", "0.1.0"});
  if (!enrolling) return say("enrol anew: " + std::string(word(enrolling.error().code)));
  const auto reply = server_->answer(enrolling->request());
  const auto done = enrolling->finish(store, moment(device), reply.status, reply.headers, reply.body, entropy());
  ++tally_[Counted::enrolments];
  say("enrol anew device=" + std::to_string(device.number) + " as it was " + std::string(word(marks->device_state)) +
      (done ? " ok" : " " + std::string(word(done.error().code)) + " " + done.error().message));
  if (!done) return;
  if (device.is_revoked) end_revocation(device);
  device.past.push_back({device.id, std::move(device.saved)});
  device.saved.clear();
  device.acked_by_epoch.clear();
  device.has_copy = false;
  device.exchange = 0;
  const auto who = store.enrolment();
  device.id = (*who)->device;
  device.token = (*who)->token;
  device.session().enrolled(moment(device));
  adopt_carriers(device);
  check_device(device);
}

/// What would be said next of a device's log, of a visit that was missed.
ledger::RecordHead World::next_head(const DeviceSide& device, const server::DeviceRow& row) const {
  ledger::RecordHead head;
  head.kind = "visit.missed";
  head.device = device.id;
  head.officer = device.officer;
  head.at = {now_ms_};
  head.seq = row.acked_seq + 1;
  if (row.head_hash.size() == head.prev.size())
    std::copy(row.head_hash.begin(), row.head_hash.end(), head.prev.begin());
  return head;
}

/// The server's answer to a run that no app wrote, under the device's token and signed with `key`.
Answer World::hand_in(const DeviceSide& device, std::int64_t first_seq, const std::vector<std::string>& run,
                      const crypto::SecretKey& key) {
  wire::PushEnvelope envelope;
  envelope.device = device.id;
  envelope.epoch = server_epoch();
  envelope.first_seq = first_seq;
  envelope.count = static_cast<std::int64_t>(run.size());
  envelope.head = ledger::record_hash(run.back());
  const auto last = first_seq + static_cast<std::int64_t>(run.size()) - 1;
  envelope.signature = crypto::sign(ledger::signing_text(device.id, last, envelope.head), key);
  field::SyncRequest request;
  request.method = "POST";
  request.path = "/api/v1/sync/push";
  request.headers = {{"Authorization", "Bearer " + device.token}, {"Content-Type", "application/x-ndjson"}};
  request.body = wire::encode_push(envelope, run);
  return server_->answer(request);
}

/// Somebody who found a token hands in records that no device signed, or a program that has gone wrong sends a run that
/// does not hang together.
void World::forge_push(DeviceSide& device) {
  if (!device.is_up() || !server_->is_up() || device.is_revoked) return;
  const auto who = field::SyncStore(device.database()).enrolment();
  const auto row = server_->store().read([&](const server::ReadTxn& txn) { return txn.access().device(device.id); });
  if (!who || !*who || !row || row->revoked_at) return;
  const bool breaks_chain = chance(50);
  IdSource ids(entropy());
  auto head = next_head(device, *row);
  std::vector<std::string> run;
  for (int n = 0; n < 2; ++n, ++head.seq) {
    head.id = RecordId{ids.next({now_ms_})};
    if (n == 1) head.prev = breaks_chain ? ledger::record_hash("gone") : ledger::record_hash(run.back());
    run.push_back(ledger::record_text(head, "{\"visit\":\"" + to_text(stage_.visits[pick(stage_.visits.size())]) +
                                                "\",\"reason\":\"weather\",\"note\":null}"));
  }
  const auto answer = hand_in(device, row->acked_seq + 1, run, breaks_chain ? (*who)->secret_key : stage_.strange_key);
  ++tally_[Counted::forged];
  say(std::string(breaks_chain ? "broken chain" : "forged push") + " status=" + std::to_string(answer.status));
  if (answer.status < 300 || server_acked(device) != row->acked_seq) {
    violated(kI18, "the server takes a run that " +
                       std::string(breaks_chain ? "does not hang together" : "its device did not sign"));
  }
}

}  // namespace ronda::sim
