#pragma once
// The manager's pages: plain HTML that works without script and without a web font (LOOK: portal). Pure functions; any
// thread.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/time.hpp"
#include "shared/domain/text.hpp"
#include "shared/domain/words.hpp"

namespace ronda::portal {

using domain::Language;

struct NoticeFinding {
  domain::Severity severity = domain::Severity::minor;
  domain::Text text;
  std::string note;  ///< may be empty
  LocalDate opened_on;
  LocalDate last_seen;
  LocalDate due_on;
  bool open = true;
};

/// What the manager is shown. Addressed to an office, never to a person.
struct NoticeView {
  std::string unit;
  std::string unit_address;
  std::string lodging;
  std::string kelurahan;  ///< may be empty
  Zone zone = Zone::wita;
  domain::Rung rung = domain::Rung::berita_acara;
  std::string number;  ///< empty: not numbered (a berita acara)
  LocalDate dated;
  LocalDate due_on;
  std::vector<NoticeFinding> findings;
  std::optional<Instant> acknowledged_at;
  bool fulfilled = false;
  std::string path;  ///< of this page, for example "/n/<token>"
};

/// A visit that left nothing to correct, or whose door did not open.
struct InspectionView {
  std::string unit;
  std::string unit_address;
  std::string lodging;
  std::string kelurahan;  ///< may be empty
  Zone zone = Zone::wita;
  Instant at;
  domain::Outcome outcome = domain::Outcome::done;
  std::string path;
};

std::string inspection_page(const InspectionView& inspection, Language language, Instant now);
std::string notice_page(const NoticeView& notice, Language language, Instant now);

/// For a token nobody knows, one that has expired, and for too many tries; both languages on one page.
std::string unknown_page();
std::string expired_page();
std::string busy_page();

/// Served as /portal.css; the pages carry no style of their own.
std::string_view style_sheet();

/// `lang` of the query decides; else the first of id and en that Accept-Language names; else Indonesian.
Language preferred_language(std::optional<std::string_view> lang, std::string_view accept_language);

}  // namespace ronda::portal
