#pragma once
// Joins the parts of the running program: the core on its own thread, the sync in the background, the user interface's
// files, and the answers to the local server's requests.

#include <memory>
#include <optional>
#include <string>

#include "field-app/core/field_app.hpp"
#include "field-app/core/sync/enrolment.hpp"
#include "field-app/core/sync/sync_session.hpp"
#include "field-app/native/base_map.hpp"
#include "field-app/native/core_thread.hpp"
#include "field-app/native/data_folder.hpp"
#include "field-app/native/loopback_server.hpp"
#include "field-app/native/static_files.hpp"
#include "field-app/native/sync_runner.hpp"

namespace ronda::native {

/// The wall clock, or one that was set to begin at a given instant and runs on from there (rehearsals, tests).
class HostClock {
 public:
  explicit HostClock(std::optional<Instant> begin);
  Instant wall() const;
  static std::int64_t steady_ms();
  field::Moment now() const { return {wall(), steady_ms()}; }

 private:
  std::optional<Instant> begin_;
  std::int64_t begin_steady_ms_;
};

struct HostOptions {
  std::string data;
  std::string web;  ///< folder of the user interface; may be empty
  std::optional<Instant> clock;
  LogSink log;
  std::string ca{};  ///< PEM file of further authorities; may be empty
};

/// Opens the app in a data folder for a command that runs alone (enrol, sync) or for serve.
Result<field::FieldApp> open_app(const DataFolder& folder, const HostClock& clock, const LogSink& log);

class AppHost {
 public:
  /// Errors: those of the data folder and of FieldApp::open; not_found for the user interface.
  static Result<std::unique_ptr<AppHost>> open(const HostOptions& options);
  ~AppHost();

  /// Network thread; answers at once or later.
  void answer(LocalRequest request, Respond respond);
  /// Ends the background work; nothing is answered afterwards. Call it before the server is destroyed.
  void stop();

 private:
  AppHost(DataFolder folder, StaticFiles files, HostClock clock, LogSink log);
  void enrol(LocalRequest request, Respond respond);
  void send_bundle(LocalRequest request, Respond respond);
  void write_bundle(const LocalRequest& request, const Respond& respond);
  static LocalReply local(field::Reply reply);

  DataFolder folder_;
  BaseMap base_map_;   // network thread
  StaticFiles files_;  // network thread
  HostClock clock_;
  LogSink log_;
  // Core thread, from the moment it runs:
  std::optional<field::FieldApp> app_;
  std::optional<field::SyncSession> session_;
  std::unique_ptr<CoreThread> core_;
  std::unique_ptr<SyncRunner> runner_;
  std::unique_ptr<CoreThread> exports_;  // writes bundles, on a database connection of its own
};

}  // namespace ronda::native
