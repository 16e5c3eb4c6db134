#pragma once
// A device as an officer holds it: enrolled, with one unit, two officers, a team, four lodgings, three visits today and
// two open findings, all through the change feed. The clock is ours and every id is fixed, so that tests read as text.

#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "field-app/core/field_app.hpp"
#include "shared/base/result.hpp"
#include "shared/sqlite/database.hpp"

namespace ronda::field::test {

using Json = nlohmann::json;

inline constexpr const char* kUnit = "01935d00-0000-7000-8000-000000000001";
inline constexpr const char* kYosef = "01935d00-0000-7000-8000-000000000011";
inline constexpr const char* kMaria = "01935d00-0000-7000-8000-000000000012";
inline constexpr const char* kStranger = "01935d00-0000-7000-8000-000000000013";
inline constexpr const char* kTeam = "01935d00-0000-7000-8000-000000000021";
inline constexpr const char* kLontar = "01935d00-0000-7000-8000-000000000031";    // two open findings, visit 5
inline constexpr const char* kBeringin = "01935d00-0000-7000-8000-000000000032";  // visit 6
inline constexpr const char* kSasando = "01935d00-0000-7000-8000-000000000033";   // visit 7
inline constexpr const char* kMelati = "01935d00-0000-7000-8000-000000000034";    // no visit today
inline constexpr const char* kVisitLontar = "01935d00-0000-7000-8000-000000000041";
inline constexpr const char* kVisitBeringin = "01935d00-0000-7000-8000-000000000042";
inline constexpr const char* kVisitSasando = "01935d00-0000-7000-8000-000000000043";
inline constexpr const char* kFindingExit = "01935d00-0000-7000-8000-000000000051";   // FIR-02, critical, late
inline constexpr const char* kFindingBoard = "01935d00-0000-7000-8000-000000000052";  // LEG-03, minor
inline constexpr const char* kPastInspection = "01935d00-0000-7000-8000-000000000061";

/// Fills the reference tables through apply_change.
void fill_reference(sqlite::Database& db);
/// One change of the feed, or a tombstone.
void feed(sqlite::Database& db, const char* entity, const char* id, const Json& data);
void unfeed(sqlite::Database& db, const char* entity, const char* id);
/// Writes an enrolment for officer Yosef.
void enrol(sqlite::Database& db);

/// One reply, parsed.
struct Answered {
  int status = 0;
  std::string content_type;
  std::string text;
  Json json;
};

/// The app on a file of its own; reopen() is what a killed phone does next.
class FieldDevice {
 public:
  explicit FieldDevice(bool enrolled = true);
  ~FieldDevice();
  FieldDevice(const FieldDevice&) = delete;
  FieldDevice& operator=(const FieldDevice&) = delete;

  Answered get(const std::string& target) { return call("GET", target); }
  Answered put(const std::string& target, const Json& body) { return call("PUT", target, body.dump()); }
  Answered post(const std::string& target, const Json& body = Json::object()) {
    return call("POST", target, body.dump());
  }
  Answered remove(const std::string& target) { return call("DELETE", target); }
  Answered call(const std::string& method, const std::string& target, const std::string& body = {},
                const std::string& type = "application/json");

  /// Closes the database without any farewell and opens it again.
  void reopen();
  void wait_minutes(int minutes) {
    now_.ms += std::int64_t{minutes} * 60'000;
    boot_ms_ += std::int64_t{minutes} * 60'000;
  }
  /// Somebody sets the phone's clock; how long it is on stays as it is.
  void set_now(std::string_view text) { now_ = *parse_instant(text); }
  /// The phone is switched off and on again; it has been on for so long then.
  void restart_phone(int minutes_on);

  /// Opens an inspection and gives its address: "/api/inspections/<id>".
  std::string open(const std::string& lodging, const char* visit = nullptr);
  /// Answers everything so that only what `leave` names is missing; counts a sample of 20 without a fault.
  void answer_all(const std::string& at, const std::string& leave = {});
  void count_sample(const std::string& at, int total_lines = 96, int n = 20);
  void sign(const std::string& at);
  /// The whole way: open, answer, sign, seal. Gives the address.
  std::string inspect(const std::string& lodging);

  FieldApp& app() { return *app_; }
  sqlite::Database& database() { return app_->database(); }

 private:
  void start();

  std::filesystem::path folder_;
  Instant now_;
  std::int64_t boot_ms_ = 3'600'000;
  std::uint64_t seed_ = 20261202;
  std::optional<FieldApp> app_;
};

/// A JPEG of the given size that a decoder would accept in structure; `extra` is put behind SOI (an Exif segment, say).
std::string jpeg_bytes(int width, int height, const std::string& extra = {});
std::string exif_segment();
/// A colour profile: allowed, and as large as wanted (up to 65,000 bytes).
std::string icc_segment(std::size_t bytes);

Json strokes();

}  // namespace ronda::field::test
