#include "sync-server/http/message.hpp"

#include <gtest/gtest.h>

#include "sync-server/http/compress.hpp"
#include "sync-server/http/problem.hpp"
#include "sync-server/http/target.hpp"

namespace ronda::http {
namespace {

Request with_header(const std::string& name, const std::string& value) {
  Request request;
  request.headers.push_back({name, value});
  return request;
}

std::string text_of_query(const Target& target) {
  std::string text = target.path;
  for (const auto& member : target.query) text += " " + member.name + "=" + member.value;
  return text;
}

TEST(Target, IsTakenApartAndDecoded) {
  const auto target = parse_target("/lodgings/a%20b?q=losmen+teduh&kec=Kota%20Raja&flag");

  ASSERT_TRUE(target);
  EXPECT_EQ(text_of_query(*target), "/lodgings/a b q=losmen teduh kec=Kota Raja flag=");
}

TEST(Target, RefusesBrokenPercentSignsZeroBytesAndBytesThatAreNoText) {
  for (const char* text : {"/a%", "/a%2", "/a%zz", "/a%00", "/a%ff", "nopath", "", "/a%0a"}) {
    EXPECT_FALSE(parse_target(text)) << text;
  }
}

TEST(Target, RefusesMoreQueryMembersThanAnyoneNeeds) {
  std::string text = "/a?";
  for (int n = 0; n < 100; ++n) text += "x=1&";

  EXPECT_FALSE(parse_target(text));
}

TEST(Request, HeaderNamesAreFoundInAnyCase) {
  EXPECT_EQ(with_header("Content-TYPE", "text/csv").header("content-type"), "text/csv");
}

TEST(Request, FindsItsCookieAmongOthers) {
  const auto request = with_header("Cookie", "a=1; ronda_session=abc; b=2");

  EXPECT_EQ(request.cookie("ronda_session"), "abc");
  EXPECT_EQ(request.cookie("session"), "");
}

TEST(Request, IfMatchIsANumberInQuotes) {
  EXPECT_EQ(with_header("If-Match", "\"7\"").if_match().value_or(-1), 7);
  EXPECT_EQ(with_header("If-Match", "W/\"7\"").if_match().value_or(-1), 7);
  for (const char* text : {"", "7", "\"\"", "\"x\"", "*"})
    EXPECT_FALSE(with_header("If-Match", text).if_match()) << text;
}

TEST(Request, QueryNumbersStayWithinTheirBounds) {
  Request request;
  request.query = {{"limit", "20"}, {"big", "501"}, {"word", "many"}};

  EXPECT_EQ(request.query_number("limit", 100, 1, 500).value_or(-1), 20);
  EXPECT_EQ(request.query_number("absent", 100, 1, 500).value_or(-1), 100);
  EXPECT_FALSE(request.query_number("big", 100, 1, 500));
  EXPECT_FALSE(request.query_number("word", 100, 1, 500));
}

TEST(Problem, CarriesTheWordAndTheRequest) {
  const auto reply = problem_reply({ErrorCode::gap, "records are missing", "/first_seq"}, "r-1", "\"expected_seq\":12");

  EXPECT_EQ(reply.status, 409);
  EXPECT_EQ(reply.body,
            R"({"type":"about:blank","status":409,"code":"gap","title":"records are missing","where":"/first_seq",)"
            R"("request_id":"r-1","expected_seq":12})");
}

TEST(Compression, ALongReplyIsSentInACodingTheCallerAccepts) {
  Reply reply = json_reply(std::string(5000, 'a'));
  compress_reply(with_header("Accept-Encoding", "gzip;q=0.5, br"), reply);

  ASSERT_EQ(reply.headers.back().value, "gzip");
  Request echo = with_header("Content-Encoding", "gzip");
  echo.body = reply.body;
  ASSERT_TRUE(decode_body(echo, 5000));
  EXPECT_EQ(echo.body, std::string(5000, 'a'));
}

TEST(Compression, ZstdIsUndoneToo) {
  Reply reply = json_reply(std::string(5000, 'a'));
  compress_reply(with_header("Accept-Encoding", "zstd"), reply);

  Request echo = with_header("Content-Encoding", "zstd");
  echo.body = reply.body;
  ASSERT_TRUE(decode_body(echo, 5000));
  EXPECT_EQ(echo.body.size(), 5000U);
}

TEST(Compression, ACodingRefusedWithQZeroIsNotUsed) {
  Reply reply = json_reply(std::string(5000, 'a'));
  compress_reply(with_header("Accept-Encoding", "gzip;q=0, zstd;q=0"), reply);

  EXPECT_EQ(reply.body.size(), 5000U);
}

TEST(Compression, ASmallBodyThatUnpacksIntoALargeOneIsRefused) {
  Request bomb = with_header("Content-Encoding", "gzip");
  bomb.body = gzip(std::string(50'000'000, '0'), 9);
  const auto decoded = decode_body(bomb, 65'536);

  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error().code, ErrorCode::too_large);
}

TEST(Compression, ABrokenBodyIsSaidToBeBroken) {
  for (const char* coding : {"gzip", "zstd", "br"}) {
    Request request = with_header("Content-Encoding", coding);
    request.body = "this is no coding at all";
    EXPECT_FALSE(decode_body(request, 1000)) << coding;
  }
}

}  // namespace
}  // namespace ronda::http
