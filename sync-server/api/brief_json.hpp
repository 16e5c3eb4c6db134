#pragma once
// Inspections, findings and rounds as the API lists them (API.md). Pure functions; any thread.

#include "shared/base/time.hpp"
#include "shared/wire/json.hpp"
#include "sync-server/store/finding_store.hpp"
#include "sync-server/store/notice_store.hpp"
#include "sync-server/store/planning_store.hpp"

namespace ronda::server {

/// The members of an inspection without braces, so that a detail can go on.
void write_inspection_members(wire::JsonWriter& out, const InspectionListed& listed);
/// `today` is the unit's, for days_late.
void write_finding(wire::JsonWriter& out, const FindingRow& finding, const std::string& lodging_name, LocalDate today);
/// The members of a round without braces.
void write_round_members(wire::JsonWriter& out, const RoundRow& round);
/// The members of a notice without braces and without its findings.
void write_notice_members(wire::JsonWriter& out, const NoticeRow& notice, const std::string& lodging_name);

}  // namespace ronda::server
