// The change feed's messages and problem replies.
#include <charconv>

#include "shared/wire/json.hpp"
#include "shared/wire/sync_json.hpp"

namespace ronda::wire {

namespace {

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

// ---- pull ------------------------------------------------------------------------------------------------------

std::string encode_query(const PullQuery& query) {
  std::string out = "protocol=" + std::to_string(kProtocol);
  if (query.epoch) out += "&epoch=" + to_text(*query.epoch);
  return out + "&cursor=" + std::to_string(query.cursor) + "&limit=" + std::to_string(query.limit) +
         (query.begun ? "&begun=" + std::to_string(*query.begun) : std::string());
}

Result<PullQuery> decode_pull_query(std::string_view query) {
  PullQuery out;
  bool protocol = false;
  bool cursor = false;
  bool limit = false;
  while (!query.empty()) {
    const auto end = query.find('&');
    const auto pair = query.substr(0, end);
    query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
    const auto equals = pair.find('=');
    const auto name = pair.substr(0, equals);
    const auto value = equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1);
    const std::string where = "/" + std::string(name.substr(0, 40));
    const auto number = whole_number(value);
    if (name == "protocol" && !protocol) {
      if (number != kProtocol) {
        return Error{ErrorCode::unsupported_version, "this protocol version is not spoken here", where};
      }
      protocol = true;
    } else if (name == "epoch" && !out.epoch) {
      const auto id = parse_uuid(value);
      if (!id) return bad_input(id.error().message, where);
      out.epoch = *id;
    } else if (name == "cursor" && !cursor) {
      if (!number || *number < 0) return bad_input("expected a number from 0", where);
      out.cursor = *number;
      cursor = true;
    } else if (name == "limit" && !limit) {
      if (!number || *number < 1 || *number > kMaxPullChanges)
        return bad_input("expected a number from 1 to 1000", where);
      out.limit = *number;
      limit = true;
    } else if (name == "begun" && !out.begun) {
      if (!number || *number < 0) return bad_input("expected a number from 0", where);
      out.begun = *number;
    } else {
      return bad_input("this parameter is not known here or stands twice", where);
    }
  }
  if (!protocol) return Error{ErrorCode::unsupported_version, "the protocol version is missing", "/protocol"};
  if (!cursor) return bad_input("this parameter is missing", "/cursor");
  return out;
}

std::string encode(const PullPage& page) {
  JsonWriter out;
  out.begin_object()
      .member("epoch", page.epoch)
      .member("cursor", page.cursor)
      .member("more", page.more)
      .member("server_time", page.server_time);
  if (page.device) out.member("device", *page.device);
  if (page.after) out.member("after", *page.after);
  if (page.head) out.member("head", *page.head);
  if (page.acked_seq) out.member("acked_seq", *page.acked_seq);
  out.key("changes").begin_array();
  for (const auto& change : page.changes) {
    out.begin_object().member("seq", change.seq).member("entity", change.entity).member("id", change.id);
    if (change.deleted) {
      out.member("deleted", true);
    } else {
      out.key("data").raw(change.data);
    }
    out.end_object();
  }
  out.end_array().end_object();
  return out.take();
}

Result<PullPage> decode_pull_page(std::string_view body) {
  auto document = JsonDocument::parse(body);
  if (!document) return std::move(document).error();
  PullPage page;
  page.document = std::make_shared<const JsonDocument>(std::move(*document));
  const JsonCursor root = page.document->root();
  const auto epoch = root.id<Id<struct EpochTag>>("epoch");
  if (!epoch) return epoch.error();
  const auto cursor = root.integer("cursor", 0);
  if (!cursor) return cursor.error();
  const auto more = root.boolean("more");
  if (!more) return more.error();
  const auto time = root.instant("server_time");
  if (!time) return time.error();
  const auto changes = root.array("changes");
  if (!changes) return changes.error();
  page.epoch = epoch->uuid;
  page.cursor = *cursor;
  page.more = *more;
  page.server_time = *time;
  const auto acked = root.optional_integer("acked_seq", 0);
  if (!acked) return acked.error();
  page.acked_seq = *acked;
  const auto device = root.optional_id<DeviceId>("device");
  if (!device) return device.error();
  page.device = *device;
  const auto after = root.optional_integer("after", 0);
  if (!after) return after.error();
  page.after = *after;
  const auto head = root.optional_integer("head", 0);
  if (!head) return head.error();
  page.head = *head;
  page.changes.reserve(changes->size());
  std::int64_t last = 0;
  for (const auto& at : *changes) {
    Change change;
    const auto seq = at.integer("seq", 1);
    if (!seq) return seq.error();
    if (*seq <= last || *seq > page.cursor)
      return bad_input("the numbers of a page must rise up to its cursor", at.path() + "/seq");
    last = *seq;
    auto entity = at.string("entity", 60);
    if (!entity) return std::move(entity).error();
    const auto id = at.id<Id<struct EntityTag>>("id");
    if (!id) return id.error();
    const auto deleted = at.optional_boolean("deleted");
    if (!deleted) return deleted.error();
    change.seq = *seq;
    change.entity = std::move(*entity);
    change.id = id->uuid;
    change.deleted = deleted->value_or(false);
    if (!change.deleted) {
      const auto data = at.member("data");
      if (!data) return data.error();
      if (!data->is_object()) return data->wrong("expected an object");
      change.content = *data;
    }
    page.changes.push_back(std::move(change));
  }
  return page;
}

// ---- problems --------------------------------------------------------------------------------------------------

Result<Problem> decode_problem(std::string_view body) {
  const auto document = JsonDocument::parse(body);
  if (!document) return document.error();
  const JsonCursor root = document->root();
  auto code = root.string("code", 60);
  if (!code) return std::move(code).error();
  Problem problem;
  problem.code = std::move(*code);
  problem.status = static_cast<int>(root.integer("status", 0, 999).value_or(0));
  problem.title = root.string("title").value_or("");
  problem.where = root.string("where").value_or("");
  problem.request_id = root.string("request_id").value_or("");
  problem.expected_seq = root.optional_integer("expected_seq", 1).value_or(std::nullopt);
  problem.retry_after_s = root.optional_integer("retry_after_s", 0).value_or(std::nullopt);
  return problem;
}

}  // namespace ronda::wire
