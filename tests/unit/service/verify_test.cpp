// Whatever byte of the evidence is changed behind the server's back, verify finds it and names the first bad record.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "shared/base/bytes.hpp"
#include "shared/sqlite/database.hpp"
#include "shared/wire/carried_json.hpp"
#include "shared/wire/inspection_json.hpp"
#include "shared/wire/lead_json.hpp"
#include "shared/wire/report_json.hpp"
#include "sync-server/service/attachments.hpp"
#include "sync-server/service/ledger.hpp"
#include "sync-server/store/correction_store.hpp"
#include "tests/unit/service/office_fixture.hpp"

namespace ronda::server {
namespace {

using office::Office;
using office::Phone;
using testing::StartsWith;

/// An office with a record of every kind that makes evidence: inspections with findings, notes and a photo, a
/// correction, dispositions, a service, an activity, a referral, a tip, a carried record; and the roots of the days.
class Evidence : public testing::Test {
 protected:
  Evidence() {
    office_.set_time("2026-12-02 21:00");
    auto body = office_.inspection(lodging_, {"FIR-02"});
    body.visit = office_.publish_visit(lodging_, *parse_date("2026-12-02")).id;
    const std::string photo = "\xFF\xD8\xFF" + std::string(40, 'p');
    const auto hash = crypto::sha256(photo);
    body.photos.push_back({ledger::to_text(hash), 43, "image/jpeg", 1600, 1200, "LEG-01"});
    body.answers.front().photos.push_back(ledger::to_text(hash));
    body.answers.front().note = "Papan \"nama\" baru";
    office_.seal(phone_, body);
    office_.send(phone_);
    EXPECT_TRUE(uploads_.attachments.begin(office_.principal(phone_), {hash, "image/jpeg"}, 43));
    EXPECT_TRUE(uploads_.attachments.append(office_.principal(phone_), hash, {0, photo, {}, false}));
    const auto finding = office_.findings(lodging_).front().id;

    office_.set_time("2026-12-03 09:00");
    correct(close(phone_));
    auto again = office_.inspection(lodging_, {"FIR-02"});
    again.dispositions.push_back({finding, domain::Disposition::persists, "Masih terkunci"});
    office_.seal(phone_, again);
    say("finding.disposed", domain::DisposedFinding{finding, lodging_, domain::Disposition::worsened, "Rantai baru"});
    const auto notice =
        office_.read([&](const ReadTxn& txn) { return txn.notices().notice_of_inspection(body.inspection); });
    domain::ServedNotice served{(*notice)->id, "Penanggung jawab", domain::ServiceWay::handed, office_.now, {}};
    served.signature = domain::ManagerRefused{"Menunggu pemilik"};
    say("notice.served", served);
    say("activity.held", domain::HeldActivity{domain::ActivityId{body.inspection.uuid}, domain::ActivityKind::education,
                                              *parse_date("2026-12-03"), "Aula", "Lapor tamu", 14, lodging_});
    domain::MadeReferral referral;
    referral.referral.uuid = *parse_uuid("01935d00-0000-7000-8000-0000000002f1");
    referral.lodging = lodging_;
    referral.inspection = body.inspection;
    referral.reason = domain::ReferralReason::child;
    referral.to = domain::Receiver::unit_ppa;
    referral.at = office_.now;
    referral.case_no = "LP/B/12";
    say("referral.made", referral);
    domain::ReceivedTip tip;
    tip.tip.uuid = *parse_uuid("01935d00-0000-7000-8000-0000000002f2");
    tip.lodging = lodging_;
    tip.received_on = *parse_date("2026-12-03");
    tip.expires_on = *parse_date("2027-01-02");
    tip.reference = "B/7";
    say("tip.received", tip);
    office_.send(phone_);

    office_.set_time("2026-12-04 09:00");
    close(old_);
    anew_.write("record.carried", wire::carried_body(old_.records[0]), office_.now);
    office_.send(anew_);
    office_.set_time("2026-12-06 00:01");
    EXPECT_TRUE(office_.write([&](WriteTxn& txn) { return write_roots(txn, office_.unit); }));
  }

  template <typename Report>
  void say(const char* kind, const Report& report) {
    phone_.write(kind, wire::body_of(report), office_.now);
  }
  /// A visit at a closed door.
  domain::SealedInspection close(Phone& phone) {
    auto body = office_.inspection(lodging_);
    body.outcome = domain::Outcome::closed;
    body.outcome_reason = "Pintu terkunci";
    body.answers.clear();
    body.sample.reset();
    body.manager.reset();
    office_.seal(phone, body);
    return body;
  }
  void correct(domain::SealedInspection body) {
    domain::CorrectedInspection report;
    report.supersedes = body.inspection;
    report.record = ledger::to_text(phone_.head);
    report.reason = "Salah alasan";
    body.inspection = InspectionId{*parse_uuid("01935d00-0000-7000-8000-00000000c0de")};
    body.outcome_reason = "Tutup selamanya";
    body.portal_key = wire::portal_key(Office::token_of(body.inspection));
    report.inspection = std::move(body);
    say("inspection.corrected", report);
  }

