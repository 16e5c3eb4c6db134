#pragma once
// The answers of a record laid on its checklist: one place for each item, in the checklist's order. Answers come in
// that order too, so laying them out is one walk. Lives as long as the checklist and the answers. One thread.

#include <optional>
#include <string_view>
#include <vector>

#include "shared/domain/answer.hpp"

namespace ronda::domain {

class AnswerSheet {
 public:
  struct Place {
    const Item* item = nullptr;
    const Answer* answer = nullptr;  ///< of the record
    Value value;                     ///< what counts: the sample's word where the sample fills the item
    bool counts = false;             ///< answered, or filled by the sample
  };

  explicit AnswerSheet(const Checklist& checklist);

  /// The item's place, searched from behind the last one found. Null if there is no such item.
  Place* find(std::string_view code);
  std::vector<Place>& places() { return places_; }

  /// Settles what counts from the answers laid out and the sample, as with_sample() does.
  void fill(const std::optional<CountedSample>& sample);
  /// As applies() says of what counts. Precondition: filled.
  bool applies_at(const Place& place) const;

 private:
  const Section* of_sample_ = nullptr;  ///< the section that the sample fills
  std::vector<Place> places_;
  std::size_t next_ = 0;
};

}  // namespace ronda::domain
