#include "field-app/native/app_host.hpp"

#include <time.h>

#include <chrono>
#include <utility>

#include "field-app/core/sync/sync_texts.hpp"
#include "field-app/native/bundle_file.hpp"
#include "shared/crypto/crypto.hpp"
#include "shared/wire/problem.hpp"

namespace ronda::native {

namespace {

std::int64_t system_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

/// Since the device was started, its sleep included; no setting of the clock changes it.
std::int64_t boot_ms() {
  timespec now{};
  if (::clock_gettime(CLOCK_BOOTTIME, &now) != 0) return HostClock::steady_ms();
  return std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
}

bool is_api(std::string_view target) { return target.substr(0, 5) == "/api/"; }

/// The core knows three ways not to reach a server; the interface's API has one word for them.
Error as_unreachable(const Error& error) {
  if (error.code == ErrorCode::bad_input) return error;
  if (const auto said = field::text::of_tls(error.where)) return Error{ErrorCode::unreachable, said->en, {}};
  const auto said = error.code == ErrorCode::timeout     ? field::text::timed_out()
                    : error.code == ErrorCode::truncated ? field::text::cut_off()
                                                         : field::text::unreachable();
  return Error{ErrorCode::unreachable, said.en, {}};
}

/// `"cause"` of an unreachable server, as in the sync summary.
std::string cause_member(const Error& error) {
  if (error.code == ErrorCode::bad_input) return {};
  const bool tls = field::text::of_tls(error.where).has_value();
  const std::string cause = tls                                  ? error.where
                            : error.code == ErrorCode::timeout   ? "timeout"
                            : error.code == ErrorCode::truncated ? "truncated"
                                                                 : "unreachable";
  return "\"cause\":\"" + cause + "\"";
}

}  // namespace

HostClock::HostClock(std::optional<Instant> begin) : begin_(begin), begin_steady_ms_(steady_ms()) {}

std::int64_t HostClock::steady_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

Instant HostClock::wall() const {
  if (begin_) return {begin_->ms + steady_ms() - begin_steady_ms_};
  return {system_ms()};
}

Result<field::FieldApp> open_app(const DataFolder& folder, const HostClock& clock, const LogSink& log) {
  const auto file = folder.database_file();
  if (!file) return file.error();
  field::FieldOptions options;
  options.database_path = *file;
  options.app_version = RONDA_VERSION;
  options.ports.clock = [clock] { return clock.wall(); };
  options.ports.entropy = crypto::entropy();
  options.ports.log = log;
  options.ports.boot_ms = boot_ms;
  return field::FieldApp::open(std::move(options));
}

AppHost::AppHost(DataFolder folder, StaticFiles files, HostClock clock, LogSink log)
    : folder_(std::move(folder)),
      base_map_(folder_.path()),
      files_(std::move(files)),
      clock_(clock),
      log_(std::move(log)) {}

AppHost::~AppHost() { stop(); }

Result<std::unique_ptr<AppHost>> AppHost::open(const HostOptions& options) {
  if (!options.ca.empty()) {
    HttpClient probe;
    if (auto trusted = probe.trust(options.ca); !trusted) return std::move(trusted).error();
  }
  auto files = StaticFiles::open(options.web);
  if (!files) return std::move(files).error();
  auto folder = DataFolder::open(options.data);
  if (!folder) return std::move(folder).error();
  const HostClock clock(options.clock);
  auto app = open_app(*folder, clock, options.log);
  if (!app) return std::move(app).error();
  std::unique_ptr<AppHost> host(new AppHost(std::move(*folder), std::move(*files), clock, options.log));
  host->app_.emplace(std::move(*app));
  host->session_.emplace(field::SyncStore(host->app_->database()), crypto::entropy(), options.log);
  auto* self = host.get();
  host->app_->set_sync({[self] {
                          self->session_->wake(self->clock_.now());
                          self->runner_->poke();
                        },
                        [self] { return self->session_->live(self->clock_.now()); }});
  host->core_ = std::make_unique<CoreThread>();
  host->exports_ = std::make_unique<CoreThread>();
  SyncRunner::CorePort port;
  port.session = [self]() -> field::SyncSession& { return *self->session_; };
  port.server = [self] {
    field::SyncStore store(self->app_->database());
    const auto who = store.enrolment();
    return who && *who ? (*who)->server : std::string();
  };
  port.now = [self] { return self->clock_.now(); };
  port.ca = options.ca;
  host->runner_ = std::make_unique<SyncRunner>(*host->core_, std::move(port));
  host->runner_->poke();
  return host;
}

void AppHost::stop() {
  if (runner_) {
    runner_->stop();
    runner_.reset();  // joins; the core still answers what the runner asks last
  }
  exports_.reset();
  core_.reset();
}

LocalReply AppHost::local(field::Reply reply) {
  LocalReply out;
  out.status = static_cast<unsigned>(reply.status);
  out.content_type = std::move(reply.content_type);
  out.headers = std::move(reply.headers);
  out.body = std::move(reply.body);
  return out;
}

void AppHost::answer(LocalRequest request, Respond respond) {
  if (!is_api(request.target)) {
    const bool reads = request.method == "GET";
    if (reads && request.target == BaseMap::kAddress) return respond(base_map_.serve(request));
    if (auto file = reads ? files_.serve(request) : std::nullopt) return respond(std::move(*file));
    const Error error = reads ? Error{ErrorCode::not_found, "there is nothing at this address", request.target}
                              : Error{ErrorCode::method_not_allowed, "this address can only be read", request.target};
    return respond(problem_reply(error, reads ? 404 : 405, request.request_id));
  }
  if (request.method == "POST" && request.target == "/api/enrol") return enrol(std::move(request), std::move(respond));
  const bool is_bundle = request.target == "/api/bundle" || request.target.starts_with("/api/bundle?");
  if (request.method == "GET" && is_bundle) return send_bundle(std::move(request), std::move(respond));
  core_->post(CoreThread::Lane::tap, [this, request = std::move(request), respond = std::move(respond)] {
    respond(local(app_->handle(request.method, request.target, request.content_type, request.body)));
    if (request.method == "POST") runner_->poke();  // perhaps a seal: it need not wait for the next round
  });
}

// The core says whether the device is open; the file is made beside the app: it may take seconds, and no tap and no
// sync waits for it.
void AppHost::send_bundle(LocalRequest request, Respond respond) {
  core_->post(CoreThread::Lane::tap, [this, request = std::move(request), respond = std::move(respond)]() mutable {
    if (auto refused = app_->refusal_while_locked()) return respond(local(std::move(*refused)));
    exports_->post(CoreThread::Lane::tap, [this, request = std::move(request), respond = std::move(respond)] {
      write_bundle(request, respond);
    });
  });
}

void AppHost::write_bundle(const LocalRequest& request, const Respond& respond) {
  const auto asked = request.target.substr(std::string_view("/api/bundle").size());
  auto download = asked.empty() || asked == "?all=0" || asked == "?all=1"
                      ? bundle_for_download(folder_.path(), clock_.wall(), {asked == "?all=1", RONDA_VERSION})
                      : Result<BundleDownload>(bad_input("all is 0 or 1", "/all"));
  if (!download) {
    const auto status = static_cast<unsigned>(wire::http_status(download.error().code));
    return respond(problem_reply(download.error(), status, request.request_id));
  }
  LocalReply reply;
  reply.content_type = std::string(wire::kBundleType);
  reply.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + download->name + "\"");
  reply.file = std::move(download->file);
  respond(std::move(reply));
}

