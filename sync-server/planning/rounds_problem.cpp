#include "sync-server/planning/rounds_problem.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "shared/wire/json.hpp"

namespace ronda::planning {
namespace {

using scheduling::Band;
using wire::JsonCursor;

constexpr double kLargest = 1e6;
constexpr std::size_t kMostPlaces = 10'000, kMostTeams = 1'000;  // the travel matrix has places^2 entries

struct Point {
  double x = 0, y = 0;  // km
};

Result<double> real(const JsonCursor& at, const char* name, double least, double most) {
  auto member = at.member(name);
  if (!member) return std::move(member).error();
  auto number = member->as_real();
  if (!number) return std::move(number).error();
  if (!(*number >= least && *number <= most))
    return member->wrong("must lie between " + std::to_string(least) + " and " + std::to_string(most));
  return *number;
}

Result<Point> point(const JsonCursor& at) {
  auto x = real(at, "x", -kLargest, kLargest);
  if (!x) return std::move(x).error();
  auto y = real(at, "y", -kLargest, kLargest);
  if (!y) return std::move(y).error();
  return Point{*x, *y};
}

Result<Band> band(const JsonCursor& at, char letter) {
  if (letter == 'M') return Band::morning;
  if (letter == 'A') return Band::afternoon;
  if (letter == 'N') return Band::night;
  return at.wrong("a band is M (07-15), A (15-23) or N (23-07)");
}

int start_minute(Band band) { return band == Band::morning ? 7 * 60 : band == Band::afternoon ? 15 * 60 : 23 * 60; }

/// A number that must be new in `index`.
Result<std::int64_t> new_id(const JsonCursor& at, std::map<std::int64_t, int>& index) {
  auto id = at.integer("id");
  if (!id) return id;
  if (!index.emplace(*id, static_cast<int>(index.size())).second) return at.wrong("the id is used twice");
  return id;
}

/// Reads the file part by part; each part needs the ones before it.
class Reader {
 public:
  explicit Reader(const JsonCursor& root) : root_(root) {}

  Result<RoundsProblem> read() {
    using Part = Result<void> (Reader::*)();
    for (const Part part : {&Reader::month, &Reader::spacing, &Reader::depots, &Reader::teams, &Reader::lodgings})
      if (auto done = (this->*part)(); !done) return std::move(done).error();
    fill_travel();
    return std::move(out_);
  }

 private:
  Result<void> month() {
    if (auto name = root_.string("name"); name) out_.problem.name = *name;
    auto days = root_.integer("days", 1, 31);
    if (!days) return std::move(days).error();
    auto weekday = root_.integer("first_weekday", 0, 6);
    if (!weekday) return std::move(weekday).error();
    auto speed = real(root_, "speed_kmh", 0.1, 1000);
    if (!speed) return std::move(speed).error();
    auto detour = real(root_, "detour", 0.1, 100);
    if (!detour) return std::move(detour).error();
    out_.problem.days = static_cast<int>(*days);
    out_.problem.first_weekday = static_cast<int>(*weekday);
    seconds_per_km_ = 3600.0 * *detour / *speed;
    return {};
  }

  Result<void> spacing() {
    auto table = root_.member("spacing");
    if (!table) return std::move(table).error();
    if (!table->is_object()) return table->wrong("expected an object from visits to [least, greatest] gap");
    for (const auto& [visits, range] : table->members()) {
      const auto ends = range.items();
      if (ends.size() != 2) return range.wrong("expected [least, greatest] gap in days");
      auto lo = ends[0].as_integer(1, 366);
      if (!lo) return std::move(lo).error();
      auto hi = ends[1].as_integer(*lo, 366);
      if (!hi) return std::move(hi).error();
      if (auto fine = possible(visits, range, static_cast<int>(*lo), static_cast<int>(*hi)); !fine) return fine;
      spacing_[visits] = {static_cast<int>(*lo), static_cast<int>(*hi)};
    }
    return {};
  }

