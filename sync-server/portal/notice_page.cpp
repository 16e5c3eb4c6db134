#include "sync-server/portal/notice_page.hpp"

#include <algorithm>

#include "shared/domain/speech.hpp"
#include "sync-server/portal/html.hpp"

namespace ronda::portal {

namespace {

using domain::Text;

// The mark of the house: a patrol lantern (LOOK, Brand).
constexpr std::string_view kLantern =
    R"(<svg class="mark" viewBox="0 0 32 40" width="32" height="40" aria-hidden="true" focusable="false">)"
    R"(<circle cx="16" cy="4" r="2.6" fill="none" stroke="currentColor" stroke-width="2"/>)"
    R"(<path d="M8 12c1-3 4-5 8-5s7 2 8 5z" fill="currentColor"/>)"
    R"(<rect x="8" y="13" width="16" height="20" rx="3" fill="none" stroke="currentColor" stroke-width="2.6"/>)"
    R"(<rect class="slit" x="13.5" y="17" width="5" height="12" rx="2.5"/>)"
    R"(<rect x="5" y="34.5" width="22" height="3.5" rx="1.5" fill="currentColor"/></svg>)";
constexpr std::string_view kShield =
    R"(<svg class="glyph" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">)"
    R"(<path d="M12 2.5 20 6v6c0 4.8-3.3 8.2-8 9.5C7.3 20.2 4 16.8 4 12V6z" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round"/>)"
    R"(<path d="m8.5 12 2.5 2.5 4.5-5" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></svg>)";
constexpr std::string_view kCheck =
    R"(<svg class="glyph" viewBox="0 0 16 16" width="18" height="18" aria-hidden="true" focusable="false">)"
    R"(<circle cx="8" cy="8" r="7" fill="currentColor"/>)"
    R"(<path class="cut" d="m4.8 8.2 2.2 2.2 4.2-4.6" fill="none" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/></svg>)";

constexpr int kMostBars = 14;

std::string_view word_of(const Text& text, Language language) { return text.in(language); }

std::string plain_date(LocalDate date, Language language) {
  return std::to_string(date.day) + " " + domain::month_name(date.month, language) + " " + std::to_string(date.year);
}

Text title_of(domain::Rung rung) {
  switch (rung) {
    case domain::Rung::berita_acara:
      return {"Berita Acara Hasil Pemeriksaan", "On-site inspection report"};
    case domain::Rung::pemberitahuan:
      return {"Surat Pemberitahuan", "Notice of findings"};
    case domain::Rung::teguran_1:
      return {"Surat Teguran I", "Warning letter I"};
    case domain::Rung::teguran_2:
      return {"Surat Teguran II", "Warning letter II"};
    case domain::Rung::teguran_3:
      return {"Surat Teguran III", "Warning letter III"};
    case domain::Rung::rekomendasi:
      return {"Surat Rekomendasi", "Letter of recommendation"};
  }
  return {};
}

// Full, half and open diamond: told apart without colour.
std::string_view diamond(domain::Severity severity) {
  switch (severity) {
    case domain::Severity::critical:
      return R"(<svg class="glyph" viewBox="0 0 16 16" width="18" height="18" aria-hidden="true" focusable="false"><path d="M8 .8 15.2 8 8 15.2.8 8z" fill="currentColor"/><path class="cut" d="M8 4.6v4" stroke-width="1.8" stroke-linecap="round"/><circle class="dot" cx="8" cy="11.2" r="1"/></svg>)";
    case domain::Severity::major:
      return R"(<svg class="glyph" viewBox="0 0 16 16" width="18" height="18" aria-hidden="true" focusable="false"><path d="M8 1.6 14.4 8 8 14.4 1.6 8z" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M8 1.6V14.4L1.6 8z" fill="currentColor"/></svg>)";
    case domain::Severity::minor:
      return R"(<svg class="glyph" viewBox="0 0 16 16" width="18" height="18" aria-hidden="true" focusable="false"><path d="M8 1.6 14.4 8 8 14.4 1.6 8z" fill="none" stroke="currentColor" stroke-width="1.6"/></svg>)";
  }
  return {};
}

