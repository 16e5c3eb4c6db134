#include "shared/scheduling/periodic/model.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

namespace ronda::scheduling::periodic {
namespace {

/// Days of `set` under their new names.
Days renamed(Days set, const List<int>& name) {
  Days result = 0;
  for (int d = 0; d < name.size(); ++d)
    if (has(set, d)) result |= one(name[d]);
  return result;
}

constexpr int kMostDaysToPermute = 7;  // 5040 orders; beyond that only turning and mirroring the period are tried

}  // namespace

Model::Model(const Problem& problem)
    : customers(problem.customers()), days(static_cast<int>(problem.days.size())), vehicles(problem.vehicles) {
  const int places = customers + 1;
  service.fill(places, 0);
  demand.fill(places, 0);
  angle.fill(places, 0);
  patterns.fill(places, {});
  any_day.fill(places, 0);
  near.fill(places, {});
  legs_.fill(places * places, 0);
  for (const Day& day : problem.days) {
    duration.push(day.duration);
    capacity.push(day.capacity);
  }
  const Place& depot = problem.places[0];
  double mean_visits = 0;
  for (int i = 0; i < places; ++i) {
    const Place& place = problem.places[static_cast<std::size_t>(i)];
    service[i] = i == 0 ? 0 : place.service;
    demand[i] = i == 0 ? 0 : place.demand;
    angle[i] = std::atan2(place.y - depot.y, place.x - depot.x);
    heaviest = std::max(heaviest, demand[i]);
    double frequency = 0;
    for (const Days pattern : place.patterns) {
      patterns[i].push(pattern);
      any_day[i] |= pattern;
      for (int d = 0; d < days; ++d) frequency += has(pattern, d) ? 1 : 0;
    }
    if (!place.patterns.empty()) mean_visits += frequency / static_cast<double>(place.patterns.size());
    for (int j = 0; j < places; ++j) {
      const Place& other = problem.places[static_cast<std::size_t>(j)];
      const double leg =
          std::sqrt((place.x - other.x) * (place.x - other.x) + (place.y - other.y) * (place.y - other.y));
      legs_[i * places + j] = leg;
      longest = std::max(longest, leg);
    }
  }
  visits = static_cast<int>(mean_visits);
  for (int i = 0; i < places; ++i) {
    for (int j = 1; j < places; ++j)
      if (j != i && (any_day[i] & any_day[j]) != 0) near[i].push(j);
    std::stable_sort(near[i].begin(), near[i].end(), [&](int a, int b) { return distance(i, a) < distance(i, b); });
  }
  find_symmetries();
}

void Model::find_symmetries() {
  std::set<std::vector<Days>> kinds;
  for (int i = 1; i <= customers; ++i) {
    std::vector<Days> kind(patterns[i].begin(), patterns[i].end());
    std::sort(kind.begin(), kind.end());
    kinds.insert(kind);
  }
  const auto keeps_the_problem = [&](const List<int>& name) {
    for (int d = 0; d < days; ++d)
      if (duration[d] != duration[name[d]] || capacity[d] != capacity[name[d]]) return false;
    for (const std::vector<Days>& kind : kinds) {
      std::vector<Days> turned;
      for (const Days pattern : kind) turned.push_back(renamed(pattern, name));
      std::sort(turned.begin(), turned.end());
      if (turned != kind) return false;
    }
    return true;
  };
  List<int> name(days);
  std::iota(name.begin(), name.end(), 0);
  if (days <= kMostDaysToPermute) {
    do {
      if (keeps_the_problem(name)) symmetries.push(name);
    } while (std::next_permutation(name.begin(), name.end()));
    return;
  }
  for (int mirror = 0; mirror < 2; ++mirror) {
    for (int shift = 0; shift < days; ++shift) {
      for (int d = 0; d < days; ++d) name[d] = ((mirror == 1 ? days - 1 - d : d) + shift) % days;
      if (keeps_the_problem(name)) symmetries.push(name);
    }
  }
}

}  // namespace ronda::scheduling::periodic
