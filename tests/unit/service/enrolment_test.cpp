#include "sync-server/service/enrolment.hpp"

#include <gtest/gtest.h>

#include "sync-server/service/access.hpp"
#include "tests/unit/service/office_fixture.hpp"

namespace ronda::server {
namespace {

using office::Office;

class Enrolment : public testing::Test {
 protected:
  std::string new_code() {
    Principal by;
    by.kind = Principal::Kind::user;
    by.unit = office.unit.id;
    by.officer = office.head.id;
    by.role = Role::head;
    const auto made =
        office.write([&](WriteTxn& txn) { return make_enrolment_code(txn, by, office.officer.id, crypto::entropy()); });
    EXPECT_TRUE(made) << made.error().message;
    return made->code;
  }

  EnrolOutcome try_code(const std::string& code, std::string_view remote = "10.0.0.7") {
    wire::EnrolRequest request;
    request.code = code;
    request.public_key = crypto::make_key_pair().public_key;
    request.device_name = "Ponsel Regu 2";
    request.app_version = "0.1.0";
    auto outcome = office.write([&](WriteTxn& txn) { return enrol(txn, request, remote, crypto::entropy()); });
    EXPECT_TRUE(outcome) << outcome.error().message;
    return *outcome;
  }

  Office office;
};

TEST_F(Enrolment, AFreshCodeGivesATokenThatIsKnownFromThenOn) {
  const auto outcome = try_code(new_code());

  ASSERT_TRUE(outcome.reply);
  const auto who = office.read([&](const ReadTxn& txn) { return device_of_token(txn, outcome.reply->token); });
  ASSERT_TRUE(who) << who.error().message;
  EXPECT_EQ(who->device, outcome.reply->device);
  EXPECT_EQ(who->team, office.team.id);
}

TEST_F(Enrolment, CaseAndDashesDoNotMatter) {
  auto code = new_code();
  for (char& c : code) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  code.erase(code.find('-'), 1);

  EXPECT_TRUE(try_code(code).reply);
}

TEST_F(Enrolment, ACodeWorksOnce) {
  const auto code = new_code();
  ASSERT_TRUE(try_code(code).reply);

  const auto again = try_code(code);

  ASSERT_TRUE(again.refused);
  EXPECT_EQ(again.refused->code, ErrorCode::wrong_code);
}

TEST_F(Enrolment, ACodeDiesAfterADay) {
  const auto code = new_code();
  office.now.ms += 24LL * 3600 * 1000 + 1;

  const auto late = try_code(code);

  ASSERT_TRUE(late.refused);
  EXPECT_EQ(late.refused->code, ErrorCode::expired);
}

TEST_F(Enrolment, TenWrongCodesFromOneAddressMakeItWaitAndNobodyElse) {
  const auto code = new_code();
  for (int i = 0; i < 10; ++i) EXPECT_EQ(try_code("AAAA-AAAA").refused->code, ErrorCode::wrong_code);

  const auto blocked = try_code(code);

  ASSERT_TRUE(blocked.refused);
  EXPECT_EQ(blocked.refused->code, ErrorCode::too_many);
  EXPECT_GT(blocked.retry_after_s, 0);
  EXPECT_TRUE(try_code(code, "10.0.0.8").reply);
}

}  // namespace
}  // namespace ronda::server
