#include "field-app/core/store/bundle_store.hpp"

#include <algorithm>

namespace ronda::field {

namespace {

template <std::size_t N>
Result<std::array<std::uint8_t, N>> fixed(const Bytes& blob) {
  std::array<std::uint8_t, N> out{};
  if (blob.size() != N) return Error{ErrorCode::corrupt, "a stored key or hash has the wrong length", "record"};
  std::copy(blob.begin(), blob.end(), out.begin());
  return out;
}

}  // namespace

constexpr std::string_view kLogs = R"sql(
  SELECT log, device_id, secret_key, public_key FROM past_enrolment
  UNION ALL
  SELECT log, device_id, secret_key, public_key FROM enrolment
   ORDER BY log
)sql";
constexpr std::string_view kHashOf = "SELECT hash FROM record WHERE log = ?1 AND log_seq = ?2";
constexpr std::string_view kLastOf = "SELECT coalesce(max(log_seq), 0) FROM record WHERE log = ?1";

Result<LogRun> BundleStore::run_of(LogRun run, std::int64_t first_seq) {
  run.first_seq = first_seq;
  {
    auto row = db_.use(kLastOf);
    row.bind(1, run.log);
    if (!row.step()) return row.error();
    run.last_seq = row.int64(0);
  }
  const auto hash_of = [&](std::int64_t seq) -> Result<ledger::Hash> {
    if (seq == 0) return ledger::Hash{};
    auto row = db_.use(kHashOf);
    row.bind(1, run.log).bind(2, seq);
    if (row.step()) return fixed<32>(row.blob(0));
    if (!row.ok()) return row.error();
    return Error{ErrorCode::corrupt, "the device log has a hole", "record"};
  };
  const auto prev = hash_of(first_seq - 1);
  const auto head = hash_of(run.last_seq);
  if (!prev || !head) return prev ? head.error() : prev.error();
  run.prev = *prev;
  run.head = *head;
  return run;
}

Result<std::vector<LogRun>> BundleStore::runs(bool all) {
  std::vector<LogRun> logs;
  {
    auto row = db_.use(kLogs);
    while (row.step()) {
      LogRun log;
      log.log = row.int64(0);
      log.device = row.id<DeviceId>(1);
      const auto secret = fixed<64>(row.blob(2));
      const auto open = fixed<32>(row.blob(3));
      if (!secret || !open) return secret ? open.error() : secret.error();
      log.secret_key = *secret;
      log.public_key = *open;
      logs.push_back(log);
    }
    if (!row.ok()) return row.error();
  }
  const auto who = SyncStore(db_).enrolment();
  if (!who) return who.error();
  if (!*who) return std::vector<LogRun>();
  std::vector<LogRun> out;
  for (const auto& log : logs) {
    const bool today = log.log == (*who)->log;
    std::int64_t first = 1;
    if (today && !all) {
      const auto acked = SyncStore(db_).acked_seq();
      if (!acked) return acked.error();
      first = *acked + 1;
    }
    if (!today && !all) continue;
    auto run = run_of(log, first);
    if (!run) return std::move(run).error();
    if (today || run->last_seq > 0) out.push_back(*run);
  }
  return out;
}

constexpr std::string_view kSizeOf = R"sql(
  SELECT count(*), coalesce(sum(length(CAST(text AS BLOB))), 0) FROM record WHERE log = ?1 AND log_seq >= ?2
)sql";
// ?1: also those that are whole on the server.
constexpr std::string_view kPhotos = R"sql(
  SELECT sha256, type, bytes FROM photo
   WHERE (?1 OR on_server = 0)
     AND EXISTS (SELECT 1 FROM answer_photo JOIN inspection ON inspection.id = answer_photo.inspection_id
                  WHERE answer_photo.sha256 = photo.sha256 AND inspection.state = 'sealed')
   ORDER BY added_at, sha256
)sql";

Result<BundleSize> BundleStore::size(const std::vector<LogRun>& runs, bool all) {
  BundleSize out;
  for (const auto& run : runs) {
    auto row = db_.use(kSizeOf);
    row.bind(1, run.log).bind(2, run.first_seq);
    if (!row.step()) return row.error();
    out.records += row.int64(0);
    out.record_bytes += row.int64(1);
  }
  auto row = db_.use(kPhotos);
  row.bind(1, all);
  while (row.step()) {
    ++out.photos;
    out.photo_bytes += row.int64(2);
  }
  if (!row.ok()) return row.error();
  return out;
}

constexpr std::string_view kUnfinished = "SELECT count(*) FROM inspection WHERE state = 'open'";

Result<std::int64_t> BundleStore::unfinished() {
  auto row = db_.use(kUnfinished);
  if (!row.step()) return row.error();
  return row.int64(0);
}

constexpr std::string_view kRecordsOf = R"sql(
  SELECT log_seq, hash, text FROM record WHERE log = ?1 AND log_seq BETWEEN ?2 AND ?3 ORDER BY log_seq
)sql";

Result<void> BundleStore::each_record(const LogRun& run, const std::function<Result<void>(const LogRecord&)>& take) {
  auto row = db_.use(kRecordsOf);
  row.bind(1, run.log).bind(2, run.first_seq).bind(3, run.last_seq);
  std::int64_t expected = run.first_seq;
  while (row.step()) {
    LogRecord record;
    record.seq = row.int64(0);
    if (record.seq != expected++) return Error{ErrorCode::corrupt, "the device log has a hole", "record"};
    const auto hash = fixed<32>(row.blob(1));
    if (!hash) return hash.error();
    record.hash = *hash;
    record.text = row.text(2);
    if (auto taken = take(record); !taken) return taken;
  }
  if (!row.ok()) return row.error();
  return {};
}

constexpr std::string_view kContent = "SELECT content FROM photo WHERE sha256 = ?1";

Result<void> BundleStore::each_photo(bool all, const std::function<Result<void>(const WaitingPhoto&, Bytes)>& take) {
  auto row = db_.use(kPhotos);
  row.bind(1, all);
  while (row.step()) {
    WaitingPhoto photo;
    const auto hash = fixed<32>(row.blob(0));
    if (!hash) return hash.error();
    photo.sha256 = *hash;
    photo.type = row.text(1);
    photo.bytes = row.int64(2);
    Bytes content;
    {
      auto at = db_.use(kContent);
      at.bind(1, std::span<const std::uint8_t>(photo.sha256));
      if (!at.step()) return Error{ErrorCode::corrupt, "a photo is missing", "photo"};
      content = at.blob(0);
    }
    if (auto taken = take(photo, std::move(content)); !taken) return taken;
  }
  if (!row.ok()) return row.error();
  return {};
}

}  // namespace ronda::field
