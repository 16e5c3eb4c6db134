#include "field-app/core/field_app.hpp"

#include <algorithm>

#include "field-app/core/api/request.hpp"
#include "field-app/core/store/schema.hpp"
#include "field-app/core/sync/sync_texts.hpp"
#include "field-app/core/work/access.hpp"
#include "field-app/core/work/work_context.hpp"
#include "shared/base/planted.hpp"
#include "shared/wire/checklist_json.hpp"
#include "shared/wire/problem.hpp"

namespace ronda::field {

struct FieldApp::State {
  FieldOptions options;
  sqlite::Database db;
  IdSource ids;
  ChecklistShelf shelf;
  AccessSession session;
  SyncPort sync;

  State(FieldOptions given, sqlite::Database database)
      : options(std::move(given)), db(std::move(database)), ids(options.ports.entropy) {}
};

namespace {

/// "image/jpeg" of "Image/JPEG; charset=x".
std::string plain_type(std::string_view content_type) {
  std::string type(content_type.substr(0, content_type.find(';')));
  while (!type.empty() && type.back() == ' ') type.pop_back();
  std::transform(type.begin(), type.end(), type.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return type;
}

/// The device is open while somebody is in, or while nobody has a PIN yet.
Result<void> look_at_lock(WorkContext& context) {
  lock_when_idle(context.session, steady_ms(context));
  context.officer = context.session.officer.value_or(context.who.officer);
  if (context.session.officer) return {};
  auto any = AccessStore(context.db).any_pin();
  if (!any) return std::move(any).error();
  context.locked = *any;
  return {};
}

/// Who works here, by what rules: read once per call.
Result<void> fill_context(WorkContext& context) {
  auto who = SyncStore(context.db).enrolment();
  if (!who) return std::move(who).error();
  if (!*who) return {};
  context.who = **std::move(who);
  if (auto looked = look_at_lock(context); !looked) return looked;
  ReferenceStore reference(context.db);
  context.unit.id = context.who.unit;
  auto unit = reference.unit(context.who.unit);
  if (!unit) return std::move(unit).error();
  if (*unit) context.unit = **std::move(unit);
  auto officer = reference.officer(context.who.officer);
  if (!officer) return std::move(officer).error();
  if (*officer) context.team = (*officer)->team;
  auto policy = reference.policy();
  if (!policy) return std::move(policy).error();
  context.policy = *policy;
  return {};
}

/// Switched off by the unit: the app shows and exports, and changes nothing of the officer's work.
Result<void> may_change(WorkContext& context, const Route& route) {
  if (route.needs == Route::Needs::nothing) return {};
  const auto marks = SyncStore(context.db).marks();
  if (!marks) return marks.error();
  if (marks->device_state != DeviceState::revoked) return {};
  const auto said = text::device_revoked();
  wire::JsonWriter member;
  wire::write_text(member, said);
  context.problem_members = "\"text\":" + member.take();
  return Error{ErrorCode::revoked, said.en, {}};
}

constexpr std::string_view kLocked = "\"locked\":true";
Error locked_error() {
  return Error{ErrorCode::unauthenticated, "this device is locked; open it with a PIN first", {}};
}

Result<Reply> run(WorkContext& context, const Route& route, const Request& request) {
  if (!route.writes) return route.handler(context, request);
  if (auto allowed = may_change(context, route); !allowed) return std::move(allowed).error();
  auto transaction = sqlite::Transaction::begin(context.db, sqlite::Transaction::Kind::write);
  if (!transaction) return std::move(transaction).error();
  auto reply = route.handler(context, request);
  if (!reply) return reply;
  auto committed = transaction->commit();
  if (!committed && !RONDA_PLANTED(saved_before_commit)) return std::move(committed).error();
  return reply;
}

}  // namespace

Result<FieldApp> FieldApp::open(FieldOptions options) {
  RONDA_ASSERT(options.ports.clock && options.ports.entropy);
  auto db = open_database(options.database_path, options.database, options.ports.clock());
  if (!db) return std::move(db).error();
  if (options.ports.boot_ms) {
    if (auto resumed = resume_waits(*db, options.ports.boot_ms()); !resumed) return std::move(resumed).error();
  }
  // No room is no reason to stay shut: the next start notes it.
  if (auto begun = SyncStore(*db).begun_by(options.app_version); !begun && begun.error().code != ErrorCode::disk_full) {
    return std::move(begun).error();
  }
  return FieldApp(std::make_unique<State>(std::move(options), *std::move(db)));
}

FieldApp::FieldApp(std::unique_ptr<State> state) : state_(std::move(state)) {}
FieldApp::FieldApp(FieldApp&&) noexcept = default;
FieldApp& FieldApp::operator=(FieldApp&&) noexcept = default;
FieldApp::~FieldApp() = default;

std::optional<Reply> FieldApp::refusal_while_locked() {
  WorkContext context{state_->db,    state_->ids,     state_->options.ports,        state_->sync,
                      state_->shelf, state_->session, state_->options.ports.clock()};
  if (auto filled = fill_context(context); !filled) return problem(filled.error());
  if (!context.locked) return std::nullopt;
  return problem(locked_error(), kLocked);
}

void FieldApp::set_sync(SyncPort port) { state_->sync = std::move(port); }

sqlite::Database& FieldApp::database() { return state_->db; }

Reply FieldApp::problem(const Error& error, std::string_view members) {
  Reply reply;
  reply.status = wire::http_status(error.code);
  reply.content_type = "application/problem+json";
  reply.body = wire::problem_json(error, to_text(state_->ids.next(state_->options.ports.clock())), members);
  return reply;
}

Reply FieldApp::handle(std::string_view method, std::string_view target, std::string_view content_type,
                       std::string_view body) {
  auto request = parse_target(method, target);
  if (!request) return problem(request.error());
  Match match = match_route(request->method, request->path);
  if (match.route == nullptr) {
    return problem(match.path_known ? Error{ErrorCode::method_not_allowed, "this address does not take this method", {}}
                                    : Error{ErrorCode::not_found, "there is nothing at this address", {}});
  }
  request->params = std::move(match.params);
  request->content_type = plain_type(content_type);
  request->body = std::string(body);

  WorkContext context{state_->db,    state_->ids,     state_->options.ports,        state_->sync,
                      state_->shelf, state_->session, state_->options.ports.clock()};
  context.app_version = state_->options.app_version;
  if (state_->sync.live) context.live = state_->sync.live();
  if (auto filled = fill_context(context); !filled) return problem(filled.error());
  if (context.who.device.is_nil() && match.route->needs != Route::Needs::nothing) {
    return problem(Error{ErrorCode::unauthenticated, "this device is not enrolled yet", {}});
  }
  if (context.locked && match.route->needs == Route::Needs::open_device) return problem(locked_error(), kLocked);
  if (!match.route->quiet && state_->session.officer) state_->session.active_ms = steady_ms(context);
  auto reply = run(context, *match.route, *request);
  if (reply) return *std::move(reply);

  const Error& error = reply.error();
  const int status = wire::http_status(error.code);
  if (status >= 500 && state_->options.ports.log) {
    state_->options.ports.log(LogLevel::error, "call.failed method=" + request->method + " path=" + request->path +
                                                   " code=" + std::string(word(error.code)) + " where=" + error.where);
  }
  Reply out;
  out.status = status;
  out.content_type = "application/problem+json";
  out.body = wire::problem_json(error, to_text(state_->ids.next(context.now)), context.problem_members);
  return out;
}

}  // namespace ronda::field
