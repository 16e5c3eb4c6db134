#pragma once
// Unfinished inspections between a device and the server (PROTOCOL.md §6a). Requests are read strictly, replies
// leniently. Any thread.

#include <string>
#include <string_view>
#include <vector>

#include "shared/domain/draft.hpp"
#include "shared/wire/json.hpp"

namespace ronda::wire {

inline constexpr std::size_t kMaxDraftBytes = 96U << 10U;
/// The header in which a device says the SHA-256 of a copy, in hex, before any content coding: a copy has no signature.
inline constexpr std::string_view kDraftHashHeader = "Ronda-Draft-SHA256";
inline constexpr int kMaxDraftsTold = 20;

/// The body of `PUT /api/v1/drafts/{inspection}`.
std::string encode(const domain::Draft& draft);
/// Strict; checked by domain::check_draft, too. Errors: bad_input with a pointer, unsupported_version.
Result<domain::Draft> read_draft(const JsonCursor& at);

struct DraftReply {
  std::optional<InspectionId> inspection{};  ///< whose copy this answers; absent: an older server
  std::int64_t version = 0;                  ///< that the server holds now: above the one sent if it had a newer copy
  Instant server_time;
};
std::string encode(const DraftReply& reply);
Result<DraftReply> decode_draft_reply(std::string_view body);

/// One copy as the server tells it to another device of the same officer.
struct ToldDraft {
  DeviceId device;
  std::string device_name;
  Instant received_at;
  std::string content;  ///< the body as it was sent
};
struct ToldDrafts {
  std::optional<DeviceId> device{};  ///< who asked; absent: an older server
  std::vector<ToldDraft> drafts;
  Instant server_time;
};
std::string encode(const ToldDrafts& told);
/// Errors: bad_input.
Result<ToldDrafts> decode_told_drafts(std::string_view body);

}  // namespace ronda::wire
