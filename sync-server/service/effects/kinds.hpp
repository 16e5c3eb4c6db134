#pragma once
// One function per kind of record (PROTOCOL.md §3 Kinds), with the promises of apply_record(): everything is checked
// before anything is written. record_effects.cpp chooses.

#include "sync-server/service/record_effects.hpp"

namespace ronda::server {

Result<Effect> apply_missed(WriteTxn& txn, const Principal& who, const wire::ReadRecord& record);
Result<Effect> apply_proposed(WriteTxn& txn, const Principal& who, const wire::ReadRecord& record);
Result<Effect> apply_corrected_lodging(WriteTxn& txn, const Principal& who, const wire::ReadRecord& record);
Result<Effect> apply_disposed(WriteTxn& txn, const Principal& who, const wire::ReadRecord& record);
Result<Effect> apply_served(WriteTxn& txn, const Principal& who, const wire::ReadRecord& record);
Result<Effect> apply_held(WriteTxn& txn, const Principal& who, const wire::ReadRecord& record);
Result<Effect> apply_referral(WriteTxn& txn, const Principal& who, const wire::ReadRecord& record);
Result<Effect> apply_tip(WriteTxn& txn, const Principal& who, const wire::ReadRecord& record);
Result<Effect> apply_corrected_inspection(WriteTxn& txn, const Principal& who, const wire::ReadRecord& record,
                                          const Checklists& checklists);

}  // namespace ronda::server
