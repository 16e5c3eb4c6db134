#include "shared/wire/sync_json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shared/base/bytes.hpp"

namespace ronda::wire {
namespace {

constexpr std::string_view kDevice = "0198a1b2-0000-7000-8000-000000000001";
constexpr std::string_view kEpoch = "0198a1b2-0000-7000-8000-0000000000ee";

PushEnvelope envelope(std::int64_t count) {
  PushEnvelope out;
  out.device = *parse_id<DeviceId>(kDevice);
  out.epoch = *parse_uuid(kEpoch);
  out.first_seq = 12;
  out.count = count;
  out.head.fill(0xAB);
  out.signature.fill(0x01);
  return out;
}

std::string text_of(const Result<PushRun>& run) {
  if (!run) return std::string(word(run.error().code)) + " at " + run.error().where;
  return std::to_string(run->records.size()) + " records";
}

TEST(EnrolRequest, SurvivesTheWire) {
  EnrolRequest request{"k7qm-2xpa", {}, "Ponsel Regu 2", "0.1.0"};
  request.public_key.fill(7);

  const auto read = decode_enrol_request(encode(request));

  ASSERT_TRUE(read);
  EXPECT_EQ(read->code, "k7qm-2xpa");
  EXPECT_EQ(read->public_key, request.public_key);
  EXPECT_EQ(read->device_name, "Ponsel Regu 2");
  EXPECT_EQ(read->app_version, "0.1.0");
}

TEST(EnrolRequest, UnknownMembersAreRefusedByName) {
  const auto read = decode_enrol_request(
      R"({"protocol":1,"code":"A","public_key":"","device_name":"x","app_version":"1","imei":"35"})");

  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::bad_input);
  EXPECT_EQ(read.error().where, "/imei");
}

TEST(EnrolRequest, AnotherProtocolIsToldApartFromBadInput) {
  const auto read = decode_enrol_request(R"({"protocol":2,"code":"A","speech":"new"})");

  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::unsupported_version);
}

TEST(EnrolRequest, AKeyOfTheWrongLengthIsRefused) {
  const auto read =
      decode_enrol_request(R"({"protocol":1,"code":"A","public_key":"AAAA","device_name":"x","app_version":"1"})");

  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().where, "/public_key");
}

TEST(EnrolCode, IsComparedWithoutCaseDashesAndSpaces) {
  EXPECT_EQ(normal_code("k7qm-2xpa"), "K7QM2XPA");
  EXPECT_EQ(normal_code(" K7QM 2XPA "), "K7QM2XPA");
}

TEST(EnrolReply, IgnoresWhatALaterServerAdds) {
  const std::string text = R"({"device":")" + std::string(kDevice) +
                           R"(","token":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","epoch":")" +
                           std::string(kEpoch) + R"(","officer":")" + std::string(kDevice) + R"(","unit":")" +
                           std::string(kDevice) + R"(","server_time":"2026-12-02T08:00:00.000Z","hint":"new"})";

  const auto read = decode_enrol_reply(text);

  ASSERT_TRUE(read) << read.error().message << " " << read.error().where;
  EXPECT_EQ(to_text(read->server_time), "2026-12-02T08:00:00.000Z");
}

TEST(Push, SurvivesTheWireByteForByte) {
  const std::vector<std::string> records{R"({"v":1,"seq":12})", R"({"v":1,"seq":13,"body":{"a":"\n"}})"};

  const std::string body = encode_push(envelope(2), records);
  const auto run = decode_push(body);

  ASSERT_TRUE(run) << run.error().message;
  EXPECT_EQ(run->envelope.first_seq, 12);
  EXPECT_EQ(run->envelope.head, envelope(2).head);
  EXPECT_EQ(run->envelope.signature, envelope(2).signature);
  EXPECT_THAT(run->records, testing::ElementsAre(records[0], records[1]));
}

TEST(Push, CutAtAnyByteIsRefused) {
  const std::string body = encode_push(envelope(2), {"{\"seq\":12}", "{\"seq\":13}"});

  for (std::size_t size = 0; size < body.size(); ++size) {
    EXPECT_FALSE(decode_push(std::string_view(body).substr(0, size))) << size;
  }
}

TEST(Push, FewerRecordsThanAnnouncedAreTruncated) {
  EXPECT_EQ(text_of(decode_push(encode_push(envelope(3), {"{}", "{}"}))), "truncated at 4:1");
}

TEST(Push, MoreRecordsThanAnnouncedAreRefused) {
  EXPECT_EQ(text_of(decode_push(encode_push(envelope(1), {"{}", "{}"}))), "bad_input at 3:1");
}

TEST(Push, AnEmptyLineIsRefusedWithItsPlace) {
  EXPECT_EQ(text_of(decode_push(encode_push(envelope(2), {"{}", ""}))), "bad_input at 3:1");
}

