#include "sync_rehearsal.hpp"

#include <gtest/gtest.h>

#include "field-app/core/sync/sync_summary.hpp"
#include "shared/base/bytes.hpp"
#include "shared/wire/json.hpp"
#include "shared/wire/record_json.hpp"

namespace ronda::field::rehearsal {

namespace {

Uuid numbered(int kind, std::int64_t number) {
  Uuid id;
  id.bytes[0] = static_cast<std::uint8_t>(kind);
  for (unsigned i = 0; i < 8; ++i) id.bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
  return id;
}

std::string header(const SyncRequest& request, const std::string& name) {
  for (const auto& [key, value] : request.headers) {
    if (key == name) return value;
  }
  return {};
}

Entropy counting_entropy() {
  return [n = std::uint8_t{0}](std::span<std::uint8_t> out) mutable {
    for (auto& byte : out) byte = n++;
  };
}

Answer tus(int status, std::optional<std::size_t> offset = {}) {
  Answer out;
  out.status = status;
  out.headers.emplace_back("tus-resumable", "1.0.0");
  if (offset) out.headers.emplace_back("upload-offset", std::to_string(*offset));
  return out;
}

}  // namespace

Answer json(int status, std::string body) { return {status, {{"content-type", "application/json"}}, std::move(body)}; }

Answer problem(int status, const std::string& code, const std::string& extra) {
  return {status,
          {{"content-type", "application/problem+json"}},
          R"({"type":"about:blank","status":)" + std::to_string(status) + R"(,"code":")" + code +
              R"(","title":"t","request_id":"r")" + extra + "}"};
}

Answer Server::answer(const SyncRequest& request) {
  const bool draft = request.path.rfind("/api/v1/drafts", 0) == 0;
  if (draft && request.method == "GET") return problem(404, "not_found");
  seen.push_back(request.method + " " + request.path.substr(0, request.path.find('?')));
  if (draft) return problem(404, "not_found");
  if (request.path == "/api/v1/sync/push") return push(request);
  if (request.path.rfind("/api/v1/sync/pull?", 0) == 0) return pull(request);
  return attachment(request);
}

Answer Server::push(const SyncRequest& request) {
  const auto run = wire::decode_push(request.body);
  EXPECT_TRUE(run);
  const auto& envelope = run->envelope;
  const auto last = envelope.first_seq + envelope.count - 1;
  if (!crypto::verify(ledger::signing_text(envelope.device, last, envelope.head), envelope.signature, key)) {
    return problem(403, "bad_signature");
  }
  const auto held = static_cast<std::int64_t>(records.size());
  if (envelope.first_seq > held + 1) return problem(409, "gap", ",\"expected_seq\":" + std::to_string(held + 1));
  wire::PushReply reply;
  for (std::size_t i = 0; i < run->records.size(); ++i) {
    const auto seq = envelope.first_seq + static_cast<std::int64_t>(i);
    const std::string text(run->records[i]);
    if (seq <= static_cast<std::int64_t>(records.size())) {
      if (records[static_cast<std::size_t>(seq - 1)] != text) return problem(409, "fork");
      ++reply.known;
      continue;
    }
    const auto record = wire::read_record(text);
    EXPECT_TRUE(record);
    const auto previous = records.empty() ? ledger::Hash{} : ledger::record_hash(records.back());
    EXPECT_TRUE(ledger::continues(record->head, seq - 1, previous));
    records.push_back(text);
    ++reply.accepted;
  }
  reply.device = envelope.device;
  reply.first_seq = envelope.first_seq;
  reply.acked_seq = static_cast<std::int64_t>(records.size());
  for (const auto& [seq, code] : quarantine) {
    if (seq >= envelope.first_seq && seq <= reply.acked_seq) reply.quarantined.push_back({seq, code, "held back"});
  }
  reply.epoch = epoch;
  reply.server_time = clock;
  return json(200, wire::encode(reply));
}

