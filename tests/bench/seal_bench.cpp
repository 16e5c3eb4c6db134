// seal_bench [--inspections N]: what sealing one inspection costs on the device, turn by turn beside a bare SQLite
// commit of the same bytes (SYNC.md §1.4, "saving one inspection on the device"). Commits are counted by SQLite's own
// hook, fsyncs by libsync_fsyncs.so where it is preloaded (RONDA_FSYNC_COUNT), the share of checkpoints included.
// One JSON line; nothing is asserted.
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "shared/sqlite/database.hpp"
#include "tests/unit/field-core/field_fixture.hpp"

namespace {

using ronda::field::test::FieldDevice;

double ms_since(std::chrono::steady_clock::time_point from) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - from).count();
}

/// Of this process so far; 0 where nobody counts.
std::uint64_t fsyncs() {
  const char* path = std::getenv("RONDA_FSYNC_COUNT");
  std::uint64_t count = 0;
  if (path != nullptr) std::ifstream(path, std::ios::binary).read(reinterpret_cast<char*>(&count), sizeof count);
  return count;
}

double at(std::vector<double>& times, double share) {
  std::sort(times.begin(), times.end());
  return times[std::min(times.size() - 1, static_cast<std::size_t>(share * static_cast<double>(times.size())))];
}

}  // namespace

int main(int argc, char** argv) {
  int inspections = 300;
  if (argc == 3 && std::string(argv[1]) == "--inspections") inspections = std::atoi(argv[2]);
  if (argc != 1 && (argc != 3 || inspections < 1)) return 2;

  FieldDevice device;
  const auto folder = std::filesystem::temp_directory_path() / ("ronda-bench-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  auto bare = ronda::sqlite::Database::open((folder / "bare.db").string());
  if (!bare || !bare->execute("CREATE TABLE record (seq INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT")) return 1;

  int commits = 0;
  std::uint64_t synced = 0;
  std::vector<double> sealed;
  std::vector<double> committed;
  std::string row(4300, 'x');
  for (int n = 0; n < inspections; ++n) {
    const std::string place = device.open(ronda::field::test::kMelati);
    device.answer_all(place);
    device.sign(place);
    const auto before = fsyncs();
    sqlite3_commit_hook(
        device.database().handle(), [](void* count) { return ++*static_cast<int*>(count), 0; }, &commits);
    const auto seal = std::chrono::steady_clock::now();
    const auto reply = device.post(place + "/seal");
    sealed.push_back(ms_since(seal));
    sqlite3_commit_hook(device.database().handle(), nullptr, nullptr);
    synced += fsyncs() - before;
    if (reply.status != 201) {
      std::fprintf(stderr, "seal_bench: %s\n", reply.text.c_str());
      return 1;
    }
    const auto commit = std::chrono::steady_clock::now();
    if (!bare->use("INSERT INTO record (text) VALUES (?1)").bind(1, row).run()) return 1;
    committed.push_back(ms_since(commit));
    device.wait_minutes(10);
  }
  std::filesystem::remove_all(folder);
  std::printf(
      "{\"workload\":\"seal_inspection\",\"n\":%d,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"commits_each\":%.2f,"
      "\"fsyncs_each\":%.2f,\"bare_commit_p50_ms\":%.3f,\"bare_commit_p99_ms\":%.3f}\n",
      inspections, at(sealed, 0.50), at(sealed, 0.99), double{1} * commits / inspections,
      static_cast<double>(synced) / inspections, at(committed, 0.50), at(committed, 0.99));
  return 0;
}
