#include "field-app/core/sync/bundle_export.hpp"

#include "shared/base/bytes.hpp"

namespace ronda::field {

using sqlite::Transaction;

namespace {

Error not_enrolled() { return Error{ErrorCode::unauthenticated, "this device is not enrolled", {}}; }

Result<wire::BundleManifest> manifest_of(sqlite::Database& db, Instant now, const BundleChoice& choice,
                                         const std::vector<LogRun>& runs) {
  SyncStore sync(db);
  const auto who = sync.enrolment();
  if (!who) return who.error();
  if (!*who) return not_enrolled();
  const auto marks = sync.marks();
  if (!marks) return marks.error();
  const auto size = BundleStore(db).size(runs, choice.all);
  if (!size) return size.error();
  wire::BundleManifest out;
  out.made_at = now;
  out.app_version = choice.app_version;
  out.device = (*who)->device;
  out.device_name = (*who)->device_name;
  out.officer = (*who)->officer;
  out.unit = (*who)->unit;
  out.epoch = marks->epoch.value_or(Uuid{});
  for (const auto& run : runs) {
    out.logs.push_back({run.device, run.public_key, run.first_seq, run.prev, run.last_seq, run.head});
  }
  out.photos = size->photos;
  out.photo_bytes = size->photo_bytes;
  return out;
}

Result<void> write_records(BundleStore& store, const LogRun& run, wire::BundleWriter& writer) {
  return store.each_record(run, [&](const LogRecord& record) -> Result<void> {
    if (ledger::record_hash(record.text) != record.hash) {
      return Error{ErrorCode::corrupt, "the bytes of this record were changed",
                   to_text(run.device) + ":" + std::to_string(record.seq)};
    }
    const auto vouched = ledger::signing_text(run.device, record.seq, record.hash);
    return writer.add(
        wire::BundleRecord{run.device, record.seq, record.hash, crypto::sign(vouched, run.secret_key), record.text});
  });
}

}  // namespace

Result<BundleContents> bundle_contents(sqlite::Database& db, bool all) {
  auto txn = Transaction::begin(db, Transaction::Kind::read);
  if (!txn) return std::move(txn).error();
  BundleStore store(db);
  const auto runs = store.runs(all);
  if (!runs) return runs.error();
  if (runs->empty()) return not_enrolled();
  const auto size = store.size(*runs, all);
  if (!size) return size.error();
  const auto unfinished = store.unfinished();
  if (!unfinished) return unfinished.error();
  return BundleContents{*size, *unfinished};
}

Result<wire::BundleManifest> export_bundle(sqlite::Database& db, Instant now, const BundleChoice& choice,
                                           const wire::BundleSink& sink) {
  auto txn = Transaction::begin(db, Transaction::Kind::read);
  if (!txn) return std::move(txn).error();
  BundleStore store(db);
  const auto runs = store.runs(choice.all);
  if (!runs) return runs.error();
  if (runs->empty()) return not_enrolled();
  auto manifest = manifest_of(db, now, choice, *runs);
  if (!manifest) return manifest;
  wire::BundleWriter writer(sink);
  if (auto begun = writer.begin(*manifest); !begun) return std::move(begun).error();
  for (const auto& run : *runs) {
    if (auto written = write_records(store, run, writer); !written) return std::move(written).error();
  }
  auto photos = store.each_photo(choice.all, [&](const WaitingPhoto& photo, const Bytes& content) -> Result<void> {
    if (crypto::sha256(std::span(content)) != photo.sha256) {
      return Error{ErrorCode::corrupt, "the bytes of this photo were changed", "photo " + to_hex(photo.sha256)};
    }
    return writer.add(wire::BundlePhoto{photo.sha256, photo.type, std::string(text_of(content))});
  });
  if (!photos) return std::move(photos).error();
  if (auto ended = writer.end(manifest->device, runs->back().secret_key); !ended) return std::move(ended).error();
  return manifest;
}

std::string bundle_file_name(std::string_view device_name, Instant now, Zone zone) {
  std::string name = "ronda";
  bool gap = true;
  for (const char c : fold(device_name)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain && gap) name.push_back('-');
    if (plain && name.size() < 40) name.push_back(c);
    gap = !plain;
  }
  std::string stamp;
  for (const char c : to_text(local_date(now, zone))) stamp += c == '-' ? "" : std::string(1, c);
  stamp += "-";
  for (const char c : to_text(local_time(now, zone))) stamp += c == ':' ? "" : std::string(1, c);
  return name + "-" + stamp + ".ronda";
}

}  // namespace ronda::field
