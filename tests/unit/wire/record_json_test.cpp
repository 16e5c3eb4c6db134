#include "shared/wire/record_json.hpp"

#include <gtest/gtest.h>

namespace ronda::wire {
namespace {

std::string sample_record() {
  ledger::RecordHead head;
  head.seq = 3;
  head.id = *parse_id<RecordId>("0199aa00-0000-7000-8000-00000000000a");
  head.kind = "inspection.sealed";
  head.device = *parse_id<DeviceId>("0199aa00-0000-7000-8000-00000000000b");
  head.officer = *parse_id<OfficerId>("0199aa00-0000-7000-8000-00000000000c");
  head.at = *parse_instant("2026-12-02T13:38:22.120Z");
  return ledger::record_text(head, R"({"note":"lorong \"dua\"","n":[1,2]})");
}

TEST(RecordReading, AWrittenRecordReadsBack) {
  const auto record = read_record(sample_record());

  ASSERT_TRUE(record);
  EXPECT_EQ(record->head.seq, 3);
  EXPECT_EQ(*record->body().string("note"), "lorong \"dua\"");
}

TEST(RecordReading, ARecordCutAnywhereIsRefused) {
  const std::string text = sample_record();
  for (std::size_t length = 0; length < text.size(); ++length) {
    EXPECT_FALSE(read_record(text.substr(0, length))) << length;
  }
}

TEST(RecordReading, OtherOrderOrSpacingIsRefused) {
  std::string spaced = sample_record();
  spaced.insert(1, " ");
  std::string reordered = sample_record();
  reordered.replace(0, std::string("{\"v\":1,\"seq\":3,").size(), "{\"seq\":3,\"v\":1,");

  EXPECT_FALSE(read_record(spaced));
  EXPECT_FALSE(read_record(reordered));
}

TEST(RecordReading, AnUnknownVersionIsNamed) {
  std::string text = sample_record();
  text.replace(text.find("\"v\":1"), 5, "\"v\":2");

  EXPECT_EQ(read_record(text).error().code, ErrorCode::unsupported_version);
}

}  // namespace
}  // namespace ronda::wire
