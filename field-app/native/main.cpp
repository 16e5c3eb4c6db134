// ronda-field: the officer's app as a program. Reads the command line, sets up the log, runs one command.
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>

#include "field-app/native/commands.hpp"
#include "shared/crypto/crypto.hpp"

namespace {

using ronda::native::CheckPaperOptions;
using ronda::native::EnrolOptions;
using ronda::native::ExportOptions;
using ronda::native::ServeOptions;
using ronda::native::StatusOptions;
using ronda::native::SyncOptions;

constexpr const char* kFooter =
    "Every option may also come from the environment: RONDA_DATA, RONDA_LISTEN, RONDA_WEB, RONDA_CA.\n"
    "Exit codes: 0 done; 1 the server refused or could not be reached, a file was not whole; 2 wrong options; 3 data "
    "folder\n"
    "in use, damaged, full or written by a newer program; 4 the address to listen on is taken or not allowed.";

/// $XDG_DATA_HOME/ronda-field or ~/.local/share/ronda-field.
std::string default_data() {
  if (const char* base = std::getenv("XDG_DATA_HOME"); base != nullptr && *base != '\0') {
    return std::string(base) + "/ronda-field";
  }
  const char* home = std::getenv("HOME");
  return std::string(home != nullptr ? home : ".") + "/.local/share/ronda-field";
}

/// The user interface beside the installed program (../share/ronda/field-web), if it is there.
std::string default_web() {
  std::error_code problem;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", problem);
  const auto folder = self.parent_path().parent_path() / "share/ronda/field-web";
  return !problem && std::filesystem::exists(folder / "index.html", problem) ? folder.string() : std::string();
}

ronda::LogSink make_log(bool verbose) {
  auto logger = spdlog::stderr_logger_mt("ronda-field");
  logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
  logger->set_level(verbose ? spdlog::level::debug : spdlog::level::info);
  return [logger](ronda::LogLevel level, std::string_view line) {
    switch (level) {
      case ronda::LogLevel::debug:
        logger->debug("{}", line);
        break;
      case ronda::LogLevel::info:
        logger->info("{}", line);
        break;
      case ronda::LogLevel::warn:
        logger->warn("{}", line);
        break;
      case ronda::LogLevel::error:
        logger->error("{}", line);
        break;
    }
  };
}

/// `--clock` as an instant. Throws CLI::ValidationError.
std::optional<ronda::Instant> read_clock(const std::string& text) {
  if (text.empty()) return std::nullopt;
  const auto at = ronda::parse_instant(text);
  if (!at) throw CLI::ValidationError("--clock", at.error().message);
  return *at;
}

int run(int argc, char** argv) {
  CLI::App app("Ronda for officers: inspections on this device, with or without a network", "ronda-field");
  app.set_version_flag("--version", std::string("ronda-field ") + RONDA_VERSION);
  app.footer(kFooter);
  app.require_subcommand(1);
  app.fallthrough();
  bool verbose = false;
  app.add_flag("--verbose", verbose, "log every request");

  std::string data = default_data();
  std::string clock;
  const auto add_data = [&](CLI::App* command) {
    command->add_option("--data", data, "data folder of this device")->envname("RONDA_DATA")->capture_default_str();
  };
  const auto add_clock = [&](CLI::App* command) {
    command->add_option("--clock", clock, "begin at this instant (RFC 3339) instead of the real time, for rehearsals");
  };

  std::string ca;
  const auto add_ca = [&](CLI::App* command) {
    command
        ->add_option("--ca", ca, "PEM file of the unit's own certificate authority, trusted beside those of the system")
        ->envname("RONDA_CA");
  };

  ServeOptions serve;
  serve.web = default_web();
  auto* serve_command = app.add_subcommand("serve", "serve the app to the browser of this device");
  add_data(serve_command);
  add_clock(serve_command);
  add_ca(serve_command);
  serve_command->add_option("--listen", serve.listen, "HOST:PORT on this device only; port 0 picks a free one")
      ->envname("RONDA_LISTEN")
      ->capture_default_str();
  serve_command->add_option("--web", serve.web, "folder of the user interface")->envname("RONDA_WEB");

  EnrolOptions enrol;
  auto* enrol_command = app.add_subcommand("enrol", "enrol this device with a code from the unit head");
  add_data(enrol_command);
  add_ca(enrol_command);
  enrol_command->add_option("--server", enrol.server, "address of the server, such as https://ronda.example.id")
      ->required();
  enrol_command->add_option("--code", enrol.code, "the code, such as K7QM-2XPA")->required();
  enrol_command->add_option("--name", enrol.name, "name of this device, as the unit head will see it");

  auto* sync_command = app.add_subcommand("sync", "send what waits and fetch what is new, once");
  add_data(sync_command);
  add_clock(sync_command);
  add_ca(sync_command);

  StatusOptions status;
  auto* status_command = app.add_subcommand("status", "tell who this device is and what waits to be sent");
  add_data(status_command);
  status_command->add_flag("--json", status.json, "as JSON");

  ExportOptions exporting;
  auto* export_command =
      app.add_subcommand("export-bundle", "write records and photos into a file, to carry them by hand");
  add_data(export_command);
  add_clock(export_command);
  export_command->add_option("file", exporting.file, "where to, such as /media/usb/regu-2.ronda")->required();
  export_command->add_flag("--all", exporting.all, "everything, not only what the server has not acknowledged");
  export_command->add_flag("--force", exporting.force, "write over a file that is there");

  std::string verifying;
  auto* verify_command = app.add_subcommand("verify", "hold a bundle or a device's database against itself");
  verify_command->add_option("file", verifying, "a bundle, a ronda-field.db or the folder it lies in")->required();

  CheckPaperOptions checking;
  auto* check_command = app.add_subcommand("check-paper", "say whether the code of a berita acara is genuine, offline");
  add_data(check_command);
  check_command->add_option("text", checking.text, "what the QR code holds; - reads it from the standard input")
      ->required();
  check_command->add_option("--keys", checking.keys,
                            "the unit's keys, saved from /device-keys.json; else those this device knows");

  try {
    app.parse(argc, argv);
    const auto begin = read_clock(clock);
    if (auto started = ronda::crypto::start(); !started) {
      std::cerr << "ronda-field: " << started.error().message << "\n";
      return ronda::native::kDataTrouble;
    }
    const auto log = make_log(verbose);
    if (*serve_command) {
      serve.data = data;
      serve.clock = begin;
      serve.ca = ca;
      return ronda::native::run_serve(serve, log);
    }
    if (*enrol_command) {
      enrol.data = data;
      enrol.ca = ca;
      return ronda::native::run_enrol(enrol, log);
    }
    if (*sync_command) return ronda::native::run_sync({data, begin, ca}, log);
    if (*export_command) {
      exporting.data = data;
      exporting.clock = begin;
      return ronda::native::run_export(exporting);
    }
    if (*check_command) {
      checking.data = data;
      return ronda::native::run_check_paper(checking);
    }
    if (*verify_command) return ronda::native::run_verify(verifying);
    status.data = data;
    return ronda::native::run_status(status);
  } catch (const CLI::ParseError& problem) {
    return app.exit(problem) == 0 ? ronda::native::kDone : ronda::native::kUsage;
  }
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& problem) {
    std::cerr << "ronda-field: " << problem.what() << "\n";
    return ronda::native::kFailed;
  }
}
