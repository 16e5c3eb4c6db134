// make_device --data DIR --count N [--seed S] [--part K/M] [--photo-every P] [--manifest FILE]: fills the data folder
// of an enrolled device that has pulled its register with N sealed inspections, all through the app's own calls, as an
// officer's taps would. Part K of M takes every M-th lodging, so that several devices do not work in the same rooms.
// Three of five are whole (all items, a register sample, both signatures), the others stand before a closed door; every
// P-th has a photo. Nothing waits for the disk here: what is tested afterwards begins when the data lies there. One
// JSON line on stdout.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "field-app/core/field_app.hpp"
#include "field-app/core/store/sync_store.hpp"
#include "shared/crypto/crypto.hpp"
#include "tests/unit/field-core/field_fixture.hpp"

namespace {

using ronda::field::test::Json;

struct Options {
  std::string data;
  int count = 0;
  std::uint64_t seed = 1;
  int part = 0;
  int parts = 1;
  int photo_every = 0;
  std::string manifest;
};

bool read_options(int argc, char** argv, Options& out) {
  for (int n = 1; n + 1 < argc; n += 2) {
    const std::string name = argv[n];
    const std::string value = argv[n + 1];
    if (name == "--data") {
      out.data = value;
    } else if (name == "--count") {
      out.count = std::atoi(value.c_str());
    } else if (name == "--seed") {
      out.seed = std::strtoull(value.c_str(), nullptr, 10);
    } else if (name == "--photo-every") {
      out.photo_every = std::atoi(value.c_str());
    } else if (name == "--manifest") {
      out.manifest = value;
    } else if (name == "--part") {
      if (std::sscanf(value.c_str(), "%d/%d", &out.part, &out.parts) != 2) return false;
    } else {
      return false;
    }
  }
  return argc % 2 == 1 && !out.data.empty() && out.count > 0 && out.parts > 0;
}

class Officer {
 public:
  Officer(ronda::field::FieldApp& app, const Options& options) : app_(app), options_(options), random_(options.seed) {
    officer_ = call("GET", "/api/state")["officer"]["id"].get<std::string>();
    const Json lodgings = call("GET", "/api/lodgings?limit=500")["lodgings"];
    for (std::size_t n = 0; n < lodgings.size(); ++n) {
      if (static_cast<int>(n) % options.parts == options.part) lodgings_.push_back(lodgings[n]);
    }
    if (lodgings_.empty()) stop("this device has no lodgings; let it pull first");
  }

  /// Gives the manifest's line.
  std::string inspect(int number) {
    const Json& lodging = lodgings_[static_cast<std::size_t>(number) % lodgings_.size()];
    const Json opened = call("POST", "/api/inspections",
                             Json{{"lodging_id", lodging["id"]}, {"visit_id", nullptr}, {"fix", fix_near(lodging)}});
    const std::string at = "/api/inspections/" + opened["id"].get<std::string>();
    if (options_.photo_every > 0 && number % options_.photo_every == 0) photograph(at, number);
    if (draw(5) < 2) {
      call("PUT", at + "/outcome", Json{{"outcome", "closed"}, {"reason", "Pintu terkunci, tidak ada yang menjawab"}});
    } else {
      fill(at, opened);
      call("PUT", at + "/signatures/manager",
           Json{{"role", "Penanggung jawab"}, {"name", nullptr}, {"strokes", ronda::field::test::strokes()}});
    }
    call("PUT", at + "/signatures/officers/" + officer_, Json{{"signed", true}});
    const Json record = call("POST", at + "/seal", Json::object())["record"];
    return opened["id"].get<std::string>() + " " + std::to_string(record["seq"].get<int>()) + " " +
           record["hash"].get<std::string>();
  }

 private:
  Json call(const std::string& method, const std::string& target, const Json& body = Json()) {
    return raw(method, target, "application/json", body.is_null() ? std::string() : body.dump());
  }

  Json raw(const std::string& method, const std::string& target, const std::string& type, const std::string& body) {
    const auto reply = app_.handle(method, target, type, body);
    if (reply.status >= 300) stop(method + " " + target + ": " + reply.body);
    return Json::parse(reply.body);
  }

  [[noreturn]] static void stop(const std::string& why) {
    std::fprintf(stderr, "make_device: %s\n", why.c_str());
    std::exit(1);
  }

  std::uint64_t draw(std::uint64_t most) { return random_() % most; }

