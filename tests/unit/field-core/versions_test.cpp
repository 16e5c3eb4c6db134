// An app that meets a newer server, and the same folder after the app's update.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sync_rehearsal.hpp"

namespace ronda::field {
namespace {

using rehearsal::Device;
using rehearsal::lodging;
using rehearsal::Server;

TEST(Versions, WhatAnOlderProgramLeftAloneIsFetchedAfterItsUpdate) {
  for (const bool is_kind : {true, false}) {
    Server server;
    Device device(server);
    ASSERT_TRUE(device.store.begun_by("0.1.0"));
    const auto told = lodging(2, 2, "B");
    server.feed = {lodging(1, 1, "A"),
                   {2, is_kind ? "homestead" : "lodging", told.id, false, is_kind ? told.data : R"({"name":"B"})"}};
    device.sync();
    EXPECT_EQ(device.count("SELECT count(*) FROM lodging"), 1);
    EXPECT_EQ(device.count("SELECT cursor FROM sync_state"), 2) << "it holds up nothing";

    ASSERT_TRUE(device.store.begun_by("0.1.0"));
    EXPECT_EQ(device.count("SELECT cursor FROM sync_state"), 2)
        << "the same program would not understand it now either";
    server.feed[1] = told;  // as the newer program reads it
    ASSERT_TRUE(device.store.begun_by("0.2.0"));
    EXPECT_EQ(device.count("SELECT count(*) FROM lodging"), 1) << "what was there stays until the pull ends";
    device.restart();
    device.sync();

    EXPECT_EQ(device.count("SELECT count(*) FROM lodging"), 2);
    ASSERT_TRUE(device.store.begun_by("0.3.0"));
    EXPECT_EQ(device.count("SELECT cursor FROM sync_state"), 2) << "nothing is left to fetch";
  }
}

TEST(Versions, AnUpdateAfterWhichNothingIsMissingFetchesNothingAgain) {
  Server server;
  Device device(server);
  ASSERT_TRUE(device.store.begun_by("0.1.0"));
  server.feed = {lodging(1, 1, "A"), lodging(2, 2, "B")};
  device.sync();

  ASSERT_TRUE(device.store.begun_by("0.2.0"));

  EXPECT_EQ(device.count("SELECT cursor FROM sync_state"), 2);
}

TEST(Versions, ThatAnUpdateIsNeededIsSaidWhateverStumbledBefore) {
  Server server;
  Device device(server);
  const rehearsal::Answer refused{
      400,
      {{"content-type", "application/problem+json"}},
      R"({"type":"about:blank","status":400,"code":"unsupported_version","title":"x","where":"/protocol",
                                      "request_id":"r","speaks":[1]})"};
  device.sync([&](const SyncRequest& request, const rehearsal::Answer& answer) -> std::optional<rehearsal::Answer> {
    if (request.path.find("/sync/push") != std::string::npos) return refused;
    if (request.path.find("/sync/pull") == std::string::npos) return answer;
    device.seal();  // while the pull is under way
    auto of_another = *wire::decode_pull_page(answer.body);
    of_another.after = 7;
    return rehearsal::Answer{200, answer.headers, wire::encode(of_another)};
  });

  EXPECT_EQ(device.session->problem(), "unsupported_version");
  EXPECT_EQ(device.count("SELECT count(*) FROM record"), 1) << "everything is kept";
}

}  // namespace
}  // namespace ronda::field
