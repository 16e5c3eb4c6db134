#pragma once
// The rows that were made of a record, held against its bytes. What a person decided afterwards (accepting a held
// record, merging lodgings) is allowed; whatever else differs is damage. Inside the caller's transaction.

#include <string>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/wire/record_json.hpp"
#include "sync-server/service/inspection_rows.hpp"
#include "sync-server/store/access_store.hpp"
#include "sync-server/store/ledger_store.hpp"
#include "sync-server/store/store.hpp"
#include "sync-server/store/sync_store.hpp"

namespace ronda::server {

class MadeRows {
 public:
  explicit MadeRows(const ReadTxn& txn) : txn_(txn) {}

  /// Call it for each record in the order of the log, then hold_standings() once. `read` is what `record` says,
  /// `device` whose log it lies in. Errors: corrupt, `where` = "<device>:<seq>".
  Result<void> hold(const StoredRecord& record, const wire::ReadRecord& read, const DeviceRow& device);
  /// Where each finding stands follows from everything that was said of it, and that is known to be whole by now.
  /// Errors: as hold(), naming the record that opened the finding.
  Result<void> hold_standings();

 private:
  /// The record in the log here, and under which rules its rows were made.
  struct Made {
    const StoredRecord& record;
    const DeviceRow& device;
    bool is_copy = false;  ///< accepted out of a forked log, perhaps later than it came
    std::string where;

    Error bad(std::string what) const { return {ErrorCode::corrupt, std::move(what), where}; }
  };
  Result<void> kind(const Made& made, const wire::ReadRecord& read);
  Result<void> carried(const Made& made, const wire::ReadRecord& read);
  Result<void> sealed(const Made& made, const wire::ReadRecord& read);
  Result<void> corrected(const Made& made, const wire::ReadRecord& read);
  Result<void> inspection(const Made& made, const wire::ReadRecord& read, const domain::SealedInspection& body,
                          const std::optional<InspectionId>& supersedes);
  Result<void> answers_and_photos(const Made& made, const domain::SealedInspection& body, const InspectionRows& rows);
  Result<void> findings(const Made& made, const domain::SealedInspection& body, bool stands, bool is_correction);
  Result<void> visit(const Made& made, const MadeInspection& inspection);
  Result<void> disposal(const Made& made, const wire::ReadRecord& read);
  Result<void> service(const Made& made, const wire::ReadRecord& read);
  Result<void> activity(const Made& made, const wire::ReadRecord& read);
  Result<void> referral(const Made& made, const wire::ReadRecord& read);
  Result<void> tip(const Made& made, const wire::ReadRecord& read);
  /// A row about premises: it is there, this record's, and says of whom, where, when it came and, as `says` finds, what
  /// the record says.
  template <typename Row, typename Says>
  Result<void> lead(const Made& made, const wire::ReadRecord& read, const Result<Row>& row, LodgingId named,
                    const std::string& what, Says says);
  /// The lodging that is meant by this id today.
  Result<LodgingId> standing(UnitId unit, LodgingId id);
  Result<bool> was_held(const Made& made);
  Result<void> missing(const Made& made, std::string what);

  struct Opened {
    FindingId finding;
    UnitId unit;
    DeviceId device;
    std::int64_t seq = 0;
  };
  const ReadTxn& txn_;
  std::vector<Opened> opened_;
};

}  // namespace ronda::server
