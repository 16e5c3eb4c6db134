#pragma once
// A row of the table of routes. Each topic has one header `api/<topic>.hpp` with one function
// `std::vector<Route> <topic>_routes(App&)`; sync-server/routes.cpp puts them together, and nothing else is a route.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <variant>

#include "shared/base/result.hpp"
#include "sync-server/http/message.hpp"
#include "sync-server/service/principal.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

/// Who may call. `head` also passes where `officer` or `admin` is asked.
enum class Access {
  anyone,
  signed_in,       ///< any user with a session
  officer,         ///< a user who may read the unit's register and inspections: officer, head
  head,            ///< unit head
  admin,           ///< administrator or unit head
  device,          ///< an enrolled device that is not revoked (else `revoked`)
  revoked_device,  ///< an enrolled device, revoked or not (push)
};

/// The lane follows from the kind of handler. A value is committed, an Error rolled back, and the reply leaves only
/// after that. `read`: one snapshot, reader threads. `write`: the one writer thread; must be short and never call
/// outside. `free`: reader threads, without a transaction; it opens its own through App::store (slow work between two
/// of them).
using ReadHandler = std::function<Result<http::Reply>(const ReadTxn&, const http::Request&, const Principal&)>;
using WriteHandler = std::function<Result<http::Reply>(WriteTxn&, const http::Request&, const Principal&)>;
using FreeHandler = std::function<Result<http::Reply>(const http::Request&, const Principal&)>;

inline constexpr std::size_t kSmallBody = 64 * 1024;

struct Route {
  std::string method;
  std::string pattern;  ///< "/api/v1/lodgings/{id}"
  Access access = Access::head;
  std::variant<ReadHandler, WriteHandler, FreeHandler> handler;
  std::size_t body_limit = kSmallBody;       ///< bytes; more is 413 before it is read
  std::string accepts = "application/json";  ///< media type a body must have; empty: any
  bool takes_cut_body = false;               ///< also called with what came of a body that broke off
};

}  // namespace ronda::server
