// `ronda-server import-bundle`: a device's file read as if the device had called, and told in a few lines.
#include "sync-server/import_bundle.hpp"

#include <cstdio>

#include "shared/crypto/crypto.hpp"
#include "sync-server/host.hpp"
#include "sync-server/service/bundle_import.hpp"
#include "sync-server/service/bundle_uploads.hpp"

namespace ronda::server {

namespace {

constexpr std::size_t kShown = 20;

const char* plural(std::int64_t n, const char* one, const char* many) { return n == 1 ? one : many; }

std::string run_of(const RefusedRun& run) {
  const auto first = std::to_string(run.first_seq);
  return run.first_seq == run.last_seq ? "record " + first : "records " + first + " to " + std::to_string(run.last_seq);
}

std::string reason(const RefusedRun& run) {
  if (run.why.code == ErrorCode::gap && run.expected_seq) {
    return "record " + std::to_string(*run.expected_seq) +
           " is missing here; write the file again with `ronda-field export-bundle --all`";
  }
  if (run.why.code == ErrorCode::fork) {
    return "the device was copied: this is another log than the one that is known here, from record " + run.why.where +
           " on; it is kept for review, enrol the device anew";
  }
  return run.why.message;
}

void print(const BundleReport& report) {
  const auto& manifest = report.manifest;
  std::printf("bundle of \"%s\" (device %s), made %s%s\n", manifest.device_name.c_str(),
              to_text(manifest.device).c_str(), to_text(manifest.made_at).c_str(),
              report.revoked ? "; this device is switched off" : "");
  const auto in_file = manifest.records();
  std::printf("records: %lld in the file, %lld received, %lld already here, %zu held for the unit head\n",
              static_cast<long long>(in_file), static_cast<long long>(report.received),
              static_cast<long long>(report.known), report.held.size());
  std::printf("photos: %lld in the file, %lld received, %lld already here\n", static_cast<long long>(manifest.photos),
              static_cast<long long>(report.photos_received), static_cast<long long>(report.photos_known));
  for (std::size_t i = 0; i < report.held.size() && i < kShown; ++i) {
    std::printf("held: record %lld (%s)\n", static_cast<long long>(report.held[i].seq), report.held[i].code.c_str());
  }
  for (const auto& run : report.refused) {
    std::printf("refused: %s of device %s: %s\n", run_of(run).c_str(), to_text(run.device).c_str(),
                reason(run).c_str());
  }
  if (!report.photos_refused.empty()) {
    const auto n = static_cast<std::int64_t>(report.photos_refused.size());
    std::printf("refused: %lld %s: %s\n", static_cast<long long>(n), plural(n, "photo", "photos"),
                report.photos_refused.front().why.message.c_str());
  }
  if (report.damage) {
    std::printf("damaged at %s: %s; everything before it was taken, %lld %s and %lld %s behind it were not\n",
                report.damage->where.c_str(), report.damage->message.c_str(),
                static_cast<long long>(report.records_missing()), plural(report.records_missing(), "record", "records"),
                static_cast<long long>(report.photos_missing()), plural(report.photos_missing(), "photo", "photos"));
  }
}

}  // namespace

int import_bundle_file(const BundleOptions& options) {
  const auto file = BundleFile::open(options.file);
  if (!file) return tell(bad_input(file.error().message));
  auto store = open_data(options.data, false, make_clock(options.clock));
  if (!store) return tell(store.error());
  const auto checklists = Checklists::load();
  if (!checklists) return tell(checklists.error());
  Uploads uploads(**store, open_attachment_folder(options.data / "attachments"));
  wire::BundleReader reader((*file)->source());
  const auto report = import_bundle(**store, uploads.attachments, *checklists, reader);
  if (!report) {
    const auto& error = report.error();
    const bool of_file = error.code == ErrorCode::truncated || error.code == ErrorCode::corrupt ||
                         error.code == ErrorCode::unsupported_version;
    return of_file ? tell(bad_input(options.file.string() + ": " + error.message, error.where)) : tell(error);
  }
  print(*report);
  return static_cast<int>(report->is_whole() ? Exit::ok : Exit::failed);
}

}  // namespace ronda::server
