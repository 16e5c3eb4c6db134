#include "shared/sqlite/database.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <set>

#include <unistd.h>

namespace ronda::sqlite {
namespace {

class Databases : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("ronda-sqlite-" + std::to_string(::getpid()) + "-" +
                                                        testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string path(const std::string& name = "a.db") const { return (folder_ / name).string(); }
  std::int64_t count(Database& db) {
    Row row = db.use("SELECT count(*) FROM note");
    return row.step() ? row.int64(0) : -1;
  }

  std::filesystem::path folder_;
};

constexpr Migration kNote{"0001_note.sql", "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;"};
constexpr Migration kColour{"0002_colour.sql", "ALTER TABLE note ADD COLUMN colour TEXT;"};

TEST_F(Databases, ValuesReadBackAsTheyWereBound) {
  auto db = Database::open(path());
  ASSERT_TRUE(db);
  const Uuid id = *parse_uuid("0199aa00-0000-7000-8000-000000000001");

  Row row = db->use("SELECT ?1, ?2, ?3, ?4, ?5");
  row.bind(1, "teks é").bind(2, std::int64_t{-5}).bind(3, id).bind(4, nullptr).bind(5, LocalDate{2026, 12, 1});

  ASSERT_TRUE(row.step());
  EXPECT_EQ(row.text(0), "teks é");
  EXPECT_EQ(row.int64(1), -5);
  EXPECT_EQ(row.uuid(2), id);
  EXPECT_TRUE(row.is_null(3));
  EXPECT_EQ(row.date(4), (LocalDate{2026, 12, 1}));
}

TEST_F(Databases, WhatWasNotCommittedIsGone) {
  auto db = Database::open(path());
  ASSERT_TRUE(db && migrate(*db, std::array{kNote}, {0}));
  {
    auto txn = Transaction::begin(*db, Transaction::Kind::write);
    ASSERT_TRUE(txn && db->use("INSERT INTO note (text) VALUES ('x')").run());
  }
  EXPECT_EQ(count(*db), 0);

  auto txn = Transaction::begin(*db, Transaction::Kind::write);
  ASSERT_TRUE(txn && db->use("INSERT INTO note (text) VALUES ('x')").run() && txn->commit());
  EXPECT_EQ(count(*db), 1);
}

TEST_F(Databases, ATransactionKeepsItsStatementsPrepared) {
  auto db = Database::open(path());
  ASSERT_TRUE(db && migrate(*db, std::array{kNote}, {0}));
  const auto prepared = [&] {
    std::multiset<std::string> texts;
    for (auto* one = sqlite3_next_stmt(db->handle(), nullptr); one != nullptr;
         one = sqlite3_next_stmt(db->handle(), one)) {
      texts.insert(sqlite3_sql(one));
    }
    return texts;
  };
  const auto keep = [&](const char* text) {
    auto txn = Transaction::begin(*db, Transaction::Kind::write);
    return txn && db->use("INSERT INTO note (text) VALUES (?1)").bind(1, text).run() && txn->commit();
  };
  ASSERT_TRUE(keep("x"));
  const auto before = prepared();

  ASSERT_TRUE(keep("y"));

  EXPECT_EQ(before.count("BEGIN IMMEDIATE"), 1U);
  EXPECT_EQ(before.count("COMMIT"), 1U);
  EXPECT_EQ(prepared(), before);
  EXPECT_EQ(count(*db), 2);
}

TEST_F(Databases, ARollbackThatFailedIsMadeUpForBeforeTheNextTransaction) {
  auto db = Database::open(path());
  ASSERT_TRUE(db && migrate(*db, std::array{kNote}, {0}));
  const auto refuse = [](void*, int what, const char* which, const char*, const char*, const char*) {
    return what == SQLITE_TRANSACTION && std::string_view(which) == "ROLLBACK" ? SQLITE_DENY : SQLITE_OK;
  };
  sqlite3_set_authorizer(db->handle(), refuse, nullptr);  // as when there is no memory to prepare it
  {
    auto txn = Transaction::begin(*db, Transaction::Kind::write);
    ASSERT_TRUE(txn && db->use("INSERT INTO note (text) VALUES ('x')").run());
  }
  ASSERT_EQ(sqlite3_get_autocommit(db->handle()), 0);
  sqlite3_set_authorizer(db->handle(), nullptr, nullptr);

  auto txn = Transaction::begin(*db, Transaction::Kind::write);

  ASSERT_TRUE(txn) << txn.error().message;
  EXPECT_EQ(count(*db), 0);
}

TEST_F(Databases, WhatWasNeverCommittedIsReadByNobodyThoughItsRollbackFailed) {
  auto db = Database::open(path());
  ASSERT_TRUE(db && migrate(*db, std::array{kNote}, {0}));
  const auto refuse = [](void*, int what, const char* which, const char*, const char*, const char*) {
    return what == SQLITE_TRANSACTION && std::string_view(which) == "ROLLBACK" ? SQLITE_DENY : SQLITE_OK;
  };
  sqlite3_set_authorizer(db->handle(), refuse, nullptr);
  {
    auto txn = Transaction::begin(*db, Transaction::Kind::write);
    ASSERT_TRUE(txn && db->use("INSERT INTO note (text) VALUES ('x')").run());
  }

  {
    Row still = db->use("SELECT count(*) FROM note");
    EXPECT_FALSE(still.step());
    EXPECT_FALSE(still.ok()) << "as long as it cannot be rolled back, nothing is read";
  }
  sqlite3_set_authorizer(db->handle(), nullptr, nullptr);

  EXPECT_EQ(count(*db), 0);
  EXPECT_EQ(sqlite3_get_autocommit(db->handle()), 1);
}

TEST_F(Databases, TheSameStatementMayBeReadInsideItself) {
  auto db = Database::open(path());
  ASSERT_TRUE(db && migrate(*db, std::array{kNote}, {0}));
  ASSERT_TRUE(db->execute("INSERT INTO note (text) VALUES ('a'), ('b'), ('c')"));
  int pairs = 0;

  Row outer = db->use("SELECT id FROM note");
  while (outer.step()) {
    Row inner = db->use("SELECT id FROM note");
    while (inner.step()) ++pairs;
  }

  EXPECT_EQ(pairs, 9);
}

TEST_F(Databases, ABrokenRuleOfTheSchemaIsAConflict) {
  auto db = Database::open(path());
  ASSERT_TRUE(db && migrate(*db, std::array{kNote}, {0}));

  const auto done = db->use("INSERT INTO note (text) VALUES (?1)").bind(1, nullptr).run();

  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::conflict);
}

TEST_F(Databases, AFileThatIsNoDatabaseIsNamedAsSuch) {
  std::ofstream(path()) << std::string(4096, 'x');

  const auto db = Database::open(path());

  ASSERT_FALSE(db);
  EXPECT_EQ(db.error().code, ErrorCode::corrupt);
  EXPECT_EQ(db.error().where, path());
}

TEST_F(Databases, MigrationsRunOnceAndInOrder) {
  auto db = Database::open(path());
  ASSERT_TRUE(db && migrate(*db, std::array{kColour, kNote}, {0}));
  ASSERT_TRUE(db->execute("INSERT INTO note (text, colour) VALUES ('x', 'red')"));

  EXPECT_TRUE(migrate(*db, std::array{kNote, kColour}, {0}));
  EXPECT_EQ(count(*db), 1);
}

TEST_F(Databases, DataOfANewerProgramIsRefused) {
  auto db = Database::open(path());
  ASSERT_TRUE(db && migrate(*db, std::array{kNote, kColour}, {0}));

  const auto older = migrate(*db, std::array{kNote}, {0});

  ASSERT_FALSE(older);
  EXPECT_EQ(older.error().code, ErrorCode::unsupported_version);
}

TEST_F(Databases, AnEditedOldStepIsRefused) {
  auto db = Database::open(path());
  ASSERT_TRUE(db && migrate(*db, std::array{kNote}, {0}));
  constexpr Migration edited{"0001_note.sql", "CREATE TABLE note (id INTEGER PRIMARY KEY) STRICT;"};

  const auto done = migrate(*db, std::array{edited}, {0});

  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::corrupt);
}

TEST_F(Databases, AStepThatFailsLeavesNothingBehind) {
  auto db = Database::open(path());
  constexpr Migration broken{"0002_broken.sql",
                             "CREATE TABLE half (id INTEGER) STRICT; CREATE TABLE note (x INTEGER);"};
  ASSERT_TRUE(db && migrate(*db, std::array{kNote}, {0}));

  const auto done = migrate(*db, std::array{kNote, broken}, {0});

  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().where, "0002_broken.sql");
  EXPECT_FALSE(db->use("SELECT * FROM half").step());
}

}  // namespace
}  // namespace ronda::sqlite
