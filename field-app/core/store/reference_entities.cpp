#include "field-app/core/store/reference_entities.hpp"

#include <array>

#include "shared/base/bytes.hpp"
#include "shared/domain/words.hpp"
#include "shared/wire/checklist_json.hpp"

namespace ronda::field {

namespace {

using sqlite::Database;
using wire::JsonCursor;

template <typename Parse>
Result<std::string> checked_word(const JsonCursor& at, std::string_view name, Parse parse) {
  auto text = at.string(name, 64);
  if (!text) return std::move(text).error();
  if (auto value = parse(*text); !value) return bad_input(value.error().message, at.path() + "/" + std::string(name));
  return text;
}

/// The compact text of a member that must be an array or object.
Result<std::string> member_text(const JsonCursor& at, std::string_view name) {
  auto member = at.member(name);
  if (!member) return std::move(member).error();
  return member->dump();
}

}  // namespace

constexpr std::string_view kPutUnit = R"sql(
  INSERT INTO unit (id, name, zone, letterhead, address, place, portal_base, emergency)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
  ON CONFLICT (id) DO UPDATE SET name = ?2, zone = ?3, letterhead = ?4, address = ?5, place = ?6, portal_base = ?7,
                                 emergency = ?8
)sql";

Result<void> put_unit(Database& db, const Uuid& id, const JsonCursor& at) {
  auto name = at.string("name");
  if (!name) return std::move(name).error();
  auto zone = checked_word(at, "zone", parse_zone);
  if (!zone) return std::move(zone).error();
  auto letterhead = member_text(at, "letterhead");
  if (!letterhead) return std::move(letterhead).error();
  auto address = at.optional_string("address");
  if (!address) return std::move(address).error();
  auto place = at.optional_string("place");
  if (!place) return std::move(place).error();
  auto portal = at.optional_string("portal_base");
  if (!portal) return std::move(portal).error();
  std::string emergency = "[]";
  if (const auto list = at.find("emergency")) {
    for (const JsonCursor& contact : list->items()) {
      const auto label = contact.member("label");
      if (!label) return label.error();
      if (auto text = wire::read_text(*label); !text) return std::move(text).error();
      if (auto number = contact.string("number", 64); !number) return std::move(number).error();
      if (auto tel = contact.string("tel", 64); !tel) return std::move(tel).error();
    }
    emergency = list->dump();
  }
  return db.use(kPutUnit)
      .bind(1, id)
      .bind(2, *name)
      .bind(3, *zone)
      .bind(4, *letterhead)
      .bind(5, address->value_or(""))
      .bind(6, place->value_or(""))
      .bind(7, portal->value_or(""))
      .bind(8, emergency)
      .run();
}

constexpr std::string_view kPutOfficer = R"sql(
  INSERT INTO officer (id, name, rank, nrp, team_id, active) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
  ON CONFLICT (id) DO UPDATE SET name = ?2, rank = ?3, nrp = ?4, team_id = ?5, active = ?6
)sql";

Result<void> put_officer(Database& db, const Uuid& id, const JsonCursor& at) {
  auto name = at.string("name");
  if (!name) return std::move(name).error();
  auto rank = at.optional_string("rank");
  if (!rank) return std::move(rank).error();
  auto nrp = at.optional_string("nrp");
  if (!nrp) return std::move(nrp).error();
  auto team = at.optional_id<TeamId>("team");
  if (!team) return std::move(team).error();
  auto active = at.optional_boolean("active");
  if (!active) return std::move(active).error();
  return db.use(kPutOfficer)
      .bind(1, id)
      .bind(2, *name)
      .bind(3, rank->value_or(""))
      .bind(4, nrp->value_or(""))
      .bind(5, *team)
      .bind(6, active->value_or(true))
      .run();
}

constexpr std::string_view kPutTeam = R"sql(
  INSERT INTO team (id, name) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET name = ?2
)sql";
constexpr std::string_view kForgetMembers = "DELETE FROM team_member WHERE team_id = ?1";
constexpr std::string_view kPutMember = "INSERT INTO team_member (team_id, position, officer_id) VALUES (?1, ?2, ?3)";

Result<void> put_team(Database& db, const Uuid& id, const JsonCursor& at) {
  auto name = at.string("name");
  if (!name) return std::move(name).error();
  auto list = at.array("members", 100);
  if (!list) return std::move(list).error();
  std::vector<Uuid> members;
  for (const JsonCursor& place : *list) {
    auto member = place.as_uuid();
    if (!member) return std::move(member).error();
    members.push_back(*member);
  }
  if (auto put = db.use(kPutTeam).bind(1, id).bind(2, *name).run(); !put) return put;
  if (auto forgot = db.use(kForgetMembers).bind(1, id).run(); !forgot) return forgot;
  for (std::size_t i = 0; i < members.size(); ++i) {
    auto put = db.use(kPutMember).bind(1, id).bind(2, static_cast<std::int64_t>(i)).bind(3, members[i]).run();
    if (!put) return put;
  }
  return {};
}

