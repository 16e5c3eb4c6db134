#include "shared/domain/answer_sheet.hpp"

namespace ronda::domain {

AnswerSheet::AnswerSheet(const Checklist& checklist) {
  places_.reserve(static_cast<std::size_t>(checklist.items_total()));
  for (const Section& section : checklist.sections) {
    for (const Item& item : section.items) {
      places_.push_back({&item, nullptr, {}, false});
      if (item.kind == ItemKind::sample || item.kind == ItemKind::range) of_sample_ = &section;
    }
  }
}

AnswerSheet::Place* AnswerSheet::find(std::string_view code) {
  for (std::size_t tries = 0; tries < places_.size(); ++tries) {
    Place& place = places_[next_];
    next_ = next_ + 1 == places_.size() ? 0 : next_ + 1;
    if (place.item->code == code) return &place;
  }
  return nullptr;
}

void AnswerSheet::fill(const std::optional<CountedSample>& sample) {
  for (Place& place : places_) {
    if (place.answer != nullptr) {
      place.value = place.answer->value;
      place.counts = true;
    }
    const Item& item = *place.item;
    const bool inside = of_sample_ != nullptr && &item >= of_sample_->items.data() &&
                        &item < of_sample_->items.data() + of_sample_->items.size();
    if (!inside || item.kind == ItemKind::yn || item.kind == ItemKind::count) continue;
    place.value = sample ? sampled_value(item, *sample) : Value{};
    place.counts = true;
  }
}

bool AnswerSheet::applies_at(const Place& place) const {
  if (!place.item->applies_when) return true;
  for (const Place& other : places_) {
    if (other.item->code == place.item->applies_when->item) {
      return applies(*place.item, other.counts ? &other.value : nullptr);
    }
  }
  return true;
}

}  // namespace ronda::domain
