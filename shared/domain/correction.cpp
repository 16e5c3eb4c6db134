#include "shared/domain/correction.hpp"

namespace ronda::domain {

Result<void> check(const CorrectedInspection& report) {
  if (report.supersedes == report.inspection.inspection) {
    return bad_input("a correction has an id of its own", "/inspection/inspection");
  }
  if (report.reason.find_first_not_of(" \t\r\n") == std::string::npos) {
    return Error{ErrorCode::incomplete, "a correction says why", "/reason"};
  }
  return check_report_text(report.reason, "/reason");
}

Result<void> check_same_visit(const SealedInspection& corrected, const SealedInspection& before, bool same_lodging) {
  const auto differs = [](const char* where) {
    return Error{ErrorCode::conflict, "a correction speaks of the same visit", std::string("/inspection/") + where};
  };
  if (!same_lodging) return differs("lodging");
  if (corrected.visit != before.visit) return differs("visit");
  if (corrected.checklist != before.checklist) return differs("checklist");
  if (!(corrected.opened_at == before.opened_at)) return differs("opened_at");
  if (!(corrected.sealed_at == before.sealed_at)) return differs("sealed_at");
  if (corrected.zone != before.zone) return differs("zone");
  return {};
}

Text replaces_text(const std::string& draft_id, ReasonClass reason_class, const std::string& reason) {
  const Text why = name_of(reason_class);
  return {"Menggantikan berita acara draf " + draft_id + ". " + why.id + ": " + reason,
          "Replaces the record of inspection draft " + draft_id + ". " + why.en + ": " + reason};
}

}  // namespace ronda::domain
