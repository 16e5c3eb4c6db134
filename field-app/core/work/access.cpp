#include "field-app/core/work/access.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "shared/crypto/crypto.hpp"
#include "shared/wire/pin_code.hpp"

namespace ronda::field {

using sqlite::Transaction;

namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::array<std::int64_t, 4> kWaitsMin{1, 5, 15, 60};

bool is_digits(std::string_view text) { return text.find_first_not_of("0123456789") == std::string_view::npos; }

/// "123123" is "123" again and again; "111111" is "1".
bool repeats(std::string_view text, std::size_t period) {
  if (text.size() % period != 0) return false;
  for (std::size_t i = period; i < text.size(); ++i) {
    if (text[i] != text[i - period]) return false;
  }
  return true;
}

bool is_row(std::string_view text, int step) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    if ((text[i - 1] - '0' + step + 10) % 10 != text[i] - '0') return false;
  }
  return true;
}

Error too_simple() { return bad_input("this PIN is one of the first that anybody would try", "/pin"); }

Result<std::optional<OfficerAtDoor>> at_door(WorkContext& context, OfficerId officer) {
  auto all = officers_at_door(context);
  if (!all) return std::move(all).error();
  for (OfficerAtDoor& one : *all) {
    if (one.officer.id == officer) return std::optional<OfficerAtDoor>(std::move(one));
  }
  return std::optional<OfficerAtDoor>();
}

Error no_such_officer() { return Error{ErrorCode::not_found, "this officer cannot open this device", "/officer_id"}; }

std::int64_t wait_left(const FailureRow& row, std::int64_t now_ms) {
  return std::max<std::int64_t>(0, row.wait_ms - std::max<std::int64_t>(0, now_ms - row.from_ms));
}

int tries_left(int failures) { return std::max(0, kFreeTries - failures); }

/// Counts a try before it is compared. Nothing: it must wait.
Result<std::optional<Tried>> refused_or_counted(WorkContext& context, OfficerId officer, std::string_view what) {
  auto transaction = Transaction::begin(context.db, Transaction::Kind::write);
  if (!transaction) return std::move(transaction).error();
  AccessStore store(context.db);
  auto before = store.failure(officer, what);
  if (!before) return std::move(before).error();
  FailureRow row = before->value_or(FailureRow{});
  const std::int64_t now_ms = steady_ms(context);
  if (const std::int64_t left_ms = wait_left(row, now_ms); left_ms > 0) {
    return std::optional<Tried>(Tried{false, row.failures, tries_left(row.failures), left_ms});
  }
  row.failures += 1;
  row.wait_ms = wait_after(row.failures);
  row.from_ms = now_ms;
  if (auto put = store.put_failure(officer, what, row); !put) return std::move(put).error();
  if (auto committed = transaction->commit(); !committed) return std::move(committed).error();
  return std::optional<Tried>();
}

Result<Tried> as_counted(WorkContext& context, OfficerId officer, std::string_view what) {
  auto row = AccessStore(context.db).failure(officer, what);
  if (!row) return std::move(row).error();
  if (!*row) return Tried{};
  return Tried{false, (*row)->failures, tries_left((*row)->failures), wait_left(**row, steady_ms(context))};
}

Result<void> let_in(WorkContext& context, OfficerId officer) {
  AccessStore store(context.db);
  auto settings = store.settings();
  if (!settings) return std::move(settings).error();
  context.session.officer = officer;
  context.session.active_ms = steady_ms(context);
  context.session.lock_after_ms = settings->after_min * kMinuteMs;
  context.locked = false;
  context.officer = officer;
  return {};
}

/// Keeps the new PIN and forgets what was tried before, in one transaction.
Result<void> keep_pin(WorkContext& context, OfficerId officer, const std::string& pin) {
  auto hash = crypto::hash_password(pin);  // slow: outside the transaction
  if (!hash) return std::move(hash).error();
  auto transaction = Transaction::begin(context.db, Transaction::Kind::write);
  if (!transaction) return std::move(transaction).error();
  AccessStore store(context.db);
  if (auto put = store.put_pin(officer, *hash, context.now); !put) return put;
  if (auto cleared = store.clear_failures(officer); !cleared) return cleared;
  if (auto dropped = store.drop_request(officer); !dropped) return dropped;
  return transaction->commit();
}

