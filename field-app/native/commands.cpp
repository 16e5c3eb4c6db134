#include "field-app/native/commands.hpp"

#include <pthread.h>
#include <signal.h>

#include <cstdio>
#include <iostream>
#include <thread>

#include "field-app/core/sync/sync_summary.hpp"
#include "field-app/core/sync/sync_texts.hpp"
#include "field-app/native/app_host.hpp"
#include "field-app/native/exchange.hpp"
#include "shared/crypto/crypto.hpp"
#include "shared/wire/json.hpp"

namespace ronda::native {

namespace {

int complain(const std::string& line, int code) {
  std::cerr << "ronda-field: " << line << "\n";
  return code;
}

/// Waits for SIGINT or SIGTERM on a thread of its own; the signals are blocked everywhere else.
class StopSignal {
 public:
  StopSignal() {
    sigemptyset(&set_);
    sigaddset(&set_, SIGINT);
    sigaddset(&set_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    signal(SIGPIPE, SIG_IGN);
  }
  template <typename Stop>
  std::thread wait(Stop stop) {
    return std::thread([this, stop] {
      int seen = 0;
      sigwait(&set_, &seen);
      stop();
    });
  }

 private:
  sigset_t set_{};
};

/// What `sync` prints: the diary lines that were written since it began, oldest first.
void print_new_lines(field::SyncStore& store, std::size_t before) {
  const auto lines = store.diary(200);
  if (!lines) return;
  const std::size_t fresh = lines->size() >= before ? lines->size() - before : lines->size();
  for (std::size_t i = fresh; i-- > 0;) std::cout << (*lines)[i].event << ": " << (*lines)[i].text.en << "\n";
}

Result<void> trust_file(HttpClient& client, const std::string& ca) {
  return ca.empty() ? Result<void>() : client.trust(ca);
}

/// The cause of a TLS failure in a sentence of its own; other errors as they are.
Error said_in_words(const Error& error) {
  const auto said = field::text::of_tls(error.where);
  return said ? Error{error.code, error.where + ": " + said->en, error.where} : error;
}

}  // namespace

int run_serve(const ServeOptions& options, const LogSink& log) {
  const auto at = parse_listen(options.listen);
  if (!at) return complain(options.listen + ": " + at.error().message, kListenTrouble);
  StopSignal signals;
  HostOptions host_options{options.data, options.web, options.clock, log, options.ca};
  auto host = AppHost::open(host_options);
  if (!host) {
    if (host.error().where == "--web" || host.error().where == "--ca") return complain(host.error().message, kUsage);
    return complain(explain_storage(host.error(), options.data), kDataTrouble);
  }
  auto* app = host->get();
  auto server = LoopbackServer::open(
      *at, [app](LocalRequest request, Respond respond) { app->answer(std::move(request), std::move(respond)); }, log);
  if (!server) return complain(server.error().message + "; choose another --listen", kListenTrouble);
  const std::string name = at->host == "::1" ? "[::1]" : at->host;
  std::cout << "ronda-field: http://" << name << ":" << (*server)->port() << "/" << std::endl;
  auto waiter = signals.wait([&server] { (*server)->stop(); });
  (*server)->run();
  waiter.join();
  (*host)->stop();
  std::cout << "ronda-field: stopped" << std::endl;
  return kDone;
}

int run_enrol(const EnrolOptions& options, const LogSink& log) {
  const auto folder = DataFolder::open(options.data);
  if (!folder) return complain(explain_storage(folder.error(), options.data), kDataTrouble);
  const HostClock clock(std::nullopt);
  auto app = open_app(*folder, clock, log);
  if (!app) return complain(explain_storage(app.error(), options.data), kDataTrouble);
  field::SyncStore store(app->database());
  HttpClient client;
  if (auto trusted = trust_file(client, options.ca); !trusted) return complain(trusted.error().message, kUsage);
  const auto enrolling = [&]() -> Result<void> {
    auto begun = field::Enrolling::begin(store, {options.server, options.code, options.name, RONDA_VERSION});
    if (!begun) return std::move(begun).error();
    const auto reply = send(client, begun->server(), begun->request());
    if (!reply) return said_in_words(reply.error());
    return begun->finish(store, clock.now(), reply->status, reply->headers, reply->body, crypto::entropy());
  };
  if (const auto done = enrolling(); !done) {
    const auto& error = done.error();
    return complain(std::string(word(error.code)) + ": " + error.message,
                    error.code == ErrorCode::bad_input ? kUsage : kFailed);
  }
  const auto who = store.enrolment();
  if (!who || !*who) return complain("the enrolment was not stored", kDataTrouble);
  std::cout << "enrolled: device " << to_text((*who)->device) << " at " << (*who)->server << "\n";
  return kDone;
}

int run_sync(const SyncOptions& options, const LogSink& log) {
  const auto folder = DataFolder::open(options.data);
  if (!folder) return complain(explain_storage(folder.error(), options.data), kDataTrouble);
  const HostClock clock(options.clock);
  auto app = open_app(*folder, clock, log);
  if (!app) return complain(explain_storage(app.error(), options.data), kDataTrouble);
  field::SyncStore store(app->database());
  const auto who = store.enrolment();
  if (!who) return complain(explain_storage(who.error(), options.data), kDataTrouble);
  if (!*who) return complain("this device is not enrolled; use `ronda-field enrol` first", kFailed);
  const auto lines = store.diary(200);
  const std::size_t before = lines ? lines->size() : 0;
  field::SyncSession session(store, crypto::entropy(), log);
  HttpClient client;
  if (auto trusted = trust_file(client, options.ca); !trusted) return complain(trusted.error().message, kUsage);
  while (auto request = session.next_request(clock.now())) {
    const auto reply = send(client, (*who)->server, std::move(*request));
    if (reply) {
      session.on_reply(clock.now(), reply->status, reply->headers, reply->body);
    } else {
      session.on_failure(clock.now(), reply.error().code, reply.error().where);
    }
    if (!session.live(clock.now()).running) break;
  }
  print_new_lines(store, before);
  const auto counts = store.counts();
  if (counts) {
    std::cout << "waiting: " << counts->pending_records() << " records, " << counts->photos
              << " photos; on the server: " << counts->acked_records << " records\n";
  }
  if (session.problem().empty()) return kDone;
  return complain(field::problem_code(session.problem()) + ": " + field::text::of_problem(session.problem()).en,
                  kFailed);
}

int run_status(const StatusOptions& options) {
  sqlite::OpenOptions open;
  open.read_only = true;
  open.create = false;
  auto db = sqlite::Database::open(database_path(options.data), open);
  if (!db) return complain("there is no readable data in " + options.data, kDataTrouble);
  field::SyncStore store(*db);
  const auto who = store.enrolment();
  if (!who) return complain(explain_storage(who.error(), options.data), kDataTrouble);
  const auto counts = store.counts();
  const auto marks = store.marks();
  if (!counts || !marks) return complain("the data in " + options.data + " cannot be read", kDataTrouble);
  if (options.json) {
    const auto summary = field::sync_summary_json(store, {});
    if (!summary) return complain(explain_storage(summary.error(), options.data), kDataTrouble);
    wire::JsonWriter out;
    out.begin_object().member("app_version", RONDA_VERSION).member("enrolled", who->has_value());
    if (*who) {
      out.member("server", (*who)->server)
          .key("device")
          .begin_object()
          .member("id", (*who)->device)
          .member("name", (*who)->device_name)
          .end_object();
    }
    out.member("cursor", marks->cursor).key("sync").raw(*summary).end_object();
    std::cout << out.take() << "\n";
    return kDone;
  }
  if (*who) {
    std::cout << "device " << to_text((*who)->device) << " (" << (*who)->device_name << ") at " << (*who)->server
              << "\n";
  } else {
    std::cout << "not enrolled\n";
  }
  std::cout << "waiting: " << counts->pending_records() << " records, " << counts->photos << " photos\n"
            << "on the server: " << counts->acked_records << " records, held back: " << counts->held << "\n"
            << "last complete sync: " << (marks->last_ok_at ? to_text(*marks->last_ok_at) : std::string("never"))
            << "\n";
  if (!marks->problem_code.empty()) std::cout << "problem: " << field::text::of_problem(marks->problem_code).en << "\n";
  return kDone;
}

}  // namespace ronda::native
