#pragma once
// One exchange at a time with the server, http or https, blocking the thread that calls it; every step has a deadline
// and cancel() ends it from another thread. Redirects are never followed: whoever answers with one is not our server.

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/base/result.hpp"

namespace ronda::native {

/// scheme://host[:port], without path, query or user part.
struct ServerAddress {
  bool tls = false;
  std::string host;  ///< without brackets
  std::string port;
  std::string host_header;
};

/// Errors: bad_input.
Result<ServerAddress> parse_server(std::string_view url);

struct ClientRequest {
  std::string method;
  std::string target;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

struct ClientReply {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
  std::string body;
};

struct ClientLimits {
  int connect_seconds = 10;
  int exchange_seconds = 30;  ///< per step: TLS handshake, sending, each part of the reply
  std::size_t reply_bytes = 16U << 20U;
};

class HttpClient {
 public:
  explicit HttpClient(ClientLimits limits = {});
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  /// Also trusts the authorities in a PEM file, beside those of the system. Call it before the first exchange.
  /// Errors: bad_input at `--ca` (no such file, or no certificate in it).
  Result<void> trust(const std::string& file);
  /// Uses the open connection to the same server if there is one. Errors: unreachable (name, connection, TLS; for TLS
  /// `where` is the cause: tls_expired, wrong_clock, tls_wrong_host, tls_unknown_ca, tls_plain, tls_failed), timeout,
  /// truncated (the reply broke off), too_large, cancelled.
  Result<ClientReply> exchange(const ServerAddress& server, const ClientRequest& request);
  /// A server that does not decode what is packed.
  void note_plain(const ServerAddress& server) { plain_to_ = server.host_header; }
  bool wants_plain(const ServerAddress& server) const { return plain_to_ == server.host_header; }
  /// Ends a running exchange and refuses the following ones. Any thread.
  void cancel();

 private:
  struct Connection;
  std::unique_ptr<Connection> connection_;
  ClientLimits limits_;
  std::string plain_to_;
};

}  // namespace ronda::native
