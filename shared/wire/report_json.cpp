#include "shared/wire/report_json.hpp"

#include "shared/ledger/record.hpp"
#include "shared/wire/inspection_json.hpp"

namespace ronda::wire {

namespace {

constexpr std::size_t kLongText = 4096;  // bytes; the check of each report says how long its texts may be

void text_or_null(JsonWriter& out, std::string_view name, const std::string& text) {
  out.key(name);
  if (text.empty()) {
    out.null();
  } else {
    out.value(text);
  }
}

/// Reads the members of one body one after the other and keeps the first thing that is wrong.
class Reading {
 public:
  Reading(const JsonCursor& at, std::initializer_list<std::string_view> names) : at_(at) {
    if (auto good = at.only(names); !good) error_ = std::move(good).error();
  }

  template <typename IdType>
  void id(std::string_view name, IdType& out) {
    take(at_.id<IdType>(name), out);
  }
  template <typename IdType>
  void id(std::string_view name, std::optional<IdType>& out) {
    if (needs(name)) take(at_.optional_id<IdType>(name), out);
  }
  void text(std::string_view name, std::string& out) { take(at_.string(name, kLongText), out); }
  /// The member stands there; null is no text.
  void text_or_none(std::string_view name, std::string& out) {
    std::optional<std::string> given;
    if (needs(name)) take(at_.optional_string(name, kLongText), given);
    if (given && given->empty() && !error_) error_ = bad_input("no text is null", at_.path() + "/" + std::string(name));
    out = given.value_or(std::string());
  }
  template <typename T>
  void number(std::string_view name, std::int64_t least, std::int64_t most, T& out) {
    std::int64_t value = 0;
    take(at_.integer(name, least, most), value);
    out = static_cast<T>(value);
  }
  void number(std::string_view name, std::int64_t least, std::int64_t most, std::optional<int>& out) {
    std::optional<std::int64_t> value;
    if (needs(name)) take(at_.optional_integer(name, least, most), value);
    if (value) out = static_cast<int>(*value);
  }
  void instant(std::string_view name, Instant& out) { take(at_.instant(name), out); }
  void date(std::string_view name, LocalDate& out) { take(at_.date(name), out); }
  template <typename T, typename Parse>
  void word(std::string_view name, Parse parse, T& out) {
    std::string text;
    take(at_.string(name, 64), text);
    if (error_) return;
    auto value = parse(text);
    if (value) {
      out = *value;
    } else {
      error_ = bad_input(value.error().message, at_.path() + "/" + std::string(name));
    }
  }
  template <typename T, typename Read>
  void object(std::string_view name, Read read, T& out) {
    if (error_) return;
    auto member = at_.member(name);
    if (!member) {
      error_ = std::move(member).error();
      return;
    }
    take(read(*member), out);
  }
  template <typename T, typename Read>
  void object_or_none(std::string_view name, Read read, std::optional<T>& out) {
    if (!needs(name)) return;
    const auto member = at_.find(name);
    if (!member) return;
    T value{};
    take(read(*member), value);
    out = std::move(value);
  }

  /// The value once everything was read and its own check passes.
  template <typename T>
  Result<T> done(T value) {
    if (error_) return *std::move(error_);
    if (auto good = domain::check(value); !good) {
      Error wrong = std::move(good).error();
      wrong.where = at_.path() + wrong.where;
      return wrong;
    }
    return value;
  }

 private:
  bool needs(std::string_view name) {
    if (error_) return false;
    if (at_.has(name)) return true;
    error_ = bad_input("this member is missing (null when there is nothing)", at_.path() + "/" + std::string(name));
    return false;
  }
  template <typename T>
  void take(Result<T> value, T& out) {
    if (error_) return;
    if (value) {
      out = *std::move(value);
    } else {
      error_ = std::move(value).error();
    }
  }

