// When the session tries again: back-off, Retry-After, clocks that jump.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "field-app/core/sync/sync_session.hpp"
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

TEST(SyncTiming, RetryAfterIsObeyed) {
  Server server;
  Device device(server);
  device.seal();

  device.sync(
      [](const SyncRequest&, Answer) { return std::optional(problem(429, "too_many", ",\"retry_after_s\":120")); });

  device.wait(119'000);
  EXPECT_FALSE(device.session->next_request(device.now));
  device.wait(1'000);
  EXPECT_TRUE(device.session->next_request(device.now));
}

TEST(SyncTiming, WaitsLongerAfterEachFailureUpToFiveMinutes) {
  Server server;
  Device device(server);
  device.seal();
  std::vector<std::int64_t> waits;

  for (int i = 0; i < 9; ++i) {
    ASSERT_TRUE(device.session->next_request(device.now));
    device.session->on_failure(device.now, ErrorCode::unreachable);
    const auto due = *device.session->next_wakeup(device.now);
    waits.push_back(due - device.now.steady_ms);
    device.wait(waits.back());
  }

  EXPECT_EQ(waits.front(), 5'000);
  for (std::size_t i = 1; i < waits.size(); ++i) {
    EXPECT_GE(waits[i], 5'000);
    EXPECT_LE(waits[i], 300'000);
  }
  EXPECT_GT(waits.back(), 190'000);
}

TEST(SyncTiming, PressingSyncForgetsTheBackOff) {
  Server server;
  Device device(server);
  device.seal();
  for (int i = 0; i < 6; ++i) {
    if (device.session->next_request(device.now)) device.session->on_failure(device.now, ErrorCode::unreachable);
    device.wait(60'000);
  }
  device.session->on_failure(device.now, ErrorCode::unreachable);

  device.session->wake(device.now);
  device.sync();

  EXPECT_EQ(server.records.size(), 1U);
}

TEST(SyncTiming, APressWhileARoundHangsIsFollowedByARoundOfItsOwn) {
  Server server;
  Device device(server);
  device.seal();
  ASSERT_TRUE(device.session->next_request(device.now));  // into a network that is gone

  device.session->wake(device.now);
  device.session->on_failure(device.now, ErrorCode::timeout);
  EXPECT_TRUE(device.session->live(device.now).running)
      << "what is told is the answer to the press, not to the round before";
  EXPECT_EQ(device.session->next_wakeup(device.now), device.now.steady_ms);
  device.sync();

  EXPECT_EQ(server.records.size(), 1U);
  EXPECT_FALSE(device.session->live(device.now).running);
  EXPECT_GT(device.session->next_wakeup(device.now), device.now.steady_ms) << "and it rests after that";
}

TEST(SyncTiming, AJumpOfTheWallClockStopsNothing) {
  Server server;
  Device device(server);
  device.sync();
  device.now.wall.ms -= 315'360'000'000;  // ten years back
  device.seal();

  device.sync();
  EXPECT_EQ(server.records.size(), 1U);
  device.now.wall.ms += 630'720'000'000;
  device.now.steady_ms += 300'000;
  device.seal();
  device.sync();

  EXPECT_EQ(server.records.size(), 2U);
  EXPECT_THAT(device.diary(), Contains(HasSubstr("clock is")));
}

TEST(SyncTiming, TheSameProblemIsWrittenOnce) {
  Server server;
  Device device(server);
  device.seal();
  for (int i = 0; i < 5; ++i) {
    if (device.session->next_request(device.now)) device.session->on_failure(device.now, ErrorCode::unreachable);
    device.wait(300'000);
  }

  EXPECT_THAT(device.diary(), ElementsAre(HasSubstr("No network to the server.")));
}

}  // namespace
}  // namespace ronda::field
