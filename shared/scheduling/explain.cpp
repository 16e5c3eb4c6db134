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
constexpr std::size_t kOffered = 3;
constexpr int kLongestOvertime = 8 * 60;  // minutes; beyond that a shift is not lengthened but another one opened

/// The rules in the order in which they are blamed: each later one assumes that the ones before are kept.
enum Rule { kBand, kSkill, kFar, kWeekday, kTeam, kRest, kTime, kRules };

constexpr Reason kReasons[kRules] = {Reason::no_band,  Reason::no_skill, Reason::too_far, Reason::predictability,
                                     Reason::rotation, Reason::budget,   Reason::budget};

/// The relaxation as a wire word with numbers, for example "gap+1d budget+25min team=2 day=14".
std::string wire_text(const Relaxation& offer, const Problem& problem) {
  const std::string minutes = "budget+" + std::to_string(offer.minutes) + "min";
  std::string text;
  switch (offer.bend) {
    case Bend::budget:
      text = minutes;
      break;
    case Bend::gap:
      text = "gap+" + std::to_string(offer.gap_days) + "d";
      break;
    case Bend::band:
      text = offer.band == Band::morning ? "band=M" : offer.band == Band::afternoon ? "band=A" : "band=N";
      break;
    case Bend::weekday:
      text = "weekday=" + std::to_string((problem.first_weekday + offer.day - 1) % 7);
      break;
    case Bend::open:
    case Bend::rotation:
    case Bend::rest:
      text = word(offer.bend);
  }
  if (offer.minutes > 0 && offer.bend != Bend::budget) text += " " + minutes;
  return text + " team=" + std::to_string(offer.team) + " day=" + std::to_string(offer.day);
}

class Explanation {
 public:
  Explanation(const State& state, Insertion& insertion, int i)
      : state_(state), insertion_(insertion), i_(i), model_(state.model()), lodging_(model_.problem.lodgings[at(i)]) {}

  Unplanned run() {
    bool room = false, open_room = false;
    for (int day = model_.first_day; day <= model_.days; ++day) {
      if (is_visited(day)) continue;  // twice a day is not offered
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
    for (const auto& [kind, offer] : offers_) result.relaxations.push_back(offer);
    std::stable_sort(result.relaxations.begin(), result.relaxations.end(),
                     [](const Relaxation& a, const Relaxation& b) { return a.cost_min < b.cost_min; });
    if (result.relaxations.size() > kOffered) result.relaxations.resize(kOffered);
    for (const Relaxation& offer : result.relaxations) {
      if (result.relaxation.empty())
        result.relaxation = wire_text(offer, model_.problem);
      else
        result.more_relaxations.push_back(wire_text(offer, model_.problem));
    }
    return result;
  }

 private:
  bool is_visited(int day) const {
    const Month& month = state_.month(i_);
    for (int k = 0; k < month.count; ++k)
      if (month.visits[at(k)].day == day) return true;
    return false;
  }

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
    broken[kTime] = overtime(s) > 0 || ends_after_band(s);
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
    return state_.tour(s).used_s() + insertion_.detour(state_, i_, s).extra_s + model_.sites[at(i_)].service_s -
           model_.problem.team_days[at(model_.shifts[at(s)].team_day)].budget_s;
  }

  bool ends_after_band(int s) { return insertion_.ends_after_band(state_, i_, s, insertion_.detour(state_, i_, s)); }

  void note(const std::vector<char>& broken) {
    int rule = 0;
    while (rule < kRules && !broken[at(rule)]) ++rule;
    furthest_ = std::max(furthest_, rule);
  }

  Reason reason() const { return furthest_ >= kRules ? Reason::budget : kReasons[furthest_]; }

  void offer(Relaxation relaxation) {
    const auto known = offers_.find(relaxation.bend);
    if (known == offers_.end() || known->second.cost_min > relaxation.cost_min) offers_[relaxation.bend] = relaxation;
  }

  /// Offers what would be enough: one bent rule and, with it, some overtime where there is no time left.
  void price(int s, int off, bool open, const std::vector<char>& broken) {
    const Shift& shift = model_.shifts[at(s)];
    if (broken[kSkill] || ends_after_band(s)) return;
    const int over = (std::max(0, overtime(s)) + 59) / 60;
    if (over > kLongestOvertime) return;
    const int bent = (off > 0) + !open + broken[kBand] + broken[kTeam] + broken[kWeekday] + broken[kRest];
    if (bent > 1) return;
    Relaxation relaxation;
    relaxation.minutes = over;
    relaxation.team = shift.team;
    relaxation.day = shift.day;
    relaxation.band = model_.problem.team_days[at(shift.team_day)].band;
    const auto bend = [&](Bend rule, int cost) {
      relaxation.bend = rule;
      relaxation.cost_min = cost + over;
      offer(relaxation);
    };
    if (bent == 0 && over > 0) bend(Bend::budget, 0);
    relaxation.gap_days = off;
    if (off > 0) bend(Bend::gap, kBendGap * off);
    if (!open) bend(Bend::open, kBendDay);
    if (broken[kBand]) bend(Bend::band, kBendBand);
    if (broken[kTeam]) bend(Bend::rotation, kBendRotation);
    if (broken[kWeekday]) bend(Bend::weekday, kBendWeekday);
    if (broken[kRest]) bend(Bend::rest, kBendRest);
  }

  const State& state_;
  Insertion& insertion_;
  int i_;
  const Model& model_;
  const Lodging& lodging_;
  int furthest_ = 0;
  std::map<Bend, Relaxation> offers_;
};

}  // namespace

Unplanned explain(const State& state, Insertion& insertion, int site) {
  return Explanation(state, insertion, site).run();
}

std::string_view word(Bend bend) {
  constexpr std::string_view kWords[] = {"budget", "gap", "open", "band", "rotation", "weekday", "rest"};
  return kWords[static_cast<std::size_t>(bend)];
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
