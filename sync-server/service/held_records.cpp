#include "sync-server/service/held_records.hpp"

#include "shared/domain/field_report.hpp"
#include "shared/wire/record_json.hpp"
#include "sync-server/service/effects/lookups.hpp"
#include "sync-server/service/held_words.hpp"
#include "sync-server/service/record_effects.hpp"
#include "sync-server/store/access_store.hpp"
#include "sync-server/store/case_store.hpp"
#include "sync-server/store/correction_store.hpp"
#include "sync-server/store/sync_store.hpp"

namespace ronda::server {

namespace {

constexpr std::size_t kMaxNote = 2000;  // bytes, as free texts elsewhere

Result<HeldRow> open_record(const ReadTxn& txn, UnitId unit, const Uuid& id, std::int64_t version) {
  auto held = txn.quarantine().held(unit, id);
  if (!held) return held;
  if (held->version != version) {
    return Error{ErrorCode::stale_version, "somebody handled this record in the meantime", ""};
  }
  if (held->state != "open") return Error{ErrorCode::conflict, "this record is handled already", ""};
  return held;
}

/// Whom the effects take for the sender.
Principal sender(const Principal& head, const ledger::RecordHead& record, DeviceId device) {
  Principal who;
  who.kind = Principal::Kind::device;
  who.unit = head.unit;
  who.zone = head.zone;
  who.officer = record.officer;
  who.device = device;
  return who;
}

/// The device under which accepted copies of a forked log stand in the ledger. It has keys that nobody holds and is
/// revoked: nothing can ever be sent in its name.
Result<DeviceRow> copy_device(WriteTxn& txn, const HeldRow& held) {
  const std::string name = held.device_name + " (salinan)";
  const auto original = txn.access().device(held.device);
  if (!original) return original.error();
  const auto devices = txn.access().devices_of(held.unit);
  if (!devices) return devices.error();
  for (const auto& device : *devices) {
    if (device.name == name && device.officer == original->officer) return device;
  }
  DeviceRow made;
  made.id = txn.new_id<DeviceId>();
  made.officer = original->officer;
  made.unit = held.unit;
  made.name = name;
  const auto nobody = crypto::sha256("ronda-copy-1\n" + to_text(made.id));
  made.public_key.assign(nobody.begin(), nobody.end());
  const auto nothing = crypto::sha256("ronda-copy-token-1\n" + to_text(made.id));
  made.token_hash.assign(nothing.begin(), nothing.end());
  made.enrolled_at = txn.now();
  made.head_hash.assign(32, 0);
  made.revoked_at = txn.now();
  made.revoke_reason = "copy of a forked log";
  made.app_version = original->app_version;
  if (auto put = txn.access().put_device(made); !put) return std::move(put).error();
  return made;
}

/// Puts the bytes into the ledger behind the copies that are there; a second try finds them.
Result<std::int64_t> keep_copy(WriteTxn& txn, DeviceRow& device, const HeldRow& held, const ledger::RecordHead& head) {
  for (std::int64_t seq = 1; seq <= device.acked_seq; ++seq) {
    const auto hash = txn.sync().record_hash(device.id, seq);
    if (!hash) return hash.error();
    if (hash->has_value() && **hash == held.hash) return seq;
  }
  const auto end = txn.sync().chain_end();
  if (!end) return end.error();
  StoredRecord stored;
  stored.chain_seq = end->chain_seq + 1;
  stored.device = device.id;
  stored.seq = device.acked_seq + 1;
  stored.id = head.id;
  stored.kind = head.kind;
  stored.hash = held.hash;
  stored.chain_hash = ledger::chain(end->chain_hash, held.hash);
  stored.bytes = held.bytes;
  stored.received_at = txn.now();
  if (auto appended = txn.sync().append(stored); !appended) return std::move(appended).error();
  device.acked_seq = stored.seq;
  device.head_hash.assign(held.hash.begin(), held.hash.end());
  if (auto put = txn.access().put_device(device); !put) return std::move(put).error();
  return stored.seq;
}

Result<void> name_lodging(WriteTxn& txn, const Principal& head, const HeldRow& held, LodgingId means) {
  const auto written = read_as_written(held.bytes);
  if (!written) return written.error();
  const auto spoken = lodging_spoken_of(*written);
  if (!spoken) return bad_input("this record speaks of no lodging", "/lodging");
  const auto there = standing_lodging(txn, head.unit, *spoken);
  if (!there) return there.error();
  if (there->has_value()) {
    return Error{ErrorCode::conflict, "the lodging that this record names is known", "/lodging"};
  }
  const auto target = txn.lodgings().lodging(head.unit, means);
  if (!target && target.error().code == ErrorCode::not_found) return bad_input("no such lodging", "/lodging");
  if (!target) return target.error();
  if (auto put = txn.corrections().put_alias({*spoken, head.unit, means, {}, head.officer, txn.now()}); !put)
    return put;
  return txn.touch("lodging", means.uuid, head.unit);
}

Result<void> ask_for_review(WriteTxn& txn, const HeldRow& held) {
  const auto written = read_as_written(held.bytes);
  if (!written) return written.error();
  CaseRow made;
  made.id = txn.new_id<CaseId>();
  made.unit = held.unit;
  made.kind = "copy";
  made.quarantine = held.id;
  if (const auto lodging = lodging_spoken_of(*written)) {
    const auto row = standing_lodging(txn, held.unit, *lodging);
    if (!row) return row.error();
    if (row->has_value()) made.lodging = (*row)->id;
  }
  made.opened_at = txn.now();
  return txn.cases().add(made);
}

Result<HeldRow> settle(WriteTxn& txn, const Principal& head, HeldRow held, const DecisionRow& decision) {
  if (auto updated = txn.quarantine().update(held); !updated) return std::move(updated).error();
  if (auto logged = txn.quarantine().add_decision(held.id, decision); !logged) return std::move(logged).error();
  if (auto touched = txn.touch("record", held.id, head.unit); !touched) return std::move(touched).error();
  return txn.quarantine().held(head.unit, held.id);
}

std::optional<std::string> known(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

}  // namespace

Result<std::string> held_bytes(const ReadTxn& txn, const HeldRow& held) {
  if (held.is_fork) return held.bytes;
  auto record = txn.sync().record(held.device, held.seq);
  if (!record) return std::move(record).error();
  if (record->bytes.empty()) return Error{ErrorCode::corrupt, "the held bytes cannot be read any more", ""};
  return std::move(record->bytes);
}

Result<HeldRow> retry_held(WriteTxn& txn, const Principal& head, const Uuid& id, std::int64_t version,
                           const RetryOptions& options, const Checklists& checklists) {
  auto held = open_record(txn, head.unit, id, version);
  if (!held) return held;
  if (auto good = domain::check_report_text(options.note, "/note", kMaxNote); !good) return std::move(good).error();
  if (held->is_fork && !options.as_copy) {
    return Error{ErrorCode::fork, "a record of a forked log is accepted as a copy only", "/as_copy"};
  }
  if (!held->is_fork && options.as_copy) return bad_input("this record is of no forked log", "/as_copy");
  if (!held->is_fork && held->device_revoked && !options.accept_revoked) {
    return Error{ErrorCode::revoked, "its device is revoked: say that it is accepted all the same", "/accept_revoked"};
  }
  auto bytes = held_bytes(txn, *held);
  if (!bytes) return std::move(bytes).error();
  held->bytes = *std::move(bytes);
  auto record = wire::read_record(held->bytes);
  if (!record) return Error{ErrorCode::corrupt, "the held bytes are no record any more", record.error().where};
  if (options.lodging) {
    if (auto named = name_lodging(txn, head, *held, *options.lodging); !named) return std::move(named).error();
  }
  DeviceId device = held->device;
  if (held->is_fork) {
    auto copy = copy_device(txn, *held);
    if (!copy) return std::move(copy).error();
    const auto seq = keep_copy(txn, *copy, *held, record->head);
    if (!seq) return seq.error();
    device = copy->id;
    record->head.seq = *seq;
  }
  auto effect = apply_record(txn, sender(head, record->head, device), *record, checklists);
  if (!effect) return std::move(effect).error();

  DecisionRow decision{txn.now(), head.officer, {}, "retried", {}, known(options.note)};
  if (effect->held) {
    held->code = std::string(word(effect->held->code));
    held->message =
        effect->held->where.empty() ? effect->held->message : effect->held->message + " (" + effect->held->where + ")";
    decision.code = held->code;
    return settle(txn, head, *std::move(held), decision);
  }
  held->state = "accepted";
  held->handled_at = txn.now();
  held->handled_by = head.officer;
  held->handled_how = held->is_fork ? "accepted_copy" : "accepted";
  held->note = known(options.note);
  decision.what = *held->handled_how;
  if (held->is_fork) {
    if (auto asked = ask_for_review(txn, *held); !asked) return std::move(asked).error();
  }
  return settle(txn, head, *std::move(held), decision);
}

Result<HeldRow> close_held(WriteTxn& txn, const Principal& head, const Uuid& id, std::int64_t version,
                           const std::string& note) {
  if (note.find_first_not_of(" \t\r\n") == std::string::npos) return bad_input("say why it is closed", "/note");
  if (auto good = domain::check_report_text(note, "/note", kMaxNote); !good) return std::move(good).error();
  auto held = open_record(txn, head.unit, id, version);
  if (!held) return held;
  held->state = "closed";
  held->handled_at = txn.now();
  held->handled_by = head.officer;
  held->handled_how = "closed";
  held->note = note;
  const auto bytes = held_bytes(txn, *held);
  if (!bytes) return bytes.error();
  const auto spoken = thing_spoken_of(*bytes);
  auto settled = settle(txn, head, *std::move(held), {txn.now(), head.officer, {}, "closed", {}, note});
  if (!settled || !spoken) return settled;
  // The device shows its own word of it until the feed tells what the books say.
  if (auto told = txn.touch(spoken->entity, spoken->id, head.unit); !told) return std::move(told).error();
  return settled;
}

}  // namespace ronda::server
