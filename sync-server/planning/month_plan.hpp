#pragma once
// The subcommands `ronda-plan month` and `ronda-plan check`: a month of a real unit, planned and judged without
// touching the server's data.

#include <CLI/CLI.hpp>
#include <functional>

namespace ronda::planning {

/// Adds the subcommand. What it returns, called after the line was parsed, plans, prints one line of figures and gives
/// the exit code: 0 written, 1 not written, 2 wrong arguments or data (the message says which).
std::function<int()> add_month(CLI::App& app);

/// The same for judging a plan file: 0 no rule is broken, 1 some are (one line each), 2 as above.
std::function<int()> add_month_check(CLI::App& app);

}  // namespace ronda::planning
