// The ledger's roots, and that verify names what was changed behind the server's back.
#include "sync-server/service/ledger.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shared/sqlite/database.hpp"
#include "tests/unit/service/office_fixture.hpp"

namespace ronda::server {
namespace {

using office::Office;
using office::Phone;

class Ledger : public testing::Test {
 protected:
  Ledger() {
    for (const char* day : {"2026-12-02 21:00", "2026-12-03 09:00", "2026-12-05 23:30"}) {
      office_.set_time(day);
      office_.seal(phone_, office_.inspection(lodging_, {"FIR-02"}));
      office_.send(phone_);
    }
  }
  int write_roots() {
    return *office_.write([&](WriteTxn& txn) { return server::write_roots(txn, office_.unit); });
  }
  Result<Verdict> verify() {
    const AttachmentFiles files(
        std::shared_ptr<AttachmentDisk>(open_attachment_folder(office_.folder / "attachments")));
    return office_.read([&](const ReadTxn& txn) { return verify_ledger(txn, files); });
  }
  void tamper(const std::string& sql) {
    auto db = sqlite::Database::open((office_.folder / "ronda.db").string());
    ASSERT_TRUE(db);
    ASSERT_TRUE(db->execute(sql));
  }

  Office office_;
  Phone phone_ = office_.new_phone();
  LodgingId lodging_ = office_.new_lodging("Wisma Lontar Teduh");
};

TEST_F(Ledger, EachDayThatIsOverHasARootWrittenOnce) {
  EXPECT_EQ(write_roots(), 2);  // the third day is not over
  EXPECT_EQ(write_roots(), 0);
  office_.set_time("2026-12-06 00:01");
  EXPECT_EQ(write_roots(), 1);
  const auto whole = verify();
  ASSERT_TRUE(whole) << whole.error().where << ": " << whole.error().message;
  EXPECT_EQ(whole->records, 3);
  EXPECT_EQ(whole->signed_records, 3);
  EXPECT_EQ(whole->roots, 3);
}

TEST_F(Ledger, WhateverIsChangedIsNamed) {
  office_.set_time("2026-12-06 00:01");
  write_roots();
  tamper("UPDATE inspection SET outcome = 'refused', outcome_reason = 'x' WHERE seq = 2");
  auto verdict = verify();
  ASSERT_FALSE(verdict);
  EXPECT_EQ(verdict.error().where, to_text(phone_.id) + ":2");
  tamper("UPDATE device_run SET chain_hash = zeroblob(32) WHERE first_chain = 1");
  verdict = verify();
  ASSERT_FALSE(verdict);
  EXPECT_EQ(verdict.error().code, ErrorCode::corrupt);
}

TEST_F(Ledger, ARootOrASignatureThatWasExchangedIsNamed) {
  office_.set_time("2026-12-06 00:01");
  write_roots();
  tamper("DROP TRIGGER ledger_root_never_changes; UPDATE ledger_root SET records = 7 WHERE day = '2026-12-03'");
  auto verdict = verify();
  ASSERT_FALSE(verdict);
  EXPECT_EQ(verdict.error().where, "root 2026-12-03");
  tamper("UPDATE run_signature SET signature = zeroblob(64) WHERE last_seq = 1");
  verdict = verify();
  ASSERT_FALSE(verdict);
  EXPECT_EQ(verdict.error().where, to_text(phone_.id) + ":1");
}

TEST_F(Ledger, ARecordThatAPersonClosedIsNoDamage) {
  auto stray = office_.inspection(lodging_);
  stray.lodging = LodgingId{*parse_uuid("01935d00-0000-7000-8000-00000000dead")};
  office_.seal(phone_, stray);
  office_.send(phone_);
  ASSERT_TRUE(verify());
  tamper("UPDATE quarantine SET state = 'closed'");
  const auto verdict = verify();
  EXPECT_TRUE(verdict) << verdict.error().where << ": " << verdict.error().message;
}

}  // namespace
}  // namespace ronda::server
