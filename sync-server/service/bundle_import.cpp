#include "sync-server/service/bundle_import.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include "shared/base/planted.hpp"
#include "shared/wire/sync_json.hpp"
#include "sync-server/service/device_log.hpp"
#include "sync-server/service/device_principal.hpp"
#include "sync-server/service/held_photos.hpp"
#include "sync-server/store/access_store.hpp"
#include "sync-server/store/finding_store.hpp"

namespace ronda::server {

namespace {

// As a device pushes: few transactions, and none that keeps other writers waiting.
constexpr std::size_t kRunRecords = 100;
constexpr std::size_t kRunBytes = std::size_t{1} << 20U;

bool is_store_trouble(ErrorCode code) {
  return code == ErrorCode::io_failed || code == ErrorCode::disk_full || code == ErrorCode::busy;
}

class Import {
 public:
  Import(Store& store, Attachments& attachments, const Checklists& checklists, std::optional<UnitId> only)
      : store_(store), attachments_(attachments), checklists_(checklists), only_(only) {}

  Result<BundleReport> read(wire::BundleReader& file) {
    auto manifest = file.begin();
    if (!manifest) return std::move(manifest).error();
    report_.manifest = std::move(*manifest);
    for (;;) {
      auto part = file.next();
      if (!part && is_store_trouble(part.error().code)) return std::move(part).error();
      if (!part && !RONDA_PLANTED(damage_unnoticed)) report_.damage = std::move(part).error();
      const bool ends = !part || std::holds_alternative<wire::BundleEnd>(*part);
      if (part) {
        if (auto* record = std::get_if<wire::BundleRecord>(&*part)) {
          if (auto taken = add(std::move(*record)); !taken) return std::move(taken).error();
          continue;
        }
      }
      if (auto pushed = push_run(); !pushed) return std::move(pushed).error();
      if (part && ends && !RONDA_PLANTED(damage_unnoticed)) {
        if (auto vouched = check_end(file, std::get<wire::BundleEnd>(*part)); !vouched)
          return std::move(vouched).error();
      }
      if (ends) return std::move(report_);
      if (auto taken = take_photo(std::get<wire::BundlePhoto>(*part)); !taken) return std::move(taken).error();
    }
  }

 private:
  /// The device's word that the file is whole, by the key that is known here.
  Result<void> check_end(const wire::BundleReader& file, const wire::BundleEnd& end) {
    const auto device = report_.manifest.device;
    const auto who = principal(device);
    if (!who) return who.error();
    if (!*who) return {};  // not known here: nothing of it was taken
    const auto row = store_.read([&](const ReadTxn& txn) { return txn.access().device(device); });
    if (!row) return row.error();
    crypto::PublicKey key{};
    std::copy_n(row->public_key.begin(), std::min(row->public_key.size(), key.size()), key.begin());
    if (crypto::verify(wire::bundle_signing_text(device, end.sha256), end.signature, key)) return {};
    report_.damage = Error{ErrorCode::corrupt, "the end of the file is not signed by its device",
                           "byte " + std::to_string(file.part_offset())};
    return {};
  }

  // ---- records
  Result<void> add(wire::BundleRecord record) {
    const bool other = !run_.empty() && last_.device != record.device;
    if (other || run_.size() >= kRunRecords || run_bytes_ + record.text.size() > kRunBytes) {
      if (auto pushed = push_run(); !pushed) return pushed;
    }
    run_bytes_ += record.text.size();
    run_.push_back(std::move(record.text));
    last_ = std::move(record);
    return {};
  }

  /// What was collected, as the device would have pushed it.
  Result<void> push_run() {
    if (run_.empty()) return {};
    wire::PushEnvelope envelope;
    envelope.device = last_.device;
    envelope.epoch = report_.manifest.epoch;
    envelope.count = static_cast<std::int64_t>(run_.size());
    envelope.first_seq = last_.seq - envelope.count + 1;
    envelope.head = last_.hash;
    envelope.signature = last_.signature;
    const auto body = wire::encode_push(envelope, run_);
    run_.clear();
    run_bytes_ = 0;
    const auto who = principal(envelope.device);
    if (!who) return who.error();
    if (!*who) {
      refuse(envelope, {ErrorCode::not_found, "this device is not known here", {}});
      return {};
    }
    report_.revoked = report_.revoked || (*who)->revoked;
    auto outcome = store_.write([&](WriteTxn& txn) { return push(txn, **who, body, checklists_); });
    if (!outcome && is_store_trouble(outcome.error().code)) return std::move(outcome).error();
    if (!outcome) {
      refuse(envelope, std::move(outcome).error());
      return {};
    }
    if (outcome->refused) {
      // A copied device shares the start of its log with the one that is known: the fork names the first that differs.
      const auto& where = outcome->refused->where;
      std::int64_t differs = 0;
      std::from_chars(where.data(), where.data() + where.size(), differs);
      if (outcome->refused->code == ErrorCode::fork && differs > envelope.first_seq) {
        report_.known += differs - envelope.first_seq;
        envelope.count -= differs - envelope.first_seq;
        envelope.first_seq = differs;
      }
      refuse(envelope, *outcome->refused, outcome->expected_seq);
      return {};
    }
    report_.received += outcome->reply.accepted;
    report_.known += outcome->reply.known;
    for (const auto& one : outcome->reply.quarantined) {
      report_.held.push_back({envelope.device, one.seq, one.code});
    }
    return {};
  }

