#pragma once
// Going on with what was begun on another phone of the same officer, and what becomes of an inspection that two phones
// went on with: the first one that is sealed stands, the other is told and keeps its work. One thread; the caller
// commits.

#include "field-app/core/work/inspecting.hpp"

namespace ronda::field {

/// Makes an open inspection of the copy that the server told of: same id, same checklist version, same place in it. Its
/// photos stay on the other device. Gives how many those are.
/// Errors: not_found (no such copy; or the lodging is not known here: `/lodging`), sealed (finished elsewhere),
/// conflict (the lodging has an open inspection here; problem_members has "inspection_id"), stale_schema (its checklist
/// version is not here).
Result<int> take_over(WorkContext& context, InspectionId id);

/// Another phone sealed this one first: everything typed here becomes an inspection of its own, outside the plan, and
/// the old one is put away. Photos go along, signatures are given anew. Errors: not_found, sealed, conflict (it is not
/// sealed elsewhere, or the lodging has another open one).
Result<InspectionId> continue_as_own(WorkContext& context, InspectionId id);

/// Another phone sealed this one first and nothing is missing there: it leaves the list, and stays in the database.
/// Errors: not_found, sealed, conflict (it is not sealed elsewhere).
Result<void> put_away(WorkContext& context, InspectionId id);

}  // namespace ronda::field
