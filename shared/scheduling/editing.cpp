#include "shared/scheduling/editing.hpp"

#include <algorithm>
#include <utility>

#include "shared/scheduling/bent_rules.hpp"
#include "shared/scheduling/explain.hpp"
#include "shared/scheduling/insertion.hpp"
#include "shared/scheduling/readout.hpp"
#include "shared/scheduling/validate.hpp"

namespace ronda::scheduling {
namespace {

/// The word and the hard rule of each BentRule, in its order.
struct RuleName {
  std::string_view word, rule;
};
constexpr RuleName kRuleNames[] = {
    {"no_shift", "H4"},
    {"round_days", "H4"},
    {"round_gap", "H4"},
    {"twice_a_day", "H3"},
    {"done", "H5"},
    {"locked", "H5"},
    {"too_early", "H3"},
    {"closed_weekday", "H3"},
    {"blackout", "H3"},
    {"band", "H3"},
    {"skill", "H4"},
    {"conflict", "H7"},
    {"budget", "H4"},
    {"band_end", "H4"},
    {"rest", "H6"},
    {"hour", "H5"},
    {"gap_short", "H2"},
    {"gap_long", "H2"},
    {"same_team_in_row", "H8"},
    {"same_team_share", "H8"},
    {"weekday_share", "H9"},
    {"past_weekday", "H9"},
    {"past_cell", "H9"},
    {"missing", "H1"},
};
static_assert(std::size(kRuleNames) == static_cast<std::size_t>(BentRule::missing) + 1);

/// The visit of `site` on a day; nullptr if there is none.
const Visit* visit_on(const Month& month, int day) {
  for (int k = 0; k < month.count; ++k)
    if (month.visits[at(k)].day == day) return &month.visits[at(k)];
  return nullptr;
}

}  // namespace

std::string_view word(BentRule rule) { return kRuleNames[static_cast<std::size_t>(rule)].word; }
std::string_view hard_rule(BentRule rule) { return kRuleNames[static_cast<std::size_t>(rule)].rule; }

struct Editor::Inside {
  explicit Inside(std::shared_ptr<const Problem> p)
      : problem(std::move(p)), model(*problem), state(model), insertion(model) {}

  std::shared_ptr<const Problem> problem;
  Model model;
  State state;
  Insertion insertion;

  /// Where the change would begin and end: shifts, -1 for "nowhere".
  struct Way {
    int site = 0;
    int from = -1, to = -1;
    bool fixed = false;
  };

  int shift_of(int team, int day) const {
    for (int s = model.first_of_day[at(day)]; s < model.first_of_day[at(day) + 1]; ++s)
      if (model.shifts[at(s)].team == team) return s;
    return -1;
  }

  /// The rules that the lodging and the two team-days bend.
  std::vector<Bent> look(const Way& way) const {
    std::vector<Bent> bent;
    bent_by_lodging(state, way.site, bent);
    if (way.from >= 0) bent_by_shift(state, way.from, bent);
    if (way.to >= 0 && way.to != way.from) bent_by_shift(state, way.to, bent);
    const int any = way.to >= 0 ? way.to : way.from;
    if (any >= 0) bent_by_rounds(state, any, bent);
    return bent;
  }

  CostTerms local_terms(const Way& way) const {
    CostTerms terms = state.month_terms(way.site);
    if (way.from >= 0) terms += state.tour_terms(way.from);
    if (way.to >= 0 && way.to != way.from) terms += state.tour_terms(way.to);
    terms.balance += state.balance_cost();
    return terms;
  }

  Change impossible(Bent bent) const {
    Change change;
    change.bent.push_back(bent);
    return change;
  }

