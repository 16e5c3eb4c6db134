#include "sync-server/service/plan_problem.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "shared/scheduling/solver.hpp"

namespace ronda::server {
namespace {

using testing::SizeIs;

template <typename IdType>
IdType id_of(int number) {
  IdType id;
  id.uuid.bytes[15] = static_cast<std::uint8_t>(number);
  id.uuid.bytes[14] = static_cast<std::uint8_t>(number / 256);
  return id;
}

PlanTeam team(int number, int weekdays = 7) {
  PlanTeam team;
  team.id = id_of<TeamId>(number);
  team.start = {-10'170'000, 123'600'000};
  for (int day = 0; day < weekdays; ++day) team.shifts.push_back({day, Band::afternoon, 15 * 60, 300});
  return team;
}

PlanInput december(int lodgings, int teams = 2) {
  PlanInput input;
  input.name = "2026-12";
  input.year = 2026;
  input.month = 12;
  for (int i = 1; i <= lodgings; ++i) {
    PlanLodging lodging;
    lodging.id = id_of<LodgingId>(i);
    lodging.point = PointE6{-10'150'000 - i * 900, 123'610'000 + i * 700};
    lodging.kelurahan = "Kelapa Lima";
    lodging.rooms = 10;
    input.lodgings.push_back(lodging);
  }
  for (int i = 1; i <= teams; ++i) input.teams.push_back(team(i));
  return input;
}

TEST(PlanProblem, ADegreeOfLatitudeIsAboutOneHundredElevenKilometres) {
  EXPECT_NEAR(distance_m({-10'000'000, 123'000'000}, {-11'000'000, 123'000'000}), 111'195, 1);
}

TEST(PlanProblem, TravelTakesTheDetourAndTheSpeedOfThePolicy) {
  const PointE6 a{-10'000'000, 123'000'000};
  const PointE6 b{-10'100'000, 123'000'000};

  EXPECT_EQ(travel_seconds(a, b, {20, 130}), 2602);
  EXPECT_EQ(travel_seconds(a, b, {40, 100}), 1001);
  EXPECT_EQ(travel_seconds(a, a, {20, 130}), 0);
}

TEST(PlanProblem, BigHotelsTakeLonger) {
  EXPECT_EQ(service_seconds({}, 0), 20 * 60);
  EXPECT_EQ(service_seconds({}, 11), 20 * 60);
  EXPECT_EQ(service_seconds({}, 60), 45 * 60);
}

TEST(PlanProblem, OpenFindingsBringTheExtraVisitOfTheTier) {
  PlanLodging lodging;
  lodging.risk = 1;
  EXPECT_EQ(wanted_visits({}, lodging, 0, 31, 31), 4);
  lodging.open_findings = 1;
  EXPECT_EQ(wanted_visits({}, lodging, 0, 31, 31), 5);
}

TEST(PlanProblem, AMonthBegunInTheMiddleWantsItsShareOnTopOfWhatIsDone) {
  PlanLodging lodging;
  EXPECT_EQ(wanted_visits({}, lodging, 0, 15, 30), 2);
  EXPECT_EQ(wanted_visits({}, lodging, 2, 15, 30), 4);
  EXPECT_EQ(wanted_visits({}, lodging, 4, 15, 30), 4);
  EXPECT_EQ(wanted_visits({}, lodging, 0, 1, 30), 1);
}

TEST(PlanProblem, OnANationalHolidayAThirdOfTheTeamsIsOnDutyAndTheyTakeTurns) {
  const auto on_duty = [](LocalDate date, bool national, std::size_t teams) {
    std::vector<std::size_t> turn;
    for (std::size_t team = 0; team < teams; ++team) {
      if (is_on_duty({date, national}, team, teams)) turn.push_back(team);
    }
    return turn;
  };

  EXPECT_THAT(on_duty({2026, 12, 25}, true, 6), SizeIs(2));
  EXPECT_THAT(on_duty({2026, 12, 24}, false, 6), SizeIs(4));
  EXPECT_NE(on_duty({2026, 12, 25}, true, 3), on_duty({2026, 12, 26}, true, 3));
  EXPECT_THAT(on_duty({2026, 12, 25}, true, 1), SizeIs(1)) << "somebody is always there";
}

TEST(PlanProblem, LeaveAndShortRestKeepATeamAtHome) {
  auto input = december(3, 1);
  input.teams[0].leave = {{2026, 12, 14}};
  input.teams[0].shifts = {{0, Band::night, 23 * 60, 300}, {1, Band::morning, 8 * 60, 300}};

  const auto built = build_problem(input);

  ASSERT_TRUE(built);
  EXPECT_THAT(built->problem.team_days, testing::Each(testing::Field(&scheduling::TeamDay::day, testing::Ne(14))));
  int tuesdays = 0;
  for (const auto& day : built->problem.team_days) tuesdays += day.band == Band::morning ? 1 : 0;
  EXPECT_EQ(tuesdays, 2) << "only where the Monday night before was off: 1 and 15 December";
}

TEST(PlanProblem, ALodgingWithoutAPointStandsInTheMiddleOfItsKelurahan) {
  auto input = december(3, 1);
  input.lodgings[2].point.reset();

  const auto built = build_problem(input);

  ASSERT_TRUE(built);
  EXPECT_EQ(built->problem.places, 4);
}

TEST(PlanProblem, NothingToPlanIsSaidSo) {
  auto nobody = december(3, 0);
  auto nothing = december(0, 1);
  auto outside = december(3, 1);
  outside.from = LocalDate{2027, 1, 3};

  EXPECT_EQ(build_problem(nobody).error().where, "/teams");
  EXPECT_EQ(build_problem(nothing).error().where, "/lodgings");
  EXPECT_EQ(build_problem(outside).error().where, "/from");
}

TEST(PlanProblem, APlannedDayRunsFromTheShiftsStartAlongTheRoute) {
  const auto input = december(2, 1);
  const auto built = build_problem(input);
  ASSERT_TRUE(built);
  scheduling::Plan plan;
  plan.routes.push_back({0, {1, 0}});

  const auto read = read_plan(*built, plan, 2026, 12);

  ASSERT_THAT(read.stops, SizeIs(2));
  const auto& first = read.stops[0];
  const auto& second = read.stops[1];
  EXPECT_EQ(first.lodging, id_of<LodgingId>(2));
  EXPECT_EQ(first.order, 1);
  EXPECT_EQ(first.planned_minute, 15 * 60 + (first.travel_s + 59) / 60);
  EXPECT_EQ(second.planned_minute, 15 * 60 + (first.travel_s + first.service_s + second.travel_s + 59) / 60);
  EXPECT_EQ(second.shift_end, 20 * 60);
  EXPECT_GT(read.days[0].used_s, first.travel_s + first.service_s + second.travel_s + second.service_s);
}

TEST(PlanProblem, TheSolverPlansItAndTheCheckerAgrees) {
  auto input = december(30, 3);
  input.lodgings[3].history = {{{2026, 11, 28}, id_of<TeamId>(1), Band::afternoon}};
  input.holidays = {{{2026, 12, 25}, true}, {{2026, 12, 24}, false}};
  const auto built = build_problem(input);
  ASSERT_TRUE(built) << built.error().message;
  scheduling::Options options;
  options.iterations = 200;

  const auto plan = scheduling::solve(built->problem, options);

  ASSERT_TRUE(plan) << plan.error().message << " " << plan.error().where;
  const auto violations = scheduling::check(built->problem, *plan);
  EXPECT_TRUE(violations.empty()) << violations.front().rule << " " << violations.front().what;
  EXPECT_GE(scheduling::figures(built->problem, *plan).planned, 110);
}

TEST(PlanProblem, AMonthThatBeginsInTheMiddleCanBePlannedToo) {
  auto input = december(20, 2);
  input.from = LocalDate{2026, 12, 15};
  input.locks = {{id_of<LodgingId>(1), LocalDate{2026, 12, 3}, id_of<TeamId>(1), -1, true},
                 {id_of<LodgingId>(2), LocalDate{2026, 12, 20}, id_of<TeamId>(2), -1, false}};
  const auto built = build_problem(input);
  ASSERT_TRUE(built) << built.error().message;
  scheduling::Options options;
  options.iterations = 200;

  const auto plan = scheduling::solve(built->problem, options);

  ASSERT_TRUE(plan) << plan.error().message << " " << plan.error().where;
  const auto violations = scheduling::check(built->problem, *plan);
  EXPECT_TRUE(violations.empty()) << violations.front().rule << " " << violations.front().what;
  for (const auto& stop : read_plan(*built, *plan, 2026, 12).stops) EXPECT_GE(stop.date.day, 15);
}

std::set<int> days_used(const BuiltProblem& built, const scheduling::Plan& plan, int team = -1) {
  std::set<int> days;
  for (const auto& route : plan.routes) {
    const auto& shift = built.problem.team_days[static_cast<std::size_t>(route.team_day)];
    if (!route.lodgings.empty() && (team < 0 || shift.team == team)) days.insert(shift.day);
  }
  return days;
}

TEST(PlanProblem, FourToFiveRoundDaysOfTheUnitAreReadFromThePolicyAndKept) {
  auto input = december(12, 2);
  input.rules.reading = VisitReading::unit;
  const auto built = build_problem(input);
  ASSERT_TRUE(built);
  scheduling::Options options;
  options.iterations = 300;

  const auto plan = scheduling::solve(built->problem, options);

  ASSERT_TRUE(plan) << plan.error().message;
  EXPECT_EQ(built->problem.lodgings[0].visits, 1);
  EXPECT_TRUE(scheduling::check(built->problem, *plan).empty());
  EXPECT_THAT(days_used(*built, *plan), SizeIs(testing::Le(5U)));
}

TEST(PlanProblem, FourToFiveShiftsOfEachOfficersTeamAreReadFromThePolicyAndKept) {
  auto input = december(12, 2);
  input.rules.reading = VisitReading::officer;
  const auto built = build_problem(input);
  ASSERT_TRUE(built);
  scheduling::Options options;
  options.iterations = 300;

  const auto plan = scheduling::solve(built->problem, options);

  ASSERT_TRUE(plan) << plan.error().message;
  EXPECT_TRUE(scheduling::check(built->problem, *plan).empty());
  for (const int team : {0, 1}) EXPECT_THAT(days_used(*built, *plan, team), SizeIs(testing::Le(5U)));
}

TEST(PlanProblem, AVisitWhoseHourIsLockedBeginsThenAndTheTeamWaits) {
  auto input = december(6, 2);
  input.locks = {{id_of<LodgingId>(3), LocalDate{2026, 12, 9}, id_of<TeamId>(2), 17 * 60 + 30, false}};
  const auto built = build_problem(input);
  ASSERT_TRUE(built) << built.error().message;
  scheduling::Options options;
  options.iterations = 300;

  const auto plan = scheduling::solve(built->problem, options);

  ASSERT_TRUE(plan) << plan.error().message << " " << plan.error().where;
  EXPECT_TRUE(scheduling::check(built->problem, *plan).empty());
  int seen = 0;
  for (const auto& stop : read_plan(*built, *plan, 2026, 12).stops) {
    if (stop.lodging != id_of<LodgingId>(3) || stop.date.day != 9) continue;
    EXPECT_EQ(stop.planned_minute, 17 * 60 + 30);
    EXPECT_EQ(stop.team, id_of<TeamId>(2));
    ++seen;
  }
  EXPECT_EQ(seen, 1);
}

TEST(PlanProblem, MinutesThatAPersonAddedLengthenThatShiftOnly) {
  auto input = december(4, 2);
  input.extra = {{id_of<TeamId>(2), {2026, 12, 14}, 25}};

  const auto built = build_problem(input);

  ASSERT_TRUE(built);
  for (const auto& shift : built->problem.team_days)
    EXPECT_EQ(shift.budget_s, (shift.team == 1 && shift.day == 14 ? 325 : 300) * 60);
}

}  // namespace
}  // namespace ronda::server
