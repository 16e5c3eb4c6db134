#pragma once
// Notices to managers: made when an inspection leaves open findings, issued with a number from the register of letters,
// acknowledged through the portal, lapsed ("gugur") when every finding in them is closed. Inside the caller's
// transaction.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/crypto/crypto.hpp"
#include "sync-server/store/finding_store.hpp"
#include "sync-server/store/notice_store.hpp"
#include "sync-server/store/register_store.hpp"
#include "sync-server/store/settings_store.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

/// A door stays open so long after the notice was made.
inline constexpr std::int64_t kLinkLifeMs = 400LL * 24 * 3600 * 1000;

/// The notice of rung berita_acara with all open findings of the lodging, if there is one. The code on the inspection's
/// paper opens it.
Result<void> make_berita_acara_notice(WriteTxn& txn, UnitId unit, InspectionId inspection, LodgingId lodging);

/// The door of a paper that the device printed as a QR code (`portal_key` = SHA-256 of its token): opens the notice
/// that the inspection made, else the inspection.
Result<void> open_inspection_door(WriteTxn& txn, InspectionId inspection, const ledger::Hash& portal_key);

/// Marks as fulfilled each notice that named `finding` and has no open finding left.
Result<void> lapse_notices_of(WriteTxn& txn, UnitId unit, FindingId finding);

/// The server's own token of a notice: HMAC of its secret over the notice's id, so that the link can be shown again
/// although only its hash is kept. base64url of 32 bytes.
std::string notice_token(const crypto::MacKey& secret, NoticeId notice);
/// What is kept of a token, as in the record (`portal_key`). Errors: bad_input (no base64url of 32 bytes).
Result<ledger::Hash> link_key(std::string_view token);

/// Makes the server's own link to a notice work. A second time changes nothing.
Result<void> open_server_door(WriteTxn& txn, NoticeId notice, const crypto::MacKey& secret);

/// Gives the notice its number, raises it and its open findings to Surat Pemberitahuan and opens the server's door.
/// Errors: not_found, stale_version, conflict (issued before, nothing open, or the number is taken), bad_input.
Result<NoticeRow> issue_notice(WriteTxn& txn, UnitId unit, NoticeId id, std::int64_t version, std::string_view number,
                               std::string_view perihal, const crypto::MacKey& secret);

/// Everything that a page or a letter needs.
struct NoticeCase {
  NoticeRow notice;
  UnitRow unit;
  LodgingRow lodging;
  std::vector<FindingRow> findings;  ///< those of the notice, by deadline
  std::vector<NoticeEventRow> events;
};
/// Errors: not_found.
Result<NoticeCase> read_notice_case(const ReadTxn& txn, const NoticeRow& notice);

/// What stands behind a token: a notice, or an inspection that made none.
struct Door {
  std::optional<NoticeRow> notice;
  std::optional<InspectionListed> inspection;
};
/// Errors: not_found (unknown), expired.
Result<Door> open_door(const ReadTxn& txn, std::string_view token);

/// Notes the first opening of a day. Harmless to repeat.
Result<void> note_opened(WriteTxn& txn, const NoticeRow& notice);
/// The manager says to have read it; a second time changes nothing.
Result<NoticeRow> acknowledge_notice(WriteTxn& txn, NoticeRow notice);

}  // namespace ronda::server
