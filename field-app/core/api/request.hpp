#pragma once
// One call of the app's own API, taken apart; and the table of what answers it. One thread.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "field-app/core/field_app.hpp"
#include "field-app/core/work/work_context.hpp"
#include "shared/wire/json.hpp"

namespace ronda::field {

struct Request {
  std::string method;
  std::string path;
  std::map<std::string, std::string> query;
  std::string content_type;  ///< lower case, without parameters
  std::string body;
  std::vector<std::string> params;  ///< what stood in the place of {…}, in order

  /// The n-th parameter as an id. Errors: not_found (it is no id, so there is no such thing).
  template <typename IdType>
  Result<IdType> id(std::size_t n) const {
    auto uuid = parse_uuid(params.at(n));
    if (!uuid) return Error{ErrorCode::not_found, "there is nothing with this id", {}};
    return IdType{*uuid};
  }
};

/// Splits and decodes a target. Errors: bad_input (no path, bad percent code, no UTF-8).
Result<Request> parse_target(std::string_view method, std::string_view target);

/// The body as a JSON object with no other members than `names`. Errors: bad_input.
Result<wire::JsonDocument> json_body(const Request& request, std::initializer_list<std::string_view> names);

/// The member `name` as one of the words that `parse` knows. Errors: bad_input at the member.
template <typename Parse>
auto word_at(const wire::JsonCursor& at, std::string_view name, Parse parse) -> decltype(parse(std::string_view())) {
  auto text = at.string(name, 64);
  if (!text) return std::move(text).error();
  auto value = parse(*text);
  if (!value) return bad_input(value.error().message, "/" + std::string(name));
  return value;
}

Reply json_reply(int status, std::string json);

using Handler = Result<Reply> (*)(WorkContext& context, const Request& request);

struct Route {
  std::string_view method;
  std::string_view pattern;  ///< "/api/inspections/{}/answers/{}"
  Handler handler;
  enum class Needs {
    nothing,     ///< answers before the device is enrolled, and while it is locked
    enrolment,   ///< answers while the device is locked: the lock screen's own calls
    open_device  ///< everything else
  };
  bool writes = false;  ///< runs in a write transaction
  Needs needs = Needs::open_device;
  bool quiet = false;  ///< the page asks by itself: nobody's tap, so it does not keep the device open
};

struct Match {
  const Route* route = nullptr;  ///< null: no such path, or not with this method
  bool path_known = false;
  std::vector<std::string> params;
};
Match match_route(std::string_view method, std::string_view path);

}  // namespace ronda::field
