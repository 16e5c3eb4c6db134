#include "field-app/native/loopback_server.hpp"

#include <atomic>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/file_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <chrono>
#include <optional>
#include <unordered_set>

#include "field-app/native/request_guard.hpp"
#include "shared/wire/problem.hpp"

namespace ronda::native {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using tcp = boost::asio::ip::tcp;

namespace {

constexpr std::size_t kReadBufferBytes = 65536;  // Beast starts with 512-byte reads otherwise

std::string text_of_field(beast::string_view value) { return {value.data(), value.size()}; }

}  // namespace

struct LoopbackServer::State {
  State(LocalHandler handler_in, LogSink log_in, LoopbackLimits limits_in)
      : handler(std::move(handler_in)), log(std::move(log_in)), limits(limits_in), acceptor(context) {}

  std::size_t open_connections = 0;  // network thread only; outlives the context, whose handlers hold connections
  net::io_context context{1};
  LocalHandler handler;
  LogSink log;
  LoopbackLimits limits;
  tcp::acceptor acceptor;
  std::uint16_t port = 0;
  std::atomic<std::uint64_t> next_request{1};
  bool stopping = false;  // network thread only
};

namespace {

/// One connection. All its work happens on the network thread; only respond() may be entered from elsewhere, and posts.
template <typename State>
class Session : public std::enable_shared_from_this<Session<State>> {
 public:
  Session(tcp::socket socket, State& state) : stream_(std::move(socket)), state_(state) {
    ++state_.open_connections;
    buffer_.reserve(kReadBufferBytes);
  }
  ~Session() { --state_.open_connections; }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void read_head(int seconds) {
    parser_.emplace();
    parser_->header_limit(16 * 1024);
    parser_->body_limit(state_.limits.photo_bytes);
    stream_.expires_after(std::chrono::seconds(seconds));
    auto self = this->shared_from_this();
    http::async_read_header(stream_, buffer_, *parser_,
                            [self](beast::error_code ec, std::size_t) { self->on_head(ec); });
  }

 private:
  void on_head(beast::error_code ec) {
    if (ec == http::error::end_of_stream || ec == net::error::operation_aborted || ec == beast::error::timeout) {
      return close();
    }
    request_id_ = "f-" + std::to_string(state_.next_request.fetch_add(1));
    if (ec == http::error::body_limit)
      return refuse({ErrorCode::too_large, "the body is larger than allowed", {}}, 413);
    if (ec == http::error::header_limit) return refuse({ErrorCode::too_large, "the request head is too long", {}}, 431);
    if (ec == http::error::partial_message) return refuse({ErrorCode::truncated, "the request ends early", {}}, 400);
    if (ec && ec.category() == beast::error_code(http::error::bad_method).category()) {
      return refuse(bad_input("this is not an HTTP request"), 400);
    }
    if (ec) return close();
    const auto& head = parser_->get();
    keep_alive_ = head.keep_alive();
    RequestHead facts;
    facts.method = text_of_field(head.method_string());
    facts.target = text_of_field(head.target());
    facts.host = text_of_field(head[http::field::host]);
    facts.hosts = head.count(http::field::host);
    facts.origin = text_of_field(head[http::field::origin]);
    facts.fetch_site = text_of_field(head["Sec-Fetch-Site"]);
    facts.content_type = text_of_field(head[http::field::content_type]);
    const auto verdict = check_head(facts, state_.port);
    if (!verdict) return refuse(verdict.error(), static_cast<unsigned>(wire::http_status(verdict.error().code)));
    const std::size_t limit = is_image(facts.content_type) ? state_.limits.photo_bytes : state_.limits.json_bytes;
    const auto length = parser_->content_length();
    if (length && *length > limit) return refuse({ErrorCode::too_large, "the body is larger than allowed", {}}, 413);
    parser_->body_limit(limit);
    if (beast::iequals(head[http::field::expect], "100-continue")) return send_continue();
    read_body();
  }

  void send_continue() {
    auto reply = std::make_shared<http::response<http::empty_body>>(http::status::continue_, 11);
    auto self = this->shared_from_this();
    http::async_write(stream_, *reply, [self, reply](beast::error_code ec, std::size_t) {
      if (ec) return self->close();
      self->read_body();
    });
  }