TEST(Push, MoreThanTheLimitIsTooLarge) {
  EXPECT_EQ(text_of(decode_push(encode_push(envelope(501), {}))), "too_large at /count");
  EXPECT_EQ(text_of(decode_push(encode_push(envelope(1), {std::string(256 * 1024 + 1, 'x')}))), "too_large at 2:1");
}

TEST(PushReply, SurvivesTheWire) {
  PushReply reply;
  reply.first_seq = 12;
  reply.acked_seq = 13;
  reply.epoch = *parse_uuid(kEpoch);
  reply.accepted = 2;
  reply.quarantined = {{13, "not_found", "no such lodging"}};

  const auto read = decode_push_reply(encode(reply));

  ASSERT_TRUE(read) << read.error().where;
  EXPECT_EQ(read->first_seq, 12);
  EXPECT_EQ(read->acked_seq, 13);
  EXPECT_EQ(read->accepted, 2);
  EXPECT_THAT(read->quarantined, testing::ElementsAre(QuarantinedRecord{13, "not_found", "no such lodging"}));
}

TEST(PullQuery, SurvivesTheWire) {
  PullQuery query;
  query.epoch = *parse_uuid(kEpoch);
  query.cursor = 4711;
  query.limit = 250;

  const auto read = decode_pull_query(encode_query(query));

  ASSERT_TRUE(read);
  EXPECT_EQ(read->epoch, query.epoch);
  EXPECT_EQ(read->cursor, 4711);
  EXPECT_EQ(read->limit, 250);
}

TEST(PullQuery, EachFaultIsNamed) {
  const auto where = [](std::string_view query) {
    const auto read = decode_pull_query(query);
    return read ? std::string("fine") : std::string(word(read.error().code)) + " " + read.error().where;
  };

  EXPECT_EQ(where("protocol=1&cursor=0"), "fine");
  EXPECT_EQ(where("cursor=0"), "unsupported_version /protocol");
  EXPECT_EQ(where("protocol=2&cursor=0"), "unsupported_version /protocol");
  EXPECT_EQ(where("protocol=1"), "bad_input /cursor");
  EXPECT_EQ(where("protocol=1&cursor=-1"), "bad_input /cursor");
  EXPECT_EQ(where("protocol=1&cursor=1x"), "bad_input /cursor");
  EXPECT_EQ(where("protocol=1&cursor=1&cursor=2"), "bad_input /cursor");
  EXPECT_EQ(where("protocol=1&cursor=0&limit=1001"), "bad_input /limit");
  EXPECT_EQ(where("protocol=1&cursor=0&epoch=x"), "bad_input /epoch");
  EXPECT_EQ(where("protocol=1&cursor=0&since=y"), "bad_input /since");
}

TEST(PullPage, SurvivesTheWire) {
  PullPage page;
  page.epoch = *parse_uuid(kEpoch);
  page.cursor = 4711;
  page.more = true;
  page.changes = {{4709, "lodging", *parse_uuid(kDevice), false, R"({"name":"Wisma"})"},
                  {4711, "visit", *parse_uuid(kDevice), true, ""}};

  const auto read = decode_pull_page(encode(page));

  ASSERT_TRUE(read) << read.error().where;
  EXPECT_EQ(read->cursor, 4711);
  EXPECT_TRUE(read->more);
  ASSERT_EQ(read->changes.size(), 2U);
  EXPECT_EQ(read->changes[0].text(), R"({"name":"Wisma"})");
  EXPECT_TRUE(read->changes[1].deleted);
}

TEST(PullPage, NumbersThatDoNotRiseOrPassTheCursorAreRefused) {
  PullPage page;
  page.epoch = *parse_uuid(kEpoch);
  page.cursor = 5;
  page.changes = {{3, "visit", *parse_uuid(kDevice), true, ""}, {3, "visit", *parse_uuid(kDevice), true, ""}};
  EXPECT_FALSE(decode_pull_page(encode(page)));

  page.changes = {{6, "visit", *parse_uuid(kDevice), true, ""}};
  EXPECT_FALSE(decode_pull_page(encode(page)));
}

TEST(Problem, GivesTheMembersThatAClientActsOn) {
  const auto problem = decode_problem(
      R"({"type":"about:blank","status":409,"code":"gap","title":"records are missing","expected_seq":9,"request_id":"r1"})");

  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->code, "gap");
  EXPECT_EQ(problem->expected_seq, 9);
  EXPECT_EQ(problem->request_id, "r1");
  EXPECT_FALSE(problem->retry_after_s);
}

TEST(Problem, AWebPageIsNone) { EXPECT_FALSE(decode_problem("<html><body>Welcome</body></html>")); }

}  // namespace
}  // namespace ronda::wire
