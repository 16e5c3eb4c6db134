#pragma once
// What a unit decides for itself (versioned data) and what follows from it for the field. Plain values; any thread.

#include <optional>
#include <string>
#include <vector>

#include "shared/base/id.hpp"
#include "shared/domain/register_sample.hpp"
#include "shared/domain/text.hpp"
#include "shared/domain/words.hpp"

namespace ronda::domain {

struct VisitsPerMonth {
  int min = 4;
  int max = 5;
  bool operator==(const VisitsPerMonth&) const = default;
};

struct FieldPolicy {
  int version = 0;
  VisitsPerMonth low{4, 4};
  VisitsPerMonth medium{4, 5};
  VisitsPerMonth high{5, 5};
  int sample_n = 20;
  SampleLimits sample;
  int free_text_max = 500;  ///< characters of a note or reason
  bool operator==(const FieldPolicy&) const = default;
};

VisitsPerMonth visits_for(const FieldPolicy& policy, Tier tier);

/// A number to call; `tel` is what dials it.
struct EmergencyContact {
  Text label;
  std::string number;
  std::string tel;
  bool operator==(const EmergencyContact&) const = default;
};

/// Shown when the unit has set none: the national ones that DOMAIN.md §6 confirms.
std::vector<EmergencyContact> national_emergency_contacts();

/// An officer as the paper names him: "Bripka Yosef Nahak".
std::string officer_title(const std::string& rank, const std::string& name);

}  // namespace ronda::domain
