#pragma once
// Finds the row of a table for a method and a path. Immutable after building; any thread may look up.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sync-server/http/message.hpp"

namespace ronda::http {

/// What a path can turn out to be.
struct Match {
  enum class Kind { found, no_such_path, no_such_method };
  Kind kind = Kind::no_such_path;
  std::size_t row = 0;        ///< index given to `add`, when found
  std::vector<Field> params;  ///< when found
  std::string allow;          ///< "GET, POST" when the path exists with other methods
};

/// Patterns are literal segments and `{name}` for exactly one segment: "/api/v1/lodgings/{id}". A literal segment wins
/// over a {name} one. HEAD finds the GET row unless a HEAD row exists.
class Router {
 public:
  /// Precondition: the same method and pattern was not added before (asserts).
  void add(std::string_view method, std::string_view pattern, std::size_t row);
  Match find(std::string_view method, std::string_view path) const;

 private:
  struct Row {
    std::string method;
    std::vector<std::string> segments;
    std::size_t row;
  };
  std::vector<Row> rows_;
};

}  // namespace ronda::http
