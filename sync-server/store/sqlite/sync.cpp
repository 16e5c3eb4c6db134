// The device log's half of SqliteSync: runs of records, packed.
#include "sync-server/store/sqlite/sync.hpp"

#include <algorithm>

#include "shared/base/bytes.hpp"
#include "shared/wire/record_view.hpp"
#include "sync-server/store/run_stamp.hpp"
#include "sync-server/store/sqlite/columns.hpp"
#include "sync-server/store/sqlite/packed_lines.hpp"

namespace ronda::server {

namespace {

constexpr std::size_t kHashBytes = std::tuple_size_v<ledger::Hash>;
constexpr std::size_t kMostUnpacked = 8U << 20U;  // a run is a push: at most 4 MiB

/// A row of device_run; columns in the order of kRunColumns.
struct Run {
  std::int64_t first_chain = 0;
  DeviceId device;
  std::int64_t first_seq = 0;
  std::int64_t count = 0;
  Bytes hashes;
  ledger::Hash chain_hash{};
  Instant received_at;

  ledger::Hash hash(std::int64_t i) const {
    ledger::Hash out{};
    const auto from = hashes.begin() + static_cast<std::ptrdiff_t>(kHashBytes) * i;
    std::copy(from, from + static_cast<std::ptrdiff_t>(kHashBytes), out.begin());
    return out;
  }
};

#define RONDA_RUN_COLUMNS \
  "first_chain, device_id, first_seq, count, hashes, chain_hash, received_at, coding, skip, bytes"

Run read_run(const sqlite::Row& row) {
  Run run{row.int64(0), row.id<DeviceId>(1), row.int64(2),  row.int64(3),
          row.blob(4),  hash_column(row, 5), row.instant(6)};
  // The schema promises that they are as many; a damaged count must not be believed.
  run.count = std::clamp<std::int64_t>(run.count, 0, static_cast<std::int64_t>(run.hashes.size() / kHashBytes));
  return run;
}

/// The lines of the run in `row`, from the last look or taken apart now.
const OpenedRun& open_run(SqliteContext& context, const sqlite::Row& row, const Run& run) {
  if (context.opened && context.opened->first_chain == run.first_chain) return *context.opened;
  auto opened = std::make_shared<OpenedRun>();
  opened->first_chain = run.first_chain;
  const auto bytes = row.blob(9);
  opened->text = row.text(7) == "zstd" ? unpack(text_of(bytes), kMostUnpacked) : std::string(text_of(bytes)) + "\n";
  split_lines(*opened, row.int64(8), run.count);
  context.opened = std::move(opened);
  return *context.opened;
}

StoredRecord record_of(const Run& run, const OpenedRun& opened, std::int64_t i, const ledger::Hash& chain_before) {
  StoredRecord record;
  record.chain_seq = run.first_chain + i;
  record.device = run.device;
  record.seq = run.first_seq + i;
  record.hash = run.hash(i);
  record.chain_hash = i + 1 == run.count ? run.chain_hash : ledger::chain(chain_before, record.hash);
  record.received_at = run.received_at;
  if (static_cast<std::size_t>(i) < opened.records.size()) {
    record.bytes = std::string(opened.records[static_cast<std::size_t>(i)]);
    if (const auto view = wire::view_record(record.bytes)) {
      record.id = view->head.id;
      record.kind = view->head.kind;
    }
  }
  return record;
}

constexpr std::string_view kChainHashBefore = R"sql(
  SELECT chain_hash FROM device_run WHERE first_chain < ?1 ORDER BY first_chain DESC LIMIT 1
)sql";

/// Chain hash of the record before record `i` of the run.
Result<ledger::Hash> chain_before(const SqliteContext& context, const Run& run, std::int64_t i) {
  ledger::Hash end{};
  auto row = context.use(kChainHashBefore);
  row.bind(1, run.first_chain);
  if (row.step()) end = hash_column(row, 0);
  if (!row.ok()) return row.error();
  for (std::int64_t k = 0; k < i; ++k) end = ledger::chain(end, run.hash(k));
  return end;
}

}  // namespace

constexpr std::string_view kRunOf =
    "SELECT " RONDA_RUN_COLUMNS
    " FROM device_run WHERE device_id = ?1 AND first_seq <= ?2 ORDER BY first_seq DESC LIMIT 1";
constexpr std::string_view kHashesFrom = R"sql(
  SELECT first_seq, count, hashes FROM device_run
   WHERE device_id = ?1
     AND first_seq >= coalesce((SELECT max(first_seq) FROM device_run WHERE device_id = ?1 AND first_seq <= ?2), ?2)
   ORDER BY first_seq
   LIMIT ?3
)sql";

Result<std::vector<ledger::Hash>> SqliteSync::record_hashes(DeviceId device, std::int64_t first,
                                                            std::int64_t most) const {
  std::vector<ledger::Hash> hashes;
  auto row = context_.use(kHashesFrom);
  row.bind(1, device).bind(2, first).bind(3, most + 1);
  while (static_cast<std::int64_t>(hashes.size()) < most && row.step()) {
    Run run;
    run.first_seq = row.int64(0);
    run.count = row.int64(1);
    run.hashes = row.blob(2);
    const auto wanted = first + static_cast<std::int64_t>(hashes.size());
    if (run.first_seq > wanted || run.hashes.size() != kHashBytes * static_cast<std::size_t>(run.count)) break;
    for (auto i = wanted - run.first_seq; i < run.count && static_cast<std::int64_t>(hashes.size()) < most; ++i) {
      hashes.push_back(run.hash(i));
    }
  }
  if (!row.ok()) return row.error();
  return hashes;
}

