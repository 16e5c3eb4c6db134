#include "field-app/core/store/lead_store.hpp"

#include "field-app/core/store/rows.hpp"

namespace ronda::field {

namespace {

using sqlite::Database;
using sqlite::Row;
using wire::JsonCursor;

std::optional<std::string> text_or_nothing(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

ReferralRow read_referral(const Row& row) {
  ReferralRow read;
  read.referral = {row.id<domain::ReferralId>(0),
                   row.id<LodgingId>(1),
                   row.optional_id<InspectionId>(2),
                   stored(domain::parse_referral_reason(row.text(3))),
                   stored(domain::parse_receiver(row.text(4))),
                   row.instant(5),
                   row.optional_text(6).value_or("")};
  read.stage = row.optional_text(7);
  if (!row.is_null(8)) read.stage_on = row.date(8);
  read.place = row.optional_int64(9);
  read.lodging_name = row.optional_text(10).value_or("");
  return read;
}

TipRow read_tip(const Row& row) {
  TipRow read;
  read.tip = {row.id<domain::TipId>(0),
              row.id<LodgingId>(1),
              stored(domain::parse_tip_source(row.text(2))),
              stored(domain::parse_tip_category(row.text(3))),
              stored(domain::parse_tip_priority(row.text(4))),
              row.date(5),
              row.date(6),
              row.optional_text(7).value_or("")};
  read.place = row.optional_int64(8);
  read.lodging_name = row.optional_text(9).value_or("");
  return read;
}

}  // namespace

constexpr std::string_view kReferrals = R"sql(
  SELECT r.id, r.lodging_id, r.inspection_id, r.reason, r.receiver, r.made_at, r.case_no, r.stage, r.stage_on,
         r.own_record, l.name
    FROM referral AS r LEFT JOIN lodging AS l ON l.id = r.lodging_id
   ORDER BY r.made_at DESC, r.id
   LIMIT ?1
)sql";

Result<std::vector<ReferralRow>> LeadStore::referrals(int limit) {
  auto row = db_.use(kReferrals);
  row.bind(1, limit);
  return read_all(row, read_referral);
}

#define RONDA_TIPS                                                                                          \
  "SELECT t.id, t.lodging_id, t.source, t.category, t.priority, t.received_on, t.expires_on, t.reference, " \
  "t.own_record, l.name FROM tip AS t LEFT JOIN lodging AS l ON l.id = t.lodging_id "
constexpr std::string_view kTips = RONDA_TIPS "ORDER BY t.received_on DESC, t.id LIMIT ?1";
constexpr std::string_view kTipsOf =
    RONDA_TIPS "WHERE t.lodging_id = ?1 AND t.expires_on >= ?2 ORDER BY t.received_on DESC, t.id LIMIT 100";
#undef RONDA_TIPS

Result<std::vector<TipRow>> LeadStore::tips(int limit) {
  auto row = db_.use(kTips);
  row.bind(1, limit);
  return read_all(row, read_tip);
}

Result<std::vector<TipRow>> LeadStore::tips_of(LodgingId lodging, LocalDate on) {
  auto row = db_.use(kTipsOf);
  row.bind(1, lodging).bind(2, on);
  return read_all(row, read_tip);
}

constexpr std::string_view kPutReferral = R"sql(
  INSERT INTO referral (id, lodging_id, inspection_id, reason, receiver, made_at, case_no, own_record)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
)sql";

Result<void> LeadStore::put_referral(const domain::MadeReferral& referral, std::int64_t place) {
  auto put = db_.use(kPutReferral);
  put.bind(1, referral.referral).bind(2, referral.lodging).bind(3, referral.inspection);
  put.bind(4, word(referral.reason)).bind(5, word(referral.to)).bind(6, referral.at);
  put.bind(7, text_or_nothing(referral.case_no)).bind(8, place);
  return put.run();
}

constexpr std::string_view kPutTip = R"sql(
  INSERT INTO tip (id, lodging_id, source, category, priority, received_on, expires_on, reference, own_record)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
)sql";

