#pragma once
// The entities of the change feed as JSON (PROTOCOL.md §4). Pure functions; any thread.

#include <optional>
#include <string>
#include <vector>

#include "sync-server/service/policy.hpp"
#include "sync-server/store/access_store.hpp"
#include "sync-server/store/finding_store.hpp"
#include "sync-server/store/notice_store.hpp"
#include "sync-server/store/planning_store.hpp"
#include "sync-server/store/quarantine_store.hpp"
#include "sync-server/store/register_store.hpp"
#include "sync-server/store/report_store.hpp"
#include "sync-server/store/settings_store.hpp"

namespace ronda::server {

/// `portal_base`: the server's public address without a slash at the end.
std::string unit_entity(const UnitRow& unit, const std::string& portal_base);
std::string officer_entity(const OfficerRow& officer);
/// Its public key and nothing secret.
std::string device_entity(const DeviceRow& device);
std::string team_entity(const TeamRow& team);
std::string policy_entity(const UnitPolicy& policy);
/// `disputed`: fields for which two values wait for a decision; `aliases`: other ids that mean this lodging.
std::string lodging_entity(const LodgingRow& lodging, const std::vector<std::string>& disputed,
                           const std::vector<LodgingId>& aliases);
std::string finding_entity(const FindingRow& finding);
std::string visit_entity(const VisitRow& visit);
std::string inspection_entity(const InspectionSummary& inspection);
std::string record_entity(const HeldRow& held);
std::string notice_entity(const NoticeRow& notice, const std::vector<ServiceRow>& served);
std::string referral_entity(const ReferralRow& referral);
std::string tip_entity(const TipRow& tip);
std::string activity_entity(const ActivityRow& activity);

/// Minutes after midnight as a clock shows them; 1470 is 00:30.
std::string clock_of(int minutes);

}  // namespace ronda::server
