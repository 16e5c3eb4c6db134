#pragma once
// A month under construction: routes, the visits of each lodging, and what it all costs. Every change belongs to a
// transaction (begin … commit or rollback), so that a move may be tried and taken back.

#include <array>
#include <cstdint>
#include <vector>

#include "shared/scheduling/model.hpp"

namespace ronda::scheduling {

struct Visit {
  int day = 0;
  int team = -1;
  int shift = -1;       ///< -1: already carried out
  bool pinned = false;  ///< a lock: never taken out
  bool fixed = false;   ///< done or locked to its day: rules that only such visits bend are not the engine's to mend
};

/// The visits of one lodging, by day.
struct Month {
  int count = 0;
  std::array<Visit, kMaxVisits + 1> visits;
};

/// A stop whose hour a person has locked, in seconds after the start of the shift.
struct Timed {
  int site = 0;
  int earliest_s = 0, latest_s = 0;
};

/// A place on the way, and the seconds to the next one (0 after the last).
struct Leg {
  int place = 0;
  int seconds = 0;
};

struct Tour {
  std::vector<int> stops;  ///< lodgings in driving order
  std::vector<Leg> path;   ///< from the start to the end, the stops between them
  int travel_s = 0;
  int service_s = 0;
  int wait_s = 0;            ///< before stops whose hour is locked
  int late_s = 0;            ///< by which they begin too late, together; 0 in a legal tour
  int hours_moved = 0;       ///< published visits that begin more than an hour away from when they were to (S7)
  std::uint32_t stamp = 0;   ///< names this content; equal stamps, equal stops
  std::vector<Timed> timed;  ///< empty for nearly all tours

  int used_s() const { return travel_s + service_s + wait_s; }
};

/// What a search for a place needs of a shift, close together in memory.
struct Slot {
  int free_s = 0;     ///< time left
  int reserve_s = 0;  ///< S8: time that had better be left
  std::uint32_t stamp = 0;
  int stops = 0;
  std::int16_t team = 0;
  std::int8_t band = 0;
  bool clashing = false;  ///< has shifts that it cannot be worked together with
  bool timed = false;     ///< holds a stop to its hour
};

/// S8: what it costs to leave less than the reserve.
inline std::int64_t reserve_price(int reserve_s, int free_s) {
  return free_s < reserve_s ? (reserve_s - free_s) / 5 : 0;
}

class State {
 public:
  explicit State(const Model& model);

  const Model& model() const { return model_; }
  const Tour& tour(int shift) const { return tours_[at(shift)]; }
  const Slot& slot(int shift) const { return slots_[at(shift)]; }
  /// Tour::path of a shift, those of neighbouring shifts side by side in memory: stops + 2 entries.
  const Leg* path(int shift) const {
    return slots_[at(shift)].stops + 2 <= kLane ? lanes_.data() + at(shift) * at(kLane) : tours_[at(shift)].path.data();
  }
  int stops(int shift) const { return slots_[at(shift)].stops; }
  const Month& month(int site) const { return months_[at(site)]; }
  int absent(int site) const { return model_.sites[at(site)].wanted - months_[at(site)].count; }
  bool is_absent(int site) const { return absent_at_[at(site)] >= 0; }
  /// Lodgings with a visit still to be placed, in no particular order.
  const std::vector<int>& absentees() const { return absentees_; }

  int unplanned() const { return unplanned_; }
  std::int64_t travel() const { return travel_; }
  /// Everything but the price of unplanned visits.
  std::int64_t cost() const { return travel_ + month_cost_ + slack_cost_ + balance_cost(); }
  /// cost() by soft rule.
  CostTerms terms() const;
  /// S2, S3, S4, S6 and S7 (day and team) of one lodging's month.
  CostTerms month_terms(int site) const;
  /// S1, S8 and S7 (hour) of one tour.
  CostTerms tour_terms(int shift) const;
  /// S5.
  std::int64_t balance_cost() const;
  int used_shifts(int team) const { return team_shifts_[at(team)]; }
  std::int64_t search_cost() const { return cost() + unplanned_cost_; }
  /// Makes a missing visit of `site` dearer in search_cost(), up to a limit. Precondition: outside a transaction.
  void raise_absent_price(int site, int seconds);
  /// What another second of work costs a team for balance, in 1/1024.
  int balance_price(int team) const { return balance_price_[at(team)]; }
  void refresh_balance_prices();

  void begin();
  void commit();
  void rollback();
  /// Lodgings changed since begin().
  const std::vector<int>& touched_months() const { return touched_months_; }
  const std::vector<int>& touched_tours() const { return touched_tours_; }

  /// Precondition: the lodging has no visit on that day.
  void insert(int site, int shift, int position, bool pinned = false, bool fixed = false);
  /// A visit that took place before; it has no tour.
  void insert_done(int site, int day, int team);
  /// Precondition: the visit is not pinned.
  void remove(int site, int shift);
  /// Holds the hour of a visit: seconds after the start of the shift. Precondition: `site` is a stop of `shift`.
  void hold_hour(int site, int shift, int earliest_s, int latest_s);
  /// New order of the same stops.
  void reorder(int shift, const std::vector<int>& stops);
  /// Pins the visit of `site` in `shift`.
  void pin(int site, int shift, bool fixed);

  /// The tour's length if it had these stops: driving and waiting; a stop that would be late makes it very long.
  int length(int shift, const std::vector<int>& stops) const;
  /// H2, H8 and H9 for the visits of a lodging as they are now.
  bool legal(int site) const { return legal(site, months_[at(site)]); }
  /// The same for a month that might be.
  bool legal(int site, const Month& month) const;
  /// The tours changed since begin() keep their time (with a travel matrix in which a way round may be the shorter one,
  /// a tour can grow when a stop is taken out).
  bool tours_legal() const;
  /// An unused shift that cannot be worked: the team would lack its rest (H6), or has gone out often enough.
  bool blocked(int shift) const;

 private:
  struct SavedTour {
    int shift = 0;
    Tour tour;
  };
  struct SavedMonth {
    int site = 0;
    std::int64_t cost = 0;
    Month month;
  };

  void save_tour(int shift);
  void save_month(int site);
  void account_tour(int shift, int sign);
  void measure(int shift);
  void set_absence(int site, int before);
  void refresh_month(int site, int count_before);
  std::int64_t price_month(int site) const { return month_terms(site).total(); }
  std::int64_t slack_cost(int shift) const;
  void measure_hours(int shift);
  int timed_length(int shift, const std::vector<int>& stops) const;
  bool gaps_legal(const Site& site, const Month& month) const;
  bool rotation_legal(const Site& site, const Month& month) const;
  bool weekdays_legal(const Site& site, const Month& month) const;

  static constexpr int kLane = 16;

  const Model& model_;
  std::vector<Tour> tours_;
  std::vector<Leg> lanes_;
  std::vector<Slot> slots_;
  std::vector<Month> months_;
  std::vector<std::int64_t> month_costs_;
  std::vector<int> absent_price_;
  std::vector<std::int64_t> team_used_;
  std::vector<int> balance_price_;
  std::vector<int> team_shifts_;  // used shifts of each team
  std::int64_t travel_ = 0, month_cost_ = 0, slack_cost_ = 0, unplanned_cost_ = 0;
  int unplanned_ = 0;
  std::vector<int> absentees_, absent_at_;
  std::uint32_t stamps_ = 0;

  std::vector<SavedTour> saved_tours_;
  std::vector<SavedMonth> saved_months_;
  std::vector<int> touched_tours_, touched_months_;
  std::vector<char> tour_saved_, month_saved_;
};

}  // namespace ronda::scheduling
