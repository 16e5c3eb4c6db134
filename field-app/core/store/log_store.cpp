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

constexpr std::string_view kLastRecord = "SELECT seq, hash FROM record ORDER BY seq DESC LIMIT 1";
constexpr std::string_view kAppend = R"sql(
  INSERT INTO record (seq, id, kind, inspection_id, at, hash, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
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
  if (text.size() > ledger::kMaxRecordBytes) {
    return Error{ErrorCode::too_large, "the record is larger than 256 KiB", "record"};
  }
  RecordStatus status{head.seq, id, ledger::record_hash(text), false, false};
  auto added = db_.use(kAppend)
                   .bind(1, head.seq)
                   .bind(2, id)
                   .bind(3, record.kind)
                   .bind(4, record.inspection)
                   .bind(5, at)
                   .bind(6, std::span<const std::uint8_t>(status.hash))
                   .bind(7, text)
                   .run();
  if (!added) return std::move(added).error();
  return status;
}

constexpr std::string_view kStatus = "SELECT seq, id, hash, acked, problem_code IS NOT NULL FROM record WHERE seq = ?1";

Result<std::optional<RecordStatus>> LogStore::status(std::int64_t seq) {
  std::optional<RecordStatus> out;
  auto row = db_.use(kStatus);
  row.bind(1, seq);
  if (row.step()) {
    out = RecordStatus{row.int64(0), row.id<RecordId>(1), hash_of(row.blob(2)), row.boolean(3), row.boolean(4)};
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
