#include "shared/domain/lodging_merge.hpp"

#include <algorithm>
#include <tuple>

namespace ronda::domain {

namespace {

bool is_office(const FieldEdit& edit) { return edit.author.empty(); }

/// True if the author of `later` had `earlier` before them.
bool saw(const FieldEdit& later, const FieldEdit& earlier) {
  if (&later == &earlier) return false;
  const bool own = later.author == earlier.author;
  if (own) return is_office(later) ? earlier.version < later.version : earlier.seq < later.seq;
  return earlier.version <= later.base;
}

/// True if `later` took the value of `earlier` for what stands and replaced it, without having been seen itself.
bool replaced_value(const FieldEdit& later, const FieldEdit& earlier) {
  return &later != &earlier && earlier.to == later.from && later.from != later.to && !saw(earlier, later);
}

std::vector<FieldEdit> heads_of(const std::vector<FieldEdit>& edits, bool by_value) {
  std::vector<FieldEdit> heads;
  for (const FieldEdit& edit : edits) {
    const bool replaced = std::any_of(edits.begin(), edits.end(), [&](const FieldEdit& other) {
      return saw(other, edit) || (by_value && replaced_value(other, edit));
    });
    if (!replaced) heads.push_back(edit);
  }
  return heads;
}

bool stands_before(const FieldEdit& a, const FieldEdit& b) {
  return std::make_tuple(!is_office(a), is_office(a) ? -a.version : 0, a.rank) <
         std::make_tuple(!is_office(b), is_office(b) ? -b.version : 0, b.rank);
}

}  // namespace

MergedField merge_field(const std::vector<FieldEdit>& edits) {
  std::vector<FieldEdit> heads = heads_of(edits, true);
  // Two hands that each undid the other's value, unseen, would leave nothing: then only what was seen counts.
  if (heads.empty()) heads = heads_of(edits, false);
  std::sort(heads.begin(), heads.end(), stands_before);
  MergedField merged;
  for (FieldEdit& head : heads) {
    const bool same = std::any_of(merged.heads.begin(), merged.heads.end(),
                                  [&](const FieldEdit& other) { return other.to == head.to; });
    if (!same) merged.heads.push_back(std::move(head));  // an equal change is no conflict
  }
  merged.value = merged.heads.front().to;
  return merged;
}

}  // namespace ronda::domain
