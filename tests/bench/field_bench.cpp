// field_bench [--lodgings N] [--inspections N] [--repeats N]: the officer's app on a device that was used for ten
// years, in the unit that DESIGN.md §8 asks for: 5,000 lodgings with the last ten inspections of each from the feed,
// and 18,000 sealed inspections of its own (150 a month). Measures the core, without a browser: cold start to *My
// round*, one keystroke in the search until its result, one answer tapped until it is durable beside a bare SQLite
// commit turn by turn, sealing, and the memory at the end. One JSON line each, the limit beside the figure; nothing is
// asserted.
//
// The own inspections are copies of one that was really sealed here, written as rows: what is measured reads them, and
// nobody verifies their chain.
//
// field_bench --save FILE writes that device's database to FILE and measures nothing: tests/bench/field_browser.mjs
// opens it in a real browser. field_bench --commit FILE makes one bare commit there for each line on stdin and answers
// with its milliseconds.
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "field-app/core/store/reference_changes.hpp"
#include "shared/sqlite/database.hpp"
#include "tests/unit/field-core/field_fixture.hpp"

namespace {

using ronda::field::test::FieldDevice;
using ronda::field::test::Json;

struct Size {
  int lodgings = 5000;
  int inspections = 18'000;
  int repeats = 7;
  std::string save;
  std::string commit;
};

double ms_since(std::chrono::steady_clock::time_point from) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - from).count();
}

void print(const char* workload, std::vector<double> times, double limit_ms) {
  std::sort(times.begin(), times.end());
  const auto at = [&](double share) {
    return times[std::min(times.size() - 1, static_cast<std::size_t>(share * static_cast<double>(times.size())))];
  };
  std::printf("{\"workload\":\"%s\",\"n\":%zu,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"max_ms\":%.3f", workload, times.size(),
              at(0.50), at(0.99), times.back());
  if (limit_ms > 0) std::printf(",\"limit_ms\":%.0f", limit_ms);
  std::printf("}\n");
  std::fflush(stdout);
}

void must(const ronda::Result<void>& done) {
  if (done) return;
  std::fprintf(stderr, "field_bench: %s (%s)\n", done.error().message.c_str(), done.error().where.c_str());
  std::exit(1);
}

std::string id_of(int kind, int n) {
  char text[40];
  std::snprintf(text, sizeof text, "01935d00-%04x-7000-8000-%012x", kind, n);
  return text;
}

/// Names as a register has them: few words, many repeats, so that a search has something to sift.
Json lodging(int n) {
  static const char* kFirst[] = {"Wisma", "Penginapan", "Kos", "Hotel", "Homestay", "Vila", "Losmen"};
  static const char* kSecond[] = {"Lontar", "Beringin", "Sasando", "Melati",   "Cendana", "Flamboyan",
                                  "Teluk",  "Ombak",    "Pelangi", "Namosain", "Kasih",   "Sejahtera"};
  static const char* kKelurahan[] = {"Kelapa Lima", "Oesapa",   "Lasiana", "Naikoten",
                                     "Kayu Putih",  "Fatululi", "Penfui"};
  static const char* kTier[] = {"low", "medium", "high"};
  const std::string kelurahan = kKelurahan[n % 7];
  return {{"name", std::string(kFirst[n % 7]) + " " + kSecond[n / 7 % 12] + " " + std::to_string(n)},
          {"kind", n % 7 == 2 ? "kos" : "guesthouse"},
          {"nib", std::to_string(9120000000000LL + n)},
          {"address", "Jl. Timor Raya " + std::to_string(n % 200 + 1)},
          {"kelurahan", kelurahan},
          {"kecamatan", "Kelapa Lima"},
          {"lat_e6", -10150000 - n * 7 % 60000},
          {"lng_e6", 123600000 + n * 13 % 90000},
          {"rooms", 4 + n % 40},
          {"tier", kTier[n % 3]},
          {"status", "active"},
          {"version", 1}};
}

void feed(ronda::sqlite::Database& db, const char* entity, const std::string& id, const Json& data) {
  const auto applied = ronda::field::apply_change(db, entity, *ronda::parse_uuid(id), data.dump());
  must(applied ? ronda::Result<void>() : ronda::Result<void>(applied.error()));
}

