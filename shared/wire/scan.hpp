#pragma once
// A hand on a text that must stand exactly as our own writer puts it: each step takes what it expects or says no. For
// the hot paths only, behind a reader that knows what to complain about: a no here means "ask the other one", never
// "refuse". Whatever is taken here, the strict reader takes too, with the same meaning. Any thread.

#include <cstdint>
#include <string>
#include <string_view>

#include "shared/base/id.hpp"
#include "shared/base/time.hpp"
#include "shared/ledger/record.hpp"

namespace ronda::wire {

class Scan {
 public:
  explicit Scan(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

  bool at_end() const { return at_ == end_; }
  std::string_view rest() const { return {at_, static_cast<std::size_t>(end_ - at_)}; }
  bool next_is(char c) const { return at_ != end_ && *at_ == c; }

  /// Exactly these characters.
  bool take(std::string_view literal) {
    if (static_cast<std::size_t>(end_ - at_) < literal.size() || std::string_view(at_, literal.size()) != literal) {
      return false;
    }
    at_ += literal.size();
    return true;
  }
  /// A whole number without sign or leading zeros (-0 and the like are no), up to 18 digits.
  bool number(std::int64_t& out, std::int64_t least, std::int64_t most);
  bool number(int& out, std::int64_t least, std::int64_t most);
  bool boolean(bool& out);
  /// What stands between quotes, where it has no escapes, no control characters and only ASCII.
  bool plain(std::string_view& out, std::size_t most);
  /// A string with quotes: UTF-8, escapes but \u.
  bool string(std::string& out, std::size_t most);
  /// With quotes: the text forms of PROTOCOL.md §1.
  bool uuid(Uuid& out);
  template <typename Tag>
  bool id(Id<Tag>& out) {
    return uuid(out.uuid);
  }
  bool instant(Instant& out);
  bool date(LocalDate& out);
  bool hash(ledger::Hash& out);

 private:
  const char* at_;
  const char* end_;
  char day_text_[10] = {};      // the date of the last instant …
  std::int64_t day_start_ = 0;  // … and its beginning, ms: most instants of a record are of one day
};

}  // namespace ronda::wire
