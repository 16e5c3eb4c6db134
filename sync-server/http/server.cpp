#include "sync-server/http/server.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <thread>
#include <vector>

#include "sync-server/http/session.hpp"

namespace ronda::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

Error error_of(const error_code& error, const std::string& place) {
  if (error == asio::error::address_in_use) {
    return {ErrorCode::conflict, "another program is already listening on " + place, place};
  }
  if (error == asio::error::access_denied) {
    return {ErrorCode::forbidden, "this user may not listen on " + place, place};
  }
  return {ErrorCode::io_failed, "cannot listen on " + place + ": " + error.message(), place};
}

class BeastServer final : public Server {
 public:
  BeastServer(ServerOptions options, Application& application)
      : options_(std::move(options)),
        shared_(options_, application),
        context_(options_.threads),
        accepting_(asio::make_strand(context_)),
        acceptor_(accepting_),
        signals_(accepting_),
        farewell_(accepting_) {}

  Result<void> open() {
    error_code error;
    const auto address = asio::ip::make_address(options_.host, error);
    if (error) return bad_input("\"" + options_.host + "\" is not an IP address", "--listen");
    const tcp::endpoint endpoint(address, options_.port);
    const std::string place = options_.host + ":" + std::to_string(options_.port);
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (error) return error_of(error, place);
    port_ = acceptor_.local_endpoint().port();
    return {};
  }

  std::uint16_t port() const override { return port_; }

  void run() override {
    if (options_.stop_on_signals) {
      signals_.add(SIGINT);
      signals_.add(SIGTERM);
      signals_.async_wait([this](error_code error, int) {
        if (!error) begin_stop();
      });
    }
    asio::co_spawn(accepting_, accept_all(), asio::detached);
    std::vector<std::thread> others;
    for (int n = 1; n < options_.threads; ++n) others.emplace_back([this] { context_.run(); });
    context_.run();
    for (auto& other : others) other.join();
  }

  void stop() override {
    asio::post(accepting_, [this] { begin_stop(); });
  }

 private:
  asio::awaitable<void> accept_all() {
    while (!shared_.stopping) {
      error_code error;
      // Named, not written into the call: g++ 12 destroys such a temporary twice across the suspension.
      const auto strand = asio::make_strand(context_);
      tcp::socket socket = co_await acceptor_.async_accept(strand, asio::redirect_error(asio::use_awaitable, error));
      if (error) {
        if (error == asio::error::operation_aborted || !acceptor_.is_open()) co_return;
        // Out of file descriptors, or a peer that left at once: wait a little and go on.
        asio::steady_timer pause(accepting_, std::chrono::milliseconds(50));
        co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
        continue;
      }
      start(std::move(socket));
    }
  }

  void start(tcp::socket socket) {
    const bool full = shared_.connections >= options_.limits.connections;
    auto executor = socket.get_executor();
    auto session = std::make_shared<Session>(std::move(socket), shared_);
    ++shared_.connections;
    std::erase_if(sessions_, [](const auto& known) { return known.expired(); });
    if (!full) sessions_.push_back(session);
    if (full && options_.log) options_.log(LogLevel::warn, "connection.refused reason=full");
    asio::co_spawn(
        executor,
        [session, full]() -> asio::awaitable<void> {
          // Two statements, not one conditional: g++ 12 destroys such a temporary twice across the suspension.
          if (full)
            co_await session->refuse();
          else
            co_await session->run();
        },
        [this](const std::exception_ptr& thrown) {
          --shared_.connections;
          if (thrown && options_.log) options_.log(LogLevel::error, "connection.failed");
          if (shared_.stopping) asio::post(accepting_, [this] { end_when_empty(); });
        });
  }

  void begin_stop() {
    if (shared_.stopping.exchange(true)) return;
    error_code ignored;
    acceptor_.close(ignored);
    signals_.cancel(ignored);
    for (const auto& known : sessions_) {
      if (const auto session = known.lock()) session->ask_to_leave();
    }
    farewell_.expires_after(options_.limits.farewell);
    farewell_.async_wait([this](error_code error) {
      if (error) return;
      if (options_.log) options_.log(LogLevel::warn, "server.cut_off");
      context_.stop();
    });
    end_when_empty();
  }

  void end_when_empty() {
    if (shared_.connections == 0) farewell_.cancel();
  }

  ServerOptions options_;
  Shared shared_;
  asio::io_context context_;
  asio::strand<asio::io_context::executor_type> accepting_;  // guards acceptor_, sessions_, farewell_
  tcp::acceptor acceptor_;
  asio::signal_set signals_;
  asio::steady_timer farewell_;
  std::vector<std::weak_ptr<Session>> sessions_;
  std::uint16_t port_ = 0;
};

}  // namespace

Result<std::unique_ptr<Server>> Server::listen(ServerOptions options, Application& application) {
  auto server = std::make_unique<BeastServer>(std::move(options), application);
  if (auto opened = server->open(); !opened) return std::move(opened).error();
  return std::unique_ptr<Server>(std::move(server));
}

}  // namespace ronda::http
