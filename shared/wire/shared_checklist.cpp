#include "shared/wire/shared_checklist.hpp"

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "shared/wire/checklist_json.hpp"

namespace ronda::wire {

namespace {

constexpr std::size_t kMostKept = 16;  // versions of the checklist; who has more reads them again

}  // namespace

Result<std::shared_ptr<const domain::Checklist>> shared_checklist(std::string_view document) {
  static std::mutex reading;
  static std::map<std::string, std::shared_ptr<const domain::Checklist>, std::less<>> kept;
  const std::lock_guard lock(reading);
  if (const auto found = kept.find(document); found != kept.end()) return found->second;
  auto parsed = parse_checklist(document);
  if (!parsed) return std::move(parsed).error();
  if (kept.size() == kMostKept) kept.clear();
  auto shared = std::make_shared<const domain::Checklist>(*std::move(parsed));
  kept.emplace(document, shared);
  return std::shared_ptr<const domain::Checklist>(std::move(shared));
}

}  // namespace ronda::wire