enum class GoodPin { counts, enters };  ///< whether the officer is the one who used the device last

Result<Tried> try_pin(WorkContext& context, const PinRow& row, const std::string& pin, GoodPin good) {
  auto refused = refused_or_counted(context, row.officer, "pin");
  if (!refused) return std::move(refused).error();
  if (*refused) return **refused;
  if (!crypto::verify_password(pin, row.hash)) return as_counted(context, row.officer, "pin");
  auto transaction = Transaction::begin(context.db, Transaction::Kind::write);
  if (!transaction) return std::move(transaction).error();
  AccessStore store(context.db);
  if (auto cleared = store.clear_failures(row.officer); !cleared) return std::move(cleared).error();
  if (good == GoodPin::enters) {
    if (auto used = store.mark_used(row.officer, context.now); !used) return std::move(used).error();
  }
  if (auto committed = transaction->commit(); !committed) return std::move(committed).error();
  return Tried{true, 0, kFreeTries, 0};
}

/// Of an officer who stands at the lock screen and has a PIN.
Result<Tried> try_at_door(WorkContext& context, OfficerId officer, const std::string& pin, GoodPin good) {
  auto one = at_door(context, officer);
  if (!one) return std::move(one).error();
  if (!*one || !(*one)->pin) return no_such_officer();
  auto row = AccessStore(context.db).pin(officer);
  if (!row) return std::move(row).error();
  if (!*row) return no_such_officer();
  return try_pin(context, **row, pin, good);
}

}  // namespace

std::int64_t wait_after(int failures) {
  if (failures < kFreeTries) return 0;
  const auto step = std::min<std::size_t>(static_cast<std::size_t>(failures - kFreeTries), kWaitsMin.size() - 1);
  return kWaitsMin[step] * kMinuteMs;
}

Result<void> check_pin(std::string_view pin, std::string_view nrp) {
  if (!is_digits(pin) || pin.size() < kPinLeast || pin.size() > kPinMost) {
    return bad_input("a PIN has 6 to 12 digits", "/pin");
  }
  for (const std::size_t period : {1U, 2U, 3U}) {
    if (repeats(pin, period)) return too_simple();
  }
  if (is_row(pin, 1) || is_row(pin, -1)) return too_simple();
  if (nrp.find(pin) != std::string_view::npos) return too_simple();
  return {};
}

std::int64_t steady_ms(const WorkContext& context) {
  return context.ports.boot_ms ? context.ports.boot_ms() : context.now.ms;
}

Result<std::vector<OfficerAtDoor>> officers_at_door(WorkContext& context) {
  ReferenceStore reference = context.reference();
  AccessStore store(context.db);
  std::vector<OfficerRow> known;
  auto owner = reference.officer(context.who.officer);
  if (!owner) return std::move(owner).error();
  known.push_back(owner->value_or(OfficerRow{context.who.officer, "", "", "", std::nullopt}));
  if (context.team) {
    auto team = reference.team(*context.team);
    if (!team) return std::move(team).error();
    if (*team) known.insert(known.end(), (*team)->members.begin(), (*team)->members.end());
  }
  auto pins = store.pins();
  if (!pins) return std::move(pins).error();
  std::vector<OfficerAtDoor> out;
  const auto add = [&](const OfficerRow& officer, bool pin) -> Result<void> {
    const auto same = [&](const OfficerAtDoor& one) { return one.officer.id == officer.id; };
    if (std::any_of(out.begin(), out.end(), same)) return {};
    const auto active = store.is_active(officer.id);
    if (!active) return active.error();
    if (!*active) return {};
    auto failure = store.failure(officer.id, "pin");
    if (!failure) return std::move(failure).error();
    OfficerAtDoor one{officer, pin, officer.id == context.who.officer};
    if (*failure) {
      one.wrong = (*failure)->failures;
      one.wait_ms = wait_left(**failure, steady_ms(context));
    }
    out.push_back(std::move(one));
    return {};
  };
  for (const PinRow& pin : *pins) {
    const auto officer = std::find_if(known.begin(), known.end(), [&](const auto& o) { return o.id == pin.officer; });
    if (officer == known.end()) continue;
    if (auto added = add(*officer, true); !added) return std::move(added).error();
  }
  for (const OfficerRow& officer : known) {
    if (auto added = add(officer, false); !added) return std::move(added).error();
  }
  return out;
}