  const JsonCursor& at_;
  std::optional<Error> error_;
};

}  // namespace

std::string body_of(const domain::MissedVisit& report) {
  JsonWriter out;
  out.begin_object().member("visit", report.visit).member("reason", word(report.reason));
  text_or_null(out, "note", report.note);
  out.end_object();
  return out.take();
}

Result<domain::MissedVisit> read_missed(const JsonCursor& body) {
  domain::MissedVisit report;
  Reading read(body, {"visit", "reason", "note"});
  read.id("visit", report.visit);
  read.word("reason", domain::parse_missed_reason, report.reason);
  read.text_or_none("note", report.note);
  return read.done(std::move(report));
}

std::string body_of(const domain::ProposedLodging& report) {
  JsonWriter out;
  out.begin_object().member("lodging", report.lodging).member("name", report.name).member("kind", word(report.kind));
  text_or_null(out, "address", report.address);
  text_or_null(out, "kelurahan", report.kelurahan);
  text_or_null(out, "kecamatan", report.kecamatan);
  out.member("lat_e6", report.lat_e6).member("lng_e6", report.lng_e6).member("rooms", report.rooms);
  text_or_null(out, "phone", report.phone);
  out.end_object();
  return out.take();
}

Result<domain::ProposedLodging> read_proposed(const JsonCursor& body) {
  domain::ProposedLodging report;
  Reading read(body,
               {"lodging", "name", "kind", "address", "kelurahan", "kecamatan", "lat_e6", "lng_e6", "rooms", "phone"});
  read.id("lodging", report.lodging);
  read.text("name", report.name);
  read.word("kind", domain::parse_lodging_kind, report.kind);
  read.text_or_none("address", report.address);
  read.text_or_none("kelurahan", report.kelurahan);
  read.text_or_none("kecamatan", report.kecamatan);
  read.number("lat_e6", -90'000'000, 90'000'000, report.lat_e6);
  read.number("lng_e6", -180'000'000, 180'000'000, report.lng_e6);
  read.number("rooms", 1, 5000, report.rooms);
  read.text_or_none("phone", report.phone);
  return read.done(std::move(report));
}

std::string body_of(const domain::CorrectedLodging& report) {
  JsonWriter out;
  out.begin_object().member("lodging", report.lodging).member("base", report.base).key("fields").begin_object();
  for (const domain::FieldChange& change : report.changes) {
    out.key(word(change.field)).begin_object().key("old");
    write_field_value(out, change.from);
    out.key("new");
    write_field_value(out, change.to);
    out.end_object();
  }
  out.end_object().end_object();
  return out.take();
}

namespace {

Result<std::vector<domain::FieldChange>> read_changes(const JsonCursor& at) {
  if (!at.is_object()) return at.wrong("expected an object");
  std::vector<domain::FieldChange> changes;
  for (const auto& [name, member] : at.members()) {
    domain::FieldChange change;
    auto field = domain::parse_lodging_field(name);
    if (!field) return member.wrong(field.error().message);
    change.field = *field;
    if (auto good = member.only({"old", "new"}); !good) return std::move(good).error();
    auto from_at = member.member("old");
    if (!from_at) return std::move(from_at).error();
    auto from = read_field_value(*from_at);
    if (!from) return std::move(from).error();
    auto to_at = member.member("new");
    if (!to_at) return std::move(to_at).error();
    auto to = read_field_value(*to_at);
    if (!to) return std::move(to).error();
    change.from = *std::move(from);
    change.to = *std::move(to);
    changes.push_back(std::move(change));
  }
  return changes;
}

}  // namespace

Result<domain::CorrectedLodging> read_corrected_lodging(const JsonCursor& body) {
  domain::CorrectedLodging report;
  Reading read(body, {"lodging", "base", "fields"});
  read.id("lodging", report.lodging);
  read.number("base", 0, 1'000'000'000, report.base);
  read.object("fields", read_changes, report.changes);
  return read.done(std::move(report));
}

std::string body_of(const domain::DisposedFinding& report) {
  JsonWriter out;
  out.begin_object().member("finding", report.finding).member("lodging", report.lodging);
  out.member("disposition", word(report.disposition));
  text_or_null(out, "reason", report.reason);
  out.end_object();
  return out.take();
}

Result<domain::DisposedFinding> read_disposed(const JsonCursor& body) {
  domain::DisposedFinding report;
  Reading read(body, {"finding", "lodging", "disposition", "reason"});
  read.id("finding", report.finding);
  read.id("lodging", report.lodging);
  read.word("disposition", domain::parse_disposition, report.disposition);
  read.text_or_none("reason", report.reason);
  return read.done(std::move(report));
}

std::string body_of(const domain::ServedNotice& report) {
  JsonWriter out;
  out.begin_object().member("notice", report.notice).member("to", report.to).member("way", word(report.way));
  out.member("at", report.at).key("signature");
  if (report.signature) {
    write_manager_signature(out, *report.signature);
  } else {
    out.null();
  }
  out.end_object();
  return out.take();
}

Result<domain::ServedNotice> read_served(const JsonCursor& body) {
  domain::ServedNotice report;
  Reading read(body, {"notice", "to", "way", "at", "signature"});
  read.id("notice", report.notice);
  read.text("to", report.to);
  read.word("way", domain::parse_service_way, report.way);
  read.instant("at", report.at);
  read.object_or_none("signature", read_manager_signature, report.signature);
  return read.done(std::move(report));
}

std::string body_of(const domain::HeldActivity& report) {
  JsonWriter out;
  out.begin_object().member("activity", report.activity).member("kind", word(report.kind)).member("date", report.date);
  out.member("place", report.place);
  text_or_null(out, "theme", report.theme);
  out.member("headcount", report.headcount).member("lodging", report.lodging).end_object();
  return out.take();
}

Result<domain::HeldActivity> read_held(const JsonCursor& body) {
  domain::HeldActivity report;
  Reading read(body, {"activity", "kind", "date", "place", "theme", "headcount", "lodging"});
  read.id("activity", report.activity);
  read.word("kind", domain::parse_activity_kind, report.kind);
  read.date("date", report.date);
  read.text("place", report.place);
  read.text_or_none("theme", report.theme);
  read.number("headcount", 1, domain::kMaxHeadcount, report.headcount);
  read.id("lodging", report.lodging);
  return read.done(std::move(report));
}

std::string body_of(const domain::CorrectedInspection& report) {
  JsonWriter out;
  out.begin_object().member("supersedes", report.supersedes).member("record", report.record);
  out.member("reason_class", word(report.reason_class)).member("reason", report.reason);
  out.key("inspection").raw(sealed_body(report.inspection)).end_object();
  return out.take();
}

Result<domain::CorrectedInspection> read_corrected_inspection(const JsonCursor& body) {
  domain::CorrectedInspection report;
  Reading read(body, {"supersedes", "record", "reason_class", "reason", "inspection"});
  read.id("supersedes", report.supersedes);
  read.text("record", report.record);
  read.word("reason_class", domain::parse_reason_class, report.reason_class);
  read.text("reason", report.reason);
  read.object("inspection", read_sealed, report.inspection);
  auto done = read.done(std::move(report));
  if (done && !ledger::parse_hash(done->record)) return bad_input("expected SHA-256 in lower-case hex", "/record");
  return done;
}

void write_field_value(JsonWriter& out, const domain::FieldValue& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    out.value(*number);
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    out.value(*text);
  } else if (const auto* point = std::get_if<domain::Point>(&value)) {
    out.begin_object().member("lat_e6", point->lat_e6).member("lng_e6", point->lng_e6).end_object();
  } else {
    out.null();
  }
}

Result<domain::FieldValue> read_field_value(const JsonCursor& at) {
  if (at.is_null()) return domain::FieldValue{};
  if (at.is_string()) {
    auto text = at.as_string(kLongText);
    if (!text) return std::move(text).error();
    return domain::FieldValue{*std::move(text)};
  }
  if (at.is_integer()) {
    auto number = at.as_integer();
    if (!number) return std::move(number).error();
    return domain::FieldValue{*number};
  }
  if (auto good = at.only({"lat_e6", "lng_e6"}); !good) return std::move(good).error();
  auto lat = at.integer("lat_e6", -90'000'000, 90'000'000);
  if (!lat) return std::move(lat).error();
  auto lng = at.integer("lng_e6", -180'000'000, 180'000'000);
  if (!lng) return std::move(lng).error();
  return domain::FieldValue{domain::Point{static_cast<std::int32_t>(*lat), static_cast<std::int32_t>(*lng)}};
}

std::string field_value_text(const domain::FieldValue& value) {
  JsonWriter out;
  write_field_value(out, value);
  return out.take();
}

Result<domain::FieldValue> parse_field_value(std::string_view json) {
  auto document = JsonDocument::parse(json);
  if (!document) return std::move(document).error();
  return read_field_value(document->root());
}

}  // namespace ronda::wire