Result<std::optional<ledger::Hash>> SqliteSync::record_hash(DeviceId device, std::int64_t seq) const {
  const auto hashes = record_hashes(device, seq, 1);
  if (!hashes) return hashes.error();
  return hashes->empty() ? std::optional<ledger::Hash>() : hashes->front();
}

Result<StoredRecord> SqliteSync::record(DeviceId device, std::int64_t seq) const {
  auto row = context_.use(kRunOf);
  row.bind(1, device).bind(2, seq);
  if (row.step()) {
    const Run run = read_run(row);
    const std::int64_t i = seq - run.first_seq;
    if (i < run.count) {
      const auto before = chain_before(context_, run, i);
      if (!before) return before.error();
      return record_of(run, open_run(context_, row, run), i, *before);
    }
  }
  if (!row.ok()) return row.error();
  return Error{ErrorCode::not_found, "no such record", to_text(device) + ":" + std::to_string(seq)};
}

constexpr std::string_view kChainEnd = R"sql(
  SELECT first_chain + count - 1, chain_hash FROM device_run ORDER BY first_chain DESC LIMIT 1
)sql";

Result<ChainEnd> SqliteSync::chain_end() const {
  auto row = context_.use(kChainEnd);
  if (row.step()) return ChainEnd{row.int64(0), hash_column(row, 1)};
  if (!row.ok()) return row.error();
  return ChainEnd{};
}

constexpr std::string_view kRunsFrom =
    "SELECT " RONDA_RUN_COLUMNS
    " FROM device_run WHERE first_chain >= coalesce((SELECT max(first_chain) FROM device_run WHERE first_chain <= ?1),"
    " ?1) ORDER BY first_chain LIMIT ?2";

Result<std::vector<StoredRecord>> SqliteSync::records_after(std::int64_t chain_seq, int limit) const {
  std::vector<StoredRecord> page;
  auto row = context_.use(kRunsFrom);
  row.bind(1, chain_seq + 1).bind(2, static_cast<std::int64_t>(limit) + 1);
  while (page.size() < static_cast<std::size_t>(limit) && row.step()) {
    const Run run = read_run(row);
    auto i = std::max<std::int64_t>(0, chain_seq + 1 - run.first_chain);
    if (i >= run.count) continue;
    auto before = chain_before(context_, run, i);
    if (!before) return std::move(before).error();
    const OpenedRun& opened = open_run(context_, row, run);
    for (; i < run.count && page.size() < static_cast<std::size_t>(limit); ++i) {
      page.push_back(record_of(run, opened, i, *before));
      *before = page.back().chain_hash;
    }
  }
  if (!row.ok()) return row.error();
  return page;
}

constexpr std::string_view kAppendRun = R"sql(
  INSERT INTO device_run (first_chain, device_id, first_seq, count, hashes, chain_hash, coding, skip, bytes,
                          received_at, stamp)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
)sql";
constexpr std::string_view kLastSeq = R"sql(
  SELECT first_seq + count - 1 FROM device_run WHERE device_id = ?1 ORDER BY first_seq DESC LIMIT 1
)sql";
constexpr std::string_view kLastStamp = "SELECT stamp FROM device_run ORDER BY first_chain DESC LIMIT 1";

Result<void> SqliteSync::append_run(const RecordRun& run) {
  std::string packed;
  if (run.packed.empty()) {
    auto made = pack(run.text);
    if (!made) return std::move(made).error();
    packed = std::move(*made);
  }
  {
    auto row = context_.use(kLastSeq);
    row.bind(1, run.device);
    if (row.step() && row.int64(0) >= run.first_seq) {
      return Error{ErrorCode::conflict, "the log holds this number already", to_text(run.device)};
    }
    if (!row.ok()) return row.error();
  }
  const auto count = static_cast<std::int64_t>(run.hashes.size());
  ledger::Hash stamp{};
  {
    auto row = context_.use(kLastStamp);
    if (row.step()) stamp = hash_column(row, 0);
    if (!row.ok()) return row.error();
    const std::string_view kept = run.packed.empty() ? std::string_view(packed) : run.packed;
    stamp = run_stamp(
        stamp, {run.first_chain, count, run.received_at, run.chain_hash, "zstd", run.skip, crypto::sha256(kept)});
  }
  const auto* hashes = reinterpret_cast<const std::uint8_t*>(run.hashes.data());
  static_assert(sizeof(ledger::Hash) == kHashBytes);
  auto row = context_.use(kAppendRun);
  row.bind(1, run.first_chain).bind(2, run.device).bind(3, run.first_seq).bind(4, count);
  row.bind(5, std::span(hashes, run.hashes.size() * kHashBytes)).bind(6, column_bytes(run.chain_hash));
  row.bind(7, "zstd").bind(8, run.skip).bind(9, bytes_of(run.packed.empty() ? packed : run.packed));
  row.bind(10, run.received_at).bind(11, column_bytes(stamp));
  return row.run();
}

Result<void> SqliteSync::append(const StoredRecord& record) {
  RecordRun run;
  run.first_chain = record.chain_seq;
  run.device = record.device;
  run.first_seq = record.seq;
  run.hashes = {record.hash};
  run.chain_hash = record.chain_hash;
  const std::string line = record.bytes + "\n";
  run.text = line;
  run.received_at = record.received_at;
  return append_run(run);
}

}  // namespace ronda::server
