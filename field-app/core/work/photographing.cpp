#include "field-app/core/work/photographing.hpp"

#include "field-app/core/work/inspecting.hpp"
#include "shared/base/bytes.hpp"
#include "shared/crypto/crypto.hpp"
#include "shared/domain/photo.hpp"

namespace ronda::field {

namespace {

constexpr std::size_t kMaxPhotos = 20;  // of one inspection: the record stays small and a slow network can carry them

}  // namespace

Result<PhotoRow> add_photo(WorkContext& context, InspectionId id, const std::string& code, std::string_view type,
                           std::string_view content) {
  auto draft = load_draft(context, id);
  if (!draft) return std::move(draft).error();
  const domain::Item* item = draft->checklist->find(code);
  if (item == nullptr) return Error{ErrorCode::not_found, "this checklist has no item " + code, "/item"};
  if (!item->photo) return bad_input("this item takes no photo", "/item");
  auto facts = domain::read_photo(bytes_of(content));
  if (!facts) return std::move(facts).error();
  if (facts->type != type) return bad_input("the photo is " + facts->type + ", not what was announced", "/type");
  PhotoRow photo;
  photo.sha256 = to_hex(crypto::sha256(content));
  photo.type = facts->type;
  photo.bytes = static_cast<std::int64_t>(content.size());
  photo.width = facts->width;
  photo.height = facts->height;
  photo.item = code;
  for (const PhotoRow& held : draft->photos) {
    if (held.sha256 == photo.sha256 && held.item == code) return held;
  }
  if (draft->photos.size() >= kMaxPhotos)
    return Error{ErrorCode::too_many, "an inspection has at most 20 photos", "/item"};
  InspectionStore store = context.inspections();
  if (auto added = store.add_photo(id, photo, content, context.now); !added) return std::move(added).error();
  if (auto noted = store.note(id, context.now, "photo", code, photo.sha256); !noted) return std::move(noted).error();
  return photo;
}

Result<std::string> remove_photo(WorkContext& context, InspectionId id, const std::string& sha256) {
  auto draft = load_draft(context, id);
  if (!draft) return std::move(draft).error();
  std::string item;
  for (const PhotoRow& held : draft->photos) {
    if (held.sha256 == sha256) item = held.item;
  }
  if (item.empty()) return Error{ErrorCode::not_found, "this inspection has no such photo", "/sha256"};
  InspectionStore store = context.inspections();
  if (auto removed = store.remove_photo(id, sha256); !removed) return std::move(removed).error();
  if (auto noted = store.note(id, context.now, "photo", item, std::nullopt); !noted) return std::move(noted).error();
  return item;
}

}  // namespace ronda::field
