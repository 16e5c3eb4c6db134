#include "tests/simulation/world/pair.hpp"

#include <nlohmann/json.hpp>
#include <set>

#include "field-app/core/store/log_store.hpp"
#include "shared/base/bytes.hpp"
#include "shared/ledger/record.hpp"
#include "shared/wire/sync_json.hpp"
#include "sync-server/service/device_log.hpp"
#include "sync-server/service/register.hpp"
#include "sync-server/store/access_store.hpp"
#include "sync-server/store/feed_store.hpp"
#include "sync-server/store/sync_store.hpp"
#include "tests/simulation/disk/memory_vfs.hpp"
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

std::string whole_path(const std::string& hex) { return "attachments/" + hex.substr(0, 2) + "/" + hex; }

Clock fixed_clock() {
  return [] { return stage().now; };
}

Entropy counting() {
  return [random = std::make_shared<std::mt19937_64>(7)](std::span<std::uint8_t> out) {
    for (auto& byte : out) byte = static_cast<std::uint8_t>((*random)());
  };
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

// ---- whether the promises stand -----------------------------------------------------------------------------------

std::optional<std::string> Pair::check_device(std::unique_ptr<Disk> disk, const Promises& promised) {
  DeviceSide reopened(std::move(disk), fixed_clock(), counting(), {});
  if (auto started = reopened.start(); !started) return "I15 the app does not start: " + started.error().message;
  auto& db = reopened.database();
  const auto whole = db.integrity();
  if (!whole || *whole != "ok") return "I15 " + (whole ? *whole : whole.error().message);
  std::size_t records = 0;
  {
    auto row = db.use("SELECT text, hash, acked FROM record ORDER BY seq");
    while (row.step()) {
      const auto text = row.text(0);
      const auto hash = ledger::record_hash(text);
      if (row.blob(1) != Bytes(hash.begin(), hash.end())) return "I15 a record is not what was hashed";
      if (records < promised.saved.size() && promised.saved[records].text != text) return "I2 a record is another one";
      ++records;
      if (row.boolean(2) && static_cast<std::int64_t>(records) > promised.confirmed) {
        return "I10 record " + std::to_string(records) + " counts as sent and was never confirmed";
      }
    }
    if (!row.ok()) return "I15 " + row.error().message;
  }
  if (records < promised.saved.size() || records > promised.saved.size() + 1) {
    return "I2 " + std::to_string(records) + " records of " + std::to_string(promised.saved.size()) + " reported";
  }
  {
    auto photo = db.use("SELECT sha256, content FROM photo");
    std::size_t photos = 0;
    while (photo.step()) {
      const auto hash = crypto::sha256(photo.blob(1));
      if (photo.blob(0) != Bytes(hash.begin(), hash.end())) return "I15 a photo is damaged";
      ++photos;
    }
    if (photos < promised.photos.size()) return "I2 a photo is gone";
  }
  for (const auto& [inspection, answers] : promised.answers) {
    auto row = db.use("SELECT count(*) FROM answer WHERE inspection_id = ?1");
    row.bind(1, *parse_uuid(inspection));
    row.step();
    if (row.int64(0) < answers || row.int64(0) > answers + 1) {
      return "I2 " + std::to_string(row.int64(0)) + " answers of " + std::to_string(answers) + " reported";
    }
  }
  const auto marks = field::SyncStore(db).marks();
  if (!marks) return "I15 " + marks.error().message;
  for (const auto& [id, seq] : promised.told_lodgings) {
    if (seq > marks->cursor) continue;
    auto row = db.use("SELECT 1 FROM lodging WHERE id = ?1 AND in_scope = 1");
    row.bind(1, id);
    if (!row.step())
      return "I5 the cursor is " + std::to_string(marks->cursor) + ", the lodging of " + std::to_string(seq) +
             " is not there";
  }
  if (marks->cursor > std::max<std::int64_t>(promised.served_cursor, 22)) return "I5 the cursor was never given out";
  return std::nullopt;
}

std::optional<std::string> Pair::check_server(std::unique_ptr<Disk> disk, const Promises& promised) {
  ServerSide reopened(std::move(disk), fixed_clock(), counting());
  if (auto started = reopened.start(); !started) return "I15 the server does not start: " + started.error().message;
  auto db = sqlite::Database::open(reopened.disk().sqlite_path("ronda.db"), {.read_only = true, .vfs = kVfs});
  if (!db) return "I15 the data does not open: " + db.error().message;
  const auto whole = db->integrity();
  if (!whole || *whole != "ok") return "I15 " + (whole ? *whole : whole.error().message);
  const auto chain = reopened.store().read([](const server::ReadTxn& txn) { return server::verify_chain(txn); });
  if (!chain) return "I15 the ledger: " + chain.error().message;
  {
    const auto held =
        reopened.store().read([](const server::ReadTxn& txn) { return txn.sync().records_after(0, 100'000); });
    if (!held) return "I15 the log cannot be read: " + held.error().message;
    std::size_t at = 0;
    std::int64_t applied = 0;
    for (const auto& record : *held) {
      auto kept = db->use("SELECT 1 FROM quarantine WHERE device_id = ?1 AND seq = ?2 AND hash = ?3");
      kept.bind(1, record.device).bind(2, record.seq).bind(3, std::span<const std::uint8_t>(record.hash));
      if (record.kind == "inspection.sealed" && !kept.step()) ++applied;
      if (at < promised.saved.size() && record.bytes != promised.saved[at].text) {
        return "I1 record " + std::to_string(at + 1) + " is another one";
      }
      ++at;
    }
    if (static_cast<std::int64_t>(at) < promised.confirmed) {
      return "I1 " + std::to_string(at) + " records of " + std::to_string(promised.confirmed) + " confirmed";
    }
    // An inspection in the books has its record in the log, and the other way round.
    auto books = db->use("SELECT count(*) FROM inspection");
    books.step();
    if (books.int64(0) != applied) return "I7 the books and the log disagree";
  }
  const auto head = reopened.store().read([](const server::ReadTxn& txn) { return txn.feed().head(); });
  if (!head || *head < promised.served_cursor) return "I9 a cursor was given out that the server does not know";
  for (const auto& [id, version] : promised.edited) {
    auto row = db->use("SELECT version FROM lodging WHERE id = ?1");
    row.bind(1, id);
    if (!row.step() || row.int64(0) < version) return "I1 an edit the console was told of is gone";
  }
  for (const auto& [hex, bytes] : promised.uploaded) {
    const auto& image = promised.photos.at(hex);
    auto held = reopened.disk().content(whole_path(hex));
    if (held.empty()) held = reopened.disk().content("attachments/partial/" + hex);
    if (static_cast<std::int64_t>(held.size()) < bytes ||
        held.compare(0, static_cast<std::size_t>(bytes), image, 0, static_cast<std::size_t>(bytes)) != 0) {
      return "I1 of a photo " + std::to_string(bytes) + " bytes were confirmed, " + std::to_string(held.size()) +
             " are there";
    }
  }
  auto photo = db->use("SELECT sha256 FROM attachment WHERE whole = 1");
  while (photo.step()) {
    const auto hex = to_hex(photo.blob(0));
    if (to_hex(crypto::sha256(reopened.disk().content(whole_path(hex)))) != hex)
      return "I15 a whole photo is damaged or gone";
  }
  return std::nullopt;
}

std::optional<std::string> Pair::check_equal() {
  std::vector<std::string> here;
  std::vector<std::string> there;
  {
    auto row = device->database().use("SELECT text FROM record ORDER BY seq");
    while (row.step()) here.push_back(row.text(0));
    if (!row.ok()) return "I14 the device cannot read its log: " + row.error().message;
  }
  const auto log =
      server->store().read([](const server::ReadTxn& txn) { return txn.sync().records_after(0, 100'000); });
  if (!log) return "I14 the server cannot read its log: " + log.error().message;
  for (const auto& record : *log) there.push_back(record.bytes);
  if (here != there) {
    return "I14 the device holds " + std::to_string(here.size()) + " records, the server " +
           std::to_string(there.size()) + " or others";
  }
  for (std::size_t n = 0; n < promised.saved.size(); ++n) {
    if (n >= here.size() || here[n] != promised.saved[n].text) return "I2 a reported record is not there";
  }
  for (const auto& [hex, image] : promised.photos) {
    const auto& held = server->disk().content(whole_path(hex));
    auto used = device->database().use(
        "SELECT 1 FROM answer_photo JOIN inspection ON inspection.id = inspection_id WHERE lower(hex(sha256)) = ?1 AND "
        "state = 'sealed'");
    used.bind(1, hex);
    if (used.step() && held != image) return "I14 a photo did not arrive whole";
  }
  return std::nullopt;
}

}  // namespace ronda::sim
