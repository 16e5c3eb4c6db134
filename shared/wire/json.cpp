#include "shared/wire/json.hpp"

#include <nlohmann/json.hpp>
#include <utility>

namespace ronda::wire {

namespace {

using Json = nlohmann::json;

// nlohmann::json sorts members by name. The text order of members() and dump() is not needed for correctness anywhere
// (records are kept as bytes), so the sorted one is good enough and half the memory of ordered_json.

std::string pointer_to(const std::string& path, std::string_view name) {
  std::string out = path + "/";
  for (const char c : name) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out.push_back(c);
    }
  }
  return out;
}

/// Builds the document and refuses what nlohmann would let pass: deep nesting and repeated names.
class StrictBuilder : public nlohmann::json_sax<Json> {
 public:
  StrictBuilder(Json& root, int max_depth) : dom_(root, false), max_depth_(max_depth) {}

  bool null() override { return dom_.null(); }
  bool boolean(bool value) override { return dom_.boolean(value); }
  bool number_integer(number_integer_t value) override { return dom_.number_integer(value); }
  bool number_unsigned(number_unsigned_t value) override { return dom_.number_unsigned(value); }
  bool number_float(number_float_t value, const string_t& text) override { return dom_.number_float(value, text); }
  bool string(string_t& value) override { return dom_.string(value); }
  bool binary(binary_t& value) override { return dom_.binary(value); }
  bool start_object(std::size_t size) override {
    names_.emplace_back();
    return deeper() && dom_.start_object(size);
  }
  bool key(string_t& name) override {
    for (const auto& seen : names_.back()) {
      if (seen == name) {
        complaint = "the member \"" + name + "\" is there twice";
        return false;
      }
    }
    names_.back().push_back(name);
    return dom_.key(name);
  }
  bool end_object() override {
    names_.pop_back();
    --depth_;
    return dom_.end_object();
  }
  bool start_array(std::size_t size) override { return deeper() && dom_.start_array(size); }
  bool end_array() override {
    --depth_;
    return dom_.end_array();
  }
  bool parse_error(std::size_t position, const std::string& last_token, const nlohmann::detail::exception&) override {
    error_at = position;
    token = last_token;
    return false;
  }

  std::string complaint;
  std::string token;
  std::size_t error_at = 0;

 private:
  bool deeper() {
    if (++depth_ <= max_depth_) return true;
    complaint = "nested too deeply";
    return false;
  }

  nlohmann::detail::json_sax_dom_parser<Json> dom_;
  int max_depth_;
  int depth_ = 0;
  std::vector<std::vector<std::string>> names_;
};

/// Walks over a text and says how far it has been read.
struct Reading {
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  const char* at = nullptr;
  const char** furthest = nullptr;

  const char& operator*() const { return *at; }
  Reading& operator++() {
    *furthest = ++at;
    return *this;
  }
  Reading operator++(int) {
    const Reading before = *this;
    ++*this;
    return before;
  }
  bool operator==(const Reading& other) const { return at == other.at; }
  bool operator!=(const Reading& other) const { return at != other.at; }
};

/// Where the builder complained: the text is read once more, which only a wrong one costs.
std::size_t complained_at(std::string_view text, int max_depth) {
  Json root;
  StrictBuilder builder(root, max_depth);
  const char* furthest = text.data();
  const Reading begin{text.data(), &furthest}, end{text.data() + text.size(), &furthest};
  Json::sax_parse(begin, end, &builder);
  return static_cast<std::size_t>(furthest - text.data());
}

std::string line_and_column(std::string_view text, std::size_t at) {
  std::size_t line = 1;
  std::size_t column = 1;
  for (std::size_t i = 0; i + 1 < at && i < text.size(); ++i) {
    if (text[i] == '\n') {
      ++line;
      column = 1;
    } else {
      ++column;
    }
  }
  return std::to_string(line) + ":" + std::to_string(column);
}

template <typename T, typename Read>
Result<std::optional<T>> maybe(const JsonCursor& at, std::string_view name, Read read) {
  const auto found = at.find(name);
  if (!found) return std::optional<T>();
  Result<T> value = read(*found);
  if (!value) return std::move(value).error();
  return std::optional<T>(std::move(*value));
}

