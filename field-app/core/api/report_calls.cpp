// Calls of API.md, "Reporting": decode, report, answer with the record that now stands in the log.
#include "field-app/core/api/handlers.hpp"
#include "field-app/core/work/presenting.hpp"
#include "field-app/core/work/reporting.hpp"
#include "shared/wire/inspection_json.hpp"
#include "shared/wire/report_json.hpp"

namespace ronda::field::api {

using wire::JsonCursor;
using wire::JsonWriter;

namespace {

constexpr std::size_t kMaxText = 4096;

void write_record(JsonWriter& out, const RecordStatus& record) {
  out.key("record").begin_object().member("seq", record.seq).member("id", record.id);
  out.member("hash", ledger::to_text(record.hash)).end_object();
}

Result<std::string> text_or_empty(const JsonCursor& at, std::string_view name) {
  auto text = at.optional_string(name, kMaxText);
  if (!text) return std::move(text).error();
  return text->value_or(std::string());
}

/// The lodging as it is on this device now, with the record.
Result<Reply> lodging_reply(WorkContext& context, LodgingId id, int status, const RecordStatus* record) {
  auto row = context.reference().lodging(id);
  if (!row) return std::move(row).error();
  if (!*row) return Error{ErrorCode::not_found, "there is no such lodging on this device", {}};
  JsonWriter out;
  out.begin_object().key("lodging");
  if (auto written = write_lodging(out, context, **row, true); !written) return std::move(written).error();
  if (record != nullptr) {
    write_record(out, *record);
  } else {
    out.key("record").null();
  }
  out.end_object();
  return json_reply(status, out.take());
}

}  // namespace

Result<Reply> post_missed(WorkContext& context, const Request& request) {
  auto id = request.id<VisitId>(0);
  if (!id) return std::move(id).error();
  auto document = json_body(request, {"reason", "note"});
  if (!document) return std::move(document).error();
  domain::MissedVisit report;
  report.visit = *id;
  auto reason = word_at(document->root(), "reason", domain::parse_missed_reason);
  if (!reason) return std::move(reason).error();
  report.reason = *reason;
  auto note = text_or_empty(document->root(), "note");
  if (!note) return std::move(note).error();
  report.note = *std::move(note);
  auto done = report_missed(context, std::move(report));
  if (!done) return std::move(done).error();
  JsonWriter out;
  out.begin_object().member("visit_id", *id).member("state", "missed");
  write_record(out, done->record);
  out.end_object();
  return json_reply(done->now ? 201 : 200, out.take());
}

Result<Reply> post_lodging(WorkContext& context, const Request& request) {
  auto document =
      json_body(request, {"name", "kind", "address", "kelurahan", "kecamatan", "lat_e6", "lng_e6", "rooms", "phone"});
  if (!document) return std::move(document).error();
  const JsonCursor at = document->root();
  domain::ProposedLodging report;
  auto name = at.string("name", kMaxText);
  if (!name) return std::move(name).error();
  report.name = *std::move(name);
  auto kind = word_at(at, "kind", domain::parse_lodging_kind);
  if (!kind) return std::move(kind).error();
  report.kind = *kind;
  for (const auto& [member, target] : {std::pair<const char*, std::string*>{"address", &report.address},
                                       {"kelurahan", &report.kelurahan},
                                       {"kecamatan", &report.kecamatan},
                                       {"phone", &report.phone}}) {
    auto text = text_or_empty(at, member);
    if (!text) return std::move(text).error();
    *target = *std::move(text);
  }
  auto lat = at.integer("lat_e6", -90'000'000, 90'000'000);
  if (!lat) return std::move(lat).error();
  report.lat_e6 = static_cast<std::int32_t>(*lat);
  auto lng = at.integer("lng_e6", -180'000'000, 180'000'000);
  if (!lng) return std::move(lng).error();
  report.lng_e6 = static_cast<std::int32_t>(*lng);
  auto rooms = at.optional_integer("rooms", 1, 5000);
  if (!rooms) return std::move(rooms).error();
  if (*rooms) report.rooms = static_cast<int>(**rooms);
  auto done = report_lodging(context, report);
  if (!done) return std::move(done).error();
  return lodging_reply(context, report.lodging, 201, &done->record);
}

Result<Reply> patch_lodging(WorkContext& context, const Request& request) {
  auto id = request.id<LodgingId>(0);
  if (!id) return std::move(id).error();
  auto document = json_body(request, {"name", "kind", "kbli", "nib", "address", "kelurahan", "kecamatan", "point",
                                      "rooms", "phone", "status"});
  if (!document) return std::move(document).error();
  std::vector<domain::FieldChange> changes;
  for (const auto& [name, at] : document->root().members()) {
    auto field = domain::parse_lodging_field(name);
    if (!field) return bad_input(field.error().message, "/" + name);
    auto value = wire::read_field_value(at);
    if (!value) return std::move(value).error();
    changes.push_back({*field, {}, *std::move(value)});
  }
  auto done = report_correction(context, *id, std::move(changes));
  if (!done) return std::move(done).error();
  return lodging_reply(context, *id, 200, done->has_value() ? &(*done)->record : nullptr);
}

Result<Reply> post_disposition(WorkContext& context, const Request& request) {
  auto id = request.id<FindingId>(0);
  if (!id) return std::move(id).error();
  auto document = json_body(request, {"disposition", "reason"});
  if (!document) return std::move(document).error();
  auto disposition = word_at(document->root(), "disposition", domain::parse_disposition);
  if (!disposition) return std::move(disposition).error();
  auto reason = text_or_empty(document->root(), "reason");
  if (!reason) return std::move(reason).error();
  auto done = report_disposition(context, *id, *disposition, *reason);
  if (!done) return std::move(done).error();
  JsonWriter out;
  out.begin_object().member("finding_id", *id).member("disposition", word(*disposition));
  write_record(out, done->record);
  out.end_object();
  return json_reply(201, out.take());
}

Result<Reply> post_served(WorkContext& context, const Request& request) {
  auto id = request.id<NoticeId>(0);
  if (!id) return std::move(id).error();
  auto document = json_body(request, {"to", "way", "signature"});
  if (!document) return std::move(document).error();
  const JsonCursor at = document->root();
  domain::ServedNotice report;
  report.notice = *id;
  report.at = context.now;
  auto to = at.string("to", kMaxText);
  if (!to) return std::move(to).error();
  report.to = *std::move(to);
  auto way = word_at(at, "way", domain::parse_service_way);
  if (!way) return std::move(way).error();
  report.way = *way;
  if (const auto signature_at = at.find("signature")) {
    auto signature = wire::read_manager_signature(*signature_at);
    if (!signature) return std::move(signature).error();
    report.signature = *std::move(signature);
  }
  auto done = report_service(context, std::move(report));
  if (!done) return std::move(done).error();
  JsonWriter out;
  out.begin_object().member("notice_id", *id).member("served_at", context.now);
  write_record(out, done->record);
  out.end_object();
  return json_reply(201, out.take());
}

Result<Reply> post_activity(WorkContext& context, const Request& request) {
  auto document = json_body(request, {"kind", "date", "place", "theme", "headcount", "lodging_id"});
  if (!document) return std::move(document).error();
  const JsonCursor at = document->root();
  domain::HeldActivity report;
  auto kind = word_at(at, "kind", domain::parse_activity_kind);
  if (!kind) return std::move(kind).error();
  report.kind = *kind;
  auto date = at.date("date");
  if (!date) return std::move(date).error();
  if (context.today() < *date) return bad_input("a session that is still to come cannot be reported", "/date");
  report.date = *date;
  auto place = at.string("place", kMaxText);
  if (!place) return std::move(place).error();
  report.place = *std::move(place);
  auto theme = text_or_empty(at, "theme");
  if (!theme) return std::move(theme).error();
  report.theme = *std::move(theme);
  auto headcount = at.integer("headcount", 1, domain::kMaxHeadcount);
  if (!headcount) return std::move(headcount).error();
  report.headcount = static_cast<int>(*headcount);
  auto lodging = at.optional_id<LodgingId>("lodging_id");
  if (!lodging) return std::move(lodging).error();
  report.lodging = *lodging;
  auto done = report_activity(context, report);
  if (!done) return std::move(done).error();
  JsonWriter out;
  out.begin_object().member("activity_id", report.activity);
  write_record(out, done->record);
  out.end_object();
  return json_reply(201, out.take());
}

Result<Reply> get_activities(WorkContext& context, const Request&) {
  auto rows = ReportStore(context.db).activities(200);
  if (!rows) return std::move(rows).error();
  JsonWriter out;
  out.begin_object().key("activities").begin_array();
  for (const ActivityRow& row : *rows) {
    const domain::HeldActivity& held = row.activity;
    out.begin_object().member("id", held.activity).member("kind", word(held.kind)).member("date", held.date);
    out.member("place", held.place);
    write_text_or_null(out, "theme", held.theme);
    out.member("headcount", held.headcount).member("lodging_id", held.lodging);
    std::string_view sync = "on_server";
    if (row.place) {
      auto own = sync_word(context, row.place);
      if (!own) return std::move(own).error();
      sync = *own;
    }
    out.member("sync", sync).end_object();
  }
  out.end_array().end_object();
  return json_reply(200, out.take());
}

Result<void> write_notices(JsonWriter& out, WorkContext& context, LodgingId lodging) {
  auto rows = ReportStore(context.db).notices_of(lodging);
  if (!rows) return std::move(rows).error();
  out.key("notices").begin_array();
  for (const NoticeRow& row : *rows) {
    out.begin_object().member("id", row.id).member("rung", word(row.rung)).member("state", row.state);
    out.member("number", row.number).member("due_on", row.due_on).member("served_at", row.served_at);
    out.member("served_to", row.served_to).end_object();
  }
  out.end_array();
  return {};
}

}  // namespace ronda::field::api
