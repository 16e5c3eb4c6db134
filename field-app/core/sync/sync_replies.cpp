// What the session makes of each reply. A reply counts only if it can come from nobody but our server: the right
// status, the right content type, a body that decodes. Everything else (a hotel's sign-in page, a proxy) changes
// nothing.
#include <algorithm>
#include <cstdlib>

#include "field-app/core/sync/reply_headers.hpp"
#include "field-app/core/sync/sync_session.hpp"
#include "field-app/core/sync/sync_texts.hpp"
#include "shared/base/planted.hpp"

namespace ronda::field {

namespace {

constexpr int kMostDetours = 6;
constexpr std::int64_t kSkewWorthSaying = 120'000;
constexpr std::int64_t kLongestWait = 3'600'000;

/// Retry-After in milliseconds; the form with a date is read as "later".
std::int64_t wait_ms(const SyncHeaders& headers, std::optional<std::int64_t> from_body) {
  const auto seconds = from_body ? from_body : number(header(headers, "retry-after"));
  return std::min(seconds.value_or(0) * 1000, kLongestWait);
}

}  // namespace

void SyncSession::on_reply(Moment now, int status, const SyncHeaders& headers, std::string_view body) {
  const Await step = std::exchange(await_, Await::nothing);
  if (step == Await::nothing || !round_) return;  // a reply nobody waits for
  if (status >= 400 && is_problem(headers)) {
    if (const auto problem = wire::decode_problem(body)) return on_refusal(now, step, status, headers, *problem);
  }
  if (step == Await::push && status == 200 && is_json(headers)) {
    if (const auto reply = wire::decode_push_reply(body)) return on_push_reply(now, *reply);
  }
  if (step == Await::pull && status == 200 && is_json(headers)) {
    if (const auto page = wire::decode_pull_page(body)) return on_page(now, *page);
  }
  const bool draft = step == Await::draft_put || step == Await::draft_list;
  if (draft && is_json(headers) && on_draft_reply(now, step, status, body)) return;
  const bool photo = step == Await::photo_create || step == Await::photo_offset || step == Await::photo_piece;
  if (photo && is_tus(headers) && !is_html(headers)) return on_photo_reply(now, step, status, headers);
  // A reply to HEAD has no body, so its refusals come without a problem document.
  if (step == Await::photo_offset && (status == 404 || status == 410))
    return on_photo_reply(now, step, status, headers);
  on_unknown_reply(now, step, status, headers);
}

void SyncSession::on_failure(Moment now, ErrorCode kind, std::string_view cause) {
  if (await_ == Await::nothing || !round_) return;
  if (const auto said = kind == ErrorCode::unreachable ? text::of_tls(cause) : std::nullopt) {
    return fail_round(now, std::string(cause).c_str(), *said);
  }
  switch (kind) {
    case ErrorCode::cancelled:  // the program ends, or the host changes networks: no blame, try again when asked
      await_ = Await::nothing;
      write_round(now);
      round_ = false;
      due_ms_ = now.steady_ms;
      return;
    case ErrorCode::timeout:
      return fail_round(now, "timeout", text::timed_out());
    case ErrorCode::truncated:
      return fail_round(now, "truncated", text::cut_off());
    case ErrorCode::too_large:
      return fail_round(now, "wrong_reply", text::wrong_reply());
    default:
      return fail_round(now, "unreachable", text::unreachable());
  }
}

// ---- push ---------------------------------------------------------------------------------------------------------

void SyncSession::on_push_reply(Moment now, const wire::PushReply& reply) {
  // The answer to another run, from a network that mixes them up: what it says of held records is not about ours.
  const bool another = reply.device && *reply.device != who_->device;
  if (another || (reply.first_seq != 0 && reply.first_seq != sending_from_)) {
    return close_lane(now, push_closed_, "wrong_reply", text::wrong_reply());
  }
  const auto same_server = take_epoch(now, reply.epoch);
  if (!same_server) return;
  // Other books: everything is offered once more, and the answers to that tell what these hold and what they hold back.
  if (!*same_server) return;
  const auto last = store_.last_seq();
  if (!last) return storage_failed(now, last.error());
  if (reply.acked_seq > *last) {
    take_device_state(now, DeviceState::forked);
    return close_lane(now, push_closed_, "fork", text::restored_device());
  }
  if (reply.acked_seq < sending_from_) {  // it took our run and did not move: never send in circles
    return close_lane(now, push_closed_, "wrong_reply", text::wrong_reply());
  }
  take_server_time(now, reply.server_time);
  const auto marks = store_.marks();
  // A revoked device may push as well, so a push says nothing about that.
  if (marks && marks->device_state != DeviceState::revoked) take_device_state(now, DeviceState::active);
  // The server may hold more under this identity, and it may be a copy's: only what this run showed counts as sent.
  const std::int64_t sent = std::min(reply.acked_seq, sending_to_);
  auto held = reply.quarantined;
  held.erase(std::remove_if(held.begin(), held.end(), [sent](const auto& one) { return one.seq > sent; }), held.end());
  if (auto marked = store_.acknowledge(sent, held, now.wall); !marked) return storage_failed(now, marked.error());
  pushed_ += sent - sending_from_ + 1;
  held_ += static_cast<std::int64_t>(held.size());
  if (send_after_ >= 0) send_after_ = sent;
}

void SyncSession::on_push_gap(Moment now, std::optional<std::int64_t> expected_seq) {
  const auto last = store_.last_seq();
  if (!last) return storage_failed(now, last.error());
  if (!expected_seq || ++detours_ > kMostDetours) {
    return close_lane(now, push_closed_, "wrong_reply", text::wrong_reply());
  }
  if (*expected_seq > *last + 1) {
    take_device_state(now, DeviceState::forked);
    return close_lane(now, push_closed_, "fork", text::restored_device());
  }
  if (*expected_seq >= sending_from_) {
    return close_lane(now, push_closed_, "wrong_reply", text::wrong_reply());
  }
  send_after_ = *expected_seq - 1;
  write_diary(now, "push", text::gap(*expected_seq));
}

// ---- pull ---------------------------------------------------------------------------------------------------------

std::optional<bool> SyncSession::take_epoch(Moment now, const Uuid& epoch) {
  const auto marks = store_.marks();
  if (!marks) {
    storage_failed(now, marks.error());
    return std::nullopt;
  }
  if (marks->epoch == epoch || RONDA_PLANTED(epoch_ignored)) return true;
  if (auto changed = store_.change_epoch(epoch, now.wall, ids_); !changed) {
    storage_failed(now, changed.error());
    return std::nullopt;
  }
  if (marks->epoch) write_diary(now, "pull", text::epoch_changed());
  send_after_ = -1;
  offered_to_ = 0;
  push_closed_ = false;
  pull_done_ = false;
  photo_.reset();
  if (++detours_ > kMostDetours) {
    fail_round(now, "wrong_reply", text::wrong_reply());
    return std::nullopt;
  }
  return false;
}

std::optional<std::int64_t> SyncSession::still_holds(Moment now, std::int64_t acked_seq) {
  const auto marks = store_.marks();
  const auto ours = store_.acked_seq();
  const auto last = store_.last_seq();
  if (!marks || !ours || !last) {
    storage_failed(now, Error{ErrorCode::io_failed, "the state of the synchronisation cannot be read", "sync_state"});
    return std::nullopt;
  }
  if (acked_seq > *last && marks->device_state != DeviceState::forked) {  // this device is an older copy of itself
    take_device_state(now, DeviceState::forked);
    note_problem(now, "fork", text::restored_device());
  }
  if (acked_seq >= std::max(*ours, marks->fed_seq) || RONDA_PLANTED(epoch_ignored)) {
    const auto now_state = store_.marks();
    const bool forked = !now_state || now_state->device_state == DeviceState::forked;
    return forked ? *ours : std::min(acked_seq, std::max(*ours, offered_to_));
  }
  // Put back to an earlier day with its witness, so that the epoch is the old one: it acknowledged more than it has.
  if (++detours_ > kMostDetours) {
    fail_round(now, "wrong_reply", text::wrong_reply());
    return std::nullopt;
  }
  if (auto again = store_.change_epoch(marks->epoch.value_or(Uuid{}), now.wall, ids_); !again) {
    storage_failed(now, again.error());
    return std::nullopt;
  }
  write_diary(now, "pull", text::epoch_changed());
  send_after_ = -1;
  offered_to_ = 0;
  push_closed_ = pull_done_ = false;
  photo_.reset();
  return std::nullopt;
}

void SyncSession::on_page(Moment now, const wire::PullPage& page) {
  // Another device's page, or the answer to another question, from a network that mixes them up.
  if ((page.device && *page.device != who_->device) || (page.after && *page.after != asked_cursor_)) {
    return close_lane(now, pull_closed_, "wrong_reply", text::wrong_reply());
  }
  const auto same_server = take_epoch(now, page.epoch);
  if (!same_server) return;
  if (!*same_server) {
    if (asked_cursor_ > 0) return;  // a page from the middle of another feed
    // First all is offered again: only then does a page tell which of it these books know, and own words that lost in
    // them do not stay over what the feed says.
    const auto waiting = store_.acked_seq();
    const auto last = store_.last_seq();
    if (!waiting || !last) return storage_failed(now, waiting ? last.error() : waiting.error());
    if (*waiting < *last) return;
  }
  if (page.cursor < asked_cursor_ || (page.more && page.cursor == asked_cursor_)) {
    return close_lane(now, pull_closed_, "wrong_reply", text::wrong_reply());
  }
  std::int64_t has_seq = 0;  // an older server does not say
  if (page.acked_seq) {
    const auto holds = still_holds(now, *page.acked_seq);
    if (!holds) return;
    has_seq = *holds;
  }
  if (RONDA_PLANTED(clock_orders_pages)) {
    const auto told = store_.marks();
    pull_done_ = told && told->last_pull_at && now.wall < *told->last_pull_at;  // "older than what is here"
    if (pull_done_) return;
  }
  const auto applied = store_.apply_page(page, has_seq, now.wall);
  if (!applied) return storage_failed(now, applied.error());
  take_server_time(now, page.server_time);
  const auto marks = store_.marks();
  // A fork is no matter of the feed: it ends when a push goes through, or by enrolling anew.
  if (marks && marks->device_state != DeviceState::forked) {
    if (marks->device_state == DeviceState::revoked) write_diary(now, "enrol", text::readmitted());
    take_device_state(now, DeviceState::active);
  }
  changed_ += applied->changed;
  if (applied->refused > 0) write_diary(now, "error", text::unreadable_changes(applied->refused));
  pull_done_ = !page.more;
}

void SyncSession::on_stale_cursor(Moment now) {
  if (++detours_ > kMostDetours) return close_lane(now, pull_closed_, "wrong_reply", text::wrong_reply());
  if (auto begun = store_.begin_full_pull(); !begun) return storage_failed(now, begun.error());
  write_diary(now, "pull", text::full_pull());
}

void SyncSession::take_server_time(Moment now, Instant server_time) {
  const auto marks = store_.marks();
  if (!marks) return;
  const std::int64_t skew = server_time.ms - now.wall.ms;
  const std::int64_t before = marks->skew_ms.value_or(0);
  if (marks->skew_ms && std::llabs(skew - before) < 2000) return;
  if (std::llabs(skew) >= kSkewWorthSaying && std::llabs(skew - before) >= 60'000) {
    write_diary(now, "error", text::clock_skew(skew));
  }
  if (const auto noted = store_.note_skew(skew); !noted && log_) log_(LogLevel::warn, "sync.skew_not_saved");
}

void SyncSession::take_device_state(Moment now, DeviceState state) {
  const auto marks = store_.marks();
  if (!marks || marks->device_state == state) return;
  if (auto noted = store_.note_device_state(state); !noted) storage_failed(now, noted.error());
}

// ---- refusals -----------------------------------------------------------------------------------------------------

void SyncSession::on_refusal(Moment now, Await step, int status, const SyncHeaders& headers,
                             const wire::Problem& problem) {
  const std::string& code = problem.code;
  const bool push = step == Await::push;
  const bool pull = step == Await::pull;
  const bool draft = step == Await::draft_put || step == Await::draft_list;
  bool& lane = push ? push_closed_ : pull ? pull_closed_ : draft ? drafts_closed_ : photo_closed_;
  if (log_)
    log_(LogLevel::warn,
         "sync.refused code=" + code + " status=" + std::to_string(status) + " req=" + problem.request_id);
  if (code == "too_many" || code == "busy" || status == 429 || status == 503) {
    const auto wait = wait_ms(headers, problem.retry_after_s);
    const auto& said = wait > 0 ? text::too_many(wait / 1000) : text::of_problem("busy");
    return fail_round(now, code == "busy" ? "busy" : "too_many", said, wait);
  }
  if (code == "unauthenticated") take_device_state(now, DeviceState::unknown);
  if (code == "unauthenticated") return fail_round(now, "unauthenticated", text::unauthenticated());
  if (code == "unsupported_version") {
    round_problem_.clear();  // whatever a lane stumbled over before: only an update helps now, and that is what is said
    return fail_round(now, "unsupported_version", text::unsupported_version());
  }
  if (code == "disk_full") {  // the server's; what it said no to is still here
    return fail_round(now, "server_full", text::server_full(), wait_ms(headers, problem.retry_after_s));
  }
  if (status >= 500) return fail_round(now, "server_trouble", text::server_trouble(status));
  if (code == "revoked") {  // pull and photos stop; what was recorded is still handed over
    take_device_state(now, DeviceState::revoked);
    if (!push) pull_closed_ = photo_closed_ = drafts_closed_ = true;
    return close_lane(now, lane, "revoked", text::revoked());
  }
  if (push && code == "gap") return on_push_gap(now, problem.expected_seq);
  if (push && code == "fork") take_device_state(now, DeviceState::forked);
  if (push && code == "fork") return close_lane(now, lane, "fork", text::forked());
  if (push && code == "bad_signature") return close_lane(now, lane, "bad_signature", text::bad_signature());
  if ((push || pull) && code == "stale_cursor") {
    if (push) push_closed_ = true;  // until the feed told the new epoch
    return on_stale_cursor(now);
  }
  if (push && status == 413) {
    if (sending_to_ > sending_from_) {
      push_most_ = std::max<std::int64_t>(1, (sending_to_ - sending_from_ + 1) / 2);
      return;
    }
    return close_lane(now, lane, "too_large", text::record_too_large());
  }
  if (push || pull) return close_lane(now, lane, code.c_str(), text::refused(code));
  if (step == Await::draft_put && draft_ && code != "not_found" && code != "method_not_allowed") {
    return skip_draft(now, code);
  }
  if (draft) {  // an older server knows no drafts
    lane = true;
    return;
  }
  // A photo: known statuses of tus first, also when they come as problem documents; else this photo waits.
  if (status == 404 || status == 409 || status == 410 || status == 460) {
    return on_photo_reply(now, step, status, headers);
  }
  skip_photo(now, code.c_str(), text::photo_refused());
}

void SyncSession::on_unknown_reply(Moment now, Await step, int status, const SyncHeaders& headers) {
  if (step == Await::push && status == 413 && sending_to_ > sending_from_) {  // a proxy's limit
    push_most_ = std::max<std::int64_t>(1, (sending_to_ - sending_from_ + 1) / 2);
    return;
  }
  if (status == 429 || status == 503) {
    const auto wait = wait_ms(headers, std::nullopt);
    return fail_round(now, "too_many", wait > 0 ? text::too_many(wait / 1000) : text::of_problem("too_many"), wait);
  }
  if (status == 507 && is_tus(headers)) {  // a reply to HEAD has no document
    return fail_round(now, "server_full", text::server_full(), wait_ms(headers, std::nullopt));
  }
  if (status >= 500 && status != 511) return fail_round(now, "server_trouble", text::server_trouble(status));
  // 200 with a page, a redirect, an empty 204, 511: the network answers in the server's place.
  const bool portal = status == 511 || (status >= 300 && status < 400) || is_html(headers) || status == 204;
  if (portal) return fail_round(now, "captive_portal", text::captive_portal());
  fail_round(now, "wrong_reply", text::wrong_reply());
}

}  // namespace ronda::field
