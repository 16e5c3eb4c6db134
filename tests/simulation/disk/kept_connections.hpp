#pragma once
// Connections that outlive the process that had them open. Most of a schedule's time would go into SQLite reading the
// same schema and preparing the same statements for each of its short-lived processes. While keeping is on, the calls
// to SQLite that open, prepare, run a script and close are taken over at link time (-Wl,--wrap): a connection whose
// process was killed is laid aside, and the next process that opens a file of the same name gets it, standing on its
// own disk, with an empty cache and a log that has to be read anew. What reaches a disk is the same as without it;
// simulate runs schedules both ways and compares their traces. One thread.

namespace ronda::sim {

/// From here on connections are kept, or no longer. Precondition: all files of one name have the same schema.
void keep_connections(bool keep);

/// While one lives, connections that are opened may be kept ones.
class LendConnections {
 public:
  LendConnections();
  ~LendConnections();
  LendConnections(const LendConnections&) = delete;
  LendConnections& operator=(const LendConnections&) = delete;
};

}  // namespace ronda::sim
