#pragma once
// An inspection for the tests of what is written and read of it.
#include <string>

#include "shared/wire/checklist_json.hpp"
#include "shared/wire/inspection_json.hpp"

namespace ronda::wire {

template <typename IdType>
IdType id(const char* tail) {
  return *parse_id<IdType>(std::string("01935d00-0000-7000-8000-0000000000") + tail);
}

inline const FindingId kOpen = id<FindingId>("51");

/// A done inspection with one "no", one count that is too small and one finding that persists.
inline domain::SealedInspection sample_body() {
  const auto checklist = *parse_checklist(embedded_checklist("v1"));
  domain::SealedInspection body;
  body.inspection = id<InspectionId>("a1");
  body.lodging = id<LodgingId>("31");
  body.visit = id<VisitId>("41");
  body.checklist = "v1";
  body.opened_at = *parse_instant("2026-12-02T12:51:00.000Z");
  body.sealed_at = *parse_instant("2026-12-02T13:38:22.120Z");
  body.sample = domain::CountedSample{{{2026, 11, 18}, {2026, 12, 1}, 96, 20, 3, 4}, {19, 1, 20, 2, 2, 0, 0}, "room"};
  domain::Answers answers;
  for (const auto& section : checklist.sections) {
    for (const auto& item : section.items) {
      domain::Value value = domain::YesNo::yes;
      if (item.kind == domain::ItemKind::count) value = std::int64_t{18};
      answers[item.code] = {item.code, value, "", {}, body.sealed_at};
    }
  }
  answers["ADM-02"].value = domain::YesNo::no;
  answers["ADM-02"].note = "hanya pemesan";
  answers["FIR-01"].value = std::int64_t{0};
  answers["FIR-02"].value = domain::YesNo::no;
  answers["LEG-01"].photos = {std::string(64, 'a')};
  answers = domain::with_sample(checklist, answers, body.sample);
  for (const auto& section : checklist.sections) {
    for (const auto& item : section.items) body.answers.push_back(answers[item.code]);
  }
  body.findings = {{id<FindingId>("b1"), "ADM-02", domain::Severity::major, "hanya pemesan", {2026, 12, 9}},
                   {id<FindingId>("b2"), "FIR-01", domain::Severity::major, "", {2026, 12, 16}}};
  body.dispositions = {{kOpen, domain::Disposition::persists, ""}};
  body.photos = {{std::string(64, 'a'), 183221, "image/jpeg", 1600, 1200, "LEG-01"}};
  body.manager = domain::ManagerSigned{"Penanggung jawab malam", "", {600, 240, {{10, 20, 60, 90}}}};
  body.officers = {{id<OfficerId>("11"), body.sealed_at}};
  body.start_fix = domain::Fix{-10150000, 123620000, 12, false};
  body.portal_key = portal_key("token");
  body.boot_ms = 1000;
  return body;
}

}  // namespace ronda::wire
