// What officers do in the app.
#include <nlohmann/json.hpp>

#include "field-app/core/store/log_store.hpp"
#include "shared/wire/json.hpp"
#include "tests/simulation/world/world.hpp"
#include "tests/unit/field-core/field_fixture.hpp"

namespace ronda::sim {

namespace {

/// The text behind `"name":"` in a reply of our own; good enough for ids.
std::string member(const std::string& json, const std::string& name) {
  const auto at = json.find("\"" + name + "\":\"");
  if (at == std::string::npos) return {};
  const auto from = at + name.size() + 4;
  return json.substr(from, json.find('"', from) - from);
}

/// The number behind `"name":` in a reply of our own; 0 if there is none.
std::int64_t number_in(const std::string& json, const std::string& name) {
  const auto at = json.find("\"" + name + "\":");
  return at == std::string::npos ? 0 : std::atoll(json.c_str() + at + name.size() + 3);
}

/// One of what the statement finds; nil if it finds nothing.
Uuid any_of(DeviceSide& device, std::string_view sql, std::uint64_t luck) {
  std::vector<Uuid> ids;
  auto row = device.database().use(sql);
  while (row.step()) ids.push_back(row.uuid(0));
  return ids.empty() ? Uuid{} : ids[luck % ids.size()];
}

}  // namespace

/// A record that a call reported stands in the log now.
void World::take_note(DeviceSide& device, const std::string& inspection, int photos, bool cannot_apply) {
  auto record = device.record_at(static_cast<std::int64_t>(device.saved.size()) + 1);
  if (!record) {
    return violated(kI2,
                    "the app reported a record and holds none with number " + std::to_string(device.saved.size() + 1));
  }
  record->inspection = inspection;
  record->photos = photos;
  record->cannot_apply = cannot_apply;
  device.saved.push_back(*std::move(record));
}

void World::may_die(DeviceSide& device, int percent) {
  if (!chance(percent)) return;
  const auto crash = static_cast<Crash>(pick(3));
  device.disk().keep_writes = crash == Crash::torn;
  device.die_at_change(1 + static_cast<int>(pick(40)), crash, random_);
}

/// True if the device died in between; it is up again then.
bool World::died_at_work(DeviceSide& device) {
  device.stay_alive();
  if (!device.has_died()) return false;
  ++tally_[Counted::deaths_within_a_call];
  ++tally_[Counted::device_deaths];
  say("device=" + std::to_string(device.number) + " dies while the officer works");
  restart_dead();
  return true;
}

void World::seal(DeviceSide& device, std::string at, int photos) {
  device.call("PUT", at + "/signatures/officers/" + to_text(device.officer), "{\"signed\":true}");
  auto sealed = device.call("POST", at + "/seal", "{}");
  if (sealed.status == 422) {  // findings that came since want a word
    const auto missing = nlohmann::json::parse(sealed.body, nullptr, false);
    for (const auto& thing : missing.value("missing", nlohmann::json::array())) {
      if (!thing["finding_id"].is_string()) continue;
      const char* words[] = {"persists", "worsened", "corrected_later", "corrected_on_site"};
      device.call("PUT", at + "/dispositions/" + thing["finding_id"].get<std::string>(),
                  std::string("{\"disposition\":\"") + words[pick(4)] + "\",\"reason\":null}");
    }
    sealed = device.call("POST", at + "/seal", "{}");
  }
  say("seal device=" + std::to_string(device.number) + " status=" + std::to_string(sealed.status) +
      " photos=" + std::to_string(photos));
  if (sealed.status != 201 || device.has_died()) return;
  if (theme_ == Theme::drafts) {  // an inspection of its own has the photos of the one it was made of
    auto held = device.database().use("SELECT count(DISTINCT sha256) FROM answer_photo WHERE inspection_id = ?1");
    held.bind(1, parse_uuid(at.substr(at.rfind('/') + 1)).value_or(Uuid{}));
    held.step();
    photos = held.int32(0);
  }
  ++tally_[Counted::sealed];
  tally_[Counted::photos] += photos;
  take_note(device, at.substr(at.rfind('/') + 1), photos, false);
  std::erase(device.drafts, at);
  if (chance(10)) device.call("POST", at + "/seal", "{}");  // a thumb that presses twice
}

/// A door that stayed shut, now and then with a photo: the shortest inspection there is. Of a visit, or for its own
/// sake.
void World::seal_short(DeviceSide& device) {
  if (!device.is_up()) return;
  std::string lodging = to_text(lodgings_[pick(lodgings_.size())]);
  std::string visit = "null";
  if (chance(40)) {
    const Uuid sent =
        any_of(device, "SELECT id FROM visit WHERE state IN ('disclosed', 'missed') ORDER BY id", pick(1000));
    auto row = device.database().use("SELECT lodging_id FROM visit WHERE id = ?1");
    row.bind(1, sent);
    if (row.step()) {
      lodging = to_text(row.uuid(0));
      visit = "\"" + to_text(sent) + "\"";
    }
  }
  const bool with_photo = chance(25);
  may_die(device, 4);
  const auto opened = device.call("POST", "/api/inspections",
                                  "{\"lodging_id\":\"" + lodging + "\",\"visit_id\":" + visit + ",\"fix\":null}");
  const std::string at = "/api/inspections/" + member(opened.body, "id");
  const bool is_draft = std::find(device.drafts.begin(), device.drafts.end(), at) != device.drafts.end();
  int photos = 0;
  if (opened.status < 300 && !is_draft) {
    if (with_photo) {
      const auto image = field::test::jpeg_bytes(
          40, 30,
          field::test::icc_segment(200 + pick(1500)) +
              field::test::icc_segment((10'000 * seed_ + static_cast<std::uint64_t>(++photos_)) % 3000 + 1));
      const auto added = device.call("POST", at + "/photos?item=LEG-01", image, "image/jpeg");
      if (added.status < 300) ++photos;
    }
    device.call("PUT", at + "/outcome", "{\"outcome\":\"closed\",\"reason\":\"Pintu terkunci.\"}");
    seal(device, at, photos);
  } else {
    say("open device=" + std::to_string(device.number) + " status=" + std::to_string(opened.status));
  }
  if (died_at_work(device) || is_over()) return;
  check_device(device);
}

/// The draft that was filled in before: judge what is open there, sign, seal.
void World::seal_draft(DeviceSide& device) {
  if (!device.is_up()) return;
  seal(device, device.drafts.back(), 0);
  if (!is_over()) check_device(device);
}

/// A newer version takes the place of an inspection that was sealed on this device.
void World::correct_inspection(DeviceSide& device) {
  if (!device.is_up() || device.saved.empty()) return;
  const auto& before = device.saved[pick(device.saved.size())];
  if (before.inspection.empty() || before.carries != 0) return;
  may_die(device, 4);
  const int photos = before.photos;
  const auto opened = device.call("POST", "/api/inspections/" + before.inspection + "/correct",
                                  "{\"reason_class\":\"administrative\",\"reason\":\"Salah ketik.\"}");
  say("correct device=" + std::to_string(device.number) + " status=" + std::to_string(opened.status));
  if (opened.status < 300) {
    const std::string at = "/api/inspections/" + member(opened.body, "id");
    if (opened.body.find("\"outcome\":\"done\"") == std::string::npos) {
      device.call("PUT", at + "/outcome",
                  "{\"outcome\":\"closed\",\"reason\":\"Pintu terkunci " + std::to_string(pick(1000)) + ".\"}");
    }
    seal(device, at, photos);
  }
  if (died_at_work(device) || is_over()) return;
  check_device(device);
}

/// What officers report besides inspections, through the app.
void World::report(DeviceSide& device) {
  if (!device.is_up()) return;
  std::string path;
  std::string body;
  std::string method = "POST";
  switch (pick(6)) {
    case 0: {
      const Uuid visit = any_of(device, "SELECT id FROM visit WHERE state = 'disclosed' ORDER BY id", pick(1000));
      path = "/api/visits/" + to_text(visit) + "/missed";
      body = "{\"reason\":\"weather\",\"note\":\"Hujan.\"}";
      break;
    }
    case 1:
      if (names_ > 6) return;
      ++names_;
      path = "/api/lodgings";
      body = "{\"name\":\"Kos " + std::to_string(names_) +
             "\",\"kind\":\"kos\",\"address\":\"Jalan Baru\",\"kelurahan\":\"Kelapa Lima\",\"lat_e6\":" +
             std::to_string(-10'150'500 - names_ * 300) + ",\"lng_e6\":123622000}";
      break;
    case 2: {
      method = "PATCH";
      path = "/api/lodgings/" + to_text(lodgings_[pick(lodgings_.size())]);
      const char* fields[] = {"\"rooms\":", "\"name\":\"Wisma ", "\"address\":\"Jalan "};
      const auto field = pick(3);
      body = std::string("{") + fields[field] + std::to_string(10 + pick(30)) + (field == 0 ? "}" : "\"}");
      break;
    }
    case 3: {
      const char* words[] = {"persists", "worsened", "corrected_later"};
      path = "/api/findings/" +
             to_text(any_of(device, "SELECT id FROM finding WHERE state = 'open' ORDER BY id", pick(1000))) +
             "/disposition";
      body = std::string("{\"disposition\":\"") + words[pick(3)] + "\",\"reason\":\"Dilihat dari luar.\"}";
      break;
    }
    case 4:
      path = "/api/notices/" + to_text(any_of(device, "SELECT id FROM notice ORDER BY id", pick(1000))) + "/served";
      body = "{\"to\":\"Pengelola\",\"way\":\"posted\",\"signature\":null}";
      break;
    default:
      path = "/api/activities";
      body =
          "{\"kind\":\"socialisation\",\"date\":\"2026-12-01\",\"place\":\"Aula "
          "kelurahan\",\"theme\":\"TPPO\",\"headcount\":" +
          std::to_string(5 + pick(40)) + ",\"lodging_id\":null}";
      break;
  }
  may_die(device, 3);
  const auto reply = device.call(method, path, body);
  say("report device=" + std::to_string(device.number) + " " + path.substr(5, 8) +
      " status=" + std::to_string(reply.status));
  // Of a log that it no longer writes, the app tells numbers too.
  const bool told_new = device.past.empty()
                            ? number_in(reply.body, "seq") > static_cast<std::int64_t>(device.saved.size())
                            : device.record_at(static_cast<std::int64_t>(device.saved.size()) + 1).has_value();
  if (reply.status < 300 && !device.has_died() && told_new) {
    ++tally_[Counted::reports];
    take_note(device, {}, 0, false);
  }
  if (died_at_work(device) || is_over()) return;
  check_device(device);
}

/// The smallest record: a visit was missed. Of an unknown visit it is one that the server cannot apply.
void World::miss_visit(DeviceSide& device, bool is_known) {
  if (!device.is_up()) return;
  IdSource ids([this](std::span<std::uint8_t> out) {
    for (auto& byte : out) byte = static_cast<std::uint8_t>(random_());
  });
  auto txn = sqlite::Transaction::begin(device.database(), sqlite::Transaction::Kind::write);
  if (!txn) return say("record device=" + std::to_string(device.number) + " " + std::string(word(txn.error().code)));
  const std::string body =
      "{\"visit\":\"" + (is_known ? to_text(stage_.visits[pick(stage_.visits.size())]) : to_text(ids.next({now_ms_}))) +
      "\",\"reason\":\"weather\",\"note\":null}";
  const auto added = field::LogStore(device.database())
                         .append({"visit.missed", body, std::nullopt, std::nullopt}, RecordId{ids.next({now_ms_})},
                                 device.id, device.officer, {now_ms_});
  if (!added || !txn->commit()) return;
  take_note(device, {}, 0, !is_known);
  if (!is_known) ++tally_[Counted::held];
  say(std::string(is_known ? "missed visit" : "bad record") + " device=" + std::to_string(device.number));
  check_device(device);
}

}  // namespace ronda::sim
