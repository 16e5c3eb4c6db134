#include "field-app/core/work/reporting.hpp"

#include <algorithm>

#include "shared/wire/report_json.hpp"

namespace ronda::field {

namespace {

using domain::FieldValue;
using domain::LodgingField;

template <typename Report>
Result<RecordStatus> write_record(WorkContext& context, const char* kind, const Report& report) {
  if (auto good = domain::check(report); !good) return std::move(good).error();
  return context.log().append({kind, wire::body_of(report), std::nullopt}, context.ids.make<RecordId>(context.now),
                              context.who.device, context.officer, context.now);
}

/// Cleans each text in place. Errors: bad_input at its pointer.
Result<void> clean(WorkContext& context, std::initializer_list<std::pair<std::string*, const char*>> texts) {
  for (const auto& [text, where] : texts) {
    auto cleaned = clean_text(context, *text, where);
    if (!cleaned) return std::move(cleaned).error();
    *text = *std::move(cleaned);
  }
  return {};
}

FieldValue from_text(const std::string& text) { return text.empty() ? FieldValue{} : FieldValue{text}; }
FieldValue from_text(const std::optional<std::string>& text) { return text ? FieldValue{*text} : FieldValue{}; }

FieldValue field_of(const LodgingRow& row, LodgingField field) {
  switch (field) {
    case LodgingField::name:
      return row.name;
    case LodgingField::kind:
      return std::string(word(row.kind));
    case LodgingField::kbli:
      return from_text(row.kbli);
    case LodgingField::nib:
      return from_text(row.nib);
    case LodgingField::address:
      return from_text(row.address);
    case LodgingField::kelurahan:
      return from_text(row.kelurahan);
    case LodgingField::kecamatan:
      return from_text(row.kecamatan);
    case LodgingField::point:
      if (!row.lat_e6 || !row.lng_e6) return {};
      return domain::Point{static_cast<std::int32_t>(*row.lat_e6), static_cast<std::int32_t>(*row.lng_e6)};
    case LodgingField::rooms:
      return row.rooms ? FieldValue{*row.rooms} : FieldValue{};
    case LodgingField::phone:
      return from_text(row.phone);
    case LodgingField::status:
      return std::string(word(row.status));
  }
  return {};
}

}  // namespace

Result<Reported> report_missed(WorkContext& context, domain::MissedVisit report) {
  ReportStore reports(context.db);
  auto visit = context.reference().visit(report.visit);
  if (!visit) return std::move(visit).error();
  if (!*visit) return Error{ErrorCode::not_found, "there is no such visit on this device", {}};
  auto said = reports.missed(report.visit);
  if (!said) return std::move(said).error();
  if (*said) {
    auto record = context.log().status(**said);
    if (!record) return std::move(record).error();
    if (!*record) return Error{ErrorCode::corrupt, "the record of a missed visit is missing", "record"};
    return Reported{**record, false};
  }
  auto own = context.inspections().of_visit(report.visit);
  if (!own) return std::move(own).error();
  if (*own || (*visit)->state == domain::VisitState::done) {
    return Error{ErrorCode::conflict, "this visit was carried out or is under way", {}};
  }
  if (auto good = clean(context, {{&report.note, "/note"}}); !good) return std::move(good).error();
  auto record = write_record(context, "visit.missed", report);
  if (!record) return std::move(record).error();
  if (auto put = reports.put_missed(report.visit, record->place); !put) return std::move(put).error();
  return Reported{*record, true};
}

Result<Reported> report_lodging(WorkContext& context, domain::ProposedLodging& report) {
  report.lodging = context.ids.make<LodgingId>(context.now);
  auto good = clean(context, {{&report.name, "/name"},
                              {&report.address, "/address"},
                              {&report.kelurahan, "/kelurahan"},
                              {&report.kecamatan, "/kecamatan"}});
  if (!good) return std::move(good).error();
  auto record = write_record(context, "lodging.proposed", report);
  if (!record) return std::move(record).error();
  if (auto put = ReportStore(context.db).put_proposal(report, record->place); !put) return std::move(put).error();
  return Reported{*record, true};
}

Result<std::optional<Reported>> report_correction(WorkContext& context, LodgingId lodging,
                                                  std::vector<domain::FieldChange> changes) {
  auto row = context.reference().lodging(lodging);
  if (!row) return std::move(row).error();
  if (!*row) return Error{ErrorCode::not_found, "there is no such lodging on this device", {}};
  ReportStore reports(context.db);
  domain::CorrectedLodging report;
  report.lodging = lodging;
  auto base = reports.version_of(lodging);
  if (!base) return std::move(base).error();
  report.base = *base;
  for (domain::FieldChange& change : changes) {
    const std::string where = "/" + std::string(word(change.field));
    auto* text = std::get_if<std::string>(&change.to);
    if (text != nullptr && change.field != LodgingField::phone && change.field != LodgingField::nib) {
      if (auto good = clean(context, {{text, where.c_str()}}); !good) return std::move(good).error();
      if (text->empty()) change.to = FieldValue{};
    }
    if (auto good = domain::check_field(change.field, change.to); !good) {
      return bad_input(good.error().message, where);
    }
    change.from = field_of(**row, change.field);
    if (!(change.from == change.to)) report.changes.push_back(std::move(change));
  }
  if (report.changes.empty()) return std::optional<Reported>();
  auto record = write_record(context, "lodging.corrected", report);
  if (!record) return std::move(record).error();
  for (const domain::FieldChange& change : report.changes) {
    if (auto put = reports.put_edit(lodging, change, record->place); !put) return std::move(put).error();
  }
  return std::optional<Reported>(Reported{*record, true});
}

Result<Reported> report_disposition(WorkContext& context, FindingId finding, domain::Disposition disposition,
                                    const std::string& reason) {
  ReportStore reports(context.db);
  auto known = reports.finding(finding);
  if (!known) return std::move(known).error();
  if (!*known) return Error{ErrorCode::not_found, "there is no such finding on this device", {}};
  domain::DisposedFinding report{finding, (*known)->lodging, disposition, reason};
  if (auto good = clean(context, {{&report.reason, "/reason"}}); !good) return std::move(good).error();
  auto record = write_record(context, "finding.disposed", report);
  if (!record) return std::move(record).error();
  if (auto put = reports.put_word(finding, disposition, record->place); !put) return std::move(put).error();
  return Reported{*record, true};
}

Result<Reported> report_service(WorkContext& context, domain::ServedNotice report) {
  ReportStore reports(context.db);
  auto known = reports.notice(report.notice);
  if (!known) return std::move(known).error();
  if (!*known) return Error{ErrorCode::not_found, "there is no such notice on this device", {}};
  if (auto good = clean(context, {{&report.to, "/to"}}); !good) return std::move(good).error();
  auto record = write_record(context, "notice.served", report);
  if (!record) return std::move(record).error();
  if (auto put = reports.put_service(report, record->place); !put) return std::move(put).error();
  return Reported{*record, true};
}

Result<Reported> report_activity(WorkContext& context, domain::HeldActivity& report) {
  report.activity = context.ids.make<domain::ActivityId>(context.now);
  if (report.lodging) {
    auto row = context.reference().lodging(*report.lodging);
    if (!row) return std::move(row).error();
    if (!*row) return Error{ErrorCode::not_found, "there is no such lodging on this device", "/lodging_id"};
  }
  auto good = clean(context, {{&report.place, "/place"}, {&report.theme, "/theme"}});
  if (!good) return std::move(good).error();
  auto record = write_record(context, "activity.held", report);
  if (!record) return std::move(record).error();
  if (auto put = ReportStore(context.db).put_activity(report, record->place); !put) return std::move(put).error();
  return Reported{*record, true};
}

}  // namespace ronda::field
