#pragma once
// The demo's list of lodgings: invented names, placed near the centres of the real kelurahan of Kota Kupang. Pure.

#include <cstdint>
#include <string>

namespace ronda::server {

/// A CSV as a unit would bring it (semicolons, decimal commas, byte order mark, Indonesian headers): 57 hotels,
/// guesthouses and homestays (as many as BPS counts in Kota Kupang) and 150 kos. The same seed gives the same bytes.
std::string demo_register_csv(std::uint64_t seed);

}  // namespace ronda::server
