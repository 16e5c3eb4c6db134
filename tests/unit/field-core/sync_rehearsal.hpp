#pragma once
// A device with a real database and session, and a small server that keeps the protocol's promises in memory, joined
// without a network so that every exchange can be cut, repeated or answered by someone else.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "field-app/core/store/schema.hpp"
#include "field-app/core/store/sync_store.hpp"
#include "field-app/core/sync/sync_session.hpp"
#include "shared/sqlite/database.hpp"

namespace ronda::field::rehearsal {

struct Answer {
  int status = 200;
  SyncHeaders headers;
  std::string body;
};

Answer json(int status, std::string body);
Answer problem(int status, const std::string& code, const std::string& extra = "");

/// Keeps what it acknowledged; checks the chain and the signature of every push.
class Server {
 public:
  Answer answer(const SyncRequest& request);

  Uuid epoch;
  crypto::PublicKey key{};
  Instant clock;
  bool revoked = false;
  std::vector<std::string> records;           // 1, 2, 3 …
  std::vector<wire::Change> feed;             // by rising seq
  std::map<std::string, std::string> photos;  // by hex hash: what has arrived
  std::map<std::string, std::size_t> photo_sizes;
  std::map<std::int64_t, std::string> quarantine;  // seq -> code
  std::int64_t page = 2;
  std::vector<std::string> seen;  // "POST /api/v1/sync/push" …

 private:
  Answer push(const SyncRequest& request);
  Answer pull(const SyncRequest& request);
  Answer attachment(const SyncRequest& request);
};

class Device {
 public:
  explicit Device(Server& server);

  /// Seals one inspection with `photos` photos of `photo_bytes` each.
  void seal(int photos = 0, std::size_t photo_bytes = 1000);
  /// Runs rounds until the session rests. `between` may replace the answer or give none (reply lost).
  void sync();
  using Between = std::function<std::optional<Answer>(const SyncRequest&, Answer)>;
  void sync(const Between& between);
  /// Lets the steady and the wall clock run.
  void wait(std::int64_t ms);
  /// A new session over the same database, as after a kill.
  void restart();

  std::string summary();
  std::string state();  ///< the summary's state word
  std::vector<std::string> diary();
  std::int64_t count(const std::string& sql);

  Server& server;
  Moment now;
  sqlite::Database db;
  SyncStore store;
  std::unique_ptr<SyncSession> session;
  std::int64_t sealed = 0;
};

/// A lodging as the feed tells it.
wire::Change lodging(std::int64_t seq, int number, const std::string& name);

}  // namespace ronda::field::rehearsal