  /// So many visits that far apart fit into the month, and it does not end before they may.
  Result<void> possible(const std::string& visits, const JsonCursor& range, int lo, int hi) const {
    const bool number = !visits.empty() && visits.size() <= 2 && visits.find_first_not_of("0123456789") == visits.npos;
    const int k = number ? std::stoi(visits) : 99;
    if (k > out_.problem.days) return range.wrong("must be named after a number of visits in the month");
    const int days = out_.problem.days;
    if (k > 0 && (k - 1) * lo + 1 > days)
      return range.items()[0].wrong(visits + " visits " + std::to_string(lo) + " days apart do not fit into " +
                                    std::to_string(days) + " days");
    if (k > 0 && (k + 1) * hi <= days)
      return range.items()[1].wrong(visits + " visits at most " + std::to_string(hi) +
                                    " days apart do not reach over " + std::to_string(days) + " days");
    return {};
  }

  Result<void> depots() {
    auto list = root_.array("depots", kMostPlaces);
    if (!list) return std::move(list).error();
    for (const JsonCursor& at : *list) {
      auto id = new_id(at, depot_index_);
      if (!id) return std::move(id).error();
      auto where = point(at);
      if (!where) return std::move(where).error();
      points_.push_back(*where);
    }
    return {};
  }

  Result<void> teams() {
    auto list = root_.array("teams", kMostTeams);
    if (!list) return std::move(list).error();
    for (const JsonCursor& at : *list) {
      auto id = new_id(at, out_.team_index);
      if (!id) return std::move(id).error();
      auto depot = at.integer("depot");
      if (!depot) return std::move(depot).error();
      const auto place = depot_index_.find(*depot);
      if (place == depot_index_.end()) return at.member("depot")->wrong("no such depot");
      const int team = static_cast<int>(out_.problem.teams.size());
      out_.problem.teams.push_back(scheduling::Team{place->second, place->second, 0});
      out_.team_ids.push_back(*id);
      auto work = at.array("work");
      if (!work) return std::move(work).error();
      std::vector<char> taken(static_cast<std::size_t>(out_.problem.days) + 1, 0);
      for (const JsonCursor& shift : *work)
        if (auto done = read_shift(shift, team, taken); !done) return done;
    }
    return {};
  }

  Result<void> read_shift(const JsonCursor& at, int team, std::vector<char>& taken) {
    auto day = at.integer("day", 1, out_.problem.days);
    if (!day) return std::move(day).error();
    if (taken[static_cast<std::size_t>(*day)]) return at.wrong("the team works on that day already");
    taken[static_cast<std::size_t>(*day)] = 1;
    auto letter = at.string("band");
    if (!letter) return std::move(letter).error();
    const JsonCursor band_at = *at.member("band");
    if (letter->size() != 1) return band_at.wrong("expected one letter");
    auto hours = band(band_at, (*letter)[0]);
    if (!hours) return std::move(hours).error();
    auto budget = real(at, "budget", 0, 24 * 60);
    if (!budget) return std::move(budget).error();
    scheduling::TeamDay shift;
    shift.team = team;
    shift.day = static_cast<int>(*day);
    shift.band = *hours;
    shift.start_minute = start_minute(*hours);
    shift.budget_s = static_cast<int>(std::floor(*budget * 60 + 1e-6));
    out_.problem.team_days.push_back(shift);
    return {};
  }

  Result<void> lodgings() {
    auto list = root_.array("lodgings", kMostPlaces - points_.size());
    if (!list) return std::move(list).error();
    for (const JsonCursor& at : *list) {
      auto id = new_id(at, out_.lodging_index);
      if (!id) return std::move(id).error();
      out_.lodging_ids.push_back(*id);
      auto where = point(at);
      if (!where) return std::move(where).error();
      scheduling::Lodging lodging;
      lodging.place = static_cast<int>(points_.size());
      points_.push_back(*where);
      if (auto done = read_demand(at, lodging); !done) return done;
      if (auto done = read_opening(at, lodging); !done) return done;
      if (auto done = read_history(at, lodging); !done) return done;
      out_.problem.lodgings.push_back(std::move(lodging));
    }
    return {};
  }

