#include "sync-server/host.hpp"

#include <fcntl.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <utility>

#include "shared/crypto/crypto.hpp"
#include "sync-server/store/sqlite/open_store.hpp"

namespace ronda::server {

namespace fs = std::filesystem;

namespace {

Exit exit_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::bad_input:
      return Exit::bad_usage;
    case ErrorCode::not_found:
      return Exit::no_data;
    case ErrorCode::conflict:
      return Exit::port_taken;
    case ErrorCode::unsupported_version:
      return Exit::newer_data;
    case ErrorCode::disk_full:
      return Exit::disk_full;
    case ErrorCode::busy:
      return Exit::data_in_use;
    default:
      return Exit::failed;
  }
}

}  // namespace

int tell(const Error& error) {
  std::string line = "ronda-server: " + error.message;
  if (error.code == ErrorCode::disk_full)
    line = "ronda-server: the disk of the data folder is full (" + error.message + ")";
  if (!error.where.empty() && error.message.find(error.where) == std::string::npos) line += " (" + error.where + ")";
  std::fprintf(stderr, "%s\n", line.c_str());
  return static_cast<int>(exit_of(error.code));
}

Clock make_clock(std::optional<Instant> from) {
  const auto machine = [] {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return Instant{std::chrono::duration_cast<std::chrono::milliseconds>(now).count()};
  };
  if (!from) return machine;
  const auto began = std::chrono::steady_clock::now();
  return [start = *from, began] {
    const auto gone = std::chrono::steady_clock::now() - began;
    return Instant{start.ms + std::chrono::duration_cast<std::chrono::milliseconds>(gone).count()};
  };
}

LogSink make_log(bool debug) {
  auto logger = std::make_shared<spdlog::logger>("ronda", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
  logger->set_level(debug ? spdlog::level::debug : spdlog::level::info);
  logger->flush_on(spdlog::level::info);
  return [logger](LogLevel level, std::string_view line) {
    switch (level) {
      case LogLevel::debug:
        return logger->debug("{}", line);
      case LogLevel::info:
        return logger->info("{}", line);
      case LogLevel::warn:
        return logger->warn("{}", line);
      case LogLevel::error:
        return logger->error("{}", line);
    }
  };
}

Result<std::unique_ptr<Store>> open_data(const fs::path& data, bool create, const Clock& clock) {
  std::error_code error;
  if (create) fs::create_directories(data, error);
  if (error) return Error{ErrorCode::io_failed, "cannot make the folder " + data.string() + ": " + error.message(), {}};
  if (!fs::is_directory(data, error)) {
    return Error{
        ErrorCode::not_found,
        "there is no folder " + data.string() + "; make it with `ronda-server unit add` or `ronda-server demo`",
        {}};
  }
  StoreOptions options;
  options.file = data / "ronda.db";
  options.clock = clock;
  options.entropy = crypto::entropy();
  return open_sqlite_store(options);
}

Result<DataLock> DataLock::take(const fs::path& data) {
  const fs::path path = data / "ronda.lock";
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
  if (file < 0) {
    const int why = errno;
    const auto code = why == ENOSPC ? ErrorCode::disk_full : ErrorCode::io_failed;
    return Error{code, "cannot write in the folder " + data.string() + ": " + std::generic_category().message(why), {}};
  }
  if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
    ::close(file);
    return Error{ErrorCode::busy, "another ronda-server is running with the data in " + data.string(), {}};
  }
  return DataLock(file);
}

DataLock::DataLock(DataLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

DataLock::~DataLock() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace ronda::server
