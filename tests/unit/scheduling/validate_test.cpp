// A problem that makes no sense is refused with the path of the field.

#include <gtest/gtest.h>

#include <functional>

#include "town.hpp"

namespace ronda::scheduling::testing {
namespace {

struct Mistake {
  const char* where;
  std::function<void(Problem&)> make;
};

Town sound_town() {
  Town town;
  town.daily_team();
  town.lodging(3);
  town.lodging(8);
  town.visited(1, 9, 0);
  town.visited(1, 4, -1);
  return town;
}

TEST(Problem, IsRefusedWithThePathOfTheWrongField) {
  const std::vector<Mistake> mistakes = {
      {"/days", [](Problem& p) { p.days = 32; }},
      {"/first_weekday", [](Problem& p) { p.first_weekday = 7; }},
      {"/first_day", [](Problem& p) { p.first_day = 0; }},
      {"/max_same_team_in_row", [](Problem& p) { p.max_same_team_in_row = 0; }},
      {"/places", [](Problem& p) { p.places = -1; }},
      {"/travel_s", [](Problem& p) { p.travel_s.pop_back(); }},
      {"/travel_s/4", [](Problem& p) { p.travel_s[4] = -1; }},
      {"/teams/0/start_place", [](Problem& p) { p.teams[0].start_place = 3; }},
      {"/teams/0/end_place", [](Problem& p) { p.teams[0].end_place = -1; }},
      {"/lodgings/1/place", [](Problem& p) { p.lodgings[1].place = 3; }},
      {"/lodgings/1/visits", [](Problem& p) { p.lodgings[1].visits = 31; }},
      {"/lodgings/1/service_s", [](Problem& p) { p.lodgings[1].service_s = -1; }},
      {"/lodgings/1/min_gap_days", [](Problem& p) { p.lodgings[1].min_gap_days = 0; }},
      {"/lodgings/1/max_gap_days", [](Problem& p) { p.lodgings[1].max_gap_days = 3; }},
      {"/lodgings/1/closed_weekdays", [](Problem& p) { p.lodgings[1].closed_weekdays = 128; }},
      {"/lodgings/1/bands", [](Problem& p) { p.lodgings[1].bands = 0; }},
      {"/lodgings/1/blackout_days", [](Problem& p) { p.lodgings[1].blackout_days = {31}; }},
      {"/lodgings/1/barred_teams", [](Problem& p) { p.lodgings[1].barred_teams = {1}; }},
      {"/lodgings/1/risk", [](Problem& p) { p.lodgings[1].risk = 3; }},
      {"/lodgings/1/priority", [](Problem& p) { p.lodgings[1].priority = 101; }},
      {"/lodgings/1/history/0/days_before", [](Problem& p) { p.lodgings[1].history[0].days_before = 0; }},
      {"/lodgings/1/history/1/days_before", [](Problem& p) { p.lodgings[1].history[1].days_before = 10; }},
      {"/lodgings/1/history/1/team", [](Problem& p) { p.lodgings[1].history[1].team = 1; }},
      {"/lodgings/1/history/1/weekday", [](Problem& p) { p.lodgings[1].history[1].weekday = -1; }},
      {"/lodgings/1/history/1/band", [](Problem& p) { p.lodgings[1].history[1].band = static_cast<Band>(3); }},
      {"/team_days/2/team", [](Problem& p) { p.team_days[2].team = 1; }},
      {"/team_days/2/day", [](Problem& p) { p.team_days[2].day = 31; }},
      {"/team_days/3/day", [](Problem& p) { p.team_days[3].day = 1; }},
      {"/team_days/2/band", [](Problem& p) { p.team_days[2].band = static_cast<Band>(6); }},
      {"/team_days/2/start_minute", [](Problem& p) { p.team_days[2].start_minute = 4 * 60; }},
      {"/team_days/2/budget_s", [](Problem& p) { p.team_days[2].budget_s = -1; }},
      {"/locks/0/lodging",
       [](Problem& p) {
         p.locks = {Lock{2, 4, 0, false}};
       }},
      {"/locks/0/team",
       [](Problem& p) {
         p.locks = {Lock{1, 4, 1, false}};
       }},
      {"/locks/0/day",
       [](Problem& p) {
         p.locks = {Lock{1, 31, 0, false}};
       }},
      {"/locks/0/day",
       [](Problem& p) {
         p.locks = {Lock{1, -1, -1, false}};
       }},
      {"/locks/0/day",
       [](Problem& p) {
         p.locks = {Lock{1, -1, 0, true}};
       }},
      {"/locks/0/day",
       [](Problem& p) {
         p.first_day = 10;
         p.locks = {Lock{1, 9, 0, false}};
       }},
      {"/locks/1/day",
       [](Problem& p) {
         p.locks = {Lock{1, 4, 0, false}, Lock{1, 4, 0, true}};
       }},
      {"/locks/1/done",
       [](Problem& p) {
         p.lodgings[1].visits = 1;
         p.locks = {Lock{1, 4, 0, true}, Lock{1, 9, 0, true}};
       }},
      {"/published/0/lodging",
       [](Problem& p) {
         p.published = {PublishedVisit{-1, 4, 0}};
       }},
      {"/published/0/day",
       [](Problem& p) {
         p.published = {PublishedVisit{1, 0, 0}};
       }},
      {"/published/0/team",
       [](Problem& p) {
         p.published = {PublishedVisit{1, 4, 1}};
       }},
  };
  ASSERT_TRUE(solve(sound_town().problem, quick(10)));
  for (const Mistake& mistake : mistakes) {
    Problem problem = sound_town().problem;
    mistake.make(problem);
    const auto plan = solve(problem, quick(10));
    ASSERT_FALSE(plan) << mistake.where;
    EXPECT_EQ(plan.error().code, ErrorCode::bad_input);
    EXPECT_EQ(plan.error().where, mistake.where) << plan.error().message;
  }
}

}  // namespace
}  // namespace ronda::scheduling::testing
