// What a new identity carries from an older one counts once, whichever way it comes first.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shared/wire/carried_json.hpp"
#include "shared/wire/report_json.hpp"
#include "sync-server/service/inspections.hpp"
#include "tests/unit/service/office_fixture.hpp"

namespace ronda::server {
namespace {

using office::Office;
using office::Phone;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class CarriedRecords : public testing::Test {
 protected:
  std::vector<std::string> held(const wire::PushReply& reply) {
    std::vector<std::string> out;
    for (const auto& one : reply.quarantined) out.push_back(std::to_string(one.seq) + " " + one.code);
    return out;
  }
  std::size_t inspections() {
    return office_.read([&](const ReadTxn& txn) { return txn.findings().inspections(office_.unit.id, {}, 100); })
        ->size();
  }

  Office office_;
  Phone old_ = office_.new_phone();
  Phone anew_ = office_.new_phone();
  LodgingId lodging_ = office_.new_lodging("Wisma Lontar Teduh");
};

TEST_F(CarriedRecords, ACarriedInspectionCountsWithThePaperItWasHandedOverWith) {
  const auto id = office_.seal(old_, office_.inspection(lodging_, {"FIR-02"}));
  anew_.write("record.carried", wire::carried_body(old_.records[0]), office_.now);

  EXPECT_THAT(held(office_.send(anew_)), IsEmpty());
  EXPECT_THAT(office_.findings(lodging_), SizeIs(1));
  const auto read = office_.read([&](const ReadTxn& txn) { return read_inspection(txn, office_.unit.id, id); });
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_TRUE(read->verified);
  EXPECT_EQ(read->sealed.device, old_.id);
  EXPECT_EQ(read->sealed_hash, ledger::record_hash(old_.records[0]));
  EXPECT_EQ(read->record.device, anew_.id);
}

TEST_F(CarriedRecords, TheOldLogFirstOrTheCarrierFirstIsTheSame) {
  office_.seal(old_, office_.inspection(lodging_, {"FIR-02"}));
  anew_.write("record.carried", wire::carried_body(old_.records[0]), office_.now);
  Phone third = office_.new_phone();
  third.write("record.carried", wire::carried_body(old_.records[0]), office_.now);

  EXPECT_THAT(held(office_.send(anew_)), IsEmpty());
  EXPECT_THAT(held(office_.send(old_)), IsEmpty());
  EXPECT_THAT(held(office_.send(third)), IsEmpty());

  EXPECT_EQ(inspections(), 1U);
  EXPECT_EQ(office_.findings(lodging_).front().times_seen, 1);
}

TEST_F(CarriedRecords, WhatHasNoIdOfItsOwnCountsOnceToo) {
  office_.seal(old_, office_.inspection(lodging_, {"FIR-02"}));
  office_.send(old_);
  const auto finding = office_.findings(lodging_).front().id;
  const domain::DisposedFinding seen{finding, lodging_, domain::Disposition::persists, "Masih sama"};
  old_.write("finding.disposed", wire::body_of(seen), office_.now);
  anew_.write("record.carried", wire::carried_body(old_.records[1]), office_.now);

  EXPECT_THAT(held(office_.send(anew_)), IsEmpty());
  EXPECT_THAT(held(office_.send(old_)), IsEmpty());  // the older log, late or by file
  EXPECT_EQ(office_.findings(lodging_).front().times_seen, 2);
}

TEST_F(CarriedRecords, OtherContentUnderTheSameIdIsKeptAndFlagged) {
  const auto body = office_.inspection(lodging_, {"FIR-02"});
  auto other = body;
  other.answers.front().note = "Lain";
  office_.seal(old_, body);
  office_.send(old_);
  Phone copy = office_.new_phone();
  office_.seal(copy, other);
  anew_.write("record.carried", wire::carried_body(copy.records[0]), office_.now);

  EXPECT_THAT(held(office_.send(anew_)), ElementsAre("1 conflict"));
  EXPECT_EQ(inspections(), 1U);
}

TEST_F(CarriedRecords, WhatIsNotWhatItsHashSaysIsHeldAndHoldsUpNothing) {
  office_.seal(old_, office_.inspection(lodging_));
  std::string altered = wire::carried_body(old_.records[0]);
  const auto at = altered.find("Lontar") == std::string::npos ? altered.find("\"at\":\"2026") + 8 : 0;
  altered[at] = '1';
  anew_.write("record.carried", altered, office_.now);
  anew_.write("record.carried", wire::carried_body(anew_.records[0]), office_.now);
  office_.seal(anew_, office_.inspection(lodging_));

  EXPECT_THAT(held(office_.send(anew_)), ElementsAre("1 bad_input", "2 bad_input"));
  EXPECT_EQ(inspections(), 1U);
}

}  // namespace
}  // namespace ronda::server
