#pragma once
// Unfinished inspections that devices copy here, so that a lost phone loses minutes (PROTOCOL.md §6a). A copy has no
// evidence value and is in nobody's books; each device has its own, so that no phone's work replaces another's.

#include <string>
#include <string_view>
#include <vector>

#include "shared/wire/draft_json.hpp"
#include "sync-server/service/principal.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

/// Copies that one device may have here at a time.
inline constexpr int kDraftsPerDevice = 50;

/// Takes the copy unless this device sent a newer one before; tells which version stands.
/// Errors: bad_input, too_large, sealed (that inspection is in the books), forbidden (`/inspection`: too many copies).
Result<wire::DraftReply> put_draft(WriteTxn& txn, const Principal& who, InspectionId inspection, std::string_view body);
/// What the officer left unfinished on other devices, the last saved first.
Result<wire::ToldDrafts> drafts_elsewhere(const ReadTxn& txn, const Principal& who);

}  // namespace ronda::server
