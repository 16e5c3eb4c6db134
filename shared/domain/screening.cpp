#include "shared/domain/screening.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace ronda::domain {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_upper(c) || (c >= 'a' && c <= 'z'); }
bool is_joint(char c) { return c == ' ' || c == '-' || c == '.' || c == '/'; }
char to_upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

/// A run of letters or of digits, and what stands between it and the next one.
struct Token {
  std::string text;
  bool digits = false;
  bool plus = false;    ///< a + stands directly before it
  std::string between;  ///< characters up to the next token
};

std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> tokens;
  std::size_t at = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (!is_digit(c) && !is_letter(c)) {
      if (!tokens.empty()) tokens.back().between.push_back(c);
      ++at;
      continue;
    }
    Token token;
    token.digits = is_digit(c);
    token.plus = at > 0 && text[at - 1] == '+';
    while (at < text.size() && (token.digits ? is_digit(text[at]) : is_letter(text[at])))
      token.text.push_back(text[at++]);
    tokens.push_back(std::move(token));
  }
  return tokens;
}

/// True if the token and the next one are one number to a reader: at most one joint between them.
bool joined(const Token& token) { return token.between.size() == 1 && is_joint(token.between[0]); }

/// Lengths of the digit groups that follow each other from `from` on.
std::vector<std::size_t> group_lengths(const std::vector<Token>& tokens, std::size_t from) {
  std::vector<std::size_t> lengths;
  for (std::size_t i = from; i < tokens.size() && tokens[i].digits; ++i) {
    lengths.push_back(tokens[i].text.size());
    if (!joined(tokens[i])) break;
  }
  return lengths;
}

bool starts_with(const std::vector<std::size_t>& lengths, std::initializer_list<std::size_t> wanted) {
  return lengths.size() >= wanted.size() && std::equal(wanted.begin(), wanted.end(), lengths.begin());
}

bool nik_at(const std::vector<Token>& tokens, std::size_t i) {
  if (!tokens[i].digits) return false;
  if (tokens[i].text.size() >= 16) return true;
  const auto lengths = group_lengths(tokens, i);
  return starts_with(lengths, {4, 4, 4, 4}) || starts_with(lengths, {6, 6, 4});
}

bool is_word(const Token& token, std::string_view upper) {
  return token.text.size() == upper.size() && std::equal(token.text.begin(), token.text.end(), upper.begin(),
                                                         [](char a, char b) { return to_upper(a) == b; });
}

/// "X1234567", "XA 123456": the letters touch the digits, or one space and capitals that are no unit or currency.
bool passport_at(const std::vector<Token>& tokens, std::size_t i) {
  const Token& letters = tokens[i];
  if (is_word(letters, "PASPOR") || is_word(letters, "PASSPORT")) {
    for (std::size_t k = i + 1; k < tokens.size() && k <= i + 4; ++k) {
      if (tokens[k].digits && tokens[k].text.size() >= 6) return true;
    }
    return false;
  }
  if (letters.digits || letters.text.size() > 2 || i + 1 >= tokens.size() || !tokens[i + 1].digits) return false;
  const std::size_t count = tokens[i + 1].text.size();
  if (count < 6 || count > 8 || tokens[i + 1].between.substr(0, 1) == ".") return false;
  for (const std::string_view other : {"RP", "NO", "KM", "ID", "RT", "RW", "PP", "UU", "ML", "CM", "LP", "SP"}) {
    if (is_word(letters, other)) return false;
  }
  if (letters.between.empty()) return true;
  return letters.between == " " && letters.text.size() == 1 && is_upper(letters.text[0]) && count == 7;
}

bool is_hotline(const std::string& digits) { return digits == "08111129129" || digits == "628111129129"; }

