#pragma once
// The papers of the server: the berita acara of a sealed inspection and the Surat Pemberitahuan of a notice, filled in
// for shared/document. Pure functions; any thread.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "shared/document/berita_acara.hpp"
#include "shared/document/letter.hpp"
#include "shared/domain/checklist.hpp"
#include "shared/domain/inspection.hpp"
#include "sync-server/service/notices.hpp"
#include "sync-server/store/access_store.hpp"
#include "sync-server/store/correction_store.hpp"
#include "sync-server/store/finding_store.hpp"
#include "sync-server/store/register_store.hpp"
#include "sync-server/store/settings_store.hpp"

namespace ronda::server {

struct InspectionCase {
  UnitRow unit;
  LodgingRow lodging;
  domain::SealedInspection body;
  const domain::Checklist* checklist = nullptr;  ///< the version it was made with
  std::vector<OfficerRow> officers;              ///< those who signed, in order
  std::string team;                              ///< empty if unknown
  std::map<FindingId, FindingRow> findings;      ///< opened or spoken of
  ledger::Hash record_hash{};
  std::int64_t record_seq = 0;
  std::string link;                         ///< of the notice; empty if there is none
  std::optional<InspectionRow> replaces;    ///< the version that this one replaced
  std::optional<CorrectionRow> correction;  ///< and why
};

document::BeritaAcara berita_acara_paper(const InspectionCase& inspection);

/// `head` signs; `link` goes into the QR code. Precondition: the notice has a number.
document::Letter notice_letter(const NoticeCase& notice, const std::optional<OfficerRow>& head, const std::string& link,
                               LocalDate inspected_on, LocalDate issued_on);

/// The paper's handle until the secretariat gives a number, as the device makes it: "R2-1202-7F3A" = team, month and
/// day, end of the identity.
std::string draft_name(const std::string& team, LocalDate date, const Uuid& id);

}  // namespace ronda::server
