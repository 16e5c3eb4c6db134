#include "sync-server/api/devices.hpp"

#include "shared/wire/json.hpp"
#include "sync-server/service/access.hpp"
#include "sync-server/service/effects/lookups.hpp"
#include "sync-server/store/access_store.hpp"
#include "sync-server/store/draft_store.hpp"

namespace ronda::server {

namespace {

constexpr int kMostDrafts = 2000;  // of a unit, the last saved first

/// A fork is settled once the folder has an identity of its own again.
std::string_view state_of(const DeviceRow& device) {
  if (device.revoked_at) return "revoked";
  return device.forked_at && !device.replaced_by ? "forked" : "active";
}

/// What is unfinished on one device, as far as it was copied here.
Result<void> write_drafts(wire::JsonWriter& out, const ReadTxn& txn, UnitId unit, const std::vector<DraftRow>& drafts,
                          DeviceId device) {
  out.key("drafts").begin_array();
  for (const auto& draft : drafts) {
    if (draft.device != device) continue;
    const auto lodging = standing_lodging(txn, unit, draft.lodging);
    if (!lodging) return lodging.error();
    out.begin_object().member("inspection", draft.inspection).key("lodging");
    if (*lodging) {
      out.begin_object().member("id", (*lodging)->id).member("name", (*lodging)->name).end_object();
    } else {
      out.null();
    }
    out.member("opened_at", draft.opened_at).member("saved_at", draft.saved_at);
    out.member("received_at", draft.received_at).member("answered", draft.answered).member("total", draft.total);
    out.member("photos", draft.photos).end_object();
  }
  out.end_array();
  return {};
}

/// Without the closing brace when `open_ended` (the caller adds members).
Result<void> write_device(wire::JsonWriter& out, const ReadTxn& txn, const DeviceRow& device, bool open_ended = false) {
  const auto pin_code = txn.access().last_pin_code(device.id);
  if (!pin_code) return pin_code.error();
  out.begin_object().member("id", device.id).member("name", device.name).member("officer", device.officer);
  out.member("enrolled_at", device.enrolled_at).member("last_seen_at", device.last_seen_at);
  out.member("acked_seq", device.acked_seq).member("revoked_at", device.revoked_at);
  out.member("app_version", device.app_version).member("state", state_of(device));
  out.member("forked_at", device.forked_at).key("replaced_by");
  if (device.replaced_by) {
    out.value(*device.replaced_by);
  } else {
    out.null();
  }
  out.key("last_pin_code");
  if (*pin_code) {
    out.begin_object().member("officer", (*pin_code)->officer).member("made_by", (*pin_code)->made_by);
    out.member("made_at", (*pin_code)->made_at).end_object();
  } else {
    out.null();
  }
  if (!open_ended) out.end_object();
  return {};
}

Result<http::Reply> list_devices(const ReadTxn& txn, const http::Request&, const Principal& who) {
  auto devices = txn.access().devices_of(who.unit);
  if (!devices) return std::move(devices).error();
  const auto drafts = txn.drafts().drafts_of_unit(who.unit, kMostDrafts);
  if (!drafts) return drafts.error();
  wire::JsonWriter out;
  out.begin_object().key("devices").begin_array();
  for (const auto& device : *devices) {
    if (auto written = write_device(out, txn, device, true); !written) return std::move(written).error();
    if (auto written = write_drafts(out, txn, who.unit, *drafts, device.id); !written) {
      return std::move(written).error();
    }
    out.end_object();
  }
  out.end_array().end_object();
  return http::json_reply(out.take());
}

Result<http::Reply> revoke(WriteTxn& txn, const http::Request& request, const Principal& who) {
  auto document = wire::JsonDocument::parse(request.body);
  if (!document) return std::move(document).error();
  const auto root = document->root();
  if (auto only = root.only({"reason"}); !only) return std::move(only).error();
  auto reason = root.string("reason", 500);
  if (!reason) return std::move(reason).error();
  auto id = parse_id<DeviceId>(request.param("id"));
  if (!id) return Error{ErrorCode::not_found, "no such device", "device"};
  auto device = revoke_device(txn, who, *id, *reason);
  if (!device) return std::move(device).error();
  wire::JsonWriter out;
  if (auto written = write_device(out, txn, *device); !written) return std::move(written).error();
  return http::json_reply(out.take());
}

Result<http::Reply> readmit(WriteTxn& txn, const http::Request& request, const Principal& who) {
  auto document = wire::JsonDocument::parse(request.body);
  if (!document) return std::move(document).error();
  if (auto only = document->root().only({}); !only) return std::move(only).error();
  auto id = parse_id<DeviceId>(request.param("id"));
  if (!id) return Error{ErrorCode::not_found, "no such device", "device"};
  auto device = readmit_device(txn, who, *id);
  if (!device) return std::move(device).error();
  wire::JsonWriter out;
  if (auto written = write_device(out, txn, *device); !written) return std::move(written).error();
  return http::json_reply(out.take());
}

Result<http::Reply> give_pin_code(WriteTxn& txn, const http::Request& request, const Principal& who) {
  auto document = wire::JsonDocument::parse(request.body);
  if (!document) return std::move(document).error();
  const auto root = document->root();
  if (auto only = root.only({"officer", "request"}); !only) return std::move(only).error();
  auto officer = root.id<OfficerId>("officer");
  if (!officer) return std::move(officer).error();
  auto shown = root.string("request", 20);
  if (!shown) return std::move(shown).error();
  auto id = parse_id<DeviceId>(request.param("id"));
  if (!id) return Error{ErrorCode::not_found, "no such device", "device"};
  auto code = make_pin_code(txn, who, *id, *officer, *shown);
  if (!code) return std::move(code).error();
  wire::JsonWriter out;
  out.begin_object().member("code", *code).end_object();
  return http::json_reply(out.take(), 201);
}

}  // namespace

std::vector<Route> devices_routes(App&) {
  return {
      {"GET", "/api/v1/devices", Access::admin, ReadHandler(list_devices)},
      {"POST", "/api/v1/devices/{id}/revoke", Access::admin, WriteHandler(revoke)},
      {"POST", "/api/v1/devices/{id}/readmit", Access::admin, WriteHandler(readmit)},
      {"POST", "/api/v1/devices/{id}/pin-codes", Access::admin, WriteHandler(give_pin_code)},
  };
}

}  // namespace ronda::server
