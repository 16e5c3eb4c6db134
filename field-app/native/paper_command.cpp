// check-paper: whether a berita acara's code is genuine, from a list of keys or from what this device knows.
#include <algorithm>
#include <cctype>
#include <fstream>
#include <iostream>
#include <iterator>

#include "field-app/core/store/paper_key_store.hpp"
#include "field-app/core/store/reference_store.hpp"
#include "field-app/core/store/sync_store.hpp"
#include "field-app/core/work/paper_checking.hpp"
#include "field-app/native/app_host.hpp"
#include "field-app/native/commands.hpp"
#include "shared/ledger/record.hpp"

namespace ronda::native {

namespace {

constexpr std::size_t kMostListBytes = 4 * 1024 * 1024;
constexpr std::size_t kMostText = 4096;

int complain(const std::string& line, int code) {
  std::cerr << "ronda-field: " << line << "\n";
  return code;
}

Result<wire::PaperKeys> keys_of_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string json;
  if (file) json.assign(std::istreambuf_iterator<char>(file), {});
  if (!file || json.size() > kMostListBytes) return bad_input("is not a list of keys that can be read");
  return wire::read_paper_keys(json);
}

Result<wire::PaperKeys> keys_of_device(const std::string& data) {
  sqlite::OpenOptions reading;
  reading.read_only = true;
  reading.create = false;
  auto db = sqlite::Database::open(database_path(data), reading);
  if (!db) return std::move(db).error();
  const auto who = field::SyncStore(*db).enrolment();
  if (!who) return who.error();
  if (!*who) return Error{ErrorCode::unauthenticated, "this device is not enrolled; give --keys", {}};
  const auto unit = field::ReferenceStore(*db).unit((*who)->unit);
  if (!unit) return unit.error();
  auto keys = field::PaperKeyStore(*db).keys(*unit ? (*unit)->zone : Zone::wita);
  if (!keys) return std::move(keys).error();
  return wire::PaperKeys{*unit ? (*unit)->name : std::string(), *std::move(keys)};
}

std::string text_given(const std::string& text) {
  std::string given = text;
  if (text == "-") std::getline(std::cin, given);
  while (!given.empty() && std::isspace(static_cast<unsigned char>(given.back())) != 0) given.pop_back();
  return given;
}

}  // namespace

int run_check_paper(const CheckPaperOptions& options) {
  const auto keys = options.keys.empty() ? keys_of_device(options.data) : keys_of_file(options.keys);
  if (!keys) {
    const std::string& place = options.keys.empty() ? options.data : options.keys;
    return complain(place + ": " + keys.error().message, options.keys.empty() ? kDataTrouble : kUsage);
  }
  const std::string text = text_given(options.text);
  if (text.size() > kMostText) return complain("a QR code holds less than that", kUsage);
  const auto finding = field::check_paper(text, keys->keys);
  if (!finding) return complain(finding.error().message, kUsage);
  const domain::Text name = field::name_of(finding->verdict);
  std::cout << wire::word(finding->verdict) << "\n"
            << name.id << " / " << name.en << "\n"
            << finding->sentence.id << "\n"
            << finding->sentence.en << "\n";
  if (finding->code) {
    const wire::PaperWord& word = finding->code->word;
    const domain::Text line = field::paper_line(word);
    std::cout << "\nsatuan / unit: " << keys->unit << "\npenginapan / lodging: " << domain::door_code(word.door) << "\n"
              << line.id << "\n"
              << line.en << "\ncatatan / record: " << word.seq << " " << ledger::to_text(word.record) << "\n";
    if (!finding->code->link.empty()) std::cout << "alamat / address: " << finding->code->link << "\n";
  }
  return finding->verdict == wire::PaperVerdict::genuine ? kDone : kFailed;
}

}  // namespace ronda::native
