#include "sync-server/api/lodgings.hpp"

#include <algorithm>

#include "shared/domain/words.hpp"
#include "shared/wire/json.hpp"
#include "sync-server/api/item_json.hpp"
#include "sync-server/http/problem.hpp"
#include "sync-server/service/register.hpp"
#include "sync-server/store/settings_store.hpp"

namespace ronda::server {

namespace {

constexpr int kMapMost = 20'000;

/// What the replies need besides the rows: this month and the policy.
struct Frame {
  UnitPolicy policy;
  LocalDate today;
  LocalDate first;
  LocalDate last;

  const VisitRange& range(const LodgingRow& row) const {
    const auto tier = domain::parse_tier(row.tier);
    return policy.visits(tier ? *tier : domain::Tier::medium);
  }
};

Result<Frame> frame_of(const ReadTxn& txn, const Principal& who) {
  auto policy = current_policy(txn, who.unit);
  if (!policy) return std::move(policy).error();
  const LocalDate today = local_date(txn.now(), who.zone);
  const auto [first, last] = month_around(today);
  return Frame{std::move(*policy), today, first, last};
}

Result<void> begin_standing_lodging(wire::JsonWriter& out, const ReadTxn& txn, const Frame& frame,
                                    const LodgingRow& row) {
  auto standing = txn.lodgings().standing(row.id, frame.first, frame.last);
  if (!standing) return std::move(standing).error();
  begin_lodging(out, row, *standing, frame.range(row));
  return {};
}

Result<http::Reply> lodging_reply(const ReadTxn& txn, const Principal& who, const LodgingRow& row, int status) {
  auto frame = frame_of(txn, who);
  if (!frame) return std::move(frame).error();
  wire::JsonWriter out;
  if (auto begun = begin_standing_lodging(out, txn, *frame, row); !begun) return std::move(begun).error();
  out.end_object();
  return http::json_reply(out.take(), status).with("ETag", "\"" + std::to_string(row.version) + "\"");
}

Result<LodgingId> id_of(const http::Request& request) {
  auto id = parse_id<LodgingId>(request.param("id"));
  if (!id) return Error{ErrorCode::not_found, "no such lodging", "lodging"};
  return id;
}

std::optional<std::string> text_of_query(const http::Request& request, std::string_view name) {
  const auto value = request.query_value(name);
  return value && !value->empty() ? std::optional<std::string>(*value) : std::nullopt;
}

Result<http::Reply> search(const ReadTxn& txn, const http::Request& request, const Principal& who) {
  auto limit = request.query_number("limit", 100, 1, 500);
  if (!limit) return std::move(limit).error();
  LodgingId after;
  if (const auto text = text_of_query(request, "after")) {
    auto id = parse_id<LodgingId>(*text);
    if (!id) return bad_input("expected the `next` of the page before", "?after");
    after = *id;
  }
  const LodgingFilter filter = lodging_filter(request);
  auto frame = frame_of(txn, who);
  if (!frame) return std::move(frame).error();
  auto page = txn.lodgings().search(who.unit, filter, after, static_cast<int>(*limit));
  if (!page) return std::move(page).error();
  wire::JsonWriter out;
  out.begin_object().key("lodgings").begin_array();
  for (const auto& row : page->rows) {
    if (auto begun = begin_standing_lodging(out, txn, *frame, row); !begun) return std::move(begun).error();
    out.end_object();
  }
  out.end_array().member("total", page->total).key("next");
  page->more ? out.value(page->rows.back().id) : out.null();
  out.end_object();
  return http::json_reply(out.take());
}

/// Findings, past inspections and this month's visits of one lodging.
Result<void> write_history(wire::JsonWriter& out, const ReadTxn& txn, const Principal& who, const Frame& frame,
                           const LodgingRow& lodging) {
  FindingFilter open;
  open.state = "open";
  open.lodging = lodging.id;
  auto findings = txn.findings().findings(who.unit, open);
  if (!findings) return std::move(findings).error();
  out.key("findings").begin_array();
  for (const auto& finding : *findings) write_finding(out, finding, frame.today);
  out.end_array();

  InspectionFilter here;
  here.lodging = lodging.id;
  auto inspections = txn.findings().inspections(who.unit, here, 50);
  if (!inspections) return std::move(inspections).error();
  out.key("inspections").begin_array();
  for (const auto& one : *inspections) {
    out.begin_object().member("id", one.row.id).member("at", one.row.sealed_at).member("outcome", one.row.outcome);
    out.key("officer").begin_object().member("id", one.row.officer).member("name", one.officer_name);
    out.member("rank", one.officer_rank).end_object();
    out.member("new_findings", one.row.new_findings).end_object();
  }
  out.end_array();

  auto visits = txn.planning().visits_of_lodging(lodging.id, frame.first, frame.last);
  if (!visits) return std::move(visits).error();
  out.key("visits").begin_array();
  for (const auto& visit : *visits) {
    write_visit(out, {visit, lodging.name, lodging.kelurahan.value_or(""), lodging.lat_e6, lodging.lng_e6});
  }
  out.end_array();
  return {};
}

Result<http::Reply> show(const ReadTxn& txn, const http::Request& request, const Principal& who) {
  auto id = id_of(request);
  if (!id) return std::move(id).error();
  auto lodging = txn.lodgings().lodging(who.unit, *id);
  if (!lodging) return std::move(lodging).error();
  auto frame = frame_of(txn, who);
  if (!frame) return std::move(frame).error();
  wire::JsonWriter out;
  if (auto begun = begin_standing_lodging(out, txn, *frame, *lodging); !begun) return std::move(begun).error();
  if (auto written = write_history(out, txn, who, *frame, *lodging); !written) return std::move(written).error();
  out.end_object();
  return http::json_reply(out.take()).with("ETag", "\"" + std::to_string(lodging->version) + "\"");
}

Result<http::Reply> map(const ReadTxn& txn, const http::Request&, const Principal& who) {
  auto frame = frame_of(txn, who);
  if (!frame) return std::move(frame).error();
  auto unit = txn.settings().unit(who.unit);
  if (!unit) return std::move(unit).error();
  auto rows = txn.lodgings().all(who.unit, kMapMost);
  if (!rows) return std::move(rows).error();
  wire::JsonWriter out;
  out.begin_object().key("points").begin_array();
  for (const auto& row : *rows) {
    if (row.status == "closed") continue;
    auto standing = txn.lodgings().standing(row.id, frame->first, frame->last);
    if (!standing) return std::move(standing).error();
    const VisitRange& range = frame->range(row);
    out.begin_object().member("id", row.id).member("name", row.name);
    out.member("lat_e6", row.lat_e6).member("lng_e6", row.lng_e6).member("tier", row.tier).member("kind", row.kind);
    out.member("done", standing->done).member("min", range.min).member("max", range.max).key("worst");
    standing->worst.empty() ? out.null() : out.value(standing->worst);
    out.end_object();
  }
  out.end_array().key("places").begin_array();
  for (const auto& place : known_places()) {
    if (!is_in_area(*unit, place.lat_e6, place.lng_e6)) continue;
    out.begin_object().member("name", place.name).member("lat_e6", place.lat_e6).member("lng_e6", place.lng_e6);
    out.end_object();
  }
  out.end_array().end_object();
  return http::json_reply(out.take());
}

/// Reads members by their kind; each remembers the first error.
class ChangeReader {
 public:
  explicit ChangeReader(const wire::JsonCursor& root) : root_(root) {}

