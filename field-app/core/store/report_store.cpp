#include "field-app/core/store/report_store.hpp"

#include "field-app/core/store/rows.hpp"
#include "shared/base/bytes.hpp"
#include "shared/wire/report_json.hpp"

namespace ronda::field {

namespace {

using domain::FieldValue;
using domain::LodgingField;
using sqlite::Database;
using sqlite::Row;

// A record that neither itself nor in a later log has reached the server, as far as acknowledgements or the feed tell.
#define RONDA_WAITING(place)                                                                      \
  "NOT EXISTS (SELECT 1 FROM record AS sent WHERE (sent.seq = " place " OR sent.carries = " place \
  ") AND (sent.acked = 1 OR (sent.log = (SELECT log FROM enrolment) AND sent.log_seq <= "         \
  "(SELECT fed_seq FROM sync_state WHERE only_row = 1))))"
// A record that the server keeps aside until a person decides.
#define RONDA_HELD(place)                                                                     \
  "EXISTS (SELECT 1 FROM record AS sent WHERE (sent.seq = " place " OR sent.carries = " place \
  ") AND sent.problem_code IS NOT NULL)"

std::optional<std::string> text_or_nothing(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

constexpr std::string_view kSetName = "UPDATE lodging SET name = ?2 WHERE id = ?1";
constexpr std::string_view kSetKind = "UPDATE lodging SET kind = ?2 WHERE id = ?1";
constexpr std::string_view kSetKbli = "UPDATE lodging SET kbli = ?2 WHERE id = ?1";
constexpr std::string_view kSetNib = "UPDATE lodging SET nib = ?2 WHERE id = ?1";
constexpr std::string_view kSetAddress = "UPDATE lodging SET address = coalesce(?2, '') WHERE id = ?1";
constexpr std::string_view kSetKelurahan = "UPDATE lodging SET kelurahan = coalesce(?2, '') WHERE id = ?1";
constexpr std::string_view kSetKecamatan = "UPDATE lodging SET kecamatan = coalesce(?2, '') WHERE id = ?1";
constexpr std::string_view kSetPoint = "UPDATE lodging SET lat_e6 = ?2, lng_e6 = ?3 WHERE id = ?1";
constexpr std::string_view kSetRooms = "UPDATE lodging SET rooms = ?2 WHERE id = ?1";
constexpr std::string_view kSetPhone = "UPDATE lodging SET phone = ?2 WHERE id = ?1";
constexpr std::string_view kSetStatus = "UPDATE lodging SET status = ?2 WHERE id = ?1";

std::string_view setter_of(LodgingField field) {
  switch (field) {
    case LodgingField::name:
      return kSetName;
    case LodgingField::kind:
      return kSetKind;
    case LodgingField::kbli:
      return kSetKbli;
    case LodgingField::nib:
      return kSetNib;
    case LodgingField::address:
      return kSetAddress;
    case LodgingField::kelurahan:
      return kSetKelurahan;
    case LodgingField::kecamatan:
      return kSetKecamatan;
    case LodgingField::point:
      return kSetPoint;
    case LodgingField::rooms:
      return kSetRooms;
    case LodgingField::phone:
      return kSetPhone;
    case LodgingField::status:
      return kSetStatus;
  }
  return kSetName;
}

Result<void> set_field(Database& db, const Uuid& lodging, LodgingField field, const FieldValue& value) {
  auto row = db.use(setter_of(field));
  row.bind(1, lodging);
  if (const auto* text = std::get_if<std::string>(&value)) {
    row.bind(2, *text);
  } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
    row.bind(2, *number);
  } else if (const auto* point = std::get_if<domain::Point>(&value)) {
    row.bind(2, std::int64_t{point->lat_e6}).bind(3, std::int64_t{point->lng_e6});
  } else {
    row.bind(2, nullptr);
  }
  return row.run();
}

constexpr std::string_view kWords = "SELECT name, address, kelurahan, coalesce(nib, '') FROM lodging WHERE id = ?1";
constexpr std::string_view kSetFolded = "UPDATE lodging SET folded = ?2 WHERE id = ?1";

/// What a search looks at follows the fields.
Result<void> fold_again(Database& db, const Uuid& lodging) {
  std::string words;
  {
    auto row = db.use(kWords);
    row.bind(1, lodging);
    if (row.step()) words = row.text(0) + "\n" + row.text(1) + "\n" + row.text(2) + "\n" + row.text(3);
    if (!row.ok()) return row.error();
  }
  return db.use(kSetFolded).bind(1, lodging).bind(2, fold(words)).run();
}

constexpr std::string_view kWaitingEdits =
    "SELECT field, value FROM own_lodging_edit AS o WHERE lodging_id = ?1 AND " RONDA_WAITING(
        "o.place") " ORDER BY place";

Result<void> lay_over_lodging(Database& db, const Uuid& id) {
  std::vector<std::pair<std::string, std::string>> edits;
  {
    auto row = db.use(kWaitingEdits);
    row.bind(1, id);
    while (row.step()) edits.emplace_back(row.text(0), row.text(1));
    if (!row.ok()) return row.error();
  }
  if (edits.empty()) return {};
  for (const auto& [field, json] : edits) {
    auto set = set_field(db, id, stored(domain::parse_lodging_field(field)), stored(wire::parse_field_value(json)));
    if (!set) return set;
  }
  return fold_again(db, id);
}

constexpr std::string_view kMissAgain =
    "UPDATE visit SET state = 'missed' WHERE id = ?1 AND state = 'disclosed'"
    " AND EXISTS (SELECT 1 FROM own_missed_visit AS o WHERE o.visit_id = ?1 AND " RONDA_WAITING("o.place") ")";

constexpr std::string_view kSayAgain =
    "UPDATE finding SET state = o.state FROM (SELECT state FROM own_finding_word AS w WHERE finding_id = ?1 "
    "AND " RONDA_WAITING("w.place") " ORDER BY place DESC LIMIT 1) AS o WHERE finding.id = ?1";

constexpr std::string_view kServeAgain =
    "UPDATE notice SET served_at = o.served_at, served_to = o.served_to FROM (SELECT served_at, served_to FROM"
    " own_service AS w WHERE notice_id = ?1 AND " RONDA_WAITING(
        "w.place") " ORDER BY served_at DESC LIMIT 1) AS o WHERE notice.id = ?1";

NoticeRow read_notice(const Row& row) {
  NoticeRow read;
  read.id = row.id<NoticeId>(0);
  read.lodging = row.id<LodgingId>(1);
  read.rung = stored(domain::parse_rung(row.text(2)));
  read.state = row.text(3);
  read.number = row.optional_text(4);
  read.due_on = row.date(5);
  if (!row.is_null(6)) read.served_at = row.instant(6);
  read.served_to = row.optional_text(7);
  return read;
}

}  // namespace

Result<void> lay_own_words_over(Database& db, std::string_view entity, const Uuid& id) {
  if (entity == "lodging") return lay_over_lodging(db, id);
  if (entity == "visit") return db.use(kMissAgain).bind(1, id).run();
  if (entity == "finding") return db.use(kSayAgain).bind(1, id).run();
  if (entity == "notice") return db.use(kServeAgain).bind(1, id).run();
  return {};
}

constexpr std::string_view kKeepProposals =
    "UPDATE lodging SET in_scope = 1 WHERE in_scope = 0 AND id IN (SELECT lodging_id FROM own_proposal AS o "
    "WHERE " RONDA_WAITING("o.place") " OR " RONDA_HELD("o.place") ")";

Result<void> keep_own_proposals(Database& db) { return db.use(kKeepProposals).run(); }

constexpr std::string_view kMissed = "SELECT place FROM own_missed_visit WHERE visit_id = ?1";

Result<std::optional<std::int64_t>> ReportStore::missed(VisitId visit) {
  auto row = db_.use(kMissed);
  row.bind(1, visit);
  return read_one(row, [](const Row& r) { return r.int64(0); });
}

constexpr std::string_view kPutMissed = "INSERT INTO own_missed_visit (visit_id, place) VALUES (?1, ?2)";

Result<void> ReportStore::put_missed(VisitId visit, std::int64_t place) {
  if (auto put = db_.use(kPutMissed).bind(1, visit).bind(2, place).run(); !put) return put;
  return lay_own_words_over(db_, "visit", visit.uuid);
}

constexpr std::string_view kVersion = "SELECT version FROM lodging WHERE id = ?1";

Result<std::int64_t> ReportStore::version_of(LodgingId lodging) {
  auto row = db_.use(kVersion);
  row.bind(1, lodging);
  if (row.step()) return row.int64(0);
  if (!row.ok()) return row.error();
  return std::int64_t{0};
}

constexpr std::string_view kAddLodging = R"sql(
  INSERT INTO lodging (id, name, kind, address, kelurahan, kecamatan, lat_e6, lng_e6, rooms, phone, tier, status,
                       version, folded)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 'medium', 'unregistered', 0, ?11)
)sql";
constexpr std::string_view kPutProposal = "INSERT INTO own_proposal (lodging_id, place) VALUES (?1, ?2)";