/// A mobile number: 08… or 62… (with +), its groups at least 3 digits long so that a date and a time do not add up to
/// one.
bool phone_at(const std::vector<Token>& tokens, std::size_t i) {
  const Token& first = tokens[i];
  if (!first.digits) return false;
  const bool national = first.text.size() >= 4 && first.text[0] == '0' && first.text[1] == '8';
  const bool abroad = first.plus && first.text.substr(0, 2) == "62";
  const bool run = first.text.size() >= 11 && first.text.substr(0, 3) == "628";
  if (!national && !abroad && !run) return false;
  std::string digits = first.text;
  for (std::size_t k = i; joined(tokens[k]) && k + 1 < tokens.size() && tokens[k + 1].digits; ++k) {
    if (tokens[k + 1].text.size() < 3) break;
    digits += tokens[k + 1].text;
  }
  return digits.size() >= 10 && digits.size() <= 14 && !is_hotline(digits);
}

constexpr std::array<std::string_view, 61> kPlateAreas{
    "A",  "B",  "D",  "E",  "F",  "G",  "H",  "K",  "L",  "M",  "N",  "P",  "R",  "S",  "T",  "W",
    "Z",  "AA", "AB", "AD", "AE", "AG", "BA", "BB", "BD", "BE", "BG", "BH", "BK", "BL", "BM", "BN",
    "BP", "DA", "DB", "DC", "DD", "DE", "DG", "DH", "DK", "DL", "DM", "DN", "DP", "DR", "DS", "DT",
    "EA", "EB", "ED", "KB", "KH", "KT", "KU", "PA", "PB", "PG", "PS", "PT", "PY"};

bool is_all_upper(const std::string& text) { return std::all_of(text.begin(), text.end(), is_upper); }

/// "DH 1234 AB". Small letters count only without spaces, or for the areas of the region (DH, EB, ED).
bool plate_at(const std::vector<Token>& tokens, std::size_t i) {
  if (i + 2 >= tokens.size()) return false;
  const Token& area = tokens[i];
  const Token& number = tokens[i + 1];
  const Token& suffix = tokens[i + 2];
  if (area.digits || !number.digits || suffix.digits) return false;
  if (number.text.size() > 4 || number.text[0] == '0' || suffix.text.size() > 3) return false;
  if (area.between.size() > 1 || number.between.size() > 1 || number.between == "." || number.between == "/")
    return false;
  if (area.between == "/" || area.between == ".") return false;
  std::string upper = area.text;
  std::transform(upper.begin(), upper.end(), upper.begin(), to_upper);
  if (std::find(kPlateAreas.begin(), kPlateAreas.end(), upper) == kPlateAreas.end()) return false;
  if (upper.size() == 1 && number.text.size() < 3) return false;
  const bool capitals = is_all_upper(area.text) && is_all_upper(suffix.text);
  const bool tight = area.between.empty() && number.between.empty();
  const bool local = upper == "DH" || upper == "EB" || upper == "ED";
  return capitals || ((tight || local) && number.text.size() >= 3);
}

}  // namespace

std::string_view word(LooksLike value) {
  switch (value) {
    case LooksLike::nik:
      return "nik";
    case LooksLike::passport:
      return "passport";
    case LooksLike::phone:
      return "phone";
    case LooksLike::plate:
      return "plate";
  }
  return "";
}

std::optional<LooksLike> looks_like_identity(std::string_view text) {
  if (std::none_of(text.begin(), text.end(), is_digit)) return std::nullopt;  // each of them has digits
  const std::vector<Token> tokens = tokens_of(text);
  using Test = bool (*)(const std::vector<Token>&, std::size_t);
  const std::array<std::pair<LooksLike, Test>, 4> tests{{{LooksLike::nik, nik_at},
                                                         {LooksLike::passport, passport_at},
                                                         {LooksLike::phone, phone_at},
                                                         {LooksLike::plate, plate_at}}};
  for (const auto& [kind, found_at] : tests) {
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (found_at(tokens, i)) return kind;
    }
  }
  return std::nullopt;
}

}  // namespace ronda::domain
