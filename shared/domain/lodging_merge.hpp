#pragma once
// What a field of a lodging says when several hands changed it without seeing each other. The answer is a function of
// the set of edits alone: in whatever order they arrive, the same value stands and the same values are in dispute.
// Nothing is last-writer-wins: where two values compete, one stands for the time being and a person decides. Pure; any
// thread.
//
// The method is that of a multi-value register with causality (Shapiro et al., "A comprehensive study of Convergent and
// Commutative Replicated Data Types", 2011, §3.2.2): an edit replaces those that its author had seen. Seen is what lay
// within the version the author worked from, what the same author wrote before, and any edit whose value the author
// says to have replaced.

#include <cstdint>
#include <string>
#include <vector>

#include "shared/domain/lodging_field.hpp"

namespace ronda::domain {

/// One edit of one field as the register holds it.
struct FieldEdit {
  FieldValue from;  ///< what its author saw there
  FieldValue to;
  std::int64_t base = 0;     ///< the lodging's version its author worked from
  std::int64_t version = 0;  ///< the lodging's version with which the register took the edit
  std::string author;        ///< a device's id; empty: the office, which always sees the register as it is
  std::int64_t seq = 0;      ///< of the author's own edits
  std::string rank;          ///< decides what stands meanwhile; the record's hash: nobody chooses it, no clock counts
  bool operator==(const FieldEdit&) const = default;
};

/// What stands, and the edits that say otherwise.
struct MergedField {
  FieldValue value;
  /// The edits that nothing replaced, one per different value: the one that stands first, then by rank. One: no
  /// dispute.
  std::vector<FieldEdit> heads;
  bool in_dispute() const { return heads.size() > 1; }
};

/// Preconditions: `edits` is not empty; each edit's `base` lies before its `version`, so that nobody saw the future.
/// The office's word stands before a device's, then the lower rank.
MergedField merge_field(const std::vector<FieldEdit>& edits);

}  // namespace ronda::domain
