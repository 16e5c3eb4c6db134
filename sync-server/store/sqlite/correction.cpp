#include "sync-server/store/sqlite/correction.hpp"

#include "shared/base/planted.hpp"
#include "shared/wire/report_json.hpp"

namespace ronda::server {

namespace {

// Values in the table were written by add_edit: another text means a damaged file.
domain::FieldValue stored_value(const std::string& json) {
  auto value = wire::parse_field_value(json);
  RONDA_ASSERT(value.has_value());
  return *std::move(value);
}

}  // namespace

constexpr std::string_view kEdits = R"sql(
  SELECT e.old_value, e.new_value, e.base, e.version, e.device_id, e.seq, e.rank, e.officer_id,
         coalesce(o.rank || ' ' || o.name, ''), e.at
    FROM lodging_edit e
    LEFT JOIN officer o ON o.id = e.officer_id
   WHERE e.lodging_id = ?1 AND e.field = ?2
   ORDER BY e.n
   LIMIT 10000
)sql";

Result<std::vector<EditRow>> SqliteCorrections::edits(LodgingId lodging, domain::LodgingField field) const {
  auto row = context_.use(kEdits);
  row.bind(1, lodging).bind(2, domain::word(field));
  std::vector<EditRow> rows;
  while (row.step()) {
    EditRow read;
    read.edit.from = stored_value(row.text(0));
    read.edit.to = stored_value(row.text(1));
    read.edit.base = row.int64(2);
    read.edit.version = row.int64(3);
    read.device = row.optional_id<DeviceId>(4);
    if (read.device) read.edit.author = to_text(*read.device);
    read.edit.seq = row.int64(5);
    read.edit.rank = row.text(6);
    read.officer = row.optional_id<OfficerId>(7);
    read.officer_title = row.text(8);
    read.at = row.instant(9);
    rows.push_back(std::move(read));
  }
  if (!row.ok()) return row.error();
  return rows;
}

constexpr std::string_view kAlias = R"sql(
  SELECT alias_id, unit_id, lodging_id, name, officer_id, at FROM lodging_alias WHERE alias_id = ?1 AND unit_id = ?2
)sql";

Result<std::optional<AliasRow>> SqliteCorrections::alias(UnitId unit, LodgingId id) const {
  auto row = context_.use(kAlias);
  row.bind(1, id).bind(2, unit);
  if (row.step()) {
    return std::optional<AliasRow>(AliasRow{row.id<LodgingId>(0), row.id<UnitId>(1), row.id<LodgingId>(2),
                                            row.optional_text(3), row.optional_id<OfficerId>(4), row.instant(5)});
  }
  if (!row.ok()) return row.error();
  return std::optional<AliasRow>();
}

constexpr std::string_view kAliasesOf = R"sql(
  SELECT alias_id FROM lodging_alias WHERE lodging_id = ?1 ORDER BY alias_id LIMIT 1000
)sql";

Result<std::vector<LodgingId>> SqliteCorrections::aliases_of(LodgingId lodging) const {
  auto row = context_.use(kAliasesOf);
  row.bind(1, lodging);
  std::vector<LodgingId> ids;
  while (row.step()) ids.push_back(row.id<LodgingId>(0));
  if (!row.ok()) return row.error();
  return ids;
}

constexpr std::string_view kCorrection = R"sql(
  SELECT inspection_id, supersedes, reason_class, reason, corrected_at
    FROM inspection_correction
   WHERE inspection_id = ?1
)sql";

Result<std::optional<CorrectionRow>> SqliteCorrections::correction(InspectionId inspection) const {
  auto row = context_.use(kCorrection);
  row.bind(1, inspection);
  if (row.step()) {
    return std::optional<CorrectionRow>(
        CorrectionRow{row.id<InspectionId>(0), row.id<InspectionId>(1), row.text(2), row.text(3), row.instant(4)});
  }
  if (!row.ok()) return row.error();
  return std::optional<CorrectionRow>();
}

constexpr std::string_view kSupersededBy = "SELECT superseded_by FROM inspection WHERE id = ?1";

Result<std::optional<InspectionId>> SqliteCorrections::superseded_by(InspectionId inspection) const {
  auto row = context_.use(kSupersededBy);
  row.bind(1, inspection);
  if (row.step()) return row.optional_id<InspectionId>(0);
  if (!row.ok()) return row.error();
  return std::optional<InspectionId>();
}

