// crash_images [--images N]: at every call that changes a disk, three images of what a crash leaves there: the process
// killed, the power lost, a torn image. Each is opened by the real program and must keep every promise made by then.
// Three of four images are opened on connections that are kept (disk/kept_connections.hpp), the others and those of the
// migration by connections of their own. RONDA_IMAGES sets how many images at least, RONDA_FULL=1 takes 50,000. Prints
// the count per scenario and side.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <sstream>
#include <string>

#include "embedded/field-app-core.hpp"
#include "embedded/sync-server-store.hpp"
#include "shared/sqlite/database.hpp"
#include "tests/simulation/disk/kept_connections.hpp"
#include "tests/simulation/disk/memory_vfs.hpp"
#include "tests/simulation/world/processes.hpp"
#include "tests/simulation/world/scenarios.hpp"

namespace ronda::sim {
namespace {

struct Count {
  std::int64_t points = 0;
  std::int64_t images = 0;
};

using Check = std::function<std::optional<std::string>(std::unique_ptr<Disk>)>;

/// Takes and checks images of one disk before each change.
class Watch {
 public:
  /// `one_schema`: all files of one name have the same.
  Watch(Disk& disk, std::uint64_t seed, Count& count, bool one_schema, Check check)
      : disk_(disk), random_(seed), count_(count), one_schema_(one_schema), check_(std::move(check)) {
    disk_.keep_writes = true;
    disk_.before_change = [this](Call) { look(); };
  }
  ~Watch() { disk_.before_change = nullptr; }

  void look() {
    if (wrong) return;
    ++count_.points;
    for (const auto crash : {Crash::killed, Crash::power_lost, Crash::torn}) {
      ++count_.images;
      keep_connections(one_schema_ && count_.images % 4 != 0);
      auto what = check_(disk_.after(crash, random_));
      keep_connections(false);
      if (what) {
        const char* names[] = {"killed", "power lost", "torn"};
        wrong = *what + " (" + names[static_cast<int>(crash)] + ", point " + std::to_string(count_.points) + ")";
        return;
      }
    }
  }

  std::optional<std::string> wrong;

