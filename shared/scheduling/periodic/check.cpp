#include <algorithm>
#include <cmath>

#include "shared/scheduling/periodic/problem.hpp"

namespace ronda::scheduling::periodic {
namespace {

std::string number(double value) {
  std::string text = std::to_string(value);
  text.erase(text.find_last_not_of('0') + 1);
  if (!text.empty() && text.back() == '.') text.pop_back();
  return text;
}

double leg(const Problem& problem, int from, int to) {
  const Place& a = problem.places[static_cast<std::size_t>(from)];
  const Place& b = problem.places[static_cast<std::size_t>(to)];
  return std::hypot(a.x - b.x, a.y - b.y);
}

}  // namespace

std::vector<std::string> check(const Problem& problem, const Plan& plan) {
  std::vector<std::string> wrong;
  if (plan.days.size() != problem.days.size()) {
    wrong.push_back("the plan has " + std::to_string(plan.days.size()) + " days");
    return wrong;
  }
  std::vector<std::uint32_t> visited(problem.places.size(), 0);
  double cost = 0;
  for (std::size_t d = 0; d < plan.days.size(); ++d) {
    const std::string day = "day " + std::to_string(d + 1) + ": ";
    const Day& limits = problem.days[d];
    if (plan.days[d].size() > static_cast<std::size_t>(problem.vehicles))
      wrong.push_back(day + std::to_string(plan.days[d].size()) + " routes");
    for (const std::vector<int>& route : plan.days[d]) {
      double travel = 0, service = 0, load = 0;
      int at = 0;
      for (const int customer : route) {
        if (customer < 1 || customer > problem.customers()) {
          wrong.push_back(day + "no customer " + std::to_string(customer));
          return wrong;
        }
        const auto index = static_cast<std::size_t>(customer);
        if ((visited[index] >> d) & 1U) wrong.push_back(day + "customer " + std::to_string(customer) + " twice");
        visited[index] |= 1U << d;
        travel += leg(problem, at, customer);
        service += problem.places[index].service;
        load += problem.places[index].demand;
        at = customer;
      }
      if (!route.empty()) travel += leg(problem, at, 0);
      cost += travel;
      if (load > limits.capacity + kTolerance) wrong.push_back(day + "a load of " + number(load));
      if (travel + service > limits.duration + kTolerance)
        wrong.push_back(day + "a route of " + number(travel + service));
    }
  }
  for (int customer = 1; customer <= problem.customers(); ++customer) {
    const auto index = static_cast<std::size_t>(customer);
    const auto& patterns = problem.places[index].patterns;
    if (std::find(patterns.begin(), patterns.end(), visited[index]) == patterns.end())
      wrong.push_back("customer " + std::to_string(customer) + " on days that are none of its patterns");
  }
  if (std::abs(cost - plan.cost) > 1e-6 * std::max(1.0, cost)) wrong.push_back("the cost is " + number(cost));
  return wrong;
}

}  // namespace ronda::scheduling::periodic
