#include "sync-server/api/emergency.hpp"

#include "shared/wire/json.hpp"
#include "sync-server/service/emergency.hpp"

namespace ronda::server {

namespace {

http::Reply contacts_reply(const std::vector<EmergencyContact>& contacts) {
  const std::int64_t version = version_of(contacts);
  wire::JsonWriter out;
  out.begin_object().member("version", version).key("emergency").begin_array();
  for (const EmergencyContact& one : contacts) {
    out.begin_object().key("label").begin_object().member("id", one.label_id).member("en", one.label_en).end_object();
    out.member("number", one.number).member("tel", one.tel).end_object();
  }
  out.end_array().end_object();
  return http::json_reply(out.take()).with("ETag", "\"" + std::to_string(version) + "\"");
}

Result<http::Reply> show(const ReadTxn& txn, const http::Request&, const Principal& who) {
  auto unit = txn.settings().unit(who.unit);
  if (!unit) return std::move(unit).error();
  return contacts_reply(unit->emergency);
}

Result<EmergencyContact> read_contact(const wire::JsonCursor& at) {
  if (auto only = at.only({"label", "number", "tel"}); !only) return std::move(only).error();
  auto label = at.member("label");
  if (!label) return std::move(label).error();
  if (auto only = label->only({"id", "en"}); !only) return std::move(only).error();
  EmergencyContact out;
  auto id = label->string("id", 200);
  if (!id) return std::move(id).error();
  out.label_id = *std::move(id);
  auto en = label->string("en", 200);
  if (!en) return std::move(en).error();
  out.label_en = *std::move(en);
  auto number = at.string("number", 100);
  if (!number) return std::move(number).error();
  out.number = *std::move(number);
  auto tel = at.string("tel", 40);
  if (!tel) return std::move(tel).error();
  out.tel = *std::move(tel);
  return out;
}

Result<http::Reply> change(WriteTxn& txn, const http::Request& request, const Principal& who) {
  auto expected = request.if_match();
  if (!expected) return std::move(expected).error();
  auto document = wire::JsonDocument::parse(request.body);
  if (!document) return std::move(document).error();
  const auto root = document->root();
  if (auto only = root.only({"emergency"}); !only) return std::move(only).error();
  auto items = root.array("emergency", 50);
  if (!items) return std::move(items).error();
  std::vector<EmergencyContact> contacts;
  for (const auto& item : *items) {
    auto contact = read_contact(item);
    if (!contact) return std::move(contact).error();
    contacts.push_back(*std::move(contact));
  }
  auto changed = change_contacts(txn, who.unit, std::move(contacts), *expected);
  if (!changed) return std::move(changed).error();
  return contacts_reply(*changed);
}

}  // namespace

std::vector<Route> emergency_routes(App&) {
  return {
      {"GET", "/api/v1/unit/emergency", Access::signed_in, ReadHandler(show)},
      {"PUT", "/api/v1/unit/emergency", Access::head, WriteHandler(change)},
  };
}

}  // namespace ronda::server
