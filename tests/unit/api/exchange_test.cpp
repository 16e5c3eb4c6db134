// shared/wire/EXCHANGE.md is the protocol at work: a device made of the protocol's text alone talks to the real server,
// every byte written down. This test has that talk again and compares; RONDA_WRITE_EXCHANGE=1 writes the page anew.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

#include "shared/base/bytes.hpp"
#include "shared/crypto/crypto.hpp"
#include "shared/ledger/record.hpp"
#include "sync-server/service/access.hpp"
#include "tests/simulation/world/server_side.hpp"
#include "tests/simulation/world/stage.hpp"

namespace ronda {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kPage = RONDA_SOURCE_DIR "/shared/wire/EXCHANGE.md";

Entropy seeded(std::uint64_t seed) {
  return [random = std::make_shared<std::mt19937_64>(seed)](std::span<std::uint8_t> out) {
    for (auto& byte : out) byte = static_cast<std::uint8_t>((*random)());
  };
}

/// The smallest PNG there is: one grey pixel.
const std::string& photo() {
  static const std::string bytes = [] {
    const auto raw = from_hex(
        "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c6368000000820081"
        "77cd72b60000000049454e44ae426082");
    return std::string(raw->begin(), raw->end());
  }();
  return bytes;
}

std::string hex_of(std::string_view bytes) {
  return to_hex(std::span(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()));
}

std::string base64_of(std::string_view bytes) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    std::uint32_t word = 0;
    const std::size_t here = std::min<std::size_t>(3, bytes.size() - at);
    for (std::size_t k = 0; k < 3; ++k) {
      word = word << 8U | (k < here ? static_cast<std::uint8_t>(bytes[at + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) out += k > here ? '=' : kDigits[word >> (18 - 6 * k) & 63U];
  }
  return out;
}

class Talk {
 public:
  Talk()
      : server_(
            sim::stage().server->clone(), [] { return sim::stage().now; }, seeded(7)) {
    for (std::size_t i = 0; i < seed_.size(); ++i) seed_[i] = static_cast<std::uint8_t>(i);
    keys_ = crypto::key_pair_from_seed(seed_);
    EXPECT_TRUE(server_.start());
  }

  std::string have() {
    say("# The protocol at work");
    say("One whole conversation between a new device and a server, byte for byte, with [PROTOCOL.md](PROTOCOL.md) "
        "beside it. "
        "The server is the real one with its clock standing still; the device is made of the protocol's text alone. "
        "`tests/unit/api/exchange_test.cpp` has this conversation again at every test run and compares each byte, so "
        "what "
        "stands here is what happens. Whoever writes a second client can check their hashing and signing against it.");
    say("In a request, headers that every HTTP client adds by itself are left out. Records end with a line feed that "
        "is not "
        "part of their hash. Where a line is broken here, it is broken on the wire.");
    enrol();
    first_pull();
    records();
    push();
    refusals();
    upload();
    last_pull();
    return page_;
  }

 private:
  void say(const std::string& text) { page_ += text + "\n\n"; }
  void block(const std::string& text) { page_ += "```\n" + text + (text.ends_with('\n') ? "" : "\n") + "```\n\n"; }

  sim::Answer send(const std::string& method, const std::string& path, field::SyncHeaders headers,
                   const std::string& body, const std::string& shown_body = {}) {
    std::string text = method + " " + path + "\n";
    for (const auto& [name, value] : headers) text += name + ": " + value + "\n";
    if (!body.empty()) text += "\n" + (shown_body.empty() ? body : shown_body);
    block(text);
    auto answer = server_.answer({method, path, std::move(headers), body});
    std::string reply = "→ " + std::to_string(answer.status) + "\n";
    for (const auto& [name, value] : answer.headers) {
      if (name == "location" || name.starts_with("upload-") || name.starts_with("tus-"))
        reply += name + ": " + value + "\n";
    }
    if (!answer.body.empty()) reply += "\n" + answer.body;
    block(reply);
    return answer;
  }

  void enrol() {
    say("## 1. Enrolment (§2)");
    say("The device makes an Ed25519 key pair. Here its seed is the 32 bytes 00, 01, 02 … 1f, so that everybody gets "
        "the same "
        "one (never do this):");
    block("seed        " + to_hex(seed_) + "\npublic key  " + to_hex(keys_.public_key) + "\nbase64url   " +
          to_base64url(keys_.public_key));
    const auto& stage = sim::stage();
    server::Principal head;
    head.unit = stage.unit.id;
    head.officer = stage.head;
    head.role = server::Role::head;
    officer_ = stage.devices[0].officer;
    const auto code = server_.store().write(
        [&](server::WriteTxn& txn) { return server::make_enrolment_code(txn, head, officer_, seeded(70)); });
    ASSERT_TRUE(code);
    say("The unit head has made the code `" + code->code + "` for the officer.");
    const auto reply =
        send("POST", "/api/v1/enrol", {{"Content-Type", "application/json"}},
             "{\"protocol\":1,\"code\":\"" + code->code + "\",\"public_key\":\"" + to_base64url(keys_.public_key) +
                 "\",\"device_name\":\"Ponsel Regu 1\",\"app_version\":\"0.1.0\"}");
    ASSERT_EQ(reply.status, 201);
    const auto said = Json::parse(reply.body);
    device_ = said["device"];
    token_ = said["token"];
    epoch_ = said["epoch"];
  }

  field::SyncHeaders with_token(std::string type = {}) const {
    field::SyncHeaders headers = {{"Authorization", "Bearer " + token_}};
    if (!type.empty()) headers.emplace_back("Content-Type", std::move(type));
    return headers;
  }

  std::string pull_path(std::int64_t cursor) const {
    return "/api/v1/sync/pull?protocol=1" + (cursor == 0 ? std::string() : "&epoch=" + epoch_) +
           "&cursor=" + std::to_string(cursor) + "&limit=2";
  }

  void first_pull() {
    say("## 2. The first page of the change feed (§4)");
    say("From number 0, two changes at a time, so that the page stays readable. `cursor` of the reply is what the next "
        "page "
        "is asked with; `more` says that there is one.");
    auto reply = send("GET", pull_path(0), with_token(), {});
    ASSERT_EQ(reply.status, 200);
    auto said = Json::parse(reply.body);
    while (said["more"].get<bool>()) {
      cursor_ = said["cursor"];
      reply = server_.answer({"GET", pull_path(cursor_), with_token(), {}});
      ASSERT_EQ(reply.status, 200);
      said = Json::parse(reply.body);
      ++pages_;
    }
    cursor_ = said["cursor"];
    say("The device goes on like this until `more` is false: " + std::to_string(pages_) +
        " more pages, and the cursor is " + std::to_string(cursor_) + ".");
  }

  std::string record(int seq, const std::string& id, const std::string& kind, const std::string& prev,
                     const std::string& body) const {
    return "{\"v\":1,\"seq\":" + std::to_string(seq) + ",\"id\":\"" + id + "\",\"kind\":\"" + kind +
           "\",\"device\":\"" + device_ + "\",\"officer\":\"" + to_text(officer_) + "\",\"at\":\"2026-12-02T05:50:0" +
           std::to_string(seq) + ".000Z\",\"prev\":\"" + prev + "\",\"body\":" + body + "}";
  }

  static std::string hash_of(const std::string& text) { return ledger::to_text(ledger::record_hash(text)); }

  void records() {
    say("## 3. Two records (§3, §5a)");
    say("An outreach session, and the proposal of premises that the register does not know. First record, its `prev` "
        "is 64 "
        "zeros:");
    first_ = record(
        1, "019aae00-0000-7000-8000-000000000001", "activity.held", std::string(64, '0'),
        R"({"activity":"019aae00-0000-7000-8000-0000000000a1","kind":"education","date":"2026-12-01",)"
        R"("place":"Aula Kelurahan Kelapa Lima","theme":"Buku tamu yang lengkap","headcount":34,"lodging":null})");
    block(first_);
    say("Its hash, SHA-256 over exactly these " + std::to_string(first_.size()) + " bytes:");
    block(hash_of(first_));
    say("The second one carries that hash as `prev`:");
    second_ = record(2, "019aae00-0000-7000-8000-000000000002", "lodging.proposed", hash_of(first_),
                     R"({"lodging":"019aae00-0000-7000-8000-0000000000b1","name":"Kos Melati","kind":"kos",)"
                     R"("address":"Jl. Timor Raya 12","kelurahan":"Oesapa","kecamatan":"Kelapa Lima",)"
                     R"("lat_e6":-10150500,"lng_e6":123640200,"rooms":9,"phone":null})");
    block(second_);
    block(hash_of(second_) + "   (" + std::to_string(second_.size()) + " bytes)");
  }

  std::string push_body(int first_seq, const std::vector<std::string>& lines) {
    const int last = first_seq + static_cast<int>(lines.size()) - 1;
    const std::string head = hash_of(lines.back());
    signed_ = "ronda-push-1\n" + device_ + "\n" + std::to_string(last) + "\n" + head;
    signature_ = to_base64url(crypto::sign(signed_, keys_.secret_key));
    std::string body = "{\"protocol\":1,\"device\":\"" + device_ + "\",\"epoch\":\"" + epoch_ +
                       "\",\"first_seq\":" + std::to_string(first_seq) + ",\"count\":" + std::to_string(lines.size()) +
                       ",\"head\":\"" + head + "\",\"signature\":\"" + signature_ + "\"}\n";
    for (const auto& line : lines) body += line + "\n";
    return body;
  }

  void push() {
    say("## 4. The push (§3)");
    const std::string body = push_body(1, {first_, second_});
    say("The device signs this text (no line feed at its end):");
    block(signed_);
    say("with its key:");
    block(signature_);
    const auto reply = send("POST", "/api/v1/sync/push", with_token("application/x-ndjson"), body);
    ASSERT_EQ(reply.status, 200);
    say("The records are on the server's disk now. If this reply is lost, the device sends the same bytes again and is "
        "told "
        "the same number:");
    const auto again = server_.answer({"POST", "/api/v1/sync/push", with_token("application/x-ndjson"), body});
    ASSERT_EQ(again.status, 200);
    block("→ 200\n\n" + again.body);
  }

  void refusals() {
    say("## 5. What is refused");
    say("A run that begins too late: the server names the number it waits for.");
    const std::string later =
        record(4, "019aae00-0000-7000-8000-000000000004", "activity.held", hash_of(second_), "{}");
    auto reply = send("POST", "/api/v1/sync/push", with_token("application/x-ndjson"), push_body(4, {later}));
    ASSERT_EQ(reply.status, 409);
    say("Another record under a number that is taken: this folder was copied, and enrols anew.");
    const std::string other = record(
        2, "019aae00-0000-7000-8000-000000000003", "activity.held", hash_of(first_),
        R"({"activity":"019aae00-0000-7000-8000-0000000000a2","kind":"other","date":"2026-12-01","place":"Aula",)"
        R"("theme":null,"headcount":5,"lodging":null})");
    reply = send("POST", "/api/v1/sync/push", with_token("application/x-ndjson"), push_body(2, {other}));
    ASSERT_EQ(reply.status, 409);
  }

  void upload() {
    say("## 6. A photo in two pieces (§6)");
    const std::string hash = ledger::to_text(crypto::sha256(photo()));
    say("One grey pixel as PNG, " + std::to_string(photo().size()) + " bytes, in hex:");
    block(hex_of(photo()));
    say("Its SHA-256 is its name:");
    block(hash);
    auto headers = with_token();
    headers.emplace_back("Tus-Resumable", "1.0.0");
    auto begin = headers;
    begin.emplace_back("Upload-Length", std::to_string(photo().size()));
    begin.emplace_back("Upload-Metadata", "sha256 " + base64_of(hash) + ",type " + base64_of("image/png"));
    auto reply = send("POST", "/api/v1/attachments", begin, {});
    ASSERT_EQ(reply.status, 201);
    const std::string at = "/api/v1/attachments/" + hash;
    const auto piece = [&](std::size_t from, std::size_t to) {
      auto sent = headers;
      sent.emplace_back("Content-Type", "application/offset+octet-stream");
      sent.emplace_back("Upload-Offset", std::to_string(from));
      const std::string bytes = photo().substr(from, to - from);
      sent.emplace_back(
          "Upload-Checksum",
          "sha256 " + base64_of(std::string(reinterpret_cast<const char*>(crypto::sha256(bytes).data()), 32)));
      return send("PATCH", at, sent, bytes, "(bytes " + std::to_string(from) + " to " + std::to_string(to - 1) + ")");
    };
    ASSERT_EQ(piece(0, 40).status, 204);
    say("The connection breaks; the device asks where to go on:");
    ASSERT_EQ(send("HEAD", at, headers, {}).status, 200);
    ASSERT_EQ(piece(40, photo().size()).status, 204);
    say("`Upload-Offset` equals `Upload-Length`: the server has checked the whole against its name.");
  }

  void last_pull() {
    say("## 7. What came of it (§4)");
    say("From the cursor of step 2. The premises came back as part of the register; `acked_seq` says how far the "
        "server holds "
        "this device's log.");
    const auto reply = send("GET", pull_path(cursor_), with_token(), {});
    ASSERT_EQ(reply.status, 200);
    EXPECT_THAT(reply.body, testing::HasSubstr("Kos Melati"));
  }

  sim::ServerSide server_;
  std::array<std::uint8_t, 32> seed_{};
  crypto::KeyPair keys_;
  OfficerId officer_;
  std::string device_, token_, epoch_;
  std::string first_, second_, signed_, signature_;
  std::int64_t cursor_ = 0;
  int pages_ = 0;
  std::string page_;
};

TEST(Exchange, ThePageShowsWhatTheServerSays) {
  (void)sim::stage();
  Talk talk;
  const std::string now = talk.have();
  if (std::getenv("RONDA_WRITE_EXCHANGE") != nullptr) std::ofstream(kPage, std::ios::binary) << now;
  std::ifstream file(kPage, std::ios::binary);
  const std::string written{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(written, now)
      << "if the protocol was meant to change: RONDA_WRITE_EXCHANGE=1 writes shared/wire/EXCHANGE.md";
}

}  // namespace
}  // namespace ronda
