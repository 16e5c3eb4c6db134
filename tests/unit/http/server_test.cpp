// The listener over a real socket on 127.0.0.1, with a small application behind it.

#include "sync-server/http/server.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>
#include <utility>

#include "shared/crypto/crypto.hpp"
#include "sync-server/http/problem.hpp"
#include "sync-server/http/static_files.hpp"

namespace ronda::http {
namespace {

class Echo final : public Application {
 public:
  Admission admit(const Request&) override { return {limit, "echo"}; }
  void handle(Request request, Done done) override {
    ++handled;
    if (request.path == "/stream") {
      Reply reply;
      reply.content_type = "text/event-stream";
      reply.stream = Stream{std::chrono::milliseconds(5), [n = 0]() mutable -> std::optional<std::string> {
                              if (++n > 3) return std::nullopt;
                              return "data: " + std::to_string(n) + "\n\n";
                            }};
      return done(std::move(reply));
    }
    if (request.path == "/later") {
      std::thread([done, id = request.id] { done(json_reply("{\"late\":true}")); }).detach();
      return;
    }
    if (request.path == "/never") return;
    if (request.path == "/held") {
      held = done;
      holding = true;
      return;
    }
    done(json_reply("{\"got\":" + std::to_string(request.body.size()) + "}"));
  }

  std::size_t limit = 1000;
  std::atomic<int> handled{0};
  Done held;  // the answer to /held waits for the test; read after `holding` only
  std::atomic<bool> holding{false};
};

/// A server on a free port, in its own thread.
class ServerTest : public testing::Test {
 protected:
  void start() {
    options.port = 0;
    options.stop_on_signals = false;
    options.clock = [] { return Instant{1'795'230'245'000}; };
    options.entropy = crypto::entropy();
    options.log = [this](LogLevel, std::string_view line) {
      const std::lock_guard lock(log_mutex);
      log += std::string(line) + "\n";
    };
    auto listening = Server::listen(options, application);
    ASSERT_TRUE(listening) << listening.error().message;
    server = std::move(*listening);
    thread = std::thread([this] { server->run(); });
  }

  void TearDown() override {
    if (!server) return;
    server->stop();
    thread.join();
  }