void AppHost::enrol(LocalRequest request, Respond respond) {
  core_->post(CoreThread::Lane::tap, [this, request = std::move(request), respond = std::move(respond)]() mutable {
    if (auto refused = app_->refusal_while_locked()) return respond(local(std::move(*refused)));
    field::SyncStore store(app_->database());
    auto input = field::decode_local_enrol(request.body);
    if (!input) return respond(local(app_->problem(input.error())));
    input->app_version = RONDA_VERSION;
    auto begun = field::Enrolling::begin(store, *input);
    if (!begun) return respond(local(app_->problem(begun.error())));
    auto enrolling = std::make_shared<field::Enrolling>(std::move(*begun));
    runner_->post([this, enrolling, respond = std::move(respond)](HttpClient& client) mutable {
      auto reply = std::make_shared<Result<Exchanged>>(send(client, enrolling->server(), enrolling->request()));
      core_->post(CoreThread::Lane::tap, [this, enrolling, reply, respond = std::move(respond)] {
        if (!*reply) {
          const Error& error = reply->error();
          return respond(local(app_->problem(as_unreachable(error), cause_member(error))));
        }
        field::SyncStore here(app_->database());
        const auto done = enrolling->finish(here, clock_.now(), (*reply)->status, (*reply)->headers, (*reply)->body,
                                            crypto::entropy());
        if (!done) return respond(local(app_->problem(done.error())));
        session_->enrolled(clock_.now());
        runner_->poke();
        respond(local(app_->handle("GET", "/api/state", "", "")));
      });
    });
  });
}

}  // namespace ronda::native
