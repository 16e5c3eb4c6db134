// The lane for unfinished inspections: small, last but for photos, and never in anybody's way.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shared/wire/draft_json.hpp"
#include "sync_rehearsal.hpp"

namespace ronda::field {
namespace {

using rehearsal::Answer;
using rehearsal::Device;
using rehearsal::problem;
using rehearsal::Server;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

bool is_draft(const SyncRequest& request) { return request.path.rfind("/api/v1/drafts", 0) == 0; }

Uuid numbered(std::uint8_t number) {
  Uuid id;
  id.bytes[0] = 0x77;
  id.bytes[15] = number;
  return id;
}

/// One tap in an open inspection.
void tap(Device& device, std::uint8_t number = 1) {
  ASSERT_TRUE(
      device.db
          .use("INSERT INTO inspection (id, lodging_id, checklist, zone, state, opened_at, saved_at, draft_version) "
               "VALUES (?1, ?1, 'v1', 'Asia/Makassar', 'open', ?2, ?2, 1) "
               "ON CONFLICT (id) DO UPDATE SET draft_version = draft_version + 1")
          .bind(1, numbered(number))
          .bind(2, device.now.wall)
          .run());
}

/// A server that keeps drafts, on top of the rehearsal's.
struct Drafts {
  std::vector<std::string> bodies;
  int looks = 0;
  std::optional<Answer> instead;

