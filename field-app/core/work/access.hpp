#pragma once
// Who may open this device: a PIN per officer, waits after wrong tries, the way back through the unit head, and when
// the device locks by itself. The core is the guard, whatever page asks. Reasons:
// shared/decisions/0150-pins-on-the-device.md. One thread.

#include <optional>
#include <string>
#include <vector>

#include "field-app/core/store/access_store.hpp"
#include "field-app/core/work/work_context.hpp"

namespace ronda::field {

inline constexpr std::size_t kPinLeast = 6;  ///< digits
inline constexpr std::size_t kPinMost = 12;
inline constexpr int kFreeTries = 5;  ///< wrong ones before the first wait

/// The wait that the n-th wrong try in a row costs, in ms: nothing for the first four, then 1, 5, 15 and from then on
/// 60 minutes.
std::int64_t wait_after(int failures);

/// Six to twelve digits that are not the first that anybody would try: no single digit, no straight row, no repeated
/// pair or triple, not part of the officer's NRP. Errors: bad_input at /pin.
Result<void> check_pin(std::string_view pin, std::string_view nrp);

/// The device's time since its start, which nobody can set; the wall clock where the host cannot tell.
std::int64_t steady_ms(const WorkContext& context);

/// A wrong try, or one that came too early: not a failure of the call, because it must be committed.
struct Tried {
  bool good = false;
  int wrong = 0;             ///< wrong ones in a row so far
  int left = 0;              ///< tries before the next wait
  std::int64_t wait_ms = 0;  ///< until the next try is heard; 0: at once
};

/// What a look at the lock screen needs of one officer.
struct OfficerAtDoor {
  OfficerRow officer;
  bool pin = false;
  bool owner = false;  ///< enrolled with this device
  int wrong = 0;       ///< tries in a row
  std::int64_t wait_ms = 0;
};
/// Who may open this device: the officer it is enrolled for, then the active members of the team; those with a PIN
/// first, the last one in before the others.
Result<std::vector<OfficerAtDoor>> officers_at_door(WorkContext& context);

// The following commit by themselves: a wrong try counts before it is compared, so that killing the app in between
// gives nobody a try for nothing. Precondition of all: enrolled, no transaction open.

/// Opens the device. Errors: not_found (may not open this device, or has no PIN here).
Result<Tried> unlock(WorkContext& context, OfficerId officer, const std::string& pin);
/// Sets the PIN of whoever is in. The very first one on the device is that of the enrolled officer and needs no old
/// one. Errors: bad_input (too simple), unauthenticated (locked).
Result<Tried> set_pin(WorkContext& context, const std::string& pin, const std::string& old_pin);
/// The number that the officer reads to the unit head; the same until a code fitted it. Errors: not_found.
Result<std::string> pin_request(WorkContext& context, OfficerId officer);
/// Sets a PIN with the unit head's code and opens the device. Errors: bad_input, not_found (no request was made).
Result<Tried> recover(WorkContext& context, OfficerId officer, const std::string& code, const std::string& pin);

/// An officer other than the one who is in shows their PIN, so that they can sign once; the device stays with whoever
/// is in. Wrong ones count as at the door. Errors: not_found (has no PIN here).
Result<Tried> confirm(WorkContext& context, OfficerId officer, const std::string& pin);
/// Whether `officer` may sign now: the one who is in, one who has no PIN here, or one who confirmed; uses a
/// confirmation up. Errors: unauthenticated (their PIN is needed).
Result<void> may_sign(WorkContext& context, OfficerId officer);

void lock(WorkContext& context);
/// Forgets whoever is in after too long a time without a tap. Called before each call is answered.
void lock_when_idle(AccessSession& session, std::int64_t now_ms);
/// Waits go on where they were before the device was started anew. Called once when the app opens.
Result<void> resume_waits(sqlite::Database& db, std::int64_t since_start_ms);

}  // namespace ronda::field