  Json fix_near(const Json& lodging) {
    if (!lodging["lat_e6"].is_number()) return nullptr;
    return {{"lat_e6", lodging["lat_e6"].get<int>() + static_cast<int>(draw(200))},
            {"lng_e6", lodging["lng_e6"].get<int>() + static_cast<int>(draw(200))},
            {"accuracy_m", 5 + static_cast<int>(draw(30))},
            {"mock", false}};
  }

  void photograph(const std::string& at, int number) {
    const std::string photo = ronda::field::test::jpeg_bytes(64 + options_.part, 64 + number,
                                                             ronda::field::test::icc_segment(500 + draw(40'000)));
    raw("POST", at + "/photos?item=LEG-01", "image/jpeg", photo);
  }

  void fill(const std::string& at, const Json& opened) {
    count_sample(at);
    if (checklist_.is_null()) checklist_ = call("GET", "/api/checklists/" + opened["checklist"].get<std::string>());
    const Json& rooms = opened["lodging"]["rooms"];
    for (const Json& section : checklist_["sections"]) {
      for (const Json& item : section["items"]) {
        const auto kind = item["kind"].get<std::string>();
        const auto code = item["code"].get<std::string>();
        if (kind == "yn") {
          Json answer = {{"value", draw(60) == 0 ? "no" : "yes"}};
          if (draw(12) == 0) answer["note"] = "Diperiksa di tempat, lihat buku tamu hotel";
          call("PUT", at + "/answers/" + code, answer);
        } else if (kind == "count") {
          const bool of_rooms = code == "LEG-05" && rooms.is_number();
          call("PUT", at + "/answers/" + code, Json{{"value", of_rooms ? rooms.get<int>() : 30}});
        }
      }
    }
    constexpr const char* kWays[] = {"corrected_on_site", "corrected_later", "persists"};
    for (const Json& finding : opened["open_findings"]) {
      call("PUT", at + "/dispositions/" + finding["id"].get<std::string>(), Json{{"disposition", kWays[draw(3)]}});
    }
  }

  void count_sample(const std::string& at) {
    const int n = 10;
    const Json drawn =
        call("POST", at + "/sample", Json{{"from", "2026-11-01"}, {"to", "2026-11-14"}, {"total_lines", 96}, {"n", n}});
    for (int k = 1; k <= n; ++k) {
      call("PUT", at + "/sample/entries/" + std::to_string(k),
           Json{{"complete", true},
                {"verified", true},
                {"foreign", false},
                {"reported", false},
                {"minor", false},
                {"companion", false}});
    }
  }

  ronda::field::FieldApp& app_;
  const Options& options_;
  std::mt19937_64 random_;
  std::string officer_;
  std::vector<Json> lodgings_;
  Json checklist_;
};

}  // namespace

int main(int argc, char** argv) {
  Options options;
  if (!read_options(argc, argv, options)) {
    std::fprintf(stderr,
                 "make_device --data DIR --count N [--seed S] [--part K/M] [--photo-every P] [--manifest FILE]\n");
    return 2;
  }
  if (!ronda::crypto::start()) return 1;
  const auto begun = std::chrono::steady_clock::now();
  ronda::field::FieldOptions opening;
  opening.database_path = options.data + "/ronda-field.db";
  opening.app_version = "0.1.0";
  opening.ports.clock = [] {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return ronda::Instant{std::chrono::duration_cast<std::chrono::milliseconds>(now).count()};
  };
  opening.ports.entropy = ronda::crypto::entropy();
  auto app = ronda::field::FieldApp::open(std::move(opening));
  if (!app) {
    std::fprintf(stderr, "make_device: %s\n", app.error().message.c_str());
    return 1;
  }
  if (!app->database().use("PRAGMA synchronous = OFF").run()) return 1;
  Officer officer(*app, options);
  std::ofstream manifest;
  if (!options.manifest.empty()) manifest.open(options.manifest, std::ios::app);
  for (int number = 0; number < options.count; ++number) manifest << officer.inspect(number) << "\n";

  ronda::field::SyncStore store(app->database());
  const auto counts = store.counts();
  if (!counts) return 1;
  auto sizes = app->database().use("SELECT count(*), sum(length(text)) FROM record WHERE acked = 0");
  if (!sizes.step()) return 1;
  std::printf("{\"records\":%lld,\"record_bytes\":%lld,\"photos\":%lld,\"seconds\":%.2f}\n",
              static_cast<long long>(sizes.int64(0)), static_cast<long long>(sizes.int64(1)),
              static_cast<long long>(counts->photos),
              std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
  return 0;
}