  void read_body() {
    stream_.expires_after(std::chrono::seconds(state_.limits.read_seconds));
    auto self = this->shared_from_this();
    http::async_read(stream_, buffer_, *parser_, [self](beast::error_code ec, std::size_t) { self->on_body(ec); });
  }

  void on_body(beast::error_code ec) {
    if (ec == http::error::body_limit)
      return refuse({ErrorCode::too_large, "the body is larger than allowed", {}}, 413);
    if (ec == http::error::partial_message || ec == http::error::end_of_stream) {
      return refuse({ErrorCode::truncated, "the body ends before its announced length; nothing was changed", {}}, 400);
    }
    if (ec == beast::error::timeout) {
      stream_.expires_never();
      return refuse({ErrorCode::timeout, "the body did not arrive in time; nothing was changed", {}}, 408);
    }
    if (ec) return close();
    auto message = parser_->release();
    LocalRequest request;
    request.method = text_of_field(message.method_string());
    request.target = text_of_field(message.target());
    request.content_type = text_of_field(message[http::field::content_type]);
    request.accept = text_of_field(message[http::field::accept]);
    request.accept_encoding = text_of_field(message[http::field::accept_encoding]);
    request.if_none_match = text_of_field(message[http::field::if_none_match]);
    request.range = text_of_field(message[http::field::range]);
    request.request_id = request_id_;
    head_only_ = message.method() == http::verb::head;
    if (head_only_) request.method = "GET";
    request.body = std::move(message.body());
    stream_.expires_never();  // the handler has no deadline of its own: a tap is answered in milliseconds
    started_ = std::chrono::steady_clock::now();
    method_ = request.method;
    path_ = request.target.substr(0, request.target.find('?'));
    auto self = this->shared_from_this();
    auto answered = std::make_shared<std::atomic<bool>>(false);
    state_.handler(std::move(request), [self, answered](LocalReply reply) {
      if (answered->exchange(true)) return;
      net::post(self->stream_.get_executor(),
                [self, reply = std::move(reply)]() mutable { self->write(std::move(reply)); });
    });
  }

  /// Answers before the body was read; the connection ends with it, because the rest of the body is not worth reading.
  void refuse(const Error& error, unsigned status) {
    keep_alive_ = false;
    write(problem_reply(error, status, request_id_));
  }

  void write(LocalReply reply) {
    add_guard_headers(reply);
    if (reply.file && !head_only_) return write_file(reply);
    auto message = std::make_shared<http::response<http::string_body>>();
    fill_head(*message, reply);
    const std::size_t length = reply.body.size();
    if (!head_only_) message->body() = std::move(reply.body);
    message->content_length(length);
    if (head_only_ || reply.status == 304 || reply.status == 204) message->body().clear();
    if (reply.status == 304 || reply.status == 204) message->erase(http::field::content_length);
    send(message, reply.status, 0);
  }

  /// In pieces, so that a file of any size goes through.
  void write_file(const LocalReply& reply) {
    auto message = std::make_shared<http::response<http::file_body>>();
    fill_head(*message, reply);
    beast::error_code ec;
    beast::file file;
    file.native_handle(::dup(reply.file->fd));
    message->body().reset(std::move(file), ec);
    if (ec) return close();
    const std::uint64_t size = message->body().size();
    message->content_length(size);
    send(message, reply.status, size);
  }

  template <typename Message>
  void fill_head(Message& message, const LocalReply& reply) {
    message.version(11);
    message.result(reply.status);
    if (!reply.content_type.empty()) message.set(http::field::content_type, reply.content_type);
    for (const auto& [name, value] : reply.headers) message.set(name, value);
    message.keep_alive(keep_alive_);
  }

