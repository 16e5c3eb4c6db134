#pragma once
// The listener: accepts connections, reads requests under limits and deadlines, asks an Application, writes replies.
// Knows no product word. `run` blocks; `stop` may be called from any thread and from a signal.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "shared/base/id.hpp"
#include "shared/base/log.hpp"
#include "shared/base/result.hpp"
#include "sync-server/http/message.hpp"

namespace ronda::http {

/// Every limit of a connection, with what happens when it is larger or smaller.
struct Limits {
  /// Connections at a time; the next is told 503 at once. Each costs about 20 KB idle.
  std::size_t connections = 512;
  /// Bytes of the request line and the headers together; more is 431. Cookies and tokens need less than 1 KB.
  std::uint32_t header_bytes = 16 * 1024;
  /// Waiting for the next request on a kept connection. Shorter costs handshakes, longer keeps sockets.
  std::chrono::milliseconds idle{75'000};
  /// From the first byte of a request to the end of its headers. Slow senders are cut here.
  std::chrono::milliseconds head{15'000};
  /// Bytes of the bodies that are arriving, of all connections together. When there are more, those to which nothing
  /// came for longest are told 503. As much again may wait for an answer; what comes then is told 503. Larger lets more
  /// people send at a time, smaller saves memory.
  std::size_t arriving_bytes = std::size_t{64} << 20U;
  /// For a body: `body` plus the time it takes at `body_bytes_per_second`, so that a photo gets through a thin line.
  std::chrono::milliseconds body{15'000};
  std::int64_t body_bytes_per_second = 8 * 1024;
  /// For the application's answer; then 503 is sent and the answer is dropped.
  std::chrono::milliseconds handling{120'000};
  /// For writing: the same two-part rule as for a body.
  std::chrono::milliseconds write{30'000};
  /// How long `stop` waits for requests under way.
  std::chrono::milliseconds farewell{10'000};
};

/// What the application says to a request of which only the head has been read.
struct Admission {
  std::size_t body_limit = 0;   ///< bytes; more is 413 and is not read
  std::string label;            ///< for the log in place of the path, which may hold a secret
  bool takes_cut_body = false;  ///< a body that breaks off is handed over too, as far as it came (Request::is_cut)
};

class Application {
 public:
  using Done = std::function<void(Reply)>;
  virtual ~Application() = default;

  /// On a network thread: must not block.
  virtual Admission admit(const Request& head) = 0;
  /// On a network thread: must not block. `done` is called exactly once, from any thread.
  virtual void handle(Request request, Done done) = 0;
};

struct ServerOptions {
  std::string host = "127.0.0.1";  ///< an address, not a name
  std::uint16_t port = 8080;       ///< 0: any free one
  int threads = 1;
  bool stop_on_signals = true;  ///< SIGINT, SIGTERM
  Limits limits;
  Clock clock;  ///< for request ids and the Date header; any thread
  Entropy entropy;
  LogSink log;
};

class Server {
 public:
  /// Binds and listens. `application` must outlive the server.
  /// Errors: bad_input (no address), conflict (the port is taken), forbidden (a port this user may not use), io_failed.
  static Result<std::unique_ptr<Server>> listen(ServerOptions options, Application& application);

  virtual ~Server() = default;
  virtual std::uint16_t port() const = 0;
  /// Serves until stopped and all requests under way are answered or `farewell` is over.
  virtual void run() = 0;
  virtual void stop() = 0;
};

}  // namespace ronda::http
