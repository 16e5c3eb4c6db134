#pragma once
// One connection: a coroutine on its own strand. Includes Beast: only for server.cpp and session.cpp.

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "sync-server/http/arriving_bodies.hpp"
#include "sync-server/http/server.hpp"

namespace ronda::http {

/// What all connections of a server share.
struct Shared {
  Shared(const ServerOptions& chosen, Application& app)
      : options(chosen), application(app), arriving(chosen.limits.arriving_bytes), ids_(chosen.entropy) {}

  const ServerOptions& options;
  Application& application;
  std::atomic<std::size_t> connections{0};
  std::atomic<bool> stopping{false};
  ArrivingBodies arriving;

  std::string new_request_id() {
    const std::lock_guard lock(ids_mutex_);
    return to_text(ids_.next(options.clock()));
  }

 private:
  std::mutex ids_mutex_;  // guards ids_
  IdSource ids_;
};

using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(boost::asio::ip::tcp::socket socket, Shared& shared);

  /// Serves requests until the peer leaves, a deadline passes or the server stops.
  boost::asio::awaitable<void> run();
  /// Ends the wait for a next request; a request under way is finished first. Any thread.
  void ask_to_leave();
  /// Says 503 and closes: the server is full.
  boost::asio::awaitable<void> refuse();

 private:
  struct Outcome {
    bool keep = false;
  };
  using Place = std::optional<ArrivingBodies::Place>;
  boost::asio::awaitable<Outcome> serve_one();
  boost::asio::awaitable<Outcome> leave_with(const Request& request, Reply& reply, unsigned version);
  /// Reads the body under the limit that all connections share; true if it was given up for others. It counts until
  /// `place` is reset, which is when it was answered.
  boost::asio::awaitable<bool> read_body(Parser& parser, Place& place, boost::system::error_code& error);
  boost::asio::awaitable<Reply> answer_of(Request& request);
  boost::asio::awaitable<bool> write(const Request& request, Reply& reply, bool keep, unsigned version);
  boost::asio::awaitable<void> write_stream(Reply& reply);
  boost::asio::awaitable<void> linger();

  boost::beast::tcp_stream stream_;
  boost::beast::flat_buffer buffer_;
  Shared& shared_;
  std::string remote_;
  std::uint64_t bodies_ = 0;  // begun; only touched on the strand
  bool receiving_ = false;    // the last of them; only touched on the strand
  bool waiting_ = false;      // for a next request; only touched on the strand
};

}  // namespace ronda::http