Answer Server::pull(const SyncRequest& request) {
  if (revoked) return problem(403, "revoked");
  const auto query = wire::decode_pull_query(request.path.substr(request.path.find('?') + 1));
  EXPECT_TRUE(query);
  const std::int64_t newest = feed.empty() ? 0 : feed.back().seq;
  if ((query->epoch && *query->epoch != epoch) || query->cursor > newest) return problem(410, "stale_cursor");
  wire::PullPage out;
  out.epoch = epoch;
  out.cursor = query->cursor;
  out.server_time = clock;
  out.device = DeviceId{numbered(0xD0, 1)};
  out.after = query->cursor;
  out.acked_seq = static_cast<std::int64_t>(records.size());
  for (const auto& change : feed) {
    if (change.seq <= query->cursor) continue;
    if (static_cast<std::int64_t>(out.changes.size()) == page) {
      out.more = true;
      break;
    }
    out.changes.push_back(change);
    out.cursor = change.seq;
  }
  return json(200, wire::encode(out));
}

Answer Server::attachment(const SyncRequest& request) {
  if (request.method == "POST") {
    const auto size = static_cast<std::size_t>(std::stoll(header(request, "Upload-Length")));
    const auto meta = header(request, "Upload-Metadata");
    auto coded = meta.substr(7, meta.find(',') - 7);
    while (!coded.empty() && coded.back() == '=') coded.pop_back();
    const auto hash = std::string(text_of(*from_base64url(coded)));
    const auto known = photo_sizes.find(hash);
    if (known != photo_sizes.end() && photos[hash].size() == known->second) return tus(200, size);
    photo_sizes[hash] = size;
    return tus(201);
  }
  const auto hash = request.path.substr(request.path.rfind('/') + 1);
  if (photo_sizes.count(hash) == 0) return tus(404);
  auto& content = photos[hash];
  if (request.method == "HEAD") return tus(200, content.size());
  if (header(request, "Upload-Offset") != std::to_string(content.size())) return problem(409, "conflict");
  content += request.body;
  if (content.size() == photo_sizes[hash] && to_hex(crypto::sha256(content)) != hash) {
    content.clear();
    return tus(460);
  }
  return tus(204, content.size());
}