Result<void> ReportStore::put_proposal(const domain::ProposedLodging& lodging, std::int64_t place) {
  auto added = db_.use(kAddLodging)
                   .bind(1, lodging.lodging)
                   .bind(2, lodging.name)
                   .bind(3, word(lodging.kind))
                   .bind(4, lodging.address)
                   .bind(5, lodging.kelurahan)
                   .bind(6, lodging.kecamatan)
                   .bind(7, std::int64_t{lodging.lat_e6})
                   .bind(8, std::int64_t{lodging.lng_e6})
                   .bind(9, lodging.rooms)
                   .bind(10, text_or_nothing(lodging.phone))
                   .bind(11, fold(lodging.name + "\n" + lodging.address + "\n" + lodging.kelurahan))
                   .run();
  if (!added) return added;
  return db_.use(kPutProposal).bind(1, lodging.lodging).bind(2, place).run();
}

constexpr std::string_view kPutEdit = R"sql(
  INSERT INTO own_lodging_edit (place, lodging_id, field, value) VALUES (?1, ?2, ?3, ?4)
)sql";

Result<void> ReportStore::put_edit(LodgingId lodging, const domain::FieldChange& change, std::int64_t place) {
  auto put = db_.use(kPutEdit)
                 .bind(1, place)
                 .bind(2, lodging)
                 .bind(3, word(change.field))
                 .bind(4, wire::field_value_text(change.to))
                 .run();
  if (!put) return put;
  return lay_own_words_over(db_, "lodging", lodging.uuid);
}

