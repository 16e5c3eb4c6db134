#include "shared/scheduling/periodic/cordeau.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <string>

namespace ronda::scheduling::periodic {
namespace {

/// The numbers of one line that is not empty.
struct Row {
  int line = 0;
  std::vector<double> numbers;

  Error wrong(std::string message) const { return bad_input(std::move(message), std::to_string(line)); }
  std::string what(std::size_t k) const { return std::to_string(static_cast<long long>(numbers[k])); }
};

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v' || c == '\0'; }

/// One decimal number; strtod alone would also take "inf", "nan" and hexadecimal.
bool read_number(const std::string& word, double& number) {
  if (word.find_first_not_of("+-.0123456789eE") != std::string::npos) return false;
  char* end = nullptr;
  number = std::strtod(word.c_str(), &end);
  return end == word.c_str() + word.size() && std::isfinite(number) && std::abs(number) <= 1e12;
}

Result<std::vector<Row>> read_rows(std::string_view text) {
  std::vector<Row> rows;
  int line = 0;
  while (!text.empty()) {
    ++line;
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view content = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    Row row{line, {}};
    for (std::size_t at = 0; at < content.size();) {
      if (is_space(content[at])) {
        ++at;
        continue;
      }
      std::size_t stop = at;
      while (stop < content.size() && !is_space(content[stop])) ++stop;
      const std::string word(content.substr(at, stop - at));
      double number = 0;
      if (!read_number(word, number)) return row.wrong("'" + word.substr(0, 40) + "' is not a number");
      row.numbers.push_back(number);
      at = stop;
    }
    if (!row.numbers.empty()) rows.push_back(std::move(row));
  }
  return rows;
}

bool whole_within(double number, double least, double most) {
  return number >= least && number <= most && number == std::floor(number);
}

/// The file counts day 1 from the highest bit of a pattern; here bit 0 is the first day.
std::uint32_t turned(std::uint32_t code, int days) {
  std::uint32_t mask = 0;
  for (int d = 0; d < days; ++d)
    if ((code >> (days - 1 - d)) & 1U) mask |= 1U << d;
  return mask;
}

int count(std::uint32_t mask) {
  int bits = 0;
  for (; mask != 0; mask &= mask - 1) ++bits;
  return bits;
}

Result<void> read_patterns(const Row& row, int days, Place& place) {
  const std::vector<double>& numbers = row.numbers;
  const std::string who = "customer " + row.what(0);
  if (numbers.size() < 8)
    return row.wrong(who + " needs 8 numbers or more, the line has " + std::to_string(numbers.size()));
  if (!whole_within(numbers[5], 0, days))
    return row.wrong(who + ": the frequency must be 0 to " + std::to_string(days));
  if (!whole_within(numbers[6], 1, 1 << 20)) return row.wrong(who + " has no pattern");
  const auto given = static_cast<std::size_t>(numbers[6]);
  if (numbers.size() < 7 + given)
    return row.wrong(who + ": " + std::to_string(given) + " patterns stated, " + std::to_string(numbers.size() - 7) +
                     " given");
  int frequency = static_cast<int>(numbers[5]);
  const double most = std::ldexp(1.0, days) - 1;
  for (std::size_t k = 7; k < 7 + given; ++k) {
    if (!whole_within(numbers[k], 1, most))
      return row.wrong(who + ": pattern " + row.what(k) + " is outside " + std::to_string(days) + " days");
    const std::uint32_t mask = turned(static_cast<std::uint32_t>(numbers[k]), days);
    if (frequency == 0) frequency = count(mask);
    if (count(mask) != frequency)
      return row.wrong(who + ": pattern " + row.what(k) + " has " + std::to_string(count(mask)) +
                       " days, the frequency is " + std::to_string(frequency));
    if (std::find(place.patterns.begin(), place.patterns.end(), mask) == place.patterns.end())
      place.patterns.push_back(mask);
  }
  return {};
}

Result<void> read_place(const Row& row, Problem& problem, std::vector<bool>& seen) {
  const std::vector<double>& numbers = row.numbers;
  if (!whole_within(numbers[0], 0, problem.customers()))
    return row.wrong("the id must be 0 to " + std::to_string(problem.customers()));
  const auto id = static_cast<std::size_t>(numbers[0]);
  if (seen[id]) return row.wrong("id " + std::to_string(id) + " twice");
  seen[id] = true;
  if (numbers.size() < 3) return row.wrong("the coordinates are missing");
  Place& place = problem.places[id];
  place.x = numbers[1];
  place.y = numbers[2];
  if (id == 0) {
    if (numbers.size() > 5 && numbers[5] != 0) return row.wrong("the depot has a frequency");
    return {};
  }
  if (numbers.size() > 3) place.service = numbers[3];
  if (numbers.size() > 4) place.demand = numbers[4];
  if (place.service < 0 || place.demand < 0)
    return row.wrong("customer " + std::to_string(id) + ": service and demand must not be negative");
  return read_patterns(row, static_cast<int>(problem.days.size()), place);
}

}  // namespace

Result<Problem> read_cordeau(std::string_view text) {
  auto read = read_rows(text);
  if (!read) return std::move(read).error();
  const std::vector<Row>& rows = *read;
  if (rows.empty()) return bad_input("the file is empty", "1");
  const Row& head = rows[0];
  if (head.numbers.size() < 4) return head.wrong("the first line must be: 1 vehicles customers days");
  if (head.numbers[0] != 1) return head.wrong("type " + head.what(0) + " is not 1 (periodic)");
  if (!whole_within(head.numbers[1], 1, kMostVehicles))
    return head.wrong("vehicles must be 1 to " + std::to_string(kMostVehicles));
  if (!whole_within(head.numbers[2], 1, kMostCustomers))
    return head.wrong("customers must be 1 to " + std::to_string(kMostCustomers));
  if (!whole_within(head.numbers[3], 1, kMostDays)) return head.wrong("days must be 1 to " + std::to_string(kMostDays));

  Problem problem;
  problem.vehicles = static_cast<int>(head.numbers[1]);
  problem.places.resize(static_cast<std::size_t>(head.numbers[2]) + 1);
  const auto days = static_cast<std::size_t>(head.numbers[3]);
  const std::size_t needed = 1 + days + problem.places.size();
  if (rows.size() < needed)
    return rows.back().wrong("the file ends after " + std::to_string(rows.size()) + " lines of numbers, it needs " +
                             std::to_string(needed));
  for (std::size_t d = 1; d <= days; ++d) {
    const Row& row = rows[d];
    if (row.numbers.size() < 2 || row.numbers[0] < 0 || row.numbers[1] < 0)
      return row.wrong("a day must be: duration capacity, not negative");
    const auto limit = [](double number) { return number == 0 ? std::numeric_limits<double>::infinity() : number; };
    problem.days.push_back({limit(row.numbers[0]), limit(row.numbers[1])});
  }
  std::vector<bool> seen(problem.places.size(), false);
  for (std::size_t k = 1 + days; k < rows.size(); ++k) {
    auto place = read_place(rows[k], problem, seen);
    if (!place) return std::move(place).error();
  }
  return problem;  // rows >= places and no id twice: every id was seen
}

}  // namespace ronda::scheduling::periodic
