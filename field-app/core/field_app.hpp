#pragma once
// The officer's app without a platform: everything its interface needs goes through handle(). The API is described in
// API.md beside this file. One thread; no exceptions leave it.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "field-app/core/ports.hpp"
#include "shared/base/result.hpp"

namespace ronda::field {

struct Reply {
  int status = 200;
  std::string content_type;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;  ///< for example Cache-Control of a photo
};

class FieldApp {
 public:
  /// Opens or makes the database, brings it to the newest schema and puts in the checklists that travel in the program.
  /// Errors: io_failed, corrupt, busy (another program has it), unsupported_version (written by a newer program),
  /// disk_full.
  static Result<FieldApp> open(FieldOptions options);

  FieldApp(FieldApp&&) noexcept;
  FieldApp& operator=(FieldApp&&) noexcept;
  ~FieldApp();

  /// Answers one call. `target` is path and query as sent ("/api/round?date=2026-12-02"). A write is on the disk before
  /// this returns. Every failure is an RFC 9457 problem reply. `POST /api/enrol` is the host's (it needs the network)
  /// and is answered not_found here.
  Reply handle(std::string_view method, std::string_view target, std::string_view content_type, std::string_view body);

  /// What the host answers to a call of its own (`POST /api/enrol`) while the device is locked; nothing when it is
  /// open.
  std::optional<Reply> refusal_while_locked();

  /// A problem reply in the same form, for what the host answers itself; `members`: further ones, JSON without braces.
  Reply problem(const Error& error, std::string_view members = {});

  /// The host's synchronisation; it works on the same database.
  void set_sync(SyncPort port);
  sqlite::Database& database();

 private:
  struct State;
  explicit FieldApp(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace ronda::field
