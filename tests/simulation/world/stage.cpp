#include "tests/simulation/world/stage.hpp"

#include <nlohmann/json.hpp>

#include "field-app/core/sync/enrolment.hpp"
#include "shared/base/error.hpp"
#include "shared/crypto/crypto.hpp"
#include "sync-server/service/access.hpp"
#include "sync-server/service/disclosure.hpp"
#include "sync-server/service/teams.hpp"
#include "sync-server/service/units.hpp"
#include "sync-server/store/planning_store.hpp"
#include "sync-server/store/register_store.hpp"
#include "tests/simulation/disk/memory_vfs.hpp"
#include "tests/simulation/world/device_side.hpp"
#include "tests/simulation/world/randomness.hpp"
#include "tests/simulation/world/server_side.hpp"

namespace ronda::sim {

namespace {

using Json = nlohmann::json;
using server::WriteTxn;

constexpr int kLodgings = 6;

Entropy seeded(std::uint64_t seed) {
  return [random = std::make_shared<std::mt19937_64>(seed)](std::span<std::uint8_t> out) {
    for (auto& byte : out) byte = static_cast<std::uint8_t>((*random)());
  };
}

server::UnitRow kupang() {
  server::UnitRow unit;
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

Result<void> found_office(WriteTxn& txn, Stage& made, std::vector<OfficerId>& officers) {
  auto unit = server::found_unit(txn, kupang());
  if (!unit) return std::move(unit).error();
  made.unit = *unit;
  auto head = server::add_officer(txn, {unit->id, "Ana Tallo", "AKP", "00000001", server::Role::head});
  if (!head) return std::move(head).error();
  made.head = head->id;
  for (int team = 0; team < 2; ++team) {
    server::TeamRow row;
    row.name = "Regu " + std::to_string(team + 1);
    row.start_lat_e6 = -10'170'000;
    row.start_lng_e6 = 123'600'000;
    row.start_name = "Polresta";
    for (int day = 0; day < 7; ++day) row.shifts.push_back({day, "afternoon", {15 * 60}, 300});
    for (int n = 0; n < 2; ++n) {
      const int number = team * 2 + n + 2;
      auto officer = server::add_officer(txn, {unit->id, "Petugas " + std::to_string(number), "Bripka",
                                               "0000000" + std::to_string(number), server::Role::officer});
      if (!officer) return std::move(officer).error();
      officers.push_back(officer->id);
      row.members.push_back(officer->id);
    }
    auto added = server::add_team(txn, unit->id, row);
    if (!added) return std::move(added).error();
    made.teams.push_back(added->id);
  }
  for (int n = 0; n < kLodgings; ++n) {
    server::LodgingRow row;
    row.id = txn.new_id<LodgingId>();
    row.unit = unit->id;
    row.name = "Wisma " + std::to_string(n);
    row.kind = "guesthouse";
    row.kelurahan = "Kelapa Lima";
    row.lat_e6 = -10'150'000 - n * 100;
    row.lng_e6 = 123'620'000;
    row.rooms = 14;
    row.tier = "low";
    row.source = "stage";
    if (auto put = txn.lodgings().put(row); !put) return put;
    made.lodgings.push_back(row.id);
  }
  return {};
}

/// Three days of visits for both teams; today's are disclosed, the others come with time.
Result<void> plan_visits(WriteTxn& txn, Stage& made) {
  server::RoundRow round;
  round.id = made.round = txn.new_id<RoundId>();
  round.unit = made.unit.id;
  round.month = "2026-12";
  round.created_at = txn.now();
  if (auto added = txn.planning().add_round(round); !added) return added;
  server::StoredPlan plan;
  for (int n = 0; n < kLodgings; ++n) {
    server::VisitRow visit;
    visit.id = txn.new_id<VisitId>();
    visit.round = round.id;
    visit.unit = made.unit.id;
    visit.lodging = made.lodgings[static_cast<std::size_t>(n)];
    visit.team = made.teams[static_cast<std::size_t>(n % 2)];
    visit.date = LocalDate{2026, 12, 2 + n / 2};
    visit.band = "afternoon";
    visit.order = 1;
    visit.planned_minute = 15 * 60 + 20;
    visit.shift_start = 15 * 60;
    visit.shift_end = 20 * 60;
    visit.service_s = 1500;
    made.visits.push_back(visit.id);
    plan.visits.push_back(visit);
  }
  if (auto replaced = txn.planning().replace_plan(round.id, plan); !replaced) return replaced;
  round.checked = true;
  round.state = "published";
  round.published_at = txn.now();
  if (auto updated = txn.planning().update_round(round); !updated) return updated;
  auto ran = server::run_disclosure_clock(txn, made.unit);
  if (!ran) return std::move(ran).error();
  return {};
}

std::string id_in(const std::string& body) { return Json::parse(body)["id"].get<std::string>(); }

void must(const field::Reply& reply) {
  if (reply.status < 300) return;
  assertion_failed(reply.body.c_str(), "stage", reply.status);
}

/// A draft that is whole but for its last signature, so that schedules seal full inspections at the price of two calls.
std::string write_draft(DeviceSide& device, LodgingId lodging, bool with_fault) {
  const auto opened = device.call("POST", "/api/inspections",
                                  "{\"lodging_id\":\"" + to_text(lodging) + "\",\"visit_id\":null,\"fix\":null}");
  must(opened);
  const std::string at = "/api/inspections/" + id_in(opened.body);
  must(device.call("POST", at + "/sample", R"({"from":"2026-11-18","to":"2026-12-01","total_lines":10,"n":10})"));
  for (int k = 1; k <= 10; ++k) {
    must(device.call("PUT", at + "/sample/entries/" + std::to_string(k),
                     R"({"complete":true,"verified":true,"foreign":false,"reported":false,"minor":false,)"
                     R"("companion":false})"));
  }
  const auto checklist = Json::parse(device.call("GET", "/api/checklists/v1").body);
  for (const auto& section : checklist["sections"]) {
    for (const auto& item : section["items"]) {
      const auto kind = item["kind"].get<std::string>();
      const auto code = item["code"].get<std::string>();
      if (kind != "yn" && kind != "count") continue;
      const std::string value = kind == "count" ? "14" : with_fault && code == "FIR-02" ? "\"no\"" : "\"yes\"";
      must(device.call("PUT", at + "/answers/" + code, "{\"value\":" + value + "}"));
    }
  }
  must(device.call("PUT", at + "/signatures/manager", R"({"refused":true,"reason":"Menunggu pemilik."})"));
  return at;
}

int stage_page_bytes = 0;

/// A file that exists keeps the size of its pages.
void lay_out(Disk& disk) {
  register_vfs();
  sqlite::OpenOptions options;
  options.vfs = kVfs;
  options.page_size = stage_page_bytes;
  auto db = sqlite::Database::open(disk.sqlite_path("ronda.db"), options);
  RONDA_ASSERT(db && db->execute("CREATE TABLE first (id INTEGER) STRICT; DROP TABLE first"));
}

std::unique_ptr<Stage> build() {
  seed_randomness(1);
  RONDA_ASSERT(crypto::start().has_value());
  auto made = std::make_unique<Stage>();
  made->now = instant_of(LocalDate{2026, 12, 2}, LocalTime{14 * 60}, Zone::wita);
  const Clock clock = [&made] { return made->now; };
  ServerSide server(std::make_unique<Disk>(), clock, seeded(1));
  if (stage_page_bytes != 0) lay_out(server.disk());
  RONDA_ASSERT(server.start().has_value());
  std::vector<OfficerId> officers;
  const auto founded = server.store().write([&](WriteTxn& txn) { return found_office(txn, *made, officers); });
  RONDA_ASSERT(founded.has_value());
  const auto planned = server.store().write([&](WriteTxn& txn) { return plan_visits(txn, *made); });
  RONDA_ASSERT(planned.has_value());

  const auto policy =
      server.store().read([&](const server::ReadTxn& txn) { return server::current_policy(txn, made->unit.id); });
  RONDA_ASSERT(policy.has_value());
  made->policy = *policy;
  made->strange_key = crypto::make_key_pair().secret_key;

  std::mt19937_64 unused(1);
  for (int n = 0; n < kStageDevices; ++n) {
    StagedDevice staged;
    staged.officer = officers[static_cast<std::size_t>(n) % officers.size()];
    staged.team = n % 4 / 2;
    server::Principal head;
    head.unit = made->unit.id;
    head.officer = made->head;
    head.role = server::Role::head;
    const auto code = server.store().write([&](WriteTxn& txn) {
      return server::make_enrolment_code(txn, head, staged.officer, seeded(100u + static_cast<unsigned>(n)));
    });
    RONDA_ASSERT(code.has_value());

    DeviceSide device(std::make_unique<Disk>(), clock, seeded(1000u + static_cast<unsigned>(n)), {});
    RONDA_ASSERT(device.start().has_value());
    field::SyncStore store(device.database());
    auto enrolling =
        field::Enrolling::begin(store, {"http://office", code->code, "Ponsel " + std::to_string(n + 1), "0.1.0"});
    RONDA_ASSERT(enrolling.has_value());
    const auto reply = server.answer(enrolling->request());
    const field::Moment moment{made->now, 1'000'000};
    RONDA_ASSERT(
        enrolling
            ->finish(store, moment, reply.status, reply.headers, reply.body, seeded(2000u + static_cast<unsigned>(n)))
            .has_value());
    const auto who = store.enrolment();
    staged.id = (*who)->device;
    staged.token = (*who)->token;
    while (const auto request = device.session().next_request(moment)) {
      const auto answer = server.answer(*request);
      device.session().on_reply(moment, answer.status, answer.headers, answer.body);
    }
    staged.draft = write_draft(device, made->lodgings[static_cast<std::size_t>(n) % made->lodgings.size()], n % 2 == 0);
    RONDA_ASSERT(device.database().execute("PRAGMA wal_checkpoint(TRUNCATE)").has_value());
    staged.disk = device.disk().after(Crash::killed, unused);
    made->devices.push_back(std::move(staged));
  }
  // Checkpointed, so that worlds start with an empty log.
  server.disk().fault = nullptr;
  auto db = sqlite::Database::open(server.disk().sqlite_path("ronda.db"), {.vfs = "ronda-memory"});
  RONDA_ASSERT(db && db->execute("PRAGMA wal_checkpoint(TRUNCATE)").has_value());
  made->server = server.disk().after(Crash::killed, unused);
  return made;
}

}  // namespace

void use_small_pages() { stage_page_bytes = 4096; }

const Stage& stage() {
  static const std::unique_ptr<Stage> made = build();
  return *made;
}

}  // namespace ronda::sim
