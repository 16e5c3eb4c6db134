// The session's lane for unfinished inspections (PROTOCOL.md §6a). A copy is small, goes after the records and the
// feed, and whatever is wrong with it ends nothing but this lane: the work itself is on the device.
#include "field-app/core/store/reference_store.hpp"
#include "field-app/core/sync/sync_session.hpp"
#include "field-app/core/sync/sync_texts.hpp"
#include "shared/base/bytes.hpp"
#include "shared/crypto/crypto.hpp"
#include "shared/wire/draft_json.hpp"
#include "shared/wire/shared_checklist.hpp"

namespace ronda::field {

namespace {

constexpr std::string_view kDraftsPath = "/api/v1/drafts";

Result<std::string> copy_of(SyncStore& store, const WaitingDraft& draft) {
  auto document = ReferenceStore(store.database()).checklist_document(draft.checklist);
  if (!document) return std::move(document).error();
  const auto checklist = wire::shared_checklist(*document);
  if (!checklist) return checklist.error();
  const auto copy = store.drafts().copy(draft.inspection, **checklist);
  if (!copy) return copy.error();
  return wire::encode(*copy);
}

}  // namespace

bool SyncSession::is_draft_waiting() {
  std::vector<InspectionId> refused;
  while (true) {
    const auto next = store_.drafts().next(refused);
    if (!next || !*next) return false;
    const auto known = drafts_refused_.find((*next)->inspection);
    if (known == drafts_refused_.end() || known->second != (*next)->version) return true;
    refused.push_back((*next)->inspection);  // the next round tries again, and none is begun for it
  }
}

bool SyncSession::is_draft_due(Moment now) {
  if (!is_draft_waiting()) {
    draft_due_ms_ = -1;
    return false;
  }
  if (draft_due_ms_ < 0) draft_due_ms_ = now.steady_ms + settings_.draft_wait_ms;
  return now.steady_ms >= draft_due_ms_;
}

std::optional<SyncRequest> SyncSession::make_draft(Moment now) {
  while (true) {
    auto next = store_.drafts().next(drafts_skipped_);
    if (!next) {
      storage_failed(now, next.error());
      return std::nullopt;
    }
    if (!*next) break;
    draft_ = std::move(**next);
    const auto body = copy_of(store_, *draft_);
    if (!body && body.error().code == ErrorCode::io_failed) {
      storage_failed(now, body.error());
      return std::nullopt;
    }
    if (!body || body->size() > wire::kMaxDraftBytes) {
      skip_draft(now, body ? "too_large" : std::string(word(body.error().code)));
      continue;
    }
    auto out = request("PUT", std::string(kDraftsPath) + "/" + to_text(draft_->inspection));
    out.headers.emplace_back("Content-Type", "application/json");
    out.headers.emplace_back(wire::kDraftHashHeader, to_hex(crypto::sha256(*body)));
    out.body = *body;
    await_ = Await::draft_put;
    return out;
  }
  draft_due_ms_ = -1;
  const auto wanted = store_.drafts().is_look_wanted();
  if (!wanted) {
    storage_failed(now, wanted.error());
    return std::nullopt;
  }
  drafts_closed_ = true;
  if (!*wanted) return std::nullopt;
  await_ = Await::draft_list;
  return request("GET", std::string(kDraftsPath) + "?protocol=1");
}

bool SyncSession::on_draft_reply(Moment now, Await step, int status, std::string_view body) {
  if (status != 200) return false;
  if (step == Await::draft_list) {
    const auto told = wire::decode_told_drafts(body);
    if (!told) return false;
    if (told->device && *told->device != who_->device) {  // another phone's list
      close_lane(now, drafts_closed_, "wrong_reply", text::wrong_reply());
      return true;
    }
    if (auto kept = store_.drafts().keep_told(told->drafts, now.wall); !kept) storage_failed(now, kept.error());
    return true;
  }
  const auto reply = wire::decode_draft_reply(body);
  if (!reply || !draft_ || reply->version < draft_->version) return false;
  if (reply->inspection && *reply->inspection != draft_->inspection) {  // the answer to another copy: this one waits
    draft_.reset();
    close_lane(now, drafts_closed_, "wrong_reply", text::wrong_reply());
    return true;
  }
  if (auto marked = store_.drafts().mark_sent(draft_->inspection, draft_->version); !marked) {
    storage_failed(now, marked.error());
    return true;
  }
  if (draft_->is_first) ++drafts_begun_;
  drafts_skipped_.push_back(draft_->inspection);  // taps that came meanwhile wait for the next round
  draft_.reset();
  return true;
}

void SyncSession::skip_draft(Moment now, const std::string& code) {
  if (log_) log_(LogLevel::warn, "sync.draft_refused code=" + code);
  drafts_skipped_.push_back(draft_->inspection);
  if (code == "sealed") {  // elsewhere: the feed tells the officer, and nobody wants this copy any more
    if (auto marked = store_.drafts().mark_sent(draft_->inspection, draft_->version); !marked) {
      storage_failed(now, marked.error());
    }
  } else {  // for the diary, once for each tap that was refused; it may have been damaged on its way
    auto& refused = drafts_refused_[draft_->inspection];
    if (refused != draft_->version) write_diary(now, "draft", text::draft_refused());
    refused = draft_->version;
  }
  draft_.reset();
}

}  // namespace ronda::field
