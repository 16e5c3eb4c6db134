#include "shared/ledger/record.hpp"

#include <gtest/gtest.h>

namespace ronda::ledger {
namespace {

RecordHead head_of(std::int64_t seq, const Hash& prev) {
  RecordHead head;
  head.seq = seq;
  head.id = *parse_id<RecordId>("0199aa00-0000-7000-8000-00000000000a");
  head.kind = "inspection.sealed";
  head.device = *parse_id<DeviceId>("0199aa00-0000-7000-8000-00000000000b");
  head.officer = *parse_id<OfficerId>("0199aa00-0000-7000-8000-00000000000c");
  head.at = *parse_instant("2026-12-02T13:38:22.120Z");
  head.prev = prev;
  return head;
}

TEST(Record, ItsBytesAreThoseOfTheProtocol) {
  EXPECT_EQ(record_text(head_of(1, {}), "{\"a\":1}"),
            "{\"v\":1,\"seq\":1,\"id\":\"0199aa00-0000-7000-8000-00000000000a\",\"kind\":\"inspection.sealed\","
            "\"device\":\"0199aa00-0000-7000-8000-00000000000b\",\"officer\":\"0199aa00-0000-7000-8000-00000000000c\","
            "\"at\":\"2026-12-02T13:38:22.120Z\",\"prev\":"
            "\"0000000000000000000000000000000000000000000000000000000000000000\",\"body\":{\"a\":1}}");
}

TEST(Record, EachFlippedByteChangesTheHash) {
  const std::string text = record_text(head_of(1, {}), "{\"a\":1}");
  const Hash hash = record_hash(text);
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::string flipped = text;
    flipped[at] = static_cast<char>(flipped[at] ^ 1);
    ASSERT_NE(record_hash(flipped), hash) << "byte " << at;
  }
}

TEST(Record, TheNextOneMustNameTheHashBeforeIt) {
  const Hash first = record_hash(record_text(head_of(1, {}), "{}"));

  EXPECT_TRUE(continues(head_of(2, first), 1, first));
  EXPECT_EQ(continues(head_of(2, Hash{}), 1, first).error().code, ErrorCode::fork);
  EXPECT_EQ(continues(head_of(1, first), 1, first).error().code, ErrorCode::fork);
}

TEST(Record, AMissingOneIsNamedByItsNumber) {
  const auto answer = continues(head_of(5, {}), 2, {});

  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ErrorCode::gap);
  EXPECT_EQ(answer.error().where, "3");
}

}  // namespace
}  // namespace ronda::ledger
