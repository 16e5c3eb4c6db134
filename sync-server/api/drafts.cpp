#include "sync-server/api/drafts.hpp"

#include "shared/base/bytes.hpp"
#include "shared/crypto/crypto.hpp"
#include "shared/wire/draft_json.hpp"
#include "shared/wire/sync_json.hpp"
#include "sync-server/service/drafts.hpp"

namespace ronda::server {

namespace {

// Bodiless requests say which protocol they speak in the query.
Result<void> check_protocol(const http::Request& request) {
  const auto spoken = request.query_value("protocol");
  if (spoken && *spoken == std::to_string(wire::kProtocol)) return {};
  return Error{ErrorCode::unsupported_version, "this protocol version is not spoken here", "/protocol"};
}

Result<http::Reply> put(WriteTxn& txn, const http::Request& request, const Principal& who) {
  const auto inspection = parse_id<InspectionId>(request.param("inspection"));
  if (!inspection) return Error{ErrorCode::not_found, "no such inspection", {}};
  const auto said = request.header(wire::kDraftHashHeader);  // an older app says nothing
  if (!said.empty() && said != to_hex(crypto::sha256(request.body))) {
    return Error{ErrorCode::bad_input, "this copy was changed on its way", std::string(wire::kDraftHashHeader)};
  }
  const auto kept = put_draft(txn, who, *inspection, request.body);
  if (!kept) return kept.error();
  return http::json_reply(wire::encode(*kept));
}

Result<http::Reply> list(const ReadTxn& txn, const http::Request& request, const Principal& who) {
  if (auto spoken = check_protocol(request); !spoken) return std::move(spoken).error();
  const auto drafts = drafts_elsewhere(txn, who);
  if (!drafts) return drafts.error();
  return http::json_reply(wire::encode(*drafts));
}

}  // namespace

std::vector<Route> drafts_routes(App&) {
  return {
      {"GET", "/api/v1/drafts", Access::device, ReadHandler(list)},
      {"PUT", "/api/v1/drafts/{inspection}", Access::device, WriteHandler(put), wire::kMaxDraftBytes},
  };
}

}  // namespace ronda::server
