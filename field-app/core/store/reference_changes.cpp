#include "field-app/core/store/reference_changes.hpp"

#include <array>

#include "field-app/core/store/lead_store.hpp"
#include "field-app/core/store/paper_key_store.hpp"
#include "field-app/core/store/reference_entities.hpp"
#include "field-app/core/store/report_entities.hpp"
#include "field-app/core/store/report_store.hpp"
#include "shared/base/planted.hpp"

namespace ronda::field {

namespace {

using sqlite::Database;
using wire::JsonCursor;

/// One row per entity of the feed: how it is put, removed, and swept after a full pull.
struct EntityRow {
  std::string_view name;
  Result<void> (*put)(Database&, const Uuid&, const JsonCursor&);
  std::string_view remove;
  std::string_view sweep;
};

#define RONDA_UNSEEN(entity) "NOT IN (SELECT id FROM full_pull_seen WHERE entity = '" entity "')"
constexpr std::array<EntityRow, 15> kEntities{{
    {"unit", put_unit, "DELETE FROM unit WHERE id = ?1", "DELETE FROM unit WHERE id " RONDA_UNSEEN("unit")},
    {"officer", put_officer, "DELETE FROM officer WHERE id = ?1",
     "DELETE FROM officer WHERE id " RONDA_UNSEEN("officer")},
    {"team", put_team, "DELETE FROM team WHERE id = ?1", "DELETE FROM team WHERE id " RONDA_UNSEEN("team")},
    {"policy", put_policy, "DELETE FROM policy WHERE id = ?1", "DELETE FROM policy WHERE id " RONDA_UNSEEN("policy")},
    {"checklist", put_checklist, "", ""},
    {"lodging", put_lodging, "UPDATE lodging SET in_scope = 0 WHERE id = ?1",
     "UPDATE lodging SET in_scope = 0 WHERE id " RONDA_UNSEEN("lodging")},
    {"finding", put_finding, "DELETE FROM finding WHERE id = ?1",
     "DELETE FROM finding WHERE id " RONDA_UNSEEN("finding")},
    {"visit", put_visit, "DELETE FROM visit WHERE id = ?1", "DELETE FROM visit WHERE id " RONDA_UNSEEN("visit")},
    {"inspection", put_summary, "DELETE FROM inspection_summary WHERE id = ?1",
     "DELETE FROM inspection_summary WHERE id " RONDA_UNSEEN("inspection")},
    {"notice", put_notice, "DELETE FROM notice WHERE id = ?1", "DELETE FROM notice WHERE id " RONDA_UNSEEN("notice")},
    {"activity", put_activity, "DELETE FROM activity WHERE id = ?1 AND own_record IS NULL",
     "DELETE FROM activity WHERE own_record IS NULL AND id " RONDA_UNSEEN("activity")},
    {"referral", put_referral_entity, "DELETE FROM referral WHERE id = ?1 AND own_record IS NULL",
     "DELETE FROM referral WHERE own_record IS NULL AND id " RONDA_UNSEEN("referral")},
    {"tip", put_tip_entity, "DELETE FROM tip WHERE id = ?1 AND own_record IS NULL",
     "DELETE FROM tip WHERE own_record IS NULL AND id " RONDA_UNSEEN("tip")},
    {"device", put_unit_device, "DELETE FROM unit_device WHERE id = ?1",
     "DELETE FROM unit_device WHERE id " RONDA_UNSEEN("device")},
    {"record", put_record_word, "", ""},
}};
#undef RONDA_UNSEEN

const EntityRow* row_of(std::string_view entity) {
  for (const EntityRow& row : kEntities) {
    if (row.name == entity) return &row;
  }
  return nullptr;
}

constexpr std::string_view kNoteSeen = R"sql(
  INSERT OR IGNORE INTO full_pull_seen (entity, id)
  SELECT ?1, ?2 WHERE (SELECT replacing FROM sync_state WHERE only_row = 1) = 1
)sql";

}  // namespace

bool is_known_entity(std::string_view entity) { return row_of(entity) != nullptr; }

Result<void> apply_change(Database& db, std::string_view entity, const Uuid& id, std::string_view data) {
  if (row_of(entity) == nullptr) return {};
  auto document = wire::JsonDocument::parse(data);
  if (!document) return std::move(document).error();
  return apply_change(db, entity, id, document->root());
}

