#include "shared/wire/bundle_manifest.hpp"

#include <algorithm>

#include "shared/base/bytes.hpp"
#include "shared/wire/json.hpp"
#include "shared/wire/sync_json.hpp"

namespace ronda::wire {

namespace {

using EpochId = Id<struct EpochTag>;

constexpr std::int64_t kMostSeq = std::int64_t{1} << 52;
constexpr std::int64_t kMostPhotos = std::int64_t{1} << 40;

template <std::size_t N>
Result<std::array<std::uint8_t, N>> fixed(const JsonCursor& at, std::string_view name) {
  auto text = at.string(name, 2 * N);
  if (!text) return std::move(text).error();
  const auto bytes = from_base64url(*text);
  if (!bytes || bytes->size() != N) return at.wrong("expected base64url of " + std::to_string(N) + " bytes");
  std::array<std::uint8_t, N> out{};
  std::copy(bytes->begin(), bytes->end(), out.begin());
  return out;
}

Result<ledger::Hash> hash(const JsonCursor& at, std::string_view name) {
  auto text = at.string(name, 64);
  if (!text) return std::move(text).error();
  return ledger::parse_hash(*text);
}

Result<BundleLog> read_log(const JsonCursor& at) {
  if (auto known = at.only({"device", "public_key", "first_seq", "prev", "last_seq", "head"}); !known)
    return std::move(known).error();
  const auto device = at.id<DeviceId>("device");
  const auto key = fixed<32>(at, "public_key");
  const auto first = at.integer("first_seq", 1, kMostSeq);
  const auto prev = hash(at, "prev");
  const auto last = at.integer("last_seq", 0, kMostSeq);
  const auto head = hash(at, "head");
  if (!device || !key || !first || !prev || !last || !head || *last < *first - 1) {
    return at.wrong("this is no log of a bundle");
  }
  if (*first == 1 && *prev != ledger::Hash{}) return at.wrong("nothing stands before record 1");
  if (*last < *first && *head != *prev) return at.wrong("the head of an empty log is what stands before it");
  return BundleLog{*device, *key, *first, *prev, *last, *head};
}

Result<BundleManifest> read_manifest(const JsonCursor& root) {
  if (auto known = root.only({"bundle", "made_at", "app_version", "device", "device_name", "officer", "unit", "epoch",
                              "logs", "photos", "photo_bytes"});
      !known) {
    return std::move(known).error();
  }
  const auto version = root.integer("bundle", 1);
  if (!version) return version.error();
  if (*version != 1) return Error{ErrorCode::unsupported_version, "this bundle is of a newer version", "/bundle"};
  const auto made_at = root.instant("made_at");
  const auto app_version = root.string("app_version", 64);
  const auto device = root.id<DeviceId>("device");
  const auto name = root.string("device_name", 480);
  const auto officer = root.id<OfficerId>("officer");
  const auto unit = root.id<UnitId>("unit");
  const auto epoch = root.optional_id<EpochId>("epoch");
  const auto logs = root.array("logs", kMaxBundleLogs);
  const auto photos = root.integer("photos", 0, kMostPhotos);
  const auto photo_bytes = root.integer("photo_bytes", 0, kMostSeq);
  if (!made_at || !app_version || !device || !name || !officer || !unit || !epoch || !logs || !photos || !photo_bytes) {
    return bad_input("this is no manifest of a bundle");
  }
  BundleManifest out;
  out.made_at = *made_at;
  out.app_version = *app_version;
  out.device = *device;
  out.device_name = *name;
  out.officer = *officer;
  out.unit = *unit;
  if (*epoch) out.epoch = (*epoch)->uuid;
  out.photos = *photos;
  out.photo_bytes = *photo_bytes;
  for (const auto& one : *logs) {
    auto log = read_log(one);
    if (!log) return std::move(log).error();
    for (const auto& before : out.logs) {
      if (before.device == log->device) return one.wrong("a device has one log");
    }
    out.logs.push_back(*log);
  }
  if (out.logs.empty() || out.logs.back().device != out.device) return bad_input("today's log stands last", "/logs");
  return out;
}

std::string_view word(BundleHeader::Part part) {
  switch (part) {
    case BundleHeader::Part::manifest:
      return "manifest";
    case BundleHeader::Part::record:
      return "record";
    case BundleHeader::Part::photo:
      return "photo";
    case BundleHeader::Part::end:
      return "end";
  }
  return "end";
}

}  // namespace

std::int64_t BundleManifest::records() const {
  std::int64_t sum = 0;
  for (const auto& log : logs) sum += log.last_seq - log.first_seq + 1;
  return sum;
}

std::string encode(const BundleManifest& manifest) {
  JsonWriter out;
  out.begin_object().member("bundle", 1).member("made_at", manifest.made_at);
  out.member("app_version", manifest.app_version).member("device", manifest.device);
  out.member("device_name", manifest.device_name).member("officer", manifest.officer).member("unit", manifest.unit);
  out.key("epoch");
  if (manifest.epoch.is_nil()) {
    out.null();
  } else {
    out.value(manifest.epoch);
  }
  out.key("logs").begin_array();
  for (const auto& log : manifest.logs) {
    out.begin_object().member("device", log.device).member("public_key", to_base64url(log.public_key));
    out.member("first_seq", log.first_seq).member("prev", ledger::to_text(log.prev));
    out.member("last_seq", log.last_seq).member("head", ledger::to_text(log.head)).end_object();
  }
  out.end_array().member("photos", manifest.photos).member("photo_bytes", manifest.photo_bytes).end_object();
  return out.take();
}

Result<BundleManifest> decode_bundle_manifest(std::string_view text) {
  const auto document = JsonDocument::parse(text, 4);
  if (!document) return document.error();
  auto manifest = read_manifest(document->root());
  if (manifest && encode(*manifest) != text) return bad_input("the manifest is not in the form of the protocol");
  return manifest;
}

std::string encode(const BundleHeader& header) {
  JsonWriter out;
  out.begin_object().member("part", word(header.part));
  if (header.device) out.member("device", *header.device).member("seq", header.seq);
  if (header.part == BundleHeader::Part::photo) out.member("type", header.type);
  if (header.part != BundleHeader::Part::end) out.member("bytes", header.bytes);
  out.member("sha256", to_hex(header.sha256));
  if (header.signature) out.member("signature", to_base64url(*header.signature));
  out.end_object();
  return out.take();
}

std::optional<BundleHeader> read_bundle_header(std::string_view line) {
  const auto document = JsonDocument::parse(line, 2);
  if (!document) return std::nullopt;
  const auto root = document->root();
  const auto part = root.string("part", 16);
  if (!part) return std::nullopt;
  BundleHeader out;
  const auto kinds = {BundleHeader::Part::manifest, BundleHeader::Part::record, BundleHeader::Part::photo,
                      BundleHeader::Part::end};
  const auto* kind = std::find_if(kinds.begin(), kinds.end(), [&](auto one) { return word(one) == *part; });
  if (kind == kinds.end()) return std::nullopt;
  out.part = *kind;
  const auto sha256 = hash(root, "sha256");
  if (!sha256) return std::nullopt;
  out.sha256 = *sha256;
  if (out.part != BundleHeader::Part::end) {
    const auto bytes = root.integer("bytes", 1, static_cast<std::int64_t>(kMaxAttachmentBytes));
    if (!bytes) return std::nullopt;
    out.bytes = *bytes;
  }
  if (out.part == BundleHeader::Part::record) {
    const auto device = root.id<DeviceId>("device");
    const auto seq = root.integer("seq", 1, kMostSeq);
    if (!device || !seq) return std::nullopt;
    out.device = *device;
    out.seq = *seq;
  }
  if (out.part == BundleHeader::Part::photo) {
    const auto type = root.string("type", 16);
    if (!type || (*type != "image/jpeg" && *type != "image/png")) return std::nullopt;
    out.type = *type;
  }
  if (out.part == BundleHeader::Part::record || out.part == BundleHeader::Part::end) {
    const auto signature = fixed<64>(root, "signature");
    if (!signature) return std::nullopt;
    out.signature = *signature;
  }
  if (encode(out) != line) return std::nullopt;
  return out;
}

}  // namespace ronda::wire
