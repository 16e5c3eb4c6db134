#include "tests/simulation/world/device_side.hpp"

#include <algorithm>

#include "tests/simulation/disk/kept_connections.hpp"
#include "tests/simulation/disk/memory_vfs.hpp"

namespace ronda::sim {

DeviceSide::DeviceSide(std::unique_ptr<Disk> disk, Clock clock, Entropy entropy, field::SyncSettings settings)
    : disk_(std::move(disk)), clock_(std::move(clock)), entropy_(std::move(entropy)), settings_(settings) {}

DeviceSide::~DeviceSide() { end_process(); }

Result<void> DeviceSide::start() {
  const LendConnections lend;
  register_vfs();
  if (image_ != nullptr) {
    end_process();
    disk_ = std::move(image_);
  }
  field::FieldOptions options;
  options.database_path = disk_->sqlite_path("field.db");
  options.database.vfs = kVfs;
  options.app_version = app_version;
  options.ports.clock = [this] { return Instant{clock_().ms + wall_offset_ms}; };
  options.ports.entropy = entropy_;
  auto app = field::FieldApp::open(std::move(options));
  if (!app) return std::move(app).error();
  app_.emplace(std::move(*app));
  session_ = std::make_unique<field::SyncSession>(field::SyncStore(app_->database()), entropy_, LogSink{}, settings_);
  exchange = 0;
  return {};
}

field::Reply DeviceSide::call(std::string_view method, const std::string& path, const std::string& body,
                              std::string_view type) {
  return app_->handle(method, path, type, body);
}

std::optional<Saved> DeviceSide::record_at(std::int64_t seq) {
  auto row = database().use(
      "SELECT seq, hash, text, inspection_id, carries FROM record "
      "WHERE log = (SELECT log FROM enrolment) AND log_seq = ?1");
  row.bind(1, seq);
  if (!row.step()) return std::nullopt;
  Saved record;
  record.place = row.int64(0);
  const auto hash = row.blob(1);
  std::copy_n(hash.begin(), std::min(hash.size(), record.hash.size()), record.hash.begin());
  record.text = row.text(2);
  if (!row.is_null(3)) record.inspection = to_text(row.uuid(3));
  record.carries = row.optional_int64(4).value_or(0);
  return record;
}

void DeviceSide::end_process() {
  disk_->before_change = nullptr;
  disk_->is_abandoned = true;
  session_.reset();
  app_.reset();
}

void DeviceSide::die(Crash crash, std::mt19937_64& random) {
  if (image_ != nullptr) return;
  image_ = disk_->after(crash, random);
  end_process();
}

void DeviceSide::die_at_change(int n, Crash crash, std::mt19937_64& random) {
  disk_->before_change = [this, left = n, crash, &random](Call) mutable {
    if (--left != 0) return;
    image_ = disk_->after(crash, random);
    disk_->is_abandoned = true;
  };
}

}  // namespace ronda::sim