  std::optional<Answer> operator()(const SyncRequest& request, Answer other) {
    if (!is_draft(request)) return other;
    if (instead) return *instead;
    if (request.method == "GET") ++looks;
    if (request.method == "GET")
      return rehearsal::json(200, R"({"drafts":[],"server_time":"2026-12-02T00:00:00.000Z"})");
    bodies.push_back(request.body);
    const auto document = wire::JsonDocument::parse(request.body);
    return rehearsal::json(200, R"({"version":)" + std::to_string(*document->root().integer("version")) +
                                    R"(,"server_time":"2026-12-02T00:00:00.000Z"})");
  }
};

void sync(Device& device, Drafts& drafts) {
  device.sync([&](const SyncRequest& request, Answer answer) { return drafts(request, std::move(answer)); });
}

TEST(SyncDrafts, ACopyGoesAfterRecordsAndNewsAndBeforePhotos) {
  Server server;
  Device device(server);
  Drafts drafts;
  device.seal(1);
  tap(device);
  sync(device, drafts);
  ASSERT_EQ(server.seen.size(), 5U);
  EXPECT_EQ(server.seen[0], "POST /api/v1/sync/push");
  EXPECT_EQ(server.seen[1], "GET /api/v1/sync/pull");
  EXPECT_EQ(server.seen[2], "PUT /api/v1/drafts/" + to_text(numbered(1)));
  EXPECT_EQ(server.seen[3], "POST /api/v1/attachments");
  EXPECT_EQ(device.count("SELECT count(*) FROM inspection WHERE draft_sent = draft_version AND state = 'open'"), 1);
}

TEST(SyncDrafts, TapsAreGatheredForHalfAMinuteAndThenSentByThemselves) {
  Server server;
  Device device(server);
  Drafts drafts;
  sync(device, drafts);
  tap(device);
  EXPECT_EQ(*device.session->next_wakeup(device.now), device.now.steady_ms + 30'000);
  device.wait(20'000);
  tap(device);
  sync(device, drafts);
  EXPECT_TRUE(drafts.bodies.empty());
  device.wait(10'000);
  sync(device, drafts);
  ASSERT_EQ(drafts.bodies.size(), 1U);
  EXPECT_THAT(drafts.bodies[0], HasSubstr("\"version\":2"));
  device.wait(60'000);
  sync(device, drafts);
  EXPECT_EQ(drafts.bodies.size(), 1U);  // nothing new, nothing sent
}

TEST(SyncDrafts, ARefusedCopyEndsNeitherTheRoundNorTheOthersAndIsTriedAgainInTheNextRound) {
  Server server;
  Device device(server);
  Drafts drafts;
  drafts.instead = problem(403, "forbidden");
  tap(device, 1);
  tap(device, 2);
  device.seal(1);
  sync(device, drafts);
  EXPECT_EQ(device.state(), "idle");
  EXPECT_EQ(device.count("SELECT count(*) FROM photo WHERE on_server = 1"), 1);
  EXPECT_THAT(device.diary(), Contains(HasSubstr("keeps no copy of one unfinished inspection")));
  EXPECT_EQ(device.count("SELECT count(*) FROM inspection WHERE draft_sent = draft_version AND state = 'open'"), 0);
  drafts.instead.reset();
  device.wait(60'000);
  sync(device, drafts);
  EXPECT_TRUE(drafts.bodies.empty()) << "no round is begun for what was refused as it is";
  device.wait(240'000);
  sync(device, drafts);
  EXPECT_EQ(drafts.bodies.size(), 2U) << "damaged on its way, or there was no room: nobody has to tap again";
}

TEST(SyncDrafts, TheAnswerToAnotherCopyAndTheListOfAnotherPhoneAreNotTakenForOurs) {
  Server server;
  Device device(server);
  Drafts drafts;
  tap(device);
  drafts.instead = rehearsal::json(
      200, R"({"inspection":")" + to_text(numbered(2)) + R"(","version":9,"server_time":"2026-12-02T00:00:00.000Z"})");
  device.wait(30'000);
  sync(device, drafts);
  EXPECT_EQ(device.count("SELECT count(*) FROM inspection WHERE draft_sent = draft_version"), 0);
  drafts.instead.reset();
  device.wait(3'600'000);
  sync(device, drafts);
  EXPECT_EQ(drafts.bodies.size(), 1U) << "it was sent after all";

  drafts.instead = rehearsal::json(
      200, R"({"device":")" + to_text(numbered(3)) + R"(","drafts":[],"server_time":"2026-12-02T00:00:00.000Z"})");
  device.session->wake(device.now);
  sync(device, drafts);
  EXPECT_TRUE(*device.store.drafts().is_look_wanted());
}

TEST(SyncDrafts, AnOlderServerThatKnowsNoDraftsIsNoProblem) {
  Server server;
  Device device(server);
  Drafts drafts;
  drafts.instead = problem(404, "not_found");
  tap(device);
  device.seal(1);
  sync(device, drafts);
  EXPECT_EQ(device.state(), "idle");
  EXPECT_EQ(device.count("SELECT count(*) FROM photo WHERE on_server = 1"), 1);
  EXPECT_EQ(*device.store.drafts().count_waiting(), 1);
}

TEST(SyncDrafts, SealingWhileACopyIsOnItsWaySendsTheRecordFirst) {
  Server server;
  Device device(server);
  Drafts drafts;
  tap(device, 1);
  tap(device, 2);
  int puts = 0;
  device.sync([&](const SyncRequest& request, Answer answer) {
    if (request.method == "PUT" && ++puts == 1) device.seal();
    return drafts(request, std::move(answer));
  });
  std::vector<std::string> order;
  for (const auto& one : server.seen) order.push_back(one.substr(0, one.find(' ')));
  EXPECT_THAT(order, ElementsAre("GET", "PUT", "POST", "PUT"));
}

TEST(SyncDrafts, PressingSyncNowLooksForWhatIsUnfinishedElsewhere) {
  Server server;
  Device device(server);
  Drafts drafts;
  sync(device, drafts);
  EXPECT_EQ(drafts.looks, 0);
  device.session->wake(device.now);
  sync(device, drafts);
  EXPECT_EQ(drafts.looks, 1);
  EXPECT_FALSE(*device.store.drafts().is_look_wanted());
}

TEST(SyncDrafts, OtherBooksGetTheCopiesAgain) {
  Server server;
  Device device(server);
  Drafts drafts;
  tap(device);
  sync(device, drafts);
  ASSERT_EQ(drafts.bodies.size(), 1U);
  server.epoch.bytes[5] = 0x55;
  device.session->wake(device.now);
  sync(device, drafts);
  EXPECT_EQ(drafts.bodies.size(), 2U);
}

}  // namespace
}  // namespace ronda::field