Result<Tried> unlock(WorkContext& context, OfficerId officer, const std::string& pin) {
  auto tried = try_at_door(context, officer, pin, GoodPin::enters);
  if (!tried || !tried->good) return tried;
  if (auto in = let_in(context, officer); !in) return std::move(in).error();
  return tried;
}

Result<Tried> confirm(WorkContext& context, OfficerId officer, const std::string& pin) {
  auto tried = try_at_door(context, officer, pin, GoodPin::counts);
  if (tried && tried->good) context.session.confirmed = officer;
  return tried;
}

Result<void> may_sign(WorkContext& context, OfficerId officer) {
  const std::optional<OfficerId> confirmed = std::exchange(context.session.confirmed, std::nullopt);
  if (officer == context.officer || confirmed == officer) return {};
  auto row = AccessStore(context.db).pin(officer);
  if (!row) return std::move(row).error();
  if (!*row) return {};
  context.problem_members = "\"pin_needed\":true";
  return Error{ErrorCode::unauthenticated, "this officer signs with the own PIN", "/officer_id"};
}

Result<Tried> set_pin(WorkContext& context, const std::string& pin, const std::string& old_pin) {
  if (context.locked) return Error{ErrorCode::unauthenticated, "this device is locked", {}};
  AccessStore store(context.db);
  auto self = context.reference().officer(context.officer);
  if (!self) return std::move(self).error();
  if (auto good = check_pin(pin, *self ? (*self)->nrp : ""); !good) return std::move(good).error();
  auto before = store.pin(context.officer);
  if (!before) return std::move(before).error();
  if (*before) {
    auto tried = try_pin(context, **before, old_pin, GoodPin::counts);
    if (!tried || !tried->good) return tried;
  }
  if (auto kept = keep_pin(context, context.officer, pin); !kept) return std::move(kept).error();
  if (auto in = let_in(context, context.officer); !in) return std::move(in).error();
  return Tried{true, 0, kFreeTries, 0};
}

Result<std::string> pin_request(WorkContext& context, OfficerId officer) {
  auto one = at_door(context, officer);
  if (!one) return std::move(one).error();
  if (!*one) return no_such_officer();
  auto transaction = Transaction::begin(context.db, Transaction::Kind::write);
  if (!transaction) return std::move(transaction).error();
  AccessStore store(context.db);
  auto made = store.request(officer);
  if (!made) return std::move(made).error();
  if (*made) return **made;
  const std::string request = wire::make_pin_request(context.ports.entropy);
  if (auto put = store.put_request(officer, request, context.now); !put) return std::move(put).error();
  if (auto committed = transaction->commit(); !committed) return std::move(committed).error();
  return request;
}

Result<Tried> recover(WorkContext& context, OfficerId officer, const std::string& code, const std::string& pin) {
  auto one = at_door(context, officer);
  if (!one) return std::move(one).error();
  if (!*one) return no_such_officer();
  if (auto good = check_pin(pin, (*one)->officer.nrp); !good) return std::move(good).error();
  auto request = AccessStore(context.db).request(officer);
  if (!request) return std::move(request).error();
  if (!*request) return Error{ErrorCode::not_found, "no code was asked for", "/code"};
  auto refused = refused_or_counted(context, officer, "code");
  if (!refused) return std::move(refused).error();
  if (*refused) return **refused;
  const std::string wanted =
      wire::pin_code(wire::pin_code_key(context.who.token), context.who.device, officer, **request);
  if (!wire::is_pin_code(code, wanted)) return as_counted(context, officer, "code");
  if (auto kept = keep_pin(context, officer, pin); !kept) return std::move(kept).error();
  if (auto in = let_in(context, officer); !in) return std::move(in).error();
  return Tried{true, 0, kFreeTries, 0};
}

void lock(WorkContext& context) {
  context.session = AccessSession{};
  context.locked = true;
}

void lock_when_idle(AccessSession& session, std::int64_t now_ms) {
  if (session.officer && now_ms - session.active_ms >= session.lock_after_ms) session = AccessSession{};
}

Result<void> resume_waits(sqlite::Database& db, std::int64_t since_start_ms) {
  return AccessStore(db).after_restart(since_start_ms);
}

}  // namespace ronda::field
