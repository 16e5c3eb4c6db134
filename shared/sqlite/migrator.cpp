#include <algorithm>
#include <vector>

#include "shared/sqlite/check_migrated.hpp"
#include "shared/sqlite/database.hpp"

namespace ronda::sqlite {

namespace {

constexpr std::string_view kKnown = "SELECT name, fingerprint FROM schema_migration ORDER BY number";
constexpr std::string_view kRecord =
    "INSERT INTO schema_migration (number, name, fingerprint, applied_at) VALUES (?1, ?2, ?3, ?4)";

/// FNV-1a over the text: catches an edited step; it guards against mistakes, not against an attacker.
std::string fingerprint(std::string_view text) {
  std::uint64_t value = 1469598103934665603ULL;
  for (const char c : text) value = (value ^ static_cast<std::uint8_t>(c)) * 1099511628211ULL;
  std::string hex;
  for (int shift = 60; shift >= 0; shift -= 4) hex.push_back("0123456789abcdef"[(value >> shift) & 0xFU]);
  return hex;
}

std::int64_t number_of(std::string_view name) {
  std::int64_t number = 0;
  for (const char c : name.substr(0, name.find('_'))) number = number * 10 + (c - '0');
  return number;
}

}  // namespace

namespace {

// In order of their numbers.
Result<std::vector<Migration>> missing_steps(Database& db, std::span<const Migration> steps) {
  std::vector<std::pair<std::string, std::string>> known;
  {
    Row row = db.use(kKnown);
    while (row.step()) known.emplace_back(row.text(0), row.text(1));
    if (!row.ok()) return row.error();
  }
  std::vector<Migration> ordered(steps.begin(), steps.end());
  std::sort(ordered.begin(), ordered.end(),
            [](const Migration& a, const Migration& b) { return number_of(a.name) < number_of(b.name); });

  for (const auto& entry : known) {
    const std::string& name = entry.first;
    const auto step = std::find_if(ordered.begin(), ordered.end(), [&](const Migration& m) { return m.name == name; });
    if (step == ordered.end()) {
      return Error{ErrorCode::unsupported_version,
                   "this data was written by a newer version of Ronda (step " + name + "); use that version", name};
    }
    if (fingerprint(step->sql) != entry.second) {
      return Error{ErrorCode::corrupt, "migration " + name + " is not the one that made this database", name};
    }
  }
  std::erase_if(ordered, [&](const Migration& step) {
    return std::any_of(known.begin(), known.end(), [&](const auto& one) { return one.first == step.name; });
  });
  return ordered;
}

}  // namespace

Result<void> check_migrated(Database& db, std::span<const Migration> steps) {
  const auto missing = missing_steps(db, steps);
  if (!missing) return missing.error();
  if (missing->empty()) return {};
  return Error{ErrorCode::unsupported_version,
               "this data was written by an older version of Ronda; start ronda-server on it once", ""};
}

Result<void> migrate(Database& db, std::span<const Migration> steps, Instant now) {
  auto made = db.execute(
      "CREATE TABLE IF NOT EXISTS schema_migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, "
      "fingerprint TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT");
  if (!made) return made;

  const auto missing = missing_steps(db, steps);
  if (!missing) return missing.error();
  for (const Migration& step : *missing) {
    auto txn = Transaction::begin(db, Transaction::Kind::write);
    if (!txn) return std::move(txn).error();
    if (auto done = db.execute(std::string(step.sql)); !done) {
      Error error = std::move(done).error();
      error.where = std::string(step.name);
      return error;
    }
    auto recorded = db.use(kRecord)
                        .bind(1, number_of(step.name))
                        .bind(2, step.name)
                        .bind(3, fingerprint(step.sql))
                        .bind(4, now)
                        .run();
    if (!recorded) return recorded;
    if (auto done = txn->commit(); !done) return done;
  }
  return {};
}

}  // namespace ronda::sqlite
