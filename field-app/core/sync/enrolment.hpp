#pragma once
// Enrolment without I/O: makes the device's key pair, gives the host the request to send, and stores who we are when
// the server agreed. Nothing is stored before that. One exchange per object; one thread.

#include <optional>
#include <string>
#include <string_view>

#include "field-app/core/store/sync_store.hpp"
#include "field-app/core/sync/sync_session.hpp"
#include "shared/base/result.hpp"

namespace ronda::field {

struct EnrolInput {
  std::string server;  ///< base URL
  std::string code;
  std::string device_name;
  std::string app_version;
};

class Enrolling {
 public:
  /// Also enrols anew on the same folder, when the device is revoked, forked or unknown to its server.
  /// Errors: bad_input (`/server`, `/code`), conflict (already enrolled and in order), io_failed.
  static Result<Enrolling> begin(SyncStore& store, const EnrolInput& input);

  /// To be sent to input.server.
  const SyncRequest& request() const { return request_; }
  const std::string& server() const { return server_; }

  /// Stores the enrolment; `entropy` gives the ids of what is carried into the new log. Errors: conflict (the code is
  /// another officer's or unit's than the work on this device), wrong_code, expired, too_many, unsupported_version,
  /// bad_input (as the server says), unreachable (not our server, or it has trouble), disk_full, io_failed.
  Result<void> finish(SyncStore& store, Moment now, int status, const SyncHeaders& headers, std::string_view body,
                      const Entropy& entropy);

 private:
  Enrolling() = default;
  SyncRequest request_;
  std::string server_;
  std::string device_name_;
  crypto::KeyPair keys_;
  std::optional<Enrolment> before_;  ///< enrolling anew: who this device was
};

/// The body of POST /api/enrol. Errors: bad_input.
Result<EnrolInput> decode_local_enrol(std::string_view body);

}  // namespace ronda::field
