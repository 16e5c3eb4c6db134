#pragma once
// Who is asking: settled once per request, from the session cookie or the device token. Plain value.

#include <optional>

#include "shared/base/id.hpp"
#include "shared/base/time.hpp"

namespace ronda::server {

enum class Role { head, officer, admin };

struct Principal {
  enum class Kind { anonymous, user, device };
  Kind kind = Kind::anonymous;
  UnitId unit;                 ///< nil when anonymous
  Zone zone = Zone::wita;      ///< of the unit
  OfficerId officer;           ///< the user, or the device's officer
  Role role = Role::officer;   ///< of the officer
  std::optional<TeamId> team;  ///< of the officer
  DeviceId device;             ///< kind device
  bool revoked = false;        ///< kind device
  Instant expires_at;          ///< kind user: when the session ends
  Instant seen_at;             ///< the request before this one, to the minute
};

}  // namespace ronda::server
