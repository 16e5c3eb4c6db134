// Lists as units really bring them. The files are in tests/golden/import.

#include "sync-server/service/register_import.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "shared/wire/json.hpp"
#include "tests/unit/service/office_fixture.hpp"

namespace ronda::server {
namespace {

using office::Office;

std::string golden(const std::string& name) {
  std::ifstream in(std::string(RONDA_SOURCE_DIR) + "/tests/golden/import/" + name, std::ios::binary);
  EXPECT_TRUE(in) << name;
  std::ostringstream out;
  out << in.rdbuf();
  return std::move(out).str();
}

class RegisterImport : public testing::Test {
 protected:
  void SetUp() override {
    office.unit.south_e6 = -10'370'000;
    office.unit.north_e6 = -10'100'000;
    office.unit.west_e6 = 123'480'000;
    office.unit.east_e6 = 123'720'000;
    ASSERT_TRUE(office.write([&](WriteTxn& txn) { return txn.settings().put_unit(office.unit); }));
  }

  Result<ImportReading> read(const std::string& content, const ColumnMapping& mapping = {}) {
    return office.read([&](const ReadTxn& txn) { return read_import(txn, office.unit.id, content, mapping); });
  }

  ImportRow start(const std::string& content) {
    auto import = office.write(
        [&](WriteTxn& txn) { return start_import(txn, office.unit.id, office.head.id, "list.csv", content); });
    EXPECT_TRUE(import) << import.error().message;
    return *import;
  }

  Result<ImportOutcome> commit(ImportId id, const std::vector<std::size_t>& keep = {}) {
    return office.write([&](WriteTxn& txn) { return commit_import(txn, office.unit.id, id, keep); });
  }

  std::vector<LodgingRow> lodgings() {
    return *office.read([&](const ReadTxn& txn) { return txn.lodgings().all(office.unit.id, 1000); });
  }

  static std::string text_of(const ImportReading& reading) {
    std::string text;
    for (const auto& row : reading.accepted) {
      text += std::to_string(row.row) + " " + *row.fields.name + " " + *row.fields.kind +
              (row.updates ? " update" : "") + "\n";
    }
    for (const auto& row : reading.rejected) {
      text += std::to_string(row.row) + " rejected " + row.problem.column + " " + row.problem.reason + "\n";
    }
    for (const auto& row : reading.doubtful) {
      text += std::to_string(row.row) + " doubtful, like " +
              (row.other_row ? "row " + std::to_string(*row.other_row) : "the register") + " " +
              std::to_string(row.distance_m) + " m\n";
    }
    for (const auto& [row, name] : reading.swapped) text += std::to_string(row) + " swapped\n";
    return text;
  }

  Office office;
};

TEST_F(RegisterImport, EveryRowOfAMessyListIsAcceptedOrNamedWithItsReason) {
  const auto reading = read(golden("pemilik-koma-terbalik.csv"));

  ASSERT_TRUE(reading) << reading.error().message;
  EXPECT_EQ(text_of(*reading),
            "2 Hotel Ombak Tenang hotel\n"
            "3 Wisma \"Lontar\" Teduh guesthouse\n"
            "4 Kos Senja Biru kos\n"
            "6 rejected lat out_of_region\n"
            "7 rejected lat missing\n"
            "8 rejected kind unknown_kind\n"
            "9 rejected name missing\n"
            "10 rejected lat not_a_number\n"
            "11 rejected name personal\n"
            "5 doubtful, like row 4 71 m\n"
            "3 swapped\n");
  EXPECT_EQ(reading->read, 10U);
  EXPECT_TRUE(reading->table.bom);
  EXPECT_EQ(reading->table.separator, ';');
  EXPECT_TRUE(reading->decimal_comma);
}

TEST_F(RegisterImport, ColumnsAboutPeopleAreDroppedAndTheirCellsAreShownNowhere) {
  const auto import = start(golden("pemilik-koma-terbalik.csv"));

  EXPECT_NE(import.report.find(R"("header":"No HP Pemilik","sample":null,"field":null,"verdict":"dropped_personal")"),
            std::string::npos);
  EXPECT_EQ(import.report.find("Nama Orang"), std::string::npos);
  EXPECT_EQ(import.report.find("081234567890"), std::string::npos);
}

TEST_F(RegisterImport, ValuesAreReadAsTheyAreMeant) {
  ASSERT_TRUE(commit(start(golden("pemilik-koma-terbalik.csv")).id));

  const auto all = lodgings();
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].name, "Hotel Ombak Tenang");
  EXPECT_EQ(all[0].address, "Jl. Nelayan No. 4; dekat dermaga");
  EXPECT_EQ(all[0].rooms, 24);
  EXPECT_EQ(all[0].phone, "(0380) 000111");
  EXPECT_EQ(all[0].lat_e6, -10'142'100);
  EXPECT_EQ(all[0].kecamatan, "Kelapa Lima") << "the kelurahan says it";
  EXPECT_EQ(all[2].lat_e6, -10'145'000) << "latitude and longitude stood in each other's column";
  EXPECT_EQ(all[2].kelurahan, "Lasiana");
}