void fill_feed(ronda::sqlite::Database& db, const Size& size) {
  auto txn = ronda::sqlite::Transaction::begin(db, ronda::sqlite::Transaction::Kind::write);
  must(txn ? ronda::Result<void>() : ronda::Result<void>(txn.error()));
  for (int n = 0; n < size.lodgings; ++n) {
    feed(db, "lodging", id_of(0x100, n), lodging(n));
    for (int k = 0; k < 10; ++k) {
      char at[40];
      std::snprintf(at, sizeof at, "2026-%02d-%02dT%02d:15:00.000Z", 9 + k / 4, k % 4 * 7 + n % 6 + 1, n % 24);
      feed(db, "inspection", id_of(0x200, n * 10 + k),
           {{"lodging", id_of(0x100, n)},
            {"visit", nullptr},
            {"at", at},
            {"outcome", "done"},
            {"officer", ronda::field::test::kStranger},
            {"checklist", "v1"},
            {"answers", {{"LEG-01", "yes"}, {"LEG-03", "no"}, {"FIR-02", n % 9 == 0 ? "no" : "yes"}}},
            {"new_findings", n % 3},
            {"persisting", 0}});
    }
    if (n < 12) {
      feed(db, "visit", id_of(0x300, n),
           {{"round", nullptr},
            {"lodging", id_of(0x100, n * 11)},
            {"team", ronda::field::test::kTeam},
            {"date", "2026-12-02"},
            {"band", "afternoon"},
            {"order", 20 + n},
            {"planned_time", "16:20"},
            {"state", "disclosed"},
            {"inspection", nullptr},
            {"outcome", nullptr},
            {"shift_start", "15:00"},
            {"shift_end", "20:00"}});
    }
  }
  must(txn->commit());
}

/// Copies the one sealed inspection of this device `count` times, spread over ten years and all lodgings. The columns
/// are read from the schema, so that the copy keeps up with it.
void repeat_own_work(ronda::sqlite::Database& db, const Size& size) {
  const auto columns = [&](const char* table) {
    std::vector<std::string> names;
    auto row = db.use("SELECT name FROM pragma_table_info(?1)");
    row.bind(1, table);
    while (row.step()) names.push_back(row.text(0));
    return names;
  };
  const auto copy = [&](const std::string& table, const std::string& where,
                        const std::vector<std::pair<std::string, std::string>>& changed) {
    std::string into;
    std::string from;
    for (const auto& name : columns(table.c_str())) {
      const auto found =
          std::find_if(changed.begin(), changed.end(), [&](const auto& one) { return one.first == name; });
      if (found != changed.end() && found->second.empty()) continue;
      into += (into.empty() ? "" : ", ") + name;
      from += (from.empty() ? "" : ", ") + (found == changed.end() ? "t." + name : found->second);
    }
    must(db.execute("INSERT INTO " + table + " (" + into + ") SELECT " + from + " FROM " + table +
                    " AS t, step WHERE " + where));
  };
  must(db.execute(
      "CREATE TEMP TABLE place AS SELECT row_number() OVER (ORDER BY id) - 1 AS n, id FROM lodging;"
      "CREATE UNIQUE INDEX temp.place_by_n ON place (n);"
      "CREATE TEMP TABLE step AS WITH RECURSIVE count(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < " +
      std::to_string(size.inspections) +
      ") SELECT count.n AS n, CAST(printf('%016d', count.n) AS BLOB) AS id,"
      " CAST(printf('r%015d', count.n) AS BLOB) AS record_id, place.id AS lodging_id"
      " FROM count JOIN place ON place.n = count.n % (SELECT count(*) FROM place);"
      "CREATE TEMP TABLE template AS SELECT id, record_seq FROM inspection WHERE state = 'sealed' LIMIT 1"));
  const std::string earlier = " - step.n * 17520000";  // ten years over 18,000 inspections: one every 4.9 hours
  const std::string own = "t.seq = (SELECT record_seq FROM template)";
  auto txn = ronda::sqlite::Transaction::begin(db, ronda::sqlite::Transaction::Kind::write);
  must(txn ? ronda::Result<void>() : ronda::Result<void>(txn.error()));
  copy("record", own,
       {{"seq", "(SELECT record_seq FROM template) + step.n"},
        {"log_seq", "t.log_seq + step.n"},
        {"id", "step.record_id"},
        {"inspection_id", "step.id"},
        {"at", "t.at" + earlier},
        {"acked", "1"},
        {"acked_at", "t.at"}});
  copy("inspection", "t.id = (SELECT id FROM template)",
       {{"id", "step.id"},
        {"lodging_id", "step.lodging_id"},
        {"visit_id", "NULL"},
        {"opened_at", "t.opened_at" + earlier},
        {"saved_at", "t.saved_at" + earlier},
        {"sealed_at", "t.sealed_at" + earlier},
        {"record_seq", "(SELECT record_seq FROM template) + step.n"}});
  for (const char* table : {"answer", "officer_signature", "register_sample", "sample_entry"}) {
    copy(table, "t.inspection_id = (SELECT id FROM template)", {{"inspection_id", "step.id"}});
  }
  copy("answer_journal", "t.inspection_id = (SELECT id FROM template)", {{"seq", ""}, {"inspection_id", "step.id"}});
  must(txn->commit());
}

/// One bare answer as SQLite alone would keep it.
ronda::sqlite::Database open_bare(const std::string& file) {
  auto bare = ronda::sqlite::Database::open(file);
  must(bare ? ronda::Result<void>() : ronda::Result<void>(bare.error()));
  must(bare->execute("CREATE TABLE answer (seq INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT"));
  return std::move(*bare);
}

double commit_one(ronda::sqlite::Database& bare) {
  const auto from = std::chrono::steady_clock::now();
  must(bare.use("INSERT INTO answer (text) VALUES (?1)").bind(1, std::string(160, 'x')).run());
  return ms_since(from);
}

