#include "shared/document/text.hpp"

#include "gtest/gtest.h"

namespace ronda::document {
namespace {

std::vector<std::string> lines(const std::string& text, double width, Face face = Face::bonum) {
  std::vector<std::string> out;
  for (const Line& line : break_lines({{{face, text}}, 10, 14, Align::left, 0}, width)) {
    std::string joined;
    for (const Piece& piece : line.pieces) joined += piece.text;
    out.push_back(joined);
  }
  return out;
}

using Lines = std::vector<std::string>;

TEST(Faces, KnowTheWidthsOfTheirLetters) {
  EXPECT_EQ(advance(Face::bonum, U'A'), 680);  // TeX Gyre Bonum's own metrics
  EXPECT_EQ(advance(Face::bonum, U' '), 320);
  EXPECT_GT(advance(Face::heros_bold, U'é'), 0);
  EXPECT_EQ(advance(Face::bonum, 0x4E00), -1);
}

TEST(BreakLines, BreaksAtSpacesOnly) {
  EXPECT_EQ(lines("Jalan Timor Raya", text_width(Face::bonum, 10, "Jalan Timor")), (Lines{"Jalan Timor", "Raya"}));
}

TEST(BreakLines, KeepsTheLineFeedsOfANote) { EXPECT_EQ(lines("satu\n\ndua", 500), (Lines{"satu", "", "dua"})); }

TEST(BreakLines, BreaksInsideAWordOnlyIfItIsWiderThanTheLine) {
  const auto broken = lines("ab " + std::string(40, 'm'), text_width(Face::bonum, 10, std::string(30, 'm')));
  EXPECT_EQ(broken, (Lines{"ab", std::string(30, 'm'), std::string(10, 'm')}));
}

TEST(BreakLines, DoesNotBreakAtANoBreakSpace) {
  EXPECT_EQ(lines("pada tanggal 17\u00A0November", text_width(Face::bonum, 10, "pada tanggal 17 ")),
            (Lines{"pada tanggal", "17 November"}));
}

TEST(BreakLines, SpellsASignThatTheFaceLacks) {
  EXPECT_EQ(lines("Kos 竹 \U0001F600", 500), (Lines{"Kos [U+7AF9] [U+1F600]"}));
}

TEST(BreakLines, SpellsBytesThatAreNoUtf8) {
  EXPECT_EQ(lines("a\xC0\x80z\xE2\x82", 500), (Lines{"a[U+FFFD][U+FFFD]z[U+FFFD][U+FFFD]"}));
}

TEST(BreakLines, LeavesOutWhatHasNoMarkOnPaper) {
  EXPECT_EQ(lines("\uFEFFWis\u00ADma\u200B\x07", 500), (Lines{"Wisma"}));
}

TEST(BreakLines, AnEmptyParagraphHasNoLines) { EXPECT_TRUE(lines("", 100).empty()); }

TEST(BreakLines, EndsEvenIfNotOneLetterFits) { EXPECT_EQ(lines("abc", 0.5), (Lines{"a", "b", "c"})); }

TEST(BreakLines, CarriesTheFaceOfEachRun) {
  const auto broken = break_lines({{{Face::bonum, "paling lambat "}, {Face::bonum_bold, "Rabu"}}, 10, 14}, 500);
  ASSERT_EQ(broken.size(), 1U);
  ASSERT_EQ(broken[0].pieces.size(), 2U);
  EXPECT_EQ(broken[0].pieces[1].face, Face::bonum_bold);
  EXPECT_NEAR(broken[0].pieces[1].x, text_width(Face::bonum, 10, "paling lambat "), 1e-9);
}

}  // namespace
}  // namespace ronda::document
