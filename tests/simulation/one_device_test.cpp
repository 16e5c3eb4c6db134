// The real app core and the real server services in one process and one thread, joined by a network that loses
// requests, loses replies, repeats what it carried before, and by an app that is killed between any two steps. One
// seed, virtual time. RONDA_SEED replays one schedule, RONDA_SCHEDULES sets how many run.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <random>
#include <set>

#include "field-app/core/field_app.hpp"
#include "shared/wire/json.hpp"
#include "shared/wire/problem.hpp"
#include "sync-server/service/change_feed.hpp"
#include "tests/unit/service/office_fixture.hpp"

namespace ronda {
namespace {

using server::office::Office;

std::uint64_t number_from(const char* name, std::uint64_t fallback) {
  const char* text = std::getenv(name);
  return text == nullptr ? fallback : std::strtoull(text, nullptr, 10);
}

struct Answer {
  int status = 0;
  field::SyncHeaders headers;
  std::string body;
};

class World {
 public:
  explicit World(std::uint64_t seed) : random_(seed) {
    office_.set_time("2026-12-02 08:00");
    phone_ = office_.new_phone();
    for (int n = 0; n < 4; ++n) lodgings_.push_back(office_.new_lodging("Wisma " + std::to_string(n)));
    file_ = (office_.folder / "field.db").string();
    open_app();
    field::Enrolment enrolment;
    enrolment.server = "http://office";
    enrolment.device = phone_.id;
    enrolment.device_name = "Ponsel Regu 2";
    enrolment.officer = phone_.officer;
    enrolment.unit = office_.unit.id;
    enrolment.token = "token";
    enrolment.secret_key = phone_.keys.secret_key;
    enrolment.public_key = phone_.keys.public_key;
    enrolment.enrolled_at = office_.now;
    const auto epoch = office_.read([](const server::ReadTxn& txn) { return txn.feed().epoch(); });
    EXPECT_TRUE(epoch && field::SyncStore(app_->database()).save_enrolment(enrolment, *epoch, 0));
    settle();  // the first pull, so that there is something to inspect
  }

