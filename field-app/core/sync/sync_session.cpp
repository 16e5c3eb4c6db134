#include "field-app/core/sync/sync_session.hpp"

#include <algorithm>
#include <limits>

#include "field-app/core/sync/sync_texts.hpp"
#include "shared/base/bytes.hpp"
#include "shared/base/planted.hpp"

namespace ronda::field {

namespace {

constexpr std::string_view kPushPath = "/api/v1/sync/push";
constexpr std::string_view kPullPath = "/api/v1/sync/pull";
constexpr std::string_view kAttachmentsPath = "/api/v1/attachments";

/// Standard base64 with padding, which tus wants in Upload-Metadata.
std::string base64(std::string_view text) {
  std::string out = to_base64url(bytes_of(text));
  for (char& c : out) c = c == '-' ? '+' : c == '_' ? '/' : c;
  while (out.size() % 4 != 0) out.push_back('=');
  return out;
}

}  // namespace

std::string problem_code(const std::string& problem) {
  if (problem == "captive_portal" || problem == "wrong_reply" || text::of_tls(problem)) return "unreachable";
  if (problem == "server_trouble" || problem == "server_full") return "busy";
  return problem;
}

SyncSession::SyncSession(SyncStore store, Entropy entropy, LogSink log, SyncSettings settings)
    : store_(store), entropy_(std::move(entropy)), log_(std::move(log)), settings_(settings), ids_(entropy_) {
  push_most_ = settings_.push_records;
  if (const auto marks = store_.marks()) problem_ = marks->problem_code;
}

// ---- when ---------------------------------------------------------------------------------------------------------

bool SyncSession::is_due(Moment now) {
  if (now.steady_ms >= due_ms_) return true;
  if (failures_ > 0) return false;
  // All went well before: what was sealed since then does not wait for the next round.
  return store_.has_waiting().value_or(false) || is_draft_due(now);
}

std::optional<std::int64_t> SyncSession::next_wakeup(Moment now) {
  if (await_ != Await::nothing) return std::nullopt;
  if (!who_) {
    const auto who = store_.enrolment();
    if (!who || !*who) return std::nullopt;
  }
  if (round_ || is_due(now)) return now.steady_ms;
  return failures_ == 0 && draft_due_ms_ >= 0 ? std::min(due_ms_, draft_due_ms_) : due_ms_;
}

void SyncSession::wake(Moment now) {
  wanted_ = true;
  failures_ = 0;
  due_ms_ = now.steady_ms;
  last_diary_problem_.clear();
  if (const auto wanted = store_.drafts().want_look(); !wanted && log_) {
    log_(LogLevel::warn, "sync.look_not_wanted code=" + std::string(word(wanted.error().code)));
  }
}

void SyncSession::enrolled(Moment now) {
  await_ = Await::nothing;
  round_ = false;
  who_.reset();
  photo_.reset();
  send_after_ = -1;
  offered_to_ = 0;
  problem_.clear();
  wake(now);
}

SyncLive SyncSession::live(Moment now) const {
  SyncLive out;
  out.running = round_ || (wanted_ && who_);
  switch (await_) {
    case Await::nothing:
      break;
    case Await::push:
      out.step = SyncStep::push;
      break;
    case Await::pull:
      out.step = SyncStep::pull;
      break;
    case Await::draft_put:
    case Await::draft_list:
      out.step = SyncStep::draft;
      break;
    default:
      out.step = SyncStep::photo;
      break;
  }
  out.problem = round_ && !round_problem_.empty() ? round_problem_ : problem_;
  if (await_ == Await::push) {
    out.sending_from = sending_from_;
    out.sending_to = sending_to_;
  }
  if (!out.running && who_) out.next_try_at = Instant{now.wall.ms + std::max<std::int64_t>(0, due_ms_ - now.steady_ms)};
  return out;
}

std::int64_t SyncSession::backoff_ms() {
  std::int64_t wait = settings_.backoff_first_ms;
  for (int i = 1; i < failures_ && wait < settings_.backoff_most_ms; ++i) wait *= 2;
  wait = std::min(wait, settings_.backoff_most_ms);
  std::array<std::uint8_t, 2> noise{};
  entropy_(noise);
  const std::int64_t part = noise[0] * 256 + noise[1];  // 0 … 65535: takes up to a third off, so devices spread
  return std::max(settings_.backoff_first_ms, wait - wait * part / (3 * 65536));
}

// ---- the round ----------------------------------------------------------------------------------------------------

void SyncSession::begin_round(Moment now) {
  round_ = true;
  wanted_ = false;
  push_closed_ = pull_closed_ = pull_done_ = photo_closed_ = drafts_closed_ = false;
  detours_ = 0;
  photos_skipped_.clear();
  photo_.reset();
  draft_.reset();
  drafts_skipped_.clear();
  pushed_ = held_ = changed_ = photos_sent_ = drafts_begun_ = 0;
  round_problem_.clear();
  if (auto noted = store_.note_try(now.wall); !noted) storage_failed(now, noted.error());
}

std::optional<SyncRequest> SyncSession::next_request(Moment now) {
  if (await_ != Await::nothing) return std::nullopt;
  if (!who_) {
    auto who = store_.enrolment();
    if (!who || !*who) return std::nullopt;
    who_ = std::move(**who);
  }
  if (!round_) {
    if (!is_due(now)) return std::nullopt;
    begin_round(now);
  }
  std::optional<SyncRequest> out;
  if (round_ && !push_closed_) out = make_push(now);
  if (round_ && !out && !pull_closed_ && !pull_done_) out = make_pull(now);
  if (round_ && !out && !drafts_closed_) out = make_draft(now);
  if (round_ && !out && !photo_closed_) out = make_photo(now);
  if (round_ && !out) finish_round(now);
  return out;
}

void SyncSession::finish_round(Moment now) {
  write_round(now);
  round_ = false;
  if (!round_problem_.empty()) {
    ++failures_;
    rest(now, backoff_ms());
    problem_ = round_problem_;
    return;
  }
  if (!problem_.empty() && pushed_ + changed_ + photos_sent_ == 0) write_diary(now, "pull", text::up_to_date());
  failures_ = 0;
  rest(now, settings_.idle_ms);
  problem_.clear();
  last_diary_problem_.clear();
  if (auto noted = store_.note_ok(now.wall); !noted) storage_failed(now, noted.error());
}

void SyncSession::rest(Moment now, std::int64_t wait_ms) {
  due_ms_ = wanted_ ? now.steady_ms : now.steady_ms + wait_ms;
}

void SyncSession::write_round(Moment now) {
  if (pushed_ > 0) write_diary(now, "push", text::pushed(pushed_));
  if (held_ > 0) write_diary(now, "push", text::held(held_));
  if (changed_ > 0) write_diary(now, "pull", text::pulled(changed_));
  if (photos_sent_ > 0) write_diary(now, "photo", text::photos_sent(photos_sent_));
  if (drafts_begun_ > 0) write_diary(now, "draft", text::drafts_copied(drafts_begun_));
  if (log_) {
    log_(LogLevel::info, "sync.round pushed=" + std::to_string(pushed_) + " held=" + std::to_string(held_) +
                             " changed=" + std::to_string(changed_) + " photos=" + std::to_string(photos_sent_) +
                             " problem=" + (round_problem_.empty() ? "none" : round_problem_));
  }
}

void SyncSession::fail_round(Moment now, const char* code, const domain::Text& text, std::int64_t wait_ms) {
  await_ = Await::nothing;
  note_problem(now, code, text);
  write_round(now);
  round_ = false;
  ++failures_;
  rest(now, std::max(backoff_ms(), wait_ms));
  if (RONDA_PLANTED(retry_not_armed)) due_ms_ = std::numeric_limits<std::int64_t>::max() / 2;
  problem_ = round_problem_;
}

void SyncSession::close_lane(Moment now, bool& lane, const char* code, const domain::Text& text) {
  lane = true;
  note_problem(now, code, text);
}

void SyncSession::note_problem(Moment now, const char* code, const domain::Text& text) {
  if (round_problem_.empty()) round_problem_ = code;
  if (text.en != last_diary_problem_) write_diary(now, "error", text);
  last_diary_problem_ = text.en;
  if (const auto noted = store_.note_problem(round_problem_); !noted && log_) {
    log_(LogLevel::error, "sync.state_not_saved code=" + std::string(word(noted.error().code)));
  }
}

void SyncSession::storage_failed(Moment now, const Error& error) {
  if (log_) log_(LogLevel::error, "sync.storage code=" + std::string(word(error.code)) + " at=" + error.where);
  const bool full = error.code == ErrorCode::disk_full;
  fail_round(now, full ? "disk_full" : "io_failed", full ? text::storage_full() : text::storage_failed());
}

void SyncSession::write_diary(Moment now, const char* event, const domain::Text& text) {
  if (const auto written = store_.add_diary(now.wall, event, text); !written && log_) {
    log_(LogLevel::warn, "sync.diary_not_written code=" + std::string(word(written.error().code)));
  }
}

// ---- requests -----------------------------------------------------------------------------------------------------

SyncRequest SyncSession::request(std::string method, std::string path) const {
  SyncRequest out;
  out.method = std::move(method);
  out.path = std::move(path);
  out.headers.emplace_back("Authorization", "Bearer " + who_->token);
  out.headers.emplace_back("Accept", "application/json, application/problem+json");
  return out;
}

std::optional<SyncRequest> SyncSession::make_push(Moment now) {
  std::int64_t after = send_after_;
  if (after < 0) {
    const auto acked = store_.acked_seq();
    if (!acked) {
      storage_failed(now, acked.error());
      return std::nullopt;
    }
    after = *acked;
  }
  const auto run = store_.records_after(after, push_most_, settings_.push_bytes);
  if (!run) {
    storage_failed(now, run.error());
    return std::nullopt;
  }
  if (run->empty()) {
    send_after_ = -1;
    push_most_ = settings_.push_records;
    return std::nullopt;
  }
  const auto marks = store_.marks();
  if (!marks) {
    storage_failed(now, marks.error());
    return std::nullopt;
  }
  wire::PushEnvelope envelope;
  envelope.device = who_->device;
  envelope.epoch = marks->epoch.value_or(Uuid{});
  envelope.first_seq = run->front().seq;
  envelope.count = static_cast<std::int64_t>(run->size());
  envelope.head = run->back().hash;
  envelope.signature =
      crypto::sign(ledger::signing_text(who_->device, run->back().seq, run->back().hash), who_->secret_key);
  std::vector<std::string> texts;
  texts.reserve(run->size());
  for (const auto& record : *run) texts.push_back(record.text);
  auto out = request("POST", std::string(kPushPath));
  out.headers.emplace_back("Content-Type", "application/x-ndjson");
  out.body = wire::encode_push(envelope, texts);
  sending_from_ = run->front().seq;
  sending_to_ = run->back().seq;
  offered_to_ = std::max(offered_to_, sending_to_);
  await_ = Await::push;
  return out;
}

std::optional<SyncRequest> SyncSession::make_pull(Moment now) {
  const auto marks = store_.marks();
  if (!marks) {
    storage_failed(now, marks.error());
    return std::nullopt;
  }
  wire::PullQuery query;
  // From 0 on any server may answer, so that the first page tells which one it is.
  if (marks->cursor > 0) query.epoch = marks->epoch;
  if (marks->cursor > 0) query.begun = marks->begun;
  query.cursor = marks->cursor;
  query.limit = settings_.pull_changes;
  asked_cursor_ = marks->cursor;
  await_ = Await::pull;
  return request("GET", std::string(kPullPath) + "?" + wire::encode_query(query));
}

std::optional<SyncRequest> SyncSession::make_photo(Moment now) {
  if (!photo_) {
    auto next = store_.next_photo(photos_skipped_);
    if (!next) {
      storage_failed(now, next.error());
      return std::nullopt;
    }
    if (!*next) return std::nullopt;
    photo_ = std::move(**next);
    photo_offset_ = -1;
    photo_created_ = photo_->sent_bytes > 0;  // begun earlier: ask where it stands
    photo_strikes_ = 0;
  }
  const std::string location = std::string(kAttachmentsPath) + "/" + to_hex(photo_->sha256);
  if (!photo_created_) {
    auto out = request("POST", std::string(kAttachmentsPath));
    out.headers.emplace_back("Tus-Resumable", "1.0.0");
    out.headers.emplace_back("Upload-Length", std::to_string(photo_->bytes));
    out.headers.emplace_back("Upload-Metadata",
                             "sha256 " + base64(to_hex(photo_->sha256)) + ",type " + base64(photo_->type));
    await_ = Await::photo_create;
    return out;
  }
  if (photo_offset_ < 0) {
    auto out = request("HEAD", location);
    out.headers.emplace_back("Tus-Resumable", "1.0.0");
    await_ = Await::photo_offset;
    return out;
  }
  const auto piece = store_.photo_bytes(photo_->sha256, photo_offset_, settings_.photo_piece_bytes);
  if (!piece) {
    storage_failed(now, piece.error());
    return std::nullopt;
  }
  auto out = request("PATCH", location);
  out.headers.emplace_back("Tus-Resumable", "1.0.0");
  out.headers.emplace_back("Upload-Offset", std::to_string(photo_offset_));
  out.headers.emplace_back("Content-Type", "application/offset+octet-stream");
  out.body = std::string(text_of(*piece));
  await_ = Await::photo_piece;
  return out;
}

}  // namespace ronda::field
