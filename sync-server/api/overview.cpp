#include "sync-server/api/overview.hpp"

#include "shared/wire/json.hpp"
#include "sync-server/api/item_json.hpp"
#include "sync-server/service/register.hpp"
#include "sync-server/store/access_store.hpp"
#include "sync-server/store/sync_store.hpp"

namespace ronda::server {

namespace {

/// A device in use that has not been heard of for so long is named to the unit head.
constexpr std::int64_t kSilentMs = std::int64_t{3} * 24 * 60 * 60 * 1000;
constexpr int kRecent = 10;

struct MonthCounts {
  int wanted = 0;
  int planned = 0;
  int done = 0;
  int today_planned = 0;
  int today_done = 0;
  int today_refused = 0;
  int today_open = 0;
};

/// Wanted: the least the policy asks of every active lodging. Planned and today: of the month's round.
Result<MonthCounts> count_month(const ReadTxn& txn, const Principal& who, LocalDate today) {
  MonthCounts counts;
  auto policy = current_policy(txn, who.unit);
  if (!policy) return std::move(policy).error();
  auto lodgings = txn.lodgings().all(who.unit, 100'000);
  if (!lodgings) return std::move(lodgings).error();
  for (const auto& lodging : *lodgings) {
    const auto tier = domain::parse_tier(lodging.tier);
    if (lodging.status != "closed" && tier) counts.wanted += policy->visits(*tier).min;
  }
  auto round = txn.planning().round_of_month(who.unit, to_text(today).substr(0, 7));
  if (!round) return std::move(round).error();
  if (!*round) return counts;
  auto visits = txn.planning().visits((*round)->id, {});
  if (!visits) return std::move(visits).error();
  for (const auto& visit : *visits) {
    if (visit.row.state == "moved") continue;
    ++counts.planned;
    if (visit.row.state == "done") ++counts.done;
    if (visit.row.date != today) continue;
    ++counts.today_planned;
    const bool refused = visit.row.outcome == "refused";
    if (refused) ++counts.today_refused;
    if (visit.row.state == "done" && !refused) ++counts.today_done;
    if (visit.row.state == "planned" || visit.row.state == "disclosed") ++counts.today_open;
  }
  return counts;
}

Result<void> write_silent_devices(wire::JsonWriter& out, const ReadTxn& txn, const Principal& who) {
  auto devices = txn.access().devices_of(who.unit);
  if (!devices) return std::move(devices).error();
  out.key("silent_devices").begin_array();
  for (const auto& device : *devices) {
    const Instant seen = device.last_seen_at.value_or(device.enrolled_at);
    if (device.revoked_at || txn.now().ms - seen.ms < kSilentMs) continue;
    out.begin_object().member("id", device.id).member("name", device.name).member("officer", device.officer);
    out.member("enrolled_at", device.enrolled_at).member("last_seen_at", device.last_seen_at);
    out.member("acked_seq", device.acked_seq).member("revoked_at", device.revoked_at);
    out.member("app_version", device.app_version).end_object();
  }
  out.end_array();
  return {};
}

Result<void> write_recent(wire::JsonWriter& out, const ReadTxn& txn, const Principal& who) {
  auto inspections = txn.findings().inspections(who.unit, {}, kRecent);
  if (!inspections) return std::move(inspections).error();
  out.key("recent").begin_array();
  for (const auto& one : *inspections) {
    const InspectionRow& row = one.row;
    out.begin_object().member("id", row.id).key("lodging").begin_object();
    out.member("id", row.lodging).member("name", one.lodging_name).end_object();
    out.member("visit", row.visit).member("at", row.sealed_at).member("outcome", row.outcome);
    out.key("officer").begin_object().member("id", row.officer).member("name", one.officer_name);
    out.member("rank", one.officer_rank).end_object();
    out.member("new_findings", row.new_findings).member("persisting", row.persisting);
    out.member("photos", one.photos).member("photos_on_server", one.photos_on_server);
    out.member("received_at", row.received_at).end_object();
  }
  out.end_array();
  return {};
}

Result<void> write_due(wire::JsonWriter& out, const ReadTxn& txn, const Principal& who, LocalDate today) {
  FindingFilter overdue;
  overdue.state = "open";
  overdue.due_before = today;
  overdue.limit = kRecent;
  auto findings = txn.findings().findings(who.unit, overdue);
  if (!findings) return std::move(findings).error();
  out.key("due").begin_array();
  for (const auto& finding : *findings) write_finding(out, finding, today);
  out.end_array();
  return {};
}

Result<http::Reply> overview(const ReadTxn& txn, const http::Request&, const Principal& who) {
  const LocalDate today = local_date(txn.now(), who.zone);
  auto counts = count_month(txn, who, today);
  if (!counts) return std::move(counts).error();
  auto quarantined = txn.sync().quarantine_count(who.unit);
  if (!quarantined) return std::move(quarantined).error();
  wire::JsonWriter out;
  out.begin_object().member("today", today).key("visits_today").begin_object();
  out.member("planned", counts->today_planned).member("done", counts->today_done);
  out.member("refused", counts->today_refused).member("open", counts->today_open).end_object();
  out.key("month").begin_object().member("wanted", counts->wanted).member("planned", counts->planned);
  out.member("done", counts->done);
  out.member("percent", counts->planned == 0 ? 0 : counts->done * 100 / counts->planned).end_object();
  if (auto written = write_silent_devices(out, txn, who); !written) return std::move(written).error();
  out.member("quarantine", *quarantined);
  if (auto written = write_recent(out, txn, who); !written) return std::move(written).error();
  if (auto written = write_due(out, txn, who, today); !written) return std::move(written).error();
  out.end_object();
  return http::json_reply(out.take());
}

}  // namespace

std::vector<Route> overview_routes(App&) {
  return {{"GET", "/api/v1/overview", Access::officer, ReadHandler(overview)}};
}

}  // namespace ronda::server
