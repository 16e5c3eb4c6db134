// sync_load SERVER_PORT FOLDER BATCH: the devices of FLEET, one thread each, with the real wire code, keys and chains.
//
// FOLDER holds `codes` (one enrolment code a line, one device each) and `device-NNN.ndjson` (bodies of
// `inspection.sealed`, one a line). Enrols, seals all bodies into records, then obeys lines on standard input, each
// answered by one JSON line: `push` (each device what it has not pushed yet), `again` (everything once more, all
// known), `raw` (the same bytes into a bare SQLite file in FOLDER, BATCH a commit), `quit`.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "field-app/native/compression.hpp"
#include "shared/base/bytes.hpp"
#include "shared/crypto/crypto.hpp"
#include "shared/ledger/record.hpp"
#include "shared/sqlite/database.hpp"
#include "shared/wire/record_json.hpp"
#include "shared/wire/sync_json.hpp"

namespace {

using namespace ronda;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point from) { return std::chrono::duration<double>(Clock::now() - from).count(); }

[[noreturn]] void die(const std::string& why) {
  std::fprintf(stderr, "sync_load: %s\n", why.c_str());
  std::_Exit(1);
}

struct Reply {
  int status = 0;
  std::string body;
};

/// One kept connection, and what went over it.
class Wire {
 public:
  explicit Wire(std::uint16_t port) : file_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(file_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) die("the server is not there");
    const int on = 1;
    ::setsockopt(file_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }
  ~Wire() { ::close(file_); }
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  Reply post(const std::string& path, const std::string& headers, const std::string& body) {
    const std::string head = "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers +
                             "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
    send(head);
    send(body);
    return read();
  }
  std::int64_t bytes() const { return bytes_; }

