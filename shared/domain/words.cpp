#include "shared/domain/words.hpp"

#include <array>
#include <cstddef>
#include <string>

namespace ronda::domain {

namespace {

constexpr std::array<std::string_view, 3> kSeverity{"critical", "major", "minor"};
constexpr std::array<std::string_view, 6> kOutcome{"done", "refused", "closed", "not_found", "wrong_address", "unsafe"};
constexpr std::array<std::string_view, 5> kDisposition{"corrected_on_site", "corrected_later", "persists", "worsened",
                                                       "withdrawn"};
constexpr std::array<std::string_view, 4> kFindingState{"open", "corrected_on_site", "corrected_later", "withdrawn"};
constexpr std::array<std::string_view, 6> kRung{"berita_acara", "pemberitahuan", "teguran_1",
                                                "teguran_2",    "teguran_3",     "rekomendasi"};
constexpr std::array<std::string_view, 6> kLodgingKind{"hotel", "guesthouse", "homestay", "villa", "kos", "other"};
constexpr std::array<std::string_view, 3> kTier{"low", "medium", "high"};
constexpr std::array<std::string_view, 3> kLodgingStatus{"active", "closed", "unregistered"};
constexpr std::array<std::string_view, 4> kVisitState{"disclosed", "done", "missed", "moved"};
constexpr std::array<std::string_view, 3> kBand{"morning", "afternoon", "night"};

template <typename Enum, std::size_t N>
std::string_view word_in(const std::array<std::string_view, N>& words, Enum value) {
  const auto index = static_cast<std::size_t>(value);
  RONDA_ASSERT(index < N);
  return words[index];
}

template <typename Enum, std::size_t N>
Result<Enum> value_in(const std::array<std::string_view, N>& words, std::string_view text, const char* what) {
  for (std::size_t index = 0; index < N; ++index) {
    if (words[index] == text) return static_cast<Enum>(index);
  }
  return bad_input("\"" + std::string(text) + "\" is no " + what);
}

}  // namespace

std::string_view word(Severity value) { return word_in(kSeverity, value); }
std::string_view word(Outcome value) { return word_in(kOutcome, value); }
std::string_view word(Disposition value) { return word_in(kDisposition, value); }
std::string_view word(FindingState value) { return word_in(kFindingState, value); }
std::string_view word(Rung value) { return word_in(kRung, value); }
std::string_view word(LodgingKind value) { return word_in(kLodgingKind, value); }
std::string_view word(Tier value) { return word_in(kTier, value); }
std::string_view word(LodgingStatus value) { return word_in(kLodgingStatus, value); }
std::string_view word(VisitState value) { return word_in(kVisitState, value); }
std::string_view word(Band value) { return word_in(kBand, value); }

Result<Severity> parse_severity(std::string_view text) { return value_in<Severity>(kSeverity, text, "severity"); }
Result<Outcome> parse_outcome(std::string_view text) { return value_in<Outcome>(kOutcome, text, "outcome"); }
Result<Disposition> parse_disposition(std::string_view text) {
  return value_in<Disposition>(kDisposition, text, "disposition");
}
Result<FindingState> parse_finding_state(std::string_view text) {
  return value_in<FindingState>(kFindingState, text, "state of a finding");
}
Result<Rung> parse_rung(std::string_view text) { return value_in<Rung>(kRung, text, "rung of the ladder"); }
Result<LodgingKind> parse_lodging_kind(std::string_view text) {
  return value_in<LodgingKind>(kLodgingKind, text, "kind of lodging");
}
Result<Tier> parse_tier(std::string_view text) { return value_in<Tier>(kTier, text, "risk tier"); }
Result<LodgingStatus> parse_lodging_status(std::string_view text) {
  return value_in<LodgingStatus>(kLodgingStatus, text, "status of a lodging");
}
Result<VisitState> parse_visit_state(std::string_view text) {
  return value_in<VisitState>(kVisitState, text, "state of a visit");
}
Result<Band> parse_band(std::string_view text) { return value_in<Band>(kBand, text, "part of the day"); }

Text name_of(Severity value) {
  switch (value) {
    case Severity::critical:
      return {"Kritis", "Critical"};
    case Severity::major:
      return {"Penting", "Major"};
    case Severity::minor:
      return {"Ringan", "Minor"};
  }
  return {};
}

Text name_of(Outcome value) {
  switch (value) {
    case Outcome::done:
      return {"Selesai", "Done"};
    case Outcome::refused:
      return {"Menolak", "Refused"};
    case Outcome::closed:
      return {"Tutup", "Closed"};
    case Outcome::not_found:
      return {"Tak ditemukan", "Not found"};
    case Outcome::wrong_address:
      return {"Salah alamat", "Wrong address"};
    case Outcome::unsafe:
      return {"Tak aman", "Unsafe"};
  }
  return {};
}

Text name_of(Disposition value) {
  switch (value) {
    case Disposition::corrected_on_site:
      return {"Diperbaiki di tempat", "Corrected on site"};
    case Disposition::corrected_later:
      return {"Sudah diperbaiki", "Corrected since"};
    case Disposition::persists:
      return {"Tetap ada", "Persists"};
    case Disposition::worsened:
      return {"Memburuk", "Worsened"};
    case Disposition::withdrawn:
      return {"Dicabut", "Withdrawn"};
  }
  return {};
}

Text name_of(Rung value) {
  switch (value) {
    case Rung::berita_acara:
      return {"Berita acara", "On-site report"};
    case Rung::pemberitahuan:
      return {"Pemberitahuan", "Notification"};
    case Rung::teguran_1:
      return {"Teguran I", "Reprimand I"};
    case Rung::teguran_2:
      return {"Teguran II", "Reprimand II"};
    case Rung::teguran_3:
      return {"Teguran III", "Reprimand III"};
    case Rung::rekomendasi:
      return {"Rekomendasi", "Recommendation"};
  }
  return {};
}

Text name_of(LodgingKind value) {
  switch (value) {
    case LodgingKind::hotel:
      return {"Hotel", "Hotel"};
    case LodgingKind::guesthouse:
      return {"Penginapan", "Guesthouse"};
    case LodgingKind::homestay:
      return {"Pondok wisata", "Homestay"};
    case LodgingKind::villa:
      return {"Vila", "Villa"};
    case LodgingKind::kos:
      return {"Kos harian", "Daily-rent kos"};
    case LodgingKind::other:
      return {"Lainnya", "Other"};
  }
  return {};
}

std::optional<Severity> worse(std::optional<Severity> a, std::optional<Severity> b) {
  if (!a) return b;
  if (!b) return a;
  return *a < *b ? a : b;
}

bool keeps_open(Disposition value) { return value == Disposition::persists || value == Disposition::worsened; }
bool needs_reason(Outcome value) { return value != Outcome::done; }
bool needs_reason(Disposition value) { return value == Disposition::withdrawn; }

}  // namespace ronda::domain