  Result<Verdict> verify() {
    return office_.read([&](const ReadTxn& txn) { return verify_ledger(txn, uploads_.files); });
  }
  /// An older identity that this server never knew.
  Phone lost_phone() {
    Phone phone;
    phone.id = DeviceId{*parse_uuid("01935d00-0000-7000-8000-0000000001d0")};
    phone.officer = office_.officer.id;
    phone.keys = crypto::make_key_pair();
    return phone;
  }
  sqlite::Database open_behind() {
    auto db = sqlite::Database::open((office_.folder / "ronda.db").string());
    EXPECT_TRUE(db);
    EXPECT_TRUE(
        db->execute("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; PRAGMA synchronous = OFF;"
                    "DROP TRIGGER ledger_root_never_changes; DROP TRIGGER ledger_root_is_never_lost"));
    return std::move(*db);
  }

  Office office_;
  Phone phone_ = office_.new_phone();
  Phone old_ = lost_phone();
  Phone anew_ = office_.new_phone();
  LodgingId lodging_ = office_.new_lodging("Wisma Lontar Teduh");
  Uploads uploads_{*office_.store,
                   std::shared_ptr<AttachmentDisk>(open_attachment_folder(office_.folder / "attachments"))};
};

/// Columns of a table that are evidence. `names`: SQL for the name that verify gives a row of it.
struct Covered {
  const char* table;
  std::vector<const char*> key;      ///< of a row
  std::vector<const char*> columns;  ///< a change of these names the row's own record
  std::vector<const char*> places;   ///< these say where a row belongs: what is missed there may be named first
  const char* names;
};

const char* const kOwn = "lower(hex(device_id)) || ':' || seq";
const char* const kOfInspection =
    "(SELECT lower(hex(device_id)) || ':' || seq FROM inspection i WHERE i.id = t.inspection_id)";

const Covered kEvidence[] = {
    {"device_run",
     {"first_chain"},
     {"hashes", "chain_hash", "coding", "bytes", "received_at", "stamp"},
     {"first_chain", "device_id", "first_seq", "count", "skip"},
     "lower(hex(device_id)) || ':' || first_seq"},
    {"run_signature",
     {"device_id", "last_seq"},
     {"signature"},
     {"device_id", "last_seq"},
     "lower(hex(device_id)) || ':' || last_seq"},
    {"carried_record", {"hash"}, {"hash", "origin_id", "origin_seq", "device_id", "seq"}, {}, kOwn},
    {"inspection",
     {"id"},
     {"unit_id",        "lodging_id",      "officer_id",  "checklist",  "outcome",
      "outcome_reason", "opened_at",       "sealed_at",   "local_date", "zone",
      "new_findings",   "persisting",      "received_at", "answers",    "notes",
      "portal_key",     "link_expires_at", "device_id",   "seq",        "id"},
     {"superseded_by"},
     kOwn},
    {"inspection_photo", {"n"}, {"inspection_id", "sha256", "item", "bytes", "png"}, {}, kOfInspection},
    {"inspection_correction",
     {"inspection_id"},
     {"reason_class", "reason", "corrected_at"},
     {"inspection_id", "supersedes"},
     kOfInspection},
    {"finding",
     {"id"},
     {"id", "unit_id", "lodging_id", "code", "severity", "note", "opened_on", "opened_by", "due_on", "state",
      "times_seen", "last_seen"},
     {},
     "(SELECT lower(hex(device_id)) || ':' || seq FROM inspection i WHERE i.id = t.opened_by)"},
    {"visit",
     {"id"},
     {"id", "state", "outcome", "inspection_id"},
     {},
     "(SELECT lower(hex(device_id)) || ':' || seq FROM inspection i WHERE i.visit_id = t.id)"},
    {"finding_event",
     {"finding_id", "inspection_id"},
     {"finding_id", "disposition", "reason", "at"},
     {"inspection_id"},
     kOfInspection},
    {"finding_disposal",
     {"finding_id", "device_id", "seq"},
     {"finding_id", "officer_id", "disposition", "reason", "local_date", "at", "device_id", "seq"},
     {},
     kOwn},
    {"notice_service",
     {"n"},
     {"notice_id", "officer_id", "to_role", "way", "served_at", "refused", "reason", "device_id", "seq"},
     {},
     kOwn},
    {"activity",
     {"id"},
     {"id", "unit_id", "officer_id", "kind", "date", "place", "theme", "headcount", "lodging_id", "received_at",
      "device_id", "seq"},
     {},
     kOwn},
    {"referral",
     {"id"},
     {"id", "unit_id", "officer_id", "lodging_id", "inspection_id", "reason", "receiver", "made_at", "case_no",
      "received_at", "device_id", "seq"},
     {},
     kOwn},
    {"tip",
     {"id"},
     {"id", "unit_id", "officer_id", "lodging_id", "source", "category", "priority", "received_on", "expires_on",
      "reference", "received_at", "device_id", "seq"},
     {},
     kOwn},
    {"device", {"id"}, {"acked_seq", "head_hash"}, {"public_key"}, "lower(hex(id)) || ':'"},
    {"ledger_root", {"unit_id", "day"}, {"records", "chain_seq", "root", "seal"}, {"unit_id", "day"}, "'root ' || day"},
    {"attachment", {"sha256"}, {"length", "type"}, {"sha256"}, "'attachment ' || lower(hex(sha256))"},
};

std::string plain(std::string text) {
  std::erase(text, '-');
  return text;
}

/// Every change of one byte (of a whole number: of one bit) of one value of one row, each put back before the next.
class Flips {
 public:
  Flips(sqlite::Database& db, std::function<Result<Verdict>()> verify) : db_(db), verify_(std::move(verify)) {}

