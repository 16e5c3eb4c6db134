#include "field_fixture.hpp"

#include <unistd.h>

#include "field-app/core/store/reference_changes.hpp"
#include "field-app/core/store/sync_store.hpp"
#include "shared/crypto/crypto.hpp"

namespace ronda::field::test {

namespace {

Json lodging(const char* name, const char* kind, int rooms, const char* tier, int lat_e6) {
  return {{"name", name},
          {"kind", kind},
          {"kbli", "55130"},
          {"kbli_version", "2020"},
          {"nib", "9120001234567"},
          {"address", "Jl. Timor Raya 12"},
          {"kelurahan", "Kelapa Lima"},
          {"kelurahan_code", "53.71.03.1001"},
          {"kecamatan", "Kelapa Lima"},
          {"kecamatan_code", "53.71.03"},
          {"lat_e6", lat_e6},
          {"lng_e6", 123620000},
          {"rooms", rooms},
          {"phone", "0380-821234"},
          {"tier", tier},
          {"status", "active"},
          {"version", 1}};
}

Json visit(const char* lodging_id, int order, const char* time) {
  return {{"round", nullptr},      {"lodging", lodging_id}, {"team", kTeam},          {"date", "2026-12-02"},
          {"band", "afternoon"},   {"order", order},        {"planned_time", time},   {"state", "disclosed"},
          {"inspection", nullptr}, {"outcome", nullptr},    {"shift_start", "15:00"}, {"shift_end", "20:00"}};
}

Json finding(const char* code, const char* severity, const char* id_text, const char* en_text, const char* due) {
  return {{"lodging", kLontar},
          {"code", code},
          {"severity", severity},
          {"text", {{"id", id_text}, {"en", en_text}}},
          {"note", nullptr},
          {"state", "open"},
          {"opened_on", "2026-11-03"},
          {"opened_by", kPastInspection},
          {"due_on", due},
          {"times_seen", 2},
          {"rung", "berita_acara"}};
}

}  // namespace

void feed(sqlite::Database& db, const char* entity, const char* id, const Json& data) {
  auto applied = apply_change(db, entity, *parse_uuid(id), data.dump());
  ASSERT_TRUE(applied.has_value()) << entity << ": " << applied.error().message << " at " << applied.error().where;
}

void unfeed(sqlite::Database& db, const char* entity, const char* id) {
  auto removed = remove_entity(db, entity, *parse_uuid(id));
  ASSERT_TRUE(removed.has_value()) << removed.error().message;
}

void fill_reference(sqlite::Database& db) {
  feed(db, "unit", kUnit,
       {{"name", "Polresta Kupang Kota"},
        {"zone", "Asia/Makassar"},
        {"letterhead", {"KEPOLISIAN NEGARA REPUBLIK INDONESIA", "DAERAH NUSA TENGGARA TIMUR", "RESOR KUPANG KOTA"}},
        {"address", "Jl. Nangka 1, Kupang"},
        {"place", "Kupang"},
        {"portal_base", "http://127.0.0.1:8080"},
        {"emergency", Json::array()}});
  feed(db, "officer", kYosef,
       {{"name", "Yosef Nahak"}, {"rank", "Bripka"}, {"nrp", "85030231"}, {"team", kTeam}, {"active", true}});
  feed(db, "officer", kMaria,
       {{"name", "Maria Tefa"}, {"rank", "Brigpol"}, {"nrp", "90110412"}, {"team", kTeam}, {"active", true}});
  feed(db, "officer", kStranger,
       {{"name", "Anton Leki"}, {"rank", "Aipda"}, {"nrp", "82010115"}, {"team", nullptr}, {"active", true}});
  feed(db, "team", kTeam, {{"name", "Regu 2"}, {"members", {kYosef, kMaria}}});
  feed(db, "policy", "01935d00-0000-7000-8000-000000000071",
       {{"version", 3},
        {"visits", {{"low", {4, 4}}, {"medium", {4, 5}}, {"high", {5, 5}}}},
        {"sample_n", 20},
        {"sample_min_n", 10},
        {"sample_min_days", 7},
        {"disclosure", {{"time", "18:00"}, {"days_before", 1}}},
        {"free_text_max", 500}});
  feed(db, "lodging", kLontar, lodging("Wisma Lontar Teduh", "guesthouse", 18, "medium", -10150000));
  feed(db, "lodging", kBeringin, lodging("Kos Beringin 14", "kos", 14, "high", -10151000));
  feed(db, "lodging", kSasando, lodging("Hotel Sasando Ufuk", "hotel", 44, "low", -10152000));
  feed(db, "lodging", kMelati, lodging("Penginapan Melati Ombak", "guesthouse", 9, "medium", -10153000));
  feed(db, "visit", kVisitLontar, visit(kLontar, 5, "16:20"));
  feed(db, "visit", kVisitBeringin, visit(kBeringin, 6, "17:10"));
  feed(db, "visit", kVisitSasando, visit(kSasando, 7, "18:00"));
  feed(db, "finding", kFindingExit,
       finding("FIR-02", "critical", "Jalur evakuasi bebas dan bertanda", "Escape route clear and signed",
               "2026-11-06"));
  feed(db, "finding", kFindingBoard,
       finding("LEG-03", "minor", "Papan nama usaha dan jumlah kamar terpasang",
               "Name board with number of rooms displayed", "2026-12-20"));
  feed(db, "inspection", kPastInspection,
       {{"lodging", kLontar},
        {"visit", nullptr},
        {"at", "2026-11-13T09:00:00.000Z"},
        {"outcome", "done"},
        {"officer", kStranger},
        {"checklist", "v1"},
        {"answers", {{"LEG-01", "yes"}, {"LEG-03", "no"}, {"FIR-02", "no"}}},
        {"new_findings", 2},
        {"persisting", 0}});
}

void enrol(sqlite::Database& db) {
  Enrolment who;
  who.server = "http://127.0.0.1:8080";
  who.device = *parse_id<DeviceId>("01935d00-0000-7000-8000-000000000002");
  who.device_name = "Ponsel Regu 2";
  who.officer = *parse_id<OfficerId>(kYosef);
  who.unit = *parse_id<UnitId>(kUnit);
  who.token = "dGVzdA";
  std::array<std::uint8_t, 32> seed{};
  const crypto::KeyPair keys = crypto::key_pair_from_seed(seed);
  who.secret_key = keys.secret_key;
  who.public_key = keys.public_key;
  who.enrolled_at = *parse_instant("2026-11-21T00:00:00.000Z");
  const Uuid epoch = *parse_uuid("01935d00-0000-7000-8000-000000000003");
  auto saved = SyncStore(db).save_enrolment(who, epoch, 0);
  ASSERT_TRUE(saved.has_value()) << saved.error().message;
}

FieldDevice::FieldDevice(bool enrolled) : now_(*parse_instant("2026-12-02T08:20:00.000Z")) {
  EXPECT_TRUE(crypto::start().has_value());
  static int count = 0;
  const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
  const std::string name = std::string(test != nullptr ? test->name() : "device").substr(0, 60);
  folder_ = std::filesystem::temp_directory_path() /
            ("ronda-field-" + std::to_string(::getpid()) + "-" + name + std::to_string(++count));
  std::filesystem::remove_all(folder_);
  std::filesystem::create_directories(folder_);
  start();
  if (!enrolled) return;
  enrol(database());
  fill_reference(database());
}

FieldDevice::~FieldDevice() {
  app_.reset();
  std::filesystem::remove_all(folder_);
}

void FieldDevice::start() {
  FieldOptions options;
  options.database_path = (folder_ / "field.db").string();
  options.app_version = "0.1.0";
  options.ports.clock = [this] { return now_; };
  options.ports.boot_ms = [this] { return boot_ms_; };
  options.ports.entropy = [this](std::span<std::uint8_t> out) {
    for (std::uint8_t& byte : out) {
      seed_ = seed_ * 6364136223846793005ULL + 1442695040888963407ULL;
      byte = static_cast<std::uint8_t>(seed_ >> 56U);
    }
  };
  auto app = FieldApp::open(std::move(options));
  ASSERT_TRUE(app.has_value()) << app.error().message;
  app_.emplace(*std::move(app));
}

void FieldDevice::reopen() {
  app_.reset();
  start();
}

void FieldDevice::restart_phone(int minutes_on) {
  app_.reset();
  boot_ms_ = std::int64_t{minutes_on} * 60'000;
  now_.ms += boot_ms_;
  start();
}

Answered FieldDevice::call(const std::string& method, const std::string& target, const std::string& body,
                           const std::string& type) {
  const Reply reply = app_->handle(method, target, type, body);
  Answered out{reply.status, reply.content_type, reply.body, Json()};
  if (reply.content_type.find("json") != std::string::npos) out.json = Json::parse(reply.body, nullptr, false);
  return out;
}

std::string FieldDevice::open(const std::string& lodging_id, const char* visit_id) {
  Json body = {{"lodging_id", lodging_id}, {"visit_id", nullptr}};
  if (visit_id != nullptr) body["visit_id"] = visit_id;
  const Answered opened = post("/api/inspections", body);
  EXPECT_TRUE(opened.status == 201 || opened.status == 200) << opened.text;
  return "/api/inspections/" + opened.json.value("id", std::string());
}

void FieldDevice::count_sample(const std::string& at, int total_lines, int n) {
  const Answered drawn =
      post(at + "/sample", {{"from", "2026-11-18"}, {"to", "2026-12-01"}, {"total_lines", total_lines}, {"n", n}});
  EXPECT_EQ(drawn.status, 200) << drawn.text;
  for (int k = 1; k <= n; ++k) {
    const Answered counted = put(at + "/sample/entries/" + std::to_string(k), {{"complete", true},
                                                                               {"verified", true},
                                                                               {"foreign", false},
                                                                               {"reported", false},
                                                                               {"minor", false},
                                                                               {"companion", false}});
    EXPECT_EQ(counted.status, 200) << counted.text;
  }
}

void FieldDevice::answer_all(const std::string& at, const std::string& leave) {
  const Json inspection = get(at).json;
  const Json checklist = get("/api/checklists/" + inspection["checklist"].get<std::string>()).json;
  const int rooms = inspection["lodging"]["rooms"].get<int>();
  if (leave != "sample" && inspection["sample"].is_null()) count_sample(at);
  for (const Json& section : checklist["sections"]) {
    for (const Json& item : section["items"]) {
      const auto code = item["code"].get<std::string>();
      const auto kind = item["kind"].get<std::string>();
      if (code == leave || (kind != "yn" && kind != "count")) continue;
      Json value = "yes";
      if (kind == "count") value = code == "LEG-05" ? rooms : 30;
      const Answered given = put(at + "/answers/" + code, {{"value", value}});
      EXPECT_EQ(given.status, 200) << code << ": " << given.text;
    }
  }
  if (leave == "dispositions") return;
  for (const Json& finding : inspection["open_findings"]) {
    const Answered judged =
        put(at + "/dispositions/" + finding["id"].get<std::string>(), {{"disposition", "corrected_later"}});
    EXPECT_EQ(judged.status, 200) << judged.text;
  }
}

void FieldDevice::sign(const std::string& at) {
  EXPECT_EQ(
      put(at + "/signatures/manager", {{"role", "Penanggung jawab malam"}, {"name", nullptr}, {"strokes", strokes()}})
          .status,
      200);
  EXPECT_EQ(put(at + "/signatures/officers/" + kYosef, {{"signed", true}}).status, 200);
}

std::string FieldDevice::inspect(const std::string& lodging_id) {
  const std::string at = open(lodging_id);
  answer_all(at);
  sign(at);
  const Answered sealed = post(at + "/seal");
  EXPECT_EQ(sealed.status, 201) << sealed.text;
  return at;
}

Json strokes() { return {{"width", 600}, {"height", 240}, {"lines", {{10, 20, 60, 90, 120, 40}, {130, 50, 200, 52}}}}; }

namespace {

std::string segment(unsigned char marker, const std::string& content) {
  const std::size_t length = content.size() + 2;
  std::string out{'\xFF', static_cast<char>(marker), static_cast<char>(length >> 8U),
                  static_cast<char>(length & 0xFFU)};
  return out + content;
}

}  // namespace

std::string exif_segment() { return segment(0xE1, std::string("Exif\0\0II*\0", 10) + std::string(30, '\x01')); }

std::string icc_segment(std::size_t bytes) { return segment(0xE2, "ICC_PROFILE" + std::string(bytes, 'p')); }

std::string jpeg_bytes(int width, int height, const std::string& extra) {
  std::string out = "\xFF\xD8";
  out += segment(0xE0, std::string("JFIF\0\x01\x02\0\0\x01\0\x01\0\0", 14));
  out += extra;
  std::string frame(1, '\x08');
  frame.push_back(static_cast<char>(height >> 8));
  frame.push_back(static_cast<char>(height & 0xFF));
  frame.push_back(static_cast<char>(width >> 8));
  frame.push_back(static_cast<char>(width & 0xFF));
  frame += std::string("\x01\x01\x11\0", 4);
  out += segment(0xC0, frame);
  out += segment(0xDA, std::string("\x01\x01\0\0\x3F\0", 6));
  out += std::string("\x12\x34\xFF\0\x56\xFF\xD0\x78", 8);
  return out + "\xFF\xD9";
}

}  // namespace ronda::field::test
