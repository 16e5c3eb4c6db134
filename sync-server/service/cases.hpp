#pragma once
// Cases: what only a person can decide. Inside the caller's transaction.

#include <cstdint>
#include <string>

#include "shared/base/result.hpp"
#include "shared/domain/lodging_field.hpp"
#include "shared/domain/text.hpp"
#include "sync-server/service/principal.hpp"
#include "sync-server/store/case_store.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

/// What the case is about, one sentence.
domain::Text text_of(const CaseRow& row);

struct Decision {
  enum class Keep { ours, theirs, value } keep = Keep::ours;
  domain::FieldValue value;  ///< with Keep::value
  std::string note;
};

/// Errors: not_found, stale_version, conflict (decided already), bad_input (`/keep`: this case cannot be decided so;
/// the value does not fit the field).
Result<CaseRow> decide_case(WriteTxn& txn, const Principal& head, CaseId id, std::int64_t version,
                            const Decision& decision);

}  // namespace ronda::server
