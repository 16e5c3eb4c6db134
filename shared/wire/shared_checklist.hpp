#pragma once
// Checklists that are read once in a program's life: there are few documents, and none ever changes. Any thread.

#include <memory>
#include <string_view>

#include "shared/base/result.hpp"
#include "shared/domain/checklist.hpp"

namespace ronda::wire {

/// As parse_checklist(); the same object for the same document. Errors: bad_input, as there.
Result<std::shared_ptr<const domain::Checklist>> shared_checklist(std::string_view document);

}  // namespace ronda::wire
