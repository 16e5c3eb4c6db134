// `ronda-server demo`: a unit one can try everything with. All people and lodgings are invented.

#include <array>
#include <cstdio>
#include <fstream>

#include "shared/crypto/crypto.hpp"
#include "sync-server/commands.hpp"
#include "sync-server/demo_register.hpp"
#include "sync-server/demo_round.hpp"
#include "sync-server/host.hpp"
#include "sync-server/service/access.hpp"
#include "sync-server/service/register_import.hpp"
#include "sync-server/service/teams.hpp"
#include "sync-server/service/units.hpp"

namespace ronda::server {

namespace {

constexpr std::uint64_t kSeed = 5371;  // the code of Kota Kupang: any number would do, this one is remembered
constexpr const char* kListName = "demo-register.csv";

UnitRow demo_unit() {
  UnitRow unit;
  unit.name = "Polresta Kupang Kota";
  unit.zone = Zone::wita;
  unit.letterhead = {"KEPOLISIAN NEGARA REPUBLIK INDONESIA", "DAERAH NUSA TENGGARA TIMUR", "RESOR KUPANG KOTA"};
  unit.address = "Jalan Frans Seda, Kota Kupang";
  unit.place = "Kupang";
  unit.south_e6 = -10'370'000;
  unit.north_e6 = -10'100'000;
  unit.west_e6 = 123'480'000;
  unit.east_e6 = 123'720'000;
  return unit;
}

struct Person {
  const char* rank;
  const char* name;
};

constexpr Person kHead{"AKP", "Yohana Lado"};
constexpr Person kAdmin{"Bripka", "Melkianus Tefa"};
constexpr std::array<std::array<Person, 3>, 6> kTeams = {{
    {{{"Aipda", "Yosef Nahak"}, {"Briptu", "Maria Bere"}, {"Bripda", "Alfons Seran"}}},
    {{{"Bripka", "Petrus Kolo"}, {"Brigpol", "Agustina Manek"}, {"", ""}}},
    {{{"Aiptu", "Marthen Foeh"}, {"Briptu", "Rince Adoe"}, {"Bripda", "Gerson Nalle"}}},
    {{{"Aipda", "Dominggus Tunu"}, {"Brigpol", "Selfina Lette"}, {"", ""}}},
    {{{"Bripka", "Filmon Banu"}, {"Briptu", "Oktaviana Mali"}, {"", ""}}},
    {{{"Aipda", "Kornelis Haba"}, {"Briptu", "Desi Rihi"}, {"Bripda", "Imanuel Taek"}}},
}};

struct Login {
  std::string login;
  OfficerId officer;
  std::string password;
  std::string hash;
};

/// Five shifts a week, mornings first and a night last, then two days off: at least eleven hours between any two.
std::vector<ShiftRow> shifts_of(int team) {
  struct Slot {
    const char* band;
    int hour;
  };
  constexpr Slot kSlots[] = {{"morning", 8}, {"morning", 8}, {"afternoon", 14}, {"afternoon", 15}, {"night", 19}};
  std::vector<ShiftRow> shifts;
  for (int n = 0; n < 5; ++n) {
    shifts.push_back({(team + n) % 7, kSlots[n].band, LocalTime{kSlots[n].hour * 60}, 300});
  }
  return shifts;
}

Result<OfficerId> add_person(WriteTxn& txn, UnitId unit, const Person& person, int number, Role role) {
  auto officer = add_officer(txn, {unit, person.name, person.rank, "0000" + std::to_string(1000 + number), role});
  if (!officer) return std::move(officer).error();
  return officer->id;
}

Result<OfficerId> add_teams(WriteTxn& txn, UnitId unit) {
  int number = 10;
  OfficerId first;
  for (std::size_t n = 0; n < kTeams.size(); ++n) {
    TeamRow team;
    team.name = "Regu " + std::to_string(n + 1);
    team.start_lat_e6 = -10'160'000;
    team.start_lng_e6 = 123'606'000;
    team.start_name = "Mapolresta Kupang Kota";
    team.shifts = shifts_of(static_cast<int>(n));
    for (const auto& person : kTeams[n]) {
      if (person.name[0] == '\0') continue;
      auto officer = add_person(txn, unit, person, number++, Role::officer);
      if (!officer) return officer;
      if (first.is_nil()) first = *officer;
      team.members.push_back(*officer);
    }
    if (auto added = add_team(txn, unit, std::move(team)); !added) return std::move(added).error();
  }
  return first;
}

/// The unit with its people; the hashes of the passwords were made before, because that is slow.
Result<UnitRow> found_demo(WriteTxn& txn, std::vector<Login>& logins) {
  auto units = txn.settings().units();
  if (!units) return std::move(units).error();
  if (!units->empty()) return bad_input("this folder already holds a unit; choose another for the demo");
  auto unit = found_unit(txn, demo_unit());
  if (!unit) return unit;
  auto head = add_person(txn, unit->id, kHead, 1, Role::head);
  if (!head) return std::move(head).error();
  auto admin = add_person(txn, unit->id, kAdmin, 2, Role::admin);
  if (!admin) return std::move(admin).error();
  auto officer = add_teams(txn, unit->id);
  if (!officer) return std::move(officer).error();
  logins[0].officer = *head;
  logins[1].officer = *admin;
  logins[2].officer = *officer;
  for (const auto& login : logins) {
    if (auto set = set_login(txn, login.officer, login.login, login.hash); !set) return std::move(set).error();
  }
  return unit;
}

Result<void> write_list(const std::filesystem::path& path, const std::string& csv) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << csv;
  out.close();
  if (!out) return Error{ErrorCode::io_failed, "cannot write " + path.string(), {}};
  return {};
}

}  // namespace

int make_demo(const DemoOptions& options) {
  auto store = open_data(options.data, true, make_clock(options.clock));
  if (!store) return tell(store.error());
  std::vector<Login> logins = {{"kanit", {}, {}, {}}, {"admin", {}, {}, {}}, {"petugas", {}, {}, {}}};
  for (auto& login : logins) {
    login.password = random_password(crypto::entropy());
    auto hash = hash_new_password(login.password);
    if (!hash) return tell(hash.error());
    login.hash = std::move(*hash);
  }
  auto unit = (*store)->write([&](WriteTxn& txn) { return found_demo(txn, logins); });
  if (!unit) return tell(unit.error());

  const std::string csv = demo_register_csv(kSeed);
  if (auto written = write_list(options.data / kListName, csv); !written) return tell(written.error());
  auto import =
      (*store)->write([&](WriteTxn& txn) { return start_import(txn, unit->id, std::nullopt, kListName, csv); });
  if (!import) return tell(import.error());
  auto outcome = (*store)->write([&](WriteTxn& txn) { return commit_import(txn, unit->id, import->id, {}); });
  if (!outcome) return tell(outcome.error());

  std::printf("unit: %s  lodgings: %zu  teams: %zu  list: %s\n", unit->name.c_str(), outcome->created, kTeams.size(),
              (options.data / kListName).c_str());
  if (options.plan_this_month) {
    auto line = plan_this_month(**store, unit->id, local_date(make_clock(options.clock)(), unit->zone));
    if (!line) return tell(line.error());
    std::printf("%s\n", line->c_str());
  }
  for (const auto& login : logins)
    std::printf("login: %s  password: %s\n", login.login.c_str(), login.password.c_str());
  return static_cast<int>(Exit::ok);
}

}  // namespace ronda::server
