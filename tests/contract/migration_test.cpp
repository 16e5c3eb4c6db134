// Data written by an older server is there after the newer one opened it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "embedded/sync-server-store.hpp"
#include "shared/base/bytes.hpp"
#include "shared/crypto/crypto.hpp"
#include "shared/sqlite/database.hpp"
#include "sync-server/store/feed_store.hpp"
#include "sync-server/store/finding_store.hpp"
#include "sync-server/store/notice_store.hpp"
#include "sync-server/store/sqlite/open_store.hpp"
#include "sync-server/store/store.hpp"
#include "sync-server/store/sync_store.hpp"

namespace ronda::server {
namespace {

constexpr std::string_view kLine1 = "{\"seq\":1,\"text\":\"é\"}";
constexpr std::string_view kLine2 = "{\"seq\":2}";

/// Sixteen bytes that end in `last`.
std::string id_of(int last) {
  return "x'000000000000000000000000000000" + std::string(last < 16 ? "0" : "") + [&] {
    char hex[3];
    std::snprintf(hex, sizeof hex, "%x", last);
    return std::string(hex);
  }() + "'";
}

template <typename IdType>
IdType id(int last) {
  IdType made;
  made.uuid.bytes[15] = static_cast<std::uint8_t>(last);
  return made;
}

std::string blob(const ledger::Hash& hash) { return "x'" + to_hex(hash) + "'"; }

class OldData : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(crypto::start());
    folder_ = std::filesystem::temp_directory_path() / ("ronda-migration-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
    auto db = sqlite::Database::open((folder_ / "ronda.db").string());
    ASSERT_TRUE(db);
    std::vector<sqlite::Migration> steps;
    for (const auto& file : embedded::sync_server_store::files) {
      if (std::string_view(file.name) < "0016") steps.push_back({file.name, file.content});
    }
    ASSERT_TRUE(sqlite::migrate(*db, steps, Instant{1}));
    const auto h1 = crypto::sha256(kLine1);
    const auto h2 = crypto::sha256(kLine2);
    const auto c1 = ledger::chain({}, h1);
    const auto filled =
        db->execute("INSERT INTO server VALUES (1, " + id_of(9) +
                    ", 1);"
                    "INSERT INTO unit VALUES (" +
                    id_of(1) +
                    ", 'Unit', 'Asia/Makassar', '', '', '', '', '', 1, 2, 1, 2);"
                    "INSERT INTO officer VALUES (" +
                    id_of(2) + ", " + id_of(1) +
                    ", 'Ana', 'Aipda', '1', 'officer', 1);"
                    "INSERT INTO device VALUES (" +
                    id_of(3) + ", " + id_of(2) + ", " + id_of(1) + ", 'HP', " + blob(h1) + ", " + blob(h2) +
                    ", 1, NULL, 2, " + blob(h2) +
                    ", NULL, '', '');"
                    "INSERT INTO lodging VALUES (" +
                    id_of(4) + ", " + id_of(1) +
                    ", 'Wisma', 'wisma', 'wisma', 'kos', NULL, NULL,"
                    " NULL, NULL, NULL, NULL, NULL, NULL, 1, 1, NULL, NULL, 'low', 'active', 'test', 1, 1);"
                    "INSERT INTO device_record VALUES (1, " +
                    id_of(3) + ", 1, " + id_of(21) + ", 'inspection.sealed', " + blob(h1) + ", " + blob(c1) +
                    ", CAST('" + std::string(kLine1) +
                    "' AS BLOB), 77);"
                    "INSERT INTO device_record VALUES (2, " +
                    id_of(3) + ", 2, " + id_of(22) + ", 'x', " + blob(h2) + ", " + blob(ledger::chain(c1, h2)) +
                    ", CAST('" + std::string(kLine2) +
                    "' AS BLOB), 78);"
                    "INSERT INTO inspection VALUES (" +
                    id_of(5) + ", " + id_of(1) + ", " + id_of(4) + ", NULL, " + id_of(2) + ", " + id_of(3) +
                    ", 1, 'v1', 'done', NULL, 1, 2, '2026-12-01', 'Asia/Makassar', 1, 0, 3);"
                    "INSERT INTO inspection_answer VALUES (" +
                    id_of(5) +
                    ", 'LEG-01', '\"yes\"', 'foto buram'),"
                    " (" +
                    id_of(5) +
                    ", 'LEG-05', '12', NULL);"
                    "INSERT INTO inspection_photo VALUES (" +
                    id_of(5) + ", " + blob(h2) +
                    ", 'LEG-01', 10, 'image/jpeg');"
                    "INSERT INTO finding VALUES (" +
                    id_of(6) + ", " + id_of(1) + ", " + id_of(4) +
                    ", 'FIR-02', 'critical', 'a', 'b',"
                    " NULL, 'open', '2026-12-01', " +
                    id_of(5) +
                    ", '2026-12-04', 1, 'berita_acara', '2026-12-01', NULL);"
                    "INSERT INTO finding_event VALUES (" +
                    id_of(6) + ", " + id_of(5) +
                    ", 'opened', NULL, 2);"
                    "INSERT INTO notice VALUES (" +
                    id_of(7) + ", " + id_of(1) + ", " + id_of(4) + ", " + id_of(5) +
                    ", 'berita_acara', 'draft', NULL, NULL, 3, '2026-12-04', NULL, NULL, NULL, 1);"
                    "INSERT INTO notice_finding VALUES (" +
                    id_of(7) + ", " + id_of(6) +
                    ", '2026-12-04');"
                    "INSERT INTO notice_event (notice_id, at, what) VALUES (" +
                    id_of(7) +
                    ", 3, 'made');"
                    "INSERT INTO inspection_link VALUES (" +
                    blob(h1) + ", " + id_of(5) +
                    ", 99);"
                    "INSERT INTO feed (entity, entity_id, unit_id, deleted) VALUES ('lodging', " +
                    id_of(4) + ", " + id_of(1) +
                    ", 0),"
                    " ('inspection', " +
                    id_of(5) + ", " + id_of(1) + ", 0), ('team', " + id_of(8) + ", " + id_of(1) +
                    ", 1);"
                    "DELETE FROM feed WHERE seq = 3;");
    ASSERT_TRUE(filled) << filled.error().message;
  }

