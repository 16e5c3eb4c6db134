#include "sync-server/service/change_feed.hpp"

#include "shared/base/planted.hpp"
#include "sync-server/service/disclosure.hpp"
#include "sync-server/service/entity_json.hpp"
#include "sync-server/store/case_store.hpp"
#include "sync-server/store/correction_store.hpp"
#include "sync-server/store/feed_store.hpp"

namespace ronda::server {

namespace {

constexpr int kClosedFindingDays = 90;
constexpr int kInspectionsPerLodging = 10;

/// What a device gets to see of one entry.
struct Seen {
  enum class Kind { nothing, gone, data } kind = Kind::nothing;
  std::string json;
};
Seen nothing() { return {}; }
Seen gone() { return {Seen::Kind::gone, {}}; }
Seen data(std::string json) { return {Seen::Kind::data, std::move(json)}; }

struct Scope {
  const ReadTxn& txn;
  const Principal& who;
  const Checklists& checklists;
  const std::string& portal_base;
  LocalDate today;
};

// A row that left the unit or was removed is a tombstone for the device, not an error.
template <typename Row, typename Encode>
Result<Seen> seen_of(const Result<Row>& row, Encode&& encode) {
  if (row) return data(encode(*row));
  if (row.error().code == ErrorCode::not_found) return gone();
  return row.error();
}

Result<Seen> see_finding(const Scope& scope, const Uuid& id) {
  const auto finding = scope.txn.findings().finding(scope.who.unit, FindingId{id});
  if (finding && finding->closed_on && *finding->closed_on < plus_days(scope.today, -kClosedFindingDays)) return gone();
  return seen_of(finding, finding_entity);
}

// Undisclosed visits are never spoken of, not even as tombstones.
Result<Seen> see_visit(const Scope& scope, const Uuid& id) {
  const auto visit = scope.txn.planning().visit(scope.who.unit, VisitId{id});
  if (!visit) return visit.error().code == ErrorCode::not_found ? Result<Seen>(gone()) : Result<Seen>(visit.error());
  if (visit->state == "planned" || visit->date < plus_days(scope.today, -kPastVisitDays)) return nothing();
  if (visit->team != scope.who.team) return gone();
  return data(visit_entity(*visit));
}

Result<Seen> see_lodging(const Scope& scope, const Uuid& id) {
  const LodgingId lodging{id};
  const auto row = scope.txn.lodgings().lodging(scope.who.unit, lodging);
  if (!row) return row.error().code == ErrorCode::not_found ? Result<Seen>(gone()) : Result<Seen>(row.error());
  const auto disputed = scope.txn.cases().disputed(lodging);
  if (!disputed) return disputed.error();
  const auto aliases = scope.txn.corrections().aliases_of(lodging);
  if (!aliases) return aliases.error();
  return data(lodging_entity(*row, *disputed, *aliases));
}

// What became of a held record concerns the device that wrote it.
Result<Seen> see_record(const Scope& scope, const Uuid& id) {
  const auto held = scope.txn.quarantine().held(scope.who.unit, id);
  if (!held) return held.error().code == ErrorCode::not_found ? Result<Seen>(nothing()) : Result<Seen>(held.error());
  return held->device == scope.who.device ? data(record_entity(*held)) : nothing();
}

Result<Seen> see_notice(const Scope& scope, const Uuid& id) {
  const auto notice = scope.txn.notices().notice(scope.who.unit, NoticeId{id});
  if (notice && notice->state == "fulfilled") return gone();
  if (!notice) return notice.error().code == ErrorCode::not_found ? Result<Seen>(gone()) : Result<Seen>(notice.error());
  const auto served = scope.txn.reports().services_of(notice->id);
  if (!served) return served.error();
  if (notice->state == "draft" && served->empty()) return nothing();  // the paper on site has said it all
  return data(notice_entity(*notice, *served));
}

Result<Seen> see_activity(const Scope& scope, const Uuid& id) {
  const auto activity = scope.txn.reports().activity(scope.who.unit, domain::ActivityId{id});
  if (activity && activity->date < plus_days(scope.today, -kPastVisitDays)) return gone();
  return seen_of(activity, activity_entity);
}

Result<Seen> see_referral(const Scope& scope, const Uuid& id) {
  const auto referral = scope.txn.reports().referral(scope.who.unit, domain::ReferralId{id});
  if (referral && local_date(referral->made_at, scope.who.zone) < plus_days(scope.today, -kPastVisitDays))
    return gone();
  return seen_of(referral, referral_entity);
}

Result<Seen> see_tip(const Scope& scope, const Uuid& id) {
  const auto tip = scope.txn.reports().tip(scope.who.unit, domain::TipId{id});
  if (tip && tip->expires_on < scope.today) return gone();
  return seen_of(tip, tip_entity);
}

Result<Seen> see_inspection(const Scope& scope, const Uuid& id) {
  const auto summary = scope.txn.findings().summary(scope.who.unit, InspectionId{id}, kInspectionsPerLodging);
  if (!summary) {
    return summary.error().code == ErrorCode::not_found ? Result<Seen>(gone()) : Result<Seen>(summary.error());
  }
  return *summary ? data(inspection_entity(**summary)) : gone();
}

Result<Seen> see_officer(const Scope& scope, const Uuid& id) {
  const auto officer = scope.txn.access().officer(OfficerId{id});
  if (officer && officer->unit != scope.who.unit) return gone();
  return seen_of(officer, officer_entity);
}

Result<Seen> see_device(const Scope& scope, const Uuid& id) {
  const auto device = scope.txn.access().device(DeviceId{id});
  if (device && device->unit != scope.who.unit) return gone();
  return seen_of(device, device_entity);
}

Result<Seen> see_checklist(const Scope& scope, const Uuid& id) {
  const auto* version = scope.checklists.find(id);
  return version == nullptr ? nothing() : data(version->document);
}

Result<Seen> see(const Scope& scope, const FeedEntry& entry) {
  if (entry.deleted) return gone();
  const auto& txn = scope.txn;
  const auto unit = scope.who.unit;
  if (entry.entity == "lodging") return see_lodging(scope, entry.id);
  if (entry.entity == "visit") return see_visit(scope, entry.id);
  if (entry.entity == "finding") return see_finding(scope, entry.id);
  if (entry.entity == "inspection") return see_inspection(scope, entry.id);
  if (entry.entity == "officer") return see_officer(scope, entry.id);
  if (entry.entity == "device") return see_device(scope, entry.id);
  if (entry.entity == "team") return seen_of(txn.settings().team(unit, TeamId{entry.id}), team_entity);
  if (entry.entity == "policy") return seen_of(current_policy(txn, unit), policy_entity);
  if (entry.entity == "record") return see_record(scope, entry.id);
  if (entry.entity == "notice") return see_notice(scope, entry.id);
  if (entry.entity == "activity") return see_activity(scope, entry.id);
  if (entry.entity == "referral") return see_referral(scope, entry.id);
  if (entry.entity == "tip") return see_tip(scope, entry.id);
  if (entry.entity == "checklist") return see_checklist(scope, entry.id);
  if (entry.entity == "unit") {
    return seen_of(txn.settings().unit(unit), [&](const UnitRow& row) { return unit_entity(row, scope.portal_base); });
  }
  return nothing();
}

}  // namespace

Result<int> prune_tombstones(WriteTxn& txn, int days) {
  const LocalDate today = local_date(txn.now(), Zone::wib);
  if (auto noted = txn.feed().note_day(today); !noted) return std::move(noted).error();
  return txn.feed().prune_tombstones(plus_days(today, -days));
}

Result<wire::PullPage> pull(const ReadTxn& txn, const Principal& who, const wire::PullQuery& query,
                            const Checklists& checklists, const std::string& portal_base) {
  wire::PullPage page;
  const auto epoch = txn.feed().epoch();
  if (!epoch) return epoch.error();
  const auto head = txn.feed().head();
  if (!head) return head.error();
  if ((query.epoch && *query.epoch != *epoch) || query.cursor > *head || query.begun.value_or(0) > *head) {
    return Error{ErrorCode::stale_cursor, "start again at 0: this cursor is from before a backup was restored",
                 "/cursor"};
  }
  // A device that pages through its first pull has low cursors and misses nothing: what counts is when it began.
  const auto floor = txn.feed().floor();
  if (!floor) return floor.error();
  if (query.cursor > 0 && query.begun.value_or(query.cursor) < *floor) {
    return Error{ErrorCode::stale_cursor, "start again at 0: word of what went since then is no longer kept",
                 "/cursor"};
  }
  const auto entries = txn.feed().after(who.unit, query.cursor, static_cast<int>(query.limit));
  if (!entries) return entries.error();

  page.epoch = *epoch;
  page.server_time = txn.now();
  const auto device = txn.access().device(who.device);
  if (!device) return device.error();
  page.device = who.device;
  page.after = query.cursor;
  page.acked_seq = device->acked_seq;
  page.head = *head;
  page.more = static_cast<std::int64_t>(entries->size()) == query.limit;
  // Everything up to the head was looked at, also where it is another unit's: a quiet unit does not fall behind the
  // floor.
  page.cursor = page.more ? entries->back().seq : *head;
  if (RONDA_PLANTED(cursor_ahead_of_page)) page.cursor = *head;
  const Scope scope{txn, who, checklists, portal_base, local_date(txn.now(), who.zone)};
  std::vector<Result<Seen>> everything;
  if (RONDA_PLANTED(whole_feed_read)) {
    const auto all = txn.feed().after(who.unit, 0, 1'000'000);
    for (std::size_t n = 0; all && n < all->size(); ++n) everything.push_back(see(scope, (*all)[n]));
  }
  for (const auto& entry : *entries) {
    auto seen = see(scope, entry);
    if (!seen) return std::move(seen).error();
    if (seen->kind == Seen::Kind::nothing) continue;
    page.changes.push_back({entry.seq, entry.entity, entry.id, seen->kind == Seen::Kind::gone, std::move(seen->json)});
  }
  return page;
}

}  // namespace ronda::server
