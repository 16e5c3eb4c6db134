#include "sync-server/api/plan_edit.hpp"

#include <memory>

#include "sync-server/api/change_json.hpp"
#include "sync-server/api/item_json.hpp"
#include "sync-server/service/plan_edit.hpp"
#include "sync-server/store/register_store.hpp"

namespace ronda::server {

namespace {

constexpr int kEditsShown = 500;

Result<RoundId> round_id(const http::Request& request) {
  const auto id = parse_id<RoundId>(request.param("id"));
  if (!id) return Error{ErrorCode::not_found, "no such round", ""};
  return *id;
}

http::Reply versioned(std::string body, std::int64_t version) {
  auto reply = http::json_reply(std::move(body));
  reply.with("ETag", "\"" + std::to_string(version) + "\"");
  return reply;
}

Result<Locks> read_locks(const wire::JsonCursor& root) {
  const auto at = root.member("locks");
  if (!at) return at.error();
  if (auto known = at->only({"day", "team", "time"}); !known) return std::move(known).error();
  Locks locks;
  for (const auto& [name, part] : {std::pair{"day", &locks.day}, {"team", &locks.team}, {"time", &locks.time}}) {
    const auto value = at->optional_boolean(name);
    if (!value) return value.error();
    *part = value->value_or(false);
  }
  return locks;
}

Result<VisitListed> visit_now(const ReadTxn& txn, const VisitRow& row) {
  VisitFilter filter;
  filter.lodging = row.lodging;
  const auto visits = txn.planning().visits(row.round, filter);
  if (!visits) return visits.error();
  for (const auto& visit : *visits) {
    if (visit.row.id == row.id) return visit;
  }
  return Error{ErrorCode::not_found, "no such visit", ""};
}

Result<http::Reply> patch_visit(WriteTxn& txn, const http::Request& request, const Principal& who) {
  const auto id = round_id(request);
  if (!id) return id.error();
  const auto visit = parse_id<VisitId>(request.param("visit"));
  if (!visit) return Error{ErrorCode::not_found, "no such visit", ""};
  const auto version = request.if_match();
  if (!version) return version.error();
  const auto document = wire::JsonDocument::parse(request.body);
  if (!document) return document.error();
  if (auto known = document->root().only({"locks"}); !known) return std::move(known).error();
  const auto locks = read_locks(document->root());
  if (!locks) return locks.error();
  LockScope scope;
  scope.visit = *visit;
  const auto locked = set_locks(txn, who.unit, *id, *version, scope, *locks, who.officer);
  if (!locked) return locked.error();
  const auto row = txn.planning().visit(who.unit, *visit);
  if (!row) return row.error();
  const auto now = visit_now(txn, *row);
  if (!now) return now.error();
  wire::JsonWriter out;
  write_visit(out, *now);
  return versioned(out.take(), locked->round.version);
}

Result<http::Reply> lock_many(WriteTxn& txn, const http::Request& request, const Principal& who) {
  const auto id = round_id(request);
  if (!id) return id.error();
  const auto version = request.if_match();
  if (!version) return version.error();
  const auto document = wire::JsonDocument::parse(request.body);
  if (!document) return document.error();
  const auto root = document->root();
  if (auto known = root.only({"team", "date", "lodging", "locks"}); !known) return std::move(known).error();
  const auto locks = read_locks(root);
  if (!locks) return locks.error();
  const auto team = root.optional_id<TeamId>("team");
  if (!team) return team.error();
  const auto date = root.optional_date("date");
  if (!date) return date.error();
  const auto lodging = root.optional_id<LodgingId>("lodging");
  if (!lodging) return lodging.error();
  const auto locked =
      set_locks(txn, who.unit, *id, *version, {std::nullopt, *team, *date, *lodging}, *locks, who.officer);
  if (!locked) return locked.error();
  wire::JsonWriter out;
  out.begin_object().member("visits", locked->visits).member("version", locked->round.version).end_object();
  return versioned(out.take(), locked->round.version);
}

struct MoveBody {
  VisitChoice choice;
  Place place;
  bool anyway = false;
};

Result<MoveBody> read_move(const wire::JsonCursor& root, bool deed) {
  auto known = deed ? root.only({"visit", "lodging", "date", "team", "position", "anyway"})
                    : root.only({"visit", "lodging", "date", "team", "position"});
  if (!known) return std::move(known).error();
  MoveBody body;
  const auto visit = root.optional_id<VisitId>("visit");
  if (!visit) return visit.error();
  const auto lodging = root.optional_id<LodgingId>("lodging");
  if (!lodging) return lodging.error();
  body.choice = {*visit, *lodging};
  const auto date = root.date("date");
  if (!date) return date.error();
  const auto team = root.id<TeamId>("team");
  if (!team) return team.error();
  const auto position = root.optional_integer("position", 0, 10'000);
  if (!position) return position.error();
  body.place = {*date, *team, *position ? std::optional<int>(static_cast<int>(**position)) : std::nullopt};
  if (!deed) return body;
  const auto anyway = root.optional_boolean("anyway");
  if (!anyway) return anyway.error();
  body.anyway = anyway->value_or(false);
  return body;
}

ReadHandler try_handler(std::shared_ptr<OpenPlans> plans) {
  return [plans](const ReadTxn& txn, const http::Request& request, const Principal& who) -> Result<http::Reply> {
    const auto id = round_id(request);
    if (!id) return id.error();
    const auto document = wire::JsonDocument::parse(request.body);
    if (!document) return document.error();
    const auto body = read_move(document->root(), false);
    if (!body) return body.error();
    wire::JsonWriter out;
    auto asked = plans->with(txn, who.unit, *id, [&](const PlanBoard& board, auto& editor) -> Result<void> {
      const auto tried = try_place(board, editor, body->choice, body->place);
      if (!tried) return tried.error();
      out.begin_object().member("version", board.round.version);
      write_tried(out, board, *tried);
      out.end_object();
      return {};
    });
    if (!asked) return std::move(asked).error();
    return http::json_reply(out.take());
  };
}

ReadHandler prices_handler(std::shared_ptr<OpenPlans> plans) {
  return [plans](const ReadTxn& txn, const http::Request& request, const Principal& who) -> Result<http::Reply> {
    const auto id = round_id(request);
    if (!id) return id.error();
    VisitChoice choice;
    if (const auto text = request.query_value("visit")) {
      const auto visit = parse_id<VisitId>(*text);
      if (!visit) return bad_input("expected an id", "/visit");
      choice.visit = *visit;
    }
    if (const auto text = request.query_value("lodging")) {
      const auto lodging = parse_id<LodgingId>(*text);
      if (!lodging) return bad_input("expected an id", "/lodging");
      choice.lodging = *lodging;
    }
    std::string json;
    auto asked = plans->with(txn, who.unit, *id, [&](const PlanBoard& board, auto& editor) -> Result<void> {
      const auto prices = price_month(board, editor, choice);
      if (!prices) return prices.error();
      json = prices_json(board, *prices);
      return {};
    });
    if (!asked) return std::move(asked).error();
    return http::json_reply(std::move(json));
  };
}

Result<http::Reply> moved_reply(const ReadTxn& txn, const Moved& moved) {
  const auto now = visit_now(txn, moved.visit);
  if (!now) return now.error();
  wire::JsonWriter out;
  out.begin_object().member("version", moved.round.version).key("visit");
  write_visit(out, *now);
  write_minutes(out, "cost_min", moved.tried.change.cost.total());
  out.member("also_locked", moved.also_locked).member("extra_min", moved.extra_min).end_object();
  return versioned(out.take(), moved.round.version);
}

Result<http::Reply> move(WriteTxn& txn, const http::Request& request, const Principal& who) {
  const auto id = round_id(request);
  if (!id) return id.error();
  const auto version = request.if_match();
  if (!version) return version.error();
  const auto document = wire::JsonDocument::parse(request.body);
  if (!document) return document.error();
  const auto body = read_move(document->root(), true);
  if (!body) return body.error();
  const auto moved = move_visit(txn, who.unit, *id, *version, body->choice, body->place, body->anyway, who.officer);
  if (!moved) return moved.error();
  return moved_reply(txn, *moved);
}

Result<http::Reply> relax(WriteTxn& txn, const http::Request& request, const Principal& who) {
  const auto id = round_id(request);
  if (!id) return id.error();
  const auto version = request.if_match();
  if (!version) return version.error();
  const auto document = wire::JsonDocument::parse(request.body);
  if (!document) return document.error();
  const auto root = document->root();
  if (auto known = root.only({"lodging", "index"}); !known) return std::move(known).error();
  const auto lodging = root.id<LodgingId>("lodging");
  if (!lodging) return lodging.error();
  const auto index = root.integer("index", 0, 2);
  if (!index) return index.error();
  if (auto round = txn.planning().round(who.unit, *id); !round) return std::move(round).error();
  const auto moved =
      apply_relaxation(txn, who.unit, *id, *version, *lodging, static_cast<std::size_t>(*index), who.officer);
  if (!moved) return moved.error();
  return moved_reply(txn, *moved);
}

std::string name_of(const ReadTxn& txn, const Principal& who, const PlanEditRow& edit) {
  if (!edit.lodging) return {};
  const auto lodging = txn.lodgings().lodging(who.unit, *edit.lodging);
  return lodging ? lodging->name : std::string();
}

Result<http::Reply> undo(WriteTxn& txn, const http::Request& request, const Principal& who) {
  const auto id = round_id(request);
  if (!id) return id.error();
  const auto version = request.if_match();
  if (!version) return version.error();
  const auto undone = undo_edit(txn, who.unit, *id, *version);
  if (!undone) return undone.error();
  wire::JsonWriter out;
  out.begin_object().member("version", undone->round.version).key("edit");
  write_edit(out, undone->edit, name_of(txn, who, undone->edit));
  out.end_object();
  return versioned(out.take(), undone->round.version);
}

Result<http::Reply> list_edits(const ReadTxn& txn, const http::Request& request, const Principal& who) {
  const auto id = round_id(request);
  if (!id) return id.error();
  if (auto round = txn.planning().round(who.unit, *id); !round) return std::move(round).error();
  const auto edits = txn.planning().edits(*id, kEditsShown);
  if (!edits) return edits.error();
  wire::JsonWriter out;
  out.begin_object().key("edits").begin_array();
  for (const auto& edit : *edits) write_edit(out, edit, name_of(txn, who, edit));
  out.end_array().end_object();
  return http::json_reply(out.take());
}

Result<http::Reply> predictability(const ReadTxn& txn, const http::Request& request, const Principal& who) {
  const auto id = round_id(request);
  if (!id) return id.error();
  const auto board = read_board(txn, who.unit, *id, BoardView::whole);
  if (!board) return board.error();
  auto json = predictability_json(txn, without_missed(*board));
  if (!json) return std::move(json).error();
  return http::json_reply(std::move(*json));
}

}  // namespace

std::vector<Route> plan_edit_routes(App&) {
  const auto plans = std::make_shared<OpenPlans>();
  return {
      {"PATCH", "/api/v1/rounds/{id}/visits/{visit}", Access::head, WriteHandler(patch_visit)},
      {"POST", "/api/v1/rounds/{id}/locks", Access::head, WriteHandler(lock_many)},
      {"POST", "/api/v1/rounds/{id}/try-move", Access::head, try_handler(plans)},
      {"GET", "/api/v1/rounds/{id}/prices", Access::head, prices_handler(plans)},
      {"POST", "/api/v1/rounds/{id}/move", Access::head, WriteHandler(move)},
      {"POST", "/api/v1/rounds/{id}/relax", Access::head, WriteHandler(relax)},
      {"POST", "/api/v1/rounds/{id}/undo", Access::head, WriteHandler(undo)},
      {"GET", "/api/v1/rounds/{id}/edits", Access::head, ReadHandler(list_edits)},
      {"GET", "/api/v1/rounds/{id}/predictability", Access::head, ReadHandler(predictability)},
  };
}

}  // namespace ronda::server
