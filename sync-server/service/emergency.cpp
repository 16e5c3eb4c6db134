#include "sync-server/service/emergency.hpp"

#include <algorithm>

#include "shared/crypto/crypto.hpp"

namespace ronda::server {

namespace {

bool is_blank(const std::string& text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

bool can_be_dialled(const std::string& tel) {
  const std::size_t from = tel.rfind('+', 0) == 0 ? 1 : 0;
  const std::size_t digits = tel.size() - from;
  return digits >= 3 && digits <= 15 && tel.find_first_not_of("0123456789", from) == std::string::npos;
}

Result<void> check(const std::vector<EmergencyContact>& contacts) {
  if (contacts.empty() || contacts.size() > kMaxContacts) return bad_input("expected 1 to 10 contacts", "/emergency");
  for (std::size_t i = 0; i < contacts.size(); ++i) {
    const EmergencyContact& one = contacts[i];
    const std::string at = "/emergency/" + std::to_string(i);
    if (is_blank(one.label_id) || one.label_id.size() > 80)
      return bad_input("a name has 1 to 80 bytes", at + "/label/id");
    if (is_blank(one.label_en) || one.label_en.size() > 80)
      return bad_input("a name has 1 to 80 bytes", at + "/label/en");
    if (is_blank(one.number) || one.number.size() > 40) return bad_input("a number as printed", at + "/number");
    if (!can_be_dialled(one.tel)) return bad_input("expected 3 to 15 digits, + before them if needed", at + "/tel");
  }
  const bool police = std::any_of(contacts.begin(), contacts.end(), [](const auto& one) { return one.tel == "110"; });
  if (!police) return bad_input("110 is always on the card", "/emergency");
  return {};
}

}  // namespace

std::int64_t version_of(const std::vector<EmergencyContact>& contacts) {
  constexpr int kBytes = 6;  // a number that JSON and JavaScript carry whole
  std::string text;
  for (const EmergencyContact& one : contacts) {
    for (const std::string* part : {&one.label_id, &one.label_en, &one.number, &one.tel}) text += *part + '\n';
  }
  const auto hash = crypto::sha256(text);
  std::int64_t version = 0;
  for (int i = 0; i < kBytes; ++i) version = version * 256 + hash[static_cast<std::size_t>(i)];
  return version;
}

Result<std::vector<EmergencyContact>> change_contacts(WriteTxn& txn, UnitId unit_id,
                                                      std::vector<EmergencyContact> contacts,
                                                      std::int64_t expected_version) {
  if (auto good = check(contacts); !good) return std::move(good).error();
  auto unit = txn.settings().unit(unit_id);
  if (!unit) return std::move(unit).error();
  if (version_of(unit->emergency) != expected_version) {
    return Error{ErrorCode::stale_version, "somebody else changed these contacts", "If-Match"};
  }
  unit->emergency = std::move(contacts);
  if (auto put = txn.settings().put_unit(*unit); !put) return std::move(put).error();
  return unit->emergency;
}

}  // namespace ronda::server
