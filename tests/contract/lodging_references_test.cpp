// A lodging that is merged away leaves nothing behind: every table that refers to a lodging is known to move_lodging().
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "shared/crypto/crypto.hpp"
#include "shared/sqlite/database.hpp"
#include "sync-server/store/sqlite/open_store.hpp"

namespace ronda::server {
namespace {

TEST(LodgingReferences, AreTheOnesThatAMergeMoves) {
  const auto folder = std::filesystem::temp_directory_path() / ("ronda-references-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  ASSERT_TRUE(open_sqlite_store({folder / "ronda.db", 1, [] { return Instant{1}; }, crypto::entropy()}));
  std::vector<std::string> tables;
  {
    auto db = sqlite::Database::open((folder / "ronda.db").string());
    ASSERT_TRUE(db);
    auto row = db->use(
        "SELECT m.name FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f ON f.\"table\" = 'lodging'"
        " WHERE m.type = 'table' ORDER BY 1");
    while (row.step()) tables.push_back(row.text(0));
  }
  std::filesystem::remove_all(folder);
  // A new one here: teach SqliteCorrections::move_lodging() about it.
  EXPECT_THAT(tables,
              testing::ElementsAre("activity", "finding", "inspection", "lodging_alias", "notice", "plan_edit",
                                   "referral", "round_relaxation", "round_unplanned", "round_wanted", "tip", "visit"));
}

}  // namespace
}  // namespace ronda::server