Device::Device(Server& at)
    : server(at),
      now{{1'796'000'000'000}, 1'000},
      db(std::move(*open_database(":memory:", {}, {1'796'000'000'000}))),
      store(db) {
  std::array<std::uint8_t, 32> seed{};
  seed.fill(9);
  const auto keys = crypto::key_pair_from_seed(seed);
  server.key = keys.public_key;
  server.epoch = numbered(0xE0, 1);
  server.clock = now.wall;
  Enrolment who;
  who.server = "http://127.0.0.1:1";
  who.device = DeviceId{numbered(0xD0, 1)};
  who.device_name = "Ponsel";
  who.officer = OfficerId{numbered(0x0F, 1)};
  who.unit = UnitId{numbered(0x11, 1)};
  who.token = "token";
  who.secret_key = keys.secret_key;
  who.public_key = keys.public_key;
  who.enrolled_at = now.wall;
  EXPECT_TRUE(store.save_enrolment(who, server.epoch, 0));
  EXPECT_TRUE(store.drafts().keep_told({}, now.wall));  // looked already: these tests are about the other lanes
  restart();
}

void Device::restart() { session = std::make_unique<SyncSession>(store, counting_entropy(), LogSink{}); }

void Device::wait(std::int64_t ms) {
  now.wall.ms += ms;
  now.steady_ms += ms;
  server.clock.ms += ms;
}

void Device::seal(int photos, std::size_t photo_bytes) {
  const auto seq = *store.last_seq() + 1;
  const auto before = seq > 1 ? store.records_after(seq - 2, 1, 1)->front().hash : ledger::Hash{};
  const auto inspection = numbered(0x12, seq);
  ledger::RecordHead head;
  head.seq = seq;
  head.id = RecordId{numbered(0x4E, seq)};
  head.kind = "inspection.sealed";
  head.device = DeviceId{numbered(0xD0, 1)};
  head.officer = OfficerId{numbered(0x0F, 1)};
  head.at = now.wall;
  head.prev = before;
  const auto text = ledger::record_text(head, R"({"inspection":")" + to_text(inspection) + "\"}");
  EXPECT_TRUE(db.use("INSERT INTO record (seq, log_seq, id, kind, inspection_id, at, hash, text) "
                     "VALUES (?1, ?1, ?2, ?3, ?4, ?5, ?6, ?7)")
                  .bind(1, seq)
                  .bind(2, head.id)
                  .bind(3, head.kind)
                  .bind(4, inspection)
                  .bind(5, now.wall)
                  .bind(6, std::span<const std::uint8_t>(ledger::record_hash(text)))
                  .bind(7, text)
                  .run());
  EXPECT_TRUE(db.use("INSERT INTO inspection (id, lodging_id, checklist, zone, state, opened_at, saved_at, sealed_at, "
                     "record_seq) VALUES (?1, ?2, 'v1', 'Asia/Makassar', 'sealed', ?3, ?3, ?3, ?4)")
                  .bind(1, inspection)
                  .bind(2, numbered(0x10, seq))
                  .bind(3, now.wall)
                  .bind(4, seq)
                  .run());
  for (int i = 0; i < photos; ++i) {
    std::string content(photo_bytes, static_cast<char>('a' + i));
    content += std::to_string(seq);
    const auto hash = crypto::sha256(content);
    EXPECT_TRUE(db.use("INSERT INTO photo (sha256, type, bytes, width, height, added_at, content) "
                       "VALUES (?1, 'image/jpeg', ?2, 1, 1, ?3, ?4)")
                    .bind(1, std::span<const std::uint8_t>(hash))
                    .bind(2, static_cast<std::int64_t>(content.size()))
                    .bind(3, now.wall.ms + i)
                    .bind(4, bytes_of(content))
                    .run());
    EXPECT_TRUE(db.use("INSERT INTO answer_photo (inspection_id, item, sha256, added_at) VALUES (?1, 'LEG-01', ?2, 0)")
                    .bind(1, inspection)
                    .bind(2, std::span<const std::uint8_t>(hash))
                    .run());
  }
  ++sealed;
}

void Device::sync() {
  sync([](const SyncRequest&, Answer answer) { return std::optional(std::move(answer)); });
}

void Device::sync(const Between& between) {
  for (int steps = 0; steps < 1000; ++steps) {
    const auto request = session->next_request(now);
    if (!request) return;
    auto answer = between(*request, server.answer(*request));
    if (answer) {
      session->on_reply(now, answer->status, answer->headers, answer->body);
    } else {
      session->on_failure(now, ErrorCode::truncated);
    }
  }
  ADD_FAILURE() << "the session never rests";
}

std::string Device::summary() { return *sync_summary_json(store, session->live(now)); }

std::string Device::state() {
  const auto document = wire::JsonDocument::parse(summary());
  return *document->root().string("state");
}

std::vector<std::string> Device::diary() {
  std::vector<std::string> out;
  const auto lines = *store.diary(200);
  for (auto line = lines.rbegin(); line != lines.rend(); ++line) out.push_back(line->event + ": " + line->text.en);
  return out;
}

std::int64_t Device::count(const std::string& sql) {
  auto row = db.use(sql);
  return row.step() ? row.int64(0) : -1;
}

wire::Change lodging(std::int64_t seq, int number, const std::string& name) {
  return {
      seq, "lodging", numbered(0x10, number), false,
      R"({"name":")" + name +
          R"(","kind":"guesthouse","address":"Jl. A","kelurahan":"Kelapa Lima","kecamatan":"Kelapa Lima","tier":"low","status":"active","version":1})"};
}

}  // namespace ronda::field::rehearsal
