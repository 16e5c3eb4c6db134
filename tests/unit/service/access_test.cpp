#include "sync-server/service/access.hpp"

#include <gtest/gtest.h>

#include "shared/crypto/crypto.hpp"
#include "sync-server/service/policy.hpp"
#include "sync-server/service/register.hpp"
#include "sync-server/service/teams.hpp"
#include "tests/unit/service/office_fixture.hpp"

namespace ronda::server {
namespace {

using office::Office;

class Access : public testing::Test {
 protected:
  Access() {
    hash = *hash_new_password("benar benar rahasia");
    EXPECT_TRUE(office.write([&](WriteTxn& txn) { return set_login(txn, office.head.id, "kanit", hash); }));
  }

  Result<NewSession> sign_in() {
    auto attempt = office.read([](const ReadTxn& txn) { return begin_sign_in(txn, "kanit"); });
    if (!attempt) return std::move(attempt).error();
    return office.write([&](WriteTxn& txn) { return finish_sign_in(txn, *attempt, crypto::entropy()); });
  }
  int fail() {
    return *office.write([](WriteTxn& txn) { return note_wrong_password(txn, "kanit"); });
  }
  ErrorCode refusal_of(const std::string& token) {
    const auto who = office.read([&](const ReadTxn& txn) { return user_of_session(txn, token); });
    return who ? ErrorCode::busy : who.error().code;
  }
  void pass_minutes(int minutes) { office.now = Instant{office.now.ms + minutes * kMinuteMs}; }

  Office office;
  std::string hash;
};

TEST_F(Access, TheRightPasswordFitsAndAWrongOneDoesNot) {
  const auto attempt = office.read([](const ReadTxn& txn) { return begin_sign_in(txn, "kanit"); });

  EXPECT_TRUE(password_fits(*attempt, "benar benar rahasia"));
  EXPECT_FALSE(password_fits(*attempt, "benar benar rahasiA"));
}

TEST_F(Access, ALoginNobodyHasFitsNoPassword) {
  const auto attempt = office.read([](const ReadTxn& txn) { return begin_sign_in(txn, "siapa"); });

  ASSERT_TRUE(attempt);
  EXPECT_FALSE(password_fits(*attempt, "benar benar rahasia"));
}

TEST_F(Access, FiveWrongPasswordsLockTheLoginForTenMinutes) {
  for (int n = 0; n < 4; ++n) EXPECT_EQ(fail(), 0);
  EXPECT_EQ(fail(), 600);

  EXPECT_EQ(sign_in().error().code, ErrorCode::too_many);
  pass_minutes(11);
  EXPECT_TRUE(sign_in());
}

TEST_F(Access, ASessionEndsAfterAnHourWithoutARequest) {
  const auto session = sign_in();
  pass_minutes(59);
  EXPECT_TRUE(office.read([&](const ReadTxn& txn) { return user_of_session(txn, session->token); }));

  pass_minutes(2);

  EXPECT_EQ(refusal_of(session->token), ErrorCode::expired);
}

TEST_F(Access, ASessionInUseEndsAfterTwelveHours) {
  const auto session = sign_in();
  for (int n = 0; n < 23; ++n) {
    pass_minutes(31);
    ASSERT_TRUE(office.write([&](WriteTxn& txn) { return mark_session_seen(txn, session->token, txn.now()); }));
  }

  pass_minutes(31);

  EXPECT_EQ(refusal_of(session->token), ErrorCode::expired);
}

TEST_F(Access, ANewPasswordEndsTheSessions) {
  const auto session = sign_in();
  ASSERT_TRUE(office.write([&](WriteTxn& txn) { return set_login(txn, office.head.id, "kanit", hash); }));

  EXPECT_EQ(refusal_of(session->token), ErrorCode::unauthenticated);
}

TEST_F(Access, AClosedAccountIsShutOutAtOnce) {
  const auto session = sign_in();
  office.head.active = false;
  ASSERT_TRUE(office.write([&](WriteTxn& txn) { return txn.access().put_officer(office.head); }));

  EXPECT_EQ(refusal_of(session->token), ErrorCode::forbidden);
}

TEST_F(Access, ShortPasswordsAreRefused) { EXPECT_FALSE(hash_new_password("kurang")); }

TEST_F(Access, AnEnrolmentCodeIsEightSignsWithoutLookAlikes) {
  Principal head;
  head.unit = office.unit.id;
  head.officer = office.head.id;
  const auto code =
      office.write([&](WriteTxn& txn) { return make_enrolment_code(txn, head, office.officer.id, crypto::entropy()); });

  ASSERT_TRUE(code);
  EXPECT_EQ(code->code.size(), 9U);
  EXPECT_EQ(code->code.find_first_of("IO01"), std::string::npos);
}

TEST_F(Access, TheDefaultPolicyIsReadWrittenAndReadTheSame) {
  const auto policy = default_policy();
  ASSERT_TRUE(policy) << policy.error().message;
  wire::JsonWriter out;
  write_policy(out, *policy, true);
  const auto document = wire::JsonDocument::parse(out.text());
  const auto again = read_policy(document->root());
  ASSERT_TRUE(again) << again.error().message << again.error().where;
  wire::JsonWriter second;
  write_policy(second, *again, true);

  EXPECT_EQ(out.text(), second.text());
  EXPECT_EQ(policy->holidays.size(), 42U) << "25 days of 2026 and 17 of 2027";
}

TEST_F(Access, APolicyAtOddsWithItselfIsRefusedWithTheMember) {
  wire::JsonWriter out;
  auto policy = *default_policy();
  policy.sample_min_n = 50;
  write_policy(out, policy, false);
  const auto document = wire::JsonDocument::parse(out.text());

  EXPECT_EQ(read_policy(document->root()).error().where, "/sample_min_n");
}

TEST_F(Access, ATeamCannotTakeAnOfficerOfAnotherTeam) {
  TeamRow second = office.team;
  second.name = "Regu 2";

  const auto added = office.write([&](WriteTxn& txn) { return add_team(txn, office.unit.id, second); });

  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, ErrorCode::conflict);
}

TEST_F(Access, AChangeOfALodgingNeedsTheVersionItWasReadWith) {
  const auto id = office.new_lodging("Hotel Rusa");
  LodgingChange change;
  change.rooms = std::optional<int>(9);

  EXPECT_EQ(office.write([&](WriteTxn& txn) { return change_lodging(txn, office.unit.id, id, change, 1); })->version,
            2);
  change.rooms = std::optional<int>(10);
  const auto stale = office.write([&](WriteTxn& txn) { return change_lodging(txn, office.unit.id, id, change, 1); });
  ASSERT_FALSE(stale);
  EXPECT_EQ(stale.error().code, ErrorCode::stale_version);
}

}  // namespace
}  // namespace ronda::server
