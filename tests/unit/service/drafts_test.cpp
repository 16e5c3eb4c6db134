// Unfinished inspections on the server: each phone's own copy, the newest stands, nothing of it is in the books.
#include "sync-server/service/drafts.hpp"

#include <gtest/gtest.h>

#include "office_fixture.hpp"
#include "sync-server/store/draft_store.hpp"

namespace ronda::server {
namespace {

using office::Office;
using office::Phone;

domain::Draft draft_of(LodgingId lodging, std::int64_t version, Uuid id = Uuid{{1}}) {
  domain::Draft draft;
  draft.inspection = InspectionId{id};
  draft.version = version;
  draft.lodging = lodging;
  draft.checklist = "v1";
  draft.opened_at = draft.saved_at = Instant{1'796'000'000'000};
  draft.answered = static_cast<int>(version);
  draft.total = 39;
  return draft;
}

Result<wire::DraftReply> put(Office& office, const Phone& phone, const domain::Draft& draft) {
  return office.write(
      [&](WriteTxn& txn) { return put_draft(txn, office.principal(phone), draft.inspection, wire::encode(draft)); });
}

std::vector<wire::ToldDraft> elsewhere(Office& office, const Phone& phone) {
  const auto told = office.read([&](const ReadTxn& txn) { return drafts_elsewhere(txn, office.principal(phone)); });
  EXPECT_EQ(told->device, phone.id);
  return told->drafts;
}

std::int64_t version_of(const wire::ToldDraft& told) {
  return *wire::JsonDocument::parse(told.content)->root().integer("version");
}

TEST(Drafts, AnOlderCopyNeverReplacesANewerOneOfTheSamePhone) {
  Office office;
  auto phone = office.new_phone();
  auto other = office.new_phone();
  const auto lodging = office.new_lodging("Wisma A");
  EXPECT_EQ(put(office, phone, draft_of(lodging, 7))->version, 7);
  EXPECT_EQ(put(office, phone, draft_of(lodging, 5))->version, 7);
  EXPECT_EQ(put(office, phone, draft_of(lodging, 7))->version, 7);
  ASSERT_EQ(elsewhere(office, other).size(), 1U);
  EXPECT_EQ(version_of(elsewhere(office, other)[0]), 7);
  EXPECT_TRUE(elsewhere(office, phone).empty());
}

TEST(Drafts, TwoPhonesThatGoOnKeepACopyEachAndTheLaterOneIsTold) {
  Office office;
  auto first = office.new_phone();
  auto second = office.new_phone();
  auto third = office.new_phone();
  const auto lodging = office.new_lodging("Wisma A");
  ASSERT_TRUE(put(office, first, draft_of(lodging, 7)));
  ASSERT_TRUE(put(office, second, draft_of(lodging, 9)));
  ASSERT_TRUE(put(office, first, draft_of(lodging, 8)));
  ASSERT_EQ(elsewhere(office, third).size(), 1U);
  EXPECT_EQ(version_of(elsewhere(office, third)[0]), 9);
  EXPECT_EQ(version_of(elsewhere(office, second)[0]), 8);
}

TEST(Drafts, SealingEndsEveryCopyAndAnotherOneIsRefused) {
  Office office;
  auto first = office.new_phone();
  auto second = office.new_phone();
  auto third = office.new_phone();
  const auto lodging = office.new_lodging("Wisma A");
  auto body = office.inspection(lodging);
  const auto draft = draft_of(lodging, 3, body.inspection.uuid);
  ASSERT_TRUE(put(office, first, draft));
  ASSERT_TRUE(put(office, second, draft));
  office.seal(second, body);
  office.send(second);
  EXPECT_TRUE(elsewhere(office, third).empty());
  EXPECT_EQ(*office.read([&](const ReadTxn& txn) { return txn.drafts().count_of(first.id); }), 0);
  const auto late = put(office, first, draft_of(lodging, 4, body.inspection.uuid));
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, ErrorCode::sealed);
}

TEST(Drafts, WhoeverSealsSecondIsHeldWithBothKept) {
  Office office;
  auto first = office.new_phone();
  auto second = office.new_phone();
  const auto body = office.inspection(office.new_lodging("Wisma A"));
  office.seal(first, body);
  EXPECT_TRUE(office.send(first).quarantined.empty());
  ASSERT_TRUE(put(office, second, draft_of(body.lodging, 3)));
  office.seal(second, body);
  const auto reply = office.send(second);
  ASSERT_EQ(reply.quarantined.size(), 1U);
  EXPECT_EQ(reply.quarantined[0].code, "conflict");
  EXPECT_EQ(reply.acked_seq, 1);
}

TEST(Drafts, ATextThatLooksLikeAPersonsNumberIsRefusedAndSoIsAForeignShape) {
  Office office;
  auto phone = office.new_phone();
  auto draft = draft_of(office.new_lodging("Wisma A"), 1);
  domain::Answer answer;
  answer.item = "LEG-01";
  answer.note = "NIK 5371012345678901";
  draft.answers.push_back(answer);
  EXPECT_EQ(put(office, phone, draft).error().code, ErrorCode::bad_input);
  draft.answers[0].note = "Papan jelas";
  draft.answers[0].photos = {std::string(64, 'a')};
  EXPECT_EQ(put(office, phone, draft).error().code, ErrorCode::bad_input);
  draft.answers[0].photos.clear();
  EXPECT_TRUE(put(office, phone, draft));
}

TEST(Drafts, APhoneHasAFewDozenCopiesAndNoMore) {
  Office office;
  auto phone = office.new_phone();
  const auto lodging = office.new_lodging("Wisma A");
  for (int n = 0; n < kDraftsPerDevice; ++n) {
    ASSERT_TRUE(put(office, phone, draft_of(lodging, 1, Uuid{{9, static_cast<std::uint8_t>(n)}})));
  }
  EXPECT_EQ(put(office, phone, draft_of(lodging, 1, Uuid{{8}})).error().code, ErrorCode::forbidden);
  EXPECT_TRUE(put(office, phone, draft_of(lodging, 2, Uuid{{9, 3}})));
}

TEST(Drafts, WhatNobodyTouchedForLongIsSwept) {
  Office office;
  office.set_time("2026-12-02 21:00");
  auto phone = office.new_phone();
  auto other = office.new_phone();
  ASSERT_TRUE(put(office, phone, draft_of(office.new_lodging("Wisma A"), 1)));
  const auto sweep = [&](const std::string& time) {
    office.set_time(time);
    return office.write([&](WriteTxn& txn) -> Result<int> {
      if (auto swept = txn.drafts().sweep_drafts({txn.now().ms - 30LL * 24 * 3'600'000}); !swept) return swept.error();
      return 0;
    });
  };
  ASSERT_TRUE(sweep("2026-12-31 21:00"));
  EXPECT_EQ(elsewhere(office, other).size(), 1U);
  ASSERT_TRUE(sweep("2027-01-01 21:01"));
  EXPECT_TRUE(elsewhere(office, other).empty());
}

}  // namespace
}  // namespace ronda::server
