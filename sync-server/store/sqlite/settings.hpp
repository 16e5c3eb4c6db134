#pragma once
// SettingsStore in SQLite.

#include "sync-server/store/settings_store.hpp"
#include "sync-server/store/sqlite/context.hpp"

namespace ronda::server {

class SqliteSettings final : public SettingsStore {
 public:
  explicit SqliteSettings(SqliteContext& context) : context_(context) {}

  Result<std::vector<UnitRow>> units() const override;
  Result<UnitRow> unit(UnitId id) const override;
  Result<PolicyRow> policy(UnitId unit) const override;
  Result<std::vector<TeamRow>> teams_of(UnitId unit) const override;
  Result<TeamRow> team(UnitId unit, TeamId id) const override;
  Result<void> put_unit(const UnitRow& unit) override;
  Result<void> add_policy(const PolicyRow& policy) override;
  Result<void> put_team(const TeamRow& team) override;

 private:
  Result<void> read_contacts(UnitRow& unit) const;
  Result<void> read_team_lists(TeamRow& team) const;
  Result<void> write_team_lists(const TeamRow& team);
  SqliteContext& context_;
};

}  // namespace ronda::server
