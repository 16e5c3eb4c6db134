#include "field-app/core/sync/sync_session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sync_rehearsal.hpp"

namespace ronda::field {
namespace {

using rehearsal::Answer;
using rehearsal::Device;
using rehearsal::lodging;
using rehearsal::problem;
using rehearsal::Server;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::optional<Answer> lost() { return std::nullopt; }

bool is_push(const SyncRequest& request) { return request.path == "/api/v1/sync/push"; }
bool is_pull(const SyncRequest& request) { return request.path.rfind("/api/v1/sync/pull", 0) == 0; }

TEST(SyncSession, ARoundSendsRecordsThenPullsThenSendsPhotos) {
  Server server;
  Device device(server);
  server.feed = {lodging(1, 1, "Wisma A")};
  device.seal(1);

  device.sync();

  EXPECT_THAT(server.seen, ElementsAre("POST /api/v1/sync/push", "GET /api/v1/sync/pull", "POST /api/v1/attachments",
                                       "PATCH /api/v1/attachments/" + server.photos.begin()->first));
  EXPECT_EQ(device.count("SELECT count(*) FROM record WHERE acked = 1"), 1);
  EXPECT_EQ(device.count("SELECT count(*) FROM lodging"), 1);
  EXPECT_EQ(device.count("SELECT count(*) FROM photo WHERE on_server = 1"), 1);
  EXPECT_EQ(device.state(), "idle");
  EXPECT_THAT(device.diary(),
              ElementsAre("push: The server received 1 record.", "pull: 1 change received from the server.",
                          "photo: 1 photo sent and verified."));
}

TEST(SyncSession, AReplyLostAfterTheCommitCostsARepeatAndNothingElse) {
  Server server;
  Device device(server);
  device.seal();
  device.seal();

  device.sync(
      [](const SyncRequest& request, Answer answer) { return is_push(request) ? lost() : std::optional(answer); });
  EXPECT_EQ(server.records.size(), 2U);
  EXPECT_EQ(device.count("SELECT count(*) FROM record WHERE acked = 1"), 0);
  EXPECT_EQ(device.state(), "offline");
  device.wait(5'000);
  device.sync();

  EXPECT_EQ(server.records.size(), 2U);
  EXPECT_EQ(device.count("SELECT count(*) FROM record WHERE acked = 1"), 2);
  EXPECT_EQ(device.state(), "idle");
}

TEST(SyncSession, AKilledProgramGoesOnWhereTheDatabaseStands) {
  Server server;
  Device device(server);
  device.seal(1, 600'000);
  int pieces = 0;

  device.sync([&](const SyncRequest& request, Answer answer) {
    if (request.method == "PATCH" && ++pieces == 2) return lost();
    return std::optional(answer);
  });
  device.restart();
  device.sync();

  EXPECT_EQ(device.count("SELECT count(*) FROM photo WHERE on_server = 1"), 1);
  EXPECT_EQ(server.photos.begin()->second.size(), 600'001U);
  EXPECT_THAT(server.seen, Contains("HEAD /api/v1/attachments/" + server.photos.begin()->first));
}

TEST(SyncSession, ASealDuringThePhotosGoesBeforeTheNextPiece) {
  Server server;
  Device device(server);
  device.seal(1, 1'000'000);
  bool sealed = false;

  device.sync([&](const SyncRequest& request, Answer answer) {
    if (request.method == "PATCH" && !std::exchange(sealed, true)) device.seal();
    return std::optional(answer);
  });

  const auto first_piece = std::find_if(server.seen.begin(), server.seen.end(),
                                        [](const std::string& line) { return line.rfind("PATCH", 0) == 0; });
  ASSERT_NE(first_piece, server.seen.end());
  EXPECT_EQ(*(first_piece + 1), "POST /api/v1/sync/push");
}

TEST(SyncSession, ASealAfterAGoodRoundDoesNotWaitForTheNextOne) {
  Server server;
  Device device(server);
  device.sync();
  EXPECT_GT(*device.session->next_wakeup(device.now), device.now.steady_ms);

  device.seal();

  EXPECT_EQ(*device.session->next_wakeup(device.now), device.now.steady_ms);
  device.sync();
  EXPECT_EQ(server.records.size(), 1U);
}

TEST(SyncSession, AGapIsFilledFromWhereTheServerStands) {
  Server server;
  Device device(server);
  device.seal();
  device.seal();
  device.sync();
  server.records.resize(1);  // lost on the server without a new epoch
  device.seal();

  device.wait(1);
  device.sync();

  EXPECT_EQ(server.records.size(), 3U);
  EXPECT_EQ(device.count("SELECT count(*) FROM record WHERE acked = 0"), 0);
  EXPECT_THAT(device.diary(), Contains("push: The server asks for records from number 2. Sending from there."));
}

TEST(SyncSession, ACopiedDeviceIsToldToEnrolAnewAndLosesNothing) {
  Server server;
  Device device(server);
  device.seal();
  server.records = {"another record with the same number"};

  device.sync();

  EXPECT_EQ(device.state(), "problem");
  EXPECT_EQ(device.session->problem(), "fork");
  EXPECT_EQ(device.count("SELECT count(*) FROM record"), 1);
  EXPECT_THAT(server.seen, Contains("GET /api/v1/sync/pull"));  // the other lanes go on
}

TEST(SyncSession, WhatACopyWroteUnderTheNextNumberNeverCountsAsSent) {
  Server server;
  Device device(server);
  device.seal();
  device.sync();
  server.records.push_back("what the copy wrote as number 2");
  server.epoch.bytes[15] = 0x77;  // everything is offered once more
  device.seal();

  device.sync([](const SyncRequest& request, Answer answer) {
    if (!is_push(request) || wire::decode_push(request.body)->records.size() == 1) return std::optional(answer);
    return std::optional(problem(413, "too_large"));  // in small pieces: the run ends before the fork
  });

  EXPECT_EQ(device.session->problem(), "fork");
  EXPECT_EQ(device.count("SELECT max(log_seq) FROM record WHERE acked = 1"), 1);
}

TEST(SyncSession, ADeviceRestoredFromAnOldCopyNeverMarksWhatItDoesNotHave) {
  Server server;
  Device device(server);
  device.seal();

  device.sync([](const SyncRequest& request, Answer answer) {
    if (!is_push(request)) return std::optional(answer);
    return std::optional(problem(409, "gap", ",\"expected_seq\":9"));
  });

  EXPECT_EQ(device.session->problem(), "fork");
  EXPECT_EQ(device.count("SELECT count(*) FROM record WHERE acked = 1"), 0);
}

TEST(SyncSession, AServerRestoredFromABackupGetsEverythingAgain) {
  Server server;
  Device device(server);
  server.feed = {lodging(1, 1, "Wisma A"), lodging(2, 2, "Wisma B"), lodging(3, 3, "Wisma C")};
  device.seal(1);
  device.seal();
  device.sync();
  server.epoch.bytes[15] = 0x77;
  server.records.resize(1);
  server.photos.clear();
  server.photo_sizes.clear();
  server.feed = {lodging(1, 1, "Wisma A"), lodging(2, 2, "Wisma B")};

  device.wait(300'000);
  device.sync();

  EXPECT_EQ(server.records.size(), 2U);
  EXPECT_EQ(server.photos.size(), 1U);
  EXPECT_EQ(device.count("SELECT count(*) FROM lodging"), 2);
  EXPECT_EQ(device.count("SELECT cursor FROM sync_state"), 2);
  EXPECT_EQ(device.state(), "idle");
  EXPECT_THAT(device.diary(), Contains(HasSubstr("restored from a backup")));
}

TEST(SyncSession, InNewBooksAllIsOfferedAgainBeforeTheirFeedIsTaken) {
  Server server;
  Device device(server);
  server.feed = {lodging(1, 1, "Wisma A")};
  device.seal();
  device.sync();
  server.epoch.bytes[15] = 0x77;  // a backup that has the record and what became of it
  server.feed = {lodging(1, 1, "Wisma B")};
  std::int64_t taken = -1;

  device.wait(300'000);
  device.sync([&](const SyncRequest& request, Answer answer) {
    if (is_push(request)) taken = device.count("SELECT count(*) FROM lodging WHERE name = 'Wisma B'");
    return std::optional(answer);
  });

  EXPECT_EQ(taken, 0) << "a page taken before lays the officer's words over what was made of them";
  EXPECT_EQ(device.count("SELECT count(*) FROM lodging WHERE name = 'Wisma B'"), 1);
  EXPECT_EQ(device.count("SELECT fed_seq FROM sync_state"), 1);
}

TEST(SyncSession, AfterARestoreTheOfficerStillLearnsWhichOlderRecordsAreHeld) {
  Server server;
  Device device(server);
  server.quarantine = {{1, "not_found"}};
  device.seal();
  device.sync();
  server.epoch.bytes[15] = 0x77;  // the backup has record 1
  device.seal();

  device.sync();  // the push of record 2 is the first to meet the new books

  EXPECT_EQ(server.records.size(), 2U);
  EXPECT_EQ(device.count("SELECT count(*) FROM record WHERE acked = 1"), 2);
  EXPECT_EQ(device.count("SELECT count(*) FROM record WHERE problem_code IS NOT NULL"), 1);
}

TEST(SyncSession, TheAnswerToAnotherRunIsNotTakenForItsOwn) {
  Server server;
  Device device(server);
  device.seal();
  device.sync([&](const SyncRequest& request, Answer answer) {
    const auto at = answer.body.find("\"first_seq\":1,");
    if (request.path.find("/push") != std::string::npos && at != std::string::npos) answer.body[at + 12] = '9';
    return std::optional(answer);
  });
  EXPECT_EQ(device.count("SELECT count(*) FROM record WHERE acked = 1"), 0);

  device.wait(600'000);
  device.sync();
  EXPECT_EQ(device.count("SELECT count(*) FROM record WHERE acked = 1"), 1);
}

TEST(SyncSession, DuringAFullPullNothingLeavesTheScreenBeforeItsEnd) {
  Server server;
  Device device(server);
  server.feed = {lodging(1, 1, "A"), lodging(2, 2, "B"), lodging(3, 3, "C"), lodging(4, 4, "D")};
  device.sync();
  ASSERT_EQ(device.count("SELECT count(*) FROM lodging"), 4);
  ASSERT_TRUE(device.store.begin_full_pull());
  server.feed = {lodging(11, 1, "A"), lodging(12, 2, "B"), lodging(13, 3, "C")};
  std::int64_t fewest = 99;

  device.wait(300'000);
  device.sync([&](const SyncRequest& request, Answer answer) {
    if (request.path.find("/pull?") != std::string::npos) {
      fewest = std::min(fewest, device.count("SELECT count(*) FROM lodging"));
    }
    return std::optional(answer);
  });

  EXPECT_EQ(fewest, 4);
  EXPECT_EQ(device.count("SELECT count(*) FROM lodging"), 3);
}

TEST(SyncSession, APageThatWasNotCommittedIsAskedForAgain) {
  Server server;
  Device device(server);
  server.feed = {lodging(1, 1, "A"), lodging(2, 2, "B"), lodging(3, 3, "C")};
  int pulls = 0;

  device.sync([&](const SyncRequest& request, Answer answer) {
    return is_pull(request) && ++pulls == 2 ? lost() : std::optional(answer);
  });
  EXPECT_EQ(device.count("SELECT cursor FROM sync_state"), 2);
  EXPECT_EQ(device.count("SELECT count(*) FROM lodging"), 2);
  device.wait(5'000);
  device.sync();

  EXPECT_EQ(device.count("SELECT cursor FROM sync_state"), 3);
  EXPECT_EQ(device.count("SELECT count(*) FROM lodging"), 3);
}

TEST(SyncSession, AnUnreadableChangeIsNamedAndDoesNotHoldUpTheOthers) {
  Server server;
  Device device(server);
  server.feed = {lodging(1, 1, "A"), {2, "lodging", server.epoch, false, R"({"name":5})"}, lodging(3, 3, "C")};
  server.page = 10;

  device.sync();

  EXPECT_EQ(device.count("SELECT count(*) FROM lodging"), 2);
  EXPECT_EQ(device.count("SELECT cursor FROM sync_state"), 3);
  EXPECT_THAT(device.diary(), Contains(HasSubstr("cannot read 1 change")));
}

TEST(SyncSession, ARevokedDeviceStillHandsOverItsRecords) {
  Server server;
  Device device(server);
  server.revoked = true;
  device.seal(1);

  device.sync();

  EXPECT_EQ(server.records.size(), 1U);
  EXPECT_EQ(device.session->problem(), "revoked");
  EXPECT_EQ(device.state(), "problem");
  EXPECT_THAT(server.seen, Not(Contains("POST /api/v1/attachments")));
}

TEST(SyncSession, AQuarantinedRecordIsAcknowledgedAndShown) {
  Server server;
  Device device(server);
  server.quarantine[1] = "not_found";
  device.seal();
  device.seal();

  device.sync();

  EXPECT_EQ(device.count("SELECT count(*) FROM record WHERE acked = 1"), 2);
  EXPECT_EQ(device.state(), "problem");
  EXPECT_THAT(device.summary(), HasSubstr("The server is holding 1 record. Its content is safe."));
}

TEST(SyncSession, ADamagedPhotoIsSentAgainFromItsBeginning) {
  Server server;
  Device device(server);
  device.seal(1, 300'000);
  bool damaged = false;

  device.sync([&](const SyncRequest& request, Answer answer) {
    if (request.method == "PATCH" && !std::exchange(damaged, true)) server.photos.begin()->second[5] = '?';
    return std::optional(answer);
  });

  EXPECT_EQ(device.count("SELECT count(*) FROM photo WHERE on_server = 1"), 1);
  EXPECT_EQ(server.photos.begin()->second[5], 'a');
}

TEST(SyncSession, TheServersOffsetIsTheTruth) {
  Server server;
  Device device(server);
  device.seal(1, 600'000);
  bool eaten = false;

  device.sync([&](const SyncRequest& request, Answer answer) {
    if (request.method == "PATCH" && !std::exchange(eaten, true)) server.photos.begin()->second.resize(1000);
    return std::optional(answer);
  });

  EXPECT_EQ(device.count("SELECT count(*) FROM photo WHERE on_server = 1"), 1);
  EXPECT_EQ(server.photos.begin()->second.size(), 600'001U);
}

TEST(SyncSession, ARunThatIsTooLargeIsHalvedUntilItFits) {
  Server server;
  Device device(server);
  for (int i = 0; i < 8; ++i) device.seal();

  device.sync([&](const SyncRequest& request, Answer answer) {
    const auto lines = std::count(request.body.begin(), request.body.end(), '\n') - 1;
    if (is_push(request) && lines > 2) {
      server.records.clear();
      return std::optional(problem(413, "too_large"));
    }
    return std::optional(answer);
  });

  EXPECT_EQ(server.records.size(), 8U);
  EXPECT_EQ(device.count("SELECT count(*) FROM record WHERE acked = 0"), 0);
}

TEST(SyncSession, ADeviceThatIsNotEnrolledStaysQuiet) {
  auto db = *open_database(":memory:", {}, {0});
  SyncSession session{SyncStore(db), [](std::span<std::uint8_t>) {}, {}};

  EXPECT_FALSE(session.next_request({{0}, 0}));
  EXPECT_FALSE(session.next_wakeup({{0}, 0}));
}

TEST(SyncSession, RandomCutsNeverLoseOrDoubleARecord) {
  for (std::uint32_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::uint32_t state = seed * 2654435761U;
    const auto draw = [&state](std::uint32_t most) {
      state = state * 1664525U + 1013904223U;
      return (state >> 8U) % most;
    };
    Server server;
    Device device(server);
    for (int i = 1; i <= 6; ++i) server.feed.push_back(lodging(i, i, "L" + std::to_string(i)));
    for (int step = 0; step < 12; ++step) {
      if (draw(2) == 0) device.seal(static_cast<int>(draw(2)), 1 + draw(400'000));
      if (draw(6) == 0) device.restart();
      device.sync([&](const SyncRequest&, Answer answer) {
        const auto fate = draw(8);
        if (fate == 0) return lost();
        if (fate == 1) return std::optional(Answer{200, {{"content-type", "text/html"}}, "<html>"});
        return std::optional(answer);
      });
      device.wait(1 + draw(400'000));
    }

    device.session->wake(device.now);
    device.sync();

    ASSERT_EQ(static_cast<std::int64_t>(server.records.size()), device.sealed);
    ASSERT_EQ(device.count("SELECT count(*) FROM record WHERE acked = 0"), 0);
    ASSERT_EQ(device.count("SELECT count(*) FROM photo WHERE on_server = 0"), 0);
    ASSERT_EQ(device.count("SELECT count(*) FROM lodging"), 6);
    ASSERT_EQ(device.state(), "idle");
  }
}

}  // namespace
}  // namespace ronda::field
