#include "field-app/native/http_client.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <chrono>
#include <optional>

namespace ronda::native {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using tcp = boost::asio::ip::tcp;

Result<ServerAddress> parse_server(std::string_view url) {
  ServerAddress out;
  std::string_view rest = url;
  if (rest.substr(0, 7) == "http://") {
    rest.remove_prefix(7);
  } else if (rest.substr(0, 8) == "https://") {
    rest.remove_prefix(8);
    out.tls = true;
  } else {
    return bad_input("expected an address such as https://ronda.example.id", "/server");
  }
  while (!rest.empty() && rest.back() == '/') rest.remove_suffix(1);
  if (rest.empty() || rest.find_first_of("/?#@ \t\r\n") != std::string_view::npos) {
    return bad_input("expected an address without a path, such as https://ronda.example.id", "/server");
  }
  out.host_header = std::string(rest);
  std::string_view host = rest;
  std::string_view port;
  if (rest.front() == '[') {
    const auto end = rest.find(']');
    if (end == std::string_view::npos) return bad_input("expected ] in the address", "/server");
    host = rest.substr(1, end - 1);
    const auto tail = rest.substr(end + 1);
    if (!tail.empty()) {
      if (tail.front() != ':') return bad_input("expected :PORT after ] in the address", "/server");
      port = tail.substr(1);
    }
  } else if (const auto colon = rest.find(':'); colon != std::string_view::npos) {
    host = rest.substr(0, colon);
    port = rest.substr(colon + 1);
    if (port.empty()) return bad_input("expected a port after : in the address", "/server");
  }
  for (const char c : port) {
    if (c < '0' || c > '9' || port.size() > 5) return bad_input("expected a port number in the address", "/server");
  }
  if (host.empty()) return bad_input("expected a host name in the address", "/server");
  out.host = std::string(host);
  out.port = port.empty() ? (out.tls ? "443" : "80") : std::string(port);
  return out;
}

namespace {

std::string lower(beast::string_view text) {
  std::string out(text.data(), text.size());
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

}  // namespace

/// Everything is asynchronous inside and driven to its end on the calling thread, because only asynchronous operations
/// of Beast know deadlines.
struct HttpClient::Connection {
  net::io_context context{1};
  net::executor_work_guard<net::io_context::executor_type> work{context.get_executor()};
  net::ssl::context tls{net::ssl::context::tls_client};
  tcp::resolver resolver{context};
  std::unique_ptr<beast::ssl_stream<beast::tcp_stream>> stream;  // for plain http only its lower layer is used
  beast::flat_buffer buffer;
  std::string open_to;
  std::atomic<bool> cancelled{false};

  bool trusts_system = false;

  Connection() {
    beast::error_code ignored;
    tls.set_verify_mode(net::ssl::verify_peer, ignored);
    tls.set_options(net::ssl::context::no_tlsv1 | net::ssl::context::no_tlsv1_1, ignored);
  }

  /// The system's authorities are more than a hundred files' worth of parsing: not before a handshake needs them, so
  /// that the app's start does not wait for it.
  void trust_system() {
    if (trusts_system) return;
    beast::error_code ignored;
    tls.set_default_verify_paths(ignored);
    trusts_system = true;
  }

  void close() {
    if (stream) {
      beast::error_code ignored;
      beast::get_lowest_layer(*stream).socket().close(ignored);
    }
    stream.reset();
    open_to.clear();
    buffer.clear();
  }

  /// Starts one operation and runs the context until its handler was called.
  template <typename Start>
  beast::error_code drive(Start start) {
    std::optional<beast::error_code> done;
    start([&done](beast::error_code ec, auto&&...) { done = ec; });
    while (!done) {
      context.run_one();
      if (cancelled.load() && !done) {
        resolver.cancel();
        if (stream) beast::get_lowest_layer(*stream).cancel();
      }
    }
    return *done;
  }

