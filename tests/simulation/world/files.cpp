// Records and photos that are carried by file: written on a phone at any moment, read at the office late, twice, in any
// order, beside what the network brings, damaged by a bit, and while the office's machine dies.
#include "field-app/core/sync/bundle_export.hpp"
#include "sync-server/service/attachments.hpp"
#include "sync-server/service/bundle_import.hpp"
#include "tests/simulation/disk/memory_attachments.hpp"
#include "tests/simulation/world/world.hpp"

namespace ronda::sim {

namespace {

constexpr std::size_t kMostFiles = 12;

}  // namespace

/// As `ronda-field export-bundle` does it.
void World::write_file(DeviceSide& device) {
  if (!device.is_up() || files_.size() >= kMostFiles) return;
  std::string file;
  const bool all = chance(30);
  const auto written = field::export_bundle(device.database(), {now_ms_ + device.wall_offset_ms},
                                            {all, device.app_version}, [&](std::string_view bytes) -> Result<void> {
                                              file.append(bytes);
                                              return {};
                                            });
  say("write file device=" + std::to_string(device.number) + (all ? " all " : " ") +
      (written ? std::to_string(file.size()) + "B" : std::string(word(written.error().code))));
  if (!written) return violated(kI2, device.name() + " cannot write its log into a file: " + written.error().message);
  ++tally_[Counted::files];
  files_.push_back(std::move(file));
}

/// As `ronda-server import-bundle` does it, beside the running server.
Result<server::BundleReport> World::import_file(std::string_view file) {
  server::Uploads uploads(server_->store(), attachments_on(server_->disk()));
  wire::BundleReader reader(wire::bundle_source(file));
  return server::import_bundle(server_->store(), uploads.attachments, checklists_, reader);
}

void World::read_file() {
  if (!server_->is_up() || files_.empty()) return;
  const auto which = pick(files_.size());
  std::string file = files_[which];
  if (chance(30))
    files_.erase(files_.begin() + static_cast<std::ptrdiff_t>(which));  // else it lies about, and comes again
  const bool is_damaged = faulty_ && chance(25);
  if (is_damaged) {
    auto& byte = file[pick(file.size())];
    byte = static_cast<char>(byte ^ (1 << pick(8)));
    if (chance(30)) file.resize(pick(file.size()));
  }
  const bool dies = faulty_ && chance(15);
  if (dies) {
    const auto crash = static_cast<Crash>(pick(3));
    server_->disk().keep_writes = crash == Crash::torn;
    server_->die_at_change(1 + static_cast<int>(pick(25)), crash, random_);
  }
  const auto head = feed_head();
  const auto report = import_file(file);
  server_->disk().before_change = nullptr;
  ++tally_[Counted::files_read];
  if (server_->has_died()) {
    ++tally_[Counted::deaths_within_a_call];
    ++tally_[Counted::server_deaths];
    say("server dies while it reads a file");
    server_back_at_ = now_ms_ + static_cast<std::int64_t>(pick(60'000));
    return restart_dead();
  }
  if (!report) {
    say("read file " + std::string(word(report.error().code)));
    if (server_->disk().is_full) return;
    if (!is_damaged) return violated(kI14, "a whole file cannot be read: " + report.error().message);
    if (feed_head() != head) violated(kI18, "a file of which nothing can be read changed the server");
    return;
  }
  say("read file received=" + std::to_string(report->received) + " known=" + std::to_string(report->known) +
      " photos=" + std::to_string(report->photos_received) + " refused=" + std::to_string(report->refused.size()) +
      (report->damage ? " damaged" : ""));
  // Nobody here can vouch for the end of a file by a device that is not known.
  const bool is_unknown = !report->refused.empty() && report->refused.back().why.code == ErrorCode::not_found;
  if (is_damaged != report->damage.has_value() && !is_unknown) {
    return violated(kI18, is_damaged ? "a damaged file is taken for whole"
                                     : "a whole file is called damaged: " + report->damage->message);
  }
  if (server_->disk().has_unsynced("ronda.db-wal") && !is_all_durable()) {
    return violated(kI1, "a file counts as read before what it brought is synced");
  }
  if (chance(40)) check_file_again(file, *report);
}

/// What was read once adds nothing.
void World::check_file_again(std::string_view file, const server::BundleReport& before) {
  const auto head = feed_head();
  const auto again = import_file(file);
  if (!again) {
    if (!server_->disk().is_full) violated(kI3, "a file cannot be read a second time: " + again.error().message);
    return;
  }
  if (again->received != 0 || again->photos_received != 0 || feed_head() != head ||
      again->known < before.received + before.known) {
    violated(kI3, "a file that was read changed the server when it was read again");
  }
}

void World::carry_files(DeviceSide& device) {
  if (files_.empty() || chance(50)) return write_file(device);
  read_file();
}

}  // namespace ronda::sim