 private:
  void send(std::string_view text) {
    bytes_ += static_cast<std::int64_t>(text.size());
    while (!text.empty()) {
      const auto sent = ::send(file_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) die("the connection broke off");
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  void more() {
    char part[16384];
    const auto got = ::recv(file_, part, sizeof part, 0);
    if (got <= 0) die("the connection broke off");
    bytes_ += got;
    in_.append(part, static_cast<std::size_t>(got));
  }

  Reply read() {
    std::size_t end = 0;
    while ((end = in_.find("\r\n\r\n")) == std::string::npos) more();
    Reply reply;
    std::from_chars(in_.data() + 9, in_.data() + 12, reply.status);
    const std::string head = in_.substr(0, end);
    const auto at = head.find("Content-Length: ");
    std::size_t size = 0;
    if (at != std::string::npos) std::from_chars(head.data() + at + 16, head.data() + head.size(), size);
    while (in_.size() < end + 4 + size) more();
    reply.body = in_.substr(end + 4, size);
    in_.erase(0, end + 4 + size);
    return reply;
  }

  int file_;
  std::string in_;
  std::int64_t bytes_ = 0;
};

struct Device {
  crypto::KeyPair keys = crypto::make_key_pair();
  wire::EnrolReply who;
  std::vector<std::string> records;
  std::vector<ledger::Hash> hashes;
};

Device enrol(std::uint16_t port, const std::string& code, int n) {
  Device device;
  Wire server(port);
  const auto body = wire::encode(wire::EnrolRequest{code, device.keys.public_key, "Bench " + std::to_string(n), "0.1"});
  const auto reply = server.post("/api/v1/enrol", "Content-Type: application/json\r\n", body);
  auto who = wire::decode_enrol_reply(reply.body);
  if (reply.status != 201 || !who) die("enrolment refused: " + reply.body);
  device.who = *who;
  return device;
}

void seal(Device& device, const std::string& file) {
  std::ifstream bodies(file);
  IdSource ids(crypto::entropy());
  std::string body;
  ledger::RecordHead head;
  head.kind = "inspection.sealed";
  head.device = device.who.device;
  head.officer = device.who.officer;
  while (std::getline(bodies, body)) {
    head.at = *parse_instant(body.substr(body.find("\"sealed_at\":\"") + 13, 24));
    head.id = RecordId{ids.next(head.at)};
    device.records.push_back(ledger::record_text(head, body));
    device.hashes.push_back(ledger::record_hash(device.records.back()));
    head.prev = device.hashes.back();
    ++head.seq;
  }
  if (device.records.empty()) die("no bodies in " + file);
}

struct Sent {
  std::vector<double> times;  ///< of each request, seconds
  std::int64_t wire = 0;
  std::int64_t accepted = 0;
  std::int64_t known = 0;
  std::int64_t quarantined = 0;
};

Sent push_all(std::uint16_t port, const Device& device, std::size_t batch) {
  Sent out;
  Wire server(port);
  const std::string headers = "Authorization: Bearer " + device.who.token +
                              "\r\nContent-Type: application/x-ndjson\r\nContent-Encoding: zstd\r\n"
                              "Accept-Encoding: zstd, gzip\r\n";
  for (std::size_t first = 0; first < device.records.size(); first += batch) {
    const std::size_t end = std::min(device.records.size(), first + batch);
    wire::PushEnvelope envelope;
    envelope.device = device.who.device;
    envelope.epoch = device.who.epoch;
    envelope.first_seq = static_cast<std::int64_t>(first + 1);
    envelope.count = static_cast<std::int64_t>(end - first);
    envelope.head = device.hashes[end - 1];
    envelope.signature = crypto::sign(
        ledger::signing_text(device.who.device, static_cast<std::int64_t>(end), envelope.head), device.keys.secret_key);
    const std::vector<std::string> run(device.records.begin() + static_cast<std::ptrdiff_t>(first),
                                       device.records.begin() + static_cast<std::ptrdiff_t>(end));
    const std::string body = native::zstd(wire::encode_push(envelope, run));
    const auto began = Clock::now();
    const auto reply = server.post("/api/v1/sync/push", headers, body);
    out.times.push_back(seconds_since(began));
    const auto read = wire::decode_push_reply(reply.body);
    if (reply.status != 200 || !read) die("push refused: " + reply.body);
    if (read->acked_seq < static_cast<std::int64_t>(end)) die("a push was not acknowledged");
    out.accepted += read->accepted;
    out.known += read->known;
    out.quarantined += static_cast<std::int64_t>(read->quarantined.size());
    if (!read->quarantined.empty() && out.quarantined == static_cast<std::int64_t>(read->quarantined.size())) {
      std::fprintf(stderr, "sync_load: held: %s %s\n", read->quarantined[0].code.c_str(),
                   read->quarantined[0].message.c_str());
    }
  }
  out.wire = server.bytes();
  return out;
}

void run(const char* what, std::uint16_t port, const std::vector<Device>& devices, std::size_t batch) {
  std::vector<Sent> sent(devices.size());
  std::vector<std::thread> threads;
  const auto began = Clock::now();
  for (std::size_t i = 0; i < devices.size(); ++i) {
    threads.emplace_back([&, i] { sent[i] = push_all(port, devices[i], batch); });
  }
  for (auto& thread : threads) thread.join();
  const double wall = seconds_since(began);
  Sent all;
  for (const auto& one : sent) {
    all.times.insert(all.times.end(), one.times.begin(), one.times.end());
    all.wire += one.wire;
    all.accepted += one.accepted;
    all.known += one.known;
    all.quarantined += one.quarantined;
  }
  std::sort(all.times.begin(), all.times.end());
  const auto p99 = all.times[std::min(all.times.size() - 1, all.times.size() * 99 / 100)];
  std::printf(
      "{\"what\":\"%s\",\"wall_s\":%.4f,\"requests\":%zu,\"p99_ms\":%.2f,\"wire_bytes\":%lld,\"accepted\":%lld,"
      "\"known\":%lld,\"quarantined\":%lld}\n",
      what, wall, all.times.size(), p99 * 1000, static_cast<long long>(all.wire), static_cast<long long>(all.accepted),
      static_cast<long long>(all.known), static_cast<long long>(all.quarantined));
}

/// What no server could do without: the same bytes, the same number of commits, at synchronous=FULL.
void raw(const std::vector<Device>& devices, const std::string& folder, std::size_t batch) {
  sqlite::OpenOptions options;
  options.page_size = 16 * 1024;
  auto db = sqlite::Database::open(folder + "/raw.db", options);
  if (!db || !db->execute("CREATE TABLE doc (id BLOB PRIMARY KEY, body BLOB NOT NULL) STRICT")) die("no raw.db");
  rusage before{};
  ::getrusage(RUSAGE_THREAD, &before);
  const auto began = Clock::now();
  for (const auto& device : devices) {
    for (std::size_t first = 0; first < device.records.size(); first += batch) {
      auto txn = sqlite::Transaction::begin(*db, sqlite::Transaction::Kind::write);
      if (!txn) die("raw: " + txn.error().message);
      const std::size_t end = std::min(device.records.size(), first + batch);
      for (std::size_t i = first; i < end; ++i) {
        auto row = db->use("INSERT INTO doc (id, body) VALUES (?1, ?2)");
        row.bind(1, std::span<const std::uint8_t>(device.hashes[i]).first(16)).bind(2, bytes_of(device.records[i]));
        if (!row.run()) die("raw: not inserted");
      }
      if (!txn->commit()) die("raw: not committed");
    }
  }
  const double wall = seconds_since(began);
  rusage after{};
  ::getrusage(RUSAGE_THREAD, &after);
  const auto cpu = [](const rusage& u) {
    return static_cast<double>(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
           static_cast<double>(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
  };
  std::printf("{\"what\":\"raw\",\"wall_s\":%.4f,\"cpu_s\":%.4f}\n", wall, cpu(after) - cpu(before));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) die("usage: sync_load SERVER_PORT FOLDER BATCH");
  if (!crypto::start()) die("no random numbers");
  const auto port = static_cast<std::uint16_t>(std::atoi(argv[1]));
  const std::string folder = argv[2];
  const auto batch = static_cast<std::size_t>(std::atoi(argv[3]));
  std::vector<Device> devices;
  std::ifstream codes(folder + "/codes");
  std::string code;
  std::int64_t bytes = 0;
  std::int64_t docs = 0;
  while (std::getline(codes, code)) {
    const int n = static_cast<int>(devices.size());
    char name[32];
    std::snprintf(name, sizeof name, "/device-%03d.ndjson", n);
    devices.push_back(enrol(port, code, n));
    seal(devices.back(), folder + name);
    for (const auto& record : devices.back().records) bytes += static_cast<std::int64_t>(record.size());
    docs += static_cast<std::int64_t>(devices.back().records.size());
  }
  if (devices.empty()) die("no codes");
  std::printf("{\"what\":\"ready\",\"docs\":%lld,\"raw_json_bytes\":%lld}\n", static_cast<long long>(docs),
              static_cast<long long>(bytes));
  std::string line;
  for (std::fflush(stdout); std::getline(std::cin, line) && line != "quit"; std::fflush(stdout)) {
    if (line == "raw") {
      raw(devices, folder, batch);
    } else {
      run(line.c_str(), port, devices, batch);
    }
  }
  return 0;
}