int commit_on_demand(const std::string& file) {
  auto bare = open_bare(file);
  for (int c = std::getchar(); c != EOF; c = std::getchar()) {
    if (c != '\n') continue;
    std::printf("%.3f\n", commit_one(bare));
    std::fflush(stdout);
  }
  return 0;
}

double rss_mb() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind("VmRSS:", 0) == 0) return std::atof(line.c_str() + 6) / 1024;
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  Size size;
  for (int n = 1; n + 1 < argc; n += 2) {
    const std::string word = argv[n];
    if (word == "--save") {
      size.save = argv[n + 1];
      continue;
    }
    if (word == "--commit") {
      size.commit = argv[n + 1];
      continue;
    }
    const int value = std::atoi(argv[n + 1]);
    if (value < 1) return 2;
    if (word == "--lodgings") {
      size.lodgings = value;
    } else if (word == "--inspections") {
      size.inspections = value;
    } else if (word == "--repeats") {
      size.repeats = value;
    } else {
      return 2;
    }
  }

  if (!size.commit.empty()) return commit_on_demand(size.commit);
  FieldDevice device;
  device.inspect(ronda::field::test::kMelati);
  fill_feed(device.database(), size);
  repeat_own_work(device.database(), size);
  if (!size.save.empty()) {
    auto copy = device.database().use("VACUUM INTO ?1");
    copy.bind(1, size.save);
    must(copy.run());
    return 0;
  }

  std::vector<double> starts;
  std::vector<double> rounds;
  for (int n = 0; n < size.repeats; ++n) {
    const auto from = std::chrono::steady_clock::now();
    device.reopen();
    const auto state = device.get("/api/state");
    const auto opened = std::chrono::steady_clock::now();
    const auto round = device.get("/api/round");
    rounds.push_back(ms_since(opened));
    starts.push_back(ms_since(from));
    if (state.status != 200 || round.status != 200 || round.json["total"] != 15) {
      std::fprintf(stderr, "field_bench: %s\n", round.text.c_str());
      return 1;
    }
  }
  print("core_start_to_my_round", starts, 1000);
  print("my_round_alone", rounds, 0);

  std::vector<double> keystrokes;
  for (int n = 0; n < size.repeats; ++n) {
    for (const std::string& typed : {std::string("lontar teduh"), std::string("jl. timor raya 12"),
                                     std::string("9120000001234"), std::string("kayu putih")}) {
      for (std::size_t length = 1; length <= typed.size(); ++length) {
        std::string query;
        for (const char c : typed.substr(0, length)) query += c == ' ' ? std::string("%20") : std::string(1, c);
        const auto from = std::chrono::steady_clock::now();
        const auto found = device.get("/api/lodgings?limit=50&q=" + query);
        keystrokes.push_back(ms_since(from));
        if (found.status != 200) return 1;
      }
    }
  }
  print("search_keystroke_to_result", keystrokes, 30);

  std::vector<double> opened;
  for (int n = 0; n < size.repeats * 10; ++n) {
    const auto from = std::chrono::steady_clock::now();
    if (device.get("/api/lodgings/" + id_of(0x100, n * 7 % size.lodgings)).status != 200) return 1;
    opened.push_back(ms_since(from));
  }
  print("open_a_lodging", opened, 0);

  const std::string at = device.open(ronda::field::test::kLontar, ronda::field::test::kVisitLontar);
  const auto folder = std::filesystem::temp_directory_path() / ("ronda-bench-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  auto bare = open_bare((folder / "bare.db").string());
  const char* items[] = {"ADM-01", "ADM-02", "ADM-03", "REG-01", "REG-02"};
  std::vector<double> tapped;
  std::vector<double> committed;
  for (int n = 0; n < size.repeats * 100; ++n) {
    const auto tap = std::chrono::steady_clock::now();
    const auto reply = device.put(at + "/answers/" + items[n % 5], Json{{"value", n % 10 < 5 ? "yes" : "no"}});
    tapped.push_back(ms_since(tap));
    if (reply.status != 200) return 1;
    committed.push_back(commit_one(bare));
  }
  print("tap_to_durable", tapped, 0);
  print("bare_sqlite_commit", committed, 0);
  std::filesystem::remove_all(folder);

  device.answer_all(at);
  device.sign(at);
  const auto seal = std::chrono::steady_clock::now();
  if (device.post(at + "/seal").status != 201) return 1;
  print("seal", {ms_since(seal)}, 1000);

  std::vector<double> summaries;
  for (int n = 0; n < size.repeats * 5; ++n) {
    const auto from = std::chrono::steady_clock::now();
    if (device.get("/api/sync").status != 200) return 1;
    summaries.push_back(ms_since(from));
  }
  print("sync_summary", summaries, 0);
  std::printf("{\"workload\":\"memory\",\"rss_mb\":%.1f,\"lodgings\":%d,\"inspections\":%d}\n", rss_mb(), size.lodgings,
              size.inspections);
  return 0;
}