constexpr std::string_view kFinding = R"sql(
  SELECT lodging_id, state = 'open' FROM finding WHERE id = ?1
  UNION ALL
  SELECT lodging_id, 1 FROM sealed_finding WHERE id = ?1
   LIMIT 1
)sql";

Result<std::optional<ReportStore::KnownFinding>> ReportStore::finding(FindingId id) {
  auto row = db_.use(kFinding);
  row.bind(1, id);
  return read_one(row, [](const Row& r) { return KnownFinding{r.id<LodgingId>(0), r.boolean(1)}; });
}

constexpr std::string_view kPutWord = "INSERT INTO own_finding_word (place, finding_id, state) VALUES (?1, ?2, ?3)";

Result<void> ReportStore::put_word(FindingId finding, domain::Disposition disposition, std::int64_t place) {
  const std::string_view state = keeps_open(disposition) ? std::string_view("open") : word(disposition);
  if (auto put = db_.use(kPutWord).bind(1, place).bind(2, finding).bind(3, state).run(); !put) return put;
  return lay_own_words_over(db_, "finding", finding.uuid);
}

constexpr std::string_view kNotice = R"sql(
  SELECT id, lodging_id, rung, state, number, due_on, served_at, served_to FROM notice WHERE id = ?1
)sql";

Result<std::optional<NoticeRow>> ReportStore::notice(NoticeId id) {
  auto row = db_.use(kNotice);
  row.bind(1, id);
  return read_one(row, read_notice);
}

constexpr std::string_view kNoticesOf = R"sql(
  SELECT id, lodging_id, rung, state, number, due_on, served_at, served_to
    FROM notice
   WHERE lodging_id = ?1
   ORDER BY due_on, id
   LIMIT 100
)sql";

Result<std::vector<NoticeRow>> ReportStore::notices_of(LodgingId lodging) {
  auto row = db_.use(kNoticesOf);
  row.bind(1, lodging);
  return read_all(row, read_notice);
}

constexpr std::string_view kPutService = R"sql(
  INSERT INTO own_service (notice_id, place, served_at, served_to) VALUES (?1, ?2, ?3, ?4)
)sql";

Result<void> ReportStore::put_service(const domain::ServedNotice& served, std::int64_t place) {
  auto put = db_.use(kPutService).bind(1, served.notice).bind(2, place).bind(3, served.at).bind(4, served.to).run();
  if (!put) return put;
  return lay_own_words_over(db_, "notice", served.notice.uuid);
}

constexpr std::string_view kActivities = R"sql(
  SELECT id, kind, date, place, theme, headcount, lodging_id, own_record FROM activity ORDER BY date DESC, id LIMIT ?1
)sql";

Result<std::vector<ActivityRow>> ReportStore::activities(int limit) {
  auto row = db_.use(kActivities);
  row.bind(1, limit);
  return read_all(row, [](const Row& r) {
    return ActivityRow{{r.id<domain::ActivityId>(0), stored(domain::parse_activity_kind(r.text(1))), r.date(2),
                        r.text(3), r.optional_text(4).value_or(""), r.int32(5), r.optional_id<LodgingId>(6)},
                       r.optional_int64(7)};
  });
}

constexpr std::string_view kPutActivity = R"sql(
  INSERT INTO activity (id, kind, date, place, theme, headcount, lodging_id, own_record)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
)sql";

Result<void> ReportStore::put_activity(const domain::HeldActivity& activity, std::int64_t place) {
  return db_.use(kPutActivity)
      .bind(1, activity.activity)
      .bind(2, word(activity.kind))
      .bind(3, activity.date)
      .bind(4, activity.place)
      .bind(5, text_or_nothing(activity.theme))
      .bind(6, activity.headcount)
      .bind(7, activity.lodging)
      .bind(8, place)
      .run();
}

}  // namespace ronda::field
