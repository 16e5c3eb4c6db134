#include "shared/wire/scan.hpp"

#include <array>
#include <cstring>

#include "shared/base/bytes.hpp"

namespace ronda::wire {

namespace {

constexpr int kMostDigits = 18;  // any number of so many digits fits

/// Value of a lower-case hex digit, 16 for anything else.
constexpr std::array<std::uint8_t, 256> hex_table() {
  std::array<std::uint8_t, 256> table{};
  for (auto& value : table) value = 16;
  for (std::uint8_t i = 0; i < 10; ++i) table[static_cast<std::size_t>('0') + i] = i;
  for (std::uint8_t i = 0; i < 6; ++i) table[static_cast<std::size_t>('a') + i] = static_cast<std::uint8_t>(10 + i);
  return table;
}
constexpr auto kHex = hex_table();

std::uint8_t hex_of(char c) { return kHex[static_cast<std::uint8_t>(c)]; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// `count` pairs of hex digits into `out`; false if one is none.
bool read_hex(const char* from, std::size_t count, std::uint8_t* out) {
  std::uint8_t seen = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const unsigned high = hex_of(from[2 * i]);
    const unsigned low = hex_of(from[2 * i + 1]);
    seen = static_cast<std::uint8_t>(seen | high | low);
    out[i] = static_cast<std::uint8_t>((high << 4U) | (low & 0x0FU));
  }
  return (seen & 0x10U) == 0;
}

/// Two or four digits, or a number above any that is allowed.
int digits(const char* from, int count) {
  int value = 0;
  for (int i = 0; i < count; ++i) {
    if (!is_digit(from[i])) return 1'000'000;
    value = value * 10 + (from[i] - '0');
  }
  return value;
}

/// YYYY-MM-DD
bool read_date(const char* from, LocalDate& out) {
  if (from[4] != '-' || from[7] != '-') return false;
  out = {digits(from, 4), digits(from + 5, 2), digits(from + 8, 2)};
  if (out.year > 9999 || out.month < 1 || out.month > 12 || out.day < 1) return false;
  return out.day <= 28 || out.day <= days_in_month(out.year, out.month);
}

}  // namespace

bool Scan::number(std::int64_t& out, std::int64_t least, std::int64_t most) {
  const char* p = at_;
  const bool negative = p != end_ && *p == '-';
  if (negative) ++p;
  const char* first = p;
  std::int64_t value = 0;
  for (; p != end_ && is_digit(*p); ++p) {
    if (p - first >= kMostDigits) return false;
    value = value * 10 + (*p - '0');
  }
  if (p == first || (*first == '0' && (p - first > 1 || negative))) return false;
  if (negative) value = -value;
  if (value < least || value > most) return false;
  out = value;
  at_ = p;
  return true;
}

bool Scan::number(int& out, std::int64_t least, std::int64_t most) {
  std::int64_t value = 0;
  if (!number(value, least, most)) return false;
  out = static_cast<int>(value);
  return true;
}

bool Scan::boolean(bool& out) {
  if (take("true")) {
    out = true;
    return true;
  }
  out = false;
  return take("false");
}

bool Scan::plain(std::string_view& out, std::size_t most) {
  if (!next_is('"')) return false;
  const char* const first = at_ + 1;
  const char* p = first;
  for (; p != end_ && *p != '"'; ++p) {
    const auto byte = static_cast<std::uint8_t>(*p);
    if (byte < 0x20 || byte >= 0x7F || byte == '\\') return false;
  }
  if (p == end_ || static_cast<std::size_t>(p - first) > most) return false;
  out = {first, static_cast<std::size_t>(p - first)};
  at_ = p + 1;
  return true;
}

bool Scan::string(std::string& out, std::size_t most) {
  if (!next_is('"')) return false;
  const char* p = at_ + 1;
  bool ascii = true;
  out.clear();
  const char* run = p;
  for (; p != end_ && *p != '"'; ++p) {
    const auto byte = static_cast<std::uint8_t>(*p);
    if (byte < 0x20) return false;
    if (byte >= 0x80) ascii = false;
    if (byte != '\\') continue;
    out.append(run, p);
    if (++p == end_) return false;
    switch (*p) {
      case '"':
      case '\\':
      case '/':
        out.push_back(*p);
        break;
      case 'n':
        out.push_back('\n');
        break;
      case 't':
        out.push_back('\t');
        break;
      case 'r':
        out.push_back('\r');
        break;
      case 'b':
        out.push_back('\b');
        break;
      case 'f':
        out.push_back('\f');
        break;
      default:
        return false;
    }
    run = p + 1;
  }
  if (p == end_) return false;
  out.append(run, p);
  at_ = p + 1;
  return out.size() <= most && (ascii || is_utf8(out));
}

bool Scan::uuid(Uuid& out) {
  constexpr std::size_t kSize = 38;  // with quotes
  if (static_cast<std::size_t>(end_ - at_) < kSize) return false;
  const char* const p = at_ + 1;
  if (at_[0] != '"' || p[8] != '-' || p[13] != '-' || p[18] != '-' || p[23] != '-' || p[36] != '"') return false;
  if (!read_hex(p, 4, &out.bytes[0]) || !read_hex(p + 9, 2, &out.bytes[4]) || !read_hex(p + 14, 2, &out.bytes[6]) ||
      !read_hex(p + 19, 2, &out.bytes[8]) || !read_hex(p + 24, 6, &out.bytes[10])) {
    return false;
  }
  at_ += kSize;
  return true;
}

bool Scan::instant(Instant& out) {
  constexpr std::size_t kSize = 26;  // "2026-11-21T03:04:05.678Z" with quotes
  if (static_cast<std::size_t>(end_ - at_) < kSize) return false;
  const char* const p = at_ + 1;
  if (at_[0] != '"' || p[10] != 'T' || p[13] != ':' || p[16] != ':' || p[19] != '.' || p[23] != 'Z' || p[24] != '"') {
    return false;
  }
  if (std::memcmp(p, day_text_, sizeof day_text_) != 0) {
    LocalDate date;
    if (!read_date(p, date)) return false;
    std::memcpy(day_text_, p, sizeof day_text_);
    day_start_ = day_number(date) * 86'400'000;
  }
  const int hour = digits(p + 11, 2);
  const int minute = digits(p + 14, 2);
  const int second = digits(p + 17, 2);
  const int ms = digits(p + 20, 3);
  if (hour > 23 || minute > 59 || second > 59 || ms > 999) return false;
  out.ms = day_start_ + ((hour * 60 + minute) * 60 + second) * 1000 + ms;
  at_ += kSize;
  return true;
}

bool Scan::date(LocalDate& out) {
  constexpr std::size_t kSize = 12;
  if (static_cast<std::size_t>(end_ - at_) < kSize) return false;
  if (at_[0] != '"' || at_[11] != '"' || !read_date(at_ + 1, out)) return false;
  at_ += kSize;
  return true;
}

bool Scan::hash(ledger::Hash& out) {
  constexpr std::size_t kSize = 66;
  if (static_cast<std::size_t>(end_ - at_) < kSize) return false;
  if (at_[0] != '"' || at_[65] != '"' || !read_hex(at_ + 1, out.size(), out.data())) return false;
  at_ += kSize;
  return true;
}

}  // namespace ronda::wire
