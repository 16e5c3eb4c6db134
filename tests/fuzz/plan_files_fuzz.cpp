// The files that ronda-plan reads: a month, a plan to keep, a classic instance. Any bytes are read or answered with the
// place where they are wrong; what is read is small enough here to be planned, and the judge agrees with the plan.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "shared/base/error.hpp"
#include "shared/scheduling/periodic/cordeau.hpp"
#include "shared/scheduling/periodic/solver.hpp"
#include "shared/scheduling/solver.hpp"
#include "sync-server/planning/rounds_plan.hpp"
#include "sync-server/planning/rounds_problem.hpp"

namespace {

constexpr std::size_t kFewLodgings = 40, kFewShifts = 200;
constexpr int kFewCustomers = 12;

bool named(const ronda::Error& error) { return !error.where.empty() && !error.message.empty(); }

/// The JSON pointer of a whole document is the empty one: said of what is no object at all.
bool named_in(std::string_view json, const ronda::Error& error) {
  const std::size_t first = json.find_first_not_of(" \t\r\n");
  return named(error) || (first != std::string_view::npos && json[first] != '{' && !error.message.empty());
}

void plan_month(std::string_view month, std::string_view kept) {
  auto rounds = ronda::planning::read_rounds_problem(month);
  RONDA_ASSERT(rounds || named_in(month, rounds.error()));
  if (!rounds) return;
  auto published = ronda::planning::read_published(*rounds, kept);
  RONDA_ASSERT(published || named_in(kept, published.error()));
  if (rounds->problem.lodgings.size() > kFewLodgings || rounds->problem.team_days.size() > kFewShifts) return;
  if (published) rounds->problem.published = std::move(*published);
  ronda::scheduling::Options options;
  options.iterations = 2;
  const auto plan = ronda::scheduling::solve(rounds->problem, options);
  RONDA_ASSERT(plan || plan.error().code == ronda::ErrorCode::bad_input);
  if (plan) RONDA_ASSERT(!ronda::planning::write_rounds_plan(*rounds, *plan, 1, 0).empty());
}

void plan_instance(std::string_view text) {
  const auto problem = ronda::scheduling::periodic::read_cordeau(text);
  RONDA_ASSERT(problem || named(problem.error()));
  if (!problem || problem->customers() > kFewCustomers || problem->vehicles > 4 || problem->days.size() > 4) return;
  ronda::scheduling::periodic::Options options;
  options.iterations = 1;
  const auto outcome = ronda::scheduling::periodic::solve(*problem, options);
  if (outcome.plan) RONDA_ASSERT(ronda::scheduling::periodic::check(*problem, *outcome.plan).empty());
}

}  // namespace

/// The first byte says what follows: 'i' an instance, anything else a month and, after a zero byte, a plan to keep.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] == 'i') {
    plan_instance(text);
    return 0;
  }
  const std::size_t end = std::min(text.find('\0'), text.size());
  plan_month(text.substr(0, end), text.substr(std::min(end + 1, text.size())));
  return 0;
}
