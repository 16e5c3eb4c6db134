#include "sync-server/portal/notice_page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sync-server/portal/html.hpp"
#include "sync-server/portal/rate_limit.hpp"

namespace ronda::portal {
namespace {

using testing::HasSubstr;
using testing::Not;

NoticeView notice() {
  NoticeView view;
  view.unit = "Polresta Kupang Kota";
  view.unit_address = "Jalan Contoh Nomor 1, Kupang";
  view.lodging = "Wisma Lontar Teduh";
  view.kelurahan = "Kelapa Lima";
  view.rung = domain::Rung::pemberitahuan;
  view.number = "B/214/XI/2026";
  view.dated = {2026, 11, 18};
  view.due_on = {2026, 11, 25};
  view.findings = {{domain::Severity::critical,
                    {"Jalur evakuasi bebas dan bertanda", "Escape route clear and signed"},
                    "Lorong lantai 2 terhalang lemari.",
                    {2026, 10, 26},
                    {2026, 11, 17},
                    {2026, 11, 25},
                    true},
                   {domain::Severity::major,
                    {"Tamu harian dicatat", "Day-use guests registered"},
                    "",
                    {2026, 10, 26},
                    {2026, 10, 26},
                    {2026, 11, 2},
                    false}};
  view.path = "/n/abc";
  return view;
}

const Instant kMorning = instant_of({2026, 11, 19}, {8 * 60 + 12}, Zone::wita);

TEST(NoticePage, SaysFirstThatTheLetterIsGenuineThenHowMuchTimeIsLeft) {
  const auto html = notice_page(notice(), Language::id, kMorning);

  EXPECT_THAT(html, HasSubstr("Surat ini asli"));
  EXPECT_LT(html.find("Surat ini asli"), html.find("<h1>"));
  EXPECT_THAT(html, HasSubstr("dicek 19 Nov, 08.12 WITA"));
  EXPECT_THAT(html, HasSubstr("<b>6</b> hari lagi"));
  EXPECT_THAT(html, HasSubstr("sampai Rabu, 25 November 2026"));
  EXPECT_THAT(html, HasSubstr("Ditemukan 26 Okt, masih ada 17 Nov."));
  EXPECT_THAT(html, HasSubstr("Tamu harian dicatat: sudah baik, gugur."));
}

TEST(NoticePage, IsCompleteInEnglish) {
  const auto html = notice_page(notice(), Language::en, kMorning);

  EXPECT_THAT(html, HasSubstr("<html lang=\"en\">"));
  EXPECT_THAT(html, HasSubstr("This letter is genuine"));
  EXPECT_THAT(html, HasSubstr("<b>6</b> days left"));
  EXPECT_THAT(html, HasSubstr("Saying you have read it does not mean you agree."));
  EXPECT_THAT(html, HasSubstr("Escape route clear and signed"));
}

TEST(NoticePage, AddressesTheOfficeAndNeverThreatens) {
  const auto html = notice_page(notice(), Language::id, kMorning);

  EXPECT_THAT(html, HasSubstr("Yth. Pengelola<br><strong>Wisma Lontar Teduh</strong>"));
  EXPECT_THAT(html, HasSubstr("Menyatakan sudah membaca tidak berarti setuju."));
  for (const char* word : {"sanksi", "Sanksi", "pelanggar", "ilegal"}) EXPECT_THAT(html, Not(HasSubstr(word)));
}

TEST(NoticePage, NeedsNoScriptNoForeignHostAndLittleData) {
  const auto html = notice_page(notice(), Language::id, kMorning);

  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("http:")));
  EXPECT_THAT(html, Not(HasSubstr("style=")));
  EXPECT_LT(html.size() + style_sheet().size(), 30'000U);
}

TEST(NoticePage, ShowsWhenItWasAcknowledgedInsteadOfTheButton) {
  auto view = notice();
  view.acknowledged_at = kMorning;

  const auto html = notice_page(view, Language::id, kMorning);

  EXPECT_THAT(html, Not(HasSubstr("<button")));
  EXPECT_THAT(html, HasSubstr("Anda menyatakan sudah membaca: Kamis, 19 November 2026 pukul 08.12 WITA."));
}

TEST(NoticePage, SaysHowLateWithoutCountingBelowZero) {
  const auto html = notice_page(notice(), Language::id, instant_of({2026, 11, 28}, {600}, Zone::wita));

  EXPECT_THAT(html, HasSubstr("Lewat 3 hari"));
}

TEST(NoticePage, NamesAndNotesCannotBecomeMarkup) {
  auto view = notice();
  view.lodging = "Kos <script>alert(1)</script> & \"Anak\"";

  const auto html = notice_page(view, Language::id, kMorning);

  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, HasSubstr("Kos &lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;Anak&quot;"));
}

TEST(InspectionPage, AVisitWithoutFindingsIsGenuineTooAndAsksNothing) {
  InspectionView view;
  view.unit = "Polresta Kupang Kota";
  view.lodging = "Wisma Lontar Teduh";
  view.at = kMorning;
  view.path = "/n/abc";

  const auto html = inspection_page(view, Language::id, kMorning);

  EXPECT_THAT(html, HasSubstr("Surat ini asli"));
  EXPECT_THAT(html, HasSubstr("Tidak ada yang perlu diperbaiki dari pemeriksaan ini."));
  EXPECT_THAT(html, Not(HasSubstr("<form")));
}

TEST(NoticePage, AnUnknownLetterIsExplainedInBothLanguages) {
  const auto html = unknown_page();

  EXPECT_THAT(html, HasSubstr("Surat tidak dikenal"));
  EXPECT_THAT(html, HasSubstr("lang=\"en\""));
  EXPECT_THAT(html, HasSubstr("This address fits no letter."));
}

TEST(PortalLanguage, TheQueryDecidesThenTheBrowserThenIndonesian) {
  EXPECT_EQ(preferred_language("en", "id"), Language::en);
  EXPECT_EQ(preferred_language(std::nullopt, "fr-FR, en;q=0.8, id;q=0.5"), Language::en);
  EXPECT_EQ(preferred_language(std::nullopt, "in-ID,in;q=0.9,en-US;q=0.8"), Language::id);
  EXPECT_EQ(preferred_language("xx", "fr"), Language::id);
}

TEST(RateLimit, ThirtyAMinuteFromOneAddressThenWait) {
  RateLimit limit(30);
  for (int i = 0; i < 30; ++i) EXPECT_TRUE(limit.allow("10.0.0.7", {1000 + i}));

  EXPECT_FALSE(limit.allow("10.0.0.7", {2000}));
  EXPECT_TRUE(limit.allow("10.0.0.8", {2000}));
  EXPECT_TRUE(limit.allow("10.0.0.7", {61'500}));
}

}  // namespace
}  // namespace ronda::portal