  /// Why a handshake came to nothing, if TLS itself says so.
  std::string tls_cause(beast::error_code ec) const {
    if (ec.category() != net::error::get_ssl_category()) return {};
    switch (SSL_get_verify_result(stream->native_handle())) {
      case X509_V_OK:
        break;
      case X509_V_ERR_CERT_HAS_EXPIRED:
        return "tls_expired";
      case X509_V_ERR_CERT_NOT_YET_VALID:
        return "wrong_clock";
      case X509_V_ERR_HOSTNAME_MISMATCH:
      case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return "tls_wrong_host";
      case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
      case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
      case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
      case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
      case X509_V_ERR_CERT_UNTRUSTED:
        return "tls_unknown_ca";
      default:
        return "tls_failed";
    }
    const int reason = ERR_GET_REASON(static_cast<unsigned long>(ec.value()));
    return reason == SSL_R_WRONG_VERSION_NUMBER || reason == SSL_R_HTTP_REQUEST ? "tls_plain" : "tls_failed";
  }

  Error handshake_failure(beast::error_code ec) const {
    auto cause = cancelled.load() ? std::string() : tls_cause(ec);
    if (cause.empty()) return failure(ec, "TLS");
    return {ErrorCode::unreachable, "TLS: " + ec.message(), std::move(cause)};
  }

