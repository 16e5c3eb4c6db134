#include "field-app/core/sync/enrolment.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "field-app/core/store/schema.hpp"
#include "shared/base/bytes.hpp"

namespace ronda::field {
namespace {

using testing::HasSubstr;

constexpr Instant kNow{1'796'000'000'000};
const SyncHeaders kJson{{"content-type", "application/json"}};
const SyncHeaders kProblem{{"content-type", "application/problem+json"}};

class EnrolmentTest : public testing::Test {
 protected:
  Enrolling begin() {
    auto begun = Enrolling::begin(store_, {" https://ronda.example.id/ ", "k7qm-2xpa", "Ponsel Regu 2", "0.1.0"});
    EXPECT_TRUE(begun);
    return std::move(*begun);
  }

  static std::string accepted(Instant server_time) {
    wire::EnrolReply reply;
    reply.device.uuid.bytes.fill(1);
    reply.token = std::string(43, 'A');
    reply.epoch.bytes.fill(2);
    reply.officer.uuid.bytes.fill(3);
    reply.unit.uuid.bytes.fill(4);
    reply.server_time = server_time;
    return wire::encode(reply);
  }

  /// The word of what finish() says, and whether anything was stored.
  std::string outcome(int status, const SyncHeaders& headers, std::string_view body) {
    auto enrolling = begin();
    const auto done = enrolling.finish(store_, {kNow, 0}, status, headers, body, crypto::entropy());
    const bool stored = store_.enrolment()->has_value();
    return (done ? std::string("enrolled") : std::string(word(done.error().code))) + (stored ? " stored" : "");
  }

  sqlite::Database db_ = std::move(*open_database(":memory:", {}, kNow));
  SyncStore store_{db_};
};

TEST_F(EnrolmentTest, TheSecretKeyStaysAndThePublicOneTravels) {
  auto enrolling = begin();
  const auto sent = wire::decode_enrol_request(enrolling.request().body);
  ASSERT_TRUE(sent);
  ASSERT_TRUE(enrolling.finish(store_, {kNow, 0}, 201, kJson, accepted({kNow.ms + 5'000}), crypto::entropy()));

  const auto who = *store_.enrolment();
  ASSERT_TRUE(who);
  EXPECT_EQ(sent->public_key, who->public_key);
  EXPECT_TRUE(crypto::verify("text", crypto::sign("text", who->secret_key), sent->public_key));
  EXPECT_THAT(enrolling.request().body, testing::Not(HasSubstr(to_base64url(who->secret_key))));
  EXPECT_EQ(who->server, "https://ronda.example.id");
  EXPECT_EQ(store_.marks()->skew_ms, 5'000);
}

TEST_F(EnrolmentTest, EachRefusalKeepsItsWordAndStoresNothing) {
  const auto refused = [this](const std::string& code, int status) {
    return outcome(status, kProblem,
                   R"({"status":)" + std::to_string(status) + R"(,"code":")" + code + R"(","title":"t"})");
  };

  EXPECT_EQ(refused("wrong_code", 403), "wrong_code");
  EXPECT_EQ(refused("expired", 403), "expired");
  EXPECT_EQ(refused("too_many", 429), "too_many");
  EXPECT_EQ(refused("unsupported_version", 400), "unsupported_version");
  EXPECT_EQ(refused("io_failed", 500), "unreachable");
}

TEST_F(EnrolmentTest, WhoeverElseAnswersEnrolsNobody) {
  EXPECT_EQ(outcome(200, {{"content-type", "text/html"}}, "<html>Login</html>"), "unreachable");
  EXPECT_EQ(outcome(201, kJson, "{}"), "unreachable");
  EXPECT_EQ(outcome(201, {{"content-type", "text/html"}}, accepted(kNow)), "unreachable");
  EXPECT_EQ(outcome(302, {{"location", "http://login"}}, ""), "unreachable");
}

TEST_F(EnrolmentTest, ADeviceEnrolsOnce) {
  EXPECT_EQ(outcome(201, kJson, accepted(kNow)), "enrolled stored");

  const auto again = Enrolling::begin(store_, {"https://ronda.example.id", "AAAA-AAAA", "", ""});

  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::conflict);
}

TEST_F(EnrolmentTest, TheAddressAndTheCodeAreCheckedBeforeAnythingIsSent) {
  const auto where = [this](const std::string& server, const std::string& code) {
    const auto begun = Enrolling::begin(store_, {server, code, "", ""});
    return begun ? std::string("fine") : begun.error().where;
  };

  EXPECT_EQ(where("ronda.example.id", "AAAA-AAAA"), "/server");
  EXPECT_EQ(where("ftp://ronda", "AAAA-AAAA"), "/server");
  EXPECT_EQ(where("https://", "AAAA-AAAA"), "/server");
  EXPECT_EQ(where("https://ronda.example.id", " - "), "/code");
}

}  // namespace
}  // namespace ronda::field