TEST_F(RegisterImport, ADryRunChangesNothing) {
  const auto feed_before = *office.read([](const ReadTxn& txn) { return txn.feed().head(); });

  start(golden("pemilik-koma-terbalik.csv"));

  EXPECT_TRUE(lodgings().empty());
  EXPECT_EQ(*office.read([](const ReadTxn& txn) { return txn.feed().head(); }), feed_before);
}

TEST_F(RegisterImport, ADoubtfulRowComesInWhenAPersonSaysSo) {
  const auto import = start(golden("pemilik-koma-terbalik.csv"));

  const auto outcome = commit(import.id, {5});

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->created, 4U);
  EXPECT_EQ(outcome->skipped, 6U);
}

TEST_F(RegisterImport, CommittingTwiceIsRefused) {
  const auto import = start(golden("pemilik-koma-terbalik.csv"));
  ASSERT_TRUE(commit(import.id));

  const auto again = commit(import.id);

  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::conflict);
  EXPECT_EQ(lodgings().size(), 3U);
}

TEST_F(RegisterImport, TheCorrectedListUpdatesTheSameLodgings) {
  ASSERT_TRUE(
      commit(start("nama,jenis,lat,lng,kamar\nHotel Rusa,hotel,-10.15,123.60,10\nKos Bakau,kos,-10.16,123.61,8\n").id));
  const auto before = lodgings();

  const auto outcome =
      commit(start("nama,jenis,lat,lng,kamar\nHotel Rusa,hotel,-10.15,123.60,14\nKos Bakau,kos,-10.16,123.61,\n").id);

  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->created, 0U);
  EXPECT_EQ(outcome->updated, 1U) << "an empty cell changes nothing";
  const auto after = lodgings();
  ASSERT_EQ(after.size(), 2U);
  EXPECT_EQ(after[0].id, before[0].id);
  EXPECT_EQ(after[0].rooms, 14);
  EXPECT_EQ(after[0].version, 2);
  EXPECT_EQ(after[1], before[1]);
}

TEST_F(RegisterImport, ALodgingOfTheRegisterNearbyWithTheSameNameIsDoubtful) {
  ASSERT_TRUE(commit(start("nama,jenis,lat,lng\nKos Bakau,kos,-10.160000,123.610000\n").id));

  const auto reading = read("nama,jenis,lat,lng\nKost Bakau,kos,-10.160800,123.610000\n");

  EXPECT_EQ(text_of(*reading), "2 doubtful, like the register 89 m\n");
}

TEST_F(RegisterImport, TheSameNibIsTheSameLodgingWhereverItMoves) {
  ASSERT_TRUE(commit(start("nama,jenis,lat,lng,nib\nHotel Lama,hotel,-10.15,123.60,0000123456789\n").id));

  const auto reading = read("nama,jenis,lat,lng,nib\nHotel Baru,hotel,-10.16,123.61,0000123456789\n");

  EXPECT_EQ(text_of(*reading), "2 Hotel Baru hotel update\n");
}

