#pragma once
// `record.carried` (PROTOCOL.md §3): a record of an older identity of the same device, byte for byte, offered again in
// the log of the new one. Pure functions; any thread.

#include <string>
#include <string_view>

#include "shared/base/result.hpp"
#include "shared/ledger/record.hpp"
#include "shared/wire/record_json.hpp"

namespace ronda::wire {

inline constexpr std::string_view kCarriedKind = "record.carried";

/// `{"hash":"<SHA-256 of the record>","record":<the record's bytes>}`.
std::string carried_body(std::string_view record_text);

/// What a carrying record brings. `text` points into the carrying record's bytes.
struct Carried {
  ReadRecord record;
  ledger::Hash hash{};
  std::string_view text;
};

/// Takes the carried record out of the bytes of the one that carries it, which read_record() accepted as `outer`.
/// Errors: bad_input (other members, a hash that does not fit, a carried record inside a carried one), and those of
/// read_record() for what is inside.
Result<Carried> read_carried(std::string_view text, const ReadRecord& outer);

}  // namespace ronda::wire