  Result<void> read_demand(const JsonCursor& at, scheduling::Lodging& lodging) {
    auto visits = at.integer("visits", 0, out_.problem.days);
    if (!visits) return std::move(visits).error();
    lodging.visits = static_cast<int>(*visits);
    const auto range = spacing_.find(std::to_string(*visits));
    if (range == spacing_.end()) return at.member("visits")->wrong("/spacing has no entry for this number of visits");
    lodging.min_gap_days = range->second.first;
    lodging.max_gap_days = range->second.second;
    auto service = real(at, "service", 0, 24 * 60);
    if (!service) return std::move(service).error();
    lodging.service_s = static_cast<int>(std::ceil(*service * 60 - 1e-6));
    auto risk = at.optional_string("risk");
    if (!risk) return std::move(risk).error();
    if (*risk && **risk != "L" && **risk != "M" && **risk != "H")
      return at.member("risk")->wrong("a risk is L, M or H");
    if (*risk) lodging.risk = **risk == "H" ? 2 : **risk == "M" ? 1 : 0;
    return {};
  }

  Result<void> read_opening(const JsonCursor& at, scheduling::Lodging& lodging) {
    if (at.has("closed_weekdays")) {
      auto list = at.array("closed_weekdays", 7);
      if (!list) return std::move(list).error();
      for (const JsonCursor& item : *list) {
        auto weekday = item.as_integer(0, 6);
        if (!weekday) return std::move(weekday).error();
        lodging.closed_weekdays = static_cast<std::uint8_t>(lodging.closed_weekdays | (1U << *weekday));
      }
    }
    if (at.has("blackout_days")) {
      auto list = at.array("blackout_days", 31);
      if (!list) return std::move(list).error();
      for (const JsonCursor& item : *list) {
        auto day = item.as_integer(1, out_.problem.days);
        if (!day) return std::move(day).error();
        lodging.blackout_days.push_back(static_cast<int>(*day));
      }
    }
    auto bands = at.optional_string("bands");
    if (!bands) return std::move(bands).error();
    if (!*bands) return {};
    lodging.bands = 0;
    for (const char letter : **bands) {
      auto bit = band(*at.member("bands"), letter);
      if (!bit) return std::move(bit).error();
      lodging.bands = static_cast<std::uint8_t>(lodging.bands | static_cast<unsigned>(*bit));
    }
    if (lodging.bands == 0) return at.member("bands")->wrong("at least one band");
    return {};
  }

  Result<void> read_history(const JsonCursor& at, scheduling::Lodging& lodging) {
    auto since = at.optional_integer("days_since_last", 0, 365);
    if (!since) return std::move(since).error();
    if (!*since) return {};
    auto last_team = at.optional_integer("last_team");
    if (!last_team) return std::move(last_team).error();
    scheduling::PastVisit past;
    past.days_before = static_cast<int>(**since) + 1;
    past.weekday = (((out_.problem.first_weekday - past.days_before) % 7) + 7) % 7;
    if (*last_team) {
      const auto team = out_.team_index.find(**last_team);
      if (team != out_.team_index.end()) past.team = team->second;  // it may be a team that is no more
    }
    lodging.history.push_back(past);
    return {};
  }

  /// Straight line x detour / speed, rounded up to the second, so that no shift overruns by rounding.
  void fill_travel() {
    scheduling::Problem& problem = out_.problem;
    problem.places = static_cast<int>(points_.size());
    problem.travel_s.reserve(points_.size() * points_.size());
    for (const Point& a : points_)
      for (const Point& b : points_) {
        const double seconds = std::hypot(a.x - b.x, a.y - b.y) * seconds_per_km_;
        problem.travel_s.push_back(static_cast<std::int32_t>(std::min(std::ceil(seconds - 1e-9), 604800.0)));
      }
  }

  const JsonCursor& root_;
  RoundsProblem out_;
  double seconds_per_km_ = 0;
  std::map<std::string, std::pair<int, int>> spacing_;
  std::map<std::int64_t, int> depot_index_;
  std::vector<Point> points_;
};

}  // namespace

Result<RoundsProblem> read_rounds_problem(std::string_view text) {
  auto document = wire::JsonDocument::parse(text);
  if (!document) return std::move(document).error();
  const JsonCursor root = document->root();
  if (!root.is_object()) return root.wrong("expected an object");
  return Reader(root).read();
}

}  // namespace ronda::planning
