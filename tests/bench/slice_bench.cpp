// slice_bench [--taps N]: one answer tapped until it is durable on the device, beside a bare SQLite commit of about the
// same size, turn by turn in the same run and on the same disk. One JSON line each; nothing is asserted.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "shared/sqlite/database.hpp"
#include "tests/unit/field-core/field_fixture.hpp"

namespace {

using ronda::field::test::FieldDevice;
using ronda::field::test::Json;

double ms_since(std::chrono::steady_clock::time_point from) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - from).count();
}

void print(const char* workload, std::vector<double> times) {
  std::sort(times.begin(), times.end());
  const auto at = [&](double share) {
    return times[std::min(times.size() - 1, static_cast<std::size_t>(share * static_cast<double>(times.size())))];
  };
  std::printf("{\"workload\":\"%s\",\"n\":%zu,\"p50_ms\":%.3f,\"p95_ms\":%.3f,\"p99_ms\":%.3f}\n", workload,
              times.size(), at(0.50), at(0.95), at(0.99));
}

}  // namespace

int main(int argc, char** argv) {
  int taps = 2000;
  if (argc == 3 && std::string(argv[1]) == "--taps") taps = std::atoi(argv[2]);
  if (taps < 1) return 2;

  FieldDevice device;
  const auto opened = device.post("/api/inspections", Json{{"lodging_id", ronda::field::test::kLontar},
                                                           {"visit_id", ronda::field::test::kVisitLontar},
                                                           {"fix", nullptr}});
  if (opened.status != 201) {
    std::fprintf(stderr, "could not open an inspection: %s\n", opened.text.c_str());
    return 1;
  }
  const std::string base = "/api/inspections/" + opened.json["id"].get<std::string>() + "/answers/";
  const char* items[] = {"ADM-01", "ADM-02", "ADM-03", "REG-01", "REG-02"};

  const auto folder = std::filesystem::temp_directory_path() / ("ronda-bench-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  auto bare = ronda::sqlite::Database::open((folder / "bare.db").string());
  if (!bare || !bare->execute("CREATE TABLE answer (seq INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT")) return 1;
  const std::string row(160, 'x');

  std::vector<double> tapped;
  std::vector<double> committed;
  for (int n = 0; n < taps; ++n) {
    const auto tap = std::chrono::steady_clock::now();
    const auto reply = device.put(base + items[n % 5], Json{{"value", n % 10 < 5 ? "yes" : "no"}});
    tapped.push_back(ms_since(tap));
    if (reply.status != 200) {
      std::fprintf(stderr, "a tap was refused: %s\n", reply.text.c_str());
      return 1;
    }
    const auto commit = std::chrono::steady_clock::now();
    if (!bare->use("INSERT INTO answer (text) VALUES (?1)").bind(1, row).run()) return 1;
    committed.push_back(ms_since(commit));
  }
  print("tap_to_durable", tapped);
  print("bare_sqlite_commit", committed);
  std::filesystem::remove_all(folder);
  return 0;
}
