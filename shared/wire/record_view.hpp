#pragma once
// The head of a record straight off its bytes, without reading the body: for the log's hot paths. Any thread.

#include <optional>
#include <string_view>

#include "shared/ledger/record.hpp"

namespace ronda::wire {

struct RecordView {
  ledger::RecordHead head;
  std::string_view body;  ///< into the record's bytes; not looked at
};

/// Nothing if the bytes do not stand as PROTOCOL.md §3 puts them (read_record() then says what is wrong), or if they do
/// and the kind has characters other than a-z, 0-9, dot and underscore.
std::optional<RecordView> view_record(std::string_view text);

}  // namespace ronda::wire
