// What happens to a request and to its reply on their way.
#include <algorithm>

#include "shared/wire/sync_json.hpp"
#include "tests/simulation/world/world.hpp"

namespace ronda::sim {

namespace {

constexpr std::int64_t kMostRequests = 20'000;  // a schedule needs a few hundred
constexpr std::int64_t kTimeoutMs = 30'000;     // how long a device's HTTP client waits

std::string words_of(const field::SyncRequest& request) {
  const auto cursor = request.path.find("cursor");
  return request.method + " " + request.path.substr(0, request.path.find('?')) +
         (cursor == std::string::npos ? std::string() : " " + request.path.substr(cursor)) + " " +
         std::to_string(request.body.size()) + "B";
}

Answer problem(int status, const std::string& code, field::SyncHeaders more = {}) {
  more.emplace_back("content-type", "application/problem+json");
  return {status, std::move(more),
          "{\"type\":\"about:blank\",\"status\":" + std::to_string(status) + ",\"code\":\"" + code +
              "\",\"title\":\"x\",\"where\":\"\",\"request_id\":\"r\"}"};
}

}  // namespace

void World::put_flight(std::int64_t in_ms, Flight flight) { flights_.emplace(now_ms_ + in_ms, std::move(flight)); }

void World::fail_exchange(DeviceSide& device, ErrorCode why) {
  Flight flight;
  flight.kind = Flight::Kind::failure;
  flight.device = device.number;
  flight.exchange = device.exchange;
  flight.why = why;
  put_flight(why == ErrorCode::timeout ? kTimeoutMs : static_cast<std::int64_t>(pick(2000)), std::move(flight));
}

void World::send(DeviceSide& device) {
  auto request = device.session().next_request(moment(device));
  if (!request) return check_device(device);
  device.exchange = ++exchanges_;
  if (++tally_[Counted::requests] > kMostRequests) return violated(kQ1, "device and server talk in circles");
  say("send device=" + std::to_string(device.number) + " " + words_of(*request));
  Flight flight;
  flight.device = device.number;
  flight.identity = device.id;
  flight.exchange = device.exchange;
  flight.request = std::move(*request);
  flight.is_next = device.speaks_next;
  if (flight.is_next) speak_next(flight.request);
  const std::int64_t latency = 5 + static_cast<std::int64_t>(faulty_ ? pick(3000) : pick(10));
  const auto luck = faulty_ ? pick(100) : 99;
  if (device.is_clogged) {
    clogged_.push_back(std::move(flight));
    if (chance(50)) fail_exchange(device, ErrorCode::timeout);
    return;
  }
  if (luck < 6) {  // never leaves, is cut in its body, or the line is half open
    ++tally_[Counted::lost];
    return fail_exchange(device, luck < 3   ? ErrorCode::unreachable
                                 : luck < 5 ? ErrorCode::truncated
                                            : ErrorCode::timeout);
  }
  if (luck < 14) {  // arrives, the reply does not: cut after the commit, or in the reply
    ++tally_[Counted::lost];
    flight.reply_lost = true;
    fail_exchange(device, luck < 10 ? ErrorCode::timeout : ErrorCode::truncated);
    return put_flight(std::min<std::int64_t>(latency, kTimeoutMs), std::move(flight));
  }
  if (luck < 20) {  // delivered twice; either reply may be the one that counts
    ++tally_[Counted::repeated];
    Flight again = flight;
    again.is_repeat = true;
    (chance(50) ? flight : again).reply_lost = true;
    put_flight(latency, std::move(flight));
    return put_flight(latency + static_cast<std::int64_t>(pick(10'000)), std::move(again));
  }
  if (luck < 26) {  // the device gives up, and the request arrives long after
    ++tally_[Counted::repeated];
    flight.reply_lost = true;
    fail_exchange(device, ErrorCode::timeout);
    return put_flight(static_cast<std::int64_t>(pick(900'000)), std::move(flight));
  }
  if (luck < 33) {
    if (auto answer = stranger()) {
      ++tally_[Counted::strangers];
      say("stranger status=" + std::to_string(answer->status));
      flight.kind = Flight::Kind::reply;
      flight.answer = std::move(*answer);
      return put_flight(latency, std::move(flight));
    }
  }
  if (luck == 33 && last_answer_.count(device.number) != 0) {  // the reply of another request
    ++tally_[Counted::strangers];
    flight.kind = Flight::Kind::reply;
    flight.answer = last_answer_[device.number];
    flight.is_server = true;
    say("stale reply");
    return put_flight(latency, std::move(flight));
  }
  flight.server_dies = luck == 34 || luck == 35;
  if (luck >= 36 && luck < 40 && !flight.is_next) damage(device, flight);
  put_flight(latency, std::move(flight));
}

/// A bit of the body falls over on its way. Of a device that was enrolled anew the signatures are not the seed's.
bool World::damage(DeviceSide& device, Flight& flight) {
  auto& body = flight.request.body;
  if (body.empty() || !device.past.empty()) return false;
  ++tally_[Counted::damaged];
  auto& byte = body[pick(body.size())];
  byte = static_cast<char>(byte ^ (1 << pick(8)));
  say("damaged");
  return true;
}

/// A hotel's sign-in page, a proxy, a server in trouble.
std::optional<Answer> World::stranger() {
  const field::SyncHeaders html = {{"content-type", "text/html"}};
  switch (pick(13)) {
    case 0:
      return Answer{200, html, "<html>Masuk ke WiFi</html>"};
    case 1:
      return Answer{204, {}, {}};
    case 2:
      return Answer{302, {{"location", "http://wifi.hotel/"}}, {}};
    case 3:
      return Answer{511, html, "<html>login</html>"};
    case 4:
      return Answer{413, html, "<html>too large</html>"};
    case 5:
      return Answer{429, {{"retry-after", "20"}}, {}};
    case 6:
      return problem(429, "too_many", {{"retry-after", "45"}});
    case 7:
      return Answer{500, html, "<html>oops</html>"};
    case 8:
      return Answer{502, {}, {}};
    case 9:
      return problem(503, "busy");
    case 10:
      return Answer{504, {}, {}};
    case 11:
      return Answer{200, {{"content-type", "application/json"}}, "{\"acked_seq\": 99"};
    default:
      return problem(422, "unsupported_version");
  }
}

void World::arrive(Flight flight) {
  auto& device = *devices_[static_cast<std::size_t>(flight.device)];
  if (!server_->is_up()) {
    if (flight.reply_lost) return;
    flight.kind = Flight::Kind::failure;
    flight.why = ErrorCode::unreachable;
    return put_flight(5, std::move(flight));
  }
  const Before before = before_request(flight);
  if (flight.server_dies && faulty_) {
    const auto crash = static_cast<Crash>(pick(3));
    server_->disk().keep_writes = crash == Crash::torn;
    server_->die_at_change(1 + static_cast<int>(pick(12)), crash, random_);
  }
  const Answer answer = server_->answer(flight.request);
  server_->disk().before_change = nullptr;
  if (server_->has_died()) {
    ++tally_[Counted::deaths_within_a_call];
    ++tally_[Counted::server_deaths];
    say("server dies while it answers device=" + std::to_string(flight.device));
    server_back_at_ = now_ms_ + static_cast<std::int64_t>(pick(60'000));
    if (!flight.reply_lost) fail_exchange(device, ErrorCode::truncated);
    restart_dead();
    return;
  }
  say("answer device=" + std::to_string(flight.device) + " status=" + std::to_string(answer.status) +
      (flight.reply_lost ? " (lost)" : ""));
  check_memory(flight.request, answer);
  if (!is_over()) check_server_reply(flight, answer, before);
  if (answer.status < 300) *flight.was_taken = true;
  if (is_over()) return;
  if (!flight.is_repeat && faulty_ && chance(4)) {  // the network carries a copy around and drops it off later
    ++tally_[Counted::repeated];
    Flight ghost = flight;
    ghost.is_repeat = true;
    ghost.reply_lost = true;
    put_flight(static_cast<std::int64_t>(pick(600'000)), std::move(ghost));
  }
  if (flight.reply_lost) return;
  last_answer_[flight.device] = answer;
  flight.kind = Flight::Kind::reply;
  flight.answer = answer;
  flight.is_server = true;
  put_flight(5 + static_cast<std::int64_t>(faulty_ ? pick(500) : 5), std::move(flight));
}

void World::hand_over(Flight flight) {
  auto& device = *devices_[static_cast<std::size_t>(flight.device)];
  if (!device.is_up() || device.exchange != flight.exchange) return;  // nobody waits for it any more
  if (device.is_clogged && faulty_) {
    clogged_.push_back(std::move(flight));
    return;
  }
  device.exchange = 0;
  if (flight.is_server && is_server_newer_ && device.app_version == "0.1.0") say_as_newer(flight);
  const bool dies = faulty_ && chance(2);
  if (dies) {
    const auto crash = static_cast<Crash>(pick(3));
    device.disk().keep_writes = crash == Crash::torn;
    device.die_at_change(1 + static_cast<int>(pick(12)), crash, random_);
  }
  if (flight.kind == Flight::Kind::failure) {
    device.session().on_failure(moment(device), flight.why);
  } else {
    device.session().on_reply(moment(device), flight.answer.status, flight.answer.headers, flight.answer.body);
  }
  device.stay_alive();
  if (device.has_died()) {
    ++tally_[Counted::deaths_within_a_call];
    ++tally_[Counted::device_deaths];
    say("device=" + std::to_string(device.number) + " dies while it takes a reply");
    return restart_dead();
  }
  check_device(device);
  if (is_over() || flight.kind != Flight::Kind::reply) return;
  if (flight.is_next && flight.is_server) check_told_version(device, flight.answer);
  if (flight.page != nullptr) check_page(device, *flight.page);
}

}  // namespace ronda::sim
