#include "sync-server/http/session.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/http.hpp>

#include "sync-server/http/http_date.hpp"
#include "sync-server/http/problem.hpp"
#include "sync-server/http/target.hpp"

namespace ronda::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bhttp = boost::beast::http;
using asio::awaitable;
using asio::redirect_error;
using asio::use_awaitable;
using boost::system::error_code;
using Millis = std::chrono::milliseconds;

namespace {

constexpr std::size_t kHeadBuffer = 4 * 1024;
/// Beast reads as much as the buffer has room for, 512 bytes at first; 64 KB make uploads 7-10 times faster.
constexpr std::size_t kBodyBuffer = 64 * 1024;
constexpr std::size_t kLingerBytes = 8 * 1024 * 1024;
constexpr Millis kLinger{2'000};
constexpr Millis kStreamBeat{15'000};

Millis with_rate(Millis base, std::uint64_t bytes, std::int64_t per_second) {
  return base + Millis(static_cast<std::int64_t>(bytes) * 1000 / per_second);
}

Result<Request> head_of(const Parser::value_type& message, std::string id, std::string remote) {
  Request request;
  request.id = std::move(id);
  request.remote = std::move(remote);
  request.method = std::string(message.method_string());
  const std::string_view target(message.target().data(), message.target().size());
  auto parsed = parse_target(target);
  if (!parsed) return std::move(parsed).error();
  request.path = std::move(parsed->path);
  request.query = std::move(parsed->query);
  for (const auto& field : message) {
    request.headers.push_back({std::string(field.name_string()), std::string(field.value())});
  }
  return request;
}

/// What to tell a peer whose bytes could not be read as a request, or nothing if it is gone, idle or was cut off for
/// being slow (then the connection is closed already).
std::optional<Reply> reply_to_broken(error_code error, const std::string& id) {
  if (error == bhttp::error::end_of_stream || error == asio::error::operation_aborted) return std::nullopt;
  if (error == bhttp::error::partial_message) {
    return problem_reply({ErrorCode::truncated, "the body ended before its announced length", {}}, id);
  }
  if (error == bhttp::error::body_limit) {
    return problem_reply({ErrorCode::too_large, "the body is larger than this call allows", {}}, id);
  }
  if (error == bhttp::error::header_limit) {
    Reply reply = problem_reply({ErrorCode::too_large, "the headers are larger than 16 KB", {}}, id);
    reply.status = 431;
    return reply;
  }
  if (error.category() == bhttp::make_error_code(bhttp::error::bad_method).category()) {
    Reply reply = problem_reply(bad_input("this is not an HTTP/1.1 request"), id);
    reply.status = 400;
    return reply;
  }
  return std::nullopt;
}

Reply no_room(const std::string& id) {
  const Error busy{ErrorCode::busy, "too many bodies are arriving or wait to be answered; send it again later", {}};
  return problem_reply(busy, id);
}

void log_request(Shared& shared, const Request& request, const std::string& label, const Reply& reply,
                 std::size_t body_bytes, std::chrono::steady_clock::time_point began) {
  if (!shared.options.log) return;
  const auto ms = std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now() - began).count();
  const auto level = reply.status >= 500 ? LogLevel::warn : LogLevel::info;
  shared.options.log(level, "request.done req=" + request.id + " method=" + request.method + " route=" + label +
                                " status=" + std::to_string(reply.status) + " in=" + std::to_string(body_bytes) +
                                " out=" + std::to_string(reply.body.size()) + " ms=" + std::to_string(ms) +
                                " remote=" + request.remote);
}

}  // namespace

Session::Session(asio::ip::tcp::socket socket, Shared& shared) : stream_(std::move(socket)), shared_(shared) {
  error_code ignored;
  stream_.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
  remote_ = stream_.socket().remote_endpoint(ignored).address().to_string();
}

void Session::ask_to_leave() {
  asio::post(stream_.get_executor(), [self = shared_from_this()] {
    if (self->waiting_) self->stream_.cancel();
  });
}

awaitable<void> Session::run() {
  for (;;) {
    const Outcome outcome = co_await serve_one();
    if (!outcome.keep || shared_.stopping) break;
    if (buffer_.size() == 0 && buffer_.capacity() > kHeadBuffer) buffer_ = beast::flat_buffer();  // idle: give it back
  }
  error_code ignored;
  stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
  stream_.close();
}

awaitable<void> Session::refuse() {
  stream_.expires_after(Millis(2'000));
  Request request;
  request.id = shared_.new_request_id();
  request.method = "GET";
  Reply reply = problem_reply({ErrorCode::busy, "the server has as many connections as it can take", {}}, request.id);
  co_await write(request, reply, false, 11);
  co_await linger();
}

awaitable<Session::Outcome> Session::leave_with(const Request& request, Reply& reply, unsigned version) {
  co_await write(request, reply, false, version);
  co_await linger();
  co_return Outcome{false};
}

awaitable<bool> Session::read_body(Parser& parser, Place& place, error_code& error) {
  const auto number = ++bodies_;
  receiving_ = true;
  place.emplace(shared_.arriving, [self = shared_from_this(), number] {
    asio::post(self->stream_.get_executor(), [self, number] {
      if (self->receiving_ && self->bodies_ == number) self->stream_.cancel();
    });
  });
  parser.eager(true);
  while (!error && !parser.is_done() && !place->is_given_up()) {
    co_await bhttp::async_read_some(stream_, buffer_, parser, redirect_error(use_awaitable, error));
    place->holds(parser.get().body().size());
  }
  receiving_ = false;
  co_return !error && parser.is_done() ? !place->is_let_through() : place->is_given_up();
}

awaitable<Session::Outcome> Session::serve_one() {
  error_code error;
  const Limits& limits = shared_.options.limits;

  // The wait for a next request is long, its head must then come quickly: two deadlines.
  if (buffer_.size() == 0) {
    buffer_.reserve(kHeadBuffer);
    stream_.expires_after(limits.idle);
    waiting_ = true;
    const std::size_t got =
        co_await stream_.async_read_some(buffer_.prepare(kHeadBuffer), redirect_error(use_awaitable, error));
    waiting_ = false;
    if (error) co_return Outcome{false};
    buffer_.commit(got);
  }
  const auto began = std::chrono::steady_clock::now();
  const std::string id = shared_.new_request_id();

  Parser parser;
  parser.header_limit(limits.header_bytes);
  parser.body_limit(boost::none);  // settled per route below, once the head is known
  stream_.expires_after(limits.head);
  co_await bhttp::async_read_header(stream_, buffer_, parser, redirect_error(use_awaitable, error));

  Request request;
  request.id = id;
  request.remote = remote_;
  request.method = "-";
  if (error) {
    auto broken = reply_to_broken(error, id);
    if (!broken) co_return Outcome{false};
    log_request(shared_, request, "-", *broken, 0, began);
    co_return co_await leave_with(request, *broken, 11);
  }

  const unsigned version = parser.get().version();
  auto head = head_of(parser.get(), id, remote_);
  if (!head) {
    Reply wrong = problem_reply(head.error(), id);
    log_request(shared_, request, "-", wrong, 0, began);
    co_return co_await leave_with(request, wrong, version);
  }
  request = std::move(*head);

  const Admission admission = shared_.application.admit(request);
  const auto announced = parser.content_length();
  if (announced && *announced > admission.body_limit) {
    const Error large{ErrorCode::too_large,
                      "the body is larger than the " + std::to_string(admission.body_limit) + " bytes of this call",
                      {}};
    Reply refusal = problem_reply(large, id);
    log_request(shared_, request, admission.label, refusal, 0, began);
    co_return co_await leave_with(request, refusal, version);
  }
  if (!announced) parser.body_limit(admission.body_limit);  // chunked: counted as it comes
  Place place;
  if (!parser.is_done()) {
    if (beast::iequals(parser.get()[bhttp::field::expect], "100-continue")) {
      constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
      co_await asio::async_write(stream_, asio::buffer(kContinue.data(), kContinue.size()),
                                 redirect_error(use_awaitable, error));
      if (error) co_return Outcome{false};
    }
    const std::uint64_t size = announced ? *announced : admission.body_limit;
    if (size > kHeadBuffer) buffer_.reserve(kBodyBuffer);
    stream_.expires_after(with_rate(limits.body, size, limits.body_bytes_per_second));
    const bool given_up = co_await read_body(parser, place, error);
    if (given_up || error) {
      // Only who asked for it hears of a body that is not whole, and nobody waits for the answer.
      if (admission.takes_cut_body && !parser.get().body().empty()) {
        Request cut = request;
        cut.body = std::move(parser.get().body());
        cut.is_cut = true;
        stream_.expires_never();
        (void)co_await answer_of(cut);
      }
      parser.get().body() = std::string();  // it does not wait for the peer to leave
      place.reset();
      auto broken = given_up ? std::optional(no_room(id)) : reply_to_broken(error, id);
      if (!broken) co_return Outcome{false};
      log_request(shared_, request, admission.label, *broken, 0, began);
      co_return co_await leave_with(request, *broken, version);
    }
  }
  request.body = std::move(parser.get().body());
  const std::size_t body_bytes = request.body.size();
  const bool keep = parser.get().keep_alive() && !shared_.stopping;

  stream_.expires_never();
  Request kept;  // what writing and logging need; the application takes the rest
  kept.id = request.id;
  kept.method = request.method;
  kept.remote = request.remote;
  Reply reply = co_await answer_of(request);
  place.reset();
  log_request(shared_, kept, admission.label, reply, body_bytes, began);
  if (reply.stream) {
    co_await write_stream(reply);
    co_return Outcome{false};
  }
  const bool written = co_await write(kept, reply, keep, version);
  co_return Outcome{written && keep};
}

namespace {

/// Lets one completion through, whoever comes first: the application or the deadline.
template <typename Handler>
struct Once {
  explicit Once(Handler given) : handler(std::move(given)) {}
  std::atomic<bool> done{false};
  Handler handler;
};

}  // namespace

awaitable<Reply> Session::answer_of(Request& request) {
  const std::string id = request.id;
  asio::steady_timer deadline(stream_.get_executor());
  deadline.expires_after(shared_.options.limits.handling);
  auto initiate = [&](auto handler) {
    using Handler = std::decay_t<decltype(handler)>;
    const auto executor = asio::get_associated_executor(handler, stream_.get_executor());
    auto once = std::make_shared<Once<Handler>>(std::move(handler));
    const auto finish = [once, executor](Reply reply) {
      if (once->done.exchange(true)) return;
      asio::post(executor, [once, reply = std::move(reply)]() mutable { once->handler(std::move(reply)); });
    };
    deadline.async_wait([finish, id](error_code error) {
      if (!error) finish(problem_reply({ErrorCode::busy, "the answer took too long; try again", {}}, id));
    });
    shared_.application.handle(std::move(request), finish);
  };
  Reply reply = co_await asio::async_initiate<decltype(use_awaitable), void(Reply)>(initiate, use_awaitable);
  deadline.cancel();
  co_return reply;
}

namespace {

template <typename Message>
void fill_head(Message& message, const Shared& shared, const Reply& reply, bool keep) {
  message.set(bhttp::field::date, http_date(shared.options.clock()));
  message.set("X-Content-Type-Options", "nosniff");
  if (!reply.content_type.empty()) message.set(bhttp::field::content_type, reply.content_type);
  for (const auto& field : reply.headers) {
    // Only cookies come several times; any other name is said once, the application's word before ours.
    beast::iequals(field.name, "Set-Cookie") ? message.insert(field.name, field.value)
                                             : message.set(field.name, field.value);
  }
  if (message.find(bhttp::field::cache_control) == message.end()) {
    message.set(bhttp::field::cache_control, "no-store");
  }
  message.keep_alive(keep);
}

}  // namespace

awaitable<bool> Session::write(const Request& request, Reply& reply, bool keep, unsigned version) {
  error_code error;
  const auto status = static_cast<bhttp::status>(reply.status);
  const bool bodiless = request.method == "HEAD" || reply.status == 204 || reply.status == 304;
  stream_.expires_after(
      with_rate(shared_.options.limits.write, reply.body.size(), shared_.options.limits.body_bytes_per_second));
  if (bodiless) {
    bhttp::response<bhttp::empty_body> message(status, version);
    fill_head(message, shared_, reply, keep);
    if (request.method == "HEAD" && message.find(bhttp::field::content_length) == message.end()) {
      message.content_length(reply.body.size());
    }
    bhttp::response_serializer<bhttp::empty_body> serializer(message);
    co_await bhttp::async_write_header(stream_, serializer, redirect_error(use_awaitable, error));
  } else {
    bhttp::response<bhttp::string_body> message(status, version);
    fill_head(message, shared_, reply, keep);
    message.body() = std::move(reply.body);
    message.prepare_payload();
    co_await bhttp::async_write(stream_, message, redirect_error(use_awaitable, error));
  }
  co_return !error;
}

awaitable<void> Session::write_stream(Reply& reply) {
  // Without a length and not chunked: the end of the connection ends the stream, which every HTTP version understands.
  error_code error;
  bhttp::response<bhttp::empty_body> message(bhttp::status::ok, 11);
  fill_head(message, shared_, reply, false);
  bhttp::response_serializer<bhttp::empty_body> serializer(message);
  stream_.expires_after(shared_.options.limits.write);
  co_await bhttp::async_write_header(stream_, serializer, redirect_error(use_awaitable, error));

  asio::steady_timer pause(stream_.get_executor());
  auto last = std::chrono::steady_clock::now();
  while (!error && !shared_.stopping) {
    std::optional<std::string> chunk = reply.stream->next();
    if (!chunk) break;
    const auto now = std::chrono::steady_clock::now();
    if (chunk->empty() && now - last > kStreamBeat) chunk = ": still here\n\n";  // finds out whether the peer is
    if (!chunk->empty()) {
      last = now;
      stream_.expires_after(shared_.options.limits.write);
      co_await asio::async_write(stream_, asio::buffer(*chunk), redirect_error(use_awaitable, error));
    }
    stream_.expires_never();
    pause.expires_after(reply.stream->every);
    if (!error) co_await pause.async_wait(redirect_error(use_awaitable, error));
  }
}

awaitable<void> Session::linger() {
  // A peer that is still sending would get a reset and never see our reply: say goodbye, then read on a little.
  error_code error;
  stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, error);
  stream_.expires_after(kLinger);
  std::size_t total = 0;
  std::string waste(16 * 1024, '\0');
  while (!error && total < kLingerBytes) {
    total += co_await stream_.async_read_some(asio::buffer(waste), redirect_error(use_awaitable, error));
  }
}

}  // namespace ronda::http
