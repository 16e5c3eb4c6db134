#include "shared/domain/policy.hpp"

namespace ronda::domain {

VisitsPerMonth visits_for(const FieldPolicy& policy, Tier tier) {
  switch (tier) {
    case Tier::low:
      return policy.low;
    case Tier::medium:
      return policy.medium;
    case Tier::high:
      return policy.high;
  }
  return policy.medium;
}

std::vector<EmergencyContact> national_emergency_contacts() {
  return {
      {{"Polisi", "Police"}, "110", "110"},
      {{"SAPA 129, perempuan dan anak", "SAPA 129, women and children"}, "129", "129"},
      {{"SAPA 129, WhatsApp", "SAPA 129, WhatsApp"}, "08111-129-129", "08111129129"},
  };
}

std::string officer_title(const std::string& rank, const std::string& name) {
  return rank.empty() ? name : rank + " " + name;
}

}  // namespace ronda::domain
