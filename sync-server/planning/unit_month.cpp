#include "sync-server/planning/unit_month.hpp"

#include <chrono>
#include <filesystem>
#include <utility>

#include "shared/crypto/crypto.hpp"
#include "sync-server/service/only_unit.hpp"
#include "sync-server/store/register_store.hpp"
#include "sync-server/store/sqlite/open_store.hpp"

namespace ronda::planning {

namespace fs = std::filesystem;

namespace {

constexpr int kMostLodgings = 5000;  // of one unit, as the server reads them

Instant machine_now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::milliseconds>(now).count()};
}

Result<std::unique_ptr<server::Store>> open_data(const fs::path& data, Instant now) {
  const fs::path file = data / "ronda.db";
  std::error_code error;
  if (!fs::is_directory(data, error)) return Error{ErrorCode::not_found, "there is no such folder", ""};
  if (!fs::is_regular_file(file, error))
    return Error{ErrorCode::not_found, "this folder holds no data of a ronda-server (no ronda.db)", ""};
  server::StoreOptions options;
  options.file = file;
  options.readers = 1;
  options.clock = [now] { return now; };
  options.entropy = crypto::entropy();
  options.read_only = true;
  return server::open_sqlite_store(options);
}

Result<UnitMonth> read_month(const server::ReadTxn& txn, const UnitMonthCall& call, const server::Month& month,
                             std::optional<LocalDate> from) {
  UnitMonth read;
  read.now = txn.now();
  auto unit = server::only_unit(txn, call.unit);
  if (!unit) return std::move(unit).error();
  read.unit = std::move(*unit);
  auto task = server::read_month_task(txn, read.unit, month, from);
  if (!task) return std::move(task).error();
  read.task = std::move(*task);
  const int first = read.task.built.problem.first_day;
  if (first > 1) read.from = LocalDate{month.year, month.month, first};
  const auto lodgings = txn.lodgings().all(read.unit.id, kMostLodgings);
  if (!lodgings) return lodgings.error();
  for (const auto& lodging : *lodgings) read.lodging_names.emplace(lodging.id, lodging.name);
  const auto teams = txn.settings().teams_of(read.unit.id);
  if (!teams) return teams.error();
  for (const auto& team : *teams) read.team_names.emplace(team.id, team.name);
  return read;
}

}  // namespace

Result<UnitMonth> read_unit_month(const UnitMonthCall& call) {
  const auto month = server::parse_month(call.month);
  if (!month) return bad_input("--month takes a month such as 2026-12, not \"" + call.month + "\"");
  std::optional<LocalDate> from;
  if (call.from) {
    const auto date = parse_date(*call.from);
    if (!date) return bad_input("--from takes a date such as 2026-12-07, not \"" + *call.from + "\"");
    from = *date;
  }
  Instant now = machine_now();
  if (call.today_at) {
    const auto at = parse_instant(*call.today_at);
    if (!at) return bad_input("--clock takes an instant such as 2026-12-01T01:00:00Z, not \"" + *call.today_at + "\"");
    now = *at;
  }
  if (auto started = crypto::start(); !started) return std::move(started).error();
  auto store = open_data(call.data, now);
  if (!store) return std::move(store).error();
  return (*store)->read([&](const server::ReadTxn& txn) { return read_month(txn, call, *month, from); });
}

}  // namespace ronda::planning
