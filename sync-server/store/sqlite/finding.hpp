#pragma once
// FindingStore over SQLite: inspections and findings. Lives inside one transaction of one connection.

#include "sync-server/store/finding_store.hpp"
#include "sync-server/store/sqlite/context.hpp"

namespace ronda::server {

class SqliteFindings final : public FindingStore {
 public:
  explicit SqliteFindings(SqliteContext& context) : context_(context) {}

  Result<bool> has_inspection(InspectionId id) const override;
  Result<InspectionListed> inspection(UnitId unit, InspectionId id) const override;
  Result<std::vector<InspectionListed>> inspections(UnitId unit, const InspectionFilter& filter,
                                                    int limit) const override;
  Result<std::vector<InspectionAnswerRow>> answers(InspectionId id) const override;
  Result<std::vector<InspectionPhotoRow>> photos(InspectionId id) const override;
  Result<bool> names_photo(UnitId unit, const ledger::Hash& sha256) const override;
  Result<std::optional<InspectionSummary>> summary(UnitId unit, InspectionId id, int newer) const override;
  Result<std::vector<VisitedDay>> visited_days(UnitId unit, LocalDate first, LocalDate last) const override;
  Result<FindingRow> finding(UnitId unit, FindingId id) const override;
  Result<std::vector<FindingListed>> findings(UnitId unit, const FindingFilter& filter) const override;
  Result<std::vector<OpenFinding>> open_findings(UnitId unit, LodgingId lodging) const override;
  Result<std::vector<FindingRow>> findings_of_inspection(InspectionId id) const override;
  Result<void> add_inspection(const InspectionRow& row, const std::vector<InspectionAnswerRow>& answers,
                              const std::vector<InspectionPhotoRow>& photos) override;
  Result<void> put_finding(const FindingRow& row) override;
  Result<void> add_finding_event(FindingId finding, InspectionId inspection, std::string_view disposition,
                                 const std::optional<std::string>& reason, Instant at) override;

 private:
  SqliteContext& context_;
};

}  // namespace ronda::server