Result<void> LeadStore::put_tip(const domain::ReceivedTip& tip, std::int64_t place) {
  auto put = db_.use(kPutTip);
  put.bind(1, tip.tip).bind(2, tip.lodging).bind(3, word(tip.source)).bind(4, word(tip.category));
  put.bind(5, word(tip.priority)).bind(6, tip.received_on).bind(7, tip.expires_on);
  put.bind(8, text_or_nothing(tip.reference)).bind(9, place);
  return put.run();
}

constexpr std::string_view kReferralFromFeed = R"sql(
  INSERT INTO referral (id, lodging_id, inspection_id, reason, receiver, made_at, case_no, stage, stage_on)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
  ON CONFLICT (id) DO UPDATE SET lodging_id = ?2, inspection_id = ?3, reason = ?4, receiver = ?5, made_at = ?6,
                                 case_no = ?7, stage = ?8, stage_on = ?9
)sql";

Result<void> put_referral_entity(Database& db, const Uuid& id, const JsonCursor& at) {
  auto lodging = at.id<LodgingId>("lodging");
  if (!lodging) return std::move(lodging).error();
  auto inspection = at.optional_id<InspectionId>("inspection");
  if (!inspection) return std::move(inspection).error();
  auto reason = at.string("reason", 64);
  if (!reason) return std::move(reason).error();
  if (auto known = domain::parse_referral_reason(*reason); !known) {
    return bad_input(known.error().message, at.path() + "/reason");
  }
  auto to = at.string("to", 64);
  if (!to) return std::move(to).error();
  if (auto known = domain::parse_receiver(*to); !known) return bad_input(known.error().message, at.path() + "/to");
  auto made_at = at.instant("at");
  if (!made_at) return std::move(made_at).error();
  auto case_no = at.optional_string("case_no");
  if (!case_no) return std::move(case_no).error();
  auto stage = at.optional_string("stage", 64);
  if (!stage) return std::move(stage).error();
  auto stage_on = at.optional_date("stage_on");
  if (!stage_on) return std::move(stage_on).error();
  auto put = db.use(kReferralFromFeed);
  put.bind(1, id).bind(2, *lodging).bind(3, *inspection).bind(4, *reason).bind(5, *to).bind(6, *made_at);
  put.bind(7, *case_no).bind(8, *stage).bind(9, *stage_on);
  return put.run();
}

constexpr std::string_view kTipFromFeed = R"sql(
  INSERT INTO tip (id, lodging_id, source, category, priority, received_on, expires_on, reference)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
  ON CONFLICT (id) DO UPDATE SET lodging_id = ?2, source = ?3, category = ?4, priority = ?5, received_on = ?6,
                                 expires_on = ?7, reference = ?8
)sql";

Result<void> put_tip_entity(Database& db, const Uuid& id, const JsonCursor& at) {
  auto lodging = at.id<LodgingId>("lodging");
  if (!lodging) return std::move(lodging).error();
  auto source = at.string("source", 64);
  if (!source) return std::move(source).error();
  if (auto known = domain::parse_tip_source(*source); !known) {
    return bad_input(known.error().message, at.path() + "/source");
  }
  auto category = at.string("category", 64);
  if (!category) return std::move(category).error();
  if (auto known = domain::parse_tip_category(*category); !known) {
    return bad_input(known.error().message, at.path() + "/category");
  }
  auto priority = at.string("priority", 64);
  if (!priority) return std::move(priority).error();
  if (auto known = domain::parse_tip_priority(*priority); !known) {
    return bad_input(known.error().message, at.path() + "/priority");
  }
  auto received_on = at.date("received_on");
  if (!received_on) return std::move(received_on).error();
  auto expires_on = at.date("expires_on");
  if (!expires_on) return std::move(expires_on).error();
  auto reference = at.optional_string("reference");
  if (!reference) return std::move(reference).error();
  auto put = db.use(kTipFromFeed);
  put.bind(1, id).bind(2, *lodging).bind(3, *source).bind(4, *category).bind(5, *priority).bind(6, *received_on);
  put.bind(7, *expires_on).bind(8, *reference);
  return put.run();
}

}  // namespace ronda::field
