#include "sync-server/api/imports.hpp"

#include "shared/wire/json.hpp"
#include "sync-server/service/register_import.hpp"

namespace ronda::server {

namespace {

Result<ImportId> id_of(const http::Request& request) {
  auto id = parse_id<ImportId>(request.param("id"));
  if (!id) return Error{ErrorCode::not_found, "no such import", "import"};
  return id;
}

Result<http::Reply> start(WriteTxn& txn, const http::Request& request, const Principal& who) {
  auto import =
      start_import(txn, who.unit, who.officer, request.query_value("name").value_or("register.csv"), request.body);
  if (!import) return std::move(import).error();
  return http::json_reply(std::move(import->report), 201).with("Location", "/api/v1/imports/" + to_text(import->id));
}

Result<http::Reply> show(const ReadTxn& txn, const http::Request& request, const Principal& who) {
  auto id = id_of(request);
  if (!id) return std::move(id).error();
  auto import = txn.imports().import(who.unit, *id);
  if (!import) return std::move(import).error();
  return http::json_reply(std::move(import->report));
}

Result<http::Reply> remap(WriteTxn& txn, const http::Request& request, const Principal& who) {
  auto id = id_of(request);
  if (!id) return std::move(id).error();
  auto document = wire::JsonDocument::parse(request.body);
  if (!document) return std::move(document).error();
  const auto root = document->root();
  if (auto only = root.only({"mapping"}); !only) return std::move(only).error();
  auto at = root.member("mapping");
  if (!at) return std::move(at).error();
  auto mapping = read_mapping(*at);
  if (!mapping) return std::move(mapping).error();
  auto import = remap_import(txn, who.unit, *id, *mapping);
  if (!import) return std::move(import).error();
  return http::json_reply(std::move(import->report));
}

Result<http::Reply> commit(WriteTxn& txn, const http::Request& request, const Principal& who) {
  auto id = id_of(request);
  if (!id) return std::move(id).error();
  std::vector<std::size_t> keep;
  if (!request.body.empty()) {
    auto document = wire::JsonDocument::parse(request.body);
    if (!document) return std::move(document).error();
    const auto root = document->root();
    if (auto only = root.only({"keep"}); !only) return std::move(only).error();
    if (const auto rows = root.find("keep")) {
      auto items = rows->as_array(50'000);
      if (!items) return std::move(items).error();
      for (const auto& item : *items) {
        auto row = item.as_integer(1, 1'000'000);
        if (!row) return std::move(row).error();
        keep.push_back(static_cast<std::size_t>(*row));
      }
    }
  }
  auto outcome = commit_import(txn, who.unit, *id, keep);
  if (!outcome) return std::move(outcome).error();
  wire::JsonWriter out;
  out.begin_object().member("created", outcome->created).member("updated", outcome->updated);
  out.member("skipped", outcome->skipped).end_object();
  return http::json_reply(out.take());
}

}  // namespace

std::vector<Route> imports_routes(App&) {
  return {
      {"POST", "/api/v1/imports", Access::head, WriteHandler(start), kImportBytes, "text/csv"},
      {"GET", "/api/v1/imports/{id}", Access::head, ReadHandler(show)},
      {"PUT", "/api/v1/imports/{id}/mapping", Access::head, WriteHandler(remap)},
      {"POST", "/api/v1/imports/{id}/commit", Access::head, WriteHandler(commit)},
  };
}

}  // namespace ronda::server
