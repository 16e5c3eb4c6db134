#pragma once
// What a plan was made from, kept so that seed and steps give the same plan once more, and the plan's fingerprint.
// Pure.

#include <string>
#include <string_view>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "shared/scheduling/problem.hpp"
#include "sync-server/service/plan_problem.hpp"

namespace ronda::server {

/// JSON of a built problem without its travel matrix, which follows from places and travel rule.
std::string write_snapshot(const BuiltProblem& built);
/// Errors: corrupt (not what write_snapshot wrote).
Result<BuiltProblem> read_snapshot(std::string_view text);

/// SHA-256 over the plan in plain words: one line a team-day used, "<team> <day>: <lodging> <lodging> …", in order of
/// day and team. Equal for equal plans, whatever machine made them.
Bytes plan_hash(const BuiltProblem& built, const scheduling::Plan& plan);

std::string write_pace(const std::vector<std::int64_t>& pace);
Result<std::vector<std::int64_t>> read_pace(std::string_view text);

}  // namespace ronda::server
