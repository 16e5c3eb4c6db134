#pragma once
// The only door to JSON: a strict reader with a path in every error, and a writer that keeps the order it is given.
// nlohmann-json stays behind json.cpp. Documents and cursors belong to one thread; a cursor lives as long as its
// document.

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"

namespace ronda::wire {

/// Points at one value of a document and knows its JSON pointer.
class JsonCursor {
 public:
  JsonCursor(const nlohmann::json* node, std::string path) : node_(node), path_(std::move(path)) {}

  const std::string& path() const { return path_; }
  bool is_object() const;
  bool is_array() const;
  bool is_string() const;
  bool is_integer() const;
  bool is_number() const;
  bool is_boolean() const;
  bool is_null() const;

  /// An error at this place.
  Error wrong(std::string message) const { return bad_input(std::move(message), path_); }

  /// Errors: bad_input if this is no object or has a member that is not in `names`.
  Result<void> only(std::initializer_list<std::string_view> names) const;
  bool has(std::string_view name) const;
  /// The member. Errors: bad_input if it is absent.
  Result<JsonCursor> member(std::string_view name) const;
  /// The member, or nothing if it is absent or null.
  std::optional<JsonCursor> find(std::string_view name) const;
  /// Members of an object in the order of the text, as (name, cursor).
  std::vector<std::pair<std::string, JsonCursor>> members() const;
  /// Elements of an array; empty if this is none (check is_array first where it matters).
  std::vector<JsonCursor> items() const;
  std::size_t size() const;

  // The value itself. Errors: bad_input naming the path and what was expected.
  Result<std::string> as_string(std::size_t max_bytes = kMaxText) const;
  Result<std::int64_t> as_integer(std::int64_t least = std::numeric_limits<std::int64_t>::min(),
                                  std::int64_t most = std::numeric_limits<std::int64_t>::max()) const;
  Result<double> as_real() const;
  Result<bool> as_boolean() const;
  Result<Uuid> as_uuid() const;
  Result<Instant> as_instant() const;
  Result<LocalDate> as_date() const;
  /// Elements of an array. Errors: bad_input if it is none or has more than `most`.
  Result<std::vector<JsonCursor>> as_array(std::size_t most = kMaxItems) const;

  // A required member.
  Result<std::string> string(std::string_view name, std::size_t max_bytes = kMaxText) const;
  Result<std::int64_t> integer(std::string_view name, std::int64_t least = std::numeric_limits<std::int64_t>::min(),
                               std::int64_t most = std::numeric_limits<std::int64_t>::max()) const;
  Result<bool> boolean(std::string_view name) const;
  Result<Instant> instant(std::string_view name) const;
  Result<LocalDate> date(std::string_view name) const;
  Result<std::vector<JsonCursor>> array(std::string_view name, std::size_t most = kMaxItems) const;
  template <typename IdType>
  Result<IdType> id(std::string_view name) const {
    auto at = member(name);
    if (!at) return std::move(at).error();
    auto uuid = at->as_uuid();
    if (!uuid) return std::move(uuid).error();
    return IdType{*uuid};
  }

  // A member that may be absent or null.
  Result<std::optional<std::string>> optional_string(std::string_view name, std::size_t max_bytes = kMaxText) const;
  Result<std::optional<std::int64_t>> optional_integer(
      std::string_view name, std::int64_t least = std::numeric_limits<std::int64_t>::min(),
      std::int64_t most = std::numeric_limits<std::int64_t>::max()) const;
  Result<std::optional<bool>> optional_boolean(std::string_view name) const;
  Result<std::optional<Instant>> optional_instant(std::string_view name) const;
  Result<std::optional<LocalDate>> optional_date(std::string_view name) const;
  template <typename IdType>
  Result<std::optional<IdType>> optional_id(std::string_view name) const {
    const auto at = find(name);
    if (!at) return std::optional<IdType>();
    auto uuid = at->as_uuid();
    if (!uuid) return std::move(uuid).error();
    return std::optional<IdType>(IdType{*uuid});
  }

  /// Compact text of this value, members in the order of the text that was read.
  std::string dump() const;

  static constexpr std::size_t kMaxText = 64 * 1024;
  static constexpr std::size_t kMaxItems = 100'000;

 private:
  const nlohmann::json* node_;
  std::string path_;
};

/// A parsed text. Movable.
class JsonDocument {
 public:
  /// Strict JSON, UTF-8, at most `max_depth` levels, no repeated member names.
  /// Errors: bad_input with `where` = line:column, truncated if the text ends too early.
  static Result<JsonDocument> parse(std::string_view text, int max_depth = 32);

  JsonDocument(JsonDocument&&) noexcept;
  JsonDocument& operator=(JsonDocument&&) noexcept;
  ~JsonDocument();

  JsonCursor root() const;

 private:
  struct State;
  explicit JsonDocument(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Writes compact JSON in the order of the calls.
class JsonWriter {
 public:
  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);

  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
  JsonWriter& value(std::int64_t number);
  JsonWriter& value(int number) { return value(static_cast<std::int64_t>(number)); }
  JsonWriter& value(std::size_t number) { return value(static_cast<std::int64_t>(number)); }
  JsonWriter& value(bool truth);
  /// `decimals` digits after the point; never used inside a record.
  JsonWriter& real(double number, int decimals);
  JsonWriter& null();
  JsonWriter& value(Instant at) { return value(to_text(at)); }
  JsonWriter& value(LocalDate date) { return value(to_text(date)); }
  JsonWriter& value(const Uuid& id) { return value(to_text(id)); }
  template <typename Tag>
  JsonWriter& value(const Id<Tag>& id) {
    return value(id.uuid);
  }
  template <typename T>
  JsonWriter& value(const std::optional<T>& maybe) {
    return maybe ? value(*maybe) : null();
  }
  /// Text that is JSON already.
  JsonWriter& raw(std::string_view json);

  template <typename T>
  JsonWriter& member(std::string_view name, const T& content) {
    return key(name).value(content);
  }

  const std::string& text() const { return text_; }
  std::string take() { return std::move(text_); }

 private:
  void comma();
  std::string text_;
  bool fresh_ = true;  // no comma before the next value
};

}  // namespace ronda::wire
