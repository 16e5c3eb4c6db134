#pragma once
// What schedules went through, summed up over a run, so that a reader can tell that each fault really happened.

#include <array>
#include <cstdint>
#include <string_view>

namespace ronda::sim {

/// What is counted. kCountedWords has the same order.
enum class Counted {
  steps,
  requests,
  sealed,
  photos,
  reports,
  held,
  decisions,
  lost,
  repeated,
  strangers,
  damaged,
  server_deaths,
  device_deaths,
  deaths_within_a_call,
  full_disks,
  clock_jumps,
  restores,
  copies,
  enrolments,
  forged,
  updates,
  versions_refused,
  newer_answers,
  left_uploads,
  files,
  files_read,
  taps,
  taken,
  owned,
  sealed_twice,
  kinds  ///< how many there are
};

inline constexpr std::array<std::string_view, static_cast<std::size_t>(Counted::kinds)> kCountedWords = {
    "steps",
    "requests",
    "inspections sealed",
    "photos",
    "other reports",
    "records held",
    "decisions of the unit head",
    "messages lost",
    "messages repeated",
    "answers by strangers",
    "bodies damaged",
    "server deaths",
    "device deaths",
    "deaths within a call",
    "full disks",
    "clock jumps",
    "restores of a backup",
    "copied devices",
    "devices enrolled anew",
    "forged runs",
    "updates of a program",
    "refused versions",
    "answers of a newer server",
    "photos announced and never sent",
    "files written",
    "files read",
    "times of answering items",
    "inspections taken over",
    "inspections gone on with as own",
    "inspections sealed on two phones"};

struct Tally {
  std::array<std::int64_t, static_cast<std::size_t>(Counted::kinds)> of{};
  std::int64_t largest_peak = 0;      ///< bytes that an answer took beside what is kept
  std::int64_t largest_kept = 0;      ///< bytes that the answers of one server left behind
  std::int64_t longest_quiet_ms = 0;  ///< virtual time from the end of the faults to rest

  std::int64_t& operator[](Counted what) { return of[static_cast<std::size_t>(what)]; }
  void add(const Tally& other) {
    for (std::size_t n = 0; n < of.size(); ++n) of[n] += other.of[n];
    largest_peak = largest_peak > other.largest_peak ? largest_peak : other.largest_peak;
    largest_kept = largest_kept > other.largest_kept ? largest_kept : other.largest_kept;
    longest_quiet_ms = longest_quiet_ms > other.longest_quiet_ms ? longest_quiet_ms : other.longest_quiet_ms;
  }
};

}  // namespace ronda::sim
