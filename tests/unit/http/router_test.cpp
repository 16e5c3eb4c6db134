#include "sync-server/http/router.hpp"

#include <gtest/gtest.h>

namespace ronda::http {
namespace {

Router lodging_routes() {
  Router router;
  router.add("GET", "/lodgings", 0);
  router.add("POST", "/lodgings", 1);
  router.add("GET", "/lodgings/{id}", 2);
  router.add("GET", "/lodgings/map", 3);
  router.add("POST", "/officers/{id}/codes/{code}", 4);
  return router;
}

TEST(Router, FindsTheRowOfMethodAndPath) {
  const auto router = lodging_routes();

  EXPECT_EQ(router.find("POST", "/lodgings").row, 1U);
  EXPECT_EQ(router.find("GET", "/lodgings/42").row, 2U);
}

TEST(Router, GivesWhatStandsInPlaceOfANameInOrder) {
  const auto match = lodging_routes().find("POST", "/officers/7/codes/abc");

  ASSERT_EQ(match.params.size(), 2U);
  EXPECT_EQ(match.params[0].name + "=" + match.params[0].value, "id=7");
  EXPECT_EQ(match.params[1].name + "=" + match.params[1].value, "code=abc");
}

TEST(Router, ALiteralSegmentWinsOverAName) { EXPECT_EQ(lodging_routes().find("GET", "/lodgings/map").row, 3U); }

TEST(Router, HeadFindsTheGetRow) { EXPECT_EQ(lodging_routes().find("HEAD", "/lodgings/42").row, 2U); }

TEST(Router, AKnownPathWithAnotherMethodNamesTheMethodsItAllows) {
  const auto match = lodging_routes().find("DELETE", "/lodgings");

  EXPECT_EQ(match.kind, Match::Kind::no_such_method);
  EXPECT_EQ(match.allow, "GET, POST");
}

TEST(Router, UnknownPathsAndEmptyNamesAreNotFound) {
  const auto router = lodging_routes();

  EXPECT_EQ(router.find("GET", "/nothing").kind, Match::Kind::no_such_path);
  EXPECT_EQ(router.find("GET", "/lodgings/").kind, Match::Kind::no_such_path);
  EXPECT_EQ(router.find("GET", "/lodgings/1/2").kind, Match::Kind::no_such_path);
}

}  // namespace
}  // namespace ronda::http
