#pragma once
// The small HTTP server behind http://127.0.0.1: one officer, one device. It reads requests under limits, refuses what
// did not come from this device's own page (Host, Origin), and hands the rest to one handler. One network thread runs
// it; the handler may answer later and from any thread.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "field-app/native/open_file.hpp"
#include "shared/base/log.hpp"
#include "shared/base/result.hpp"

namespace ronda::native {

struct LocalRequest {
  std::string method;
  std::string target;  ///< path and query as sent
  std::string content_type;
  std::string accept;
  std::string accept_encoding;
  std::string if_none_match;
  std::string range;
  std::string body;
  std::string request_id;
};

struct LocalReply {
  unsigned status = 200;
  std::string content_type;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::shared_ptr<const OpenFile> file{};  ///< sent in place of `body`: too large for memory
};

/// Answers exactly one request; calling it twice is harmless, the second answer is dropped. Any thread.
using Respond = std::function<void(LocalReply)>;
/// Called on the network thread with a whole, checked request.
using LocalHandler = std::function<void(LocalRequest, Respond)>;

struct ListenAddress {
  std::string host;  ///< as written by the user: 127.0.0.1, ::1 or localhost
  std::uint16_t port = 0;
};

/// "HOST:PORT"; HOST must be loopback. Errors: bad_input with a sentence for the command line.
Result<ListenAddress> parse_listen(std::string_view text);

struct LoopbackLimits {
  std::size_t json_bytes = 1U << 20U;         ///< JSON bodies
  std::size_t photo_bytes = (4U << 20U) + 1;  ///< raw image bodies; one more than allowed, so that the app says why
  int read_seconds = 30;                      ///< per request: head and body
  int idle_seconds = 120;                     ///< between two requests of one connection
  std::size_t connections = 64;
};

class LoopbackServer {
 public:
  /// Binds and listens. Errors: busy (the port is taken), io_failed.
  static Result<std::unique_ptr<LoopbackServer>> open(const ListenAddress& at, LocalHandler handler, LogSink log,
                                                      LoopbackLimits limits = {});
  ~LoopbackServer();
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  std::uint16_t port() const;
  /// Serves on the calling thread until stop().
  void run();
  /// Ends run(): no new connections, open ones are closed. Any thread, also from a signal-waiting thread.
  void stop();

 private:
  struct State;
  explicit LoopbackServer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// The RFC 9457 reply of an error.
LocalReply problem_reply(const Error& error, unsigned status, std::string_view request_id);

/// Adds the headers every reply of the local server carries (content policy, no sniffing, no framing, no referrer).
void add_guard_headers(LocalReply& reply);

}  // namespace ronda::native
