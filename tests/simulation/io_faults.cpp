// io_faults: an error at every Nth call to a disk, for N = 1, 2, … until the scenario ends without reaching it; once,
// and from there on until the disk is well again. Errors of every call, a full disk, a short write, a lock that is
// busy, and (for SQLite's own memory) an allocation that fails. Six scenarios on both sides. Each time: what a crash
// leaves then keeps every promise made by then, and once the disk is well both sides go on by themselves until the
// server holds the device's log byte for byte, and nothing else.
//
// io_faults [--spread N]: the first N calls to a disk (24 unless told; in a migration and of allocations N / 3) are
// failed one by one, the later ones ever further apart. RONDA_SPREAD sets N too, RONDA_FULL=1 fails every one.
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <sstream>
#include <string>

#include "embedded/field-app-core.hpp"
#include "embedded/sync-server-store.hpp"
#include "shared/sqlite/database.hpp"
#include "tests/simulation/disk/failing_memory.hpp"
#include "tests/simulation/disk/kept_connections.hpp"
#include "tests/simulation/disk/memory_vfs.hpp"
#include "tests/simulation/world/processes.hpp"
#include "tests/simulation/world/scenarios.hpp"

namespace ronda::sim {
namespace {

struct Kind {
  Fault fault;
  const char* name;
  bool (*meets)(Call);
};

constexpr std::array<Kind, 4> kKinds = {{
    {Fault::io_error, "I/O error", [](Call) { return true; }},
    {Fault::full, "disk full",
     [](Call call) { return call == Call::open || call == Call::write || call == Call::sync; }},
    {Fault::short_write, "short write", [](Call call) { return call == Call::write; }},
    {Fault::busy, "busy lock", [](Call call) { return call == Call::lock; }},
}};

constexpr const char* kCallNames[] = {"open",   "read",   "write", "truncate",      "sync",
                                      "remove", "rename", "link",  "sync of names", "lock"};

/// By what happened to which call: how often.
using Hits = std::map<std::string, std::int64_t>;

/// Fails the Nth call that the kind meets, or that and all after it.
class Breaker {
 public:
  Breaker(Disk& disk, const Kind& kind, std::int64_t at, bool lasts, Hits& hits) : disk_(disk) {
    disk_.fault = [this, &kind, at, lasts, &hits](Call call) {
      if (!kind.meets(call) || ++seen_ < at || (seen_ > at && !lasts)) return Fault::none;
      if (seen_ == at) ++hits[std::string(kind.name) + ", " + kCallNames[static_cast<int>(call)]];
      return kind.fault;
    };
  }
  ~Breaker() { heal(); }
  void heal() { disk_.fault = nullptr; }
  bool has_met(std::int64_t at) const { return seen_ >= at; }