template <typename T, typename Read>
Result<T> required(const JsonCursor& at, std::string_view name, Read read) {
  auto found = at.member(name);
  if (!found) return std::move(found).error();
  return read(*found);
}

}  // namespace

bool JsonCursor::is_object() const { return node_->is_object(); }
bool JsonCursor::is_array() const { return node_->is_array(); }
bool JsonCursor::is_string() const { return node_->is_string(); }
bool JsonCursor::is_integer() const { return node_->is_number_integer(); }
bool JsonCursor::is_number() const { return node_->is_number(); }
bool JsonCursor::is_boolean() const { return node_->is_boolean(); }
bool JsonCursor::is_null() const { return node_->is_null(); }
std::size_t JsonCursor::size() const { return node_->size(); }
std::string JsonCursor::dump() const { return node_->dump(); }

Result<void> JsonCursor::only(std::initializer_list<std::string_view> names) const {
  if (!is_object()) return wrong("expected an object");
  for (const auto& entry : node_->items()) {
    bool known = false;
    for (const auto name : names) known = known || entry.key() == name;
    if (!known) return bad_input("this member is not known here", pointer_to(path_, entry.key()));
  }
  return {};
}

bool JsonCursor::has(std::string_view name) const {
  return is_object() && node_->find(std::string(name)) != node_->end();
}

Result<JsonCursor> JsonCursor::member(std::string_view name) const {
  if (!is_object()) return wrong("expected an object");
  const auto found = node_->find(std::string(name));
  if (found == node_->end()) return bad_input("this member is missing", pointer_to(path_, name));
  return JsonCursor(&*found, pointer_to(path_, name));
}

std::optional<JsonCursor> JsonCursor::find(std::string_view name) const {
  if (!is_object()) return std::nullopt;
  const auto found = node_->find(std::string(name));
  if (found == node_->end() || found->is_null()) return std::nullopt;
  return JsonCursor(&*found, pointer_to(path_, name));
}

std::vector<std::pair<std::string, JsonCursor>> JsonCursor::members() const {
  std::vector<std::pair<std::string, JsonCursor>> out;
  if (!is_object()) return out;
  for (const auto& entry : node_->items()) {
    out.emplace_back(entry.key(), JsonCursor(&entry.value(), pointer_to(path_, entry.key())));
  }
  return out;
}

std::vector<JsonCursor> JsonCursor::items() const {
  std::vector<JsonCursor> out;
  if (!is_array()) return out;
  out.reserve(node_->size());
  for (std::size_t i = 0; i < node_->size(); ++i) out.emplace_back(&(*node_)[i], path_ + "/" + std::to_string(i));
  return out;
}

Result<std::string> JsonCursor::as_string(std::size_t max_bytes) const {
  if (!is_string()) return wrong("expected text");
  const auto& text = node_->get_ref<const std::string&>();
  if (text.size() > max_bytes) return wrong("this text is too long, at most " + std::to_string(max_bytes) + " bytes");
  return text;
}

Result<std::int64_t> JsonCursor::as_integer(std::int64_t least, std::int64_t most) const {
  if (!is_integer()) return wrong("expected a whole number");
  if (node_->is_number_unsigned() && node_->get<std::uint64_t>() > static_cast<std::uint64_t>(most)) {
    return wrong("this number is too large");
  }
  const auto number = node_->get<std::int64_t>();
  if (number < least || number > most) {
    return wrong("expected a number from " + std::to_string(least) + " to " + std::to_string(most));
  }
  return number;
}

Result<double> JsonCursor::as_real() const {
  if (!is_number()) return wrong("expected a number");
  return node_->get<double>();
}

Result<bool> JsonCursor::as_boolean() const {
  if (!is_boolean()) return wrong("expected true or false");
  return node_->get<bool>();
}

Result<Uuid> JsonCursor::as_uuid() const {
  auto text = as_string();
  if (!text) return std::move(text).error();
  auto id = parse_uuid(*text);
  if (!id) return wrong(id.error().message);
  return *id;
}

Result<Instant> JsonCursor::as_instant() const {
  auto text = as_string();
  if (!text) return std::move(text).error();
  auto at = parse_instant(*text);
  if (!at) return wrong(at.error().message);
  return *at;
}

