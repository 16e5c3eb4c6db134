#include "shared/scheduling/search.hpp"

#include <algorithm>

#include "shared/scheduling/construct.hpp"
#include "shared/scheduling/moves/moves.hpp"

namespace ronda::scheduling {
namespace {

constexpr int kBlink = 100;
// A month so small has few ways to put back what was taken out, and the cheapest ones alone do not lead everywhere.
constexpr int kFewVisits = 40, kBlinkOfFew = 2;
constexpr std::size_t kFewTeams = 4;
constexpr std::size_t kAbsenteesTried = 12, kNeighboursCalled = 32;
constexpr int kMany = 500;  // one of so many visits missing: half of the steps are for missing visits, else a quarter
constexpr int kImpatience = 60;    // seconds that a missing visit becomes dearer by each attempt in vain
constexpr int kLooksAtClock = 16;  // iterations between two looks
constexpr std::int64_t kMarks = 128, kMark = 65536 / kMarks;  // of the budget
constexpr double kReportEvery = 0.2;
constexpr std::int64_t kHottest = 600;
constexpr std::int64_t kHeat = 22;  // times the root of the iterations for each visit; tuned on the city's month
// Temperatures are seconds of travel that a step may lose.
constexpr std::int64_t kWarm = 20;  // at the start, when a published plan is to be kept
constexpr std::int64_t kCold = 1;   // at the end

std::int64_t root(std::int64_t n) {
  std::int64_t r = 0;
  while ((r + 1) * (r + 1) <= n) ++r;
  return r;
}

}  // namespace

Search::Search(State& state, Insertion& insertion, Random& random, const Options& options, double began_s)
    : state_(state), insertion_(insertion), random_(random), options_(options), began_s_(began_s) {
  for (const Site& site : state.model().sites) wanted_ += site.wanted;
  const Problem& problem = state.model().problem;
  prices_each_ = problem.teams.size() <= kFewTeams || !problem.published.empty();
  plan_heat();
  const std::size_t shifts = state.model().shifts.size();
  best_tours_.resize(shifts);
  is_stale_.assign(shifts, 0);
  for (std::size_t s = 0; s < shifts; ++s) best_tours_[s] = state.tour(static_cast<int>(s)).stops;
  best_unplanned_ = state.unplanned();
  best_cost_ = state.cost();
}

void Search::run() {
  if (state_.model().sites.empty() || state_.model().shifts.empty()) return;
  while (goes_on()) {
    step();
    ++iterations_;
  }
}

bool Search::goes_on() {
  const bool repeats = !options_.pace.empty();
  if ((repeats || options_.iterations > 0) && iterations_ >= options_.iterations) return false;
  if (iterations_ % kLooksAtClock == 0 && !look_at_clock()) return false;
  // How much of the budget is used, in whole marks: from the run that is repeated, the count of steps, or the clock.
  std::size_t marks = 1;
  if (repeats) {
    marks = pace_.size();
    while (marks < options_.pace.size() && options_.pace[marks] <= iterations_) ++marks;
  } else if (options_.iterations > 0) {
    marks += static_cast<std::size_t>(iterations_ * kMarks / options_.iterations);
  } else {
    marks += static_cast<std::size_t>(static_cast<double>(kMarks) * std::min(1.0, elapsed_s_ / options_.seconds));
  }
  while (pace_.size() < marks) {
    pace_.push_back(iterations_);
    if (iterations_ == 0) ++begun_;
    plan_heat();
  }
  follow_pace();
  return true;
}

bool Search::look_at_clock() {
  if (options_.stopwatch) elapsed_s_ = options_.stopwatch() - began_s_;
  if (options_.pace.empty() && options_.iterations <= 0 && elapsed_s_ >= options_.seconds) return false;
  if (!options_.on_progress) return true;
  const bool due = options_.stopwatch ? elapsed_s_ >= reported_s_ + kReportEvery : iterations_ % 4096 == 0;
  return iterations_ > 0 && !due ? true : report();
}

bool Search::report() {
  reported_s_ = elapsed_s_;
  Progress progress;
  progress.iterations = iterations_;
  progress.elapsed_s = elapsed_s_;
  progress.planned = wanted_ - best_unplanned_;
  progress.unplanned = best_unplanned_;
  progress.travel_s = state_.travel();
  progress.cost = static_cast<double>(best_cost_);
  progress.done = static_cast<double>(done_) / 65536.0;
  return options_.on_progress(progress);
}

/// Between two marks the pace of those before goes on; the clock itself is never asked, or a run could not be repeated.
void Search::follow_pace() {
  const auto passed = static_cast<std::int64_t>(pace_.size()) - 1;
  std::int64_t since = 0;
  if (passed > begun_) since = (iterations_ - pace_.back()) * kMark * (passed - begun_) / pace_.back();
  done_ = std::min<std::int64_t>(65536, passed * kMark + std::min(kMark, since));
}

void Search::plan_heat() {
  // The more steps each visit will see, the hotter the start may be; a short search must not begin by making a mess.
  const auto passed = static_cast<std::int64_t>(pace_.size()) - 1;
  const std::int64_t expected = passed > 0 ? pace_.back() * kMarks / passed : 0;
  hot_ = std::clamp(kHeat * root(expected / std::max(1, wanted_)), kCold, kHottest);
  if (!state_.model().problem.published.empty()) hot_ = std::min(hot_, kWarm);
}

std::int64_t Search::temperature() const {
  const std::int64_t left = 65536 - done_;
  const std::int64_t cube = ((left * left) >> 16) * left >> 16;
  return kCold + ((hot_ * cube) >> 16);
}

void Search::step() {
  const std::int64_t before = state_.search_cost();
  state_.refresh_balance_prices();
  state_.begin();
  take_out();
  put_back();
  if (state_.tours_legal() && accept(before, state_.search_cost())) {
    keep_if_best();
    state_.commit();
  } else {
    state_.rollback();
  }
  // Who stays out again and again becomes dearer than others, until one with an easier place stays out instead.
  if (help_ >= 0 && state_.absent(help_) > 0) state_.raise_absent_price(help_, kImpatience);
}

void Search::take_out() {
  const int dice = random_.below(100);
  const int sites = static_cast<int>(state_.model().sites.size());
  const std::vector<int>& absent = state_.absentees();
  const bool many = static_cast<int>(absent.size()) > wanted_ / kMany;
  if (!absent.empty() && random_.below(many ? 2 : 4) == 0) {
    help_ = absent[at(random_.below(static_cast<int>(absent.size())))];
    if (random_.below(3) > 0) return moves::make_room(state_, insertion_, random_, help_);
    return moves::take_months(state_, random_, help_, 1 + random_.below(4));
  }
  help_ = -1;
  if (dice < 70) return moves::take_strings(state_, random_, 3 + random_.below(10));
  if (dice < 85) return moves::take_months(state_, random_, random_.below(sites), 1 + random_.below(4));
  if (dice < 90) return moves::take_shift(state_, random_);
  if (dice < 95) return moves::take_scattered(state_, random_, 1 + random_.below(8));
  moves::take_day(state_, random_, 2 + random_.below(8));
}

/// Adds lodgings with a missing visit to the bank: all if they are few, else those near the ones that were taken out.
void Search::call_absentees() {
  const std::vector<int>& absent = state_.absentees();
  const auto call = [this](int site) {
    if (std::find(bank_.begin(), bank_.end(), site) == bank_.end()) bank_.push_back(site);
  };
  const std::size_t most = bank_.size() + kAbsenteesTried;
  if (absent.size() <= most) {
    for (const int site : absent) call(site);
    return;
  }
  const std::vector<Site>& sites = state_.model().sites;
  const std::size_t taken = bank_.size();
  for (std::size_t k = 0; k < taken && bank_.size() < most; ++k) {
    const std::vector<int>& near = sites[at(bank_[k])].near;
    for (std::size_t n = 1; n < std::min(kNeighboursCalled, near.size()) && bank_.size() < most; ++n)
      if (state_.is_absent(near[n])) call(near[n]);
  }
}

void Search::put_back() {
  bank_.clear();
  for (const int site : state_.touched_months())
    if (state_.absent(site) > 0) bank_.push_back(site);
  call_absentees();
  random_.shuffle(bank_);
  const int blink = wanted_ <= kFewVisits && random_.below(2) == 0 ? kBlinkOfFew : kBlink;
  const int order = random_.below(4);
  const std::vector<Site>& sites = state_.model().sites;
  if (order == 0)
    std::stable_sort(bank_.begin(), bank_.end(),
                     [&sites](int a, int b) { return sites[at(a)].service_s > sites[at(b)].service_s; });
  if (order == 1)
    std::stable_sort(bank_.begin(), bank_.end(), [this](int a, int b) { return state_.absent(a) > state_.absent(b); });
  if (help_ >= 0) {
    // What made room for one missing visit has room for those beside it; a day far out is worth its way only together.
    insertion_.complete(state_, help_, random_, blink);
    const std::vector<int>& near = sites[at(help_)].near;
    for (std::size_t n = 1; n < std::min(kNeighboursCalled, near.size()); ++n)
      if (state_.is_absent(near[n])) insertion_.complete(state_, near[n], random_, blink);
  }
  for (const int site : bank_) {
    if (prices_each_) state_.refresh_balance_prices();
    insertion_.complete(state_, site, random_, blink);
  }
  for (std::size_t k = 0; k < state_.touched_months().size(); ++k) make_legal(state_, state_.touched_months()[k]);
}

bool Search::accept(std::int64_t before, std::int64_t after) {
  return after < before + ((temperature() * random_.negative_log()) >> 16);
}

void Search::keep_if_best() {
  for (const int shift : state_.touched_tours()) {
    if (is_stale_[at(shift)]) continue;
    is_stale_[at(shift)] = 1;
    stale_.push_back(shift);
  }
  const int unplanned = state_.unplanned();
  if (unplanned > best_unplanned_) return;
  if (unplanned == best_unplanned_ && state_.cost() >= best_cost_) return;
  best_unplanned_ = unplanned;
  best_cost_ = state_.cost();
  for (const int shift : stale_) {
    best_tours_[at(shift)] = state_.tour(shift).stops;
    is_stale_[at(shift)] = 0;
  }
  stale_.clear();
}

}  // namespace ronda::scheduling
