// Photos on their way by tus: what the session makes of each reply.
#include "field-app/core/sync/reply_headers.hpp"
#include "field-app/core/sync/sync_session.hpp"
#include "field-app/core/sync/sync_texts.hpp"
#include "shared/base/planted.hpp"

namespace ronda::field {

namespace {

constexpr int kMostPhotoStrikes = 5;

}  // namespace

void SyncSession::photo_done(Moment now) {
  if (auto marked = store_.mark_photo(photo_->sha256, photo_->bytes, true); !marked) {
    return storage_failed(now, marked.error());
  }
  ++photos_sent_;
  photo_.reset();
}

void SyncSession::skip_photo(Moment now, const char* code, const domain::Text& text) {
  photos_skipped_.push_back(photo_->sha256);
  photo_.reset();
  note_problem(now, code, text);
}

void SyncSession::on_photo_reply(Moment now, Await step, int status, const SyncHeaders& headers) {
  if (++photo_strikes_ > kMostPhotoStrikes) return skip_photo(now, "io_failed", text::photo_refused());
  const auto offset = number(header(headers, "upload-offset"));
  if (step == Await::photo_create && status == 200) return photo_done(now);  // there already, whole and verified
  if (step == Await::photo_create && status == 201) {
    if (RONDA_PLANTED(photo_sent_when_begun)) return photo_done(now);
    photo_created_ = true;
    photo_offset_ = offset.value_or(0);
    return;
  }
  if (step == Await::photo_create && status == 409) {  // begun by an earlier try
    photo_created_ = true;
    photo_offset_ = -1;
    return;
  }
  const bool gone = status == 404 || status == 410;
  if (step != Await::photo_create && (gone || status == 460)) {  // forgotten, or damaged on its way: from the beginning
    if (status == 460) write_diary(now, "photo", text::photo_damaged());
    photo_created_ = false;
    photo_offset_ = -1;
    if (auto marked = store_.mark_photo(photo_->sha256, 0, false); !marked) storage_failed(now, marked.error());
    return;
  }
  if (step == Await::photo_piece && status == 409) {  // the server's offset is the truth
    photo_offset_ = -1;
    return;
  }
  const bool told = (step == Await::photo_offset && (status == 200 || status == 204)) ||
                    (step == Await::photo_piece && (status == 204 || status == 200));
  if (!told || !offset || *offset > photo_->bytes) return on_unknown_reply(now, step, status, headers);
  if (*offset == photo_->bytes) return photo_done(now);
  if (*offset > photo_offset_) photo_strikes_ = 0;
  photo_offset_ = *offset;
  if (auto marked = store_.mark_photo(photo_->sha256, *offset, false); !marked) storage_failed(now, marked.error());
}

}  // namespace ronda::field
