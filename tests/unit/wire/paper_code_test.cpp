// The code on a berita acara: genuine as it was printed, and never again after any change.
#include "shared/wire/paper_code.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "shared/base/base32.hpp"
#include "shared/base/bytes.hpp"

namespace ronda::wire {
namespace {

constexpr std::string_view kLink = "https://ronda.contoh.id/n/dGhpcyBpcyB0aGUgcG9ydGFsIHRva2VuIDAx";

crypto::KeyPair pair_of(std::uint8_t first) {
  std::array<std::uint8_t, 32> seed{};
  for (std::size_t i = 0; i < seed.size(); ++i) seed[i] = static_cast<std::uint8_t>(first + i);
  return crypto::key_pair_from_seed(seed);
}

PaperWord visit() {
  PaperWord word;
  word.door = domain::door_key(LodgingId{*parse_uuid("01935d00-0000-7000-8000-000000000031")});
  word.day = {2026, 12, 2};
  word.outcome = domain::Outcome::done;
  word.new_findings = 2;
  word.open_findings = 1;
  word.seq = 12;
  word.record = crypto::sha256(std::string_view("record 12"));
  return word;
}

PaperVerdict verdict_of(std::string_view text, const std::vector<PaperKey>& keys) {
  const auto read = read_paper_code(text);
  return read ? judge_paper(*read, keys).verdict : PaperVerdict::altered;
}

class PaperCode : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { ASSERT_TRUE(crypto::start()); }
  const crypto::KeyPair device = pair_of(1);
  const std::vector<PaperKey> unit{{"Ponsel Regu 1", pair_of(77).public_key}, {"Ponsel Regu 2", device.public_key}};
};

// The example of PROTOCOL.md §9.
TEST_F(PaperCode, HasTheBytesOfTheProtocol) {
  const std::string text = paper_code(kLink, visit(), device.secret_key);

  EXPECT_EQ(text,
            "https://ronda.contoh.id/n/dGhpcyBpcyB0aGUgcG9ydGFsIHRva2VuIDAx#RONDA2."
            "AFS3MBTT23WYQSYAAAAAAMKRGUAAAAQAAEAAAAAMQUFHPXJ2ZOVEEVK6P34IWDMXCNLEES"
            "5BHVWNSYQXQVEG26NZ2GSUJE3ZPDFRW5JVVOSHVGYQQ47HSBESHO6CRIAHOP4GBPCB4D5F"
            "FU3YBQJOM5I2GO7KO3LBR66NQQXFIHQSBDR3ZFWB64I4F5XUVRFZA4");
  EXPECT_EQ(to_hex(key_name(device.public_key)), "65b60673d6ed884b");
}

TEST_F(PaperCode, SaysWhatThePaperSaysAndIsGenuine) {
  const auto read = read_paper_code(paper_code(kLink, visit(), device.secret_key));

  ASSERT_TRUE(read);
  const auto judged = judge_paper(*read, unit);
  EXPECT_EQ(judged.verdict, PaperVerdict::genuine);
  EXPECT_EQ(judged.key->name, "Ponsel Regu 2");
  EXPECT_EQ(read->link, kLink);
  EXPECT_EQ(read->word.door, visit().door);
  EXPECT_EQ(read->word.day, visit().day);
  EXPECT_EQ(read->word.outcome, domain::Outcome::done);
  EXPECT_EQ(read->word.new_findings, 2);
  EXPECT_EQ(read->word.open_findings, 1);
  EXPECT_EQ(read->word.seq, 12);
  EXPECT_EQ(read->word.record, visit().record);
}

TEST_F(PaperCode, AnyChangedCharacterMakesItNotGenuine) {
  for (const std::string& text :
       {paper_code(kLink, visit(), device.secret_key), paper_code("", visit(), device.secret_key)}) {
    ASSERT_EQ(verdict_of(text, unit), PaperVerdict::genuine);
    for (std::size_t at = 0; at < text.size(); ++at) {
      for (const char other : std::string_view("A7z/#.")) {
        if (text[at] == other) continue;
        std::string changed = text;
        changed[at] = other;
        EXPECT_NE(verdict_of(changed, unit), PaperVerdict::genuine) << at << " " << changed;
      }
      EXPECT_NE(verdict_of(text.substr(0, at), unit), PaperVerdict::genuine) << at;
      EXPECT_NE(verdict_of(std::string(text).insert(at, 1, 'A'), unit), PaperVerdict::genuine) << at;
    }
    EXPECT_NE(verdict_of(text + "A", unit), PaperVerdict::genuine);
  }
}

TEST_F(PaperCode, AnotherUnitsDeviceIsUnknownAndAClaimedKeyIsNotBelieved) {
  const std::string text = paper_code(kLink, visit(), device.secret_key);
  EXPECT_EQ(verdict_of(text, {unit.front()}), PaperVerdict::unknown_device);
  EXPECT_EQ(verdict_of(text, {}), PaperVerdict::unknown_device);

  // A stranger signs with a key of his own and names the unit's.
  auto forged = *from_base32(std::string_view(paper_code("", visit(), pair_of(200).secret_key)).substr(7));
  const KeyName named = key_name(device.public_key);
  std::copy(named.begin(), named.end(), forged.begin() + 1);
  EXPECT_EQ(verdict_of("RONDA2." + to_base32(forged), unit), PaperVerdict::altered);
}

TEST_F(PaperCode, ADeviceThatWasSwitchedOffVouchesForItsOlderPapersOnly) {
  const std::string text = paper_code(kLink, visit(), device.secret_key);
  const auto ended_on = [&](LocalDate day) { return verdict_of(text, {{"Ponsel Regu 2", device.public_key, day}}); };
  EXPECT_EQ(ended_on({2026, 12, 1}), PaperVerdict::ended_device);
  EXPECT_EQ(ended_on({2026, 12, 2}), PaperVerdict::genuine);
  EXPECT_EQ(ended_on({2027, 1, 5}), PaperVerdict::genuine);
}

TEST_F(PaperCode, AClockBeyondAllSenseStillGivesAPaper) {
  PaperWord word = visit();
  word.day = {1960, 1, 1};
  word.new_findings = 70'000;
  const auto read = read_paper_code(paper_code("", word, device.secret_key));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->word.day, (LocalDate{1970, 1, 1}));
  EXPECT_EQ(read->word.new_findings, 65'535);
}

TEST_F(PaperCode, OtherCodesAreNoCodesOfAPaper) {
  for (const char* text : {"", "RONDA:4K72QM9XR", "https://ronda.contoh.id/n/abc", "xRONDA2.AAAA", "RONDA2"}) {
    EXPECT_FALSE(has_paper_code(text)) << text;
    EXPECT_FALSE(read_paper_code(text)) << text;
  }
}

TEST_F(PaperCode, TheListOfKeysGoesThereAndBack) {
  const PaperKeys list{"Polresta Kupang Kota",
                       {{"", device.public_key}, {"", pair_of(9).public_key, LocalDate{2026, 12, 1}}}};
  const auto read = read_paper_keys(paper_keys_json(list));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->unit, list.unit);
  ASSERT_EQ(read->keys.size(), 2U);
  EXPECT_EQ(read->keys[1].key, list.keys[1].key);
  EXPECT_EQ(read->keys[1].ended, list.keys[1].ended);
  for (const char* bad : {"", "{}", R"({"unit":"x","keys":[{"key":"AAAA","ended_on":null}]})"}) {
    EXPECT_FALSE(read_paper_keys(bad)) << bad;
  }
}

}  // namespace
}  // namespace ronda::wire
