// Each team-day is asked what stands against one more visit there. What stands alone against it is a relaxation with a
// price; the rule that stops the last of the candidates is the reason.

#include "shared/scheduling/explain.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "shared/scheduling/solver.hpp"

namespace ronda::scheduling {
namespace {

// What it costs a unit to bend a rule, in minutes. Overtime costs what it lasts.
constexpr int kBendDay = 45;   // open a closed day
constexpr int kBendBand = 45;  // visit in an hour band that the lodging is not to be visited in
constexpr int kBendGap = 60;   // per day too close or too far apart
constexpr int kBendRotation = 30;
constexpr int kBendWeekday = 30;
constexpr int kBendRest = 240;

/// The rules in the order in which they are blamed: each later one assumes that the ones before are kept.
enum Rule { kBand, kSkill, kFar, kWeekday, kTeam, kRest, kTime, kRules };

constexpr Reason kReasons[kRules] = {Reason::no_band,  Reason::no_skill, Reason::too_far, Reason::predictability,
                                     Reason::rotation, Reason::budget,   Reason::budget};

class Explanation {
 public:
  Explanation(const State& state, Insertion& insertion, int i)
      : state_(state), insertion_(insertion), i_(i), model_(state.model()), lodging_(model_.problem.lodgings[at(i)]) {}

  Unplanned run() {
    bool room = false, open_room = false;
    for (int day = model_.first_day; day <= model_.days; ++day) {
      const int off = gap_fault(day);
      const bool open = is_open(day);
      if (off == 0) room = true;
      for (int s = model_.first_of_day[at(day)]; s < model_.first_of_day[at(day) + 1]; ++s) {
        const std::vector<char> broken = broken_rules(s);
        if (off == 0 && open) {
          open_room = true;
          note(broken);
        }
        price(s, off, open, broken);
      }
    }
    Unplanned result;
    result.lodging = i_;
    result.count = state_.absent(i_);
    result.reason = !room ? Reason::spacing : !open_room ? Reason::no_open_day : reason();
    std::vector<std::pair<int, std::string>> sorted;
    for (const auto& [kind, offer] : offers_) sorted.push_back(offer);
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t k = 0; k < std::min<std::size_t>(3, sorted.size()); ++k) {
      if (k == 0)
        result.relaxation = sorted[k].second;
      else
        result.more_relaxations.push_back(sorted[k].second);
    }
    return result;
  }

 private:
  bool is_open(int day) const {
    if ((lodging_.closed_weekdays >> model_.weekday(day)) & 1) return false;
    return std::find(lodging_.blackout_days.begin(), lodging_.blackout_days.end(), day) == lodging_.blackout_days.end();
  }

  Month with(int day, int team, int shift) const {
    Month month = state_.month(i_);
    int k = month.count++;
    for (; k > 0 && month.visits[at(k - 1)].day > day; --k) month.visits[at(k)] = month.visits[at(k - 1)];
    month.visits[at(k)] = Visit{day, team, shift, false, false};
    return month;
  }

  /// Days by which a visit on `day` would lie too close or, if it is the last one missing, leave a gap too wide.
  int gap_fault(int day) const {
    const Site& site = model_.sites[at(i_)];
    const Month& month = state_.month(i_);
    int before = site.last_day, after = kNoDay;
    for (int k = 0; k < month.count; ++k) {
      if (month.visits[at(k)].day <= day) before = month.visits[at(k)].day;
      if (month.visits[at(k)].day >= day && after == kNoDay) after = month.visits[at(k)].day;
    }
    int close = 0;
    if (before != kNoDay) close = std::max(close, site.lo - (day - before));
    if (after != kNoDay) close = std::max(close, site.lo - (after - day));
    if (close > 0) return close;
    if (state_.absent(i_) != 1) return 0;
    const Month whole = with(day, -1, -1);
    int far = 0, last = site.last_day;
    for (int k = 0; k < whole.count; ++k) {
      const int visit = whole.visits[at(k)].day;
      const bool overdue = model_.first_day > 1 && last + site.hi < model_.first_day;
      if (last != kNoDay) far = std::max(far, (overdue ? visit - model_.first_day + 1 : visit - last) - site.hi);
      last = visit;
    }
    return std::max(far, model_.days - last - site.hi + 1);
  }

  std::vector<char> broken_rules(int s) {
    const Shift& shift = model_.shifts[at(s)];
    const Site& site = model_.sites[at(i_)];
    const Team& team = model_.problem.teams[at(shift.team)];
    std::vector<char> broken(kRules, 0);
    broken[kBand] = (lodging_.bands & (1 << shift.band)) == 0;
    const auto& barred = lodging_.barred_teams;
    broken[kSkill] =
        (lodging_.skills & ~team.skills) != 0 || std::find(barred.begin(), barred.end(), shift.team) != barred.end();
    broken[kFar] =
        model_.travel(shift.start, site.place) + site.service_s + model_.travel(site.place, shift.end) > shift.limit_s;
    broken[kRest] = state_.blocked(s);
    broken[kTime] = overtime(s) > 0;
    judge_month(s, broken);
    return broken;
  }

