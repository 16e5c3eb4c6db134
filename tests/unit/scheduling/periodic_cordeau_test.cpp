// The reader of the classic instances: its quirks, and what it says about damaged files.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "shared/scheduling/periodic/cordeau.hpp"

namespace ronda::scheduling::periodic {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::string kSmall =
    "1 2 3 4\n"
    "0 100\n"
    "50.5 100\n"
    "0 0\n"
    "0 100\n"
    "0 -10.442 19.999 0 0 0 0\n"
    "1 1.5 -2 7 30 2 2 5 10\n"
    "2 3 4 0 10 1 1 8\n"
    "3 5 6 0 10 4 1 15\n";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

Error error_of(const std::string& text) {
  const auto problem = read_cordeau(text);
  return problem ? Error{} : problem.error();
}

TEST(Cordeau, ReadsTheFleetThePlacesAndThePatterns) {
  const auto problem = read_cordeau(kSmall);
  ASSERT_TRUE(problem) << problem.error().message;
  EXPECT_EQ(problem->vehicles, 2);
  EXPECT_EQ(problem->customers(), 3);
  ASSERT_EQ(problem->days.size(), 4U);
  EXPECT_TRUE(std::isinf(problem->days[0].duration));
  EXPECT_EQ(problem->days[0].capacity, 100);
  EXPECT_EQ(problem->days[1].duration, 50.5);
  EXPECT_TRUE(std::isinf(problem->days[2].capacity));
  EXPECT_EQ(problem->places[0].x, -10.442);
  EXPECT_EQ(problem->places[1].service, 7);
  EXPECT_EQ(problem->places[1].demand, 30);
}

TEST(Cordeau, TheHighestBitOfAPatternIsTheFirstDay) {
  const auto problem = read_cordeau(kSmall);
  ASSERT_TRUE(problem);
  EXPECT_THAT(problem->places[2].patterns, ElementsAre(0b0001U));           // 8 = 1000: day 1
  EXPECT_THAT(problem->places[1].patterns, ElementsAre(0b1010U, 0b0101U));  // 5 = 0101: days 2 and 4
}

TEST(Cordeau, PassesOverEmptyLinesAndOldLineEnds) {
  std::string text = "\n\r\n";
  for (const char c : kSmall) text += c == '\n' ? std::string("  \r\n\t\n") : std::string(1, c);
  const auto problem = read_cordeau(text + "\n\n \n");
  ASSERT_TRUE(problem) << problem.error().message;
  EXPECT_EQ(problem->places[3].patterns, std::vector<std::uint32_t>{15});
}

TEST(Cordeau, TakesAShortLineForTheDepotAndCustomersInAnyOrder) {
  std::string text = replaced(kSmall, "0 -10.442 19.999 0 0 0 0\n", "");
  EXPECT_TRUE(read_cordeau(text + "0 -10.442 19.999\n"));
}

TEST(Cordeau, FrequencyZeroStandsForTheDaysOfThePatterns) {
  const auto problem = read_cordeau(replaced(kSmall, "10 1 1 8", "10 0 4 8 4 2 1"));
  ASSERT_TRUE(problem) << problem.error().message;
  EXPECT_THAT(problem->places[2].patterns, ElementsAre(1U, 2U, 4U, 8U));
}

TEST(Cordeau, KeepsARepeatedPatternOnce) {
  const auto problem = read_cordeau(replaced(kSmall, "10 1 1 8", "10 1 3 8 8 4"));
  ASSERT_TRUE(problem);
  EXPECT_THAT(problem->places[2].patterns, ElementsAre(1U, 2U));
}

struct Damage {
  std::string from, to, line, says;
};

TEST(Cordeau, NamesTheLineOfWhatIsWrong) {
  const std::vector<Damage> damages = {
      {"1 2 3 4", "2 2 3 4", "1", "type 2"},
      {"1 2 3 4", "1 2 3", "1", "first line"},
      {"1 2 3 4", "1 0 3 4", "1", "vehicles"},
      {"1 2 3 4", "1 2 99999999 4", "1", "customers"},
      {"1 2 3 4", "1 2 3 32", "1", "days"},
      {"1 2 3 4", "1 2.5 3 4", "1", "vehicles"},
      {"50.5 100", "50.5", "3", "duration capacity"},
      {"50.5 100", "-50.5 100", "3", "not negative"},
      {"50.5 100", "5o.5 100", "3", "'5o.5' is not a number"},
      {"50.5 100", "inf 100", "3", "'inf' is not a number"},
      {"50.5 100", "1e999 100", "3", "not a number"},
      {"0 -10.442 19.999 0 0 0 0", "0 -10.442 19.999 0 0 1 0", "6", "depot"},
      {"2 3 4 0 10 1 1 8", "1 3 4 0 10 1 1 8", "8", "id 1 twice"},
      {"2 3 4 0 10 1 1 8", "4 3 4 0 10 1 1 8", "8", "id must be 0 to 3"},
      {"2 3 4 0 10 1 1 8", "2 3 4 0 -10 1 1 8", "8", "negative"},
      {"2 3 4 0 10 1 1 8", "2 3 4 0 10 1 2 8", "8", "2 patterns stated, 1 given"},
      {"2 3 4 0 10 1 1 8", "2 3 4 0 10 1 0", "8", "needs 8 numbers"},
      {"2 3 4 0 10 1 1 8", "2 3 4 0 10 1 0 8", "8", "no pattern"},
      {"2 3 4 0 10 1 1 8", "2 3 4 0 10 1 1 16", "8", "outside 4 days"},
      {"2 3 4 0 10 1 1 8", "2 3 4 0 10 1 1 0", "8", "outside 4 days"},
      {"2 3 4 0 10 1 1 8", "2 3 4 0 10 2 1 8", "8", "has 1 days, the frequency is 2"},
      {"2 3 4 0 10 1 1 8", "2 3 4 0 10 9 1 8", "8", "frequency must be"},
      {"3 5 6 0 10 4 1 15", "3 5 6 0 10 4 1 15\n4 5 6 0 10 4 1 15", "10", "id must be"},
  };
  for (const Damage& damage : damages) {
    const Error error = error_of(replaced(kSmall, damage.from, damage.to));
    EXPECT_EQ(error.where, damage.line) << damage.to << ": " << error.message;
    EXPECT_THAT(error.message, HasSubstr(damage.says)) << damage.to;
  }
}

TEST(Cordeau, RefusesAFileCutAnywhere) {
  for (std::size_t end = 0; end + 3 < kSmall.size(); ++end) {
    const Error error = error_of(kSmall.substr(0, end));
    EXPECT_FALSE(error.where.empty()) << "cut after " << end;
    EXPECT_FALSE(error.message.empty()) << "cut after " << end;
  }
}

}  // namespace
}  // namespace ronda::scheduling::periodic
