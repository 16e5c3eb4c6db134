#include "tests/simulation/world/server_side.hpp"

#include <algorithm>

#include "sync-server/api/attachments.hpp"
#include "sync-server/api/drafts.hpp"
#include "sync-server/api/enrol.hpp"
#include "sync-server/api/sync.hpp"
#include "sync-server/http/target.hpp"
#include "sync-server/service/units.hpp"
#include "sync-server/store/sqlite/open_store.hpp"
#include "tests/simulation/disk/kept_connections.hpp"
#include "tests/simulation/disk/memory_attachments.hpp"
#include "tests/simulation/disk/memory_vfs.hpp"

namespace ronda::sim {

namespace {

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

std::vector<server::Route> device_routes(server::App& app) {
  std::vector<server::Route> all;
  for (const auto topic :
       {server::enrol_routes, server::sync_routes, server::attachments_routes, server::drafts_routes}) {
    for (auto& route : topic(app)) all.push_back(std::move(route));
  }
  return all;
}

}  // namespace

ServerSide::ServerSide(std::unique_ptr<Disk> disk, Clock clock, Entropy entropy)
    : disk_(std::move(disk)), clock_(std::move(clock)), entropy_(std::move(entropy)) {}

ServerSide::~ServerSide() { end_process(); }

Result<void> ServerSide::start() {
  const LendConnections lend;
  register_vfs();
  if (image_ != nullptr) {
    end_process();
    disk_ = std::move(image_);
  }
  server::StoreOptions options;
  options.file = disk_->sqlite_path("ronda.db");
  options.readers = 1;
  options.clock = clock_;
  options.entropy = entropy_;
  options.vfs = kVfs;
  auto store = server::open_sqlite_store(options);
  if (!store) return std::move(store).error();
  store_ = std::move(*store);
  auto published = store_->write([](server::WriteTxn& txn) { return server::publish_checklists(txn); });
  if (!published) {
    store_.reset();
    return published;
  }
  app_ = std::make_unique<server::App>(
      server::App{*store_, clock_, entropy_, LogSink{}, "0.1.0", "http://office", {}, nullptr, attachments_on(*disk_)});
  dispatcher_ =
      std::make_unique<server::Dispatcher>(*app_, device_routes(*app_), nullptr, server::Dispatcher::Threads{0, 0});
  ++starts_;
  kept_bytes_ = 0;
  return {};
}

Answer ServerSide::answer(const field::SyncRequest& request) {
  Answer out;
  const CountMemory count;
  {
    const Answer said = answered(request);
    const Uncounted ours;  // who asked holds the answer from here on
    out = said;
  }
  heap_ = memory_count::heap;
  database_memory_ = memory_count::database;
  kept_bytes_ += heap_.live;
  return out;
}

Answer ServerSide::answered(const field::SyncRequest& request) {
  auto target = http::parse_target(request.path);
  if (!target) return {400, {}, {}};
  http::Request asked;
  asked.id = "request-" + std::to_string(++requests_);
  asked.method = request.method;
  asked.path = std::move(target->path);
  asked.query = std::move(target->query);
  asked.remote = "127.0.0.1";
  for (const auto& [name, value] : request.headers) asked.headers.push_back({name, value});
  asked.body = request.body;
  Answer out;
  dispatcher_->handle(std::move(asked), [&](http::Reply reply) {
    out.status = reply.status;
    if (!reply.content_type.empty()) out.headers.emplace_back("content-type", reply.content_type);
    for (auto& field : reply.headers) out.headers.emplace_back(lower(field.name), std::move(field.value));
    out.body = std::move(reply.body);
  });
  return out;
}

void ServerSide::end_process() {
  // The process is gone: nothing it still does while its objects are taken apart reaches a disk.
  disk_->before_change = nullptr;
  disk_->is_abandoned = true;
  dispatcher_.reset();
  app_.reset();
  store_.reset();
}

void ServerSide::die(Crash crash, std::mt19937_64& random) {
  if (image_ != nullptr) return;
  image_ = disk_->after(crash, random);
  end_process();
}

void ServerSide::die_at_change(int n, Crash crash, std::mt19937_64& random) {
  disk_->before_change = [this, left = n, crash, &random](Call) mutable {
    if (--left != 0) return;
    image_ = disk_->after(crash, random);
    disk_->is_abandoned = true;
  };
}

void ServerSide::put_back(std::unique_ptr<Disk> disk) {
  end_process();
  image_.reset();
  disk_ = std::move(disk);
}

}  // namespace ronda::sim
