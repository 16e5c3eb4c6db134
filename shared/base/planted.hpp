#pragma once
// Mistakes that a test can put into the program one at a time, to see that the simulation finds each of them
// (tests/simulation/planted_bugs.cpp). The product is built without RONDA_PLANT: there every switch is the constant
// false, and nothing of it reaches a binary.

#ifdef RONDA_PLANT

#include <array>
#include <string_view>

namespace ronda::planted {

/// The mistakes, each named for what the program then does. kBugNames has the same order.
enum class Bug {
  none,
  // server
  ack_before_sync,
  ack_before_commit,
  resend_taken_for_fork,
  fork_unnoticed,
  chain_unchecked,
  signature_unchecked,
  quarantine_lost,
  held_record_blocks,
  revoked_device_accepted,
  numbers_out_of_order,
  number_kept_on_change,
  cursor_ahead_of_page,
  visit_told_early,
  upload_offset_unchecked,
  correction_overwrites,
  first_arrival_keeps_visit,
  damage_unnoticed,
  whole_feed_read,
  stalled_upload_kept,
  // device
  saved_before_commit,
  unsent_counts_as_sent,
  cursor_before_page,
  tombstone_ignored,
  snapshot_drops_outbox,
  epoch_ignored,
  retry_not_armed,
  sealed_twice,
  clock_orders_pages,
  photo_sent_when_begun,
  unread_forgotten,
  sealed_elsewhere_unseen,
  own_forgets_answers,
};

inline constexpr std::array<std::string_view, 33> kBugNames = {
    "none",
    "ack before sync",
    "ack before commit",
    "resend taken for fork",
    "fork unnoticed",
    "chain unchecked",
    "signature unchecked",
    "quarantine lost",
    "held record blocks",
    "revoked device accepted",
    "numbers out of order",
    "number kept on change",
    "cursor ahead of page",
    "visit told early",
    "upload offset unchecked",
    "correction overwrites",
    "first arrival keeps visit",
    "damage unnoticed",
    "whole feed read",
    "stalled upload kept",
    "saved before commit",
    "unsent counts as sent",
    "cursor before page",
    "tombstone ignored",
    "snapshot drops outbox",
    "epoch ignored",
    "retry not armed",
    "sealed twice",
    "clock orders pages",
    "photo sent when begun",
    "unread forgotten",
    "sealed elsewhere unseen",
    "own forgets answers",
};

/// The one that is in now.
inline Bug now = Bug::none;

}  // namespace ronda::planted

#define RONDA_PLANTED(bug) (::ronda::planted::now == ::ronda::planted::Bug::bug)

#else
#define RONDA_PLANTED(bug) false
#endif