constexpr std::string_view kPutPolicy = R"sql(
  INSERT INTO policy (id, version, low_min, low_max, medium_min, medium_max, high_min, high_max, sample_n, sample_min_n,
                      sample_min_days, free_text_max)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
  ON CONFLICT (id) DO UPDATE SET version = ?2, low_min = ?3, low_max = ?4, medium_min = ?5, medium_max = ?6,
    high_min = ?7, high_max = ?8, sample_n = ?9, sample_min_n = ?10, sample_min_days = ?11, free_text_max = ?12
)sql";

Result<void> put_policy(Database& db, const Uuid& id, const JsonCursor& at) {
  auto row = db.use(kPutPolicy);
  auto version = at.integer("version", 0);
  if (!version) return std::move(version).error();
  row.bind(1, id).bind(2, *version);
  auto visits = at.member("visits");
  if (!visits) return std::move(visits).error();
  int position = 3;
  for (const char* tier : {"low", "medium", "high"}) {
    auto pair = visits->array(tier, 2);
    if (!pair) return std::move(pair).error();
    if (pair->size() != 2) return bad_input("expected [min, max]", visits->path() + "/" + tier);
    for (const JsonCursor& bound : *pair) {
      auto number = bound.as_integer(0, 31);
      if (!number) return std::move(number).error();
      row.bind(position++, *number);
    }
  }
  const std::pair<const char*, std::int64_t> rest[] = {
      {"sample_n", 20}, {"sample_min_n", 10}, {"sample_min_days", 7}, {"free_text_max", 500}};
  for (const auto& [name, otherwise] : rest) {
    auto number = at.optional_integer(name, 1, 100'000);
    if (!number) return std::move(number).error();
    row.bind(position++, number->value_or(otherwise));
  }
  return row.run();
}

constexpr std::string_view kPutChecklist = R"sql(
  INSERT INTO checklist (version, id, document) VALUES (?1, ?2, ?3)
  ON CONFLICT (version) DO UPDATE SET id = ?2, document = ?3
    WHERE NOT EXISTS (SELECT 1 FROM inspection WHERE inspection.checklist = ?1 AND inspection.state = 'open')
)sql";

Result<void> put_checklist(Database& db, const Uuid& id, const JsonCursor& at) {
  auto checklist = wire::read_checklist(at);
  if (!checklist) return std::move(checklist).error();
  // A published version never changes; should a server send another text for it, a draft keeps the one it started with.
  return db.use(kPutChecklist).bind(1, checklist->version).bind(2, id).bind(3, at.dump()).run();
}

constexpr std::string_view kPutLodging = R"sql(
  INSERT INTO lodging (id, name, kind, kbli, nib, address, kelurahan, kecamatan, lat_e6, lng_e6, rooms, phone, tier,
                       status, version, folded)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
  ON CONFLICT (id) DO UPDATE SET name = ?2, kind = ?3, kbli = ?4, nib = ?5, address = ?6, kelurahan = ?7,
    kecamatan = ?8, lat_e6 = ?9, lng_e6 = ?10, rooms = ?11, phone = ?12, tier = ?13, status = ?14, version = ?15,
    folded = ?16, in_scope = 1
)sql";

