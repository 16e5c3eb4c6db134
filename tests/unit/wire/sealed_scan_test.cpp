// The reader of the hot path never takes what the strict reader refuses, and never understands it differently.

#include "shared/wire/sealed_scan.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "shared/wire/checklist_json.hpp"
#include "shared/wire/inspection_json.hpp"
#include "shared/wire/record_json.hpp"
#include "shared/wire/record_view.hpp"
#include "tests/unit/wire/sample_body.hpp"

namespace ronda::wire {

namespace {

std::optional<domain::SealedInspection> strictly(std::string_view text) {
  const auto document = JsonDocument::parse(text);
  if (!document) return std::nullopt;
  auto read = read_sealed(document->root());
  if (!read) return std::nullopt;
  return std::move(*read);
}

ledger::RecordHead head() {
  ledger::RecordHead made;
  made.seq = 12;
  made.id = id<RecordId>("01");
  made.kind = "inspection.sealed";
  made.device = id<DeviceId>("02");
  made.officer = id<OfficerId>("11");
  made.at = *parse_instant("2026-12-02T13:38:22.120Z");
  made.prev[3] = 0xAB;
  return made;
}

/// Changes one place of a text, the way damage, a stranger's writer or an attacker would.
std::string damaged(std::string text, std::mt19937& random) {
  static constexpr std::string_view kPieces[] = {"0",    "9",  "-",        "\"",   "\\", "\\n",  "\\u0041",
                                                 "null", " ",  ",",        "}",    "]",  "{",    "[",
                                                 "e1",   ".5", "\xC3\xA9", "\xFF", "A",  "\x01", "2026-02-30"};
  const auto at = random() % text.size();
  const auto piece = kPieces[random() % std::size(kPieces)];
  switch (random() % 4) {
    case 0:
      return text.replace(at, 1 + random() % 3, piece);
    case 1:
      return text.insert(at, piece);
    case 2:
      return text.erase(at, 1 + random() % 40);
    default: {
      const auto size = 1 + random() % 60;
      const auto copy = text.substr(at, size);
      return text.insert(random() % text.size(), copy);
    }
  }
}

}  // namespace

TEST(SealedScan, TakesWhatTheDeviceWrites) {
  auto body = sample_body();
  body.outcome_reason = "Kata \"pengelola\": nanti\tsaja\\\nBaris dua \xC3\xA9";
  body.emergency_at = body.opened_at;
  body.end_fix = domain::Fix{-10150001, 123620003, 0, true};
  body.skew_ms = -120;
  EXPECT_EQ(scan_sealed(sealed_body(body)), body);

  body = {};
  body.inspection = id<InspectionId>("a1");
  body.lodging = id<LodgingId>("31");
  body.checklist = "v1";
  body.outcome = domain::Outcome::refused;
  body.manager = domain::ManagerRefused{"tidak mau"};
  body.portal_key = portal_key("token");
  EXPECT_EQ(scan_sealed(sealed_body(body)), body);
}

TEST(SealedScan, NeverTakesWhatTheStrictReaderRefusesNorReadsItDifferently) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const std::string good = sealed_body(sample_body());
  int taken = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string text = damaged(good, random);
    if (random() % 4 == 0) text = damaged(text, random);
    const auto fast = scan_sealed(text);
    if (!fast) continue;
    ++taken;
    const auto strict = strictly(text);
    ASSERT_TRUE(strict) << text;
    ASSERT_EQ(*fast, *strict) << text;
  }
  EXPECT_GT(taken, 100) << "harmless changes are read as well";
}

TEST(RecordView, SeesTheSameHeadAndBodyAsTheStrictReader) {
  const std::string body = sealed_body(sample_body());
  const std::string text = ledger::record_text(head(), body);

  const auto view = view_record(text);

  ASSERT_TRUE(view);
  EXPECT_EQ(view->body, body);
  const auto strict = read_record(text);
  ASSERT_TRUE(strict);
  EXPECT_EQ(ledger::record_text(view->head, body), ledger::record_text(strict->head, body));
}

TEST(RecordView, SaysNothingWhereTheStrictReaderComplains) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const std::string shell = ledger::record_text(head(), "{\"x\":1}");
  for (int i = 0; i < 20'000; ++i) {
    const std::string text = damaged(shell, random);
    const auto view = view_record(text);
    // The body is not looked at; where it is sound, the whole record must be.
    if (!view || !JsonDocument::parse(view->body)) continue;
    ASSERT_TRUE(read_record(text)) << text;
    ASSERT_EQ(ledger::record_text(view->head, view->body), text);
  }
}

}  // namespace ronda::wire
