#include "shared/wire/json.hpp"

#include <gtest/gtest.h>

namespace ronda::wire {
namespace {

TEST(Json, AnErrorNamesThePlace) {
  const auto document = JsonDocument::parse(R"({"a":{"b/c":[1,"x"]}})");
  ASSERT_TRUE(document);

  const auto number = document->root().member("a")->array("b/c")->at(1).as_integer();

  ASSERT_FALSE(number);
  EXPECT_EQ(number.error().where, "/a/b~1c/1");
}

TEST(Json, UnknownMembersAreRefusedByName) {
  const auto document = JsonDocument::parse(R"({"login":"x","extra":1})");

  const auto known = document->root().only({"login"});

  ASSERT_FALSE(known);
  EXPECT_EQ(known.error().where, "/extra");
}

TEST(Json, TextCutAnywhereIsRefused) {
  const std::string text = R"({"a":[1,2,{"b":"teks"}],"c":true})";
  for (std::size_t length = 0; length < text.size(); ++length) {
    EXPECT_FALSE(JsonDocument::parse(text.substr(0, length))) << length;
  }
  EXPECT_TRUE(JsonDocument::parse(text));
}

TEST(Json, ATextThatEndsTooEarlySaysSo) {
  EXPECT_EQ(JsonDocument::parse(R"({"a":)").error().code, ErrorCode::truncated);
  EXPECT_EQ(JsonDocument::parse("{\n \"a\": x}").error().where, "2:7");
}

TEST(Json, WhatIsNoJsonIsRefused) {
  for (const char* text : {"", "{'a':1}", R"({"a":1,"a":2})", "[1,]", "nul", "{\"a\":1}x", "\"\xc3\"", "NaN", "01"}) {
    EXPECT_FALSE(JsonDocument::parse(text)) << text;
  }
}

TEST(Json, DeepNestingIsRefusedWithoutHarm) {
  EXPECT_FALSE(JsonDocument::parse(std::string(100'000, '[')));
  EXPECT_TRUE(JsonDocument::parse(std::string(30, '[') + std::string(30, ']')));
}

TEST(Json, ARepeatedMemberIsNamedWithItsPlace) {
  const auto twice = JsonDocument::parse("{\"a\": 1,\n \"b\": {\"c\": 1, \"c\": 2}}");
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().where, "2:18") << "the end of the second name";
}

TEST(Json, NumbersThatAreNotWholeAreNoIntegers) {
  const auto document = JsonDocument::parse("[1.5, 1e3, 18446744073709551615, -3]");
  const auto items = document->root().items();

  EXPECT_FALSE(items[0].as_integer());
  EXPECT_FALSE(items[1].as_integer());
  EXPECT_FALSE(items[2].as_integer());
  EXPECT_EQ(*items[3].as_integer(), -3);
  EXPECT_FALSE(items[3].as_integer(0));
}

TEST(JsonWriting, KeepsTheOrderOfTheCallsAndEscapes) {
  JsonWriter out;
  out.begin_object().member("z", 1).member("a", "\"\\\n\x01").key("list").begin_array().value(true).null().end_array();
  out.key("raw").raw("{}").end_object();

  EXPECT_EQ(out.text(), "{\"z\":1,\"a\":\"\\\"\\\\\\n\\u0001\",\"list\":[true,null],\"raw\":{}}");
  EXPECT_TRUE(JsonDocument::parse(out.text()));
}

}  // namespace
}  // namespace ronda::wire
