#pragma once
// The problem as the engine wants it: looked up instead of searched. Built once, then const. All costs in seconds of
// travel.

#include <array>
#include <cstdint>
#include <vector>

#include "shared/scheduling/problem.hpp"

namespace ronda::scheduling {

inline std::size_t at(int index) { return static_cast<std::size_t>(index); }

constexpr int kNoDay = -100000;
constexpr int kMaxVisits = 31;

/// The prices of the soft rules (README.md gives the reasons).
struct Weights {
  int spacing_per_day2 = 120;   ///< S2: per day² outside the ideal gap ± 35 %
  int predictability = 120;     ///< S3: per bit of weekday entropy that a lodging's month lacks
  int past_weekday = 15;        ///< S3: for each of the last eight visits on the same weekday
  int past_cell = 15;           ///< S3: and for each of them in the same band of that weekday
  int past_gap = 120;           ///< S3: per bit by which the lodging's past makes a gap likelier than others
  int repeat = 360;             ///< S4: the same team twice in a row
  int balance_per_point = 360;  ///< S5: per point of use that a team lies above the mean, beyond the free points
  int balance_free_points = 2;  ///< S5
  int risk_per_day = 30;        ///< S6: per day until the first visit and step of risk (a priority of 50 is a step)
  int risk_missed = 300;        ///< S6: per unplanned visit and step of risk
  int moved_day = 480;          ///< S7: a published visit on another day
  int moved_team = 240;         ///< S7: on its day, with another team
  int moved_hour = 60;          ///< S7: there, but more than an hour earlier or later
  int reserve_percent = 8;      ///< S8: of a shift's time; what is missing of it costs a fifth of its length
  int unplanned = 7200;         ///< in the search only: plans are compared by unplanned visits first
};

/// A lodging. Days are counted so that day 0 is the last day of the month before.
struct Site {
  int place = 0;
  int wanted = 0;
  int service_s = 0;
  int lo = 1, hi = 31;
  int last_day = kNoDay;      ///< last past visit, kNoDay for a new lodging
  int run_team = -1;          ///< team of the last past visits and
  int run_length = 0;         ///< how many in a row it made
  int team_cap = 1;           ///< visits of one team in the month
  bool long_history = false;  ///< the eight visits before count for the predictability floor
  int past_weekday[7] = {};
  int past_cell[7][3] = {};
  int urgency = 0;  ///< S6: seconds for each day until the first visit
  int missed = 0;   ///< S6: seconds for each visit that is not planned, beside what all unplanned visits cost
  std::vector<int> spacing_cost;  ///< S2, by gap, 0 … hi; a wider gap is still to be divided and costs nothing
  std::vector<int> habit_cost;    ///< S3, by gap likewise: gaps that an observer of the past would expect
  std::vector<int> gap_cost;      ///< the sum of both
  std::array<std::uint8_t, kMaxVisits + 2> fit{};  ///< visits that fit into so many days side by side (H2)
  std::array<std::uint8_t, 64> need{};             ///< visits needed to bridge so many days
  int weekday_price[6] = {};                       ///< S3: what one more visit costs on a weekday that has 0 … 5
  int past_price[7] = {};       ///< S3: what a visit on a weekday costs for the visits before the month
  int cell_price[7][3] = {};    ///< S3: and in a band of it
  std::uint32_t open_days = 0;  ///< bit d: some shift of day d suits
  std::vector<int> near;        ///< other lodgings, nearest first, itself first of all
  std::vector<PublishedVisit> published;

  int spacing(int gap) const { return gap <= hi ? spacing_cost[at(gap > 0 ? gap : 0)] : 0; }
  int habit(int gap) const { return gap <= hi ? habit_cost[at(gap > 0 ? gap : 0)] : 0; }
  int gap_price(int gap) const { return gap <= hi ? gap_cost[at(gap > 0 ? gap : 0)] : 0; }
};

/// A team-day. Shifts are numbered by day, so that those of one day lie side by side.
struct Shift {
  int team_day = 0;  ///< index in Problem::team_days
  int team = 0;
  int day = 1;
  int weekday = 0;
  int band = 0;     ///< 0, 1, 2
  int limit_s = 0;  ///< budget, cut where the band ends
  int start_minute = 0;
  int start = 0, end = 0;
  std::vector<int> clashes;  ///< other shifts of the team with less than the rest between
};

struct Model {
  /// `round_days`: bit d set = the unit may go out on day d (Reading::unit).
  explicit Model(const Problem& problem, std::uint32_t round_days = ~0U);

  const Problem& problem;
  Weights weights;
  std::vector<Site> sites;
  std::vector<Shift> shifts;
  std::vector<int> first_of_day;  ///< the shifts of day d are first_of_day[d] … first_of_day[d + 1] - 1
  std::vector<std::int64_t> team_budget;
  int days = 30;
  int first_day = 1;
  std::uint32_t round_days = ~0U;
  int most_shifts = 0;                     ///< of one team in the month (Reading::officer); 0: no limit
  std::vector<std::vector<int>> gone_out;  ///< days on which each team has carried something out (Reading::officer)
  bool holds_hours = false;                ///< some published visit names its hour

  int travel(int from, int to) const { return problem.travel(from, to); }
  /// Travel from `place` to every place, and from every place to it.
  const std::int32_t* out_of(int place) const { return problem.travel_s.data() + at(place) * at(problem.places); }
  const std::int32_t* into(int place) const {
    return (turned_.empty() ? problem.travel_s.data() : turned_.data()) + at(place) * at(problem.places);
  }
  int weekday(int day) const { return (problem.first_weekday + day - 1) % 7; }
  /// The lodging may be visited in this shift: day, band, skill, bars, and the trip alone fits.
  bool suits(int site, int shift) const { return suits_[at(site) * shifts.size() + at(shift)] != 0; }
  int suited_shifts(int site) const;

 private:
  void read_site(int i);
  void price_gaps(Site& site, const Lodging& from) const;
  void read_shifts();
  void find_clashes();
  void turn_travel();
  void find_suited();
  void find_near();
  bool suitable(const Lodging& lodging, const Shift& shift, const Team& team) const;

  std::vector<std::uint8_t> suits_;
  std::vector<std::int32_t> turned_;  // the travel matrix with rows and columns exchanged; empty if it is symmetric
};

/// Minutes after midnight of the shift's day at which its band ends.
int band_end(const TeamDay& shift);

}  // namespace ronda::scheduling
