#pragma once
// The commands of ronda-field. Each prints what a person needs and returns the exit code.

#include <optional>
#include <string>

#include "shared/base/log.hpp"
#include "shared/base/time.hpp"

namespace ronda::native {

/// Exit codes, the same for every command; printed by --help.
inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;         ///< the server refused or could not be reached; the file is not whole
inline constexpr int kUsage = 2;          ///< wrong options
inline constexpr int kDataTrouble = 3;    ///< data folder: in use, unreadable, damaged, newer, full
inline constexpr int kListenTrouble = 4;  ///< the address to listen on is taken or not allowed

struct ServeOptions {
  std::string data;
  std::string listen = "127.0.0.1:8090";
  std::string web;
  std::optional<Instant> clock;
  std::string ca;  ///< PEM file of authorities to trust beside the system's; may be empty
};

struct EnrolOptions {
  std::string data;
  std::string server;
  std::string code;
  std::string name;
  std::string ca;
};

struct SyncOptions {
  std::string data;
  std::optional<Instant> clock;
  std::string ca;
};

struct StatusOptions {
  std::string data;
  bool json = false;
};

struct ExportOptions {
  std::string data;
  std::string file;
  bool all = false;
  bool force = false;
  std::optional<Instant> clock;
};

struct CheckPaperOptions {
  std::string text;  ///< what the QR code holds; "-" reads it from the standard input
  std::string keys;  ///< the unit's list of keys; empty: those that the device in `data` knows
  std::string data;
};

int run_serve(const ServeOptions& options, const LogSink& log);
int run_enrol(const EnrolOptions& options, const LogSink& log);
/// One round: everything that waits is sent, everything new is fetched.
int run_sync(const SyncOptions& options, const LogSink& log);
/// Reads only; works beside a running `serve`.
int run_status(const StatusOptions& options);
/// Writes a bundle; works beside a running `serve`.
int run_export(const ExportOptions& options);
/// Says whether the code of a berita acara is genuine; needs no network.
int run_check_paper(const CheckPaperOptions& options);
/// Holds a bundle or a device's database against itself and names the first bad thing.
int run_verify(const std::string& file);

}  // namespace ronda::native
