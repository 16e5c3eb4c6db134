#include "sync-server/service/papers.hpp"

#include <algorithm>

#include "shared/domain/correction.hpp"
#include "shared/domain/speech.hpp"

namespace ronda::server {

namespace {

using document::Bilingual;
using domain::Language;
using domain::Text;

Bilingual both(const Text& text) { return {text.id, text.en}; }

std::string plain_date(LocalDate date, Language language) {
  return std::to_string(date.day) + " " + domain::month_name(date.month, language) + " " + std::to_string(date.year);
}
Bilingual plain_date(LocalDate date) { return {plain_date(date, Language::id), plain_date(date, Language::en)}; }

Bilingual clock(Instant at, Zone zone) {
  return {domain::clock_text(at, zone, Language::id), domain::clock_text(at, zone, Language::en)};
}

document::Severity severity_of(domain::Severity severity) {
  switch (severity) {
    case domain::Severity::critical:
      return document::Severity::critical;
    case domain::Severity::major:
      return document::Severity::major;
    case domain::Severity::minor:
      return document::Severity::minor;
  }
  return document::Severity::minor;
}

document::Severity severity_of(std::string_view word) {
  const auto severity = domain::parse_severity(word);
  return severity_of(severity ? *severity : domain::Severity::minor);
}

document::VisitOutcome outcome_of(domain::Outcome outcome) {
  switch (outcome) {
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

document::Letterhead letterhead_of(const UnitRow& unit) {
  document::Letterhead head;
  for (const auto& line : unit.letterhead) {
    if (!line.empty()) head.lines.push_back(line);
  }
  head.address = unit.address;
  return head;
}

document::Strokes strokes_of(const domain::Strokes& drawn) {
  document::Strokes strokes;
  strokes.width = drawn.width;
  strokes.height = drawn.height;
  for (const auto& line : drawn.lines) {
    auto& points = strokes.lines.emplace_back();
    for (std::size_t i = 0; i + 1 < line.size(); i += 2) points.emplace_back(line[i], line[i + 1]);
  }
  return strokes;
}

std::string without_scheme(const std::string& link) {
  const auto at = link.find("://");
  return at == std::string::npos ? link : link.substr(at + 3);
}

// ---- answers ------------------------------------------------------------------------------------------------------

struct AnswerWords {
  const domain::Item& item;

  Bilingual operator()(std::monostate) const { return {"–", "–"}; }
  Bilingual operator()(domain::YesNo value) const {
    if (value == domain::YesNo::yes) return {"Ya", "Yes"};
    if (value == domain::YesNo::no) return {"Tidak", "No"};
    return {"Tidak berlaku", "Not applicable"};
  }
  Bilingual operator()(std::int64_t value) const {
    const auto id = domain::number_text(value, Language::id);
    const auto en = domain::number_text(value, Language::en);
    if (!item.unit) return {id, en};
    return {id + " " + item.unit->id, en + " " + item.unit->en};
  }
  Bilingual operator()(const domain::OptionCode& value) const {
    for (const auto& option : item.options) {
      if (option.code == value.code) return both(option.text);
    }
    return {value.code, {}};
  }
  Bilingual operator()(const domain::DateRange& value) const {
    return {domain::date_range(value.from, value.to, Language::id),
            domain::date_range(value.from, value.to, Language::en)};
  }
};

// Every item as on the device's paper: what does not apply says so.
std::vector<document::PrintedSection> sections_of(const InspectionCase& inspection) {
  domain::Answers given;
  for (const auto& answer : inspection.body.answers) given.emplace(answer.item, answer);
  const auto answers = domain::with_sample(*inspection.checklist, given, inspection.body.sample);
  std::vector<document::PrintedSection> sections;
  for (const auto& section : inspection.checklist->sections) {
    document::PrintedSection printed;
    printed.title = both(section.title);
    printed.total = static_cast<int>(section.items.size());
    for (const auto& item : section.items) {
      const auto at = answers.find(item.code);
      const bool applies = domain::applies(item, answers);
      const bool is_answered = at != answers.end() && at->second.has_value();
      const domain::Value value = !applies      ? domain::Value{domain::YesNo::na}
                                  : is_answered ? at->second.value
                                                : domain::Value{};
      printed.answered += is_answered || !applies ? 1 : 0;
      printed.answers.push_back({item.code, both(item.text), std::visit(AnswerWords{item}, value),
                                 at == answers.end() ? std::string() : at->second.note});
    }
    sections.push_back(std::move(printed));
  }
  return sections;
}

document::RegisterSample sample_of(const InspectionCase& inspection, const domain::CountedSample& sample) {
  document::RegisterSample printed;
  printed.range = {domain::date_range(sample.plan.from, sample.plan.to, Language::id),
                   domain::date_range(sample.plan.from, sample.plan.to, Language::en)};
  printed.entries = sample.plan.n;
  printed.start_line = sample.plan.start;
  printed.step = sample.plan.step;
  printed.complete = sample.tally.complete;
  printed.incomplete = sample.tally.incomplete;
  printed.verified = sample.tally.verified;
  printed.foreign = sample.tally.foreign;
  printed.reported = sample.tally.reported;
  printed.minors = sample.tally.minors;
  printed.companion = sample.tally.companion;
  if (sample.most_blank) {
    for (const auto& section : inspection.checklist->sections) {
      for (const auto& item : section.items) {
        for (const auto& option : item.options) {
          if (option.code == *sample.most_blank) printed.most_blank = both(option.text);
        }
      }
    }
  }
  printed.honesty = both(domain::sample_sentence(sample.plan, sample.tally));
  return printed;
}

// ---- findings -----------------------------------------------------------------------------------------------------

std::vector<document::FindingRow> new_findings_of(const InspectionCase& inspection) {
  std::vector<document::FindingRow> rows;
  for (const auto& finding : inspection.body.findings) {
    const auto* item = inspection.checklist->find(finding.item);
    document::FindingRow row;
    row.code = finding.item;
    row.severity = severity_of(finding.severity);
    if (item != nullptr) {
      row.text = both(item->text);
      row.basis = both(item->basis.label);
    }
    row.note = finding.note;
    row.deadline = plain_date(finding.due_on);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<document::OpenFindingRow> spoken_of(const InspectionCase& inspection) {
  std::vector<document::OpenFindingRow> rows;
  for (const auto& given : inspection.body.dispositions) {
    const auto known = inspection.findings.find(given.finding);
    if (known == inspection.findings.end()) continue;
    const auto& finding = known->second;
    document::OpenFindingRow row;
    row.code = finding.code;
    row.severity = severity_of(finding.severity);
    row.text = {finding.text_id, finding.text_en};
    row.disposition = both(domain::name_of(given.disposition));
    row.note = given.reason;
    row.deadline = plain_date(finding.due_on);
    row.settled = !domain::keeps_open(given.disposition);
    rows.push_back(std::move(row));
  }
  return rows;
}

document::SigningManager manager_of(const domain::SealedInspection& body) {
  document::SigningManager manager;
  if (!body.manager) return manager;
  if (const auto* signed_by = std::get_if<domain::ManagerSigned>(&*body.manager)) {
    manager.role = {signed_by->role, {}};
    manager.name = signed_by->name;
    manager.signature = strokes_of(signed_by->strokes);
  } else {
    manager.refused_to_sign = true;
    manager.refusal_reason = std::get<domain::ManagerRefused>(*body.manager).reason;
  }
  return manager;
}

std::string upper_ascii(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

}  // namespace

std::string draft_name(const std::string& team, LocalDate date, const Uuid& id) {
  std::string letters;
  bool word_start = true;
  for (const char c : upper_ascii(team)) {
    const bool is_digit = c >= '0' && c <= '9';
    const bool is_letter = c >= 'A' && c <= 'Z';
    if (is_digit || (is_letter && word_start)) letters.push_back(c);
    word_start = !is_letter && !is_digit;
  }
  const std::string day = to_text(date);
  return (letters.empty() ? "R" : letters) + "-" + day.substr(5, 2) + day.substr(8, 2) + "-" +
         upper_ascii(to_text(id).substr(32));
}

document::BeritaAcara berita_acara_paper(const InspectionCase& inspection) {
  const auto& body = inspection.body;
  const LocalDate date = local_date(body.sealed_at, body.zone);
  document::BeritaAcara paper;
  paper.letterhead = letterhead_of(inspection.unit);
  paper.unit = inspection.unit.name;
  paper.draft_id = draft_name(inspection.team, date, body.inspection.uuid);
  if (inspection.correction && inspection.replaces) {
    const auto reason = domain::parse_reason_class(inspection.correction->reason_class);
    const auto text =
        domain::replaces_text(draft_name(inspection.team, date, inspection.replaces->id.uuid),
                              reason ? *reason : domain::ReasonClass::administrative, inspection.correction->reason);
    paper.replaces = {text.id, text.en};
  }
  const auto kind = domain::parse_lodging_kind(inspection.lodging.kind);
  paper.lodging = {inspection.lodging.name, both(domain::name_of(kind ? *kind : domain::LodgingKind::other)),
                   inspection.lodging.address.value_or(""), inspection.lodging.kelurahan.value_or(""),
                   inspection.lodging.nib.value_or("")};
  paper.date = {domain::long_date(date, Language::id), domain::long_date(date, Language::en)};
  paper.started = clock(body.opened_at, body.zone);
  paper.ended = clock(body.sealed_at, body.zone);
  paper.place = inspection.unit.place;
  paper.team = inspection.team;
  for (const auto& officer : inspection.officers)
    paper.officers.push_back({officer.name, officer.rank, officer.nrp, {}, {}});
  paper.manager = manager_of(body);
  paper.outcome = outcome_of(body.outcome);
  paper.outcome_reason = body.outcome_reason;
  if (body.outcome == domain::Outcome::done) paper.sections = sections_of(inspection);
  if (body.sample) paper.sample = sample_of(inspection, *body.sample);
  paper.open_findings = spoken_of(inspection);
  paper.findings = new_findings_of(inspection);
  paper.photos = static_cast<int>(body.photos.size());
  if (body.emergency_at) paper.emergency_referral = clock(*body.emergency_at, body.zone);
  paper.record_hash = ledger::to_text(inspection.record_hash);
  // The signed code stands on the paper that was handed over: only the device can write it. A print from the books
  // leads to the books, or to nothing but the record's hash where there is no page.
  paper.code.qr_payload = inspection.link.empty() ? paper.record_hash : inspection.link;
  paper.code.portal_address = without_scheme(inspection.link);
  paper.created = body.sealed_at;
  return paper;
}

document::Letter notice_letter(const NoticeCase& notice, const std::optional<OfficerRow>& head, const std::string& link,
                               LocalDate inspected_on, LocalDate issued_on) {
  const std::string& name = notice.lodging.name;
  const auto inspected = plain_date(inspected_on);
  const auto due = plain_date(notice.notice.due_on);
  document::Letter letter;
  letter.letterhead = letterhead_of(notice.unit);
  letter.title = {"Surat Pemberitahuan", "Notice of inspection findings"};
  const auto issued = plain_date(issued_on);
  letter.place_and_date = {notice.unit.place + ", " + issued.id, notice.unit.place + ", " + issued.en};
  letter.number = notice.notice.number.value_or("");
  letter.draft_id = draft_name({}, issued_on, notice.notice.id.uuid);
  letter.fields = {{{"Klasifikasi", "Class"}, {"BIASA", "ORDINARY"}, false},
                   {{"Lampiran", "Enclosures"}, {"–", "–"}, false},
                   {{"Perihal", "Subject"}, {notice.notice.perihal.value_or(""), {}}, true}};
  letter.addressee = {"PENGELOLA", upper_ascii(name)};
  letter.addressee_place = notice.unit.place;
  letter.clauses = {
      {{"Rujukan:", "Reference:"},
       {},
       {{"Berita Acara Hasil Pemeriksaan tanggal " + inspected.id + ".",
         "On-site inspection report of " + inspected.en + "."}},
       false},
      {{"Sehubungan dengan rujukan di atas, petugas " + notice.unit.name + " telah memeriksa " + name + " pada " +
            inspected.id + ". Hal yang perlu diperbaiki dan batas waktunya adalah sebagai berikut.",
        "With reference to the above, officers of " + notice.unit.name + " inspected " + name + " on " + inspected.en +
            ". What needs to be corrected, and by when, is listed below."},
       {},
       {},
       true},
      {{"Mohon perbaikan diselesaikan sesuai batas waktu masing-masing, yang pertama pada " + due.id +
            ". Bila diperlukan tambahan waktu, atau bila ada yang tidak sesuai, silakan sampaikan kepada kami.",
        "Please complete each correction by its date, the first on " + due.en +
            ". If more time is needed, or if something is not correct, please tell us."},
       due,
       {},
       false},
      {{"Keaslian surat ini dapat diperiksa dengan memindai kode di bawah.",
        "Scan the code below to check that this letter is genuine."},
       {},
       {},
       false},
      {{"Demikian untuk menjadi maklum.", "For your information."}, {}, {}, false}};
  for (const auto& finding : notice.findings) {
    if (finding.state != "open") continue;
    letter.findings.push_back({finding.code,
                               severity_of(finding.severity),
                               {finding.text_id, finding.text_en},
                               finding.note.value_or(""),
                               plain_date(finding.due_on),
                               {}});
  }
  letter.signature.office = "KEPALA UNIT";
  if (head) {
    letter.signature.name = head->name;
    letter.signature.rank_nrp = upper_ascii(head->rank) + " NRP " + head->nrp;
  }
  letter.copies = {{"Arsip", "File"}};
  letter.code = {link, without_scheme(link), false};
  letter.created = notice.notice.issued_at.value_or(notice.notice.made_at);
  return letter;
}

}  // namespace ronda::server
