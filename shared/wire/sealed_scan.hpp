#pragma once
// The body of `inspection.sealed` read in one pass over its bytes, for the server's hot path. Any thread.

#include <optional>
#include <string_view>

#include "shared/domain/inspection.hpp"

namespace ronda::wire {

/// The inspection, if `body` stands exactly as sealed_body() writes it: members in that order, no spaces, no escapes
/// beyond the short ones. Nothing otherwise: read_sealed() then reads it or says what is wrong. Promise: what is taken
/// here is valid JSON, and read_sealed() gives the same value.
std::optional<domain::SealedInspection> scan_sealed(std::string_view body);

}  // namespace ronda::wire
