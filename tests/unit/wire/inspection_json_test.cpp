#include "shared/wire/inspection_json.hpp"

#include <gtest/gtest.h>

#include <string>

#include "shared/wire/checklist_json.hpp"
#include "tests/unit/wire/sample_body.hpp"

namespace ronda::wire {

namespace {

std::string verdict(const domain::SealedInspection& body) {
  const auto checklist = *parse_checklist(embedded_checklist("v1"));
  auto checked = domain::check_sealed(body, checklist, {{kOpen, "FIR-02"}});
  if (checked) return "good";
  return std::string(word(checked.error().code)) + " " + checked.error().where;
}

}  // namespace

TEST(SealedBody, WhatIsWrittenIsReadBack) {
  const domain::SealedInspection body = sample_body();

  auto document = JsonDocument::parse(sealed_body(body));
  ASSERT_TRUE(document.has_value());
  auto back = read_sealed(document->root());

  ASSERT_TRUE(back.has_value()) << back.error().message << " at " << back.error().where;
  EXPECT_EQ(*back, body);
  EXPECT_EQ(sealed_body(*back), sealed_body(body));
}

TEST(SealedBody, MembersStandInTheOrderOfTheProtocol) {
  const std::string text = sealed_body(sample_body());

  std::size_t last = 0;
  for (const char* member :
       {"{\"inspection\":", ",\"lodging\":", ",\"visit\":", ",\"checklist\":", ",\"opened_at\":", ",\"sealed_at\":",
        ",\"zone\":", ",\"outcome\":", ",\"outcome_reason\":", ",\"answers\":", ",\"sample\":", ",\"findings\":",
        ",\"dispositions\":", ",\"photos\":[{\"sha256\"",
        ",\"signatures\":", ",\"fixes\":", ",\"emergency_at\":", ",\"portal_key\":", ",\"clock\":"}) {
    const std::size_t at = text.find(member, last);
    ASSERT_NE(at, std::string::npos) << member;
    last = at;
  }
  EXPECT_EQ(text.find(' ', 0), text.find(" pemesan"));  // compact: blanks only inside texts
  EXPECT_EQ(text.find('\n'), std::string::npos);
  EXPECT_EQ(text.find("0.5"), std::string::npos);
}

TEST(SealedBody, AMemberThatNobodyKnowsIsRefused) {
  std::string text = sealed_body(sample_body());
  text.replace(text.find("\"opened_at\""), 11, "\"guest_name\"");

  auto document = JsonDocument::parse(text);
  auto read = read_sealed(document->root());

  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().code, ErrorCode::bad_input);
}

TEST(SealedCheck, TheRulesOfTheChecklistVersionAreHeldAgainstIt) {
  EXPECT_EQ(verdict(sample_body()), "good");

  domain::SealedInspection other = sample_body();
  other.findings[0].severity = domain::Severity::minor;
  EXPECT_EQ(verdict(other), "conflict /findings/0/severity");
  other = sample_body();
  other.findings[1].due_on = {2027, 1, 1};
  EXPECT_EQ(verdict(other), "conflict /findings/1/due_on");
  other = sample_body();
  other.findings.pop_back();
  EXPECT_EQ(verdict(other), "conflict /findings");
  other = sample_body();
  other.dispositions.clear();  // then the "no" to FIR-02 is a finding of its own
  EXPECT_EQ(verdict(other), "conflict /findings");
  other = sample_body();
  other.answers.pop_back();
  EXPECT_EQ(verdict(other), "incomplete /answers");
  other = sample_body();
  other.officers.clear();
  EXPECT_EQ(verdict(other), "incomplete /signatures/officers");
  other = sample_body();
  other.manager.reset();
  EXPECT_EQ(verdict(other), "incomplete /signatures/manager");
  other = sample_body();
  other.sample->tally.reported = 3;
  EXPECT_EQ(verdict(other), "bad_input /sample/reported");
  other = sample_body();
  other.sample->plan.step = 5;
  EXPECT_EQ(verdict(other), "bad_input /sample/step");
  other = sample_body();
  other.findings[0].note = "tamu 5371011208900001";
  EXPECT_EQ(verdict(other), "bad_input /findings/0/note");
  other = sample_body();
  other.dispositions[0].finding = id<FindingId>("52");
  EXPECT_EQ(verdict(other), "not_found /dispositions/0/finding");
}

TEST(SealedCheck, ARefusedVisitNeedsItsReasonAndOneOfficer) {
  domain::SealedInspection body;
  body.checklist = "v1";
  body.outcome = domain::Outcome::refused;
  body.officers = {{id<OfficerId>("11"), body.sealed_at}};

  EXPECT_EQ(verdict(body), "incomplete /outcome_reason");
  body.outcome_reason = "Pengelola tidak mengizinkan masuk";
  EXPECT_EQ(verdict(body), "good");
}

TEST(SealedCheck, TheDevicesWordOnTheRoomsStands) {
  domain::SealedInspection body = sample_body();
  body.findings.insert(body.findings.begin(),
                       {id<FindingId>("b3"), "LEG-05", domain::Severity::minor, "", {2027, 1, 1}});

  EXPECT_EQ(verdict(body), "good");
  body.findings[0].due_on = {2027, 1, 2};
  EXPECT_EQ(verdict(body), "conflict /findings/0/due_on");
}

}  // namespace ronda::wire