  void all_of(const Covered& covered) {
    std::int64_t rows = 0;
    {
      auto row = db_.use("SELECT count(*) FROM " + std::string(covered.table));
      ASSERT_TRUE(row.step());
      rows = row.int64(0);
    }
    ASSERT_GT(rows, 0) << covered.table;
    for (std::int64_t n = 0; n < rows; ++n) {
      for (const char* column : covered.columns) flip(covered, n, column, true);
      for (const char* column : covered.places) flip(covered, n, column, false);
    }
  }
  int made() const { return made_; }

 private:
  static std::string literal(const std::string& type, const Bytes& bytes, std::int64_t number) {
    if (type == "integer") return std::to_string(number);
    const std::string blob = "x'" + to_hex(bytes) + "'";
    return type == "text" ? "CAST(" + blob + " AS TEXT)" : blob;
  }

  struct Value {
    std::string type;
    Bytes bytes;
    std::int64_t number = 0;
  };
  Value read(const Covered& covered, std::int64_t n, const std::string& column) {
    std::string order;
    for (const char* key : covered.key) order += (order.empty() ? "" : ", ") + std::string(key);
    auto row = db_.use("SELECT typeof(" + column + "), CAST(" + column + " AS BLOB), " + column + " FROM " +
                       covered.table + " t ORDER BY " + order + " LIMIT 1 OFFSET " + std::to_string(n));
    EXPECT_TRUE(row.step());
    return {row.text(0), row.blob(1), row.int64(2)};
  }

  void flip(const Covered& covered, std::int64_t n, const std::string& column, bool names_it) {
    const Value value = read(covered, n, column);
    if (value.type == "null") return;
    const auto named = read(covered, n, covered.names);
    const std::string name = plain(std::string(text_of(named.bytes)));
    const auto where_of = [&](const std::string& changed) {
      std::string where;
      for (const char* key : covered.key) {
        const Value held = read(covered, n, key);
        const auto now = key == column && !changed.empty() ? changed : literal(held.type, held.bytes, held.number);
        where += (where.empty() ? " WHERE " : " AND ") + std::string(key) + " = " + now;
      }
      return where;
    };
    const std::string here = where_of("");
    const std::string original = literal(value.type, value.bytes, value.number);
    const std::size_t size = value.type == "integer" ? 62 : value.bytes.size();
    for (std::size_t i = 0; i < size; ++i) {
      Bytes bytes = value.bytes;
      if (value.type != "integer") bytes[i] ^= 1;
      const std::int64_t bit = value.type == "integer" ? std::int64_t{1} << i : 0;
      const std::string changed = literal(value.type, bytes, value.number ^ bit);
      const std::string there = where_of(changed);  // read before the change: rows may then stand in another order
      const auto set = [&](const std::string& to, const std::string& at) {
        return db_.execute("UPDATE " + std::string(covered.table) + " SET " + column + " = " + to + at);
      };
      if (!set(changed, here)) continue;  // two rows of one name cannot stand in a database
      ++made_;
      const auto verdict = verify_();
      const std::string what =
          std::string(covered.table) + "." + column + " row " + std::to_string(n) + " byte " + std::to_string(i);
      EXPECT_FALSE(verdict) << what;
      if (!verdict) {
        EXPECT_EQ(verdict.error().code, ErrorCode::corrupt) << what << ": " << verdict.error().message;
        EXPECT_FALSE(verdict.error().where.empty()) << what;
        const bool run = std::string(covered.table) == "device_run";  // any record of the run may be the first bad one
        const auto expected = run ? name.substr(0, name.find(':') + 1) : name;
        if (names_it) {
          EXPECT_THAT(plain(verdict.error().where), StartsWith(expected)) << what << ": " << verdict.error().message;
        }
      }
      ASSERT_TRUE(set(original, there)) << what;
    }
  }

