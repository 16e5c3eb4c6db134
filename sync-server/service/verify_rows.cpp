#include "sync-server/service/verify_rows.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "shared/wire/carried_json.hpp"
#include "shared/wire/inspection_json.hpp"
#include "shared/wire/report_json.hpp"
#include "sync-server/service/effects/lookups.hpp"
#include "sync-server/service/finding_history.hpp"
#include "sync-server/service/visit_history.hpp"
#include "sync-server/store/carried_store.hpp"
#include "sync-server/store/planning_store.hpp"
#include "sync-server/store/report_store.hpp"
#include "sync-server/store/settings_store.hpp"

namespace ronda::server {

namespace {

std::optional<std::string> known(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

bool is_storage(ErrorCode code) { return code == ErrorCode::io_failed || code == ErrorCode::busy; }

}  // namespace

Result<void> MadeRows::hold(const StoredRecord& record, const wire::ReadRecord& read, const DeviceRow& device) {
  Made made{record, device, false, to_text(record.device) + ":" + std::to_string(record.seq)};
  made.is_copy = read.head.device != record.device;
  auto held = kind(made, read);
  // Whatever a damaged row makes a reader say is damage.
  if (!held && !is_storage(held.error().code) && held.error().code != ErrorCode::corrupt)
    return made.bad(held.error().message);
  if (!held && held.error().code == ErrorCode::corrupt && held.error().where != made.where)
    return made.bad(held.error().message);
  return held;
}

Result<void> MadeRows::kind(const Made& made, const wire::ReadRecord& read) {
  const std::string& kind = read.head.kind;
  if (kind == wire::kCarriedKind) return carried(made, read);
  if (kind == "inspection.sealed") return sealed(made, read);
  if (kind == "inspection.corrected") return corrected(made, read);
  if (kind == "finding.disposed") return disposal(made, read);
  if (kind == "notice.served") return service(made, read);
  if (kind == "activity.held") return activity(made, read);
  if (kind == "referral.made") return referral(made, read);
  if (kind == "tip.received") return tip(made, read);
  return {};
}

Result<bool> MadeRows::was_held(const Made& made) {
  return txn_.ledger().was_held(made.record.device, made.record.seq);
}

// What was set aside made no rows; what counted elsewhere made them there.
Result<void> MadeRows::missing(const Made& made, std::string what) {
  const auto held = was_held(made);
  if (!held) return held.error();
  if (*held) return {};
  const auto elsewhere = txn_.carried().carried(made.record.hash);
  if (!elsewhere) return elsewhere.error();
  return *elsewhere ? Result<void>() : Result<void>(made.bad(std::move(what)));
}

Result<void> MadeRows::carried(const Made& made, const wire::ReadRecord& read) {
  auto inner = wire::read_carried(made.record.bytes, read);
  if (!inner) return missing(made, "the carried record was changed");
  const auto row = txn_.carried().carried(inner->hash);
  if (!row) return row.error();
  const auto& head = inner->record.head;
  if (!*row) {  // in its own log, then, or set aside
    const auto logged = txn_.sync().record_hash(head.device, head.seq);
    if (!logged) return logged.error();
    if (*logged == inner->hash) return {};
    const auto held = was_held(made);
    if (!held) return held.error();
    return *held ? Result<void>() : Result<void>(made.bad("what this record carries counts nowhere"));
  }
  if ((*row)->device != made.record.device || (*row)->seq != made.record.seq) {
    const auto other = txn_.sync().record((*row)->device, (*row)->seq);
    if (!other) return made.bad("what this record carries is said to be carried by one that is not there");
    const auto outer = wire::read_record(other->bytes);
    const auto same = outer ? wire::read_carried(other->bytes, *outer) : Result<wire::Carried>(outer.error());
    return same && same->hash == inner->hash ? Result<void>()
                                             : Result<void>(made.bad("another record is said to carry this one"));
  }
  if ((*row)->origin != head.device || (*row)->origin_seq != head.seq) {
    return made.bad("the carried record is said to come from elsewhere");
  }
  return kind(made, inner->record);
}

Result<LodgingId> MadeRows::standing(UnitId unit, LodgingId id) {
  const auto row = standing_lodging(txn_, unit, id);
  if (!row) return row.error();
  return row->has_value() ? (*row)->id : id;
}

Result<void> MadeRows::sealed(const Made& made, const wire::ReadRecord& read) {
  const auto body = wire::read_sealed(read.body());
  if (!body) return missing(made, "the inspection in this record cannot be read");
  return inspection(made, read, *body, {});
}

Result<void> MadeRows::corrected(const Made& made, const wire::ReadRecord& read) {
  const auto report = wire::read_corrected_inspection(read.body());
  if (!report) return missing(made, "the correction in this record cannot be read");
  const auto row = txn_.ledger().made_inspection(report->inspection.inspection);
  if (!row) return row.error();
  const bool ours = *row && (*row)->row.device == made.record.device && (*row)->row.seq == made.record.seq;
  const auto held = was_held(made);
  if (!held) return held.error();
  if (ours) {
    const auto link = txn_.corrections().correction(report->inspection.inspection);
    if (!link) return link.error();
    const auto before = txn_.corrections().superseded_by(report->supersedes);
    if (!before) return before.error();
    const bool same = *link && (*link)->supersedes == report->supersedes &&
                      (*link)->reason_class == word(report->reason_class) && (*link)->reason == report->reason &&
                      (*link)->corrected_at == read.head.at && *before == report->inspection.inspection;
    if (!same) return made.bad("the correction is not what its record says");
  }
  return inspection(made, read, report->inspection, report->supersedes);
}

Result<void> MadeRows::inspection(const Made& made, const wire::ReadRecord& read, const domain::SealedInspection& body,
                                  const std::optional<InspectionId>& supersedes) {
  const auto found = txn_.ledger().made_inspection(body.inspection);
  if (!found) return found.error();
  if (!*found) return missing(made, "the inspection of this record is missing");
  const auto& row = (*found)->row;
  if (row.device != made.record.device || row.seq != made.record.seq) {
    // Another record made it: this one is held, or says the same bytes once more.
    return missing(made, "the inspection is said to be another record's");
  }
  const auto held = was_held(made);
  if (!held) return held.error();
  // A person accepted it with a change (another lodging, as a copy): the decision says so, not the record.
  if (*held) return {};
  Principal who;
  who.unit = made.device.unit;
  who.device = made.record.device;
  const auto lodging = standing(who.unit, body.lodging);
  if (!lodging) return lodging.error();
  const Instant received = made.is_copy ? row.received_at : made.record.received_at;
  const auto rows = rows_of(body, read.head, who, *lodging, received);
  if (!rows) return rows.error();
  auto expected = rows->inspection;
  expected.seq = made.record.seq;
  const bool same = row.unit == expected.unit && row.lodging == expected.lodging && row.visit == expected.visit &&
                    row.officer == expected.officer && row.checklist == expected.checklist &&
                    row.outcome == expected.outcome && row.outcome_reason == expected.outcome_reason &&
                    row.opened_at == expected.opened_at && row.sealed_at == expected.sealed_at &&
                    row.local_date == expected.local_date && row.zone == expected.zone &&
                    row.new_findings == expected.new_findings && row.persisting == expected.persisting &&
                    row.received_at == expected.received_at && row.portal_key == expected.portal_key &&
                    row.link_expires_at == expected.link_expires_at;
  if (!same) return made.bad("the inspection is not what its record says");
  if ((*found)->superseded_by) {
    const auto link = txn_.corrections().correction(*(*found)->superseded_by);
    if (!link) return link.error();
    if (!*link || (*link)->supersedes != body.inspection) return made.bad("the inspection is said to be replaced");
  }
  if (auto good = answers_and_photos(made, body, *rows); !good) return good;
  if (auto done = visit(made, **found); !done) return done;
  return findings(made, body, !(*found)->superseded_by.has_value(), supersedes.has_value());
}

Result<void> MadeRows::answers_and_photos(const Made& made, const domain::SealedInspection& body,
                                          const InspectionRows& rows) {
  const auto answers = txn_.findings().answers(body.inspection);
  if (!answers) return made.bad("the answers cannot be read");
  std::map<std::string, std::pair<std::string, std::string>> kept;
  for (const auto& row : *answers) kept[row.item] = {row.value, row.note.value_or("")};
  for (const auto& answer : rows.answers) {
    const auto found = kept.find(answer.item);
    if (found == kept.end() || found->second.first != answer.value ||
        found->second.second != answer.note.value_or("")) {
      return made.bad("answer " + answer.item + " is not what the record says");
    }
  }
  if (kept.size() != rows.answers.size() || answers->size() != rows.answers.size()) {
    return made.bad("there are answers that the record does not have");
  }
  const auto photos = txn_.findings().photos(body.inspection);
  if (!photos) return photos.error();
  const auto names = [](const std::vector<InspectionPhotoRow>& list) {
    std::multiset<std::string> out;
    for (const auto& one : list) {
      out.insert(ledger::to_text(one.sha256) + " " + one.item + " " + std::to_string(one.bytes) + " " + one.type);
    }
    return out;
  };
  if (names(*photos) != names(rows.photos)) return made.bad("the photos are not those that the record names");
  return {};
}

Result<void> MadeRows::findings(const Made& made, const domain::SealedInspection& body, bool stands,
                                bool is_correction) {
  const UnitId unit = made.device.unit;
  std::map<FindingId, std::pair<std::string, std::string>> said;
  for (const auto& given : body.dispositions)
    said[given.finding] = {std::string(word(given.disposition)), given.reason};
  for (const auto& opened : body.findings) {
    if (is_correction) said[opened.finding] = {"opened", ""};
    const auto row = txn_.findings().finding(unit, opened.finding);
    if (!row) return made.bad("a finding that this inspection opened is missing");
    const auto lodging = standing(unit, body.lodging);
    if (!lodging) return lodging.error();
    bool same = row->code == opened.item && row->lodging == *lodging;
    if (!is_correction)
      same = same && row->opened_by == body.inspection && row->opened_on == local_date(body.sealed_at, body.zone);
    // A newer version of the inspection speaks for these.
    if (stands) {
      same = same && row->severity == word(opened.severity) && row->note == known(opened.note) &&
             row->due_on == opened.due_on;
    }
    if (!same) return made.bad("finding " + opened.item + " is not what the record says");
    if (!is_correction || row->opened_by == body.inspection) {
      opened_.push_back({opened.finding, unit, made.record.device, made.record.seq});
    }
  }
  const auto events = txn_.ledger().events_of(body.inspection);
  if (!events) return events.error();
  for (const auto& event : *events) {
    const auto found = said.find(event.finding);
    if (found == said.end() || found->second.first != event.disposition ||
        found->second.second != event.reason.value_or("") || event.at != body.sealed_at) {
      return made.bad("what this inspection says of a finding is not what the record says");
    }
  }
  if (events->size() != said.size()) return made.bad("what this inspection says of a finding is missing");
  return {};
}

Result<void> MadeRows::hold_standings() {
  for (const auto& opened : opened_) {
    const std::string where = to_text(opened.device) + ":" + std::to_string(opened.seq);
    const auto row = txn_.findings().finding(opened.unit, opened.finding);
    if (!row) return Error{ErrorCode::corrupt, "a finding that this inspection opened is missing", where};
    const auto steps = txn_.corrections().steps(opened.finding);
    if (!steps) return steps.error();
    const auto told = after_steps(*row, *steps, row->closed_on.value_or(row->opened_on));
    const bool same = row->state == told.state && row->closed_on == told.closed_on &&
                      row->times_seen == told.times_seen && row->last_seen == told.last_seen;
    if (!same) return Error{ErrorCode::corrupt, "finding " + row->code + " does not stand where it was brought", where};
  }
  return {};
}

// A visit is done by the inspection that counts: this one, or one that counts before it.
Result<void> MadeRows::visit(const Made& made, const MadeInspection& inspection) {
  if (!inspection.row.visit || inspection.superseded_by) return {};
  const auto row = txn_.planning().visit(inspection.row.unit, *inspection.row.visit);
  if (!row) return made.bad("the visit of this inspection is missing");
  if (row->state != "done" || !row->inspection) return made.bad("the visit of this inspection is not done");
  const auto counts = txn_.ledger().made_inspection(*row->inspection);
  if (!counts) return counts.error();
  const bool same = *counts && (*counts)->row.visit == row->id && (*counts)->row.outcome == row->outcome &&
                    !(*counts)->superseded_by && !counts_before(inspection.row, (*counts)->row);
  return same ? Result<void>() : Result<void>(made.bad("another inspection is said to have done this visit"));
}

Result<void> MadeRows::disposal(const Made& made, const wire::ReadRecord& read) {
  const auto report = wire::read_disposed(read.body());
  if (!report) return missing(made, "this record cannot be read");
  const auto row = txn_.ledger().disposal(made.record.device, made.record.seq);
  if (!row) return row.error();
  if (!*row) return missing(made, "what this record says of a finding is missing");
  const auto unit = txn_.settings().unit(made.device.unit);
  if (!unit) return unit.error();
  const bool same = (*row)->finding == report->finding && (*row)->officer == read.head.officer &&
                    (*row)->disposition == word(report->disposition) && (*row)->reason == known(report->reason) &&
                    (*row)->at == read.head.at && (*row)->local_date == local_date(read.head.at, unit->zone);
  return same ? Result<void>() : Result<void>(made.bad("what is said of a finding is not what the record says"));
}

Result<void> MadeRows::service(const Made& made, const wire::ReadRecord& read) {
  const auto report = wire::read_served(read.body());
  if (!report) return missing(made, "this record cannot be read");
  const auto row = txn_.ledger().service(made.record.device, made.record.seq);
  if (!row) return row.error();
  if (!*row) return missing(made, "the service of this record is missing");
  const auto* refused = report->signature ? std::get_if<domain::ManagerRefused>(&*report->signature) : nullptr;
  const bool same = (*row)->notice == report->notice && (*row)->officer == read.head.officer &&
                    (*row)->to == report->to && (*row)->way == word(report->way) && (*row)->served_at == report->at &&
                    (*row)->refused == (refused != nullptr) &&
                    (*row)->reason == (refused != nullptr ? known(refused->reason) : std::nullopt);
  return same ? Result<void>() : Result<void>(made.bad("the service is not what the record says"));
}

Result<void> MadeRows::activity(const Made& made, const wire::ReadRecord& read) {
  const auto report = wire::read_held(read.body());
  if (!report) return missing(made, "this record cannot be read");
  const auto row = txn_.reports().activity(made.device.unit, report->activity);
  if (!row && row.error().code != ErrorCode::not_found) return row.error();
  if (!row) return missing(made, "the activity of this record is missing");
  if (row->device != made.record.device || row->seq != made.record.seq) {
    return missing(made, "the activity is said to be another record's");
  }
  const auto held = was_held(made);
  if (!held) return held.error();
  std::optional<LodgingId> lodging;
  if (report->lodging) {
    const auto there = standing(made.device.unit, *report->lodging);
    if (!there) return there.error();
    lodging = *there;
  }
  const bool same = row->officer == read.head.officer && row->kind == word(report->kind) && row->date == report->date &&
                    row->place == report->place && row->theme == known(report->theme) &&
                    row->headcount == report->headcount && row->lodging == lodging &&
                    (*held || made.is_copy || row->received_at == made.record.received_at);
  return same ? Result<void>() : Result<void>(made.bad("the activity is not what the record says"));
}

}  // namespace ronda::server
