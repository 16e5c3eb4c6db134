#pragma once
// The bodies of referral.made and tip.received (PROTOCOL.md §5a) <-> domain. Strict as report_json.hpp. Any thread.

#include <string>

#include "shared/domain/premises_lead.hpp"
#include "shared/wire/json.hpp"

namespace ronda::wire {

std::string body_of(const domain::MadeReferral& report);
std::string body_of(const domain::ReceivedTip& report);

// Errors: bad_input with a JSON pointer.
Result<domain::MadeReferral> read_referral(const JsonCursor& body);
Result<domain::ReceivedTip> read_tip(const JsonCursor& body);

}  // namespace ronda::wire