void head(Html& html, Language language, std::string_view title) {
  html.raw("<!doctype html>\n<html lang=\"").raw(language == Language::id ? "id" : "en").raw("\">\n<head>\n");
  html.raw("<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
  html.raw(
      "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"robots\" content=\"noindex, nofollow\">\n");
  html.raw("<title>").text(title).raw("</title>\n<link rel=\"stylesheet\" href=\"/portal.css\">\n</head>\n<body>\n");
}

class NoticePage {
 public:
  NoticePage(const NoticeView& notice, Language language, Instant now)
      : notice_(notice), language_(language), now_(now), today_(local_date(now, notice.zone)) {}

  std::string write() {
    const Text title = title_of(notice_.rung);
    head(html_, language_, say(title.id, title.en) + " · " + notice_.lodging);
    banner();
    html_.raw("<main>\n");
    genuine();
    address(title);
    if (notice_.fulfilled) {
      lapsed();
    } else {
      clocks();
    }
    corrections();
    acknowledgement();
    help();
    html_.raw("</main>\n</body>\n</html>\n");
    return html_.take();
  }

  /// The same page for a visit without a notice: nothing to do, nothing to acknowledge.
  std::string write_inspection(domain::Outcome outcome) {
    const Text title = title_of(domain::Rung::berita_acara);
    head(html_, language_, say(title.id, title.en) + " · " + notice_.lodging);
    banner();
    html_.raw("<main>\n");
    genuine();
    address(title);
    if (outcome == domain::Outcome::done) {
      html_.raw("<section class=\"card good\">").raw(kCheck).raw("<p>");
      html_.text(
          say("Tidak ada yang perlu diperbaiki dari pemeriksaan ini.", "This inspection left nothing to correct."));
    } else {
      html_.raw("<section class=\"card\"><p>");
      html_.text(say("Kunjungan dicatat. Hasil: ", "The visit is on record. Outcome: "));
      html_.text(word_of(domain::name_of(outcome), language_)).raw(".");
    }
    html_.raw("</p></section>\n");
    help();
    html_.raw("</main>\n</body>\n</html>\n");
    return html_.take();
  }

 private:
  std::string say(std::string_view id, std::string_view en) const {
    return std::string(language_ == Language::id ? id : en);
  }

  void tab(Language language, std::string_view code, std::string_view name) {
    html_.raw("<a href=\"")
        .text(notice_.path)
        .raw("?lang=")
        .raw(code)
        .raw("\" lang=\"")
        .raw(code)
        .raw("\" hreflang=\"");
    html_.raw(code).raw("\"").raw(language == language_ ? " aria-current=\"true\"" : "").raw(">").raw(name).raw("</a>");
  }

  void banner() {
    html_.raw("<header>\n<div class=\"unit\">")
        .raw(kLantern)
        .raw("<p><strong>")
        .text(notice_.unit)
        .raw("</strong><br>");
    html_.text(say("Kepolisian Negara Republik Indonesia", "Indonesian National Police")).raw("</p></div>\n");
    html_.raw("<nav aria-label=\"Bahasa / Language\">");
    tab(Language::id, "id", "Bahasa Indonesia");
    tab(Language::en, "en", "English");
    html_.raw("</nav>\n</header>\n");
  }

  void genuine() {
    html_.raw("<section class=\"genuine\">").raw(kShield).raw("<div><p class=\"lead\">");
    html_.text(say("Surat ini asli", "This letter is genuine")).raw("</p><p>");
    if (!notice_.number.empty()) html_.text(notice_.number).raw("<br>");
    html_.text(say("dicek ", "checked ") + domain::short_date(today_, language_) + ", " +
               domain::clock_text(now_, notice_.zone, language_));
    html_.raw("</p></div></section>\n");
  }

  void address(const Text& title) {
    html_.raw("<h1>").text(word_of(title, language_)).raw("</h1>\n<p class=\"to\">");
    html_.text(say("Yth. Pengelola", "To the manager of")).raw("<br><strong>").text(notice_.lodging).raw("</strong>");
    if (!notice_.kelurahan.empty()) html_.text(", " + notice_.kelurahan);
    html_.raw("<br>").text(plain_date(notice_.dated, language_)).raw("</p>\n");
  }

  void bars(std::int64_t left, std::int64_t all) {
    if (all < 1 || all > kMostBars) return;
    html_.raw("<p class=\"bars\" aria-hidden=\"true\">");
    for (std::int64_t i = all; i >= 1; --i) html_.raw(i > left ? "<i></i>" : "<i class=\"on\"></i>");
    html_.raw("</p>");
  }

  void clocks() {
    const auto left = day_number(notice_.due_on) - day_number(today_);
    html_.raw("<section class=\"card\">\n<h2 class=\"label\">").text(say("Waktu Anda", "Your time")).raw("</h2>\n");
    if (left >= 1) {
      html_.raw("<p class=\"days\"><b>").text(std::to_string(left)).raw("</b> ");
      html_.text(say("hari lagi", left == 1 ? "day left" : "days left")).raw("</p>\n");
    } else if (left == 0) {
      html_.raw("<p class=\"days late\">").text(say("Hari ini", "Today")).raw("</p>\n");
    } else {
      html_.raw("<p class=\"days late\">");
      html_.text(say("Lewat " + std::to_string(-left) + " hari",
                     std::to_string(-left) + (left == -1 ? " day late" : " days late")));
      html_.raw("</p>\n");
    }
    bars(left, day_number(notice_.due_on) - day_number(notice_.dated));
    html_.raw("<p class=\"until\">")
        .text(say("sampai ", "until ") + domain::long_date(notice_.due_on, language_))
        .raw("</p>\n");
    html_.raw("<hr>\n<h2 class=\"label\">").text(say("Waktu kami", "Our time")).raw("</h2>\n<p>");
    html_.text(say("Perbaikan kami periksa pada kunjungan berikutnya.", "We check the corrections at our next visit."));
    html_.raw("</p>\n</section>\n");
  }

  void lapsed() {
    html_.raw("<section class=\"card good\">").raw(kCheck).raw("<p>");
    html_.text(
        say("Semua sudah diperbaiki. Surat ini gugur.", "Everything has been corrected. This letter has lapsed."));
    html_.raw("</p></section>\n");
  }

  void correction(const NoticeFinding& finding) {
    html_.raw("<li class=\"card\"><p class=\"severity ").raw(domain::word(finding.severity)).raw("\">");
    html_.raw(diamond(finding.severity))
        .raw(" ")
        .text(word_of(domain::name_of(finding.severity), language_))
        .raw("</p>\n<h3>");
    html_.text(word_of(finding.text, language_)).raw("</h3>\n");
    if (!finding.note.empty()) html_.raw("<p lang=\"id\">").text(finding.note).raw("</p>\n");
    html_.raw("<p>").text(say("Ditemukan ", "Found ") + domain::short_date(finding.opened_on, language_));
    if (finding.last_seen != finding.opened_on) {
      html_.text(say(", masih ada ", ", still there ") + domain::short_date(finding.last_seen, language_));
    }
    html_.raw(".</p>\n<p class=\"due\">")
        .text(say("Perbaiki paling lambat ", "Correct by ") + domain::long_date(finding.due_on, language_));
    html_.raw("</p></li>\n");
  }

  void corrections() {
    const bool any_open =
        std::any_of(notice_.findings.begin(), notice_.findings.end(), [](const auto& f) { return f.open; });
    if (any_open) {
      html_.raw("<h2>")
          .text(say("Yang perlu diperbaiki", "What needs to be corrected"))
          .raw("</h2>\n<ul class=\"findings\">\n");
      for (const auto& finding : notice_.findings) {
        if (finding.open) correction(finding);
      }
      html_.raw("</ul>\n");
    }
    for (const auto& finding : notice_.findings) {
      if (finding.open) continue;
      html_.raw("<p class=\"closed\">").raw(kCheck).raw("<span>").text(word_of(finding.text, language_));
      html_.text(say(": sudah baik, gugur.", ": good now, lapsed.")).raw("</span></p>\n");
    }
  }

  void acknowledgement() {
    if (notice_.acknowledged_at) {
      html_.raw("<p class=\"acknowledged\" role=\"status\">").raw(kCheck).raw("<span>");
      html_.text(say("Anda menyatakan sudah membaca: ", "You said you have read this: ") +
                 domain::moment_text(*notice_.acknowledged_at, notice_.zone, language_) + ".");
      html_.raw("</span></p>\n");
    } else {
      html_.raw("<form method=\"post\" action=\"").text(notice_.path).raw("/acknowledge\">");
      html_.raw("<input type=\"hidden\" name=\"lang\" value=\"")
          .raw(language_ == Language::id ? "id" : "en")
          .raw("\">");
      html_.raw("<button type=\"submit\">")
          .text(say("Saya sudah membaca", "I have read this"))
          .raw("</button></form>\n");
    }
    html_.raw("<p class=\"small\">");
    html_.text(
        say("Menyatakan sudah membaca tidak berarti setuju.", "Saying you have read it does not mean you agree."));
    html_.raw("</p>\n");
  }

  void help() {
    html_.raw("<hr>\n<p class=\"small\">");
    html_.text(
        say("Perlu tambahan waktu, atau ada yang tidak sesuai? Sampaikan kepada petugas, atau datang ke kantor dengan "
            "surat ini. Kami bantu.",
            "Need more time, or is something not correct? Tell the officers, or bring this letter to the office. We "
            "will help."));
    html_.raw("</p>\n<p class=\"small\"><strong>")
        .text(notice_.unit)
        .raw("</strong><br>")
        .text(notice_.unit_address)
        .raw("</p>\n");
  }

  const NoticeView& notice_;
  Language language_;
  Instant now_;
  LocalDate today_;
  Html html_;
};

std::string plain_page(const Text& title, const Text& advice) {
  Html html;
  head(html, Language::id, title.id + " / " + title.en);
  html.raw("<header>\n<div class=\"unit\">")
      .raw(kLantern)
      .raw("<p><strong>Ronda</strong></p></div>\n</header>\n<main>\n");
  html.raw("<section class=\"card\" lang=\"id\"><h1>")
      .text(title.id)
      .raw("</h1>\n<p>")
      .text(advice.id)
      .raw("</p></section>\n");
  html.raw("<section class=\"card\" lang=\"en\"><h2>")
      .text(title.en)
      .raw("</h2>\n<p>")
      .text(advice.en)
      .raw("</p></section>\n");
  html.raw("</main>\n</body>\n</html>\n");
  return html.take();
}

}  // namespace

