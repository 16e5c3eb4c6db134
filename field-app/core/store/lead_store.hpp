#pragma once
// SQL for referrals and tips about premises, and how the feed puts them. Tables are those of 0151_premises_lead.sql.
// One thread, the database's; the caller holds the transaction.

#include <optional>
#include <string>
#include <vector>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/domain/premises_lead.hpp"
#include "shared/sqlite/database.hpp"
#include "shared/wire/json.hpp"

namespace ronda::field {

struct ReferralRow {
  domain::MadeReferral referral;
  std::string lodging_name;          ///< empty when this device does not know the lodging any more
  std::optional<std::string> stage;  ///< as the unit head noted it
  std::optional<LocalDate> stage_on;
  std::optional<std::int64_t> place;  ///< of this device's own record
};

struct TipRow {
  domain::ReceivedTip tip;
  std::string lodging_name;
  std::optional<std::int64_t> place;
};

class LeadStore {
 public:
  explicit LeadStore(sqlite::Database& db) : db_(db) {}

  // The newest first.
  Result<std::vector<ReferralRow>> referrals(int limit);
  Result<std::vector<TipRow>> tips(int limit);
  /// Those of one lodging that still count on that day.
  Result<std::vector<TipRow>> tips_of(LodgingId lodging, LocalDate on);

  Result<void> put_referral(const domain::MadeReferral& referral, std::int64_t place);
  Result<void> put_tip(const domain::ReceivedTip& tip, std::int64_t place);

 private:
  sqlite::Database& db_;
};

// As reference_entities.hpp.
Result<void> put_referral_entity(sqlite::Database& db, const Uuid& id, const wire::JsonCursor& at);
Result<void> put_tip_entity(sqlite::Database& db, const Uuid& id, const wire::JsonCursor& at);

}  // namespace ronda::field