  void text(std::string_view name, std::optional<std::string>& into) {
    if (error_ || !root_.has(name)) return;
    auto value = root_.string(name, 400);
    value ? void(into = std::move(*value)) : void(error_ = std::move(value).error());
  }
  void text(std::string_view name, std::optional<std::optional<std::string>>& into) {
    if (error_ || !root_.has(name)) return;
    auto value = root_.optional_string(name, 400);
    value ? void(into = std::move(*value)) : void(error_ = std::move(value).error());
  }
  void degrees(std::string_view name, std::int64_t most, std::optional<std::int32_t>& into) {
    if (error_ || !root_.has(name)) return;
    auto value = root_.integer(name, -most, most);
    value ? void(into = static_cast<std::int32_t>(*value)) : void(error_ = std::move(value).error());
  }
  void number(std::string_view name, std::optional<std::optional<int>>& into) {
    if (error_ || !root_.has(name)) return;
    auto value = root_.optional_integer(name, 1, 5000);
    if (!value) {
      error_ = std::move(value).error();
    } else {
      into = *value ? std::optional<int>(static_cast<int>(**value)) : std::nullopt;
    }
  }
  const std::optional<Error>& error() const { return error_; }

 private:
  const wire::JsonCursor& root_;
  std::optional<Error> error_;
};

Result<LodgingChange> read_change(std::string_view body) {
  auto document = wire::JsonDocument::parse(body);
  if (!document) return std::move(document).error();
  const auto root = document->root();
  auto only = root.only({"name", "kind", "kbli", "nib", "address", "kelurahan", "kelurahan_code", "kecamatan",
                         "kecamatan_code", "lat_e6", "lng_e6", "rooms", "phone", "tier", "status"});
  if (!only) return std::move(only).error();
  LodgingChange change;
  ChangeReader read(root);
  read.text("name", change.name);
  read.text("kind", change.kind);
  read.text("kbli", change.kbli);
  read.text("nib", change.nib);
  read.text("address", change.address);
  read.text("kelurahan", change.kelurahan);
  read.text("kelurahan_code", change.kelurahan_code);
  read.text("kecamatan", change.kecamatan);
  read.text("kecamatan_code", change.kecamatan_code);
  read.degrees("lat_e6", 90'000'000, change.lat_e6);
  read.degrees("lng_e6", 180'000'000, change.lng_e6);
  read.number("rooms", change.rooms);
  read.text("phone", change.phone);
  read.text("tier", change.tier);
  read.text("status", change.status);
  if (read.error()) return *read.error();
  return change;
}

Result<http::Reply> add(WriteTxn& txn, const http::Request& request, const Principal& who) {
  auto fields = read_change(request.body);
  if (!fields) return std::move(fields).error();
  auto lodging = add_lodging(txn, who.unit, *fields, "console");
  if (!lodging) return std::move(lodging).error();
  auto reply = lodging_reply(txn, who, *lodging, 201);
  if (reply) reply->with("Location", "/api/v1/lodgings/" + to_text(lodging->id));
  return reply;
}

Result<http::Reply> change(WriteTxn& txn, const http::Request& request, const Principal& who) {
  auto id = id_of(request);
  if (!id) return std::move(id).error();
  auto stored = txn.lodgings().lodging(who.unit, *id);  // an unknown lodging is told before a missing If-Match
  if (!stored) return std::move(stored).error();
  auto expected = request.if_match();
  if (!expected) return std::move(expected).error();
  auto fields = read_change(request.body);
  if (!fields) return std::move(fields).error();
  auto changed = change_lodging(txn, who.unit, *id, *fields, *expected);
  if (!changed && changed.error().code == ErrorCode::stale_version) {
    auto current = lodging_reply(txn, who, *stored, 200);
    if (!current) return current;
    return http::problem_reply(changed.error(), request.id, "\"current\":" + current->body);
  }
  if (!changed) return std::move(changed).error();
  return lodging_reply(txn, who, *changed, 200);
}

}  // namespace

LodgingFilter lodging_filter(const http::Request& request) {
  LodgingFilter filter;
  filter.text = text_of_query(request, "q").value_or("");
  filter.kind = text_of_query(request, "kind");
  filter.tier = text_of_query(request, "tier");
  filter.status = text_of_query(request, "status");
  filter.kecamatan = text_of_query(request, "kecamatan");
  return filter;
}

std::vector<Route> lodgings_routes(App&) {
  return {
      {"GET", "/api/v1/lodgings", Access::officer, ReadHandler(search)},
      {"GET", "/api/v1/lodgings/map", Access::officer, ReadHandler(map)},
      {"GET", "/api/v1/lodgings/{id}", Access::officer, ReadHandler(show)},
      {"POST", "/api/v1/lodgings", Access::head, WriteHandler(add)},
      {"PATCH", "/api/v1/lodgings/{id}", Access::head, WriteHandler(change)},
  };
}

}  // namespace ronda::server
