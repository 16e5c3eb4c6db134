// The frozen paper into the values the document room prints.
#include "field-app/core/work/berita_acara.hpp"
#include "shared/document/berita_acara.hpp"
#include "shared/domain/speech.hpp"
#include "shared/wire/checklist_json.hpp"
#include "shared/wire/inspection_json.hpp"
#include "shared/wire/json.hpp"
#include "shared/wire/paper_code.hpp"

namespace ronda::field {

namespace {

using wire::JsonCursor;

document::Bilingual bilingual(const domain::Text& text) { return {text.id, text.en}; }

/// The paper was written by paper_json: a member that is not there reads as empty.
std::string text_at(const JsonCursor& at, std::string_view name) {
  auto text = at.optional_string(name);
  return text && *text ? **text : std::string();
}

document::Bilingual words_at(const JsonCursor& at, std::string_view name) {
  const auto member = at.find(name);
  if (!member) return {};
  auto text = wire::read_text(*member);
  return text ? bilingual(*text) : document::Bilingual{};
}

int number_at(const JsonCursor& at, std::string_view name) {
  auto number = at.optional_integer(name);
  return number && *number ? static_cast<int>(**number) : 0;
}

std::vector<JsonCursor> items_at(const JsonCursor& at, std::string_view name) {
  const auto member = at.find(name);
  return member ? member->items() : std::vector<JsonCursor>{};
}

document::Severity severity_at(const JsonCursor& at) {
  auto severity = domain::parse_severity(text_at(at, "severity"));
  if (!severity) return document::Severity::minor;
  switch (*severity) {
    case domain::Severity::critical:
      return document::Severity::critical;
    case domain::Severity::major:
      return document::Severity::major;
    case domain::Severity::minor:
      break;
  }
  return document::Severity::minor;
}

document::Bilingual date_at(const JsonCursor& at, std::string_view name) {
  auto date = at.optional_date(name);
  return date && *date ? bilingual(domain::date_text(**date)) : document::Bilingual{};
}

document::VisitOutcome outcome_at(const JsonCursor& at) {
  auto outcome = domain::parse_outcome(text_at(at, "outcome"));
  if (!outcome) return document::VisitOutcome::done;
  switch (*outcome) {
    case domain::Outcome::done:
      return document::VisitOutcome::done;
    case domain::Outcome::refused:
      return document::VisitOutcome::refused;
    case domain::Outcome::closed:
      return document::VisitOutcome::closed;
    case domain::Outcome::not_found:
      return document::VisitOutcome::not_found;
    case domain::Outcome::wrong_address:
      return document::VisitOutcome::wrong_address;
    case domain::Outcome::unsafe:
      return document::VisitOutcome::unsafe;
  }
  return document::VisitOutcome::done;
}

document::Strokes strokes_of(const domain::Strokes& strokes) {
  document::Strokes out;
  out.width = strokes.width;
  out.height = strokes.height;
  for (const auto& line : strokes.lines) {
    std::vector<std::pair<int, int>> points;
    for (std::size_t i = 0; i + 1 < line.size(); i += 2) points.emplace_back(line[i], line[i + 1]);
    out.lines.push_back(std::move(points));
  }
  return out;
}

document::SigningManager manager_of(const JsonCursor& paper) {
  document::SigningManager out;
  const auto at = paper.find("manager");
  if (!at) return out;
  const std::string role = text_at(*at, "role");
  out.role = {role, role};
  out.name = text_at(*at, "name");
  auto refused = at->optional_boolean("refused");
  out.refused_to_sign = refused && refused->value_or(false);
  out.refusal_reason = text_at(*at, "reason");
  if (const auto drawn = at->find("strokes")) {
    if (auto strokes = wire::read_strokes(*drawn)) out.signature = strokes_of(*strokes);
  }
  return out;
}

std::vector<document::PrintedSection> sections_of(const JsonCursor& paper) {
  std::vector<document::PrintedSection> out;
  for (const JsonCursor& place : items_at(paper, "sections")) {
    document::PrintedSection section;
    section.title = words_at(place, "title");
    for (const JsonCursor& item : items_at(place, "items")) {
      document::PrintedAnswer answer{text_at(item, "code"), words_at(item, "text"), words_at(item, "answer"),
                                     text_at(item, "note")};
      ++section.total;
      if (answer.answer.id != "–") ++section.answered;
      section.answers.push_back(std::move(answer));
    }
    out.push_back(std::move(section));
  }
  return out;
}

std::optional<document::RegisterSample> sample_of(const JsonCursor& paper) {
  const auto at = paper.find("sample");
  if (!at) return std::nullopt;
  document::RegisterSample out;
  auto from = at->date("from");
  auto to = at->date("to");
  if (from && to) {
    out.range = {domain::date_range(*from, *to, domain::Language::id),
                 domain::date_range(*from, *to, domain::Language::en)};
  }
  out.entries = number_at(*at, "n");
  out.start_line = number_at(*at, "start");
  out.step = number_at(*at, "step");
  if (const auto tally = at->find("tally")) {
    out.complete = number_at(*tally, "complete");
    out.incomplete = number_at(*tally, "incomplete");
    out.verified = number_at(*tally, "verified");
    out.foreign = number_at(*tally, "foreign");
    out.reported = number_at(*tally, "reported");
    out.minors = number_at(*tally, "minors");
    out.companion = number_at(*tally, "companion");
  }
  out.honesty = words_at(*at, "sentence");
  // The words of the most blank column stand in the answers of the paper.
  for (const JsonCursor& section : items_at(paper, "sections")) {
    if (text_at(section, "code") != "SMP") continue;
    for (const JsonCursor& item : items_at(section, "items")) {
      if (text_at(item, "code") == "SMP-08") out.most_blank = words_at(item, "answer");
    }
  }
  return out;
}

std::vector<document::OpenFindingRow> judged_of(const JsonCursor& paper) {
  std::vector<document::OpenFindingRow> out;
  for (const JsonCursor& at : items_at(paper, "dispositions")) {
    auto disposition = domain::parse_disposition(text_at(at, "disposition"));
    if (!disposition) continue;
    document::OpenFindingRow row;
    row.code = text_at(at, "code");
    row.severity = severity_at(at);
    row.text = words_at(at, "text");
    row.disposition = bilingual(domain::name_of(*disposition));
    if (domain::keeps_open(*disposition)) {
      const std::string times = " (" + std::to_string(number_at(at, "times_seen") + 1) + "×)";
      row.disposition.id += times;
      row.disposition.en += times;
    }
    row.note = text_at(at, "reason");
    row.deadline = date_at(at, "due_on");
    row.settled = !domain::keeps_open(*disposition);
    out.push_back(std::move(row));
  }
  return out;
}

}  // namespace

Result<std::string> paper_pdf(const std::string& paper, PaperForm form) {
  auto parsed = wire::JsonDocument::parse(paper);
  if (!parsed) return Error{ErrorCode::corrupt, "the stored paper cannot be read", "paper"};
  const JsonCursor at = parsed->root();
  auto zone = parse_zone(text_at(at, "zone"));
  auto opened = at.instant("opened_at");
  auto sealed = at.instant("sealed_at");
  if (!zone || !opened || !sealed) return Error{ErrorCode::corrupt, "the stored paper cannot be read", "paper"};

  document::BeritaAcara out;
  for (const JsonCursor& line : items_at(at, "letterhead"))
    out.letterhead.lines.push_back(line.as_string().value_or(""));
  out.letterhead.address = text_at(at, "address");
  out.unit = text_at(at, "unit");
  out.draft_id = text_at(at, "draft_id");
  out.replaces = words_at(at, "replaces");
  if (const auto lodging = at.find("lodging")) {
    out.lodging.name = text_at(*lodging, "name");
    if (auto kind = domain::parse_lodging_kind(text_at(*lodging, "kind"))) {
      out.lodging.kind = bilingual(domain::name_of(*kind));
    }
    out.lodging.address = text_at(*lodging, "address");
    out.lodging.kelurahan = text_at(*lodging, "kelurahan");
    out.lodging.nib = text_at(*lodging, "nib");
  }
  const LocalDate day = local_date(*sealed, *zone);
  out.date = {domain::long_date(day, domain::Language::id), domain::long_date(day, domain::Language::en)};
  out.started = {domain::clock_text(*opened, *zone, domain::Language::id),
                 domain::clock_text(*opened, *zone, domain::Language::en)};
  out.ended = {domain::clock_text(*sealed, *zone, domain::Language::id),
               domain::clock_text(*sealed, *zone, domain::Language::en)};
  out.place = text_at(at, "place");
  out.team = text_at(at, "team");
  for (const JsonCursor& officer : items_at(at, "officers")) {
    out.officers.push_back(
        {text_at(officer, "name"), text_at(officer, "rank"), text_at(officer, "nrp"), {"Petugas", "Officer"}, {}});
  }
  out.manager = manager_of(at);
  out.outcome = outcome_at(at);
  out.outcome_reason = text_at(at, "outcome_reason");
  out.sections = sections_of(at);
  out.sample = sample_of(at);
  out.open_findings = judged_of(at);
  for (const JsonCursor& finding : items_at(at, "findings")) {
    out.findings.push_back({text_at(finding, "code"), severity_at(finding), words_at(finding, "text"),
                            text_at(finding, "note"), date_at(finding, "due_on"), words_at(finding, "basis")});
  }
  out.photos = number_at(at, "photos");
  auto emergency = at.optional_instant("emergency_at");
  if (emergency && *emergency) {
    out.emergency_referral = document::Bilingual{domain::clock_text(**emergency, *zone, domain::Language::id),
                                                 domain::clock_text(**emergency, *zone, domain::Language::en)};
  }
  out.record_hash = text_at(at, "hash");
  out.code.qr_payload = text_at(at, "qr");
  out.code.verifiable_offline = wire::has_paper_code(out.code.qr_payload);
  const std::string link = text_at(at, "portal_link");
  const std::size_t scheme = link.find("://");
  out.code.portal_address = scheme == std::string::npos ? link : link.substr(scheme + 3);
  out.created = *sealed;
  return form == PaperForm::receipt ? document::render_receipt(out) : document::render_a4(out);
}

}  // namespace ronda::field
