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

}  // namespace
}  // namespace ronda::field
