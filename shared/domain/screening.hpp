#pragma once
// Free text is where a guest's identity would leak in: this finds what looks like one. Tuned so that ordinary field
// notes
// ("20 kamar", dates, times, prices, item codes, the posted emergency numbers) pass. Pure; any thread.

#include <optional>
#include <string_view>

namespace ronda::domain {

enum class LooksLike { nik, passport, phone, plate };

std::string_view word(LooksLike value);

/// What the text seems to contain, the first found in the order nik, passport, phone, plate; nothing if it passes.
///   nik       16 digits in one run, or in groups 4-4-4-4 or 6-6-4
///   passport  one or two letters and 6 to 8 digits ("X1234567"), or the word paspor/passport before such a code
///   phone     08… or +62… with 10 to 14 digits; the public hotlines pass
///   plate     a registration area, up to 4 digits, a suffix ("DH 1234 AB")
std::optional<LooksLike> looks_like_identity(std::string_view text);

}  // namespace ronda::domain
