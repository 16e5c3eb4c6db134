// Whether what either side of a Pair promised still stands: of a disk that a crash left, and of both sides at rest.
#include "shared/base/bytes.hpp"
#include "shared/ledger/record.hpp"
#include "sync-server/service/device_log.hpp"
#include "sync-server/store/feed_store.hpp"
#include "sync-server/store/sync_store.hpp"
#include "tests/simulation/disk/memory_vfs.hpp"
#include "tests/simulation/world/pair.hpp"

namespace ronda::sim {

namespace {

std::string whole_path(const std::string& hex) { return "attachments/" + hex.substr(0, 2) + "/" + hex; }

Clock fixed_clock() {
  return [] { return stage().now; };
}

Entropy counting() {
  return [random = std::make_shared<std::mt19937_64>(7)](std::span<std::uint8_t> out) {
    for (auto& byte : out) byte = static_cast<std::uint8_t>((*random)());
  };
}

}  // namespace

std::optional<std::string> Pair::check_device(std::unique_ptr<Disk> disk, const Promises& promised) {
  DeviceSide reopened(std::move(disk), fixed_clock(), counting(), {});
  if (auto started = reopened.start(); !started) return "I15 the app does not start: " + started.error().message;
  auto& db = reopened.database();
  const auto whole = db.integrity();
  if (!whole || *whole != "ok") return "I15 " + (whole ? *whole : whole.error().message);
  std::size_t records = 0;
  {
    auto row = db.use("SELECT text, hash, acked FROM record ORDER BY seq");
    while (row.step()) {
      const auto text = row.text(0);
      const auto hash = ledger::record_hash(text);
      if (row.blob(1) != Bytes(hash.begin(), hash.end())) return "I15 a record is not what was hashed";
      if (records < promised.saved.size() && promised.saved[records].text != text) return "I2 a record is another one";
      ++records;
      if (row.boolean(2) && static_cast<std::int64_t>(records) > promised.confirmed) {
        return "I10 record " + std::to_string(records) + " counts as sent and was never confirmed";
      }
    }
    if (!row.ok()) return "I15 " + row.error().message;
  }
  if (records < promised.saved.size() || records > promised.saved.size() + 1) {
    return "I2 " + std::to_string(records) + " records of " + std::to_string(promised.saved.size()) + " reported";
  }
  {
    auto photo = db.use("SELECT sha256, content FROM photo");
    std::size_t photos = 0;
    while (photo.step()) {
      const auto hash = crypto::sha256(photo.blob(1));
      if (photo.blob(0) != Bytes(hash.begin(), hash.end())) return "I15 a photo is damaged";
      ++photos;
    }
    if (photos < promised.photos.size()) return "I2 a photo is gone";
  }
  for (const auto& [inspection, answers] : promised.answers) {
    auto row = db.use("SELECT count(*) FROM answer WHERE inspection_id = ?1");
    row.bind(1, *parse_uuid(inspection));
    row.step();
    if (row.int64(0) < answers || row.int64(0) > answers + 1) {
      return "I2 " + std::to_string(row.int64(0)) + " answers of " + std::to_string(answers) + " reported";
    }
  }
  const auto marks = field::SyncStore(db).marks();
  if (!marks) return "I15 " + marks.error().message;
  for (const auto& [id, seq] : promised.told_lodgings) {
    if (seq > marks->cursor) continue;
    auto row = db.use("SELECT 1 FROM lodging WHERE id = ?1 AND in_scope = 1");
    row.bind(1, id);
    if (!row.step())
      return "I5 the cursor is " + std::to_string(marks->cursor) + ", the lodging of " + std::to_string(seq) +
             " is not there";
  }
  if (marks->cursor > promised.served_cursor) return "I5 the cursor was never given out";
  return std::nullopt;
}

std::optional<std::string> Pair::check_server(std::unique_ptr<Disk> disk, const Promises& promised) {
  ServerSide reopened(std::move(disk), fixed_clock(), counting());
  if (auto started = reopened.start(); !started) return "I15 the server does not start: " + started.error().message;
  auto db = sqlite::Database::open(reopened.disk().sqlite_path("ronda.db"), {.read_only = true, .vfs = kVfs});
  if (!db) return "I15 the data does not open: " + db.error().message;
  const auto whole = db->integrity();
  if (!whole || *whole != "ok") return "I15 " + (whole ? *whole : whole.error().message);
  const auto chain = reopened.store().read([](const server::ReadTxn& txn) { return server::verify_chain(txn); });
  if (!chain) return "I15 the ledger: " + chain.error().message;
  {
    const auto held =
        reopened.store().read([](const server::ReadTxn& txn) { return txn.sync().records_after(0, 100'000); });
    if (!held) return "I15 the log cannot be read: " + held.error().message;
    std::size_t at = 0;
    std::int64_t applied = 0;
    for (const auto& record : *held) {
      auto kept = db->use("SELECT 1 FROM quarantine WHERE device_id = ?1 AND seq = ?2 AND hash = ?3");
      kept.bind(1, record.device).bind(2, record.seq).bind(3, std::span<const std::uint8_t>(record.hash));
      if (record.kind == "inspection.sealed" && !kept.step()) ++applied;
      if (at < promised.saved.size() && record.bytes != promised.saved[at].text) {
        return "I1 record " + std::to_string(at + 1) + " is another one";
      }
      ++at;
    }
    if (static_cast<std::int64_t>(at) < promised.confirmed) {
      return "I1 " + std::to_string(at) + " records of " + std::to_string(promised.confirmed) + " confirmed";
    }
    // An inspection in the books has its record in the log, and the other way round.
    auto books = db->use("SELECT count(*) FROM inspection");
    books.step();
    if (books.int64(0) != applied) return "I7 the books and the log disagree";
  }
  const auto head = reopened.store().read([](const server::ReadTxn& txn) { return txn.feed().head(); });
  if (!head || *head < promised.served_cursor) return "I9 a cursor was given out that the server does not know";
  for (const auto& [id, version] : promised.edited) {
    auto row = db->use("SELECT version FROM lodging WHERE id = ?1");
    row.bind(1, id);
    if (!row.step() || row.int64(0) < version) return "I1 an edit the console was told of is gone";
  }
  for (const auto& [hex, bytes] : promised.uploaded) {
    const auto& image = promised.photos.at(hex);
    auto held = reopened.disk().content(whole_path(hex));
    if (held.empty()) held = reopened.disk().content("attachments/partial/" + hex);
    if (static_cast<std::int64_t>(held.size()) < bytes ||
        held.compare(0, static_cast<std::size_t>(bytes), image, 0, static_cast<std::size_t>(bytes)) != 0) {
      return "I1 of a photo " + std::to_string(bytes) + " bytes were confirmed, " + std::to_string(held.size()) +
             " are there";
    }
  }
  auto photo = db->use("SELECT sha256 FROM attachment WHERE whole = 1");
  while (photo.step()) {
    const auto hex = to_hex(photo.blob(0));
    if (to_hex(crypto::sha256(reopened.disk().content(whole_path(hex)))) != hex)
      return "I15 a whole photo is damaged or gone";
  }
  return std::nullopt;
}

std::optional<std::string> Pair::check_equal() {
  std::vector<std::string> here;
  std::vector<std::string> there;
  {
    auto row = device->database().use("SELECT text FROM record ORDER BY seq");
    while (row.step()) here.push_back(row.text(0));
    if (!row.ok()) return "I14 the device cannot read its log: " + row.error().message;
  }
  const auto log =
      server->store().read([](const server::ReadTxn& txn) { return txn.sync().records_after(0, 100'000); });
  if (!log) return "I14 the server cannot read its log: " + log.error().message;
  for (const auto& record : *log) there.push_back(record.bytes);
  if (here != there) {
    return "I14 the device holds " + std::to_string(here.size()) + " records, the server " +
           std::to_string(there.size()) + " or others";
  }
  for (std::size_t n = 0; n < promised.saved.size(); ++n) {
    if (n >= here.size() || here[n] != promised.saved[n].text) return "I2 a reported record is not there";
  }
  for (const auto& [hex, image] : promised.photos) {
    const auto& held = server->disk().content(whole_path(hex));
    auto used = device->database().use(
        "SELECT 1 FROM answer_photo JOIN inspection ON inspection.id = inspection_id WHERE lower(hex(sha256)) = ?1 AND "
        "state = 'sealed'");
    used.bind(1, hex);
    if (used.step() && held != image) return "I14 a photo did not arrive whole";
  }
  return std::nullopt;
}

}  // namespace ronda::sim
