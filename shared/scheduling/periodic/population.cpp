#include "shared/scheduling/periodic/population.hpp"

#include <algorithm>
#include <utility>

namespace ronda::scheduling::periodic {
namespace {

constexpr std::size_t kMost = 16;
constexpr double kElite = 4;
constexpr std::size_t kClose = 3;
constexpr double kTwin = 1e-6;

}  // namespace

void Population::add(const Individual& one, const Penalties& price) {
  for (Member& member : members_) member.cost = member.plan.cost(price);
  Member added;
  added.plan = one;
  added.cost = one.cost(price);
  members_.push_back(std::move(added));
  std::stable_sort(members_.begin(), members_.end(), [](const Member& a, const Member& b) { return a.cost < b.cost; });
  rank();
  std::size_t worst = members_.size();
  for (std::size_t k = 1; k < members_.size(); ++k) {
    const bool twin = members_[k].nearest < kTwin;
    if (twin) {
      worst = k;
      break;
    }
    if (members_.size() > kMost && (worst == members_.size() || members_[k].fitness > members_[worst].fitness))
      worst = k;
  }
  if (worst == members_.size()) return;
  members_.erase(members_.begin() + static_cast<std::ptrdiff_t>(worst));
  rank();
}

void Population::rank() {
  const std::size_t size = members_.size();
  std::vector<std::pair<double, std::size_t>> order;
  for (std::size_t k = 0; k < size; ++k) {
    std::vector<double> away;
    for (std::size_t other = 0; other < size; ++other)
      if (other != k) away.push_back(difference(model_, members_[k].plan, members_[other].plan));
    std::sort(away.begin(), away.end());
    away.resize(std::min(kClose, away.size()));
    double sum = 0;
    for (const double d : away) sum += d;
    members_[k].nearest = away.empty() ? 1 : away[0];
    members_[k].closeness = away.empty() ? 1 : sum / static_cast<double>(away.size());
    order.emplace_back(-members_[k].closeness, k);
  }
  std::sort(order.begin(), order.end());
  const auto count = static_cast<double>(size);
  const double weight = count <= kElite ? 0 : 1 - kElite / count;
  for (std::size_t k = 0; k < size; ++k)
    members_[order[k].second].fitness = static_cast<double>(order[k].second) + weight * static_cast<double>(k);
}

const Individual& Population::pick() {
  const int size = static_cast<int>(members_.size());
  const Member& a = members_[static_cast<std::size_t>(random_.below(size))];
  const Member& b = members_[static_cast<std::size_t>(random_.below(size))];
  return a.fitness < b.fitness ? a.plan : b.plan;
}

}  // namespace ronda::scheduling::periodic