 private:
  Disk& disk_;
  std::mt19937_64 random_;
  Count& count_;
  bool one_schema_;
  Check check_;
};

std::optional<std::string> run_scenario(const Scenario& scenario, bool on_server, std::uint64_t seed, Count& count) {
  Pair pair(seed);
  scenario.prepare(pair);
  Watch watch(on_server ? pair.server->disk() : pair.device->disk(), seed, count, true,
              [&](std::unique_ptr<Disk> image) {
                return on_server ? Pair::check_server(std::move(image), pair.promised)
                                 : Pair::check_device(std::move(image), pair.promised);
              });
  scenario.act(pair);
  watch.look();
  return watch.wrong ? watch.wrong : pair.broken;
}

std::vector<sqlite::Migration> steps_of(bool on_server) {
  std::vector<sqlite::Migration> steps;
  if (on_server) {
    for (const auto& file : embedded::sync_server_store::files) steps.push_back({file.name, file.content});
  } else {
    for (const auto& file : embedded::field_app_core::files) steps.push_back({file.name, file.content});
  }
  return steps;
}

/// From an empty file or one that an older program left, to the newest schema. Where the migration broke off, the next
/// start must finish it.
std::optional<std::string> run_migration(bool on_server, std::uint64_t seed, Count& count) {
  register_vfs();
  auto disk = std::make_unique<Disk>();
  const std::string path = disk->sqlite_path(on_server ? "ronda.db" : "field.db");
  const auto steps = steps_of(on_server);
  sqlite::OpenOptions options;
  options.vfs = kVfs;
  if (on_server) options.page_size = 16 * 1024;
  Promises none;
  Watch watch(*disk, seed, count, false, [&](std::unique_ptr<Disk> image) {
    return on_server ? Pair::check_server(std::move(image), none) : Pair::check_device(std::move(image), none);
  });
  const std::size_t first = seed % steps.size();
  for (const std::size_t until : {first, steps.size()}) {
    auto db = sqlite::Database::open(path, options);
    if (!db) return "the database does not open: " + db.error().message;
    const auto done = sqlite::migrate(*db, std::span(steps).first(until), stage().now);
    if (!done) return "migration: " + done.error().message;
  }
  watch.look();
  return watch.wrong;
}

/// One process's share: the seeds from `part`, every `of`-th, until there are enough images.
int run_share(std::int64_t wanted, int part, int of, std::map<std::string, Count>& counts, std::string& said) {
  const char* only = std::getenv("RONDA_SCENARIO");
  std::int64_t images = 0;
  const char* first = std::getenv("RONDA_SEED");
  const auto begin = static_cast<std::uint64_t>(part) + (first == nullptr ? 1 : std::strtoull(first, nullptr, 10));
  for (auto seed = begin; images < wanted; seed += static_cast<std::uint64_t>(of)) {
    for (const bool on_server : {false, true}) {
      const std::string side = on_server ? " on the server" : " on the device";
      const auto holds = [&](const std::string& name, const std::optional<std::string>& wrong) {
        if (wrong) said = name + side + ", seed " + std::to_string(seed) + ": " + *wrong + "\n";
        return !wrong;
      };
      for (const auto& scenario : scenarios(1 + static_cast<int>(seed % 4), true)) {
        if (only != nullptr && std::string(scenario.name) + side != only) continue;
        auto& count = counts[std::string(scenario.name) + side];
        if (!holds(std::string(scenario.name), run_scenario(scenario, on_server, seed, count))) return 1;
      }
      if (only != nullptr) continue;
      if (!holds("migration", run_migration(on_server, seed, counts["migration" + side]))) return 1;
    }
    images = 0;
    for (const auto& [name, count] : counts) images += count.images;
  }
  return 0;
}

int run(std::int64_t wanted) {
  stage();  // once, before the processes part
  const int parts = processes_wanted();
  const auto finished = in_processes(parts, [&](int part, std::string& said) {
    std::map<std::string, Count> counts;
    const int code = run_share((wanted + parts - 1) / parts, part, parts, counts, said);
    if (code != 0) return code;
    for (const auto& [name, count] : counts) {
      said += std::to_string(count.points) + " " + std::to_string(count.images) + " " + name + "\n";
    }
    return 0;
  });
  std::map<std::string, Count> sum;
  for (const auto& one : finished) {
    if (one.code != 0) {
      std::printf("%s", one.said.c_str());
      return 1;
    }
    std::istringstream lines(one.said);
    Count count;
    std::string name;
    while (lines >> count.points >> count.images && std::getline(lines >> std::ws, name)) {
      sum[name].points += count.points;
      sum[name].images += count.images;
    }
  }
  Count all;
  for (const auto& [name, count] : sum) {
    std::printf("%-24s %6lld points %7lld images\n", name.c_str(), static_cast<long long>(count.points),
                static_cast<long long>(count.images));
    all.points += count.points;
    all.images += count.images;
  }
  std::printf("crash images: %lld at %lld points, every one opened, integrity_check ok, no promise broken\n",
              static_cast<long long>(all.images), static_cast<long long>(all.points));
  return 0;
}

}  // namespace
}  // namespace ronda::sim

int main(int words, char** word) {
  ronda::sim::keep_memory();
  ronda::sim::keep_sqlite_memory();
  std::int64_t wanted = 10'000;
  if (words == 3 && std::strcmp(word[1], "--images") == 0) wanted = std::atoll(word[2]);
  if (std::getenv("RONDA_FULL") != nullptr) wanted = 50'000;
  if (const char* text = std::getenv("RONDA_IMAGES")) wanted = std::atoll(text);
  return ronda::sim::run(wanted);
}
