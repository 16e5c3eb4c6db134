#include "field-app/core/store/schema.hpp"

#include <vector>

#include "embedded/field-app-core.hpp"
#include "shared/wire/checklist_json.hpp"

namespace ronda::field {

namespace {

constexpr std::string_view kAddChecklist = "INSERT OR IGNORE INTO checklist (version, document) VALUES (?1, ?2)";

}  // namespace

Result<sqlite::Database> open_database(const std::string& path, const sqlite::OpenOptions& options, Instant now) {
  auto db = sqlite::Database::open(path, options);
  if (!db) return db;
  std::vector<sqlite::Migration> steps;
  for (const auto& file : embedded::field_app_core::files) steps.push_back({file.name, file.content});
  if (auto migrated = sqlite::migrate(*db, steps, now); !migrated) return std::move(migrated).error();
  for (const std::string& version : wire::embedded_checklist_versions()) {
    auto added = db->use(kAddChecklist).bind(1, version).bind(2, wire::embedded_checklist(version)).run();
    if (!added) return std::move(added).error();
  }
  return db;
}

}  // namespace ronda::field