Result<void> put_lodging(Database& db, const Uuid& id, const JsonCursor& at) {
  auto name = at.string("name");
  if (!name) return std::move(name).error();
  auto kind = checked_word(at, "kind", domain::parse_lodging_kind);
  if (!kind) return std::move(kind).error();
  auto tier = checked_word(at, "tier", domain::parse_tier);
  if (!tier) return std::move(tier).error();
  auto status = checked_word(at, "status", domain::parse_lodging_status);
  if (!status) return std::move(status).error();
  std::array<std::optional<std::string>, 6> texts;
  constexpr std::array<const char*, 6> kTexts{"kbli", "nib", "address", "kelurahan", "kecamatan", "phone"};
  for (std::size_t i = 0; i < kTexts.size(); ++i) {
    auto text = at.optional_string(kTexts[i]);
    if (!text) return std::move(text).error();
    texts[i] = *std::move(text);
  }
  const auto& [kbli, nib, address, kelurahan, kecamatan, phone] = texts;
  auto lat = at.optional_integer("lat_e6", -90'000'000, 90'000'000);
  if (!lat) return std::move(lat).error();
  auto lng = at.optional_integer("lng_e6", -180'000'000, 180'000'000);
  if (!lng) return std::move(lng).error();
  auto rooms = at.optional_integer("rooms", 0, 100'000);
  if (!rooms) return std::move(rooms).error();
  auto version = at.optional_integer("version", 0);
  if (!version) return std::move(version).error();
  const std::string folded =
      fold(*name + "\n" + address.value_or("") + "\n" + kelurahan.value_or("") + "\n" + nib.value_or(""));
  return db.use(kPutLodging)
      .bind(1, id)
      .bind(2, *name)
      .bind(3, *kind)
      .bind(4, kbli)
      .bind(5, nib)
      .bind(6, address.value_or(""))
      .bind(7, kelurahan.value_or(""))
      .bind(8, kecamatan.value_or(""))
      .bind(9, *lat)
      .bind(10, *lng)
      .bind(11, *rooms)
      .bind(12, phone)
      .bind(13, *tier)
      .bind(14, *status)
      .bind(15, version->value_or(0))
      .bind(16, folded)
      .run();
}

constexpr std::string_view kPutFinding = R"sql(
  INSERT INTO finding (id, lodging_id, code, severity, text_id, text_en, note, state, opened_on, opened_by, due_on,
                       times_seen, rung, closed_on)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
  ON CONFLICT (id) DO UPDATE SET lodging_id = ?2, code = ?3, severity = ?4, text_id = ?5, text_en = ?6, note = ?7,
    state = ?8, opened_on = ?9, opened_by = ?10, due_on = ?11, times_seen = ?12, rung = ?13, closed_on = ?14
)sql";

constexpr std::string_view kForgetStandIn = "DELETE FROM sealed_finding WHERE id = ?1";

Result<void> put_finding(Database& db, const Uuid& id, const JsonCursor& at) {
  auto lodging = at.id<LodgingId>("lodging");
  if (!lodging) return std::move(lodging).error();
  auto code = at.string("code", 32);
  if (!code) return std::move(code).error();
  auto severity = checked_word(at, "severity", domain::parse_severity);
  if (!severity) return std::move(severity).error();
  auto text_at = at.member("text");
  if (!text_at) return std::move(text_at).error();
  auto text = wire::read_text(*text_at);
  if (!text) return std::move(text).error();
  auto note = at.optional_string("note");
  if (!note) return std::move(note).error();
  auto state = checked_word(at, "state", domain::parse_finding_state);
  if (!state) return std::move(state).error();
  auto opened_on = at.date("opened_on");
  if (!opened_on) return std::move(opened_on).error();
  auto opened_by = at.optional_id<InspectionId>("opened_by");
  if (!opened_by) return std::move(opened_by).error();
  auto due_on = at.date("due_on");
  if (!due_on) return std::move(due_on).error();
  auto closed_on = at.optional_date("closed_on");
  if (!closed_on) return std::move(closed_on).error();
  auto seen = at.integer("times_seen", 0, 100'000);
  if (!seen) return std::move(seen).error();
  auto rung = checked_word(at, "rung", domain::parse_rung);
  if (!rung) return std::move(rung).error();
  // The feed's finding takes the place of the one this device made when it sealed.
  if (auto replaced = db.use(kForgetStandIn).bind(1, id).run(); !replaced) return replaced;
  return db.use(kPutFinding)
      .bind(1, id)
      .bind(2, *lodging)
      .bind(3, *code)
      .bind(4, *severity)
      .bind(5, text->id)
      .bind(6, text->en)
      .bind(7, *note)
      .bind(8, *state)
      .bind(9, *opened_on)
      .bind(10, *opened_by)
      .bind(11, *due_on)
      .bind(12, *seen)
      .bind(13, *rung)
      .bind(14, *closed_on)
      .run();
}

constexpr std::string_view kPutVisit = R"sql(
  INSERT INTO visit (id, round_id, lodging_id, team_id, date, band, stop_order, planned_time, state, inspection_id,
                     outcome, shift_start, shift_end)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
  ON CONFLICT (id) DO UPDATE SET round_id = ?2, lodging_id = ?3, team_id = ?4, date = ?5, band = ?6, stop_order = ?7,
    planned_time = ?8, state = ?9, inspection_id = ?10, outcome = ?11, shift_start = ?12, shift_end = ?13
)sql";

