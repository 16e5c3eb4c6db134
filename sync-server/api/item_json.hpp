#pragma once
// The JSON of things that several replies carry: a lodging with its standing, a finding, a visit (API.md). Pure.

#include "shared/wire/json.hpp"
#include "sync-server/service/policy.hpp"
#include "sync-server/store/finding_store.hpp"
#include "sync-server/store/planning_store.hpp"
#include "sync-server/store/register_store.hpp"

namespace ronda::server {

/// An open object with every member of a lodging; the caller may add members and must call end_object.
void begin_lodging(wire::JsonWriter& out, const LodgingRow& lodging, const LodgingStanding& standing,
                   const VisitRange& range);
/// `today` in the unit's zone, for days_late.
void write_finding(wire::JsonWriter& out, const FindingListed& finding, LocalDate today);
void write_visit(wire::JsonWriter& out, const VisitListed& visit);

}  // namespace ronda::server
