// `ronda-server serve`: puts the parts together and owns their shutdown.

#include <malloc.h>

#include <charconv>
#include <memory>

#include "shared/crypto/crypto.hpp"
#include "sync-server/api/attachments.hpp"
#include "sync-server/api/dispatcher.hpp"
#include "sync-server/commands.hpp"
#include "sync-server/host.hpp"
#include "sync-server/http/server.hpp"
#include "sync-server/routes.hpp"
#include "sync-server/service/epoch_witness.hpp"
#include "sync-server/service/units.hpp"
#include "sync-server/worker/jobs.hpp"
#include "sync-server/worker/sweeper.hpp"

namespace ronda::server {

namespace {

struct Place {
  std::string host;
  std::uint16_t port = 0;
};

/// "127.0.0.1:8080", "[::1]:8080", ":8080" (every address).
Result<Place> parse_listen(const std::string& text) {
  const auto colon = text.rfind(':');
  const Error wrong = bad_input("--listen takes ADDRESS:PORT, for example 127.0.0.1:8080", text);
  if (colon == std::string::npos) return wrong;
  Place place;
  place.host = text.substr(0, colon);
  if (place.host.size() > 2 && place.host.front() == '[' && place.host.back() == ']') {
    place.host = place.host.substr(1, place.host.size() - 2);
  }
  if (place.host.empty()) place.host = "0.0.0.0";
  if (place.host == "localhost") place.host = "127.0.0.1";
  const std::string_view port = std::string_view(text).substr(colon + 1);
  const auto read = std::from_chars(port.data(), port.data() + port.size(), place.port);
  if (read.ec != std::errc() || read.ptr != port.data() + port.size() || port.empty()) return wrong;
  return place;
}

std::string without_slash(std::string url) {
  while (!url.empty() && url.back() == '/') url.pop_back();
  return url;
}

}  // namespace

int serve(const ServeOptions& options) {
  // Bodies of a few hundred kilobytes come and go all the time; glibc would fetch each from the kernel and give it
  // back, page by page. The limits keep what is held for the next one small. Larger ones are rare, and go back at once:
  // a few hundred that nobody finishes must not stay as holes.
  mallopt(M_MMAP_THRESHOLD, 1 << 20);
  mallopt(M_TRIM_THRESHOLD, 8 << 20);
  mallopt(M_ARENA_MAX, 2);
  auto place = parse_listen(options.listen);
  if (!place) return tell(place.error());
  const Clock clock = make_clock(options.clock);
  const LogSink log = make_log(options.debug);
  auto store = open_data(options.data, false, clock);
  if (!store) return tell(store.error());
  auto lock = DataLock::take(options.data);
  if (!lock) return tell(lock.error());
  const auto disk = open_attachment_folder(options.data);
  const auto began = begin_generation(**store, *disk, crypto::entropy());
  if (!began) return tell(began.error());
  if (began->changed) log(LogLevel::warn, "server.epoch_changed why=\"" + began->why + "\"");
  auto published = (*store)->write([](WriteTxn& txn) { return publish_checklists(txn); });
  if (!published) return tell(published.error());
  std::unique_ptr<http::StaticFiles> site;
  if (options.console) {
    auto loaded = http::StaticFiles::load(*options.console);
    if (!loaded) return tell(loaded.error());
    site = std::move(*loaded);
  }

  Jobs jobs(**store, log);
  App app{**store,      clock, crypto::entropy(), log, RONDA_VERSION, without_slash(options.public_url),
          options.data, &jobs};
  http::ServerOptions listening;
  listening.host = place->host;
  listening.port = place->port;
  listening.clock = clock;
  listening.entropy = app.entropy;
  listening.log = log;
  // The address is known only once the port is bound (port 0 asks for any), and QR codes need it.
  struct Late final : http::Application {
    Dispatcher* inner = nullptr;
    http::Admission admit(const http::Request& head) override { return inner->admit(head); }
    void handle(http::Request request, Done done) override { inner->handle(std::move(request), std::move(done)); }
  } late;
  auto server = http::Server::listen(listening, late);
  if (!server) return tell(server.error());
  const std::string address = (place->host.find(':') == std::string::npos ? place->host : "[" + place->host + "]") +
                              ":" + std::to_string((*server)->port());
  if (app.public_url.empty()) app.public_url = "http://" + address;
  Dispatcher dispatcher(app, all_routes(app), std::move(site));
  late.inner = &dispatcher;

  const auto uploads = uploads_of(app);
  Sweeper sweeper(uploads->attachments, log);
  jobs.start();
  sweeper.start();
  log(LogLevel::info, std::string("server.started version=") + RONDA_VERSION + " listen=" + address +
                          " public_url=" + app.public_url + " data=" + options.data.string() +
                          (options.clock ? " clock=" + to_text(*options.clock) + " (not the machine's)" : ""));
  (*server)->run();
  sweeper.stop();
  jobs.stop();
  dispatcher.stop();
  log(LogLevel::info, "server.stopped");
  return static_cast<int>(Exit::ok);
}

}  // namespace ronda::server
