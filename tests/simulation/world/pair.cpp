#include "tests/simulation/world/pair.hpp"

#include <nlohmann/json.hpp>

#include "field-app/core/store/log_store.hpp"
#include "shared/base/bytes.hpp"
#include "shared/ledger/record.hpp"
#include "shared/wire/sync_json.hpp"
#include "sync-server/service/register.hpp"
#include "sync-server/store/feed_store.hpp"
#include "tests/unit/field-core/field_fixture.hpp"

namespace ronda::sim {

namespace {

using Json = nlohmann::json;

std::string text_member(const std::string& json, const char* name) {
  const auto document = Json::parse(json, nullptr, false);
  return document.is_object() && document.contains(name) && document[name].is_string()
             ? document[name].get<std::string>()
             : std::string();
}

}  // namespace

Pair::Pair(std::uint64_t seed) : now(stage().now), seed_(seed), random_(seed) {
  const auto entropy = [this](std::span<std::uint8_t> out) {
    for (auto& byte : out) byte = static_cast<std::uint8_t>(random_());
  };
  const Clock clock = [this] { return now; };
  const auto& staged = stage().devices[seed % kStageDevices];
  field::SyncSettings settings;
  settings.push_records = 1 + static_cast<std::int64_t>(seed % 3);
  settings.pull_changes = 2 + static_cast<std::int64_t>(seed % 5);
  settings.photo_piece_bytes = 500 + static_cast<std::int64_t>(seed % 7) * 100;
  server = std::make_unique<ServerSide>(stage().server->clone(), clock, entropy);
  device = std::make_unique<DeviceSide>(staged.disk->clone(), clock, entropy, settings);
  device->id = staged.id;
  device->officer = staged.officer;
  device->token = staged.token;
  device->drafts = {staged.draft};
  RONDA_ASSERT(server->start().has_value());
  RONDA_ASSERT(device->start().has_value());
  const auto marks = field::SyncStore(device->database()).marks();
  RONDA_ASSERT(marks.has_value());
  promised.served_cursor = marks->cursor;  // given out when the stage was made
}

Pair::~Pair() = default;

// ---- people -------------------------------------------------------------------------------------------------------

void Pair::note_seal(const field::Reply& sealed, const std::string& inspection) {
  if (sealed.status != 201) return;
  const auto seq = static_cast<std::int64_t>(promised.saved.size()) + 1;
  auto fault = std::exchange(device->disk().fault, nullptr);  // it is the test that looks here
  const auto run = field::SyncStore(device->database()).records_after(seq - 1, 1, 1);
  device->disk().fault = std::move(fault);
  if (!run || run->empty()) {
    broken = "the app reported a seal and cannot read its record";
    return;
  }
  promised.saved.push_back({run->front().text, run->front().hash, inspection, 0, false});
}

void Pair::tap(int answers) {
  const auto& lodgings = stage().lodgings;
  // Not the lodging of the stage's draft: opening that would resume it.
  const auto lodging = to_text(lodgings[(seed_ + 1) % lodgings.size()]);
  const auto opened =
      device->call("POST", "/api/inspections", "{\"lodging_id\":\"" + lodging + "\",\"visit_id\":null,\"fix\":null}");
  if (opened.status >= 300) return;
  const auto id = text_member(opened.body, "id");
  tapping_ = "/api/inspections/" + id;
  promised.answers[id] = 0;
  const char* items[] = {"LEG-01", "LEG-02", "LEG-03", "LEG-04", "FIR-01", "FIR-02", "FIR-03", "REG-01"};
  std::set<std::string> answered;
  for (int n = 0; n < answers; ++n) {
    const auto reply = device->call("PUT", tapping_ + "/answers/" + items[n % 8], R"({"value":"yes"})");
    if (reply.status < 300) answered.insert(items[n % 8]);
    promised.answers[id] = static_cast<int>(answered.size());
  }
}

void Pair::seal_taps() {
  if (tapping_.empty()) return;
  device->call("PUT", tapping_ + "/outcome", R"({"outcome":"refused","reason":"Tidak mau diperiksa."})");
  device->call("PUT", tapping_ + "/signatures/officers/" + to_text(device->officer), R"({"signed":true})");
  note_seal(device->call("POST", tapping_ + "/seal", "{}"), tapping_.substr(tapping_.rfind('/') + 1));
}

void Pair::seal_short(int photos) {
  const auto& lodgings = stage().lodgings;
  const auto lodging = to_text(lodgings[(seed_ + 2 + promised.saved.size() % 4) % lodgings.size()]);
  const auto opened =
      device->call("POST", "/api/inspections", "{\"lodging_id\":\"" + lodging + "\",\"visit_id\":null,\"fix\":null}");
  if (opened.status >= 300) return;
  const auto id = text_member(opened.body, "id");
  const std::string at = "/api/inspections/" + id;
  for (int n = 0; n < photos; ++n) {
    const auto image = field::test::jpeg_bytes(
        40, 30,
        field::test::icc_segment(300 + random_() % 900) + field::test::icc_segment(random_() % 50'000 % 1500 + 1));
    const auto reply = device->call("POST", at + "/photos?item=LEG-01", image, "image/jpeg");
    if (reply.status < 300) promised.photos[to_hex(crypto::sha256(image))] = image;
  }
  device->call("PUT", at + "/outcome", R"({"outcome":"closed","reason":"Pintu terkunci."})");
  device->call("PUT", at + "/signatures/officers/" + to_text(device->officer), R"({"signed":true})");
  note_seal(device->call("POST", at + "/seal", "{}"), id);
}

void Pair::seal_draft() {
  if (device->drafts.empty()) return;
  const auto at = device->drafts.back();
  device->call("PUT", at + "/signatures/officers/" + to_text(device->officer), R"({"signed":true})");
  const auto sealed = device->call("POST", at + "/seal", "{}");
  note_seal(sealed, at.substr(at.rfind('/') + 1));
  if (sealed.status == 201) device->drafts.pop_back();
}

void Pair::write_record(bool can_be_applied) {
  IdSource ids([this](std::span<std::uint8_t> out) {
    for (auto& byte : out) byte = static_cast<std::uint8_t>(random_());
  });
  const auto seq = static_cast<std::int64_t>(promised.saved.size()) + 1;
  const auto visit =
      can_be_applied ? to_text(stage().visits[random_() % stage().visits.size()]) : to_text(ids.next(now));
  {
    auto txn = sqlite::Transaction::begin(device->database(), sqlite::Transaction::Kind::write);
    if (!txn) return;
    const auto added =
        field::LogStore(device->database())
            .append({"visit.missed", "{\"visit\":\"" + visit + "\",\"reason\":\"Hujan.\"}", std::nullopt},
                    RecordId{ids.next(now)}, device->id, device->officer, now);
    if (!added || !txn->commit()) return;
  }
  auto fault = std::exchange(device->disk().fault, nullptr);
  const auto run = field::SyncStore(device->database()).records_after(seq - 1, 1, 1);
  device->disk().fault = std::move(fault);
  if (run && !run->empty()) promised.saved.push_back({run->front().text, run->front().hash, {}, 0, !can_be_applied});
}

void Pair::edit_register(int times) {
  for (int n = 0; n < times; ++n) {
    const auto id = stage().lodgings[random_() % stage().lodgings.size()];
    const auto name = "Wisma " + std::to_string(random_() % 1000) + " Baru";
    const auto changed = server->store().write([&](server::WriteTxn& txn) -> Result<server::LodgingRow> {
      auto row = txn.lodgings().lodging(stage().unit.id, id);
      if (!row) return row;
      server::LodgingChange change;
      change.name = name;
      return server::change_lodging(txn, stage().unit.id, id, change, row->version);
    });
    if (changed) promised.edited[id.uuid] = changed->version;
  }
}

void Pair::push_fork() {
  std::mt19937_64 other(seed_ + 99);
  IdSource ids([&other](std::span<std::uint8_t> out) {
    for (auto& byte : out) byte = static_cast<std::uint8_t>(other());
  });
  const auto who = field::SyncStore(device->database()).enrolment();
  if (!who || !*who) return;
  std::vector<std::string> run;
  ledger::RecordHead head;
  head.kind = "visit.missed";
  head.device = device->id;
  head.officer = device->officer;
  head.at = now;
  for (int n = 0; n < 3; ++n) {
    head.seq = n + 1;
    head.id = RecordId{ids.next(now)};
    if (!run.empty()) head.prev = ledger::record_hash(run.back());
    run.push_back(ledger::record_text(head, "{\"visit\":\"" + to_text(ids.next(now)) + "\",\"reason\":\"Salinan.\"}"));
  }
  wire::PushEnvelope envelope;
  envelope.device = device->id;
  const auto marks = field::SyncStore(device->database()).marks();
  if (!marks) return;
  envelope.epoch = marks->epoch.value_or(Uuid{});
  envelope.count = 3;
  envelope.head = ledger::record_hash(run.back());
  envelope.signature = crypto::sign(ledger::signing_text(device->id, 3, envelope.head), (*who)->secret_key);
  field::SyncRequest request;
  request.method = "POST";
  request.path = "/api/v1/sync/push";
  request.headers = {{"Authorization", "Bearer " + device->token}, {"Content-Type", "application/x-ndjson"}};
  request.body = wire::encode_push(envelope, run);
  server->answer(request);
}

// ---- the way between ----------------------------------------------------------------------------------------------

void Pair::note_answer(const field::SyncRequest& request, const Answer& answer) {
  if (answer.status >= 300) return;
  if (request.path.find("/push") != std::string::npos) {
    if (const auto reply = wire::decode_push_reply(answer.body)) {
      promised.confirmed = std::max(promised.confirmed, reply->acked_seq);
    }
    return;
  }
  if (request.path.find("/pull") != std::string::npos) {
    const auto page = wire::decode_pull_page(answer.body);
    if (!page) return;
    promised.served_cursor = std::max(promised.served_cursor, page->cursor);
    for (const auto& change : page->changes) {
      if (change.entity == "lodging" && !change.deleted) promised.told_lodgings[change.id] = change.seq;
    }
    return;
  }
  std::string offset;
  for (const auto& [name, value] : answer.headers) {
    if (name == "upload-offset") offset = value;
  }
  if (request.method == "PATCH" && !offset.empty()) {
    promised.uploaded[request.path.substr(request.path.rfind('/') + 1)] = std::atoll(offset.c_str());
  }
}

bool Pair::exchange() {
  now.ms += 20;
  steady_ms += 20;
  const auto request = device->session().next_request({now, steady_ms});
  if (!request) return false;
  const auto answer = server->answer(*request);
  note_answer(*request, answer);
  device->session().on_reply({now, steady_ms}, answer.status, answer.headers, answer.body);
  return true;
}

bool Pair::sync(int most) {
  for (int n = 0; n < most; ++n) {
    if (exchange()) continue;
    field::SyncStore store(device->database());
    const auto waiting = store.has_waiting();
    const auto marks = store.marks();
    const auto head = server->store().read([](const server::ReadTxn& txn) { return txn.feed().head(); });
    if (waiting && !*waiting && marks && head && marks->cursor == *head) return true;
    const auto due = device->session().next_wakeup({now, steady_ms});
    const std::int64_t wait = due && *due > steady_ms ? *due - steady_ms : 1000;
    now.ms += wait;
    steady_ms += wait;
  }
  return false;
}

}  // namespace ronda::sim