Result<void> put_visit(Database& db, const Uuid& id, const JsonCursor& at) {
  auto round = at.optional_id<RoundId>("round");
  if (!round) return std::move(round).error();
  auto lodging = at.id<LodgingId>("lodging");
  if (!lodging) return std::move(lodging).error();
  auto team = at.id<TeamId>("team");
  if (!team) return std::move(team).error();
  auto date = at.date("date");
  if (!date) return std::move(date).error();
  auto band = checked_word(at, "band", domain::parse_band);
  if (!band) return std::move(band).error();
  auto order = at.integer("order", 0, 10'000);
  if (!order) return std::move(order).error();
  auto state = checked_word(at, "state", domain::parse_visit_state);
  if (!state) return std::move(state).error();
  auto inspection = at.optional_id<InspectionId>("inspection");
  if (!inspection) return std::move(inspection).error();
  std::optional<std::string> outcome;
  if (at.find("outcome")) {
    auto outcome_word = checked_word(at, "outcome", domain::parse_outcome);
    if (!outcome_word) return std::move(outcome_word).error();
    outcome = *std::move(outcome_word);
  }
  std::array<std::optional<std::string>, 3> times;
  constexpr std::array<const char*, 3> kTimes{"planned_time", "shift_start", "shift_end"};
  for (std::size_t i = 0; i < kTimes.size(); ++i) {
    if (!at.find(kTimes[i])) continue;
    auto time = checked_word(at, kTimes[i], parse_time);
    if (!time) return std::move(time).error();
    times[i] = *std::move(time);
  }
  return db.use(kPutVisit)
      .bind(1, id)
      .bind(2, *round)
      .bind(3, *lodging)
      .bind(4, *team)
      .bind(5, *date)
      .bind(6, *band)
      .bind(7, *order)
      .bind(8, times[0])
      .bind(9, *state)
      .bind(10, *inspection)
      .bind(11, outcome)
      .bind(12, times[1])
      .bind(13, times[2])
      .run();
}

constexpr std::string_view kPutSummary = R"sql(
  INSERT INTO inspection_summary (id, lodging_id, visit_id, at, outcome, officer_id, checklist, answers, new_findings,
                                  persisting)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
  ON CONFLICT (id) DO UPDATE SET lodging_id = ?2, visit_id = ?3, at = ?4, outcome = ?5, officer_id = ?6,
    checklist = ?7, answers = ?8, new_findings = ?9, persisting = ?10
)sql";

// Nobody says that an eleventh came: the oldest leaves by itself, but not while a full pull replaces what is there.
constexpr std::string_view kKeepLastTen = R"sql(
  DELETE FROM inspection_summary
   WHERE lodging_id = ?1 AND (SELECT replacing FROM sync_state WHERE only_row = 1) = 0
     AND at < (SELECT at FROM inspection_summary WHERE lodging_id = ?1 ORDER BY at DESC LIMIT 1 OFFSET 9)
)sql";
constexpr std::string_view kMarkOnFeed = "UPDATE inspection SET on_feed = 1 WHERE id = ?1 AND state = 'sealed'";

Result<void> put_summary(Database& db, const Uuid& id, const JsonCursor& at) {
  auto lodging = at.id<LodgingId>("lodging");
  if (!lodging) return std::move(lodging).error();
  auto visit = at.optional_id<VisitId>("visit");
  if (!visit) return std::move(visit).error();
  auto when = at.instant("at");
  if (!when) return std::move(when).error();
  auto outcome = checked_word(at, "outcome", domain::parse_outcome);
  if (!outcome) return std::move(outcome).error();
  auto officer = at.id<OfficerId>("officer");
  if (!officer) return std::move(officer).error();
  auto checklist = at.string("checklist", 32);
  if (!checklist) return std::move(checklist).error();
  auto answers = at.member("answers");
  if (!answers) return std::move(answers).error();
  for (const auto& [code, value] : answers->members()) {
    if (auto read = wire::read_value(value); !read) return std::move(read).error();
  }
  auto opened = at.integer("new_findings", 0, 10'000);
  if (!opened) return std::move(opened).error();
  auto persisting = at.integer("persisting", 0, 10'000);
  if (!persisting) return std::move(persisting).error();
  if (auto marked = db.use(kMarkOnFeed).bind(1, id).run(); !marked) return marked;
  auto put = db.use(kPutSummary)
                 .bind(1, id)
                 .bind(2, *lodging)
                 .bind(3, *visit)
                 .bind(4, *when)
                 .bind(5, *outcome)
                 .bind(6, *officer)
                 .bind(7, *checklist)
                 .bind(8, answers->dump())
                 .bind(9, *opened)
                 .bind(10, *persisting)
                 .run();
  return put ? db.use(kKeepLastTen).bind(1, *lodging).run() : put;
}

}  // namespace ronda::field
