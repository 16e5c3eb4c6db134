#pragma once
// Reads a device's record out of its bytes (PROTOCOL.md §3).

#include <string_view>

#include "shared/ledger/record.hpp"
#include "shared/wire/json.hpp"

namespace ronda::wire {

/// A record as it was read. The body's cursor lives as long as `document`.
struct ReadRecord {
  ledger::RecordHead head;
  JsonDocument document;
  JsonCursor body() const;
};

/// Strict: every member, nothing else, re-writing the head with the body's bytes must give the same text (so that the
/// order and the spacing are those of the protocol). Errors: bad_input, truncated, too_large, unsupported_version.
Result<ReadRecord> read_record(std::string_view text);

}  // namespace ronda::wire