  /// `size`: what takes longer than a usual reply, in bytes.
  template <typename Message>
  void send(std::shared_ptr<Message> message, unsigned status, std::uint64_t size) {
    log_line(status);
    const auto seconds = state_.limits.read_seconds + static_cast<std::int64_t>(size / kSlowestBytesPerSecond);
    stream_.expires_after(std::chrono::seconds(seconds));
    auto self = this->shared_from_this();
    http::async_write(stream_, *message, [self, message](beast::error_code ec, std::size_t) {
      if (ec || !self->keep_alive_ || self->state_.stopping) return self->close();
      self->head_only_ = false;
      self->method_.clear();
      self->read_head(self->state_.limits.idle_seconds);
    });
  }

  void log_line(unsigned status) const {
    if (!state_.log) return;
    std::string line = "http.reply req=" + request_id_ + " status=" + std::to_string(status);
    if (!method_.empty()) {
      const auto spent =
          std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started_);
      line += " method=" + method_ + " path=" + path_ + " us=" + std::to_string(spent.count());
    }
    state_.log(status >= 500 ? LogLevel::warn : LogLevel::debug, line);
  }

  void close() {
    beast::error_code ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
    drain(0);
  }

  /// Reads off a little of what the peer still sends: closing with unread bytes would reset the connection and could
  /// destroy the refusal on its way.
  void drain(std::size_t seen) {
    if (seen > kDrainBytes) return;
    stream_.expires_after(std::chrono::seconds(2));
    auto self = this->shared_from_this();
    stream_.async_read_some(net::buffer(drain_), [self, seen](beast::error_code ec, std::size_t n) {
      if (!ec) self->drain(seen + n);
    });
  }

  static constexpr std::size_t kDrainBytes = 16U << 20U;
  static constexpr std::uint64_t kSlowestBytesPerSecond = 256 * 1024;  // a browser that saves to a slow stick

  beast::tcp_stream stream_;
  State& state_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  std::string request_id_;
  std::string method_;
  std::string path_;
  std::chrono::steady_clock::time_point started_{};
  std::array<char, 8192> drain_{};
  bool keep_alive_ = true;
  bool head_only_ = false;
};

template <typename State>
void accept_next(State& state) {
  state.acceptor.async_accept([&state](beast::error_code ec, tcp::socket socket) {
    if (state.stopping || ec == net::error::operation_aborted) return;
    if (!ec && state.open_connections < state.limits.connections) {
      socket.set_option(tcp::no_delay(true), ec);
      std::make_shared<Session<State>>(std::move(socket), state)->read_head(state.limits.read_seconds);
    }
    accept_next(state);
  });
}

}  // namespace

LoopbackServer::LoopbackServer(std::unique_ptr<State> state) : state_(std::move(state)) {}
LoopbackServer::~LoopbackServer() = default;

Result<std::unique_ptr<LoopbackServer>> LoopbackServer::open(const ListenAddress& at, LocalHandler handler, LogSink log,
                                                             LoopbackLimits limits) {
  auto state = std::make_unique<State>(std::move(handler), std::move(log), limits);
  const auto address = net::ip::make_address(at.host == "localhost" ? "127.0.0.1" : at.host);
  const tcp::endpoint endpoint(address, at.port);
  beast::error_code ec;
  state->acceptor.open(endpoint.protocol(), ec);
  if (!ec) state->acceptor.set_option(net::socket_base::reuse_address(true), ec);
  if (!ec) state->acceptor.bind(endpoint, ec);
  if (!ec) state->acceptor.listen(net::socket_base::max_listen_connections, ec);
  if (ec == net::error::address_in_use) {
    return Error{ErrorCode::busy, "port " + std::to_string(at.port) + " is in use by another program", "--listen"};
  }
  if (ec) return Error{ErrorCode::io_failed, "cannot listen: " + ec.message(), "--listen"};
  state->port = state->acceptor.local_endpoint().port();
  return std::unique_ptr<LoopbackServer>(new LoopbackServer(std::move(state)));
}

std::uint16_t LoopbackServer::port() const { return state_->port; }

void LoopbackServer::run() {
  accept_next(*state_);
  state_->context.run();
}

void LoopbackServer::stop() {
  net::post(state_->context, [state = state_.get()] {
    state->stopping = true;
    beast::error_code ignored;
    state->acceptor.close(ignored);
    state->context.stop();
  });
}

}  // namespace ronda::native