Result<void> apply_change(Database& db, std::string_view entity, const Uuid& id, const JsonCursor& data) {
  const EntityRow* row = row_of(entity);
  if (row == nullptr) return {};
  if (auto put = row->put(db, id, data); !put) return put;
  if (auto laid = lay_own_words_over(db, entity, id); !laid) return laid;
  return db.use(kNoteSeen).bind(1, entity).bind(2, id).run();
}

// A lodging out of scope stays only while own work refers to it: a sealed visit keeps its name on the screen.
constexpr std::string_view kDropLodgings = R"sql(
  DELETE FROM lodging
   WHERE in_scope = 0 AND NOT EXISTS (SELECT 1 FROM inspection WHERE inspection.lodging_id = lodging.id)
)sql";

Result<void> remove_entity(Database& db, std::string_view entity, const Uuid& id) {
  const EntityRow* row = row_of(entity);
  if (row == nullptr || row->remove.empty() || RONDA_PLANTED(tombstone_ignored)) return {};
  if (auto removed = db.use(row->remove).bind(1, id).run(); !removed) return removed;
  return db.use(kDropLodgings).run();
}

constexpr std::string_view kForgetSeen = "DELETE FROM full_pull_seen";
constexpr std::string_view kBeginReplacing = "UPDATE sync_state SET replacing = 1, unread = 0 WHERE only_row = 1";
constexpr std::string_view kEndReplacing = "UPDATE sync_state SET replacing = 0 WHERE only_row = 1";

Result<void> begin_full_pull(Database& db) {
  if (auto forgot = db.use(kForgetSeen).run(); !forgot) return forgot;
  return db.use(kBeginReplacing).run();
}

// As put_summary() does for one lodging; while the pull was under way, what it was to replace stood in between.
constexpr std::string_view kKeepLastTen = R"sql(
  DELETE FROM inspection_summary
   WHERE at < (SELECT newer.at FROM inspection_summary AS newer WHERE newer.lodging_id = inspection_summary.lodging_id
                ORDER BY newer.at DESC LIMIT 1 OFFSET 9)
)sql";

Result<void> end_full_pull(Database& db) {
  for (const EntityRow& row : kEntities) {
    if (row.sweep.empty()) continue;
    if (auto swept = db.use(row.sweep).run(); !swept) return swept;
  }
  if (RONDA_PLANTED(snapshot_drops_outbox)) (void)db.execute("UPDATE record SET acked = 1");
  if (auto kept = db.use(kKeepLastTen).run(); !kept) return kept;
  if (auto kept = keep_own_proposals(db); !kept) return kept;
  if (auto dropped = db.use(kDropLodgings).run(); !dropped) return dropped;
  if (auto forgot = db.use(kForgetSeen).run(); !forgot) return forgot;
  return db.use(kEndReplacing).run();
}

constexpr int kPastDays = 62;
constexpr int kClosedFindingDays = 90;
constexpr std::string_view kZone = "SELECT zone FROM unit LIMIT 1";
constexpr std::string_view kOldVisits = "DELETE FROM visit WHERE date < ?1";
constexpr std::string_view kOldActivities = "DELETE FROM activity WHERE own_record IS NULL AND date < ?1";
constexpr std::string_view kOldTips = "DELETE FROM tip WHERE own_record IS NULL AND expires_on < ?1";
constexpr std::string_view kOldReferrals = "DELETE FROM referral WHERE own_record IS NULL AND made_at < ?1";
constexpr std::string_view kOldFindings = R"sql(
  DELETE FROM finding
   WHERE closed_on < ?1 AND state <> 'open'
     AND NOT EXISTS (SELECT 1 FROM disposition WHERE disposition.finding_id = finding.id)
)sql";

Result<void> forget_aged(Database& db, Instant server_time) {
  std::string zone_name;
  {
    auto row = db.use(kZone);
    if (!row.step()) return row.ok() ? Result<void>() : Result<void>(row.error());
    zone_name = row.text(0);
  }
  const auto zone = parse_zone(zone_name);
  if (!zone) return zone.error();
  const LocalDate today = local_date(server_time, *zone);
  for (const auto sql : {kOldVisits, kOldActivities}) {
    if (auto gone = db.use(sql).bind(1, plus_days(today, -kPastDays)).run(); !gone) return gone;
  }
  if (auto gone = db.use(kOldTips).bind(1, today).run(); !gone) return gone;
  const Instant oldest = instant_of(plus_days(today, -kPastDays), {0}, *zone);
  if (auto gone = db.use(kOldReferrals).bind(1, oldest).run(); !gone) return gone;
  return db.use(kOldFindings).bind(1, plus_days(today, -kClosedFindingDays)).run();
}

}  // namespace ronda::field