  Result<Change> make(VisitAt visit, Target to, bool keep);
  int carry_out(const Way& way, int position);
};

Result<Change> Editor::Inside::make(VisitAt visit, Target to, bool keep) {
  if (visit.lodging < 0 || visit.lodging >= static_cast<int>(model.sites.size()))
    return bad_input("no such lodging", "/lodging");
  if (to.day < 0 || to.day > model.days) return bad_input("day outside the month", "/day");
  if (to.day > 0 && (to.team < 0 || to.team >= static_cast<int>(problem->teams.size())))
    return bad_input("no such team", "/team");
  const Month& month = state.month(visit.lodging);
  Way way;
  way.site = visit.lodging;
  if (visit.day != 0) {
    const Visit* known = visit_on(month, visit.day);
    if (known == nullptr) return Error{ErrorCode::not_found, "the lodging is not visited on that day", "/visit/day"};
    if (known->shift < 0)
      return impossible(Bent{BentRule::done, visit.day, 0, visit.lodging, known->team, visit.day, false});
    way.from = known->shift;
  } else if (state.absent(visit.lodging) <= 0) {
    return Error{ErrorCode::not_found, "no visit of the lodging is missing", "/visit/day"};
  }
  if (to.day > 0) {
    way.to = shift_of(to.team, to.day);
    if (way.to < 0) return impossible(Bent{BentRule::no_shift, 0, 1, -1, to.team, to.day, false});
    if (to.day != visit.day && visit_on(month, to.day) != nullptr)
      return impossible(Bent{BentRule::twice_a_day, 2, 1, visit.lodging, -1, to.day, false});
    way.fixed = std::any_of(problem->locks.begin(), problem->locks.end(), [&](const Lock& lock) {
      return lock.lodging == visit.lodging && lock.day == to.day;  // its day is a person's word already
    });
    const int stops = static_cast<int>(state.tour(way.to).stops.size()) - (way.from == way.to ? 1 : 0);
    if (to.position < -1 || to.position > stops) return bad_input("no such position in that tour", "/position");
  }

  Change change;
  change.possible = true;
  const std::vector<Bent> before = look(way);
  const CostTerms cost_before = local_terms(way);
  const int unplanned_before = state.unplanned();
  std::vector<int> touched;
  for (const int s : {way.from, way.to})
    if (s >= 0 && std::find(touched.begin(), touched.end(), s) == touched.end()) touched.push_back(s);
  for (const int s : touched) {
    const int team_day = model.shifts[at(s)].team_day;
    change.shifts.push_back(
        TouchedShift{team_day, state.tour(s).used_s(), 0, problem->team_days[at(team_day)].budget_s});
  }

  state.begin();
  change.position = carry_out(way, to.position);
  for (std::size_t k = 0; k < touched.size(); ++k) change.shifts[k].used_after_s = state.tour(touched[k]).used_s();
  change.cost = local_terms(way);
  change.cost -= cost_before;
  change.unplanned = state.unplanned() - unplanned_before;
  change.bent = look(way);
  change.legal = true;
  for (Bent& bent : change.bent) {
    bent.before = is_known(bent, before);
    change.legal = change.legal && bent.before;
  }
  if (keep)
    state.commit();
  else
    state.rollback();
  return change;
}

/// Inside a transaction. The position that the visit has got.
int Editor::Inside::carry_out(const Way& way, int position) {
  if (way.from >= 0) state.remove(way.site, way.from);
  if (way.to < 0) return 0;
  if (position < 0) position = insertion.detour(state, way.site, way.to).position;
  state.insert(way.site, way.to, position, false, way.fixed);
  return position;
}

Editor::Editor(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Editor::Editor(Editor&&) noexcept = default;
Editor& Editor::operator=(Editor&&) noexcept = default;
Editor::~Editor() = default;

Result<Editor> Editor::open(std::shared_ptr<const Problem> problem, const Plan& plan) {
  if (auto fine = validate(*problem); !fine) return std::move(fine).error();
  auto inside = std::make_unique<Inside>(std::move(problem));
  if (auto loaded = load_plan(inside->state, plan); !loaded) return std::move(loaded).error();
  return Editor(std::move(inside));
}

Result<Change> Editor::try_move(VisitAt visit, Target to) { return inside_->make(visit, to, false); }

Result<Change> Editor::apply(VisitAt visit, Target to) { return inside_->make(visit, to, true); }

Result<std::vector<Editor::Offer>> Editor::offers(VisitAt visit, int most) {
  const Model& model = inside_->model;
  if (visit.lodging < 0 || visit.lodging >= static_cast<int>(model.sites.size()))
    return bad_input("no such lodging", "/lodging");
  std::vector<Offer> offers;
  for (int s = 0; s < static_cast<int>(model.shifts.size()); ++s) {
    if (!model.suits(visit.lodging, s)) continue;
    const Shift& shift = model.shifts[at(s)];
    auto change = try_move(visit, Target{shift.day, shift.team, -1});
    if (!change) return std::move(change).error();
    const Month& month = inside_->state.month(visit.lodging);
    const Visit* here = visit_on(month, visit.day);
    if (!change->legal || (here != nullptr && here->shift == s)) continue;
    offers.push_back(Offer{Target{shift.day, shift.team, change->position}, std::move(*change)});
  }
  std::stable_sort(offers.begin(), offers.end(),
                   [](const Offer& a, const Offer& b) { return a.change.cost.total() < b.change.cost.total(); });
  if (static_cast<int>(offers.size()) > most) offers.resize(at(std::max(0, most)));
  return offers;
}

Plan Editor::plan() { return read_plan(inside_->state, inside_->insertion); }

std::vector<Bent> Editor::bent() const {
  const Model& model = inside_->model;
  std::vector<Bent> bent;
  for (int i = 0; i < static_cast<int>(model.sites.size()); ++i) bent_by_lodging(inside_->state, i, bent);
  std::vector<char> told(model.team_budget.size(), 0);
  for (int s = 0; s < static_cast<int>(model.shifts.size()); ++s) {
    bent_by_shift(inside_->state, s, bent);
    const bool by_team = model.problem.round_rule.reading == Reading::officer;
    if (by_team ? !std::exchange(told[at(model.shifts[at(s)].team)], 1) : s == 0)
      bent_by_rounds(inside_->state, s, bent);
  }
  return bent;
}

Result<Unplanned> Editor::explain(int lodging) {
  if (lodging < 0 || lodging >= static_cast<int>(inside_->model.sites.size()))
    return bad_input("no such lodging", "/lodging");
  if (inside_->state.absent(lodging) <= 0)
    return Error{ErrorCode::not_found, "no visit of the lodging is missing", "/lodging"};
  return scheduling::explain(inside_->state, inside_->insertion, lodging);
}

}  // namespace ronda::scheduling
