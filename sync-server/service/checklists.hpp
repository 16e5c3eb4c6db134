#pragma once
// The published checklist versions this server knows. Immutable after loading; any thread.

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/domain/checklist.hpp"

namespace ronda::server {

struct ChecklistVersion {
  Uuid id;  ///< fixed by the version's name, the same on every server
  domain::Checklist checklist;
  std::string document;  ///< compact JSON as it goes over the wire
};

class Checklists {
 public:
  /// Those that travel inside the program (shared/data), read once and shared by every copy.
  /// Errors: corrupt (a broken document: a fault of the build).
  static Result<Checklists> load();

  /// Null if the version is unknown.
  const ChecklistVersion* find(std::string_view version) const;
  const ChecklistVersion* find(const Uuid& id) const;
  const std::vector<ChecklistVersion>& all() const { return *versions_; }

 private:
  static Result<Checklists> read();

  std::shared_ptr<const std::vector<ChecklistVersion>> versions_;
};

}  // namespace ronda::server
