#pragma once
// DraftStore over SQLite: draft. Lives inside one transaction of one connection.

#include "sync-server/store/draft_store.hpp"
#include "sync-server/store/sqlite/context.hpp"

namespace ronda::server {

class SqliteDrafts final : public DraftStore {
 public:
  explicit SqliteDrafts(SqliteContext& context) : context_(context) {}

  Result<std::optional<DraftRow>> draft(InspectionId inspection, DeviceId device) const override;
  Result<std::vector<DraftRow>> drafts_of_unit(UnitId unit, int limit) const override;
  Result<std::vector<DraftRow>> drafts_for(OfficerId officer, DeviceId but, int limit) const override;
  Result<int> count_of(DeviceId device) const override;
  Result<void> put_draft(const DraftRow& row) override;
  Result<void> forget_draft(InspectionId inspection, DeviceId device) override;
  Result<void> forget_drafts(InspectionId inspection) override;
  Result<void> sweep_drafts(Instant before) override;

 private:
  SqliteContext& context_;
};

}  // namespace ronda::server
