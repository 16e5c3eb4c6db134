#include "sync-server/service/units.hpp"

#include "shared/domain/policy.hpp"
#include "sync-server/service/checklists.hpp"
#include "sync-server/service/policy.hpp"
#include "sync-server/store/feed_store.hpp"

namespace ronda::server {

Result<UnitRow> found_unit(WriteTxn& txn, UnitRow unit) {
  if (unit.name.empty() || unit.name.size() > 160) return bad_input("a unit's name has 1 to 160 characters", "name");
  if (unit.south_e6 >= unit.north_e6 || unit.west_e6 >= unit.east_e6) {
    return bad_input("an area is south, west, north, east in degrees", "area");
  }
  unit.id = txn.new_id<UnitId>();
  if (unit.emergency.empty()) {
    for (const auto& contact : domain::national_emergency_contacts()) {
      unit.emergency.push_back({contact.label.id, contact.label.en, contact.number, contact.tel});
    }
  }
  if (auto put = txn.settings().put_unit(unit); !put) return std::move(put).error();
  auto policy = default_policy();
  if (!policy) return std::move(policy).error();
  if (auto made = change_policy(txn, unit.id, std::move(*policy), 0, std::nullopt); !made)
    return std::move(made).error();
  if (auto published = publish_checklists(txn); !published) return std::move(published).error();
  return unit;
}

Result<void> publish_checklists(WriteTxn& txn) {
  auto checklists = Checklists::load();
  if (!checklists) return std::move(checklists).error();
  auto units = txn.settings().units();
  if (!units) return std::move(units).error();
  for (const auto& unit : *units) {
    for (const auto& version : checklists->all()) {
      auto known = txn.feed().has("checklist", version.id, unit.id);
      if (!known) return std::move(known).error();
      if (*known) continue;
      if (auto touched = txn.touch("checklist", version.id, unit.id); !touched) return touched;
    }
  }
  return {};
}

}  // namespace ronda::server