Result<LocalDate> JsonCursor::as_date() const {
  auto text = as_string();
  if (!text) return std::move(text).error();
  auto date = parse_date(*text);
  if (!date) return wrong(date.error().message);
  return *date;
}

Result<std::vector<JsonCursor>> JsonCursor::as_array(std::size_t most) const {
  if (!is_array()) return wrong("expected a list");
  if (node_->size() > most) return wrong("this list is too long, at most " + std::to_string(most));
  return items();
}

Result<std::string> JsonCursor::string(std::string_view name, std::size_t max_bytes) const {
  return required<std::string>(*this, name, [&](const JsonCursor& at) { return at.as_string(max_bytes); });
}

Result<std::int64_t> JsonCursor::integer(std::string_view name, std::int64_t least, std::int64_t most) const {
  return required<std::int64_t>(*this, name, [&](const JsonCursor& at) { return at.as_integer(least, most); });
}

Result<bool> JsonCursor::boolean(std::string_view name) const {
  return required<bool>(*this, name, [](const JsonCursor& at) { return at.as_boolean(); });
}

Result<Instant> JsonCursor::instant(std::string_view name) const {
  return required<Instant>(*this, name, [](const JsonCursor& at) { return at.as_instant(); });
}

Result<LocalDate> JsonCursor::date(std::string_view name) const {
  return required<LocalDate>(*this, name, [](const JsonCursor& at) { return at.as_date(); });
}

Result<std::vector<JsonCursor>> JsonCursor::array(std::string_view name, std::size_t most) const {
  return required<std::vector<JsonCursor>>(*this, name, [&](const JsonCursor& at) { return at.as_array(most); });
}

Result<std::optional<std::string>> JsonCursor::optional_string(std::string_view name, std::size_t max_bytes) const {
  return maybe<std::string>(*this, name, [&](const JsonCursor& at) { return at.as_string(max_bytes); });
}

Result<std::optional<std::int64_t>> JsonCursor::optional_integer(std::string_view name, std::int64_t least,
                                                                 std::int64_t most) const {
  return maybe<std::int64_t>(*this, name, [&](const JsonCursor& at) { return at.as_integer(least, most); });
}

Result<std::optional<bool>> JsonCursor::optional_boolean(std::string_view name) const {
  return maybe<bool>(*this, name, [](const JsonCursor& at) { return at.as_boolean(); });
}

Result<std::optional<Instant>> JsonCursor::optional_instant(std::string_view name) const {
  return maybe<Instant>(*this, name, [](const JsonCursor& at) { return at.as_instant(); });
}

Result<std::optional<LocalDate>> JsonCursor::optional_date(std::string_view name) const {
  return maybe<LocalDate>(*this, name, [](const JsonCursor& at) { return at.as_date(); });
}

// JsonDocument

struct JsonDocument::State {
  Json json;
};

JsonDocument::JsonDocument(std::unique_ptr<State> state) : state_(std::move(state)) {}
JsonDocument::JsonDocument(JsonDocument&&) noexcept = default;
JsonDocument& JsonDocument::operator=(JsonDocument&&) noexcept = default;
JsonDocument::~JsonDocument() = default;

JsonCursor JsonDocument::root() const { return JsonCursor(&state_->json, ""); }

Result<JsonDocument> JsonDocument::parse(std::string_view text, int max_depth) {
  auto state = std::make_unique<State>();
  StrictBuilder builder(state->json, max_depth);
  bool whole = false;
  try {
    whole = Json::sax_parse(text.begin(), text.end(), &builder);
  } catch (const Json::exception& problem) {  // the only place where nlohmann's exceptions may appear
    return bad_input(problem.what());
  }
  if (whole) return JsonDocument(std::move(state));
  if (!builder.complaint.empty())
    return bad_input(builder.complaint, line_and_column(text, complained_at(text, max_depth)));
  const bool early = builder.error_at > text.size() || builder.token.empty();
  return Error{early ? ErrorCode::truncated : ErrorCode::bad_input,
               early ? "this JSON text ends too early" : "this is no valid JSON",
               line_and_column(text, builder.error_at)};
}

}  // namespace ronda::wire
