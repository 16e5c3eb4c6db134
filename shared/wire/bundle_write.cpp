#include "shared/base/bytes.hpp"
#include "shared/wire/bundle_manifest.hpp"

namespace ronda::wire {

std::string bundle_signing_text(const DeviceId& device, const crypto::Sha256& sha256) {
  return "ronda-bundle-1\n" + to_text(device) + "\n" + to_hex(sha256);
}

Result<void> BundleWriter::write(std::string_view bytes) {
  so_far_.add(bytes_of(bytes));
  return sink_(bytes);
}

Result<void> BundleWriter::write_part(std::string_view header, std::string_view content) {
  std::string text(header);
  text.push_back('\n');
  text.append(content);
  text.push_back('\n');
  return write(text);
}

Result<void> BundleWriter::begin(const BundleManifest& manifest) {
  if (auto written = write(kBundleMagic); !written) return written;
  const std::string content = encode(manifest);
  BundleHeader header{BundleHeader::Part::manifest};
  header.bytes = static_cast<std::int64_t>(content.size());
  header.sha256 = crypto::sha256(content);
  return write_part(encode(header), content);
}

Result<void> BundleWriter::add(const BundleRecord& record) {
  BundleHeader header{BundleHeader::Part::record};
  header.bytes = static_cast<std::int64_t>(record.text.size());
  header.sha256 = record.hash;
  header.device = record.device;
  header.seq = record.seq;
  header.signature = record.signature;
  return write_part(encode(header), record.text);
}

Result<void> BundleWriter::add(const BundlePhoto& photo) {
  BundleHeader header{BundleHeader::Part::photo};
  header.bytes = static_cast<std::int64_t>(photo.bytes.size());
  header.sha256 = photo.sha256;
  header.type = photo.type;
  return write_part(encode(header), photo.bytes);
}

Result<void> BundleWriter::end(const DeviceId& device, const crypto::SecretKey& key) {
  BundleHeader header{BundleHeader::Part::end};
  header.sha256 = so_far_.finish();
  header.signature = crypto::sign(bundle_signing_text(device, header.sha256), key);
  return sink_(encode(header) + "\n");
}

}  // namespace ronda::wire
