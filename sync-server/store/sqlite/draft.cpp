#include "sync-server/store/sqlite/draft.hpp"

namespace ronda::server {

namespace {

DraftRow read_draft(const sqlite::Row& row) {
  DraftRow draft;
  draft.inspection = row.id<InspectionId>(0);
  draft.device = row.id<DeviceId>(1);
  draft.unit = row.id<UnitId>(2);
  draft.officer = row.id<OfficerId>(3);
  draft.lodging = row.id<LodgingId>(4);
  draft.checklist = row.text(5);
  draft.version = row.int64(6);
  draft.opened_at = row.instant(7);
  draft.saved_at = row.instant(8);
  draft.answered = row.int32(9);
  draft.total = row.int32(10);
  draft.photos = row.int32(11);
  draft.content = row.text(12);
  draft.received_at = row.instant(13);
  return draft;
}

Result<std::vector<DraftRow>> read_drafts(sqlite::Row& row) {
  std::vector<DraftRow> drafts;
  while (row.step()) drafts.push_back(read_draft(row));
  if (!row.ok()) return row.error();
  return drafts;
}

}  // namespace

constexpr std::string_view kDraft = R"sql(
  SELECT inspection_id, device_id, unit_id, officer_id, lodging_id, checklist, version, opened_at, saved_at, answered,
         total, photos, content, received_at
    FROM draft
   WHERE inspection_id = ?1 AND device_id = ?2
)sql";

Result<std::optional<DraftRow>> SqliteDrafts::draft(InspectionId inspection, DeviceId device) const {
  auto row = context_.use(kDraft);
  row.bind(1, inspection).bind(2, device);
  std::optional<DraftRow> found;
  if (row.step()) found = read_draft(row);
  if (!row.ok()) return row.error();
  return found;
}

constexpr std::string_view kDraftsOfUnit = R"sql(
  SELECT inspection_id, device_id, unit_id, officer_id, lodging_id, checklist, version, opened_at, saved_at, answered,
         total, photos, '', received_at
    FROM draft
   WHERE unit_id = ?1 AND NOT EXISTS (SELECT 1 FROM inspection WHERE inspection.id = draft.inspection_id)
   ORDER BY saved_at DESC, inspection_id
   LIMIT ?2
)sql";

Result<std::vector<DraftRow>> SqliteDrafts::drafts_of_unit(UnitId unit, int limit) const {
  auto row = context_.use(kDraftsOfUnit);
  row.bind(1, unit).bind(2, limit);
  return read_drafts(row);
}

constexpr std::string_view kDraftsFor = R"sql(
  SELECT inspection_id, device_id, unit_id, officer_id, lodging_id, checklist, version, opened_at, saved_at, answered,
         total, photos, content, received_at
    FROM draft
   WHERE officer_id = ?1 AND device_id <> ?2
     AND NOT EXISTS (SELECT 1 FROM inspection WHERE inspection.id = draft.inspection_id)
     AND NOT EXISTS (SELECT 1 FROM draft AS other
                      WHERE other.inspection_id = draft.inspection_id AND other.device_id <> ?2
                        AND (other.version, other.device_id) > (draft.version, draft.device_id))
   ORDER BY saved_at DESC, inspection_id
   LIMIT ?3
)sql";

Result<std::vector<DraftRow>> SqliteDrafts::drafts_for(OfficerId officer, DeviceId but, int limit) const {
  auto row = context_.use(kDraftsFor);
  row.bind(1, officer).bind(2, but).bind(3, limit);
  return read_drafts(row);
}

constexpr std::string_view kCountOf = "SELECT count(*) FROM draft WHERE device_id = ?1";

Result<int> SqliteDrafts::count_of(DeviceId device) const {
  auto row = context_.use(kCountOf);
  row.bind(1, device);
  if (!row.step()) return row.error();
  return row.int32(0);
}

constexpr std::string_view kPutDraft = R"sql(
  INSERT OR REPLACE INTO draft (inspection_id, device_id, unit_id, officer_id, lodging_id, checklist, version,
                                opened_at, saved_at, answered, total, photos, content, received_at)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
)sql";

Result<void> SqliteDrafts::put_draft(const DraftRow& draft) {
  auto row = context_.use(kPutDraft);
  row.bind(1, draft.inspection).bind(2, draft.device).bind(3, draft.unit).bind(4, draft.officer);
  row.bind(5, draft.lodging).bind(6, draft.checklist).bind(7, draft.version).bind(8, draft.opened_at);
  row.bind(9, draft.saved_at).bind(10, draft.answered).bind(11, draft.total).bind(12, draft.photos);
  row.bind(13, draft.content).bind(14, draft.received_at);
  return row.run();
}

constexpr std::string_view kForgetDraft = "DELETE FROM draft WHERE inspection_id = ?1 AND device_id = ?2";

Result<void> SqliteDrafts::forget_draft(InspectionId inspection, DeviceId device) {
  return context_.use(kForgetDraft).bind(1, inspection).bind(2, device).run();
}

constexpr std::string_view kHasDraft = "SELECT 1 FROM draft WHERE inspection_id = ?1";
constexpr std::string_view kForgetDrafts = "DELETE FROM draft WHERE inspection_id = ?1";

// Asked first: to delete nothing costs four times as much as to find nothing, and a push asks for every inspection.
Result<void> SqliteDrafts::forget_drafts(InspectionId inspection) {
  {
    auto row = context_.use(kHasDraft);
    row.bind(1, inspection);
    if (!row.step()) return row.ok() ? Result<void>() : Result<void>(row.error());
  }
  return context_.use(kForgetDrafts).bind(1, inspection).run();
}

constexpr std::string_view kSweepDrafts = R"sql(
  DELETE FROM draft
   WHERE received_at < ?1 OR EXISTS (SELECT 1 FROM inspection WHERE inspection.id = draft.inspection_id)
)sql";

Result<void> SqliteDrafts::sweep_drafts(Instant before) { return context_.use(kSweepDrafts).bind(1, before).run(); }

}  // namespace ronda::server
