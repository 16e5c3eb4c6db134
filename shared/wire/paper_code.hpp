#pragma once
// The code on a berita acara (PROTOCOL.md §9): the device's word for what the paper says, checked without a network by
// whoever knows the unit's public keys. Nothing in it is about a guest. Pure; any thread.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/crypto/crypto.hpp"
#include "shared/domain/door_code.hpp"
#include "shared/domain/words.hpp"
#include "shared/ledger/record.hpp"

namespace ronda::wire {

/// The first eight bytes of SHA-256 over a public key: tells a checker which key to try.
using KeyName = std::array<std::uint8_t, 8>;
KeyName key_name(const crypto::PublicKey& key);

/// What the code says of the visit.
struct PaperWord {
  domain::DoorKey door{};  ///< of the lodging
  LocalDate day;           ///< of sealing, in the unit's zone
  domain::Outcome outcome = domain::Outcome::done;
  int new_findings = 0;
  int open_findings = 0;  ///< of earlier visits, judged and still open
  std::int64_t seq = 0;   ///< of the record in the device's log
  ledger::Hash record{};
};

/// The whole text of the QR code: `link` (may be empty), then the signed word. The signature covers the link as well,
/// so that a genuine code cannot be put behind another address. Days stand from 1970 to 2149 and counts up to 65,535;
/// what is beyond is written as the nearest.
std::string paper_code(std::string_view link, const PaperWord& word, const crypto::SecretKey& key);

struct ReadPaperCode {
  std::string link;  ///< empty if the code has none
  PaperWord word;
  KeyName key{};
  crypto::Signature signature{};
  std::string signed_text;
};
/// Reads a code; whether it is true, judge_paper() says. Errors: bad_input (no such code in the text, or a damaged
/// one).
Result<ReadPaperCode> read_paper_code(std::string_view text);
/// True if the text claims to be such a code, whole or not.
bool has_paper_code(std::string_view text);

/// A device of the unit, as a checker knows it.
struct PaperKey {
  std::string name;  ///< of the device; may be empty
  crypto::PublicKey key{};
  std::optional<LocalDate> ended{};  ///< the day it was switched off
};

enum class PaperVerdict {
  genuine,         ///< as the device wrote it
  altered,         ///< the key is known, the signature does not fit, or the code is damaged
  unknown_device,  ///< none of the keys is the one that is named
  ended_device,    ///< rightly signed, and dated after the device was switched off
};
std::string_view word(PaperVerdict verdict);

struct JudgedPaper {
  PaperVerdict verdict = PaperVerdict::altered;
  const PaperKey* key = nullptr;  ///< of `keys`; null unless genuine or ended_device
};
JudgedPaper judge_paper(const ReadPaperCode& code, std::span<const PaperKey> keys);

/// The list that the server publishes for everybody at /device-keys.json.
struct PaperKeys {
  std::string unit;
  std::vector<PaperKey> keys;
};
std::string paper_keys_json(const PaperKeys& list);
/// Errors: bad_input.
Result<PaperKeys> read_paper_keys(std::string_view json);

}  // namespace ronda::wire
