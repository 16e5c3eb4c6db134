// Two hands and one lodging: devices and the office change it without seeing each other.
#include "sync-server/service/lodging_edits.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "shared/wire/report_json.hpp"
#include "sync-server/service/cases.hpp"
#include "sync-server/service/register.hpp"
#include "tests/unit/service/office_fixture.hpp"

namespace ronda::server {
namespace {

using domain::FieldValue;
using domain::LodgingField;
using office::Office;
using office::Phone;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

FieldValue text(const char* words) { return std::string(words); }

void correct(Phone& phone, const Office& office, LodgingId lodging, std::int64_t base,
             std::vector<domain::FieldChange> changes) {
  phone.write("lodging.corrected", wire::body_of(domain::CorrectedLodging{lodging, base, std::move(changes)}),
              office.now);
}

LodgingRow row_of(Office& office, LodgingId id) {
  return *office.read([&](const ReadTxn& txn) { return txn.lodgings().lodging(office.unit.id, id); });
}

std::vector<CaseRow> cases_of(Office& office, std::string_view state = "open") {
  return office.read([&](const ReadTxn& txn) { return txn.cases().page(office.unit.id, state, {}, 100); })->rows;
}

Principal chief(const Office& office) {
  Principal who;
  who.unit = office.unit.id;
  who.zone = office.unit.zone;
  who.officer = office.head.id;
  who.role = Role::head;
  return who;
}

LodgingRow office_sets(Office& office, LodgingId id, const LodgingChange& change) {
  auto row = office.write(
      [&](WriteTxn& txn) { return change_lodging(txn, office.unit.id, id, change, row_of(office, id).version); });
  EXPECT_TRUE(row);
  return *row;
}

TEST(LodgingEdits, DifferentFieldsFromDifferentHandsAllStand) {
  Office office;
  auto a = office.new_phone();
  auto b = office.new_phone();
  const auto id = office.new_lodging("Wisma Lontar");
  correct(a, office, id, 1, {{LodgingField::rooms, std::int64_t{14}, std::int64_t{16}}});
  correct(b, office, id, 1, {{LodgingField::phone, {}, text("0380 8553001")}});

  EXPECT_THAT(office.send(a).quarantined, IsEmpty());
  EXPECT_THAT(office.send(b).quarantined, IsEmpty());

  EXPECT_EQ(row_of(office, id).rooms, 16);
  EXPECT_EQ(row_of(office, id).phone, "0380 8553001");
  EXPECT_THAT(cases_of(office), IsEmpty());
}

TEST(LodgingEdits, AFieldThatTheOfficeChangedMeanwhileBecomesACaseWithBothValues) {
  Office office;
  auto phone = office.new_phone();
  const auto id = office.new_lodging("Wisma Lontar");
  LodgingChange change;
  change.name = "Wisma Lontar Indah";
  office_sets(office, id, change);
  correct(phone, office, id, 1, {{LodgingField::name, text("Wisma Lontar"), text("Wisma Lontar Teduh")}});

  EXPECT_THAT(office.send(phone).quarantined, IsEmpty());

  EXPECT_EQ(row_of(office, id).name, "Wisma Lontar Indah");  // the office's word stands until somebody decides
  const auto open = cases_of(office);
  ASSERT_THAT(open, SizeIs(1));
  EXPECT_EQ(open[0].field, "name");
  EXPECT_THAT(open[0].sides, HasSubstr("Wisma Lontar Indah"));
  EXPECT_THAT(open[0].sides, HasSubstr("Wisma Lontar Teduh"));
  EXPECT_THAT(open[0].sides, HasSubstr("Bripka Yosef Nahak"));
}

TEST(LodgingEdits, TheUnitHeadDecidesAndBothWordsStayOnRecord) {
  Office office;
  auto a = office.new_phone();
  auto b = office.new_phone();
  const auto id = office.new_lodging("Wisma Lontar");
  correct(a, office, id, 1, {{LodgingField::name, text("Wisma Lontar"), text("Wisma A")}});
  correct(b, office, id, 1, {{LodgingField::name, text("Wisma Lontar"), text("Wisma B")}});
  office.send(a);
  office.send(b);
  const auto open = cases_of(office);
  ASSERT_THAT(open, SizeIs(1));
  const auto stands = row_of(office, id).name;

  const auto decided = office.write([&](WriteTxn& txn) {
    return decide_case(txn, chief(office), open[0].id, open[0].version, {Decision::Keep::theirs, {}, "Papan nama"});
  });

  ASSERT_TRUE(decided) << decided.error().message;
  EXPECT_EQ(row_of(office, id).name, stands == "Wisma A" ? "Wisma B" : "Wisma A");
  EXPECT_THAT(cases_of(office), IsEmpty());
  const auto after = cases_of(office, "decided");
  ASSERT_THAT(after, SizeIs(1));
  EXPECT_THAT(after[0].sides, HasSubstr("Wisma A"));
  EXPECT_THAT(after[0].sides, HasSubstr("Wisma B"));
  const auto again = office.write([&](WriteTxn& txn) {
    return decide_case(txn, chief(office), open[0].id, after[0].version, {Decision::Keep::ours, {}, ""});
  });
  EXPECT_EQ(again.error().code, ErrorCode::conflict);
}

TEST(LodgingEdits, ADecisionMayBeAThirdValueButNoNonsense) {
  Office office;
  auto a = office.new_phone();
  auto b = office.new_phone();
  const auto id = office.new_lodging("Wisma Lontar");
  correct(a, office, id, 1, {{LodgingField::rooms, std::int64_t{14}, std::int64_t{15}}});
  correct(b, office, id, 1, {{LodgingField::rooms, std::int64_t{14}, std::int64_t{16}}});
  office.send(a);
  office.send(b);
  const auto open = cases_of(office);
  ASSERT_THAT(open, SizeIs(1));

  const auto wrong = office.write([&](WriteTxn& txn) {
    return decide_case(txn, chief(office), open[0].id, open[0].version, {Decision::Keep::value, text("banyak"), ""});
  });
  EXPECT_EQ(wrong.error().code, ErrorCode::bad_input);
  const auto right = office.write([&](WriteTxn& txn) {
    return decide_case(txn, chief(office), open[0].id, open[0].version, {Decision::Keep::value, std::int64_t{17}, ""});
  });
  ASSERT_TRUE(right);
  EXPECT_EQ(row_of(office, id).rooms, 17);
}

TEST(LodgingEdits, AnOfficeEditThatSawTheDisputeSettlesIt) {
  Office office;
  auto a = office.new_phone();
  auto b = office.new_phone();
  const auto id = office.new_lodging("Wisma Lontar");
  correct(a, office, id, 1, {{LodgingField::name, text("Wisma Lontar"), text("Wisma A")}});
  correct(b, office, id, 1, {{LodgingField::name, text("Wisma Lontar"), text("Wisma B")}});
  office.send(a);
  office.send(b);
  ASSERT_THAT(cases_of(office), SizeIs(1));
  LodgingChange change;
  change.name = "Wisma C";
  office_sets(office, id, change);

  EXPECT_THAT(cases_of(office), IsEmpty());
  const auto settled = cases_of(office, "decided");
  ASSERT_THAT(settled, SizeIs(1));
  EXPECT_EQ(settled[0].keep, "settled");
  EXPECT_FALSE(settled[0].decided_by.has_value());
}

TEST(LodgingEdits, ClosingALodgingLosesNothingThatSomebodyTyped) {
  Office office;
  auto a = office.new_phone();
  auto b = office.new_phone();
  const auto id = office.new_lodging("Wisma Lontar");
  correct(a, office, id, 1, {{LodgingField::status, text("active"), text("closed")}});
  correct(b, office, id, 1, {{LodgingField::phone, {}, text("0380 8553001")}});
  office.send(a);
  office.send(b);
  EXPECT_EQ(row_of(office, id).status, "closed");
  EXPECT_EQ(row_of(office, id).phone, "0380 8553001");
}

TEST(LodgingEdits, AnEditThatWouldLeaveNoLodgingIsHeldAndChangesNothing) {
  Office office;
  auto phone = office.new_phone();
  const auto id = office.new_lodging("Wisma Lontar");
  correct(phone, office, id, 1,
          {{LodgingField::point, domain::Point{-10'150'000, 123'620'000}, domain::Point{0, 0}},
           {LodgingField::phone, {}, text("0380 8553001")}});
  EXPECT_THAT(office.send(phone).quarantined, SizeIs(1));
  EXPECT_EQ(row_of(office, id).version, 1);
  EXPECT_EQ(row_of(office, id).phone, std::nullopt);
}

// The same promise as in the domain's test, through the store and the log.
TEST(LodgingEdits, TheOrderInWhichPhonesReachTheServerChangesNothing) {
  const auto seed = std::random_device{}();
  std::mt19937 random(seed);
  for (int round = 0; round < 8; ++round) {
    Office office;
    std::vector<Phone> phones{office.new_phone(), office.new_phone(), office.new_phone()};
    const auto one = office.new_lodging("Wisma");
    const auto other = office.new_lodging("Wisma");
    std::array<std::vector<domain::FieldChange>, 3> changes;
    for (auto& change : changes) {
      change.push_back(
          {LodgingField::name, text("Wisma"), std::string("Wisma ") + static_cast<char>('A' + random() % 3)});
      if (random() % 2 == 0)
        change.push_back({LodgingField::phone, {}, std::string("0380 855300") + static_cast<char>('0' + random() % 2)});
    }
    std::vector<std::size_t> order{0, 1, 2};
    for (const auto n : order) correct(phones[n], office, one, 1, changes[n]);
    for (const auto n : order) office.send(phones[n]);
    // The ranks are those of the records; the second lodging's records get theirs from other bytes, so only the sets
    // of words in dispute can be compared.
    std::shuffle(order.begin(), order.end(), random);
    for (const auto n : order) correct(phones[n], office, other, 1, changes[n]);
    for (const auto n : order) office.send(phones[n]);
    const auto words = [&](LodgingId id) {
      std::multiset<std::string> all;
      for (const auto& row : cases_of(office)) {
        if (row.lodging != id) continue;
        const auto document = wire::JsonDocument::parse(row.sides);
        for (const auto& side : document->root().items()) all.insert(*row.field + side.member("value")->dump());
      }
      return all;
    };
    EXPECT_EQ(words(one), words(other)) << "seed " << seed << " round " << round;
  }
}

}  // namespace
}  // namespace ronda::server
