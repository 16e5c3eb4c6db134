#include "shared/wire/paper_code.hpp"

#include <algorithm>
#include <array>

#include "shared/base/base32.hpp"
#include "shared/base/bytes.hpp"
#include "shared/wire/json.hpp"

namespace ronda::wire {

namespace {

constexpr std::string_view kMark = "RONDA2.";
constexpr std::string_view kSigned = "ronda-paper-1\n";
constexpr std::uint8_t kForm = 1;
constexpr std::size_t kWordBytes = 57;
constexpr std::size_t kCodeBytes = kWordBytes + std::tuple_size_v<crypto::Signature>;
constexpr LocalDate kFirstDay{1970, 1, 1};
/// As numbered in the code; never to be reordered.
constexpr std::array kOutcomes{domain::Outcome::done,      domain::Outcome::refused,       domain::Outcome::closed,
                               domain::Outcome::not_found, domain::Outcome::wrong_address, domain::Outcome::unsafe};
constexpr std::size_t kMostKeys = 10'000;

/// The nearest number that fits: a device whose clock or count is beyond all sense still gets its paper.
void put_number(Bytes& out, std::int64_t number, int bytes) {
  const auto value =
      static_cast<std::uint64_t>(std::clamp<std::int64_t>(number, 0, (std::int64_t{1} << (8 * bytes)) - 1));
  for (int i = bytes; i-- > 0;) out.push_back(static_cast<std::uint8_t>(value >> (8 * i) & 0xffU));
}

Bytes bytes_of_word(const PaperWord& word, const KeyName& key) {
  Bytes out{kForm};
  out.insert(out.end(), key.begin(), key.end());
  out.insert(out.end(), word.door.begin(), word.door.end());
  put_number(out, day_number(word.day) - day_number(kFirstDay), 2);
  const auto outcome = std::find(kOutcomes.begin(), kOutcomes.end(), word.outcome);
  out.push_back(static_cast<std::uint8_t>(outcome - kOutcomes.begin()));
  put_number(out, word.new_findings, 2);
  put_number(out, word.open_findings, 2);
  put_number(out, word.seq, 4);
  out.insert(out.end(), word.record.begin(), word.record.end());
  RONDA_ASSERT(out.size() == kWordBytes);
  return out;
}

std::string text_to_sign(std::string_view before, std::span<const std::uint8_t> word) {
  std::string text(kSigned);
  text.append(before).append("\n").append(text_of(word));
  return text;
}

/// Takes what is next of a code's bytes.
class Taking {
 public:
  explicit Taking(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
  std::uint64_t number(std::size_t size) {
    std::uint64_t value = 0;
    for (const std::uint8_t byte : next(size)) value = value << 8U | byte;
    return value;
  }
  template <std::size_t N>
  void into(std::array<std::uint8_t, N>& out) {
    const auto taken = next(N);
    std::copy(taken.begin(), taken.end(), out.begin());
  }

 private:
  std::span<const std::uint8_t> next(std::size_t size) {
    const auto taken = bytes_.first(size);
    bytes_ = bytes_.subspan(size);
    return taken;
  }
  std::span<const std::uint8_t> bytes_;
};

}  // namespace

KeyName key_name(const crypto::PublicKey& key) {
  const auto hash = crypto::sha256(std::span<const std::uint8_t>(key));
  KeyName name{};
  std::copy_n(hash.begin(), name.size(), name.begin());
  return name;
}

std::string paper_code(std::string_view link, const PaperWord& word, const crypto::SecretKey& key) {
  const std::string before = link.empty() ? std::string() : std::string(link) + "#";
  crypto::PublicKey public_key{};
  std::copy_n(key.end() - static_cast<std::ptrdiff_t>(public_key.size()), public_key.size(), public_key.begin());
  Bytes bytes = bytes_of_word(word, key_name(public_key));
  const auto signature = crypto::sign(text_to_sign(before, bytes), key);
  bytes.insert(bytes.end(), signature.begin(), signature.end());
  return before + std::string(kMark) + to_base32(bytes);
}

bool has_paper_code(std::string_view text) {
  const auto at = text.find(kMark);
  return at == 0 || (at != std::string_view::npos && text[at - 1] == '#');
}

Result<ReadPaperCode> read_paper_code(std::string_view text) {
  if (!has_paper_code(text)) return bad_input("this is not the code of a berita acara");
  const auto at = text.find(kMark);
  const std::string_view before = text.substr(0, at);
  auto bytes = from_base32(text.substr(at + kMark.size()));
  if (!bytes || bytes->size() != kCodeBytes || bytes->front() != kForm) return bad_input("the code is damaged");
  ReadPaperCode read;
  read.link = before.empty() ? std::string() : std::string(before.substr(0, before.size() - 1));
  read.signed_text = text_to_sign(before, std::span(*bytes).first(kWordBytes));
  Taking taking(*bytes);
  taking.number(1);
  taking.into(read.key);
  taking.into(read.word.door);
  read.word.day = plus_days(kFirstDay, static_cast<std::int64_t>(taking.number(2)));
  const auto outcome = taking.number(1);
  if (outcome >= kOutcomes.size()) return bad_input("the code is damaged");
  read.word.outcome = kOutcomes[outcome];
  read.word.new_findings = static_cast<int>(taking.number(2));
  read.word.open_findings = static_cast<int>(taking.number(2));
  read.word.seq = static_cast<std::int64_t>(taking.number(4));
  taking.into(read.word.record);
  taking.into(read.signature);
  return read;
}

std::string_view word(PaperVerdict verdict) {
  switch (verdict) {
    case PaperVerdict::genuine:
      return "genuine";
    case PaperVerdict::altered:
      return "altered";
    case PaperVerdict::unknown_device:
      return "unknown_device";
    case PaperVerdict::ended_device:
      return "ended_device";
  }
  return "altered";
}

JudgedPaper judge_paper(const ReadPaperCode& code, std::span<const PaperKey> keys) {
  bool named = false;
  for (const PaperKey& key : keys) {
    if (key_name(key.key) != code.key) continue;
    named = true;
    if (!crypto::verify(code.signed_text, code.signature, key.key)) continue;
    const bool after = key.ended && *key.ended < code.word.day;
    return {after ? PaperVerdict::ended_device : PaperVerdict::genuine, &key};
  }
  return {named ? PaperVerdict::altered : PaperVerdict::unknown_device, nullptr};
}

std::string paper_keys_json(const PaperKeys& list) {
  JsonWriter out;
  out.begin_object().member("unit", list.unit).key("keys").begin_array();
  for (const PaperKey& key : list.keys) {
    out.begin_object().member("key", to_base64url(key.key)).member("ended_on", key.ended).end_object();
  }
  out.end_array().end_object();
  return out.take();
}

Result<PaperKeys> read_paper_keys(std::string_view json) {
  auto document = JsonDocument::parse(json);
  if (!document) return std::move(document).error();
  PaperKeys list;
  auto unit = document->root().string("unit");
  if (!unit) return std::move(unit).error();
  list.unit = *std::move(unit);
  auto keys = document->root().array("keys", kMostKeys);
  if (!keys) return std::move(keys).error();
  for (const JsonCursor& at : *keys) {
    auto text = at.string("key", 64);
    if (!text) return std::move(text).error();
    PaperKey key;
    const auto bytes = from_base64url(*text);
    if (!bytes || bytes->size() != key.key.size()) return bad_input("a key has 32 bytes", at.path() + "/key");
    std::copy(bytes->begin(), bytes->end(), key.key.begin());
    auto ended = at.optional_date("ended_on");
    if (!ended) return std::move(ended).error();
    key.ended = *ended;
    list.keys.push_back(std::move(key));
  }
  return list;
}

}  // namespace ronda::wire
