#include "tests/unit/service/office_fixture.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>

#include "shared/base/bytes.hpp"
#include "shared/wire/inspection_json.hpp"
#include "shared/wire/sync_json.hpp"
#include "sync-server/service/access.hpp"
#include "sync-server/service/disclosure.hpp"
#include "sync-server/service/teams.hpp"
#include "sync-server/service/units.hpp"
#include "sync-server/store/sqlite/open_store.hpp"

namespace ronda::server::office {

namespace {

std::filesystem::path new_folder() {
  static std::atomic<int> count{0};
  const auto name = "ronda-office-" + std::to_string(::getpid()) + "-" + std::to_string(++count);
  const auto folder = std::filesystem::temp_directory_path() / name;
  std::filesystem::create_directories(folder);
  return folder;
}

UnitRow kupang() {
  UnitRow unit;
  unit.name = "Satuan PPA Polresta Kupang Kota";
  unit.zone = Zone::wita;
  unit.letterhead = {"KEPOLISIAN NEGARA REPUBLIK INDONESIA", "DAERAH NUSA TENGGARA TIMUR", "RESOR KUPANG KOTA"};
  unit.address = "Jalan Contoh Nomor 1, Kupang";
  unit.place = "Kupang";
  unit.south_e6 = -10'300'000;
  unit.north_e6 = -10'050'000;
  unit.west_e6 = 123'500'000;
  unit.east_e6 = 123'750'000;
  return unit;
}

TeamRow evening_team(OfficerId member) {
  TeamRow team;
  team.name = "Regu 2";
  team.members = {member};
  team.start_lat_e6 = -10'170'000;
  team.start_lng_e6 = 123'600'000;
  team.start_name = "Polresta";
  for (int day = 0; day < 7; ++day) team.shifts.push_back({day, "afternoon", {15 * 60}, 300});
  return team;
}

}  // namespace

std::int64_t Phone::write(const std::string& kind, const std::string& body, Instant at) {
  ledger::RecordHead record;
  record.seq = static_cast<std::int64_t>(records.size()) + 1;
  record.id.uuid.bytes[0] = static_cast<std::uint8_t>(record.seq);
  record.id.uuid.bytes[15] = 7;
  record.kind = kind;
  record.device = id;
  record.officer = officer;
  record.at = at;
  record.prev = head;
  records.push_back(ledger::record_text(record, body));
  head = ledger::record_hash(records.back());
  return record.seq;
}

std::string Phone::push_of(std::int64_t first, std::int64_t last) const {
  std::vector<std::string> run(records.begin() + (first - 1), records.begin() + last);
  wire::PushEnvelope envelope;
  envelope.device = id;
  envelope.first_seq = first;
  envelope.count = last - first + 1;
  envelope.head = ledger::record_hash(run.back());
  envelope.signature = crypto::sign(ledger::signing_text(id, last, envelope.head), keys.secret_key);
  return wire::encode_push(envelope, run);
}

Office::Office()
    : folder(new_folder()), checklists(*Checklists::load()), ids_([seed = 0](std::span<std::uint8_t> out) mutable {
        for (auto& byte : out) byte = static_cast<std::uint8_t>(seed++ * 37);
      }) {
  EXPECT_TRUE(crypto::start());
  set_time("2026-12-01 09:00");
  store = std::move(*open_sqlite_store({folder / "ronda.db", 2, [this] { return now; }, crypto::entropy()}));
  auto founded = store->write([&](WriteTxn& txn) -> Result<void> {
    auto made = found_unit(txn, kupang());
    if (!made) return std::move(made).error();
    unit = *made;
    auto chief = add_officer(txn, {unit.id, "Ana Tallo", "AKP", "00000001", Role::head});
    if (!chief) return std::move(chief).error();
    head = *chief;
    auto member = add_officer(txn, {unit.id, "Yosef Nahak", "Bripka", "00000002", Role::officer});
    if (!member) return std::move(member).error();
    officer = *member;
    auto group = add_team(txn, unit.id, evening_team(officer.id));
    if (!group) return std::move(group).error();
    team = *group;
    return {};
  });
  EXPECT_TRUE(founded) << founded.error().message;
}

Office::~Office() {
  store.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
}

void Office::set_time(const std::string& local) {
  now = instant_of(*parse_date(local.substr(0, 10)), *parse_time(local.substr(11)), Zone::wita);
}

Phone Office::new_phone() {
  Phone phone;
  phone.officer = officer.id;
  phone.keys = crypto::make_key_pair();
  auto put = store->write([&](WriteTxn& txn) -> Result<void> {
    DeviceRow row;
    row.id = phone.id = txn.new_id<DeviceId>();
    row.officer = officer.id;
    row.unit = unit.id;
    row.name = "Ponsel Regu 2";
    row.public_key.assign(phone.keys.public_key.begin(), phone.keys.public_key.end());
    row.token_hash.assign(phone.keys.public_key.rbegin(), phone.keys.public_key.rend());
    row.enrolled_at = txn.now();
    row.head_hash.assign(32, 0);
    row.app_version = "0.1.0";
    return txn.access().put_device(row);
  });
  EXPECT_TRUE(put) << put.error().message;
  return phone;
}

LodgingId Office::new_lodging(const std::string& name, const std::string& tier) {
  LodgingRow row;
  row.id = new_id<LodgingId>();
  row.unit = unit.id;
  row.name = name;
  row.kind = "guesthouse";
  row.kelurahan = "Kelapa Lima";
  row.lat_e6 = -10'150'000;
  row.lng_e6 = 123'620'000;
  row.rooms = 14;
  row.tier = tier;
  row.source = "test";
  auto put = store->write([&](WriteTxn& txn) { return txn.lodgings().put(row); });
  EXPECT_TRUE(put) << put.error().message;
  return row.id;
}

void Office::revoke(const Phone& phone) {
  auto put = store->write([&](WriteTxn& txn) -> Result<void> {
    auto row = txn.access().device(phone.id);
    if (!row) return std::move(row).error();
    row->revoked_at = txn.now();
    row->revoke_reason = "lost";
    return txn.access().put_device(*row);
  });
  EXPECT_TRUE(put);
}

Principal Office::principal(const Phone& phone) {
  Principal who;
  who.kind = Principal::Kind::device;
  who.unit = unit.id;
  who.zone = unit.zone;
  who.officer = phone.officer;
  who.team = team.id;
  who.device = phone.id;
  return who;
}

Result<PushOutcome> Office::push(const Phone& phone, std::int64_t first, std::int64_t last) {
  return store->write(
      [&](WriteTxn& txn) { return server::push(txn, principal(phone), phone.push_of(first, last), checklists); });
}

wire::PushReply Office::send(const Phone& phone) {
  auto outcome = push(phone, 1, static_cast<std::int64_t>(phone.records.size()));
  EXPECT_TRUE(outcome) << outcome.error().message << " " << outcome.error().where;
  EXPECT_FALSE(outcome->refused);
  return outcome->reply;
}

domain::SealedInspection Office::inspection(LodgingId lodging, const std::vector<std::string>& wrong) {
  domain::SealedInspection body;
  body.inspection = new_id<InspectionId>();
  body.lodging = lodging;
  body.checklist = "v1";
  body.opened_at = {now.ms - 45 * 60'000};
  body.sealed_at = now;
  body.zone = Zone::wita;
  const auto& checklist = checklists.find("v1")->checklist;
  for (const auto& section : checklist.sections) {
    for (const auto& item : section.items) {
      domain::Answer answer;
      answer.item = item.code;
      answer.at = now;
      if (item.kind == domain::ItemKind::yn) {
        const bool bad = std::find(wrong.begin(), wrong.end(), item.code) != wrong.end();
        answer.value = bad ? domain::YesNo::no : domain::YesNo::yes;
      } else if (item.kind == domain::ItemKind::count) {
        answer.value = std::int64_t{14};
      } else {
        continue;
      }
      body.answers.push_back(std::move(answer));
    }
  }
  domain::CountedSample sample;
  const LocalDate today = local_date(now, Zone::wita);
  sample.plan = {plus_days(today, -14), plus_days(today, -1), 40, 20, 1, 2};
  sample.tally.complete = 20;
  sample.tally.verified = 20;
  body.sample = sample;
  body.manager = domain::ManagerRefused{"Menunggu pemilik."};
  body.officers = {{officer.id, now}};
  body.portal_key = wire::portal_key(token_of(body.inspection));
  return body;
}

InspectionId Office::seal(Phone& phone, domain::SealedInspection body) {
  domain::Answers answers;
  for (const auto& answer : body.answers) answers.emplace(answer.item, answer);
  const auto& checklist = checklists.find("v1")->checklist;
  const auto known = findings(body.lodging);
  std::set<std::string> still_open;
  for (const auto& given : body.dispositions) {
    for (const auto& finding : known) {
      if (finding.id == given.finding && domain::keeps_open(given.disposition)) still_open.insert(finding.code);
    }
  }
  if (body.outcome == domain::Outcome::done && body.findings.empty()) {
    const auto all = domain::with_sample(checklist, answers, body.sample);
    for (const auto& made :
         domain::derive_findings(checklist, all, body.sample, 14, local_date(body.sealed_at, body.zone), still_open)) {
      body.findings.push_back({new_id<FindingId>(), made.item, made.severity, made.note, made.due_on});
    }
  }
  phone.write("inspection.sealed", wire::sealed_body(body), body.sealed_at);
  return body.inspection;
}

std::string Office::token_of(InspectionId inspection) { return to_base64url(crypto::sha256(to_text(inspection))); }

VisitRow Office::publish_visit(LodgingId lodging, LocalDate date) {
  VisitRow visit;
  auto stored = store->write([&](WriteTxn& txn) -> Result<void> {
    RoundRow round;
    round.id = txn.new_id<RoundId>();
    round.unit = unit.id;
    round.month = to_text(date).substr(0, 7);
    round.created_at = txn.now();
    if (auto added = txn.planning().add_round(round); !added) return added;
    visit.id = txn.new_id<VisitId>();
    visit.round = round.id;
    visit.unit = unit.id;
    visit.lodging = lodging;
    visit.team = team.id;
    visit.date = date;
    visit.band = "afternoon";
    visit.planned_minute = 15 * 60 + 20;
    visit.shift_start = 15 * 60;
    visit.shift_end = 20 * 60;
    visit.service_s = 1500;
    StoredPlan plan;
    plan.visits = {visit};
    if (auto replaced = txn.planning().replace_plan(round.id, plan); !replaced) return replaced;
    round.checked = true;
    round.state = "published";
    round.published_at = txn.now();
    return txn.planning().update_round(round);
  });
  EXPECT_TRUE(stored) << stored.error().message;
  return visit;
}

std::vector<FindingRow> Office::findings(LodgingId lodging) {
  FindingFilter filter;
  filter.lodging = lodging;
  auto listed = store->read([&](const ReadTxn& txn) { return txn.findings().findings(unit.id, filter); });
  EXPECT_TRUE(listed);
  std::vector<FindingRow> rows;
  for (const auto& finding : *listed) rows.push_back(finding.row);
  return rows;
}

VisitRow Office::visit(VisitId id) {
  auto row = store->read([&](const ReadTxn& txn) { return txn.planning().visit(unit.id, id); });
  EXPECT_TRUE(row) << row.error().message;
  return *row;
}

}  // namespace ronda::server::office