 private:
  Disk& disk_;
  std::int64_t seen_ = 0;
};

using Wrong = std::optional<std::string>;

/// Both sides are well again: they go on without a restart until nothing waits, and hold the same.
Wrong go_on(Pair& pair) {
  if (pair.broken) return pair.broken;
  if (!pair.sync()) return "Q1 after the disk was well again the two do not come to rest";
  if (pair.broken) return pair.broken;
  return pair.check_equal();
}

Wrong check_images(Pair& pair, bool on_server, std::mt19937_64& random) {
  Disk& disk = on_server ? pair.server->disk() : pair.device->disk();
  for (const auto crash : {Crash::killed, Crash::power_lost}) {
    auto image = disk.after(crash, random);
    keep_connections(true);
    const auto wrong = on_server ? Pair::check_server(std::move(image), pair.promised)
                                 : Pair::check_device(std::move(image), pair.promised);
    keep_connections(false);
    if (wrong) return *wrong + (crash == Crash::killed ? " (then killed)" : " (then power lost)");
  }
  return std::nullopt;
}

/// True in `met` when the Nth call was there.
Wrong fail_disk(const Scenario& scenario, bool on_server, const Kind& kind, std::int64_t at, bool lasts, Hits& hits,
                bool& met) {
  std::mt19937_64 random(static_cast<std::uint64_t>(at));
  Pair pair(static_cast<std::uint64_t>(1 + at % 3));
  scenario.prepare(pair);
  {
    Breaker breaker(on_server ? pair.server->disk() : pair.device->disk(), kind, at, lasts, hits);
    scenario.act(pair);
    met = breaker.has_met(at);
  }
  if (!met) return std::nullopt;
  if (auto wrong = check_images(pair, on_server, random)) return wrong;
  if (auto wrong = go_on(pair)) return wrong;
  return check_images(pair, on_server, random);
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

/// A migration that fails must be whole after the next try, on the same connection or after a crash.
Wrong fail_migration(bool on_server, const std::function<bool(Disk&, const std::function<void()>&)>& failing,
                     bool& met) {
  register_vfs();
  std::mt19937_64 random(1);
  auto disk = std::make_unique<Disk>();
  const std::string path = disk->sqlite_path(on_server ? "ronda.db" : "field.db");
  const auto steps = steps_of(on_server);
  sqlite::OpenOptions options;
  options.vfs = kVfs;
  if (on_server) options.page_size = 16 * 1024;
  const auto open_and_migrate = [&](std::size_t until) -> Result<void> {
    auto db = sqlite::Database::open(path, options);
    if (!db) return std::move(db).error();
    return sqlite::migrate(*db, std::span(steps).first(until), stage().now);
  };
  met = failing(*disk, [&] {
    (void)open_and_migrate(steps.size() / 2);
    (void)open_and_migrate(steps.size());
  });
  if (!met) return std::nullopt;
  const Promises none;
  for (const auto crash : {Crash::killed, Crash::power_lost}) {
    auto image = disk->after(crash, random);
    if (auto wrong =
            on_server ? Pair::check_server(std::move(image), none) : Pair::check_device(std::move(image), none))
      return wrong;
  }
  if (const auto again = open_and_migrate(steps.size()); !again) return "the migration: " + again.error().message;
  auto image = disk->after(Crash::killed, random);
  return on_server ? Pair::check_server(std::move(image), none) : Pair::check_device(std::move(image), none);
}

/// Up to this one every call is failed; then the steps to the next grow with the number of the call.
struct Spread {
  std::int64_t on_disk = 24;
  /// Migrations and allocations are many more calls.
  std::int64_t elsewhere() const { return std::max<std::int64_t>(1, on_disk / 3); }
};

/// One thing to try in every place: a name for people, and what fails the Nth call.
struct Trial {
  std::string name;
  std::int64_t spread;
  std::function<Wrong(std::int64_t at, Hits& hits, bool& met)> fail;
};

void add_disk_trials(std::vector<Trial>& trials, Spread spread, const Scenario& scenario, bool on_server) {
  for (const auto& kind : kKinds) {
    for (const bool lasts : {false, true}) {
      trials.push_back({std::string(scenario.name) + (on_server ? " on the server, " : " on the device, ") + kind.name +
                            (lasts ? " from then on" : " once"),
                        spread.on_disk, [scenario, on_server, &kind, lasts](std::int64_t at, Hits& hits, bool& met) {
                          return fail_disk(scenario, on_server, kind, at, lasts, hits, met);
                        }});
    }
  }
}

void add_migration_trials(std::vector<Trial>& trials, Spread spread, bool on_server) {
  for (const auto& kind : kKinds) {
    for (const bool lasts : {false, true}) {
      trials.push_back({std::string("migration") + (on_server ? " on the server, " : " on the device, ") + kind.name +
                            (lasts ? " from then on" : " once"),
                        spread.elsewhere(), [on_server, &kind, lasts](std::int64_t at, Hits& hits, bool& met) {
                          return fail_migration(
                              on_server,
                              [&](Disk& disk, const std::function<void()>& act) {
                                Breaker breaker(disk, kind, at, lasts, hits);
                                act();
                                return breaker.has_met(at);
                              },
                              met);
                        }});
    }
  }
}

void add_memory_trials(std::vector<Trial>& trials, Spread spread, const Scenario& scenario) {
  for (const bool lasts : {false, true}) {
    trials.push_back({std::string(scenario.name) + ", no memory" + (lasts ? " from then on" : " once"),
                      spread.elsewhere(), [scenario, lasts](std::int64_t at, Hits& hits, bool& met) -> Wrong {
                        std::mt19937_64 random(static_cast<std::uint64_t>(at));
                        Pair pair(static_cast<std::uint64_t>(1 + at % 3));
                        scenario.prepare(pair);
                        fail_allocation(at, lasts);
                        scenario.act(pair);
                        met = allow_allocations();
                        if (!met) return std::nullopt;
                        ++hits["no memory, allocation"];
                        for (const bool on_server : {false, true}) {
                          if (auto wrong = check_images(pair, on_server, random)) return wrong;
                        }
                        return go_on(pair);
                      }});
  }
}

std::vector<Trial> all_trials(Spread spread) {
  std::vector<Trial> trials;
  for (const bool on_server : {false, true}) {
    for (const auto& scenario : scenarios(1, false)) add_disk_trials(trials, spread, scenario, on_server);
    add_migration_trials(trials, spread, on_server);
  }
  for (const auto& scenario : scenarios(1, false)) add_memory_trials(trials, spread, scenario);
  return trials;
}

Wrong run_trial(const Trial& trial, bool full, Hits& hits) {
  for (std::int64_t at = 1;; at += full ? 1 : 1 + at / trial.spread) {
    bool met = false;
    if (auto wrong = trial.fail(at, hits, met))
      return *wrong + " (" + trial.name + ", call " + std::to_string(at) + ")";
    if (!met) return std::nullopt;
  }
}

int run(Spread spread) {
  const bool full = std::getenv("RONDA_FULL") != nullptr;
  stage();  // once, before the processes part
  const auto trials = all_trials(spread);
  const int parts = processes_wanted();
  const auto finished = in_processes(parts, [&](int part, std::string& said) {
    Hits hits;
    for (std::size_t n = static_cast<std::size_t>(part); n < trials.size(); n += static_cast<std::size_t>(parts)) {
      if (auto wrong = run_trial(trials[n], full, hits)) {
        said = *wrong + "\n";
        return 1;
      }
    }
    for (const auto& [name, count] : hits) said += std::to_string(count) + " " + name + "\n";
    return 0;
  });
  Hits sum;
  for (const auto& one : finished) {
    if (one.code != 0) {
      std::printf("%s", one.said.c_str());
      return 1;
    }
    std::istringstream lines(one.said);
    std::int64_t count = 0;
    std::string name;
    while (lines >> count && std::getline(lines >> std::ws, name)) sum[name] += count;
  }
  std::int64_t all = 0;
  for (const auto& [name, count] : sum) {
    std::printf("%6lld %s\n", static_cast<long long>(count), name.c_str());
    all += count;
  }
  std::printf("faults: %lld in %zu trials, no promise broken, nothing partial pushed\n", static_cast<long long>(all),
              trials.size());
  return 0;
}

}  // namespace
}  // namespace ronda::sim

int main(int words, char** word) {
  ronda::sim::keep_memory();
  ronda::sim::watch_allocations();  // before SQLite starts
  ronda::sim::Spread spread;
  if (words == 3 && std::strcmp(word[1], "--spread") == 0) spread.on_disk = std::atoll(word[2]);
  if (const char* text = std::getenv("RONDA_SPREAD")) spread.on_disk = std::atoll(text);
  spread.on_disk = std::max<std::int64_t>(1, spread.on_disk);
  return ronda::sim::run(spread);
}
