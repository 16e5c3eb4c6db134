#pragma once
// The subcommand `ronda-plan pvrp`: classic instances of periodic routing, to compare the planner with the literature.

#include <CLI/CLI.hpp>
#include <functional>

namespace ronda::planning {

/// Adds the subcommand. What it returns, called after the line was parsed, plans, prints one line of figures and gives
/// the exit code: 0 written, 1 no plan was found or it could not be written, 2 a wrong file (named with its line).
std::function<int()> add_pvrp(CLI::App& app);

}  // namespace ronda::planning
