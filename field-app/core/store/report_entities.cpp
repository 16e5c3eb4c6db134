#include "field-app/core/store/report_entities.hpp"

#include <array>

#include "shared/domain/field_report.hpp"
#include "shared/domain/words.hpp"
#include "shared/ledger/record.hpp"

namespace ronda::field {

using sqlite::Database;
using wire::JsonCursor;

constexpr std::string_view kPutNotice = R"sql(
  INSERT INTO notice (id, lodging_id, inspection_id, rung, state, number, due_on, served_at, served_to)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
  ON CONFLICT (id) DO UPDATE SET lodging_id = ?2, inspection_id = ?3, rung = ?4, state = ?5, number = ?6, due_on = ?7,
                                 served_at = ?8, served_to = ?9
)sql";

Result<void> put_notice(Database& db, const Uuid& id, const JsonCursor& at) {
  auto lodging = at.id<LodgingId>("lodging");
  if (!lodging) return std::move(lodging).error();
  auto inspection = at.id<InspectionId>("inspection");
  if (!inspection) return std::move(inspection).error();
  auto rung = at.string("rung", 64);
  if (!rung) return std::move(rung).error();
  if (auto known = domain::parse_rung(*rung); !known) return bad_input(known.error().message, at.path() + "/rung");
  auto state = at.string("state", 64);
  if (!state) return std::move(state).error();
  auto number = at.optional_string("number");
  if (!number) return std::move(number).error();
  auto due_on = at.date("due_on");
  if (!due_on) return std::move(due_on).error();
  std::optional<Instant> served_at;
  std::optional<std::string> served_to;
  if (const auto served = at.find("served")) {
    auto when = served->instant("at");
    if (!when) return std::move(when).error();
    served_at = *when;
    auto to = served->string("to", 1000);
    if (!to) return std::move(to).error();
    served_to = *std::move(to);
  }
  return db.use(kPutNotice)
      .bind(1, id)
      .bind(2, *lodging)
      .bind(3, *inspection)
      .bind(4, *rung)
      .bind(5, *state)
      .bind(6, *number)
      .bind(7, *due_on)
      .bind(8, served_at)
      .bind(9, served_to)
      .run();
}

constexpr std::string_view kPutActivity = R"sql(
  INSERT INTO activity (id, kind, date, place, theme, headcount, lodging_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
  ON CONFLICT (id) DO UPDATE SET kind = ?2, date = ?3, place = ?4, theme = ?5, headcount = ?6, lodging_id = ?7
)sql";

Result<void> put_activity(Database& db, const Uuid& id, const JsonCursor& at) {
  auto kind = at.string("kind", 64);
  if (!kind) return std::move(kind).error();
  if (auto known = domain::parse_activity_kind(*kind); !known) {
    return bad_input(known.error().message, at.path() + "/kind");
  }
  auto date = at.date("date");
  if (!date) return std::move(date).error();
  auto place = at.string("place");
  if (!place) return std::move(place).error();
  auto theme = at.optional_string("theme");
  if (!theme) return std::move(theme).error();
  auto headcount = at.integer("headcount", 0, domain::kMaxHeadcount);
  if (!headcount) return std::move(headcount).error();
  auto lodging = at.optional_id<LodgingId>("lodging");
  if (!lodging) return std::move(lodging).error();
  return db.use(kPutActivity)
      .bind(1, id)
      .bind(2, *kind)
      .bind(3, *date)
      .bind(4, *place)
      .bind(5, *theme)
      .bind(6, *headcount)
      .bind(7, *lodging)
      .run();
}

constexpr std::string_view kHandled = "UPDATE record SET problem_code = NULL, problem_text = ?2 WHERE hash = ?1";
constexpr std::string_view kStillHeld = R"sql(
  UPDATE record SET problem_code = ?2, problem_text = ?3 WHERE hash = ?1 AND problem_code IS NOT NULL
)sql";

// The office closed a record without taking it into the books: what it said counts for nothing here any more, and can
// be said anew; the record stays. A correction is left alone: its older version counts anyway.
#define RONDA_SAID_BY_IT "IN (SELECT coalesce(carries, seq) FROM record WHERE hash = ?1)"
constexpr std::array<std::string_view, 9> kDismiss{
    "UPDATE inspection SET dismissed = 1, on_feed = 1 WHERE correcting = 0 AND state = 'sealed' AND "
    "record_seq " RONDA_SAID_BY_IT,
    "DELETE FROM own_missed_visit WHERE place " RONDA_SAID_BY_IT,
    "DELETE FROM own_proposal WHERE place " RONDA_SAID_BY_IT,
    "DELETE FROM own_lodging_edit WHERE place " RONDA_SAID_BY_IT,
    "DELETE FROM own_finding_word WHERE place " RONDA_SAID_BY_IT,
    "DELETE FROM own_service WHERE place " RONDA_SAID_BY_IT,
    "UPDATE referral SET own_record = NULL WHERE own_record " RONDA_SAID_BY_IT,
    "UPDATE tip SET own_record = NULL WHERE own_record " RONDA_SAID_BY_IT,
    "UPDATE activity SET own_record = NULL WHERE own_record " RONDA_SAID_BY_IT};
#undef RONDA_SAID_BY_IT

Result<void> put_record_word(Database& db, const Uuid&, const JsonCursor& at) {
  auto text = at.string("hash", 64);
  if (!text) return std::move(text).error();
  auto hash = ledger::parse_hash(*text);
  if (!hash) return bad_input(hash.error().message, at.path() + "/hash");
  auto state = at.string("state", 64);
  if (!state) return std::move(state).error();
  auto code = at.string("code", 64);
  if (!code) return std::move(code).error();
  auto message = at.string("message");
  if (!message) return std::move(message).error();
  auto note = at.optional_string("note");
  if (!note) return std::move(note).error();
  const std::span<const std::uint8_t> bytes(*hash);
  if (*state == "open") return db.use(kStillHeld).bind(1, bytes).bind(2, *code).bind(3, *message).run();
  if (*state == "closed") {
    for (const auto sql : kDismiss) {
      if (auto dismissed = db.use(sql).bind(1, bytes).run(); !dismissed) return dismissed;
    }
  }
  return db.use(kHandled).bind(1, bytes).bind(2, *note).run();
}

}  // namespace ronda::field
