#include "sync-server/service/drafts.hpp"

#include "sync-server/store/access_store.hpp"
#include "sync-server/store/draft_store.hpp"
#include "sync-server/store/finding_store.hpp"

namespace ronda::server {

Result<wire::DraftReply> put_draft(WriteTxn& txn, const Principal& who, InspectionId inspection,
                                   std::string_view body) {
  if (body.size() > wire::kMaxDraftBytes) return Error{ErrorCode::too_large, "this draft is too large", {}};
  auto document = wire::JsonDocument::parse(body);
  if (!document) return std::move(document).error();
  auto draft = wire::read_draft(document->root());
  if (!draft) return std::move(draft).error();
  if (draft->inspection != inspection) return bad_input("this is not the inspection of the address", "/inspection");
  const auto sealed = txn.findings().has_inspection(inspection);
  if (!sealed) return sealed.error();
  if (*sealed) return Error{ErrorCode::sealed, "this inspection is sealed and in the books", "/inspection"};
  const auto held = txn.drafts().draft(inspection, who.device);
  if (!held) return held.error();
  if (*held && (*held)->version >= draft->version) return wire::DraftReply{inspection, (*held)->version, txn.now()};
  if (!*held) {
    const auto count = txn.drafts().count_of(who.device);
    if (!count) return count.error();
    if (*count >= kDraftsPerDevice) {
      return Error{ErrorCode::forbidden, "this device has too many unfinished inspections here", "/inspection"};
    }
  }
  DraftRow row;
  row.inspection = draft->inspection;
  row.device = who.device;
  row.unit = who.unit;
  row.officer = who.officer;
  row.lodging = draft->lodging;
  row.checklist = draft->checklist;
  row.version = draft->version;
  row.opened_at = draft->opened_at;
  row.saved_at = draft->saved_at;
  row.answered = draft->answered;
  row.total = draft->total;
  row.photos = draft->photos;
  row.content = document->root().dump();
  row.received_at = txn.now();
  if (auto put = txn.drafts().put_draft(row); !put) return std::move(put).error();
  return wire::DraftReply{inspection, row.version, txn.now()};
}

Result<wire::ToldDrafts> drafts_elsewhere(const ReadTxn& txn, const Principal& who) {
  const auto rows = txn.drafts().drafts_for(who.officer, who.device, wire::kMaxDraftsTold);
  if (!rows) return rows.error();
  const auto devices = txn.access().devices_of(who.unit);
  if (!devices) return devices.error();
  wire::ToldDrafts out{who.device, {}, txn.now()};
  for (const auto& row : *rows) {
    wire::ToldDraft told{row.device, {}, row.received_at, row.content};
    for (const auto& device : *devices) {
      if (device.id == row.device) told.device_name = device.name;
    }
    out.drafts.push_back(std::move(told));
  }
  return out;
}

}  // namespace ronda::server
