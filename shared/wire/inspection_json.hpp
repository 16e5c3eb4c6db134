#pragma once
// The body of `inspection.sealed` (PROTOCOL.md §5) <-> domain, and its parts that the field app's own API shares.
// Any thread.

#include <string>
#include <string_view>

#include "shared/domain/inspection.hpp"
#include "shared/wire/json.hpp"

namespace ronda::wire {

/// Compact JSON, members in the order of PROTOCOL.md §5; texts that are empty are left out or null as written there.
std::string sealed_body(const domain::SealedInspection& inspection);

/// Strict: every member, nothing else; shapes and limits, not the rules of the checklist (domain::check_sealed does
/// those). Errors: bad_input with a JSON pointer.
Result<domain::SealedInspection> read_sealed(const JsonCursor& body);

/// SHA-256 in hex of a portal token as it stands in the link (base64url text): the record carries this, the QR the
/// token.
std::string portal_key(std::string_view token);

void write_strokes(JsonWriter& out, const domain::Strokes& strokes);
/// `{"width", "height", "lines"}`, checked by domain::check_strokes. Errors: bad_input.
Result<domain::Strokes> read_strokes(const JsonCursor& at);

/// `{"role", "name"?, "strokes"}` or `{"refused": true, "reason"}`.
void write_manager_signature(JsonWriter& out, const domain::ManagerSignature& signature);
/// Errors: bad_input.
Result<domain::ManagerSignature> read_manager_signature(const JsonCursor& at);

void write_fix(JsonWriter& out, const domain::Fix& fix);
/// `{"lat_e6", "lng_e6", "accuracy_m", "mock"}`. Errors: bad_input.
Result<domain::Fix> read_fix(const JsonCursor& at);
/// The same from a text of its own; none from none. Errors: bad_input.
Result<std::optional<domain::Fix>> parse_fix(const std::optional<std::string>& json);

}  // namespace ronda::wire