  int connect_to() const {
    const int file = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(server->port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(file, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    timeval patience{10, 0};
    ::setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    return file;
  }

  static void say(int file, const std::string& text) {
    ASSERT_EQ(::send(file, text.data(), text.size(), MSG_NOSIGNAL), static_cast<ssize_t>(text.size()));
  }

  static std::string hear_all(int file) {
    std::string text;
    char part[4096];
    for (ssize_t got = 0; (got = ::recv(file, part, sizeof part, 0)) > 0;)
      text.append(part, static_cast<std::size_t>(got));
    ::close(file);
    return text;
  }

  /// One exchange on its own connection; `half_close` ends our side after sending.
  std::string exchange(const std::string& text, bool half_close = false) {
    const int file = connect_to();
    say(file, text);
    if (half_close) ::shutdown(file, SHUT_WR);
    return hear_all(file);
  }

  ServerOptions options;
  Echo application;
  std::unique_ptr<Server> server;
  std::thread thread;
  std::mutex log_mutex;
  std::string log;
};

std::string status_line(const std::string& reply) { return reply.substr(0, reply.find('\r')); }

TEST_F(ServerTest, AnswersAndNamesNoSecretInTheLog) {
  start();

  const auto reply =
      exchange("POST /n/secret?x=1 HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello");

  EXPECT_EQ(status_line(reply), "HTTP/1.1 200 OK");
  EXPECT_NE(reply.find("{\"got\":5}"), std::string::npos);
  EXPECT_NE(reply.find("Date: Sat, 21 Nov 2026"), std::string::npos);
  EXPECT_NE(reply.find("X-Content-Type-Options: nosniff"), std::string::npos);
  const std::lock_guard lock(log_mutex);
  EXPECT_NE(log.find("route=echo status=200 in=5"), std::string::npos);
  EXPECT_EQ(log.find("secret"), std::string::npos);
}

TEST_F(ServerTest, AnswersSeveralRequestsOnOneConnection) {
  start();
  const std::string one = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";
  const std::string last = "GET /b HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";

  const auto reply = exchange(one + one + last);

  EXPECT_EQ(application.handled, 3);
  EXPECT_NE(reply.rfind("HTTP/1.1 200 OK"), reply.find("HTTP/1.1 200 OK"));
}

TEST_F(ServerTest, AnAnswerFromAnotherThreadArrives) {
  start();

  EXPECT_NE(exchange("GET /later HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").find("late"), std::string::npos);
}

TEST_F(ServerTest, ABodyOverTheLimitIsRefusedBeforeItIsRead) {
  start();

  const auto reply = exchange("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10000000\r\n\r\n", true);

  EXPECT_EQ(status_line(reply), "HTTP/1.1 413 Payload Too Large");
  EXPECT_EQ(application.handled, 0);
}

TEST_F(ServerTest, AChunkedBodyOverTheLimitIsRefusedToo) {
  start();
  std::string body = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (int n = 0; n < 20; ++n) body += "64\r\n" + std::string(100, 'x') + "\r\n";

  EXPECT_EQ(status_line(exchange(body + "0\r\n\r\n", true)), "HTTP/1.1 413 Payload Too Large");
  EXPECT_EQ(application.handled, 0);
}

TEST_F(ServerTest, ABodyThatEndsEarlyHasNoEffect) {
  start();

  const auto reply = exchange("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nonly this", true);

  EXPECT_EQ(status_line(reply), "HTTP/1.1 400 Bad Request");
  EXPECT_NE(reply.find("\"code\":\"truncated\""), std::string::npos);
  EXPECT_EQ(application.handled, 0);
}

TEST_F(ServerTest, ASlowSenderIsCut) {
  options.limits.head = std::chrono::milliseconds(80);
  start();

  EXPECT_EQ(exchange("GET / HTTP/1.1\r\nHost: h\r\nX-Slow: "), "");
  EXPECT_EQ(application.handled, 0);
}

TEST_F(ServerTest, AnIdleConnectionIsClosedWithoutAWord) {
  options.limits.idle = std::chrono::milliseconds(80);
  start();

  EXPECT_EQ(exchange(""), "");
}

TEST_F(ServerTest, AnAnswerThatNeverComesIsReplacedByBusy) {
  options.limits.handling = std::chrono::milliseconds(80);
  start();

  const auto reply = exchange("GET /never HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

  EXPECT_EQ(status_line(reply), "HTTP/1.1 503 Service Unavailable");
}

TEST_F(ServerTest, TooLargeHeadersAreRefused) {
  start();

  const auto reply = exchange("GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(20'000, 'a') + "\r\n\r\n", true);

  EXPECT_EQ(status_line(reply), "HTTP/1.1 431 Request Header Fields Too Large");
}

TEST_F(ServerTest, WhatIsNoHttpGetsAProblemAndTheServerLivesOn) {
  start();

  EXPECT_EQ(status_line(exchange("EHLO mail.example\r\n\r\n", true)), "HTTP/1.1 400 Bad Request");
  EXPECT_EQ(status_line(exchange("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")), "HTTP/1.1 200 OK");
}

TEST_F(ServerTest, TheConnectionOverTheCapIsToldSo) {
  options.limits.connections = 1;
  start();
  const int first = connect_to();
  say(first, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  char byte = 0;
  ASSERT_EQ(::recv(first, &byte, 1, 0), 1);  // the first one is in

  const auto reply = exchange("");

  EXPECT_EQ(status_line(reply), "HTTP/1.1 503 Service Unavailable");
  ::close(first);
}

TEST_F(ServerTest, WhoStallsInABodyMakesRoomForWhoSends) {
  options.limits.arriving_bytes = 100'000;
  application.limit = 80'000;
  start();
  const auto head = [](int bytes) {
    return "POST /a HTTP/1.1\r\nHost: here\r\nConnection: close\r\nContent-Length: " + std::to_string(bytes) +
           "\r\n\r\n";
  };
  const int stalled = connect_to();
  say(stalled, head(80'000) + std::string(70'000, 'a'));

  std::string heard;
  for (int tries = 0; tries < 10 && heard.find(" 200 ") == std::string::npos; ++tries) {
    heard = exchange(head(60'000) + std::string(60'000, 'b'));  // refused itself while it is the slower of the two
  }

  EXPECT_NE(heard.find("{\"got\":60000}"), std::string::npos) << heard;
  const auto told = hear_all(stalled);
  EXPECT_EQ(told.substr(0, 12), "HTTP/1.1 503") << told;
  EXPECT_NE(told.find("Retry-After"), std::string::npos) << told;
}

TEST_F(ServerTest, WholeBodiesThatWaitForAnAnswerKeepTheirBoundAndThoseThatArriveTheirRoom) {
  options.limits.arriving_bytes = 100'000;
  options.limits.handling = std::chrono::milliseconds(60'000);
  application.limit = 80'000;
  start();
  const auto post = [](const char* path, int bytes) {
    return std::string("POST ") + path +
           " HTTP/1.1\r\nHost: here\r\nConnection: close\r\nContent-Length: " + std::to_string(bytes) + "\r\n\r\n";
  };
  const int arriving = connect_to();
  say(arriving, post("/a", 19'000) + std::string(10'000, 'a'));
  const int waiting = connect_to();
  say(waiting, post("/held", 25'000) + std::string(25'000, 'b'));
  while (!application.holding) std::this_thread::yield();

  const auto refused = exchange(post("/a", 80'000) + std::string(80'000, 'c'));
  std::exchange(application.held, nullptr)(json_reply("{}"));
  hear_all(waiting);
  const auto served = exchange(post("/a", 29'000) + std::string(29'000, 'd'));
  say(arriving, std::string(9'000, 'a'));

  EXPECT_EQ(refused.substr(0, 12), "HTTP/1.1 503") << "25,000 that wait and 80,000 are more than 100,000";
  EXPECT_NE(served.find("{\"got\":29000}"), std::string::npos) << "what was answered counts no more: " << served;
  const auto slow = hear_all(arriving);
  EXPECT_NE(slow.find("{\"got\":19000}"), std::string::npos)
      << "whole ones took nothing from who still sends: " << slow;
}

TEST_F(ServerTest, AStreamIsSentPieceByPieceAndEnds) {
  start();

  const auto reply = exchange("GET /stream HTTP/1.1\r\nHost: h\r\n\r\n");

  EXPECT_NE(reply.find("data: 1\n\ndata: 2\n\ndata: 3\n\n"), std::string::npos);
}

TEST_F(ServerTest, HeadGivesTheLengthAndNoBody) {
  start();

  const auto reply = exchange("HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

  EXPECT_NE(reply.find("Content-Length: 9"), std::string::npos);
  EXPECT_TRUE(reply.ends_with("\r\n\r\n"));
}

TEST_F(ServerTest, StoppingEndsWaitingConnectionsAtOnce) {
  start();
  const int waiting = connect_to();
  say(waiting, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  char byte = 0;
  ASSERT_EQ(::recv(waiting, &byte, 1, 0), 1);

  server->stop();
  thread.join();
  server.reset();

  ::close(waiting);
}

TEST_F(ServerTest, ASecondServerOnThePortIsToldThatItIsTaken) {
  start();
  ServerOptions second = options;
  second.port = server->port();

  const auto listening = Server::listen(second, application);

  ASSERT_FALSE(listening);
  EXPECT_EQ(listening.error().code, ErrorCode::conflict);
}

class SiteTest : public testing::Test {
 protected:
  void SetUp() override {
    folder = std::filesystem::temp_directory_path() / ("ronda-site-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder / "assets");
    write("index.html", "<!doctype html><title>Ronda</title>");
    write("assets/app.js", std::string(3000, ' ') + "export {};");
    auto loaded = StaticFiles::load(folder);
    ASSERT_TRUE(loaded) << loaded.error().message;
    site = std::move(*loaded);
  }
  void TearDown() override { std::filesystem::remove_all(folder); }

  void write(const std::string& name, const std::string& text) const { std::ofstream(folder / name) << text; }
  std::optional<Reply> get(const std::string& path, std::vector<Field> headers = {}) const {
    Request request;
    request.method = "GET";
    request.path = path;
    request.headers = std::move(headers);
    return site->serve(request);
  }
  static std::string header(const Reply& reply, const std::string& name) {
    for (const auto& field : reply.headers) {
      if (field.name == name) return field.value;
    }
    return {};
  }

  std::filesystem::path folder;
  std::unique_ptr<StaticFiles> site;
};

TEST_F(SiteTest, ThePageMayLoadNothingFromElsewhere) {
  const auto page = get("/");

  ASSERT_TRUE(page);
  EXPECT_EQ(page->content_type, "text/html; charset=utf-8");
  EXPECT_NE(header(*page, "Content-Security-Policy").find("default-src 'self'"), std::string::npos);
  EXPECT_NE(header(*page, "Content-Security-Policy").find("frame-ancestors 'none'"), std::string::npos);
}

TEST_F(SiteTest, AddressesOfThePageGiveThePageAndUnknownFilesNothing) {
  EXPECT_TRUE(get("/register"));
  EXPECT_FALSE(get("/missing.js"));
  EXPECT_FALSE(get("/../../etc/passwd.txt"));
}

TEST_F(SiteTest, AFileThatHasNotChangedIsNotSentAgain) {
  const auto first = get("/assets/app.js");
  ASSERT_TRUE(first);

  const auto again = get("/assets/app.js", {{"If-None-Match", header(*first, "ETag")}});

  EXPECT_EQ(again->status, 304);
  EXPECT_NE(header(*first, "Cache-Control").find("immutable"), std::string::npos);
}

TEST_F(SiteTest, TextIsSentPackedToThoseWhoAcceptIt) {
  const auto packed = get("/assets/app.js", {{"Accept-Encoding", "gzip"}});

  EXPECT_EQ(header(*packed, "Content-Encoding"), "gzip");
  EXPECT_LT(packed->body.size(), 200U);
}

TEST_F(SiteTest, AFolderWithoutAPageIsRefusedAtTheStart) {
  std::filesystem::remove(folder / "index.html");

  EXPECT_FALSE(StaticFiles::load(folder));
}

}  // namespace
}  // namespace ronda::http
