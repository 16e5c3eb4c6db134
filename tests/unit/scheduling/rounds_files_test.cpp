// What ronda-plan reads: whatever the bytes are, it answers with a month or with the place where the file is wrong.

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "shared/scheduling/periodic/cordeau.hpp"
#include "shared/scheduling/random.hpp"
#include "shared/scheduling/solver.hpp"
#include "sync-server/planning/rounds_plan.hpp"
#include "sync-server/planning/rounds_problem.hpp"

namespace ronda::planning {
namespace {

const std::string kMonth = R"({
"name": "unit", "days": 30, "first_weekday": 2, "speed_kmh": 22, "detour": 1.3, "holidays": [15],
"depots": [{"id": 1, "x": 0.0, "y": 0.0}],
"spacing": {"4": [4, 12], "5": [3, 10]},
"teams": [{"id": 1, "depot": 1, "work": [{"day": 1, "band": "M", "budget": 150}, {"day": 9, "band": "A", "budget": 150}]},
          {"id": 2, "depot": 1, "work": [{"day": 3, "band": "N", "budget": 90.5}]}],
"lodgings": [{"id": 7, "x": 1.25, "y": -0.5, "risk": "H", "visits": 5, "service": 27, "closed_weekdays": [6],
              "blackout_days": [2, 30], "bands": "MAN", "days_since_last": 3, "last_team": 2},
             {"id": 8, "x": -1, "y": 2e-1, "risk": "L", "visits": 4, "service": 17, "bands": "MA"}]
})";

const std::string kPlan = R"({"instance": "unit", "seed": 1, "seconds": 2.0,
"routes": [{"day": 1, "team": 1, "visits": [7, 8]}, {"day": 3, "team": 2, "visits": [7]}],
"unplanned": [{"lodging": 8, "count": 3, "reason": "budget"}]})";

const std::string kInstance =
    "1 2 3 2\r\n40 10\n40 10\n0 0 0 0 0 0 0\n1 10 0 1 4 2 1 3\n2 10 10 1 4 1 2 1 2\n3 0 10 1 4 1 2 1 2\n\n";

/// "3:12" or "/lodgings/0/visits": a person finds the place.
bool names_a_place(const std::string& where) {
  if (where.empty()) return false;
  return where[0] == '/' || (where[0] >= '1' && where[0] <= '9');
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const std::size_t begin = text.find(what);
  EXPECT_NE(begin, std::string::npos) << what;
  return text.replace(begin, what.size(), by);
}

TEST(RoundsFile, IsReadWhole) {
  const auto month = read_rounds_problem(kMonth);
  ASSERT_TRUE(month) << month.error().where << ": " << month.error().message;
  EXPECT_EQ(month->problem.lodgings.size(), 2U);
  EXPECT_EQ(month->problem.team_days.size(), 3U);
  const auto published = read_published(*month, kPlan);
  ASSERT_TRUE(published) << published.error().where << ": " << published.error().message;
  EXPECT_EQ(published->size(), 3U);
}

TEST(RoundsFile, CutAnywhereIsNamedWithItsPlace) {
  for (std::size_t length = 0; length < kMonth.size(); ++length) {
    const auto month = read_rounds_problem(kMonth.substr(0, length));
    ASSERT_FALSE(month) << "cut after " << length << " bytes";
    ASSERT_TRUE(names_a_place(month.error().where)) << "cut after " << length << " bytes: " << month.error().message;
  }
}

TEST(RoundsFile, CutAnywhereIsNamedWithItsPlaceAlsoWhenItIsAPlan) {
  const auto month = read_rounds_problem(kMonth);
  ASSERT_TRUE(month);
  for (std::size_t length = 0; length < kPlan.size(); ++length) {
    const auto published = read_published(*month, kPlan.substr(0, length));
    ASSERT_FALSE(published) << "cut after " << length << " bytes";
    ASSERT_TRUE(names_a_place(published.error().where)) << "cut after " << length << " bytes";
  }
}

