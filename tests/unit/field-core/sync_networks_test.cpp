// Sync over networks where somebody else answers, or nobody.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "field-app/core/sync/sync_session.hpp"
#include "sync_rehearsal.hpp"

namespace ronda::field {
namespace {

using rehearsal::Answer;
using rehearsal::Device;
using rehearsal::lodging;
using rehearsal::problem;
using rehearsal::Server;
using testing::HasSubstr;

bool is_push(const SyncRequest& request) { return request.path == "/api/v1/sync/push"; }
bool is_pull(const SyncRequest& request) { return request.path.rfind("/api/v1/sync/pull", 0) == 0; }

struct Impostor {
  const char* name;
  Answer answer;
  const char* problem;
};

class WrongNetwork : public testing::TestWithParam<Impostor> {};

TEST_P(WrongNetwork, NothingCountsAsSentAndAllIsSentLater) {
  Server server;
  Device device(server);
  server.feed = {lodging(1, 1, "A")};
  device.seal(1);

  device.sync([](const SyncRequest&, Answer) { return std::optional(GetParam().answer); });
  EXPECT_EQ(device.session->problem(), GetParam().problem);
  EXPECT_EQ(device.count("SELECT count(*) FROM record WHERE acked = 1"), 0);
  EXPECT_EQ(device.count("SELECT count(*) FROM photo WHERE on_server = 1"), 0);
  EXPECT_EQ(device.count("SELECT cursor FROM sync_state"), 0);
  device.wait(3'600'000);
  device.sync();

  EXPECT_EQ(device.state(), "idle");
  EXPECT_EQ(device.count("SELECT count(*) FROM record WHERE acked = 0"), 0);
  EXPECT_EQ(device.count("SELECT count(*) FROM photo WHERE on_server = 0"), 0);
}

INSTANTIATE_TEST_SUITE_P(
    Each, WrongNetwork,
    testing::Values(
        Impostor{"SignInPage", {200, {{"content-type", "text/html"}}, "<html>Login</html>"}, "captive_portal"},
        Impostor{"Redirect", {302, {{"location", "http://login.hotel/"}}, ""}, "captive_portal"},
        Impostor{"Empty204", {204, {}, ""}, "captive_portal"},
        Impostor{"NetworkAuthenticationRequired", {511, {}, ""}, "captive_portal"},
        Impostor{"JsonOfSomebodyElse", {200, {{"content-type", "application/json"}}, "{\"ok\":true}"}, "wrong_reply"},
        Impostor{"ReplyOfAnotherRequest",
                 {201, {{"content-type", "application/json"}}, "{\"device\":\"x\"}"},
                 "wrong_reply"},
        Impostor{"HalfAJson", {200, {{"content-type", "application/json"}}, "{\"acked_seq\": 1"}, "wrong_reply"},
        Impostor{"NotFoundOfAProxy", {404, {{"content-type", "text/plain"}}, "not found"}, "wrong_reply"},
        Impostor{"BadGateway", {502, {{"content-type", "text/html"}}, "<html>502</html>"}, "server_trouble"},
        Impostor{"GatewayTimeout", {504, {}, ""}, "server_trouble"},
        Impostor{"ServerError", problem(500, "io_failed"), "server_trouble"},
        Impostor{"Throttled", {429, {{"retry-after", "60"}}, ""}, "too_many"},
        Impostor{"Busy", problem(503, "busy"), "busy"},
        Impostor{"UnknownToken", problem(401, "unauthenticated"), "unauthenticated"},
        Impostor{"OtherVersion", problem(400, "unsupported_version"), "unsupported_version"}),
    [](const testing::TestParamInfo<Impostor>& one) { return one.param.name; });

TEST(SyncSession, ACaptivePortalDuringAPhotoIsNoArrival) {
  Server server;
  Device device(server);
  device.seal(1);

  device.sync([](const SyncRequest& request, Answer answer) {
    if (is_push(request) || is_pull(request)) return std::optional(answer);
    return std::optional(Answer{200, {{"content-type", "text/html"}}, "<html>Login</html>"});
  });

  EXPECT_EQ(device.count("SELECT count(*) FROM photo WHERE on_server = 1"), 0);
  EXPECT_EQ(device.session->problem(), "captive_portal");
  EXPECT_THAT(device.summary(), HasSubstr("sign in to the network"));
}

}  // namespace
}  // namespace ronda::field