  void judge_month(int s, std::vector<char>& broken) const {
    const Shift& shift = model_.shifts[at(s)];
    const Site& site = model_.sites[at(i_)];
    const Month month = with(shift.day, shift.team, s);
    int weekdays = 0, cell = 0, of_team = 0, run = 0, longest = 0, team = site.run_team;
    run = site.run_length;
    for (int k = 0; k < month.count; ++k) {
      const Visit& visit = month.visits[at(k)];
      if (model_.weekday(visit.day) == shift.weekday) {
        ++weekdays;
        if (visit.shift >= 0 && model_.shifts[at(visit.shift)].band == shift.band) ++cell;
      }
      of_team += visit.team == shift.team ? 1 : 0;
      run = visit.team >= 0 && visit.team == team ? run + 1 : 1;
      team = visit.team;
      if (team == shift.team) longest = std::max(longest, run);
    }
    broken[kTeam] = longest > model_.problem.max_same_team_in_row || of_team > site.team_cap;
    broken[kWeekday] = month.count > 1 && weekdays > std::max(1, month.count / 2);
    if (!site.long_history) return;
    const int all = 8 + month.count;
    if ((site.past_weekday[shift.weekday] + weekdays) * 2 > all ||
        (site.past_cell[shift.weekday][shift.band] + cell) * 8 > all * 3)
      broken[kWeekday] = 1;
  }

  /// Seconds by which the shift would overrun.
  int overtime(int s) {
    const Tour& tour = state_.tour(s);
    return tour.travel_s + tour.service_s + insertion_.detour(state_, i_, s).extra_s + model_.sites[at(i_)].service_s -
           model_.shifts[at(s)].limit_s;
  }

  void note(const std::vector<char>& broken) {
    int rule = 0;
    while (rule < kRules && !broken[at(rule)]) ++rule;
    furthest_ = std::max(furthest_, rule);
  }

  Reason reason() const { return furthest_ >= kRules ? Reason::budget : kReasons[furthest_]; }

  void offer(const char* kind, int minutes, std::string word) {
    const auto known = offers_.find(kind);
    if (known != offers_.end() && known->second.first <= minutes) return;
    offers_[kind] = {minutes, std::move(word)};
  }

  /// Offers what would be enough: one bent rule and, with it, some overtime where there is no time left.
  void price(int s, int off, bool open, const std::vector<char>& broken) {
    const Shift& shift = model_.shifts[at(s)];
    if (broken[kSkill]) return;
    const int over = (std::max(0, overtime(s)) + 59) / 60;
    const std::string where = " team=" + std::to_string(shift.team) + " day=" + std::to_string(shift.day);
    const std::string and_time = over > 0 ? " budget+" + std::to_string(over) + "min" : std::string();
    const int bent = (off > 0) + !open + broken[kBand] + broken[kTeam] + broken[kWeekday] + broken[kRest];
    if (bent > 1) return;
    if (bent == 0 && over > 0) offer("budget", over, "budget+" + std::to_string(over) + "min" + where);
    if (off > 0) offer("gap", kBendGap * off + over, "gap+" + std::to_string(off) + "d" + and_time + where);
    if (!open) offer("open", kBendDay + over, "open" + and_time + where);
    if (broken[kBand]) offer("band", kBendBand + over, std::string("band=") + "MAN"[shift.band] + and_time + where);
    if (broken[kTeam]) offer("rotation", kBendRotation + over, "rotation" + and_time + where);
    if (broken[kWeekday])
      offer("weekday", kBendWeekday + over, "weekday=" + std::to_string(shift.weekday) + and_time + where);
    if (broken[kRest]) offer("rest", kBendRest + over, "rest" + and_time + where);
  }

  const State& state_;
  Insertion& insertion_;
  int i_;
  const Model& model_;
  const Lodging& lodging_;
  int furthest_ = 0;
  std::map<std::string, std::pair<int, std::string>> offers_;
};

}  // namespace

Unplanned explain(const State& state, Insertion& insertion, int site) {
  return Explanation(state, insertion, site).run();
}

std::string_view word(Reason reason) {
  switch (reason) {
    case Reason::no_open_day:
      return "no_open_day";
    case Reason::no_band:
      return "no_band";
    case Reason::no_skill:
      return "no_skill";
    case Reason::rotation:
      return "rotation";
    case Reason::budget:
      return "budget";
    case Reason::too_far:
      return "too_far";
    case Reason::spacing:
      return "spacing";
    case Reason::predictability:
      return "predictability";
  }
  RONDA_ASSERT(false);
}

}  // namespace ronda::scheduling