constexpr std::string_view kSteps = R"sql(
  SELECT e.disposition AS disposition, i.local_date AS local_date, e.at AS at
    FROM finding_event e
    JOIN inspection i ON i.id = e.inspection_id
   WHERE e.finding_id = ?1 AND i.superseded_by IS NULL
  UNION
  SELECT 'opened', i.local_date, i.sealed_at
    FROM finding f
    JOIN inspection i ON i.id = f.opened_by
   WHERE f.id = ?1 AND i.superseded_by IS NULL
  UNION ALL
  SELECT disposition, local_date, at FROM finding_disposal WHERE finding_id = ?1
   ORDER BY local_date, at, disposition
   LIMIT 10000
)sql";

Result<std::vector<FindingStep>> SqliteCorrections::steps(FindingId finding) const {
  auto row = context_.use(kSteps);
  row.bind(1, finding);
  std::vector<FindingStep> steps;
  while (row.step()) steps.push_back({row.text(0), row.date(1), row.instant(2)});
  if (!row.ok()) return row.error();
  return steps;
}

constexpr std::string_view kAddEdit = R"sql(
  INSERT INTO lodging_edit (lodging_id, field, old_value, new_value, base, version, device_id, seq, rank, officer_id,
                            at)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
)sql";

Result<void> SqliteCorrections::add_edit(LodgingId lodging, domain::LodgingField field, const EditRow& added) {
  auto row = context_.use(kAddEdit);
  row.bind(1, lodging).bind(2, domain::word(field)).bind(3, wire::field_value_text(added.edit.from));
  row.bind(4, wire::field_value_text(added.edit.to)).bind(5, added.edit.base).bind(6, added.edit.version);
  row.bind(7, added.device).bind(8, added.edit.seq).bind(9, added.edit.rank).bind(10, added.officer).bind(11, added.at);
  return row.run();
}

constexpr std::string_view kPutAlias = R"sql(
  INSERT INTO lodging_alias (alias_id, unit_id, lodging_id, name, officer_id, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
  ON CONFLICT (alias_id) DO UPDATE SET lodging_id = ?3, officer_id = ?5, at = ?6
)sql";

Result<void> SqliteCorrections::put_alias(const AliasRow& alias) {
  auto row = context_.use(kPutAlias);
  row.bind(1, alias.alias).bind(2, alias.unit).bind(3, alias.lodging).bind(4, alias.name).bind(5, alias.officer);
  row.bind(6, alias.at);
  return row.run();
}

constexpr std::string_view kInspectionsThere =
    "SELECT id FROM inspection WHERE substr(lodging_id, 13) = substr(?1, 13) AND lodging_id = ?1 LIMIT 100000";
constexpr std::string_view kFindingsThere = "SELECT id FROM finding WHERE lodging_id = ?1 LIMIT 100000";
constexpr std::string_view kVisitsThere = R"sql(
  SELECT id FROM visit WHERE lodging_id = ?1 AND state <> 'planned' LIMIT 100000
)sql";
constexpr std::string_view kNoticesThere = "SELECT id FROM notice WHERE lodging_id = ?1 LIMIT 100000";
constexpr std::string_view kActivitiesThere = "SELECT id FROM activity WHERE lodging_id = ?1 LIMIT 100000";
constexpr std::string_view kReferralsThere = "SELECT id FROM referral WHERE lodging_id = ?1 LIMIT 100000";
constexpr std::string_view kTipsThere = "SELECT id FROM tip WHERE lodging_id = ?1 LIMIT 100000";

Result<void> SqliteCorrections::ids_of(std::string_view sql, std::string_view entity, LodgingId lodging,
                                       std::vector<std::pair<std::string, Uuid>>& out) const {
  auto row = context_.use(sql);
  row.bind(1, lodging);
  while (row.step()) out.emplace_back(entity, row.uuid(0));
  if (!row.ok()) return row.error();
  return {};
}

