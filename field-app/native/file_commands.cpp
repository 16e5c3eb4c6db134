// The commands around files: export-bundle and verify.
#include <fcntl.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iostream>

#include "field-app/core/store/device_verdict.hpp"
#include "field-app/native/app_host.hpp"
#include "field-app/native/bundle_file.hpp"
#include "field-app/native/commands.hpp"

namespace ronda::native {

namespace {

int complain(const std::string& line, int code) {
  std::cerr << "ronda-field: " << line << "\n";
  return code;
}

std::string counted(std::int64_t records, std::int64_t photos) {
  return std::to_string(records) + (records == 1 ? " record, " : " records, ") + std::to_string(photos) +
         (photos == 1 ? " photo" : " photos");
}

int not_whole(const Error& error) {
  const std::string place = error.where.empty() ? "" : " (" + error.where + ")";
  return complain("not whole: " + error.message + place, kFailed);
}

wire::BundleSource source_of(int fd) {
  return [fd](char* into, std::size_t most) -> Result<std::size_t> {
    for (;;) {
      const auto got = ::read(fd, into, most);
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno != EINTR) return Error{ErrorCode::io_failed, std::string("cannot read: ") + std::strerror(errno), {}};
    }
  };
}

int verify_bundle_file(int fd) {
  wire::BundleReader reader(source_of(fd));
  const auto verdict = wire::verify_bundle(reader);
  if (!verdict) {
    const bool ours = verdict.error().code != ErrorCode::bad_input;
    return ours ? not_whole(verdict.error()) : complain(verdict.error().message, kUsage);
  }
  const auto& manifest = verdict->manifest;
  std::cout << "whole: bundle of \"" << manifest.device_name << "\" (device " << to_text(manifest.device) << "), made "
            << to_text(manifest.made_at) << ": " << counted(verdict->records, verdict->photos)
            << ", all under the device's signatures\n";
  return kDone;
}

int verify_database(const std::string& file) {
  sqlite::OpenOptions reading;
  reading.read_only = true;
  reading.create = false;
  auto db = sqlite::Database::open(file, reading);
  if (!db) return not_whole(db.error());
  const auto verdict = field::verify_device(*db);
  if (!verdict) {
    const auto& error = verdict.error();
    return not_whole({error.code, error.where.empty() ? error.message : error.where + ": " + error.message, {}});
  }
  std::cout << "whole: " << counted(verdict->records, verdict->photos) << ", " << verdict->logs
            << (verdict->logs == 1 ? " log" : " logs") << "\n";
  return kDone;
}

}  // namespace

int run_export(const ExportOptions& options) {
  const HostClock clock(options.clock);
  const auto written =
      write_bundle_file(options.data, options.file, options.force, clock.wall(), {options.all, RONDA_VERSION});
  if (!written) {
    const auto& error = written.error();
    if (error.code == ErrorCode::conflict) return complain(error.where + ": " + error.message, kUsage);
    if (error.code == ErrorCode::unauthenticated) return complain("this device is not enrolled", kFailed);
    if (error.code == ErrorCode::corrupt) return complain(error.where + ": " + error.message, kDataTrouble);
    const std::string place = error.where.empty() ? options.file : error.where;
    return complain(place + ": " + error.message, kDataTrouble);
  }
  std::cout << options.file << ": " << counted(written->manifest.records(), written->manifest.photos) << ", "
            << written->bytes << " bytes\n";
  return kDone;
}

int run_verify(const std::string& file) {
  std::error_code problem;
  const std::string path = std::filesystem::is_directory(file, problem) ? database_path(file) : file;
  const OpenFile opened(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (opened.fd < 0) return complain(path + ": " + std::strerror(errno), kUsage);
  constexpr std::string_view kDatabase = "SQLite format 3";
  std::string start(kDatabase.size(), '\0');
  const auto got = ::read(opened.fd, start.data(), start.size());
  if (got == static_cast<ssize_t>(start.size()) && start == kDatabase) return verify_database(path);
  if (::lseek(opened.fd, 0, SEEK_SET) != 0) return complain(path + ": cannot be read from its start", kUsage);
  return verify_bundle_file(opened.fd);
}

}  // namespace ronda::native