TEST_F(RegisterImport, LineBreaksInsideACellAndEnglishHeadersAreRead) {
  const auto reading = read(golden("koma-baris-dalam-sel.csv"));

  ASSERT_TRUE(reading) << reading.error().message;
  EXPECT_EQ(text_of(*reading), "2 Homestay Camar Cerah homestay\n3 Hotel Rusa hotel\n");
  EXPECT_EQ(reading->columns[6].verdict, ColumnVerdict::dropped_personal);
  EXPECT_EQ(**reading->accepted[0].fields.address, "Jl. Camar, RT 3");
}

TEST_F(RegisterImport, TabsWindowsLettersAndCompassWordsAreRead) {
  const auto reading = read(golden("tab-windows-1252.csv"));

  ASSERT_TRUE(reading) << reading.error().message;
  EXPECT_EQ(reading->table.encoding, "windows-1252");
  ASSERT_EQ(reading->accepted.size(), 1U) << text_of(*reading);
  EXPECT_EQ(reading->accepted[0].row, 3U) << "rows are numbered as in the file";
  EXPECT_EQ(reading->accepted[0].fields.name, "Kaf\xC3\xA9 Kos Ratu");
  EXPECT_EQ(reading->accepted[0].fields.lat_e6, -10'165'000);
  EXPECT_EQ(reading->accepted[0].fields.status, "unregistered");
  EXPECT_EQ(reading->accepted[0].fields.tier, "medium");
}

TEST_F(RegisterImport, AQuoteThatIsNeverClosedIsNamedWithItsPlace) {
  const auto reading = read(golden("kutip-tidak-ditutup.csv"));

  ASSERT_FALSE(reading);
  EXPECT_EQ(reading.error().where, "2:1");
}

TEST_F(RegisterImport, FilesThatAreNoListsAreRefused) {
  for (const std::string& content : {std::string(), std::string("PK\0\3", 4), std::string("\xFF\xFEn\0", 4)}) {
    EXPECT_FALSE(read(content));
  }
  EXPECT_EQ(read(std::string(kImportBytes + 1, 'a')).error().code, ErrorCode::too_large);
}

TEST_F(RegisterImport, APersonCorrectsTheColumns) {
  const std::string list = "apa,apa itu,utara,timur\nHotel Rusa,hotel,-10.15,123.60\n";
  const auto import = start(list);
  EXPECT_EQ(read(list)->rejected.size(), 1U);
  const ColumnMapping mapping = {
      {0, ImportField::name}, {1, ImportField::kind}, {2, ImportField::lat}, {3, ImportField::lng}};

  const auto again = office.write([&](WriteTxn& txn) { return remap_import(txn, office.unit.id, import.id, mapping); });

  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(commit(import.id)->created, 1U) << "the commit reads with the corrected columns";
}

TEST_F(RegisterImport, AFieldCannotBeTakenFromTwoColumns) {
  const auto reading = read("a,b\n1,2\n", {{0, ImportField::name}, {1, ImportField::name}});

  ASSERT_FALSE(reading);
  EXPECT_EQ(reading.error().where, "/mapping/1");
}

TEST(Degrees, AreReadInEveryFormPeopleWrite) {
  bool comma = false;
  EXPECT_EQ(parse_degrees("-10,1756", comma), -10'175'600);
  EXPECT_TRUE(comma);
  EXPECT_EQ(parse_degrees("-10.17566396", comma), -10'175'664) << "rounded to a micro-degree";
  EXPECT_EQ(parse_degrees("123", comma), 123'000'000);
  EXPECT_EQ(parse_degrees("10.5\xC2\xB0 LS", comma), -10'500'000);
  EXPECT_EQ(parse_degrees("\xE2\x88\x92"
                          "10.5",
                          comma),
            -10'500'000);
  for (const char* text : {"", "-", "abc", "10.123.456", "1e5", "10'30", "999", "10.5 X"}) {
    EXPECT_EQ(parse_degrees(text, comma), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace ronda::server