TEST(InstanceFile, CutAnywhereIsNamedWithItsLine) {
  const std::size_t last_number = kInstance.find_last_of("0123456789");
  for (std::size_t length = 0; length <= last_number; ++length) {
    const auto instance = scheduling::periodic::read_cordeau(kInstance.substr(0, length));
    ASSERT_FALSE(instance) << "cut after " << length << " bytes";
    ASSERT_TRUE(names_a_place(instance.error().where)) << "cut after " << length << " bytes";
  }
  EXPECT_TRUE(scheduling::periodic::read_cordeau(kInstance.substr(0, last_number + 1))) << "whole but for line ends";
}

TEST(RoundsFile, WithAnyByteChangedIsReadOrNamed) {
  scheduling::Random random(20261201);
  for (int round = 0; round < 4000; ++round) {
    std::string text = kMonth;
    for (int changes = 1 + random.below(3); changes > 0; --changes)
      text[static_cast<std::size_t>(random.below(static_cast<int>(text.size())))] =
          static_cast<char>(random.below(3) == 0 ? random.below(256) : " 0123456789-{}[],:\"eE."[random.below(22)]);
    const auto month = read_rounds_problem(text);
    if (!month) {
      ASSERT_TRUE(names_a_place(month.error().where)) << "round " << round << ": " << month.error().message;
      continue;
    }
    scheduling::Options options;
    options.iterations = 3;
    const auto plan = scheduling::solve(month->problem, options);
    ASSERT_TRUE(plan || names_a_place(plan.error().where)) << "round " << round;
  }
}

TEST(RoundsFile, NamesEveryWrongValue) {
  const std::vector<std::pair<std::pair<std::string, std::string>, std::string>> mistakes = {
      {{R"("budget": 90.5)", R"("budget": -90.5)"}, "/teams/1/work/0/budget"},
      {{R"("budget": 90.5)", R"("budget": 1441)"}, "/teams/1/work/0/budget"},
      {{R"("budget": 90.5)", R"("budget": "90")"}, "/teams/1/work/0/budget"},
      {{R"("service": 27)", R"("service": -1)"}, "/lodgings/0/service"},
      {{R"("visits": 5)", R"("visits": -5)"}, "/lodgings/0/visits"},
      {{R"("visits": 5)", R"("visits": 6)"}, "/lodgings/0/visits"},
      {{R"("visits": 5)", R"("visits": 31)"}, "/lodgings/0/visits"},
      {{R"("depot": 1, "work": [{"day": 3)", R"("depot": 9, "work": [{"day": 3)"}, "/teams/1/depot"},
      {{R"("id": 8)", R"("id": 7)"}, "/lodgings/1"},
      {{R"("last_team": 2)", R"("last_team": "two")"}, "/lodgings/0/last_team"},
      {{R"("days_since_last": 3)", R"("days_since_last": -3)"}, "/lodgings/0/days_since_last"},
      {{R"("band": "N")", R"("band": "X")"}, "/teams/1/work/0/band"},
      {{R"("day": 9)", R"("day": 1)"}, "/teams/0/work/1"},
      {{R"("day": 9)", R"("day": 31)"}, "/teams/0/work/1/day"},
      {{R"("day": 9)", R"("day": 0)"}, "/teams/0/work/1/day"},
      {{R"("risk": "H")", R"("risk": "X")"}, "/lodgings/0/risk"},
      {{R"("days": 30)", R"("days": 32)"}, "/days"},
      {{R"("first_weekday": 2)", R"("first_weekday": 7)"}, "/first_weekday"},
      {{R"("speed_kmh": 22)", R"("speed_kmh": 0)"}, "/speed_kmh"},
      {{R"("detour": 1.3)", R"("detour": -1.3)"}, "/detour"},
      {{R"("x": 1.25)", R"("x": 1e9)"}, "/lodgings/0/x"},
      {{R"("5": [3, 10])", R"("5": [10, 3])"}, "/spacing/5/1"},
      {{R"("5": [3, 10])", R"("5": [0, 10])"}, "/spacing/5/0"},
      {{R"("5": [3, 10])", R"("5": [3])"}, "/spacing/5"},
      {{R"("5": [3, 10])", R"("five": [3, 10], "5": [3, 10])"}, "/spacing/five"},
  };
  for (const auto& [change, where] : mistakes) {
    const auto month = read_rounds_problem(replaced(kMonth, change.first, change.second));
    ASSERT_FALSE(month) << change.second;
    EXPECT_EQ(month.error().where, where) << change.second << ": " << month.error().message;
  }
}

