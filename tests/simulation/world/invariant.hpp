#pragma once
// What must hold, by name. tests/simulation/README.md says where each is checked.

#include <string>
#include <string_view>

namespace ronda::sim {

struct Invariant {
  std::string_view name;
  std::string_view text;
};

inline constexpr Invariant kI1{"I1",
                               "a record the server acknowledged is in the server's durable state after any crash"};
inline constexpr Invariant kI2{"I2", "a record the app reported as saved is on the device after any kill or power cut"};
inline constexpr Invariant kI3{"I3", "repeated, delayed and duplicated requests leave the server as sending each once"};
inline constexpr Invariant kI4{"I4", "same number with other content is never dropped and never overwrites"};
inline constexpr Invariant kI5{"I5", "a cursor is never ahead of the data it stands for"};
inline constexpr Invariant kI6{"I6", "feed numbers appear in commit order"};
inline constexpr Invariant kI7{"I7", "an inspection is visible whole or not at all"};
inline constexpr Invariant kI8{"I8", "what a device showed stays on its screen until deleted; own work never vanishes"};
inline constexpr Invariant kI9{"I9", "nothing is served before it is synced, and nothing undisclosed at all"};
inline constexpr Invariant kI10{"I10", "what counts as sent is on the server; the pending count is the outbox"};
inline constexpr Invariant kI11{"I11",
                                "the winner of a conflict does not depend on the order of arrival; the loser is kept"};
inline constexpr Invariant kI12{"I12",
                                "deleted and made again, deleted and edited: all sides agree and typed work stays"};
inline constexpr Invariant kI13{"I13",
                                "a record that cannot be applied is set aside and visible; the others go through"};
inline constexpr Invariant kI14{"I14",
                                "a storage error leaves the old state valid and is not followed by partial data"};
inline constexpr Invariant kI15{"I15", "after every reopen integrity_check is ok and every checksum fits"};
inline constexpr Invariant kI16{"I16", "jumps of the wall clock change no outcome and stop nothing"};
inline constexpr Invariant kI17{
    "I17", "a server restored or begun anew is noticed; nothing a device holds is lost or doubled"};
inline constexpr Invariant kI18{"I18", "a copied device is noticed; no number is used twice with other content"};
inline constexpr Invariant kI19{"I19", "another version works or refuses with the data kept"};
inline constexpr Invariant kI20{"I20", "what the server holds for a request is bounded by its batch"};
inline constexpr Invariant kQ1{"Q1", "faults over, no new writes: every outbox is empty within three retry periods"};
inline constexpr Invariant kQ2{"Q2", "then all views equal the server's, and every acknowledged record is there once"};

}  // namespace ronda::sim
