// Any calls to a whole server: every route with its body, query and headers, as the unit head, as a device and as a
// stranger. Each input begins in the same state, so that what is found can be run again. In a target or a body, $L, $V,
// $R, $T, $O and $D stand for the ids of a lodging, visit, round, team, officer and device that exist.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <string_view>

#include "shared/base/error.hpp"
#include "sync-server/api/app.hpp"
#include "sync-server/api/dispatcher.hpp"
#include "sync-server/http/target.hpp"
#include "sync-server/routes.hpp"
#include "sync-server/service/access.hpp"
#include "sync-server/store/sqlite/open_store.hpp"
#include "sync-server/worker/jobs.hpp"
#include "tests/fuzz/exchange.hpp"
#include "tests/simulation/disk/memory_attachments.hpp"
#include "tests/simulation/disk/memory_vfs.hpp"
#include "tests/simulation/world/stage.hpp"

namespace ronda::fuzz {

namespace {

class Office {
 public:
  explicit Office(std::unique_ptr<sim::Disk> disk) : disk_(std::move(disk)) {
    sim::register_vfs();
    server::StoreOptions options;
    options.file = disk_->sqlite_path("ronda.db");
    options.readers = 1;
    options.clock = clock();
    options.entropy = entropy();
    options.vfs = sim::kVfs;
    auto store = server::open_sqlite_store(options);
    RONDA_ASSERT(static_cast<bool>(store));
    store_ = std::move(*store);
    jobs_ = std::make_unique<server::Jobs>(*store_, LogSink{});
    app_ = std::make_unique<server::App>(server::App{*store_,
                                                     clock(),
                                                     entropy(),
                                                     LogSink{},
                                                     "0.1.0",
                                                     "http://office",
                                                     {},
                                                     jobs_.get(),
                                                     sim::attachments_on(*disk_)});
    dispatcher_ = std::make_unique<server::Dispatcher>(*app_, server::all_routes(*app_), nullptr,
                                                       server::Dispatcher::Threads{0, 0});
    disk_->before_change = [this](sim::Call) { changed_ = true; };
  }

  std::string sign_in(OfficerId officer) {
    std::string token;
    auto done = store_->write([&](server::WriteTxn& txn) -> Result<void> {
      auto session = server::finish_sign_in(txn, {"head", officer, {}}, entropy());
      if (!session) return std::move(session).error();
      token = session->token;
      return {};
    });
    RONDA_ASSERT(static_cast<bool>(done));
    return token;
  }

  http::Reply answer(http::Request request) {
    http::Reply out;
    bool answered = false;
    dispatcher_->handle(std::move(request), [&](http::Reply reply) {
      out = std::move(reply);
      answered = true;
    });
    RONDA_ASSERT(answered);
    if (out.stream) (void)out.stream->next();
    return out;
  }

  bool has_changed() const { return changed_; }
  const sim::Disk& disk() const { return *disk_; }

 private:
  static Clock clock() {
    return [] { return sim::stage().now; };
  }
  Entropy entropy() {
    return [random = std::make_shared<std::mt19937_64>(20261202)](std::span<std::uint8_t> out) {
      for (auto& byte : out) byte = static_cast<std::uint8_t>((*random)());
    };
  }

  std::unique_ptr<sim::Disk> disk_;
  std::unique_ptr<server::Store> store_;
  std::unique_ptr<server::Jobs> jobs_;
  std::unique_ptr<server::App> app_;
  std::unique_ptr<server::Dispatcher> dispatcher_;
  bool changed_ = false;
};

struct Prepared {
  std::unique_ptr<sim::Disk> disk;
  std::string session;
};

const Prepared& prepared() {
  static const Prepared made = [] {
    Prepared out;
    Office office(sim::stage().server->clone());
    out.session = office.sign_in(sim::stage().head);
    out.disk = office.disk().clone();
    return out;
  }();
  return made;
}

std::string with_ids(std::string_view text) {
  const auto& stage = sim::stage();
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char next = text[at] == '$' && at + 1 < text.size() ? text[at + 1] : '\0';
    std::string id;
    if (next == 'L') id = to_text(stage.lodgings[0]);
    if (next == 'V') id = to_text(stage.visits[0]);
    if (next == 'R') id = to_text(stage.round);
    if (next == 'T') id = to_text(stage.teams[0]);
    if (next == 'O') id = to_text(stage.devices[0].officer);
    if (next == 'D') id = to_text(stage.devices[0].id);
    if (id.empty()) {
      out += text[at];
    } else {
      out += id;
      ++at;
    }
  }
  return out;
}

}  // namespace

}  // namespace ronda::fuzz

// The stage is made before the clock of the first input runs.
extern "C" int LLVMFuzzerInitialize(int*, char***);
extern "C" int LLVMFuzzerInitialize(int*, char***) {
  (void)ronda::sim::stage();
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace ronda;
  static std::unique_ptr<fuzz::Office> office;
  if (!office || office->has_changed()) office = std::make_unique<fuzz::Office>(fuzz::prepared().disk->clone());
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  int number = 0;
  for (auto& call : fuzz::read_calls(text, 4)) {
    auto target = http::parse_target(fuzz::with_ids(call.target));
    if (!target) continue;
    // Comparing a password is slow on purpose, and no parser.
    if (target->path.find("session") != std::string::npos || target->path.find("password") != std::string::npos)
      continue;
    http::Request request;
    request.id = "request-" + std::to_string(++number);
    request.method = call.first;
    request.path = std::move(target->path);
    request.query = std::move(target->query);
    request.remote = "127.0.0.1";
    for (auto& [name, value] : call.headers) request.headers.push_back({std::move(name), std::move(value)});
    request.headers.push_back({"Cookie", "ronda_session=" + fuzz::prepared().session});
    request.headers.push_back({"Authorization", "Bearer " + sim::stage().devices[0].token});
    request.headers.push_back({"Content-Type", "application/json"});
    request.headers.push_back({"Tus-Resumable", "1.0.0"});
    request.body = fuzz::with_ids(call.body);
    const auto reply = office->answer(std::move(request));
    RONDA_ASSERT(reply.status >= 200 && reply.status < 600);
    RONDA_ASSERT(reply.status != 500);  // a person's input never makes the server fail
  }
  return 0;
}