TEST(RoundsFile, NamesAPolicyThatNoMonthCanKeep) {
  const auto close = read_rounds_problem(replaced(kMonth, R"("5": [3, 10])", R"("5": [8, 10])"));
  ASSERT_FALSE(close);
  EXPECT_EQ(close.error().where, "/spacing/5/0") << "five visits 8 days apart need 33 days";
  const auto far = read_rounds_problem(replaced(kMonth, R"("5": [3, 10])", R"("5": [3, 5])"));
  ASSERT_FALSE(far);
  EXPECT_EQ(far.error().where, "/spacing/5/1") << "six gaps of at most 5 days end before day 30";
  EXPECT_TRUE(read_rounds_problem(replaced(kMonth, R"("5": [3, 10])", R"("5": [7, 10])")));
  EXPECT_TRUE(read_rounds_problem(replaced(kMonth, R"("5": [3, 10])", R"("5": [3, 6])")));
}

TEST(PlanFile, NamesWhatIsNotOfTheMonth) {
  const auto month = read_rounds_problem(kMonth);
  ASSERT_TRUE(month);
  const std::vector<std::pair<std::pair<std::string, std::string>, std::string>> mistakes = {
      {{R"("day": 3)", R"("day": 31)"}, "/routes/1/day"},
      {{R"("team": 2)", R"("team": "two")"}, "/routes/1/team"},
      {{R"("visits": [7, 8])", R"("visits": [7, true])"}, "/routes/0/visits/1"},
      {{R"("visits": [7, 8])", R"("visits": 7)"}, "/routes/0/visits"},
      {{R"("routes")", R"("roads")"}, "/routes"},
      {{R"("visits": [7, 8])", R"("visits": [7, 7])"}, "/routes/0/visits/1"},
  };
  for (const auto& [change, where] : mistakes) {
    const auto published = read_published(*month, replaced(kPlan, change.first, change.second));
    ASSERT_FALSE(published) << change.second;
    EXPECT_EQ(published.error().where, where) << change.second << ": " << published.error().message;
  }
}

TEST(PlanFile, MayHoldLodgingsThatHaveClosedSince) {
  const auto month = read_rounds_problem(kMonth);
  ASSERT_TRUE(month);
  const auto some = read_published(*month, replaced(kPlan, "[7, 8]", "[7, 88]"));
  ASSERT_TRUE(some) << some.error().message;
  EXPECT_EQ(some->size(), 2U);
  const auto none = read_published(*month, replaced(replaced(kPlan, "[7, 8]", "[70, 80]"), "[7]", "[70]"));
  ASSERT_FALSE(none) << "a plan of which nothing is known is that of another month";
  EXPECT_EQ(none.error().where, "/routes");
}

TEST(InstanceFile, NamesEveryWrongValue) {
  const std::vector<std::pair<std::pair<std::string, std::string>, std::string>> mistakes = {
      {{"1 2 3 2", "2 2 3 2"}, "1"},
      {{"1 2 3 2", "1 0 3 2"}, "1"},
      {{"1 2 3 2", "1 2 3 32"}, "1"},
      {{"1 2 3 2", "1 2 5 2"}, "7"},
      {{"40 10\n40", "40 -10\n40"}, "2"},
      {{"1 10 0 1 4", "1 10 0 -1 4"}, "5"},
      {{"2 10 10", "1 10 10"}, "6"},
      {{"2 10 10", "9 10 10"}, "6"},
      {{"2 1 3\n2", "2 1 4\n2"}, "5"},
      {{"2 1 3\n2", "2 2 3\n2"}, "5"},
      {{"1 10 0 1", "1 ten 0 1"}, "5"},
      {{"1 10 0 1", "1 nan 0 1"}, "5"},
      {{"0 0 0 0 0 0 0", "0 0 0 0 0 1 0"}, "4"},
  };
  for (const auto& [change, where] : mistakes) {
    const auto instance = scheduling::periodic::read_cordeau(replaced(kInstance, change.first, change.second));
    ASSERT_FALSE(instance) << change.second;
    EXPECT_EQ(instance.error().where, where) << change.second << ": " << instance.error().message;
  }
}

}  // namespace
}  // namespace ronda::planning
