// How often a plan wanted each lodging is known for plans that are older than the column, and for whoever only reads.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "embedded/sync-server-store.hpp"
#include "shared/crypto/crypto.hpp"
#include "shared/sqlite/database.hpp"
#include "sync-server/store/planning_store.hpp"
#include "sync-server/store/sqlite/open_store.hpp"

namespace ronda::server {
namespace {

template <typename IdType>
IdType id(int last) {
  IdType made;
  made.uuid.bytes[15] = static_cast<std::uint8_t>(last);
  return made;
}

std::string hex_id(int last) {
  char text[40];
  std::snprintf(text, sizeof text, "x'%030d%02x'", 0, last);
  return text;
}

class RoundWanted : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(crypto::start());
    folder_ = std::filesystem::temp_directory_path() / ("ronda-wanted-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  Result<std::unique_ptr<Store>> open(bool read_only) {
    StoreOptions options{folder_ / "ronda.db", 1, [] { return Instant{5}; }, crypto::entropy()};
    options.read_only = read_only;
    return open_sqlite_store(options);
  }

  void write_old_data() {
    auto db = sqlite::Database::open((folder_ / "ronda.db").string());
    ASSERT_TRUE(db);
    std::vector<sqlite::Migration> steps;
    for (const auto& file : embedded::sync_server_store::files) {
      if (std::string_view(file.name) < "0140") steps.push_back({file.name, file.content});
    }
    ASSERT_TRUE(sqlite::migrate(*db, steps, Instant{1}));
    const auto visit = [](int number, const char* date, const char* state) {
      return "INSERT INTO visit (id, round_id, unit_id, lodging_id, team_id, date, band, place, planned_min, "
             "shift_start,"
             " shift_end, service_s, travel_s, state) VALUES (" +
             hex_id(number) + "," + hex_id(5) + "," + hex_id(1) + "," + hex_id(4) + "," + hex_id(3) + ",'" + date +
             "','morning',1,480,480,700,1200,0,'" + state + "');";
    };
    const auto filled = db->execute(
        "INSERT INTO unit (id, name, zone, letterhead_1, letterhead_2, letterhead_3, address, place, south_e6, "
        "north_e6,"
        " west_e6, east_e6) VALUES (" +
        hex_id(1) + ",'U','Asia/Makassar','','','','','',1,2,1,2);" +
        "INSERT INTO team (id, unit_id, name, start_lat_e6, start_lng_e6, start_name, version) VALUES (" + hex_id(3) +
        "," + hex_id(1) + ",'Regu',1,1,'',1);" +
        "INSERT INTO lodging (id, unit_id, name, sort_name, search_text, kind, lat_e6, lng_e6, tier, status, source,"
        " version, changed_at) VALUES (" +
        hex_id(4) + "," + hex_id(1) + ",'W','w','w','kos',1,1,'low','active','test',1,1);" +
        "INSERT INTO round (id, unit_id, month, state, created_at) VALUES (" + hex_id(5) + "," + hex_id(1) +
        ",'2026-12','draft',1);" + visit(10, "2026-12-02", "done") + visit(11, "2026-12-08", "missed") +
        visit(12, "2026-12-16", "planned") + visit(13, "2026-12-17", "moved") +
        "INSERT INTO round_unplanned (round_id, lodging_id, count, reason) VALUES (" + hex_id(5) + "," + hex_id(4) +
        ",1,'budget');");
    ASSERT_TRUE(filled) << filled.error().message;
  }

  std::filesystem::path folder_;
};

TEST_F(RoundWanted, IsWhatAnOlderPlanPlannedAndCouldNotPlaceWithoutWhatMoved) {
  write_old_data();
  auto store = open(false);
  ASSERT_TRUE(store) << store.error().message;

  const auto wanted = (*store)->read([](const ReadTxn& txn) { return txn.planning().wanted(id<RoundId>(5)); });

  ASSERT_TRUE(wanted);
  EXPECT_EQ(*wanted, (std::map<LodgingId, int>{{id<LodgingId>(4), 4}}));
}

TEST_F(RoundWanted, DataOfAnOlderProgramIsNotChangedByWhoeverOnlyReads) {
  write_old_data();

  const auto refused = open(true);

  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::unsupported_version);
  EXPECT_THAT(refused.error().message, testing::HasSubstr("older version"));
}

TEST_F(RoundWanted, WhoeverOnlyReadsSeesWhatAServerWritesMeanwhileAndMayNotWrite) {
  write_old_data();
  auto server = open(false);
  ASSERT_TRUE(server);
  auto reader = open(true);
  ASSERT_TRUE(reader) << reader.error().message;

  ASSERT_TRUE((*server)->write([](WriteTxn& txn) {
    return txn.planning().put_extra_time(id<RoundId>(5), {id<TeamId>(3), {2026, 12, 3}, 25});
  }));
  const auto seen = (*reader)->read([](const ReadTxn& txn) { return txn.planning().extra_times(id<RoundId>(5)); });
  const auto refused = (*reader)->write([](WriteTxn& txn) {
    return txn.planning().put_extra_time(id<RoundId>(5), {id<TeamId>(3), {2026, 12, 3}, 0});
  });

  ASSERT_TRUE(seen);
  EXPECT_THAT(*seen, testing::SizeIs(1));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, testing::HasSubstr("reading only"));
}

}  // namespace
}  // namespace ronda::server
