#include "sync-server/service/policy.hpp"

#include <algorithm>

#include "embedded/sync-server-data.hpp"

namespace ronda::server {

namespace {

using wire::JsonCursor;
using wire::JsonWriter;

Result<VisitRange> read_visits(const JsonCursor& at, std::string_view tier) {
  auto pair = at.array(tier, 2);
  if (!pair) return std::move(pair).error();
  if (pair->size() != 2) return at.wrong("visits of a tier are [least, most]");
  auto least = (*pair)[0].as_integer(0, 31);
  if (!least) return std::move(least).error();
  auto most = (*pair)[1].as_integer(*least, 31);
  if (!most) return std::move(most).error();
  return VisitRange{static_cast<int>(*least), static_cast<int>(*most)};
}

Result<VisitReading> read_reading(const JsonCursor& at) {
  auto text = at.string("reading", 16);
  if (!text) return std::move(text).error();
  for (const auto reading : {VisitReading::premises, VisitReading::unit, VisitReading::officer}) {
    if (*text == word(reading)) return reading;
  }
  return bad_input("expected premises, unit or officer", at.path() + "/reading");
}

Result<std::map<int, std::pair<int, int>>> read_gaps(const JsonCursor& at) {
  std::map<int, std::pair<int, int>> gaps;
  for (const auto& [name, pair] : at.members()) {
    if (name.empty() || name.size() > 2 || name.find_first_not_of("0123456789") != std::string::npos) {
      return pair.wrong("the name is a number of visits");
    }
    auto items = pair.as_array(2);
    if (!items) return std::move(items).error();
    if (items->size() != 2) return pair.wrong("a gap is [closest, farthest] in days");
    auto closest = (*items)[0].as_integer(1, 31);
    if (!closest) return std::move(closest).error();
    auto farthest = (*items)[1].as_integer(*closest, 62);
    if (!farthest) return std::move(farthest).error();
    gaps[std::stoi(name)] = {static_cast<int>(*closest), static_cast<int>(*farthest)};
  }
  return gaps;
}

Result<std::vector<LadderStep>> read_ladder(const JsonCursor& at) {
  auto items = at.array("ladder", 6);
  if (!items) return std::move(items).error();
  std::vector<LadderStep> ladder;
  for (const auto& item : *items) {
    if (auto only = item.only({"rung", "days"}); !only) return std::move(only).error();
    auto text = item.string("rung", 32);
    if (!text) return std::move(text).error();
    auto rung = domain::parse_rung(*text);
    if (!rung) return bad_input("no such rung", item.path() + "/rung");
    if (!ladder.empty() && *rung <= ladder.back().rung) return item.wrong("rungs go upward, each once");
    auto days = item.integer("days", 1, 90);
    if (!days) return std::move(days).error();
    ladder.push_back({*rung, static_cast<int>(*days)});
  }
  return ladder;
}

Result<std::vector<Holiday>> read_holidays(const JsonCursor& at) {
  auto items = at.array("holidays", 400);
  if (!items) return std::move(items).error();
  std::vector<Holiday> holidays;
  for (const auto& item : *items) {
    if (auto only = item.only({"date", "name", "kind", "confirmed"}); !only) return std::move(only).error();
    Holiday holiday;
    auto date = item.date("date");
    if (!date) return std::move(date).error();
    holiday.date = *date;
    auto name = item.string("name", 120);
    if (!name) return std::move(name).error();
    holiday.name = *name;
    auto kind = item.string("kind", 16);
    if (!kind) return std::move(kind).error();
    if (*kind != "national" && *kind != "collective") {
      return bad_input("expected national or collective", item.path() + "/kind");
    }
    holiday.national = *kind == "national";
    auto confirmed = item.optional_boolean("confirmed");
    if (!confirmed) return std::move(confirmed).error();
    holiday.confirmed = confirmed->value_or(true);
    holidays.push_back(std::move(holiday));
  }
  std::stable_sort(holidays.begin(), holidays.end(),
                   [](const Holiday& a, const Holiday& b) { return a.date < b.date; });
  for (std::size_t n = 1; n < holidays.size(); ++n) {
    if (holidays[n].date == holidays[n - 1].date) {
      return bad_input("two holidays on " + to_text(holidays[n].date), at.path() + "/holidays");
    }
  }
  return holidays;
}

/// Reads one whole number into `out`.
Result<void> read_number(const JsonCursor& at, std::string_view name, int least, int most, int& out) {
  auto number = at.integer(name, least, most);
  if (!number) return std::move(number).error();
  out = static_cast<int>(*number);
  return {};
}

struct NumberMember {
  std::string_view name;
  int least;
  int most;
  int UnitPolicy::*member;
};

constexpr NumberMember kServiceMembers[] = {
    {"base", 5, 240, &UnitPolicy::service_base_min},
    {"per_12_rooms", 0, 120, &UnitPolicy::service_per_12_rooms_min},
};
constexpr NumberMember kDeadlineMembers[] = {
    {"critical", 1, 90, &UnitPolicy::critical_days},
    {"major", 1, 90, &UnitPolicy::major_days},
    {"minor", 1, 90, &UnitPolicy::minor_days},
};
constexpr NumberMember kPlainMembers[] = {
    {"speed_kmh", 3, 120, &UnitPolicy::speed_kmh},
    {"detour_pct", 100, 400, &UnitPolicy::detour_pct},
    {"sample_n", 1, 200, &UnitPolicy::sample_n},
    {"sample_min_n", 1, 200, &UnitPolicy::sample_min_n},
    {"sample_min_days", 1, 90, &UnitPolicy::sample_min_days},
    {"plan_seconds", 1, 600, &UnitPolicy::plan_seconds},
};

template <std::size_t N>
Result<void> read_numbers(const JsonCursor& at, const NumberMember (&members)[N], UnitPolicy& policy) {
  for (const auto& member : members) {
    if (auto read = read_number(at, member.name, member.least, member.most, policy.*member.member); !read) return read;
  }
  return {};
}

Result<void> read_parts(const JsonCursor& at, UnitPolicy& policy) {
  auto visits = at.member("visits");
  if (!visits) return std::move(visits).error();
  if (auto only = visits->only({"low", "medium", "high"}); !only) return only;
  for (const auto& [tier, range] :
       {std::pair{"low", &policy.low}, {"medium", &policy.medium}, {"high", &policy.high}}) {
    auto read = read_visits(*visits, tier);
    if (!read) return std::move(read).error();
    *range = *read;
  }
  auto reading = read_reading(at);
  if (!reading) return std::move(reading).error();
  policy.reading = *reading;

  auto gap_member = at.member("gaps");
  if (!gap_member) return std::move(gap_member).error();
  if (!gap_member->is_object()) return gap_member->wrong("expected an object");
  auto gaps = read_gaps(*gap_member);
  if (!gaps) return std::move(gaps).error();
  policy.gaps = std::move(*gaps);

  auto service = at.member("service_minutes");
  if (!service) return std::move(service).error();
  if (auto only = service->only({"base", "per_12_rooms"}); !only) return only;
  if (auto read = read_numbers(*service, kServiceMembers, policy); !read) return read;

  auto disclosure = at.member("disclosure");
  if (!disclosure) return std::move(disclosure).error();
  if (auto only = disclosure->only({"time", "days_before"}); !only) return only;
  auto time_text = disclosure->string("time", 5);
  if (!time_text) return std::move(time_text).error();
  auto time = parse_time(*time_text);
  if (!time) return bad_input("expected HH:MM", disclosure->path() + "/time");
  policy.disclosure_time = *time;
  if (auto read = read_number(*disclosure, "days_before", 0, 7, policy.disclosure_days_before); !read) return read;

  auto deadlines = at.member("deadlines");
  if (!deadlines) return std::move(deadlines).error();
  if (auto only = deadlines->only({"critical", "major", "minor"}); !only) return only;
  return read_numbers(*deadlines, kDeadlineMembers, policy);
}

}  // namespace

std::string_view word(VisitReading value) {
  switch (value) {
    case VisitReading::premises:
      return "premises";
    case VisitReading::unit:
      return "unit";
    case VisitReading::officer:
      return "officer";
  }
  return "premises";
}

const VisitRange& UnitPolicy::visits(domain::Tier tier) const {
  if (tier == domain::Tier::low) return low;
  return tier == domain::Tier::medium ? medium : high;
}

Result<UnitPolicy> read_policy(const JsonCursor& at) {
  auto only =
      at.only({"version", "visits", "reading", "gaps", "service_minutes", "speed_kmh", "detour_pct", "disclosure",
               "sample_n", "sample_min_n", "sample_min_days", "deadlines", "ladder", "holidays", "plan_seconds"});
  if (!only) return std::move(only).error();
  UnitPolicy policy;
  if (auto read = read_parts(at, policy); !read) return std::move(read).error();
  if (auto read = read_numbers(at, kPlainMembers, policy); !read) return std::move(read).error();
  auto ladder = read_ladder(at);
  if (!ladder) return std::move(ladder).error();
  policy.ladder = std::move(*ladder);
  auto holidays = read_holidays(at);
  if (!holidays) return std::move(holidays).error();
  policy.holidays = std::move(*holidays);
  if (policy.sample_min_n > policy.sample_n) {
    return bad_input("the least sample is larger than the sample", at.path() + "/sample_min_n");
  }
  return policy;
}

void write_policy(JsonWriter& out, const UnitPolicy& policy, bool with_version) {
  const auto pair = [&](int a, int b) { out.begin_array().value(a).value(b).end_array(); };
  out.begin_object();
  if (with_version) out.member("version", policy.version);
  out.key("visits").begin_object();
  out.key("low"), pair(policy.low.min, policy.low.max);
  out.key("medium"), pair(policy.medium.min, policy.medium.max);
  out.key("high"), pair(policy.high.min, policy.high.max);
  out.end_object();
  out.member("reading", word(policy.reading));
  out.key("gaps").begin_object();
  for (const auto& [visits, gap] : policy.gaps) out.key(std::to_string(visits)), pair(gap.first, gap.second);
  out.end_object();
  out.key("service_minutes").begin_object();
  for (const auto& member : kServiceMembers) out.member(member.name, policy.*member.member);
  out.end_object();
  for (const auto& member : kPlainMembers) out.member(member.name, policy.*member.member);
  out.key("disclosure").begin_object();
  out.member("time", to_text(policy.disclosure_time)).member("days_before", policy.disclosure_days_before).end_object();
  out.key("deadlines").begin_object();
  for (const auto& member : kDeadlineMembers) out.member(member.name, policy.*member.member);
  out.end_object();
  out.key("ladder").begin_array();
  for (const auto& step : policy.ladder) {
    out.begin_object().member("rung", word(step.rung)).member("days", step.days).end_object();
  }
  out.end_array();
  out.key("holidays").begin_array();
  for (const auto& holiday : policy.holidays) {
    out.begin_object().member("date", holiday.date).member("name", holiday.name);
    out.member("kind", holiday.national ? "national" : "collective");
    if (!holiday.confirmed) out.member("confirmed", false);
    out.end_object();
  }
  out.end_array().end_object();
}

Result<UnitPolicy> current_policy(const ReadTxn& txn, UnitId unit) {
  auto row = txn.settings().policy(unit);
  if (!row) return std::move(row).error();
  auto document = wire::JsonDocument::parse(row->document);
  auto policy = document ? read_policy(document->root()) : Result<UnitPolicy>(document.error());
  if (!policy)
    return Error{ErrorCode::corrupt, "the stored policy cannot be read: " + policy.error().message, "policy"};
  policy->version = row->version;
  return policy;
}

Result<UnitPolicy> change_policy(WriteTxn& txn, UnitId unit, UnitPolicy policy, std::int64_t expected,
                                 std::optional<OfficerId> by) {
  auto stored = txn.settings().policy(unit);
  const bool first = !stored && stored.error().code == ErrorCode::not_found;
  if (!stored && !first) return std::move(stored).error();
  const std::int64_t current = first ? 0 : stored->version;
  if (current != expected)
    return Error{ErrorCode::stale_version, "somebody changed the policy in the meantime", "policy"};
  policy.version = current + 1;
  wire::JsonWriter out;
  write_policy(out, policy, false);
  if (auto added = txn.settings().add_policy({unit, policy.version, out.take(), by, txn.now()}); !added) {
    return std::move(added).error();
  }
  return policy;
}

Result<UnitPolicy> default_policy() {
  UnitPolicy policy;
  std::vector<Holiday> holidays;
  for (const auto& file : embedded::sync_server_data::files) {
    if (file.name != "policy-default.json" && !file.name.starts_with("holidays-")) continue;
    auto document = wire::JsonDocument::parse(file.content);
    if (!document) return std::move(document).error();
    if (file.name == "policy-default.json") {
      auto read = read_policy(document->root());
      if (!read) return std::move(read).error();
      policy = std::move(*read);
    } else {
      auto read = read_holidays(document->root());
      if (!read) return std::move(read).error();
      holidays.insert(holidays.end(), read->begin(), read->end());
    }
  }
  policy.holidays = std::move(holidays);
  return policy;
}

}  // namespace ronda::server
