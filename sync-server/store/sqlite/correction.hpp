#pragma once
// CorrectionStore over SQLite. Lives inside one transaction of one connection.

#include "sync-server/store/correction_store.hpp"
#include "sync-server/store/sqlite/context.hpp"

namespace ronda::server {

class SqliteCorrections final : public CorrectionStore {
 public:
  explicit SqliteCorrections(SqliteContext& context) : context_(context) {}

  Result<std::vector<EditRow>> edits(LodgingId lodging, domain::LodgingField field) const override;
  Result<std::optional<AliasRow>> alias(UnitId unit, LodgingId id) const override;
  Result<std::vector<LodgingId>> aliases_of(LodgingId lodging) const override;
  Result<std::optional<CorrectionRow>> correction(InspectionId inspection) const override;
  Result<std::optional<InspectionId>> superseded_by(InspectionId inspection) const override;
  Result<std::vector<FindingStep>> steps(FindingId finding) const override;
  Result<void> add_edit(LodgingId lodging, domain::LodgingField field, const EditRow& row) override;
  Result<void> put_alias(const AliasRow& row) override;
  Result<std::vector<std::pair<std::string, Uuid>>> move_lodging(LodgingId from, LodgingId into) override;
  Result<void> add_correction(const CorrectionRow& row) override;
  Result<void> add_disposal(const DisposalRow& row) override;

 private:
  Result<void> ids_of(std::string_view sql, std::string_view entity, LodgingId lodging,
                      std::vector<std::pair<std::string, Uuid>>& out) const;

  SqliteContext& context_;
};

}  // namespace ronda::server
