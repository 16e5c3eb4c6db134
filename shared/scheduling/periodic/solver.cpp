#include "shared/scheduling/periodic/solver.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "shared/scheduling/periodic/crossover.hpp"
#include "shared/scheduling/periodic/local_search.hpp"
#include "shared/scheduling/periodic/population.hpp"
#include "shared/scheduling/periodic/ruin.hpp"

namespace ronda::scheduling::periodic {
namespace {

constexpr int kStepsARound = 200;
constexpr int kRoundsToMeasure = 10;  // after these the speed of the machine is known
// Temperatures, in mean legs of the plan: of a plan made anew, of one crossed from two others, and at the end.
constexpr double kHot = 1.0, kWarm = 0.3, kCold = 0.015;
// A cycle of about this many steps for each visit^2 is long enough for a good plan; what the budget has beyond that
// goes partly into more cycles, partly into longer ones.
constexpr double kStepsACycle = 3.0, kIntoCycles = 0.8;
constexpr double kMostCycles = 200;

class Search {
 public:
  Search(const Problem& problem, const Options& options)
      : model_(problem),
        options_(options),
        random_(options.seed),
        descent_(model_, random_),
        ruin_(model_, random_),
        population_(model_, random_) {
    if (model_.heaviest > 0) price_.load = std::clamp(model_.longest / model_.heaviest, 0.1, 1000.0);
    if (options.iterations > 0) divide(static_cast<double>(options.iterations) * kStepsARound);
  }

  Outcome run() {
    for (int cycle = 0; !over_; ++cycle) {
      const bool fresh = cycle == 0 || cycle < cycles_ / 4 || (cycles_ >= 8 && random_.below(4) == 0);
      Individual one = fresh ? built() : crossed();
      anneal(one, fresh ? kHot : kWarm, cycle);
    }
    outcome_.iterations = iterations_;
    return std::move(outcome_);
  }

 private:
  /// Sets the number of cycles from the steps the whole budget allows.
  void divide(double steps) {
    const double visits = std::max(1, model_.visits);
    const double enough = steps / (kStepsACycle * visits * visits);
    cycles_ = static_cast<int>(std::clamp(std::pow(enough, kIntoCycles) + 0.5, 1.0, kMostCycles));
    divided_ = true;
  }

  /// Counts one round; false once the budget is used.
  bool next() {
    ++iterations_;
    const double now = options_.stopwatch ? options_.stopwatch() : 0;
    done_ = options_.iterations > 0 ? static_cast<double>(iterations_) / static_cast<double>(options_.iterations)
                                    : now / std::max(1e-9, options_.seconds);
    const bool go_on = !options_.on_progress || options_.on_progress({iterations_, best_, std::min(1.0, done_)});
    over_ = !go_on || done_ >= 1;
    if (!divided_ && iterations_ == kRoundsToMeasure)
      divide(kStepsARound * kRoundsToMeasure * std::max(1.0, (1 - began_) / std::max(1e-6, done_ - began_)));
    return !over_;
  }

  void keep_best(const Individual& one) {
    if (!one.legal() || one.travel >= best_ - 1e-9) return;
    best_ = one.travel;
    outcome_.found_s = options_.stopwatch ? options_.stopwatch() : 0;
    Plan plan;
    for (const auto& day : one.routes) {
      plan.days.emplace_back();
      for (const auto& route : day) plan.days.back().emplace_back(route.begin(), route.end());
    }
    plan.cost = one.travel;
    outcome_.plan = std::move(plan);
  }

  /// Customers put in one by one, in random order, then improved.
  Individual built() {
    Individual one;
    one.routes.fill(model_.days, {});
    return improved(std::move(one));
  }

  Individual crossed() {
    const Individual& a = population_.pick();
    Individual b = population_.pick();
    align(model_, a, b);
    return improved(cross(model_, price_, random_, a, b));
  }

  Individual improved(Individual one) {
    descent_.improve(one, price_);
    if (const Individual* reference = population_.best()) align(model_, *reference, one);
    keep_best(one);
    return one;
  }

  void anneal(const Individual& one, double hot, int cycle) {
    ruin_.start(one, price_);
    const double from = done_;
    if (cycle == 0 && options_.stopwatch && options_.iterations == 0)
      began_ = options_.stopwatch() / std::max(1e-9, options_.seconds);
    double until = 1;
    do {
      until = std::min(1.0, static_cast<double>(cycle + 1) / cycles_);
      const double part = std::clamp((done_ - from) / std::max(1e-9, until - from), 0.0, 1.0);
      const double temperature = ruin_.mean_leg() * hot * std::pow(kCold / hot, part);
      for (int k = 0; k < kStepsARound; ++k) ruin_.step(temperature);
      if (ruin_.best() < best_ - 1e-9) keep_best(ruin_.best_plan());
    } while (next() && done_ < until);
    price_ = ruin_.price();
    const bool legal = ruin_.best() < std::numeric_limits<double>::infinity();
    Individual last = legal ? ruin_.best_plan() : ruin_.now();
    if (const Individual* reference = population_.best()) align(model_, *reference, last);
    population_.add(last, price_);
  }

  const Model model_;
  const Options& options_;
  Random random_;
  LocalSearch descent_;
  Ruin ruin_;
  Population population_;
  Penalties price_;
  Outcome outcome_;
  std::int64_t iterations_ = 0;
  int cycles_ = 1;
  bool divided_ = false, over_ = false;
  double done_ = 0, began_ = 0;
  double best_ = std::numeric_limits<double>::infinity();
};

}  // namespace

Outcome solve(const Problem& problem, const Options& options) { return Search(problem, options).run(); }

}  // namespace ronda::scheduling::periodic