  sqlite::Database& db_;
  std::function<Result<Verdict>()> verify_;
  int made_ = 0;
};

TEST_F(Evidence, AWholeOfficeIsWhole) {
  const auto verdict = verify();
  ASSERT_TRUE(verdict) << verdict.error().where << ": " << verdict.error().message;
  EXPECT_EQ(verdict->records, 10);
  EXPECT_EQ(verdict->signed_records, 10);
  EXPECT_EQ(verdict->attachments, 1);
  EXPECT_EQ(verdict->roots, 3);
}

TEST_F(Evidence, EveryByteOfEveryCoveredColumnThatIsChangedIsFoundAndTheFirstBadRecordNamed) {
  auto db = open_behind();
  Flips flips(db, [this] { return verify(); });
  for (const auto& covered : kEvidence) {
    flips.all_of(covered);
    if (HasFatalFailure()) return;
    const auto verdict = verify();
    ASSERT_TRUE(verdict) << covered.table << " was not put back: " << verdict.error().where << ": "
                         << verdict.error().message;
  }
  RecordProperty("flips", flips.made());
  EXPECT_GT(flips.made(), 8000);
}

TEST_F(Evidence, AByteOfAPhotoThatIsChangedIsFound) {
  const auto name = ledger::to_text(crypto::sha256("\xFF\xD8\xFF" + std::string(40, 'p')));
  const auto disk = open_attachment_folder(office_.folder / "attachments");
  for (std::int64_t at = 0; at < 43; ++at) {
    const auto bytes = *disk->read(name.substr(0, 2) + "/" + name);
    const auto path = name.substr(0, 2) + "/" + name;
    ASSERT_TRUE(disk->write(path, at, std::string(1, static_cast<char>(bytes[static_cast<std::size_t>(at)] ^ 1))));
    const auto verdict = verify();
    ASSERT_FALSE(verdict) << at;
    EXPECT_EQ(verdict.error().where, "attachment " + name);
    ASSERT_TRUE(disk->write(path, at, bytes.substr(static_cast<std::size_t>(at), 1)));
  }
  EXPECT_TRUE(verify());
}

class MissingRows : public Evidence, public testing::WithParamInterface<const char*> {};

TEST_P(MissingRows, AreFound) {
  ASSERT_TRUE(verify());
  ASSERT_TRUE(open_behind().execute(GetParam()));
  const auto verdict = verify();
  ASSERT_FALSE(verdict);
  EXPECT_EQ(verdict.error().code, ErrorCode::corrupt);
  EXPECT_FALSE(verdict.error().where.empty());
}

INSTANTIATE_TEST_SUITE_P(
    OfEveryTable, MissingRows,
    testing::Values("DELETE FROM inspection_correction", "DELETE FROM finding_event WHERE disposition = 'persists'",
                    "DELETE FROM finding_disposal", "DELETE FROM notice_service", "DELETE FROM activity",
                    "DELETE FROM carried_record", "UPDATE finding SET closed_on = '2026-12-03'", "DELETE FROM visit",
                    "DELETE FROM inspection_photo", "DELETE FROM referral", "DELETE FROM tip",
                    "INSERT INTO run_signature SELECT device_id, 99, signature FROM run_signature LIMIT 1",
                    "UPDATE device_run SET stamp = NULL WHERE first_chain = 2"));

TEST_F(Evidence, MergingALodgingIntoAnotherIsNoDamage) {
  const auto into = office_.new_lodging("Wisma Lontar Teduh Dua");
  ASSERT_TRUE(office_.write([&](WriteTxn& txn) -> Result<void> {
    const auto put = txn.corrections().put_alias({lodging_, office_.unit.id, into, {}, office_.head.id, txn.now()});
    if (!put) return put.error();
    const auto moved = txn.corrections().move_lodging(lodging_, into);
    return moved ? Result<void>() : Result<void>(moved.error());
  }));
  const auto verdict = verify();
  EXPECT_TRUE(verdict) << verdict.error().where << ": " << verdict.error().message;
}

}  // namespace
}  // namespace ronda::server
