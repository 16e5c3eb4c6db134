#pragma once
// The prepared state every world starts from, made once per program by the real services and the real enrolment: an
// office with two teams, lodgings and visits, and eight enrolled devices that pulled everything and hold a draft each
// that only wants its seal.

#include <memory>
#include <string>
#include <vector>

#include "shared/base/id.hpp"
#include "shared/crypto/crypto.hpp"
#include "sync-server/service/policy.hpp"
#include "sync-server/store/settings_store.hpp"
#include "tests/simulation/disk/memory_disk.hpp"

namespace ronda::sim {

inline constexpr int kStageDevices = 8;

struct StagedDevice {
  std::unique_ptr<Disk> disk;
  DeviceId id;
  OfficerId officer;
  int team = 0;
  std::string token;
  std::string draft;  ///< "/api/inspections/<id>"
};

struct Stage {
  Instant now;  ///< 2026-12-02 14:00 in the unit's zone
  server::UnitRow unit;
  server::UnitPolicy policy;
  OfficerId head;
  crypto::SecretKey strange_key{};  ///< of no device
  std::vector<TeamId> teams;
  std::vector<LodgingId> lodgings;
  RoundId round;
  std::vector<VisitId> visits;
  std::unique_ptr<Disk> server;
  std::vector<StagedDevice> devices;
};

/// The server's data in pages of 4 KB instead of 16: a quarter of what each commit writes, sums and reads back. For
/// programs that run schedules by the thousand; those that break a disk at each call keep the product's pages.
/// Precondition: stage() was not used yet.
void use_small_pages();

/// Built at its first use.
const Stage& stage();

}  // namespace ronda::sim
