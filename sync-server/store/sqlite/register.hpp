#pragma once
// RegisterStore in SQLite.

#include "sync-server/store/register_store.hpp"
#include "sync-server/store/sqlite/context.hpp"

namespace ronda::server {

class SqliteRegister final : public RegisterStore {
 public:
  explicit SqliteRegister(SqliteContext& context) : context_(context) {}

  Result<LodgingRow> lodging(UnitId unit, LodgingId id) const override;
  Result<bool> has_lodging(UnitId unit, LodgingId id) const override;
  Result<LodgingPage> search(UnitId unit, const LodgingFilter& filter, LodgingId after, int limit) const override;
  Result<std::vector<LodgingRow>> all(UnitId unit, int limit) const override;
  Result<LodgingStanding> standing(LodgingId id, LocalDate first, LocalDate last) const override;
  Result<void> put(const LodgingRow& lodging) override;

 private:
  SqliteContext& context_;
};

}  // namespace ronda::server
