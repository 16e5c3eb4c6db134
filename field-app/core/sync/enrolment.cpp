#include "field-app/core/sync/enrolment.hpp"

#include "field-app/core/sync/sync_texts.hpp"
#include "shared/wire/json.hpp"

namespace ronda::field {

namespace {

/// The words an enrolment may be refused with; others mean that the server is in trouble.
std::optional<ErrorCode> known_refusal(std::string_view code) {
  if (code == "wrong_code") return ErrorCode::wrong_code;
  if (code == "expired") return ErrorCode::expired;
  if (code == "too_many") return ErrorCode::too_many;
  if (code == "unsupported_version") return ErrorCode::unsupported_version;
  if (code == "bad_input") return ErrorCode::bad_input;
  if (code == "conflict") return ErrorCode::conflict;
  return std::nullopt;
}

std::string_view header(const SyncHeaders& headers, std::string_view name) {
  for (const auto& [key, value] : headers) {
    if (key == name) return value;
  }
  return {};
}

}  // namespace

Result<EnrolInput> decode_local_enrol(std::string_view body) {
  const auto document = wire::JsonDocument::parse(body, 4);
  if (!document) return document.error();
  const auto root = document->root();
  if (auto known = root.only({"server", "code", "device_name"}); !known) return std::move(known).error();
  auto server = root.string("server", 300);
  if (!server) return std::move(server).error();
  auto code = root.string("code", 40);
  if (!code) return std::move(code).error();
  auto name = root.optional_string("device_name", 120);
  if (!name) return std::move(name).error();
  return EnrolInput{std::move(*server), std::move(*code), name->value_or(""), {}};
}

Result<Enrolling> Enrolling::begin(SyncStore& store, const EnrolInput& input) {
  auto present = store.enrolment();
  if (!present) return std::move(present).error();
  const auto marks = store.marks();
  if (!marks) return marks.error();
  if (*present && marks->device_state == DeviceState::active) {
    return Error{ErrorCode::conflict, "this device is enrolled already", {}};
  }
  std::string server = input.server;
  while (!server.empty() && (server.back() == '/' || server.back() == ' ')) server.pop_back();
  while (!server.empty() && server.front() == ' ') server.erase(server.begin());
  const bool plain = server.rfind("http://", 0) == 0 && server.size() > 7;
  const bool tls = server.rfind("https://", 0) == 0 && server.size() > 8;
  if (!plain && !tls) return bad_input("expected an address such as https://ronda.example.id", "/server");
  if (wire::normal_code(input.code).empty()) return bad_input("expected the code from the unit head", "/code");

  Enrolling out;
  out.server_ = std::move(server);
  out.before_ = std::move(*present);
  const std::string known_name = out.before_ ? out.before_->device_name : "Ponsel";
  out.device_name_ = input.device_name.empty() ? known_name : input.device_name;
  out.keys_ = crypto::make_key_pair();
  out.request_.method = "POST";
  out.request_.path = "/api/v1/enrol";
  out.request_.headers = {{"Content-Type", "application/json"},
                          {"Accept", "application/json, application/problem+json"}};
  wire::EnrolRequest asked{input.code, out.keys_.public_key, out.device_name_, input.app_version, {}};
  if (out.before_) asked.replaces = out.before_->device;
  out.request_.body = wire::encode(asked);
  return out;
}

Result<void> Enrolling::finish(SyncStore& store, Moment now, int status, const SyncHeaders& headers,
                               std::string_view body, const Entropy& entropy) {
  const auto type = header(headers, "content-type");
  const bool ours = type.substr(0, 16) == "application/json";
  if (status == 201 && ours) {
    const auto reply = wire::decode_enrol_reply(body);
    if (!reply) return Error{ErrorCode::unreachable, text::wrong_reply().en, {}};
    Enrolment who;
    who.server = server_;
    who.device = reply->device;
    who.device_name = device_name_;
    who.officer = reply->officer;
    who.unit = reply->unit;
    who.token = reply->token;
    who.secret_key = keys_.secret_key;
    who.public_key = keys_.public_key;
    who.enrolled_at = now.wall;
    const std::int64_t skew_ms = reply->server_time.ms - now.wall.ms;
    if (before_ && (before_->officer != who.officer || before_->unit != who.unit)) {
      return Error{ErrorCode::conflict, "this code is another officer's than the work on this device", "/code"};
    }
    IdSource ids(entropy);
    auto saved = before_ ? store.renew_enrolment(who, reply->epoch, skew_ms, ids)
                         : store.save_enrolment(who, reply->epoch, skew_ms);
    if (!saved) return saved;
    return store.add_diary(now.wall, "enrol", before_ ? text::enrolled_anew(server_) : text::enrolled(server_));
  }
  if (status >= 400 && type.substr(0, 24) == "application/problem+json") {
    if (const auto problem = wire::decode_problem(body)) {
      if (const auto code = known_refusal(problem->code)) return Error{*code, problem->title, problem->where};
      return Error{ErrorCode::unreachable, text::server_trouble(status).en, {}};
    }
  }
  const bool portal =
      type.substr(0, 9) == "text/html" || status == 511 || status == 204 || (status >= 300 && status < 400);
  return Error{ErrorCode::unreachable, portal ? text::captive_portal().en : text::wrong_reply().en, {}};
}

}  // namespace ronda::field
