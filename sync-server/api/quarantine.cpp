#include "sync-server/api/quarantine.hpp"

#include <memory>

#include "shared/wire/json.hpp"
#include "shared/wire/record_json.hpp"
#include "sync-server/http/problem.hpp"
#include "sync-server/service/effects/lookups.hpp"
#include "sync-server/service/held_records.hpp"
#include "sync-server/service/held_words.hpp"
#include "sync-server/store/access_store.hpp"
#include "sync-server/store/quarantine_store.hpp"

namespace ronda::server {

namespace {

using SharedChecklists = std::shared_ptr<const Checklists>;
constexpr std::int64_t kDayMs = 24LL * 3600 * 1000;

void write_text(wire::JsonWriter& out, std::string_view name, const domain::Text& text) {
  out.key(name).begin_object().member("id", text.id).member("en", text.en).end_object();
}

Result<void> write_officer(wire::JsonWriter& out, const ReadTxn& txn, UnitId unit, OfficerId id) {
  out.key("officer");
  const auto officer = txn.access().officer(id);
  if (officer && officer->unit == unit) {
    out.begin_object().member("id", officer->id).member("name", officer->name).member("rank", officer->rank);
    out.end_object();
    return {};
  }
  if (!officer && officer.error().code != ErrorCode::not_found) return officer.error();
  out.null();
  return {};
}

/// What can be done with it now.
Result<void> write_can(wire::JsonWriter& out, const ReadTxn& txn, const HeldRow& held, const wire::ReadRecord& record) {
  out.key("can").begin_array();
  if (held.state == "open") {
    if (held.is_fork) {
      out.value("as_copy");
    } else {
      out.value(held.device_revoked ? "accept_revoked" : "retry");
      if (const auto lodging = lodging_spoken_of(record)) {
        const auto there = standing_lodging(txn, held.unit, *lodging);
        if (!there) return there.error();
        if (!there->has_value() && record.head.kind != "lodging.proposed") out.value("lodging");
      }
    }
    out.value("close");
  }
  out.end_array();
  return {};
}

/// An open object; the caller may add members and ends it.
Result<void> begin_held(wire::JsonWriter& out, const ReadTxn& txn, const Principal& who, const HeldRow& held,
                        const wire::ReadRecord& record) {
  out.begin_object().member("id", held.id).member("device", held.device).member("device_name", held.device_name);
  out.member("device_revoked", held.device_revoked);
  if (auto written = write_officer(out, txn, who.unit, record.head.officer); !written) return written;
  out.member("seq", held.seq).member("kind", record.head.kind);
  write_text(out, "kind_name", kind_name(record.head.kind));
  out.member("code", held.code).member("message", held.message);
  write_text(out, "why", why_held(held.code, record.head.kind));
  write_text(out, "todo", what_to_do(held.code, record.head.kind));
  if (auto written = write_can(out, txn, held, record); !written) return written;
  const auto summary = summary_of(txn, who.unit, who.zone, record);
  if (!summary) return summary.error();
  write_text(out, "summary", *summary);
  out.member("recorded_at", record.head.at).member("received_at", held.received_at);
  out.member("age_days", (txn.now().ms - held.received_at.ms) / kDayMs).member("state", held.state).key("handled");
  if (held.handled_at) {
    out.begin_object().member("at", held.handled_at).key("by").begin_object();
    out.member("id", held.handled_by).member("name", held.handled_by_name).end_object();
    out.member("how", held.handled_how).member("note", held.note).end_object();
  } else {
    out.null();
  }
  out.member("version", held.version);
  return {};
}

Result<wire::ReadRecord> read_held(const ReadTxn& txn, const HeldRow& held) {
  const auto bytes = held_bytes(txn, held);
  if (!bytes) return bytes.error();
  auto record = read_as_written(*bytes);
  if (record) return record;
  return Error{ErrorCode::corrupt, "the held bytes are no record any more", to_text(held.id)};
}

Result<http::Reply> held_reply(const ReadTxn& txn, const Principal& who, const HeldRow& held) {
  const auto record = read_held(txn, held);
  if (!record) return record.error();
  wire::JsonWriter out;
  if (auto begun = begin_held(out, txn, who, held, *record); !begun) return std::move(begun).error();
  out.end_object();
  return http::json_reply(out.take()).with("ETag", "\"" + std::to_string(held.version) + "\"");
}

Result<Uuid> id_param(const http::Request& request) {
  const auto id = parse_uuid(request.param("id"));
  if (!id) return Error{ErrorCode::not_found, "no such held record", ""};
  return *id;
}

Result<http::Reply> list_quarantine(const ReadTxn& txn, const http::Request& request, const Principal& who) {
  const auto limit = request.query_number("limit", 100, 1, 500);
  if (!limit) return limit.error();
  const auto state = request.query_value("state").value_or("open");
  if (state != "open" && state != "accepted" && state != "closed") {
    return bad_input("expected open, accepted or closed", "/state");
  }
  Uuid after;
  if (const auto text = request.query_value("after")) {
    const auto id = parse_uuid(*text);
    if (!id) return bad_input("expected the `next` of the page before", "/after");
    after = *id;
  }
  const auto page = txn.quarantine().page(who.unit, state, after, static_cast<int>(*limit));
  if (!page) return page.error();
  wire::JsonWriter out;
  out.begin_object().key("records").begin_array();
  for (const auto& held : page->rows) {
    const auto record = read_held(txn, held);
    if (!record) return record.error();
    if (auto begun = begin_held(out, txn, who, held, *record); !begun) return std::move(begun).error();
    out.end_object();
  }
  out.end_array().member("total", page->total).key("next");
  if (page->more) {
    out.value(page->rows.back().id);
  } else {
    out.null();
  }
  out.end_object();
  return http::json_reply(out.take());
}

Result<http::Reply> show_held(const ReadTxn& txn, const http::Request& request, const Principal& who) {
  const auto id = id_param(request);
  if (!id) return id.error();
  const auto held = txn.quarantine().held(who.unit, *id);
  if (!held) return held.error();
  const auto record = read_held(txn, *held);
  if (!record) return record.error();
  wire::JsonWriter out;
  if (auto begun = begin_held(out, txn, who, *held, *record); !begun) return std::move(begun).error();
  const auto bytes = held_bytes(txn, *held);
  if (!bytes) return bytes.error();
  out.member("text", *bytes).member("hash", ledger::to_text(held->hash)).key("body").raw(record->body().dump());
  out.key("decisions").begin_array();
  const auto decisions = txn.quarantine().decisions(*id);
  if (!decisions) return decisions.error();
  for (const auto& decision : *decisions) {
    out.begin_object().member("at", decision.at).key("by").begin_object();
    out.member("id", decision.officer).member("name", decision.officer_name).end_object();
    out.member("what", decision.what).member("code", decision.code).member("note", decision.note).end_object();
  }
  out.end_array().end_object();
  return http::json_reply(out.take()).with("ETag", "\"" + std::to_string(held->version) + "\"");
}

/// The reply after a decision; one that came too late gets the record as it is now.
Result<http::Reply> decided(const ReadTxn& txn, const http::Request& request, const Principal& who, const Uuid& id,
                            Result<HeldRow> held) {
  if (held) return held_reply(txn, who, *held);
  if (held.error().code != ErrorCode::stale_version) return std::move(held).error();
  const auto now = txn.quarantine().held(who.unit, id);
  if (!now) return now.error();
  auto current = held_reply(txn, who, *now);
  if (!current) return current;
  return http::problem_reply(held.error(), request.id, "\"current\":" + current->body);
}

Result<RetryOptions> read_options(const std::string& body) {
  const auto document = wire::JsonDocument::parse(body);
  if (!document) return document.error();
  const auto root = document->root();
  if (auto only = root.only({"accept_revoked", "as_copy", "lodging", "note"}); !only) return std::move(only).error();
  RetryOptions options;
  const auto revoked = root.optional_boolean("accept_revoked");
  if (!revoked) return revoked.error();
  options.accept_revoked = revoked->value_or(false);
  const auto copy = root.optional_boolean("as_copy");
  if (!copy) return copy.error();
  options.as_copy = copy->value_or(false);
  const auto lodging = root.optional_id<LodgingId>("lodging");
  if (!lodging) return lodging.error();
  options.lodging = *lodging;
  const auto note = root.optional_string("note");
  if (!note) return note.error();
  options.note = note->value_or("");
  return options;
}

WriteHandler retry_handler(const SharedChecklists& checklists) {
  return [checklists](WriteTxn& txn, const http::Request& request, const Principal& who) -> Result<http::Reply> {
    const auto id = id_param(request);
    if (!id) return id.error();
    if (const auto there = txn.quarantine().held(who.unit, *id); !there) return there.error();
    const auto expected = request.if_match();
    if (!expected) return expected.error();
    const auto options = read_options(request.body);
    if (!options) return options.error();
    return decided(txn, request, who, *id, retry_held(txn, who, *id, *expected, *options, *checklists));
  };
}

Result<http::Reply> close(WriteTxn& txn, const http::Request& request, const Principal& who) {
  const auto id = id_param(request);
  if (!id) return id.error();
  if (const auto there = txn.quarantine().held(who.unit, *id); !there) return there.error();
  const auto expected = request.if_match();
  if (!expected) return expected.error();
  const auto document = wire::JsonDocument::parse(request.body);
  if (!document) return document.error();
  if (auto only = document->root().only({"note"}); !only) return std::move(only).error();
  const auto note = document->root().string("note");
  if (!note) return note.error();
  return decided(txn, request, who, *id, close_held(txn, who, *id, *expected, *note));
}

}  // namespace

std::vector<Route> quarantine_routes(App&) {
  auto loaded = Checklists::load();
  RONDA_ASSERT(loaded.has_value());
  const auto checklists = std::make_shared<const Checklists>(std::move(*loaded));
  return {
      {"GET", "/api/v1/quarantine", Access::head, ReadHandler(list_quarantine)},
      {"GET", "/api/v1/quarantine/{id}", Access::head, ReadHandler(show_held)},
      {"POST", "/api/v1/quarantine/{id}/retry", Access::head, retry_handler(checklists)},
      {"POST", "/api/v1/quarantine/{id}/close", Access::head, WriteHandler(close)},
  };
}

}  // namespace ronda::server
