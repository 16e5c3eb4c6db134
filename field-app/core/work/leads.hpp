#pragma once
// Referrals and tips about premises: as reporting.hpp, each checks, writes its record and its own row in the caller's
// transaction. One thread.

#include "field-app/core/work/reporting.hpp"
#include "shared/domain/premises_lead.hpp"

namespace ronda::field {

inline constexpr int kUsualTipDays = 30;  ///< how long a tip counts when nobody says otherwise (policy)

// Errors of both: not_found (`/lodging_id`: no such lodging here), bad_input.

/// Gives the referral its id and time. Errors: not_found (`/inspection_id`).
Result<Reported> report_referral(WorkContext& context, domain::MadeReferral& report);
/// Gives the tip its id.
Result<Reported> report_tip(WorkContext& context, domain::ReceivedTip& report);

}  // namespace ronda::field
