#pragma once
// Synchronisation without I/O: the host asks for the next request, sends it however it can, and tells what came back.
// Order of a round: the device log first, then the change feed, then copies of what is unfinished, then photos in
// pieces; before every copy and piece new records go first. One request is under way at a time. One thread, the core's.
// Shared/wire/PROTOCOL.md is the other half.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "field-app/core/store/sync_store.hpp"
#include "shared/base/id.hpp"
#include "shared/base/log.hpp"
#include "shared/base/result.hpp"

namespace ronda::field {

/// The host's two clocks. Waiting follows the steady one, so that no jump of the wall clock can stop the sync.
struct Moment {
  Instant wall;
  std::int64_t steady_ms = 0;  ///< never goes back; any start
};

struct SyncRequest {
  std::string method;
  std::string path;  ///< begins with /; the server's base URL stands in the enrolment
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

/// Names in lower case.
using SyncHeaders = std::vector<std::pair<std::string, std::string>>;

enum class SyncStep { rest, push, pull, draft, photo };

/// The session tells more problems apart than the wire has words (captive_portal, wrong_reply, server_trouble,
/// server_full, those of TLS); this is the wire's word for one of them.
std::string problem_code(const std::string& problem);

/// What of the session's life is not in the database.
struct SyncLive {
  bool running = false;  ///< a round is under way, or wanted at once
  SyncStep step = SyncStep::rest;
  std::int64_t sending_from = 0;  ///< records of the push under way; 0 if none
  std::int64_t sending_to = 0;
  std::optional<Instant> next_try_at;
  /// What stands in the way, as problem() says it; the database may be too full to hold it.
  std::string problem;
};

struct SyncSettings {
  std::int64_t idle_ms = 5 * 60'000;       ///< between two rounds when all is well
  std::int64_t backoff_first_ms = 5'000;   ///< doubled at each failure …
  std::int64_t backoff_most_ms = 300'000;  ///< … up to this; jitter takes up to a third off
  std::int64_t push_records = 100;
  std::size_t push_bytes = 1U << 20U;
  std::int64_t pull_changes = 250;
  std::int64_t photo_piece_bytes = 256 * 1024;
  std::int64_t draft_wait_ms = 30'000;  ///< from the first tap that has no copy to its copy, when nothing else is sent
};

class SyncSession {
 public:
  SyncSession(SyncStore store, Entropy entropy, LogSink log, SyncSettings settings = {});

  /// The request to send now, or nothing: resting, not enrolled, or one is under way already.
  std::optional<SyncRequest> next_request(Moment now);
  /// The reply to the request under way.
  void on_reply(Moment now, int status, const SyncHeaders& headers, std::string_view body);
  /// No reply: unreachable, timeout, truncated or cancelled. `cause` may tell an unreachable server apart: tls_expired,
  /// wrong_clock (its certificate is not valid yet), tls_wrong_host, tls_unknown_ca, tls_failed, tls_plain.
  void on_failure(Moment now, ErrorCode kind, std::string_view cause = {});
  /// When to ask again, on the steady clock; nothing while not enrolled or while a request is under way.
  std::optional<std::int64_t> next_wakeup(Moment now);

  /// This folder was enrolled (anew): what is under way belongs to the old identity and is forgotten.
  void enrolled(Moment now);
  /// The officer pressed sync, or the host saw the network come back: try at once, forget the back-off. A round that is
  /// under way may have been lost before that: when it ends, however it ends, another one follows at once.
  void wake(Moment now);

  SyncLive live(Moment now) const;
  /// How the last round ended: empty = all went well (or none ended yet), else a problem word (see problem_code()).
  const std::string& problem() const { return problem_; }

 private:
  enum class Await { nothing, push, pull, draft_put, draft_list, photo_create, photo_offset, photo_piece };

  std::optional<SyncRequest> make_push(Moment now);
  std::optional<SyncRequest> make_pull(Moment now);
  std::optional<SyncRequest> make_photo(Moment now);
  /// Copies of what is unfinished first, then a look at what the officer left on other devices, when it is wanted.
  std::optional<SyncRequest> make_draft(Moment now);
  SyncRequest request(std::string method, std::string path) const;

