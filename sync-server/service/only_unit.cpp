#include "sync-server/service/only_unit.hpp"

namespace ronda::server {

Result<UnitRow> only_unit(const ReadTxn& txn, const std::string& name) {
  auto units = txn.settings().units();
  if (!units) return std::move(units).error();
  if (units->empty()) return bad_input("this data has no unit yet; add one with `ronda-server unit add`");
  if (name.empty() && units->size() == 1) return units->front();
  if (name.empty()) return bad_input("this data has several units; name one with --unit");
  for (const auto& unit : *units) {
    if (unit.name == name) return unit;
  }
  return bad_input("there is no unit named \"" + name + "\"");
}

}  // namespace ronda::server
