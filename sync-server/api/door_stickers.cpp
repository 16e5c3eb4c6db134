#include "sync-server/api/door_stickers.hpp"

#include "shared/document/door_stickers.hpp"
#include "shared/domain/door_code.hpp"
#include "sync-server/api/lodgings.hpp"
#include "sync-server/store/settings_store.hpp"

namespace ronda::server {

namespace {

/// 125 sheets: what an office prints at once.
constexpr int kMostStickers = 500;

document::DoorSticker sticker_of(const LodgingRow& lodging, const UnitRow& unit) {
  return {lodging.name, domain::door_code(lodging.id), domain::door_qr(lodging.id), unit.name};
}

Result<http::Reply> pdf_reply(Result<std::string> pdf, const std::string& name) {
  if (!pdf) return std::move(pdf).error();
  http::Reply reply;
  reply.content_type = "application/pdf";
  reply.body = std::move(*pdf);
  reply.with("Content-Disposition", "inline; filename=\"" + name + "\"").with("Cache-Control", "no-store");
  return reply;
}

Result<http::Reply> print_one(const ReadTxn& txn, const http::Request& request, const Principal& who) {
  auto id = parse_id<LodgingId>(request.param("id"));
  if (!id) return Error{ErrorCode::not_found, "no such lodging", "lodging"};
  auto lodging = txn.lodgings().lodging(who.unit, *id);
  if (!lodging) return std::move(lodging).error();
  auto unit = txn.settings().unit(who.unit);
  if (!unit) return std::move(unit).error();
  return pdf_reply(document::render_door_sticker(sticker_of(*lodging, *unit), txn.now()),
                   "kode-pintu-" + domain::door_code(lodging->id) + ".pdf");
}

/// Those of the list under the same filters; a closed lodging needs none unless it is asked for.
Result<http::Reply> print_list(const ReadTxn& txn, const http::Request& request, const Principal& who) {
  const LodgingFilter filter = lodging_filter(request);
  auto page = txn.lodgings().search(who.unit, filter, LodgingId{}, kMostStickers);
  if (!page) return std::move(page).error();
  if (page->more) return bad_input("at most 500 stickers at once: narrow the list", "?q");
  auto unit = txn.settings().unit(who.unit);
  if (!unit) return std::move(unit).error();
  std::vector<document::DoorSticker> stickers;
  for (const LodgingRow& row : page->rows) {
    if (row.status == "closed" && filter.status != "closed") continue;
    stickers.push_back(sticker_of(row, *unit));
  }
  if (stickers.empty()) return bad_input("no lodging of the list needs a sticker", "?q");
  return pdf_reply(document::render_door_stickers(stickers, txn.now()), "kode-pintu.pdf");
}

}  // namespace

std::vector<Route> door_stickers_routes(App&) {
  return {
      {"GET", "/api/v1/lodgings/{id}/door-sticker.pdf", Access::head, ReadHandler(print_one)},
      {"GET", "/api/v1/door-stickers.pdf", Access::head, ReadHandler(print_list)},
  };
}

}  // namespace ronda::server