  void refuse(const wire::PushEnvelope& envelope, Error why, std::optional<std::int64_t> expected = {}) {
    const std::int64_t last = envelope.first_seq + envelope.count - 1;
    if (!report_.refused.empty()) {
      auto& before = report_.refused.back();
      // After the first gap or the first bad run the rest of that log is refused for the same reason.
      if (before.device == envelope.device && before.last_seq + 1 == envelope.first_seq &&
          before.why.code == why.code) {
        before.last_seq = last;
        return;
      }
    }
    report_.refused.push_back({envelope.device, envelope.first_seq, last, std::move(why), expected});
  }

  /// Whose log it is; nothing if the device is not known here, or not to who imports.
  Result<std::optional<Principal>> principal(DeviceId device) {
    const auto found = principals_.find(device);
    if (found != principals_.end()) return found->second;
    auto who = store_.read([&](const ReadTxn& txn) { return principal_of_device(txn, device); });
    if (!who && who.error().code != ErrorCode::not_found) return std::move(who).error();
    std::optional<Principal> known;
    if (who && (!only_ || who->unit == *only_)) known = *who;
    return principals_.emplace(device, known).first->second;
  }

  // ---- photos
  Result<void> take_photo(const wire::BundlePhoto& photo) {
    auto who = sender_of(photo.sha256);
    if (!who) return std::move(who).error();
    if (!*who) {
      report_.photos_refused.push_back({photo.sha256, {ErrorCode::not_found, "no record here names this photo", {}}});
      return {};
    }
    const auto length = static_cast<std::int64_t>(photo.bytes.size());
    auto upload = attachments_.begin(**who, {photo.sha256, photo.type}, length);
    if (upload && upload->whole) {
      ++report_.photos_known;
      return {};
    }
    // What came of it over the network may be damaged; then it starts anew, with the bytes that are known to be right.
    for (int tries = 0; upload && !upload->whole && tries < 2; ++tries) {
      const auto rest = std::string_view(photo.bytes).substr(static_cast<std::size_t>(upload->offset));
      auto added = attachments_.append(**who, photo.sha256, {upload->offset, rest, {}, false});
      if (!added && added.error().code == ErrorCode::corrupt && upload->offset > 0) {
        upload = attachments_.look_up(**who, photo.sha256);
        continue;
      }
      upload = std::move(added);
    }
    if (!upload && is_store_trouble(upload.error().code)) return std::move(upload).error();
    if (!upload) {
      report_.photos_refused.push_back({photo.sha256, std::move(upload).error()});
      return {};
    }
    ++report_.photos_received;
    report_.photo_bytes_received += length;
    return {};
  }

  /// The device of the file on whose word this photo is taken: one of whose records, held or accepted, names it.
  Result<std::optional<Principal>> sender_of(const crypto::Sha256& sha256) {
    const auto& logs = report_.manifest.logs;
    for (auto log = logs.rbegin(); log != logs.rend(); ++log) {
      auto who = principal(log->device);
      if (!who) return std::move(who).error();
      if (!*who) continue;
      const auto named = store_.read([&](const ReadTxn& txn) -> Result<std::optional<Principal>> {
        auto sender = **who;
        const auto accepted = txn.findings().names_photo(sender.unit, sha256);
        if (!accepted) return accepted.error();
        if (*accepted) {
          sender.revoked = false;  // the unit's own books ask for it
          return std::optional(sender);
        }
        const auto held = held_record_names(txn, sender.device, sha256);
        if (!held) return held.error();
        return *held ? std::optional(sender) : std::nullopt;
      });
      if (!named || *named) return named;
    }
    return std::optional<Principal>();
  }

  Store& store_;
  Attachments& attachments_;
  const Checklists& checklists_;
  std::optional<UnitId> only_;
  BundleReport report_;
  std::map<DeviceId, std::optional<Principal>> principals_;
  std::vector<std::string> run_;  // texts of one log, without a gap
  std::size_t run_bytes_ = 0;
  wire::BundleRecord last_;  // of run_, without its text
};

}  // namespace

std::int64_t BundleReport::records_missing() const {
  std::int64_t seen = received + known;
  for (const auto& run : refused) seen += run.last_seq - run.first_seq + 1;
  return manifest.records() - seen;
}

std::int64_t BundleReport::photos_missing() const {
  return manifest.photos - photos_received - photos_known - static_cast<std::int64_t>(photos_refused.size());
}

Result<BundleReport> import_bundle(Store& store, Attachments& attachments, const Checklists& checklists,
                                   wire::BundleReader& file, std::optional<UnitId> only) {
  return Import(store, attachments, checklists, only).read(file);
}

}  // namespace ronda::server