  Error failure(beast::error_code ec, const char* step) const {
    if (cancelled.load()) return {ErrorCode::cancelled, "stopped", {}};
    if (ec == beast::error::timeout || ec == net::error::timed_out) {
      return {ErrorCode::timeout, std::string("the server did not answer in time (") + step + ")", {}};
    }
    if (ec == http::error::body_limit) return {ErrorCode::too_large, "the reply is larger than allowed", {}};
    if (ec == http::error::end_of_stream || ec == http::error::partial_message || ec == net::error::eof ||
        ec == net::error::connection_reset || ec == net::ssl::error::stream_truncated) {
      return {ErrorCode::truncated, std::string("the connection broke off (") + step + ")", {}};
    }
    return {ErrorCode::unreachable, std::string(step) + ": " + ec.message(), {}};
  }
};

HttpClient::HttpClient(ClientLimits limits) : connection_(std::make_unique<Connection>()), limits_(limits) {}
HttpClient::~HttpClient() = default;

Result<void> HttpClient::trust(const std::string& file) {
  beast::error_code ec;
  connection_->tls.load_verify_file(file, ec);
  if (ec) return bad_input(file + ": no readable PEM certificate (" + ec.message() + ")", "--ca");
  return {};
}

void HttpClient::cancel() {
  connection_->cancelled.store(true);
  net::post(connection_->context, [] {});  // wakes run_one()
}

namespace {

/// OpenSSL checks the name itself, so that its verdict says that it was the name. An address is checked as such.
bool expect_name(SSL* tls, const std::string& host) {
  auto* expected = SSL_get0_param(tls);
  if (X509_VERIFY_PARAM_set1_ip_asc(expected, host.c_str()) == 1) return true;
  ERR_clear_error();
  X509_VERIFY_PARAM_set_hostflags(expected, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  return X509_VERIFY_PARAM_set1_host(expected, host.c_str(), host.size()) == 1;
}

template <typename Connection>
Result<void> open_connection(Connection& c, const ServerAddress& server, const ClientLimits& limits) {
  c.close();
  tcp::resolver::results_type found;
  auto ec = c.drive([&](auto done) {
    c.resolver.async_resolve(server.host, server.port,
                             [&found, done](beast::error_code e, tcp::resolver::results_type r) {
                               found = std::move(r);
                               done(e);
                             });
  });
  if (ec) return c.failure(ec, "name");
  if (server.tls) c.trust_system();
  c.stream = std::make_unique<beast::ssl_stream<beast::tcp_stream>>(c.context, c.tls);
  auto& lowest = beast::get_lowest_layer(*c.stream);
  lowest.expires_after(std::chrono::seconds(limits.connect_seconds));
  ec = c.drive([&](auto done) { lowest.async_connect(found, done); });
  if (ec) return c.failure(ec, "connect");
  beast::error_code ignored;
  lowest.socket().set_option(tcp::no_delay(true), ignored);
  if (server.tls) {
    // SSL_set_tlsext_host_name() is a macro with an old-style cast; this is what it stands for.
    if (SSL_ctrl(c.stream->native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                 const_cast<char*>(server.host.c_str())) != 1) {
      return Error{ErrorCode::unreachable, "TLS refuses this host name", {}};
    }
    if (!expect_name(c.stream->native_handle(), server.host)) {
      return Error{ErrorCode::unreachable, "TLS refuses this host name", "tls_wrong_host"};
    }
    lowest.expires_after(std::chrono::seconds(limits.exchange_seconds));
    ec = c.drive([&](auto done) { c.stream->async_handshake(net::ssl::stream_base::client, done); });
    if (ec) return c.handshake_failure(ec);
  }
  c.open_to = (server.tls ? "https://" : "http://") + server.host_header;
  c.buffer.reserve(65536);
  return {};
}

template <typename Connection>
Result<ClientReply> send_and_read(Connection& c, const ServerAddress& server, const ClientRequest& request,
                                  const ClientLimits& limits) {
  http::request<http::string_body> message;
  message.version(11);
  message.method_string(request.method);
  message.target(request.target);
  message.set(http::field::host, server.host_header);
  message.set(http::field::user_agent, "ronda-field");
  for (const auto& [name, value] : request.headers) message.set(name, value);
  message.body() = request.body;
  if (!request.body.empty() || request.method == "POST" || request.method == "PATCH") {
    message.content_length(request.body.size());
  }
  auto& lowest = beast::get_lowest_layer(*c.stream);
  lowest.expires_after(std::chrono::seconds(limits.exchange_seconds));
  auto ec = server.tls ? c.drive([&](auto done) { http::async_write(*c.stream, message, done); })
                       : c.drive([&](auto done) { http::async_write(lowest, message, done); });
  if (ec) return c.failure(ec, "sending");

  http::response_parser<http::string_body> parser;
  parser.body_limit(limits.reply_bytes);
  if (request.method == "HEAD") parser.skip(true);
  lowest.expires_after(std::chrono::seconds(limits.exchange_seconds));
  ec = server.tls ? c.drive([&](auto done) { http::async_read_header(*c.stream, c.buffer, parser, done); })
                  : c.drive([&](auto done) { http::async_read_header(lowest, c.buffer, parser, done); });
  while (!ec && !parser.is_done()) {
    lowest.expires_after(std::chrono::seconds(limits.exchange_seconds));
    ec = server.tls ? c.drive([&](auto done) { http::async_read_some(*c.stream, c.buffer, parser, done); })
                    : c.drive([&](auto done) { http::async_read_some(lowest, c.buffer, parser, done); });
  }
  lowest.expires_never();
  if (ec) return c.failure(ec, "reply");
  auto raw = parser.release();
  ClientReply reply;
  reply.status = static_cast<int>(raw.result_int());
  for (const auto& field : raw) reply.headers.emplace_back(lower(field.name_string()), std::string(field.value()));
  reply.body = std::move(raw.body());
  if (!raw.keep_alive()) c.close();
  return reply;
}

}  // namespace

Result<ClientReply> HttpClient::exchange(const ServerAddress& server, const ClientRequest& request) {
  auto& c = *connection_;
  const std::string wanted = (server.tls ? "https://" : "http://") + server.host_header;
  const bool kept_open = c.stream && c.open_to == wanted;
  if (c.cancelled.load()) return Error{ErrorCode::cancelled, "stopped", {}};
  for (int attempt = kept_open ? 0 : 1;; ++attempt) {
    if (attempt > 0) {
      if (auto opened = open_connection(c, server, limits_); !opened) {
        c.close();
        return std::move(opened).error();
      }
    }
    auto reply = send_and_read(c, server, request, limits_);
    if (reply) return reply;
    c.close();
    // A kept connection may have been closed by the server between two exchanges; that says nothing about the server,
    // and every request of the protocol may be repeated.
    if (attempt > 0 || reply.error().code == ErrorCode::timeout || reply.error().code == ErrorCode::cancelled)
      return reply;
  }
}

}  // namespace ronda::native
