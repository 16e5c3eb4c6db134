#include "sync-server/api/paper_keys.hpp"

#include <algorithm>

#include "shared/wire/paper_code.hpp"
#include "sync-server/service/only_unit.hpp"
#include "sync-server/store/access_store.hpp"

namespace ronda::server {

namespace {

/// Keys and the day each ended. No names: a stranger needs to know that a key is the unit's, not whose phone it is in.
Result<http::Reply> keys_handler(const ReadTxn& txn, const http::Request& request, const Principal&) {
  const auto unit = only_unit(txn, std::string(request.query_value("unit").value_or("")));
  if (!unit) return unit.error();
  const auto devices = txn.access().devices_of(unit->id);
  if (!devices) return devices.error();
  wire::PaperKeys list{unit->name, {}};
  for (const auto& device : *devices) {
    wire::PaperKey key;
    std::copy_n(device.public_key.begin(), std::min(device.public_key.size(), key.key.size()), key.key.begin());
    if (device.revoked_at) key.ended = local_date(*device.revoked_at, unit->zone);
    list.keys.push_back(std::move(key));
  }
  // By key, so that the order tells nothing either.
  std::sort(list.keys.begin(), list.keys.end(),
            [](const wire::PaperKey& a, const wire::PaperKey& b) { return a.key < b.key; });
  auto reply = http::json_reply(wire::paper_keys_json(list));
  reply.with("Cache-Control", "public, max-age=3600");
  return reply;
}

}  // namespace

std::vector<Route> paper_keys_routes(App&) {
  return {{"GET", "/device-keys.json", Access::anyone, ReadHandler(keys_handler)}};
}

}  // namespace ronda::server