  void on_push_reply(Moment now, const wire::PushReply& reply);
  void on_push_gap(Moment now, std::optional<std::int64_t> expected_seq);
  void on_page(Moment now, const wire::PullPage& page);
  void on_stale_cursor(Moment now);
  /// How far the server holds our log, by a page that says `acked_seq`: never more than was offered to it, because the
  /// rest would be a copy's of this device. Nothing if it holds less than it said before; what follows was begun then.
  std::optional<std::int64_t> still_holds(Moment now, std::int64_t acked_seq);
  /// True if this was an answer to a draft's request. A copy is never worth ending a round for.
  bool on_draft_reply(Moment now, Await step, int status, std::string_view body);
  /// The server does not take this copy: it waits for the next round.
  void skip_draft(Moment now, const std::string& code);
  bool is_draft_due(Moment now);
  /// True if a copy waits that was not refused as it is.
  bool is_draft_waiting();
  void on_photo_reply(Moment now, Await step, int status, const SyncHeaders& headers);
  void photo_done(Moment now);
  void skip_photo(Moment now, const char* code, const domain::Text& text);
  void on_refusal(Moment now, Await step, int status, const SyncHeaders& headers, const wire::Problem& problem);
  void on_unknown_reply(Moment now, Await step, int status, const SyncHeaders& headers);
  /// True if the server is the one we know; else everything is offered and pulled again. Nothing: storage failed.
  std::optional<bool> take_epoch(Moment now, const Uuid& epoch);
  void take_server_time(Moment now, Instant server_time);
  /// Remembers what the server made of this device; a change is told in the diary by whoever calls.
  void take_device_state(Moment now, DeviceState state);

  bool is_due(Moment now);
  void begin_round(Moment now);
  void finish_round(Moment now);
  /// When the next round comes of itself; at once if one was wanted since this one began.
  void rest(Moment now, std::int64_t wait_ms);
  void write_round(Moment now);
  /// Ends the round; the next one comes after the back-off, or after `wait_ms` if that is longer.
  void fail_round(Moment now, const char* code, const domain::Text& text, std::int64_t wait_ms = 0);
  /// One lane is closed for this round; the others go on.
  void close_lane(Moment now, bool& lane, const char* code, const domain::Text& text);
  void note_problem(Moment now, const char* code, const domain::Text& text);
  void storage_failed(Moment now, const Error& error);
  void write_diary(Moment now, const char* event, const domain::Text& text);
  std::int64_t backoff_ms();

  SyncStore store_;
  Entropy entropy_;
  LogSink log_;
  SyncSettings settings_;
  IdSource ids_;
  std::optional<Enrolment> who_;

  Await await_ = Await::nothing;
  std::int64_t sending_from_ = 0;
  std::int64_t sending_to_ = 0;
  std::int64_t offered_to_ = 0;   // the highest record that was ever under way
  std::int64_t send_after_ = -1;  // push from the record after this one; -1 = after the acknowledged ones
  std::int64_t push_most_ = 0;    // records per push; halved when the server finds a run too large
  std::int64_t asked_cursor_ = 0;
  std::optional<WaitingPhoto> photo_;
  std::int64_t photo_offset_ = -1;  // what the server holds of it; -1 = not known
  bool photo_created_ = false;      // the server knows this upload
  int photo_strikes_ = 0;           // replies that did not bring it forward

  bool wanted_ = false;  // a round that begins after the last wake()

  // This round.
  bool round_ = false;
  bool push_closed_ = false;
  bool pull_closed_ = false;
  bool pull_done_ = false;
  bool photo_closed_ = false;
  bool drafts_closed_ = false;
  int detours_ = 0;  // gaps, stale cursors, new epochs: a server that sends us in circles ends the round
  std::vector<crypto::Sha256> photos_skipped_;
  std::int64_t pushed_ = 0;
  std::int64_t held_ = 0;
  std::int64_t changed_ = 0;
  std::int64_t photos_sent_ = 0;
  std::optional<WaitingDraft> draft_;
  std::vector<InspectionId> drafts_skipped_;
  std::int64_t drafts_begun_ = 0;  // first copies
  std::string round_problem_;

  // Between rounds.
  std::map<InspectionId, std::int64_t> drafts_refused_;  // the version that the server did not take
  int failures_ = 0;
  std::int64_t due_ms_ = 0;         // steady; the first round starts at once
  std::int64_t draft_due_ms_ = -1;  // steady; -1: no copy waits
  std::string problem_;
  std::string last_diary_problem_;  // the diary says the same thing once
};

}  // namespace ronda::field
