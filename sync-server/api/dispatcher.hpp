#pragma once
// Between the sockets and the handlers: finds the row of the table, runs it on its lane inside its transaction, settles
// who is asking, and turns what comes back into a reply. The reply leaves only after the commit.

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "sync-server/api/app.hpp"
#include "sync-server/api/lanes.hpp"
#include "sync-server/api/route.hpp"
#include "sync-server/http/router.hpp"
#include "sync-server/http/server.hpp"
#include "sync-server/http/static_files.hpp"

namespace ronda::server {

class Dispatcher final : public http::Application {
 public:
  struct Threads {
    int readers = 3;
    int writers = 1;  ///< never more: there is one writing connection
  };

  /// `app` must outlive the dispatcher. `site` may be null: then `/` is not found. Without threads every request is
  /// answered inside handle().
  Dispatcher(App& app, std::vector<Route> routes, std::unique_ptr<http::StaticFiles> site, Threads threads = {3, 1});

  http::Admission admit(const http::Request& head) override;
  void handle(http::Request request, Done done) override;
  /// Finishes what is queued and ends the lanes. Call after the server has stopped.
  void stop();

 private:
  /// A request on its way to the store.
  struct Waiting {
    const Route* route;
    std::shared_ptr<http::Request> request;
    Done done;
  };

  void run_route(const Route& route, http::Request& request, const Done& done);
  /// Everything that waits for the writer, with one commit; replies leave after it.
  void run_writes();
  Result<void> prepare(const Route& route, http::Request& request) const;
  void finish(const Route& route, const http::Request& request, Result<http::Reply> outcome, const Done& done) const;
  http::Reply serve_file(const http::Request& request) const;
  Result<http::Reply> answer(const Route& route, const http::Request& request);
  Result<void> check_form(const Route& route, const http::Request& request) const;
  void note_seen(const Principal& principal, const http::Request& request);

  App& app_;
  std::vector<Route> routes_;
  http::Router router_;
  std::unique_ptr<http::StaticFiles> site_;
  std::mutex waiting_mutex_;  // guards waiting_
  std::deque<Waiting> waiting_;
  Lane readers_;
  Lane writer_;
};

/// The principal of a request, checked against what the route asks.
/// Errors: unauthenticated, expired, forbidden, revoked.
Result<Principal> admitted_principal(const ReadTxn& txn, Access access, const http::Request& request);

}  // namespace ronda::server