  /// One step of what may happen on an evening.
  void step() {
    office_.now.ms += static_cast<std::int64_t>(random_() % 90'000);
    steady_ms_ += static_cast<std::int64_t>(random_() % 90'000);
    switch (random_() % 10) {
      case 0:
      case 1:
        inspect();
        break;
      case 2:
        open_app();
        break;  // killed and started again
      case 3:
        rename();
        break;
      case 4:
        session_->wake(moment());
        break;
      case 5:
        repeat_old_request();
        break;
      default:
        exchange(true);
    }
    check();
  }

  /// The faults are over and nobody writes any more: everything must come to rest by itself.
  void settle() {
    for (int turn = 0; turn < 400; ++turn) {
      if (!exchange(false)) {
        const auto due = session_->next_wakeup(moment());
        if (turn > 0 && all_acknowledged() && pulled_) return;
        const std::int64_t wait = due && *due > steady_ms_ ? *due - steady_ms_ : 1000;
        steady_ms_ += wait;
        office_.now.ms += wait;
      }
    }
  }

  /// What must hold after each step: nothing counts as received that the server does not hold (I1, I10), and the
  /// server's chain is whole.
  void check() {
    field::SyncStore store(app_->database());
    const auto acked = store.acked_seq();
    ASSERT_TRUE(acked);
    ASSERT_LE(*acked, static_cast<std::int64_t>(on_server().size()));
    const auto last = store.last_seq();
    ASSERT_TRUE(last);
    ASSERT_EQ(*last, sealed_) << "a sealed record left the device";
  }

  /// At rest: every record is on the server exactly once, byte for byte, and both see the same register (Q1, Q2).
  void check_at_rest() {
    field::SyncStore store(app_->database());
    const auto records = store.records_after(0, 1000, 100'000'000);
    ASSERT_TRUE(records);
    const auto held = on_server();
    ASSERT_EQ(held.size(), static_cast<std::size_t>(sealed_));
    ASSERT_EQ(records->size(), held.size());
    for (std::size_t n = 0; n < held.size(); ++n) ASSERT_EQ((*records)[n].text, held[n]);
    ASSERT_TRUE(all_acknowledged());
    const auto whole = office_.read([](const server::ReadTxn& txn) { return server::verify_chain(txn); });
    ASSERT_TRUE(whole) << whole.error().message;
    for (const auto id : lodgings_) {
      const auto row =
          office_.read([&](const server::ReadTxn& txn) { return txn.lodgings().lodging(office_.unit.id, id); });
      const auto reply = app_->handle("GET", "/api/lodgings/" + to_text(id), "", "");
      ASSERT_TRUE(row);
      ASSERT_NE(reply.body.find("\"" + row->name + "\""), std::string::npos) << row->name << " in " << reply.body;
    }
  }

 private:
  field::Moment moment() const { return {office_.now, steady_ms_}; }

  void open_app() {
    session_.reset();
    app_.reset();
    field::FieldOptions options;
    options.database_path = file_;
    options.app_version = "0.1.0";
    options.ports.clock = [this] { return office_.now; };
    options.ports.entropy = [this](std::span<std::uint8_t> out) {
      for (auto& b : out) b = static_cast<std::uint8_t>(random_());
    };
    auto app = field::FieldApp::open(std::move(options));
    ASSERT_TRUE(app) << app.error().message;
    app_ = std::make_unique<field::FieldApp>(std::move(*app));
    session_ = std::make_unique<field::SyncSession>(
        field::SyncStore(app_->database()),
        [this](std::span<std::uint8_t> out) {
          for (auto& b : out) b = static_cast<std::uint8_t>(random_());
        },
        LogSink{});
  }

  std::string must(std::string_view method, const std::string& path, const std::string& body) {
    const auto reply = app_->handle(method, path, "application/json", body);
    EXPECT_LT(reply.status, 300) << method << " " << path << " " << reply.body;
    return reply.body;
  }

  /// A door that stayed shut: the shortest inspection there is.
  void inspect() {
    const auto lodging = to_text(lodgings_[random_() % lodgings_.size()]);
    const auto opened =
        must("POST", "/api/inspections", "{\"lodging_id\":\"" + lodging + "\",\"visit_id\":null,\"fix\":null}");
    const auto document = wire::JsonDocument::parse(opened);
    ASSERT_TRUE(document);
    const auto id = document->root().string("id");
    ASSERT_TRUE(id) << opened;
    const std::string at = "/api/inspections/" + *id;
    must("PUT", at + "/outcome", "{\"outcome\":\"closed\",\"reason\":\"Pintu terkunci.\"}");
    must("PUT", at + "/signatures/officers/" + to_text(phone_.officer), "{\"signed\":true}");
    must("POST", at + "/seal", "{}");
    ++sealed_;
  }

  void rename() {
    const auto id = lodgings_[random_() % lodgings_.size()];
    const auto done = office_.write([&](server::WriteTxn& txn) -> Result<void> {
      auto row = txn.lodgings().lodging(office_.unit.id, id);
      if (!row) return std::move(row).error();
      row->name = "Wisma Baru " + std::to_string(++names_);
      ++row->version;
      return txn.lodgings().put(*row);
    });
    EXPECT_TRUE(done);
    pulled_ = false;
  }

  Answer refused(const Error& error, const std::string& extra = {}) {
    return {wire::http_status(error.code),
            {{"content-type", "application/problem+json"}},
            wire::problem_json(error, "sim", extra)};
  }

  /// The server's part: the same services that the HTTP handlers call, in the same transactions.
  Answer serve(const field::SyncRequest& request) {
    const field::SyncHeaders json = {{"content-type", "application/json"}};
    const auto who = office_.principal(phone_);
    if (request.path.starts_with("/api/v1/sync/push")) {
      const auto outcome = office_.write(
          [&](server::WriteTxn& txn) { return server::push(txn, who, request.body, office_.checklists); });
      if (!outcome) return refused(outcome.error());
      if (outcome->refused) {
        return refused(*outcome->refused, outcome->expected_seq
                                              ? "\"expected_seq\":" + std::to_string(*outcome->expected_seq)
                                              : std::string());
      }
      return {200, json, wire::encode(outcome->reply)};
    }
    const auto query = wire::decode_pull_query(request.path.substr(request.path.find('?') + 1));
    if (!query) return refused(query.error());
    const auto page = office_.read([&](const server::ReadTxn& txn) {
      return server::pull(txn, who, *query, office_.checklists, "http://office");
    });
    if (!page) return refused(page.error());
    return {200, json, wire::encode(*page)};
  }

  /// One request of the session, if it has one; `faulty` lets the network do its worst.
  bool exchange(bool faulty) {
    const auto request = session_->next_request(moment());
    if (!request) return false;
    carried_.push_back(*request);
    const auto luck = faulty ? random_() % 10 : 9;
    if (luck < 2) {  // never arrived
      session_->on_failure(moment(), ErrorCode::unreachable);
      return true;
    }
    Answer answer = serve(*request);
    if (luck < 4) {  // arrived, the reply did not
      session_->on_failure(moment(), ErrorCode::timeout);
      return true;
    }
    if (luck == 4) answer = serve(*request);  // delivered twice, the second reply counts
    if (luck == 5) {                          // somebody else's page
      session_->on_reply(moment(), 200, {{"content-type", "text/html"}}, "<html>Masuk ke WiFi</html>");
      return true;
    }
    const bool pull = request->path.find("/pull") != std::string::npos;
    session_->on_reply(moment(), answer.status, answer.headers, answer.body);
    if (pull && answer.status == 200 && answer.body.find("\"more\":false") != std::string::npos) pulled_ = true;
    return true;
  }

  /// Something the network carried before arrives once more; nobody waits for the reply.
  void repeat_old_request() {
    if (!carried_.empty()) serve(carried_[random_() % carried_.size()]);
  }

  std::vector<std::string> on_server() {
    std::vector<std::string> held;
    const auto rows = office_.read([](const server::ReadTxn& txn) { return txn.sync().records_after(0, 10'000); });
    EXPECT_TRUE(rows);
    if (rows) {
      for (const auto& row : *rows) held.push_back(row.bytes);
    }
    return held;
  }

  bool all_acknowledged() {
    const auto counts = field::SyncStore(app_->database()).counts();
    return counts && counts->pending_records() == 0;
  }

  std::mt19937_64 random_;
  Office office_;
  server::office::Phone phone_;
  std::vector<LodgingId> lodgings_;
  std::string file_;
  std::unique_ptr<field::FieldApp> app_;
  std::unique_ptr<field::SyncSession> session_;
  std::vector<field::SyncRequest> carried_;
  std::int64_t steady_ms_ = 1'000'000;
  std::int64_t sealed_ = 0;
  int names_ = 0;
  bool pulled_ = false;
};

TEST(OneDevice, WhateverTheNetworkDoesEachSealedInspectionArrivesOnce) {
  const auto first = number_from("RONDA_SEED", 20261121);
  const auto schedules = number_from("RONDA_SEED", 0) != 0 ? 1 : number_from("RONDA_SCHEDULES", 100);
  for (std::uint64_t seed = first; seed < first + schedules; ++seed) {
    SCOPED_TRACE("replay with RONDA_SEED=" + std::to_string(seed));
    World world(seed);
    for (int n = 0; n < 60 && !testing::Test::HasFatalFailure(); ++n) world.step();
    world.settle();
    world.check_at_rest();
    ASSERT_FALSE(testing::Test::HasFailure());
  }
  std::printf("schedules: %llu from seed %llu\n", static_cast<unsigned long long>(schedules),
              static_cast<unsigned long long>(first));
}

}  // namespace
}  // namespace ronda
