#pragma once
// UUIDv7 identities (RFC 9562 §5.7). Id<Tag> keeps a lodging from being passed where an inspection is meant.

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "shared/base/result.hpp"
#include "shared/base/time.hpp"

namespace ronda {

/// Sixteen bytes; text form is lower-case 8-4-4-4-12.
struct Uuid {
  std::array<std::uint8_t, 16> bytes{};

  bool operator==(const Uuid&) const = default;
  auto operator<=>(const Uuid&) const = default;
  bool is_nil() const { return *this == Uuid{}; }
};

std::string to_text(const Uuid& id);
/// Errors: bad_input (anything but the 36-character form; upper case is accepted).
Result<Uuid> parse_uuid(std::string_view text);
/// Precondition: exactly 16 bytes, else bad_input.
Result<Uuid> uuid_from_bytes(std::span<const std::uint8_t> bytes);

template <typename Tag>
struct Id {
  Uuid uuid;

  bool operator==(const Id&) const = default;
  auto operator<=>(const Id&) const = default;
  bool is_nil() const { return uuid.is_nil(); }
};

template <typename Tag>
std::string to_text(const Id<Tag>& id) {
  return to_text(id.uuid);
}

/// parse_id<LodgingId>("…"). Errors: bad_input.
template <typename IdType>
Result<IdType> parse_id(std::string_view text) {
  auto uuid = parse_uuid(text);
  if (!uuid) return std::move(uuid).error();
  return IdType{*uuid};
}

using UnitId = Id<struct UnitTag>;
using OfficerId = Id<struct OfficerTag>;
using TeamId = Id<struct TeamTag>;
using DeviceId = Id<struct DeviceTag>;
using LodgingId = Id<struct LodgingTag>;
using RoundId = Id<struct RoundTag>;
using VisitId = Id<struct VisitTag>;
using InspectionId = Id<struct InspectionTag>;
using FindingId = Id<struct FindingTag>;
using NoticeId = Id<struct NoticeTag>;
using RecordId = Id<struct RecordTag>;

/// Where random bytes come from; the host supplies it (crypto::random_bytes in production, a seed in tests).
using Entropy = std::function<void(std::span<std::uint8_t>)>;

/// Makes UUIDv7 values that increase within one generator, also when the clock stands still or steps back: the last
/// millisecond is kept and the 12 bits after it count up. One thread.
class IdSource {
 public:
  explicit IdSource(Entropy entropy) : entropy_(std::move(entropy)) {}

  Uuid next(Instant now);
  template <typename IdType>
  IdType make(Instant now) {
    return IdType{next(now)};
  }

 private:
  Entropy entropy_;
  std::int64_t last_ms_ = 0;
  std::uint16_t counter_ = 0;
};

}  // namespace ronda

template <>
struct std::hash<ronda::Uuid> {
  std::size_t operator()(const ronda::Uuid& id) const noexcept {
    std::size_t value = 1469598103934665603ULL;
    for (const auto b : id.bytes) value = (value ^ b) * 1099511628211ULL;
    return value;
  }
};

template <typename Tag>
struct std::hash<ronda::Id<Tag>> {
  std::size_t operator()(const ronda::Id<Tag>& id) const noexcept { return std::hash<ronda::Uuid>{}(id.uuid); }
};