std::string notice_page(const NoticeView& notice, Language language, Instant now) {
  return NoticePage(notice, language, now).write();
}

std::string inspection_page(const InspectionView& inspection, Language language, Instant now) {
  NoticeView view;
  view.unit = inspection.unit;
  view.unit_address = inspection.unit_address;
  view.lodging = inspection.lodging;
  view.kelurahan = inspection.kelurahan;
  view.zone = inspection.zone;
  view.dated = local_date(inspection.at, inspection.zone);
  view.path = inspection.path;
  return NoticePage(view, language, now).write_inspection(inspection.outcome);
}

std::string unknown_page() {
  return plain_page(
      {"Surat tidak dikenal", "Letter not known"},
      {"Alamat ini tidak cocok dengan surat mana pun. Mungkin surat baru dibuat dan belum sampai ke server; "
       "coba lagi besok. Bila masih begini, bawa surat ke kantor yang tertera di kop surat. Jangan membayar "
       "apa pun atas dasar surat yang tidak dikenal.",
       "This address fits no letter. The letter may be new and not on the server yet; please try again "
       "tomorrow. If it stays like this, bring the letter to the office named at its top. Do not pay anything on "
       "the strength of a letter that is not known."});
}

std::string expired_page() {
  return plain_page(
      {"Tautan sudah lewat waktu", "Link has expired"},
      {"Surat ini sudah lama dan tautannya ditutup. Untuk salinannya, datang ke kantor yang tertera di kop "
       "surat. Kami bantu.",
       "This letter is old and its link was closed. For a copy, please come to the office named at its top. We "
       "will help."});
}

std::string busy_page() {
  return plain_page({"Terlalu banyak permintaan", "Too many requests"},
                    {"Tunggu satu menit, lalu muat ulang halaman ini.", "Wait one minute, then load this page again."});
}

Language preferred_language(std::optional<std::string_view> lang, std::string_view accept_language) {
  if (lang && *lang == "en") return Language::en;
  if (lang && *lang == "id") return Language::id;
  while (!accept_language.empty()) {
    const auto end = std::min(accept_language.find(','), accept_language.size());
    auto entry = accept_language.substr(0, end);
    accept_language.remove_prefix(std::min(end + 1, accept_language.size()));
    while (!entry.empty() && entry.front() == ' ') entry.remove_prefix(1);
    const auto code = entry.substr(0, 2);
    if (code == "id" || code == "in") return Language::id;  // "in" is what old phones send
    if (code == "en") return Language::en;
  }
  return Language::id;
}

}  // namespace ronda::portal