// Every table that refers to a lodging; the contract test holds this list against the schema.
constexpr std::string_view kMoves[] = {
    "UPDATE inspection SET lodging_id = ?2 WHERE substr(lodging_id, 13) = substr(?1, 13) AND lodging_id = ?1",
    "UPDATE finding SET lodging_id = ?2 WHERE lodging_id = ?1",
    "UPDATE visit SET lodging_id = ?2 WHERE lodging_id = ?1",
    "UPDATE notice SET lodging_id = ?2 WHERE lodging_id = ?1",
    "UPDATE activity SET lodging_id = ?2 WHERE lodging_id = ?1",
    "UPDATE referral SET lodging_id = ?2 WHERE lodging_id = ?1",
    "UPDATE tip SET lodging_id = ?2 WHERE lodging_id = ?1",
    "UPDATE lodging_alias SET lodging_id = ?2 WHERE lodging_id = ?1",
    "UPDATE plan_edit SET lodging_id = ?2 WHERE lodging_id = ?1",
    "UPDATE OR IGNORE round_unplanned SET lodging_id = ?2 WHERE lodging_id = ?1",
    "UPDATE OR IGNORE round_relaxation SET lodging_id = ?2 WHERE lodging_id = ?1",
    "UPDATE OR IGNORE round_wanted SET lodging_id = ?2 WHERE lodging_id = ?1",
};
// Where the other lodging has such a row of its own, that one stands.
constexpr std::string_view kDrops[] = {
    "DELETE FROM round_unplanned WHERE lodging_id = ?1",
    "DELETE FROM round_relaxation WHERE lodging_id = ?1",
    "DELETE FROM round_wanted WHERE lodging_id = ?1",
};
constexpr std::string_view kSettleCases = R"sql(
  UPDATE review_case SET state = 'decided', decided_at = ?2, keep = 'settled', version = version + 1
   WHERE lodging_id = ?1 AND state = 'open' AND kind = 'lodging_field'
)sql";
constexpr std::string_view kMoveCases = "UPDATE review_case SET lodging_id = ?2 WHERE lodging_id = ?1";
constexpr std::string_view kRemoveLodging = "DELETE FROM lodging WHERE id = ?1";

Result<std::vector<std::pair<std::string, Uuid>>> SqliteCorrections::move_lodging(LodgingId from, LodgingId into) {
  std::vector<std::pair<std::string, Uuid>> moved;
  for (const auto& [sql, entity] : {std::pair{kInspectionsThere, "inspection"},
                                    {kFindingsThere, "finding"},
                                    {kVisitsThere, "visit"},
                                    {kNoticesThere, "notice"},
                                    {kActivitiesThere, "activity"},
                                    {kReferralsThere, "referral"},
                                    {kTipsThere, "tip"}}) {
    if (auto read = ids_of(sql, entity, from, moved); !read) return std::move(read).error();
  }
  for (const auto sql : kMoves) {
    if (auto done = context_.use(sql).bind(1, from).bind(2, into).run(); !done) return std::move(done).error();
  }
  if (auto done = context_.use(kSettleCases).bind(1, from).bind(2, context_.now).run(); !done) {
    return std::move(done).error();
  }
  if (auto done = context_.use(kMoveCases).bind(1, from).bind(2, into).run(); !done) return std::move(done).error();
  for (const auto sql : kDrops) {
    if (auto done = context_.use(sql).bind(1, from).run(); !done) return std::move(done).error();
  }
  if (auto done = context_.use(kRemoveLodging).bind(1, from).run(); !done) return std::move(done).error();
  return moved;
}

constexpr std::string_view kSupersede = R"sql(
  UPDATE inspection SET superseded_by = ?2 WHERE id = ?1 AND superseded_by IS NULL
)sql";
[[maybe_unused]] constexpr std::string_view kOverwrite = R"sql(
  UPDATE inspection SET answers = (SELECT answers FROM inspection WHERE id = ?2),
                        outcome_reason = (SELECT outcome_reason FROM inspection WHERE id = ?2)
   WHERE id = ?1
)sql";
constexpr std::string_view kAddCorrection = R"sql(
  INSERT INTO inspection_correction (inspection_id, supersedes, reason_class, reason, corrected_at)
  VALUES (?1, ?2, ?3, ?4, ?5)
)sql";

Result<void> SqliteCorrections::add_correction(const CorrectionRow& correction) {
  if (auto done = context_.use(kSupersede).bind(1, correction.supersedes).bind(2, correction.inspection).run(); !done) {
    return done;
  }
  if (context_.db->changes() != 1) {
    return Error{ErrorCode::conflict, "a newer version has replaced this inspection already", ""};
  }
  if (RONDA_PLANTED(correction_overwrites)) {
    (void)context_.use(kOverwrite).bind(1, correction.supersedes).bind(2, correction.inspection).run();
  }
  auto row = context_.use(kAddCorrection);
  row.bind(1, correction.inspection).bind(2, correction.supersedes).bind(3, correction.reason_class);
  row.bind(4, correction.reason).bind(5, correction.corrected_at);
  return row.run();
}

constexpr std::string_view kAddDisposal = R"sql(
  INSERT INTO finding_disposal (finding_id, device_id, seq, officer_id, disposition, reason, local_date, at)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
)sql";

Result<void> SqliteCorrections::add_disposal(const DisposalRow& disposal) {
  auto row = context_.use(kAddDisposal);
  row.bind(1, disposal.finding).bind(2, disposal.device).bind(3, disposal.seq).bind(4, disposal.officer);
  row.bind(5, disposal.disposition).bind(6, disposal.reason).bind(7, disposal.local_date).bind(8, disposal.at);
  return row.run();
}

}  // namespace ronda::server