  void TearDown() override {
    store.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  void open() {
    auto opened = open_sqlite_store({folder_ / "ronda.db", 1, [] { return Instant{100}; }, crypto::entropy()});
    ASSERT_TRUE(opened) << opened.error().message << " " << opened.error().where;
    store = std::move(*opened);
  }

  std::filesystem::path file() const { return folder_ / "ronda.db"; }

  std::unique_ptr<Store> store;

 private:
  std::filesystem::path folder_;
};

TEST_F(OldData, RecordsKeepTheirBytesHashesAndPlaces) {
  open();

  const auto records = store->read([](const ReadTxn& txn) { return txn.sync().records_after(0, 10); });

  ASSERT_EQ(records->size(), 2U);
  EXPECT_EQ(records->front().bytes, kLine1);
  EXPECT_EQ(records->front().received_at.ms, 77);
  EXPECT_EQ(records->back().bytes, kLine2);
  EXPECT_EQ(records->back().chain_hash,
            ledger::chain(ledger::chain({}, crypto::sha256(kLine1)), crypto::sha256(kLine2)));
  EXPECT_EQ(*store->read([](const ReadTxn& txn) { return txn.sync().record_hash(id<DeviceId>(3), 2); }),
            crypto::sha256(kLine2));
  EXPECT_EQ(store->read([](const ReadTxn& txn) { return txn.sync().chain_end(); })->chain_seq, 2);
}

TEST_F(OldData, AnInspectionKeepsItsAnswersPhotosFindingsAndDoor) {
  open();

  const auto read = store->read([](const ReadTxn& txn) -> Result<std::string> {
    const auto answers = txn.findings().answers(id<InspectionId>(5));
    if (!answers) return answers.error();
    std::string text;
    for (const auto& one : *answers) text += one.item + "=" + one.value + one.note.value_or("") + " ";
    const auto photos = txn.findings().photos(id<InspectionId>(5));
    text += std::to_string(photos->size()) + " photo, ";
    text += *txn.findings().names_photo(id<UnitId>(1), crypto::sha256(kLine2)) ? "named, " : "not named, ";
    text += std::to_string(txn.findings().findings_of_inspection(id<InspectionId>(5))->size()) + " finding, ";
    text += std::to_string(txn.notices().open_notices_with(id<FindingId>(6))->size()) + " notice, ";
    text += std::to_string(txn.notices().events_of(id<NoticeId>(7))->size()) + " event, ";
    const auto door = txn.notices().inspection_link(crypto::sha256(kLine1));
    text += *door && (*door)->inspection == id<InspectionId>(5) && (*door)->expires_at.ms == 99 ? "door" : "no door";
    return text;
  });

  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, "LEG-01=\"yes\"foto buram LEG-05=12 1 photo, named, 1 finding, 1 notice, 1 event, door");
}

TEST_F(OldData, TheFeedGoesOnBehindItsHighestNumberEver) {
  open();
  EXPECT_EQ(*store->read([](const ReadTxn& txn) { return txn.feed().head(); }), 4)
      << "behind the number of a row that is gone comes the device, which the old feed did not tell";

  ASSERT_TRUE(store->write([](WriteTxn& txn) { return txn.touch("lodging", id<LodgingId>(4).uuid, id<UnitId>(1)); }));

  const auto entries = store->read([](const ReadTxn& txn) { return txn.feed().after(id<UnitId>(1), 0, 10); });
  ASSERT_EQ(entries->size(), 3U);
  EXPECT_EQ(entries->front().entity, "inspection");
  EXPECT_EQ(entries->at(1).entity, "device");
  EXPECT_EQ(entries->back().seq, 5);
}

TEST_F(OldData, ANoticeNamesItsFindingsWithTheirDeadlines) {
  open();

  const auto named = store->read([](const ReadTxn& txn) { return txn.notices().findings_of(id<NoticeId>(7)); });

  ASSERT_TRUE(named) << named.error().message;
  ASSERT_EQ(named->size(), 1U);
  EXPECT_EQ(named->front().finding, id<FindingId>(6));
  EXPECT_EQ(to_text(named->front().due_on), "2026-12-04");
}

TEST_F(OldData, WordsThatTheVocabularyDoesNotKnowAreStillRefused) {
  open();
  store.reset();
  auto db = sqlite::Database::open(file().string());
  ASSERT_TRUE(db);

  EXPECT_EQ(*db->integrity(), "ok");
  for (const std::string change :
       {"UPDATE inspection SET outcome = 'rejected'", "UPDATE finding SET severity = 'grave'",
        "UPDATE finding SET state = 'shut', closed_on = '2026-12-05'", "UPDATE finding SET rung = 'teguran_4'",
        "UPDATE finding_event SET disposition = 'gone'", "UPDATE notice SET rung = 'teguran_4'",
        "UPDATE notice SET state = 'lost'", "UPDATE notice_event SET what = 'burnt'",
        "UPDATE lodging SET kind = 'tent'", "UPDATE lodging SET tier = 'top'", "UPDATE lodging SET status = 'lost'"}) {
    const auto changed = db->execute(change);
    ASSERT_FALSE(changed) << change;
    EXPECT_EQ(changed.error().code, ErrorCode::conflict) << change;
  }
}

}  // namespace
}  // namespace ronda::server
