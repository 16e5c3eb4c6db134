#include "field-app/core/store/log_store.hpp"

#include <algorithm>

namespace ronda::field {

namespace {

ledger::Hash hash_of(const Bytes& bytes) {
  ledger::Hash hash{};
  RONDA_ASSERT(bytes.size() == hash.size());
  std::copy(bytes.begin(), bytes.end(), hash.begin());
  return hash;
}

}  // namespace

constexpr std::string_view kLastRecord = R"sql(
  SELECT log_seq, hash FROM record WHERE log = (SELECT log FROM enrolment) ORDER BY log_seq DESC LIMIT 1
)sql";
constexpr std::string_view kAppend = R"sql(
  INSERT INTO record (seq, id, kind, inspection_id, at, hash, text, log, log_seq, carries)
  VALUES ((SELECT coalesce(max(seq), 0) + 1 FROM record), ?1, ?2, ?3, ?4, ?5, ?6,
          coalesce((SELECT log FROM enrolment), 1), ?7, ?8)
  RETURNING seq
)sql";

Result<RecordStatus> LogStore::append(const NewRecord& record, RecordId id, DeviceId device, OfficerId officer,
                                      Instant at) {
  ledger::RecordHead head;
  head.id = id;
  head.kind = record.kind;
  head.device = device;
  head.officer = officer;
  head.at = at;
  {
    auto last = db_.use(kLastRecord);
    if (last.step()) {
      head.seq = last.int64(0) + 1;
      head.prev = hash_of(last.blob(1));
    }
    if (!last.ok()) return last.error();
  }
  const std::string text = ledger::record_text(head, record.body);
  const std::size_t most = ledger::kMaxRecordBytes - (record.carries ? 0 : kRoomToCarry);
  if (text.size() > most) return Error{ErrorCode::too_large, "the record is larger than 255 KiB", "record"};
  RecordStatus status{0, head.seq, id, ledger::record_hash(text), false, false, head.seq};
  auto added = db_.use(kAppend);
  added.bind(1, id).bind(2, record.kind).bind(3, record.inspection).bind(4, at);
  added.bind(5, std::span<const std::uint8_t>(status.hash)).bind(6, text).bind(7, head.seq).bind(8, record.carries);
  if (!added.step()) return added.error();
  status.place = added.int64(0);
  while (added.step()) {
  }
  if (!added.ok()) return added.error();
  return status;
}

constexpr std::string_view kStatus = R"sql(
  SELECT record.seq, record.log_seq, record.id, record.hash, record.acked OR coalesce(carrier.acked, 0),
         iif(carrier.seq IS NULL, record.problem_code, carrier.problem_code) IS NOT NULL,
         coalesce(carrier.log_seq, iif(record.log = (SELECT log FROM enrolment), record.log_seq, 0))
    FROM record
    LEFT JOIN record AS carrier ON carrier.carries = record.seq AND carrier.log = (SELECT log FROM enrolment)
   WHERE record.seq = ?1
)sql";

Result<std::optional<RecordStatus>> LogStore::status(std::int64_t place) {
  std::optional<RecordStatus> out;
  auto row = db_.use(kStatus);
  row.bind(1, place);
  if (row.step()) {
    out = RecordStatus{row.int64(0),   row.int64(1),   row.id<RecordId>(2), hash_of(row.blob(3)),
                       row.boolean(4), row.boolean(5), row.int64(6)};
  }
  if (!row.ok()) return row.error();
  return out;
}

constexpr std::string_view kPrefs = "SELECT name, value FROM pref ORDER BY name LIMIT 20";

Result<std::map<std::string, std::string>> LogStore::prefs() {
  std::map<std::string, std::string> out{{"lang", "id"}, {"theme", "system"}, {"mode", "list"}};
  auto row = db_.use(kPrefs);
  while (row.step()) out[row.text(0)] = row.text(1);
  if (!row.ok()) return row.error();
  return out;
}

constexpr std::string_view kSetPref = R"sql(
  INSERT INTO pref (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2
)sql";

Result<void> LogStore::set_pref(const std::string& name, const std::string& value) {
  return db_.use(kSetPref).bind(1, name).bind(2, value).run();
}

}  // namespace ronda::field
