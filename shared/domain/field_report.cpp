#include "shared/domain/field_report.hpp"

#include <array>

#include "shared/domain/screening.hpp"

namespace ronda::domain {

namespace {

template <typename E, std::size_t N>
std::string_view word_in(const std::array<std::string_view, N>& words, E value) {
  return words.at(static_cast<std::size_t>(value));
}

template <typename E, std::size_t N>
Result<E> value_in(const std::array<std::string_view, N>& words, std::string_view text) {
  for (std::size_t i = 0; i < N; ++i) {
    if (words[i] == text) return static_cast<E>(i);
  }
  return bad_input("no such word: " + std::string(text.substr(0, 40)));
}

constexpr std::array<std::string_view, 7> kMissed{"no_time", "called_away", "weather", "vehicle",
                                                  "road",    "team_short",  "other"};
constexpr std::array<std::string_view, 3> kWays{"handed", "posted", "electronic"};
constexpr std::array<std::string_view, 4> kActivities{"education", "socialisation", "coordination", "other"};
constexpr std::array<std::string_view, 2> kClasses{"administrative", "result_changing"};

Error missing(std::string what, std::string where) {
  return Error{ErrorCode::incomplete, std::move(what), std::move(where)};
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

}  // namespace

std::string_view word(MissedReason value) { return word_in(kMissed, value); }
std::string_view word(ServiceWay value) { return word_in(kWays, value); }
std::string_view word(ActivityKind value) { return word_in(kActivities, value); }
std::string_view word(ReasonClass value) { return word_in(kClasses, value); }

Result<MissedReason> parse_missed_reason(std::string_view text) { return value_in<MissedReason>(kMissed, text); }
Result<ServiceWay> parse_service_way(std::string_view text) { return value_in<ServiceWay>(kWays, text); }
Result<ActivityKind> parse_activity_kind(std::string_view text) { return value_in<ActivityKind>(kActivities, text); }
Result<ReasonClass> parse_reason_class(std::string_view text) { return value_in<ReasonClass>(kClasses, text); }

Text name_of(MissedReason value) {
  switch (value) {
    case MissedReason::no_time:
      return {"Waktu tidak cukup", "Not enough time"};
    case MissedReason::called_away:
      return {"Dipanggil tugas lain", "Called away to other duty"};
    case MissedReason::weather:
      return {"Cuaca", "Weather"};
    case MissedReason::vehicle:
      return {"Kendaraan rusak", "Vehicle broken down"};
    case MissedReason::road:
      return {"Jalan tidak dapat dilalui", "Road closed"};
    case MissedReason::team_short:
      return {"Anggota tidak cukup", "Team short of people"};
    case MissedReason::other:
      return {"Sebab lain", "Another reason"};
  }
  return {};
}

Text name_of(ServiceWay value) {
  switch (value) {
    case ServiceWay::handed:
      return {"Diserahkan langsung", "Handed over"};
    case ServiceWay::posted:
      return {"Dikirim lewat pos", "Sent by post"};
    case ServiceWay::electronic:
      return {"Dikirim secara elektronik", "Sent electronically"};
  }
  return {};
}

Text name_of(ActivityKind value) {
  switch (value) {
    case ActivityKind::education:
      return {"Penyuluhan hukum", "Law education"};
    case ActivityKind::socialisation:
      return {"Sosialisasi kepada pengelola", "Socialisation to managers"};
    case ActivityKind::coordination:
      return {"Koordinasi lintas instansi", "Coordination with other offices"};
    case ActivityKind::other:
      return {"Kegiatan lain", "Other activity"};
  }
  return {};
}

Text name_of(ReasonClass value) {
  return value == ReasonClass::administrative ? Text{"Perbaikan administratif", "Administrative correction"}
                                              : Text{"Perbaikan hasil pemeriksaan", "Correction of the result"};
}

Result<void> check_report_text(std::string_view text, std::string_view where, std::size_t most) {
  if (text.size() > most) {
    return bad_input("a text has at most " + std::to_string(most) + " bytes", std::string(where));
  }
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 && c != '\n' && c != '\t') return bad_input("a text has no control characters", std::string(where));
  }
  if (const auto kind = looks_like_identity(text)) {
    return bad_input("this text looks like a number that identifies a person (" + std::string(word(*kind)) + ")",
                     std::string(where));
  }
  return {};
}

Result<void> check(const MissedVisit& report) {
  if (report.reason == MissedReason::other && is_blank(report.note)) {
    return missing("another reason needs a note", "/note");
  }
  return check_report_text(report.note, "/note");
}

Result<void> check(const ProposedLodging& report) {
  if (is_blank(report.name)) return missing("a lodging needs a name", "/name");
  if (auto good = check_report_text(report.name, "/name", 160); !good) return good;
  if (auto good = check_report_text(report.address, "/address", 300); !good) return good;
  if (auto good = check_report_text(report.kelurahan, "/kelurahan", 80); !good) return good;
  if (auto good = check_report_text(report.kecamatan, "/kecamatan", 80); !good) return good;
  if (report.rooms && (*report.rooms < 1 || *report.rooms > 5000))
    return bad_input("expected 1 to 5000 rooms", "/rooms");
  const bool dialled = report.phone.find_first_not_of("0123456789+-() /.") == std::string::npos;
  if (!report.phone.empty() && (!dialled || report.phone.size() < 3 || report.phone.size() > 40)) {
    return bad_input("a telephone number has digits, +, -, brackets and spaces", "/phone");
  }
  if (report.lat_e6 < -90'000'000 || report.lat_e6 > 90'000'000) return bad_input("no such latitude", "/lat_e6");
  if (report.lng_e6 < -180'000'000 || report.lng_e6 > 180'000'000) return bad_input("no such longitude", "/lng_e6");
  return {};
}

Result<void> check(const DisposedFinding& report) {
  if (report.disposition == Disposition::corrected_on_site) {
    return bad_input("corrected on site is said in the inspection itself", "/disposition");
  }
  if (needs_reason(report.disposition) && is_blank(report.reason)) {
    return missing("this disposition needs a reason", "/reason");
  }
  return check_report_text(report.reason, "/reason");
}

Result<void> check(const ServedNotice& report) {
  if (is_blank(report.to)) return missing("the role of who received it", "/to");
  if (auto good = check_report_text(report.to, "/to", 200); !good) return good;
  if (report.way == ServiceWay::handed && !report.signature) {
    return missing("who receives a paper signs, or refuses", "/signature");
  }
  if (!report.signature) return {};
  if (const auto* refused = std::get_if<ManagerRefused>(&*report.signature)) {
    if (is_blank(refused->reason)) return missing("refusing to sign needs a reason", "/signature/reason");
    return check_report_text(refused->reason, "/signature/reason");
  }
  const auto& given = std::get<ManagerSigned>(*report.signature);
  if (!given.name.empty()) return bad_input("only the role of who received it is kept", "/signature/name");
  if (auto good = check_report_text(given.role, "/signature/role", 200); !good) return good;
  return check_strokes(given.strokes);
}

Result<void> check(const HeldActivity& report) {
  if (is_blank(report.place)) return missing("where it was held", "/place");
  if (auto good = check_report_text(report.place, "/place", 300); !good) return good;
  if (auto good = check_report_text(report.theme, "/theme", 300); !good) return good;
  if (report.headcount < 1 || report.headcount > kMaxHeadcount) {
    return bad_input("expected 1 to 100000 people", "/headcount");
  }
  return {};
}

}  // namespace ronda::domain
