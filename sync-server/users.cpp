// `ronda-server unit add`, `user add`, `user password`: what an administrator does once.

#include <algorithm>
#include <cstdio>
#include <iostream>

#include "shared/base/bytes.hpp"
#include "shared/crypto/crypto.hpp"
#include "sync-server/commands.hpp"
#include "sync-server/host.hpp"
#include "sync-server/service/access.hpp"
#include "sync-server/service/import_row.hpp"
#include "sync-server/service/only_unit.hpp"
#include "sync-server/service/units.hpp"

namespace ronda::server {

namespace {

/// "-10.37,123.48,-10.10,123.72" -> south, west, north, east
Result<void> read_area(const std::string& text, UnitRow& unit) {
  std::int32_t* const edges[] = {&unit.south_e6, &unit.west_e6, &unit.north_e6, &unit.east_e6};
  std::string_view rest = text;
  for (std::int32_t* const edge : edges) {
    const auto comma = rest.find(',');
    bool decimal_comma = false;
    const auto value = parse_degrees(rest.substr(0, comma), decimal_comma);
    if (!value)
      return bad_input("--area takes south,west,north,east in degrees, for example -10.37,123.48,-10.10,123.72", text);
    *edge = *value;
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
  }
  return {};
}

struct Password {
  std::string plain;
  std::string hash;
};

Result<Password> choose_password(bool from_stdin) {
  Password password;
  if (from_stdin) {
    std::getline(std::cin, password.plain);
  } else {
    password.plain = random_password(crypto::entropy());
  }
  auto hash = hash_new_password(password.plain);
  if (!hash) return std::move(hash).error();
  password.hash = std::move(*hash);
  return password;
}

void print_login(const UserOptions& options, const Password& password) {
  std::printf("login: %s  password: %s\n", options.login.c_str(),
              options.password_from_stdin ? "(as given)" : password.plain.c_str());
}

}  // namespace

int add_unit(const UnitOptions& options) {
  UnitRow unit;
  unit.name = options.name;
  auto zone = parse_zone(options.zone);
  if (!zone) return tell(zone.error());
  unit.zone = *zone;
  if (options.letterhead.size() > 3) return tell(bad_input("a letterhead has at most three lines", "--letterhead"));
  std::copy(options.letterhead.begin(), options.letterhead.end(), unit.letterhead.begin());
  unit.address = options.address;
  unit.place = options.place;
  if (auto read = read_area(options.area, unit); !read) return tell(read.error());
  auto store = open_data(options.data, true, make_clock({}));
  if (!store) return tell(store.error());
  auto added = (*store)->write([&](WriteTxn& txn) { return found_unit(txn, unit); });
  if (!added) return tell(added.error());
  std::printf("unit: %s  id: %s\n", added->name.c_str(), to_text(added->id).c_str());
  return static_cast<int>(Exit::ok);
}

int add_user(const UserOptions& options) {
  auto role = parse_role(options.role);
  if (!role) return tell(role.error());
  auto store = open_data(options.data, false, make_clock({}));
  if (!store) return tell(store.error());
  auto password = choose_password(options.password_from_stdin);
  if (!password) return tell(password.error());
  auto added = (*store)->write([&](WriteTxn& txn) -> Result<void> {
    auto unit = only_unit(txn, options.unit);
    if (!unit) return std::move(unit).error();
    auto officer = add_officer(txn, {unit->id, options.name, options.rank, options.nrp, *role});
    if (!officer) return std::move(officer).error();
    auto taken = txn.access().login(options.login);
    if (taken) return bad_input("the login " + options.login + " is taken");
    return set_login(txn, officer->id, options.login, password->hash);
  });
  if (!added) return tell(added.error());
  print_login(options, *password);
  return static_cast<int>(Exit::ok);
}

int change_password(const UserOptions& options) {
  auto store = open_data(options.data, false, make_clock({}));
  if (!store) return tell(store.error());
  auto password = choose_password(options.password_from_stdin);
  if (!password) return tell(password.error());
  auto changed = (*store)->write([&](WriteTxn& txn) -> Result<void> {
    auto known = txn.access().login(options.login);
    if (!known) return bad_input("there is no login " + options.login);
    return set_login(txn, known->officer, options.login, password->hash);
  });
  if (!changed) return tell(changed.error());
  print_login(options, *password);
  return static_cast<int>(Exit::ok);
}

}  // namespace ronda::server
