#include "sync-server/store/sqlite/ledger.hpp"

#include "sync-server/store/sqlite/columns.hpp"

namespace ronda::server {

namespace {

LedgerRoot read_root(const sqlite::Row& row) {
  LedgerRoot root;
  root.unit = row.id<UnitId>(0);
  root.day = row.date(1);
  root.records = row.int64(2);
  root.chain_seq = row.int64(3);
  root.root = hash_column(row, 4);
  root.seal = hash_column(row, 5);
  root.written_at = row.instant(6);
  return root;
}

Result<std::vector<LedgerRoot>> read_roots(sqlite::Row& row) {
  std::vector<LedgerRoot> roots;
  while (row.step()) roots.push_back(read_root(row));
  if (!row.ok()) return row.error();
  return roots;
}

Result<std::optional<LedgerPlace>> read_place(sqlite::Row& row) {
  std::optional<LedgerPlace> place;
  if (row.step()) place = LedgerPlace{row.int64(0), hash_column(row, 1), row.instant(2)};
  if (!row.ok()) return row.error();
  return place;
}

}  // namespace

constexpr std::string_view kRoots = R"sql(
  SELECT unit_id, day, records, chain_seq, root, seal, written_at FROM ledger_root
   WHERE unit_id = ?1 AND day BETWEEN ?2 AND ?3
   ORDER BY day
   LIMIT 400
)sql";

Result<std::vector<LedgerRoot>> SqliteLedger::roots(UnitId unit, LocalDate from, LocalDate to) const {
  auto row = context_.use(kRoots);
  row.bind(1, unit).bind(2, from).bind(3, to);
  return read_roots(row);
}

constexpr std::string_view kLastRoot = R"sql(
  SELECT unit_id, day, records, chain_seq, root, seal, written_at FROM ledger_root
   WHERE unit_id = ?1
   ORDER BY day DESC
   LIMIT 1
)sql";

Result<std::optional<LedgerRoot>> SqliteLedger::last_root(UnitId unit) const {
  auto row = context_.use(kLastRoot);
  row.bind(1, unit);
  std::optional<LedgerRoot> root;
  if (row.step()) root = read_root(row);
  if (!row.ok()) return row.error();
  return root;
}

constexpr std::string_view kAllRoots = R"sql(
  SELECT unit_id, day, records, chain_seq, root, seal, written_at FROM ledger_root ORDER BY unit_id, day
)sql";

Result<std::vector<LedgerRoot>> SqliteLedger::all_roots() const {
  auto row = context_.use(kAllRoots);
  return read_roots(row);
}

constexpr std::string_view kNextOf = R"sql(
  SELECT device_run.first_chain + device_run.count - 1, device_run.chain_hash, device_run.received_at
    FROM device_run JOIN device ON device.id = device_run.device_id
   WHERE device_run.first_chain > ?2 AND device.unit_id = ?1
   ORDER BY device_run.first_chain
   LIMIT 1
)sql";

Result<std::optional<LedgerPlace>> SqliteLedger::next_of(UnitId unit, std::int64_t chain_seq) const {
  auto row = context_.use(kNextOf);
  row.bind(1, unit).bind(2, chain_seq);
  return read_place(row);
}

constexpr std::string_view kLastBefore = R"sql(
  SELECT first_chain + count - 1, chain_hash, received_at FROM device_run
   WHERE first_chain > ?1 AND received_at < ?2
   ORDER BY first_chain DESC
   LIMIT 1
)sql";

Result<std::optional<LedgerPlace>> SqliteLedger::last_before(std::int64_t chain_seq, Instant end) const {
  auto row = context_.use(kLastBefore);
  row.bind(1, chain_seq).bind(2, end);
  return read_place(row);
}

constexpr std::string_view kCountOf = R"sql(
  SELECT coalesce(sum(device_run.count), 0) FROM device_run JOIN device ON device.id = device_run.device_id
   WHERE device_run.first_chain > ?2 AND device_run.first_chain <= ?3 AND device.unit_id = ?1
)sql";

Result<std::int64_t> SqliteLedger::count_of(UnitId unit, std::int64_t after, std::int64_t to) const {
  auto row = context_.use(kCountOf);
  row.bind(1, unit).bind(2, after).bind(3, to);
  if (!row.step()) return row.error();
  return row.int64(0);
}

constexpr std::string_view kSignature = "SELECT signature FROM run_signature WHERE device_id = ?1 AND last_seq = ?2";

Result<std::optional<crypto::Signature>> SqliteLedger::signature(DeviceId device, std::int64_t seq) const {
  auto row = context_.use(kSignature);
  row.bind(1, device).bind(2, seq);
  std::optional<crypto::Signature> found;
  if (row.step()) {
    const auto bytes = row.blob(0);
    found.emplace();
    if (bytes.size() == found->size()) std::copy(bytes.begin(), bytes.end(), found->begin());
  }
  if (!row.ok()) return row.error();
  return found;
}

constexpr std::string_view kWasHeld = R"sql(
  SELECT EXISTS (SELECT 1 FROM quarantine WHERE device_id = ?1 AND seq = ?2 AND bytes IS NULL)
)sql";

Result<bool> SqliteLedger::was_held(DeviceId device, std::int64_t seq) const {
  auto row = context_.use(kWasHeld);
  row.bind(1, device).bind(2, seq);
  if (!row.step()) return row.error();
  return row.boolean(0);
}

constexpr std::string_view kPutSignature = R"sql(
  INSERT INTO run_signature (device_id, last_seq, signature) VALUES (?1, ?2, ?3)
  ON CONFLICT (device_id, last_seq) DO NOTHING
)sql";

Result<void> SqliteLedger::put_signature(DeviceId device, std::int64_t last_seq, const crypto::Signature& signature) {
  return context_.use(kPutSignature)
      .bind(1, device)
      .bind(2, last_seq)
      .bind(3, std::span<const std::uint8_t>(signature))
      .run();
}

constexpr std::string_view kAddRoot = R"sql(
  INSERT INTO ledger_root (unit_id, day, records, chain_seq, root, seal, written_at)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
)sql";

Result<void> SqliteLedger::add_root(const LedgerRoot& root) {
  auto row = context_.use(kAddRoot);
  row.bind(1, root.unit).bind(2, root.day).bind(3, root.records).bind(4, root.chain_seq);
  row.bind(5, column_bytes(root.root)).bind(6, column_bytes(root.seal)).bind(7, root.written_at);
  return row.run();
}

}  // namespace ronda::server
