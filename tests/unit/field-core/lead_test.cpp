// Referrals and tips about premises: what is written, what is refused, what the feed brings.
#include <gmock/gmock.h>

#include "field_fixture.hpp"

namespace ronda::field::test {

using ::testing::ElementsAre;

namespace {

std::string outcome(const Answered& reply) {
  if (reply.status < 300) return std::to_string(reply.status);
  const std::string where = reply.json.value("where", std::string());
  return std::to_string(reply.status) + " " + reply.json.value("code", std::string("?")) +
         (where.empty() ? "" : " " + where);
}

Json referral() {
  return {{"lodging_id", kLontar},
          {"inspection_id", nullptr},
          {"reason", "child"},
          {"to", "unit_ppa"},
          {"case_no", nullptr}};
}

Json tip() {
  return {{"lodging_id", kLontar}, {"source", "cyber_patrol"}, {"category", "short_stay"}, {"priority", "high"}};
}

Json last_record(FieldDevice& device) {
  auto row = device.database().use("SELECT text FROM record ORDER BY seq DESC LIMIT 1");
  EXPECT_TRUE(row.step());
  return Json::parse(row.text(0));
}

std::vector<std::string> names_of(const Json& object) {
  std::vector<std::string> names;
  for (const auto& [name, value] : object.items()) names.push_back(name);
  return names;
}

}  // namespace

TEST(Referral, IsWrittenWithCodesOnlyAndShownAtOnce) {
  FieldDevice device;
  const std::string at = device.open(kLontar);
  Json asked = referral();
  asked["inspection_id"] = at.substr(at.rfind('/') + 1);
  asked["case_no"] = " LP/B/123/XII/2026/SPKT ";
  ASSERT_EQ(outcome(device.post("/api/referrals", asked)), "201");

  const Json record = last_record(device);
  EXPECT_EQ(record["kind"], "referral.made");
  EXPECT_THAT(names_of(record["body"]),
              ElementsAre("at", "case_no", "inspection", "lodging", "reason", "referral", "to"));
  EXPECT_EQ(record["body"]["case_no"], "LP/B/123/XII/2026/SPKT");
  const Json listed = device.get("/api/referrals").json;
  EXPECT_EQ(listed["referrals"][0]["lodging"]["name"], "Wisma Lontar Teduh");
  EXPECT_EQ(listed["referrals"][0]["sync"], "on_device");
  EXPECT_TRUE(listed["referrals"][0]["stage"].is_null());
}

TEST(Referral, HasNoPlaceForAPerson) {
  FieldDevice device;
  Json asked = referral();
  asked["case_no"] = "5371031212900004";
  const Answered like = device.post("/api/referrals", asked);
  EXPECT_EQ(outcome(like), "422 bad_input /case_no");
  EXPECT_EQ(like.json["looks_like"], "nik");
  asked = referral();
  asked["victim"] = "x";
  EXPECT_EQ(outcome(device.post("/api/referrals", asked)), "422 bad_input /victim");
  asked = referral();
  asked["reason"] = "revenge";
  EXPECT_EQ(outcome(device.post("/api/referrals", asked)), "422 bad_input /reason");
  asked = referral();
  asked["lodging_id"] = kStranger;
  EXPECT_EQ(outcome(device.post("/api/referrals", asked)), "404 not_found /lodging_id");
  const std::string elsewhere = device.open(kBeringin);
  asked = referral();
  asked["inspection_id"] = elsewhere.substr(elsewhere.rfind('/') + 1);
  EXPECT_EQ(outcome(device.post("/api/referrals", asked)), "404 not_found /inspection_id") << "of another lodging";
}

TEST(Tip, CountsAtItsLodgingUntilItExpires) {
  FieldDevice device;
  ASSERT_EQ(device.post("/api/tips", tip()).json["expires_on"], "2027-01-01") << "thirty days unless said otherwise";
  EXPECT_EQ(last_record(device)["kind"], "tip.received");
  Json page = device.get(std::string("/api/lodgings/") + kLontar).json;
  ASSERT_EQ(page["tips"].size(), 1U);
  EXPECT_EQ(page["tips"][0]["category"], "short_stay");

  device.wait_minutes(31 * 24 * 60);
  page = device.get(std::string("/api/lodgings/") + kLontar).json;
  EXPECT_EQ(page["tips"].size(), 0U);
  const Json listed = device.get("/api/tips").json;
  EXPECT_EQ(listed["tips"][0]["counts"], false) << "the list keeps it";
}

TEST(Tip, IsRefusedWhenItCannotBeTrue) {
  FieldDevice device;
  Json asked = tip();
  asked["received_on"] = "2026-12-03";
  EXPECT_EQ(outcome(device.post("/api/tips", asked)), "422 bad_input /received_on");
  asked = tip();
  asked["expires_on"] = "2026-12-01";
  EXPECT_EQ(outcome(device.post("/api/tips", asked)), "422 bad_input /expires_on");
  asked["expires_on"] = "2028-12-01";
  EXPECT_EQ(outcome(device.post("/api/tips", asked)), "422 bad_input /expires_on");
  asked = tip();
  asked["reference"] = "081234567890";
  EXPECT_EQ(outcome(device.post("/api/tips", asked)), "422 bad_input /reference");
}

TEST(Lead, OfACollegueComesWithTheFeedAndOnesOwnStayUntilTheServerHasThem) {
  FieldDevice device;
  feed(device.database(), "tip", "01935d00-0000-7000-8000-0000000000a1",
       {{"lodging", kBeringin},
        {"source", "public"},
        {"category", "minors"},
        {"priority", "normal"},
        {"received_on", "2026-12-01"},
        {"expires_on", "2026-12-31"},
        {"reference", nullptr},
        {"officer", kMaria}});
  feed(device.database(), "referral", "01935d00-0000-7000-8000-0000000000a2",
       {{"lodging", kBeringin},
        {"inspection", nullptr},
        {"reason", "danger"},
        {"to", "fire_service"},
        {"at", "2026-12-01T10:00:00.000Z"},
        {"case_no", "12/2026"},
        {"stage", "inquiry"},
        {"stage_on", "2026-12-02"},
        {"officer", kMaria}});
  Json listed = device.get("/api/referrals").json;
  EXPECT_EQ(listed["referrals"][0]["stage"], "inquiry");
  EXPECT_EQ(listed["referrals"][0]["sync"], "on_server");

  device.post("/api/tips", tip());
  unfeed(device.database(), "tip", "01935d00-0000-7000-8000-0000000000a1");
  listed = device.get("/api/tips").json;
  ASSERT_EQ(listed["tips"].size(), 1U);
  EXPECT_EQ(listed["tips"][0]["lodging"]["id"], kLontar);
}

}  // namespace ronda::field::test
