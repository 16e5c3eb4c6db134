#include "sync-server/service/held_words.hpp"

#include <array>

#include "shared/domain/speech.hpp"
#include "shared/wire/carried_json.hpp"
#include "shared/wire/inspection_json.hpp"
#include "shared/wire/report_json.hpp"
#include "sync-server/service/effects/lookups.hpp"
#include "sync-server/store/finding_store.hpp"
#include "sync-server/store/planning_store.hpp"

namespace ronda::server {

namespace {

using domain::Text;

struct KindWords {
  std::string_view kind;
  Text name;
};

const std::array<KindWords, 9>& kind_words() {
  static const std::array<KindWords, 9> words{{
      {"inspection.sealed", {"Pemeriksaan", "Inspection"}},
      {"inspection.corrected", {"Perbaikan pemeriksaan", "Correction of an inspection"}},
      {"visit.missed", {"Kunjungan tidak terlaksana", "Missed visit"}},
      {"lodging.proposed", {"Penginapan baru", "New lodging"}},
      {"lodging.corrected", {"Perbaikan data penginapan", "Correction of a lodging"}},
      {"finding.disposed", {"Perkembangan temuan", "Word on a finding"}},
      {"notice.served", {"Penyerahan surat", "Served notice"}},
      {"activity.held", {"Kegiatan penyuluhan", "Outreach session"}},
      {"record.carried", {"Catatan dari identitas perangkat yang lama", "Record of the device's older identity"}},
  }};
  return words;
}

struct CodeWords {
  std::string_view code;
  Text why;
  Text todo;
};

const std::array<CodeWords, 8>& code_words() {
  static const std::array<CodeWords, 8> words{{
      {"not_found",
       {"Catatan ini menyebut sesuatu yang tidak ada di buku unit ini.",
        "This record speaks of something that is not in this unit's books."},
       {"Tambahkan yang kurang atau tunjukkan penginapan yang dimaksud, lalu coba lagi.",
        "Add what is missing, or say which lodging is meant, and try again."}},
      {"conflict",
       {"Catatan ini bertentangan dengan catatan lain yang sudah diterima.",
        "This record contradicts another one that was accepted before."},
       {"Bandingkan keduanya. Bila yang sudah diterima itu keliru, perbaiki dan coba lagi; bila tidak, tutup.",
        "Compare the two. If the accepted one is wrong, correct it and try again; if not, close this one."}},
      {"bad_input",
       {"Isi catatan ini tidak memenuhi aturan, misalnya teks yang menyerupai nomor identitas.",
        "The content breaks a rule, such as a text that looks like an identity number."},
       {"Tutup dengan keterangan: pada perangkat petugas tugas itu terbuka lagi dan dapat dibuat ulang.",
        "Close it with a note: on the officer's device the task is open again and can be done anew."}},
      {"incomplete",
       {"Ada bagian wajib yang kosong dalam catatan ini.", "Something that is required is missing in this record."},
       {"Tutup dengan keterangan: pada perangkat petugas tugas itu terbuka lagi dan dapat dibuat ulang.",
        "Close it with a note: on the officer's device the task is open again and can be done anew."}},
      {"stale_schema",
       {"Catatan ini dibuat dengan versi yang belum dikenal server ini.",
        "This record was made with a version that this server does not know yet."},
       {"Perbarui server atau terbitkan daftar periksa versi itu, lalu coba lagi.",
        "Update the server, or publish that version of the checklist, and try again."}},
      {"revoked",
       {"Perangkatnya sudah dicabut ketika catatan ini tiba.", "Its device had been revoked when this record arrived."},
       {"Periksa isinya. Bila memang dari petugas, terima meskipun perangkat dicabut; bila tidak, tutup.",
        "Look at what it says. If it is the officer's, accept it although the device is revoked; if not, close it."}},
      {"fork",
       {"Perangkat lain dengan identitas yang sama sudah mengirim catatan berbeda dengan nomor ini.",
        "Another device with the same identity has sent a different record under this number."},
       {"Periksa isinya. Bila benar terjadi, terima sebagai salinan untuk ditinjau; bila tidak, tutup.",
        "Look at what it says. If it did happen, accept it as a copy under review; if not, close it."}},
      {"too_large",
       {"Catatan ini terlalu besar.", "This record is too large."},
       {"Minta petugas menghubungi pengelola sistem.", "Ask the officer to call the administrator."}},
  }};
  return words;
}

Result<std::string> lodging_name(const ReadTxn& txn, UnitId unit, LodgingId id, domain::Language language) {
  const auto row = standing_lodging(txn, unit, id);
  if (!row) return row.error();
  if (row->has_value()) return (*row)->name;
  return std::string(language == domain::Language::id ? "penginapan yang tidak dikenal"
                                                      : "a lodging that is not known");
}

Result<Text> about_lodging(const ReadTxn& txn, UnitId unit, LodgingId id, const Text& rest) {
  const auto name_id = lodging_name(txn, unit, id, domain::Language::id);
  if (!name_id) return name_id.error();
  const auto name_en = lodging_name(txn, unit, id, domain::Language::en);
  if (!name_en) return name_en.error();
  return Text{*name_id + rest.id, *name_en + rest.en};
}

Result<Text> of_inspection(const ReadTxn& txn, UnitId unit, const domain::SealedInspection& body) {
  const Text date = domain::date_text(local_date(body.sealed_at, body.zone));
  const Text outcome = domain::name_of(body.outcome);
  const std::string found = std::to_string(body.findings.size());
  return about_lodging(txn, unit, body.lodging,
                       {", " + date.id + ": " + outcome.id + ", " + found + " temuan baru",
                        ", " + date.en + ": " + outcome.en + ", " + found + " new findings"});
}

std::string after_comma(const std::string& text) { return text.empty() ? std::string() : ", " + text; }

Result<Text> of_missed(const ReadTxn& txn, UnitId unit, const domain::MissedVisit& report) {
  const Text reason = domain::name_of(report.reason);
  const auto visit = txn.planning().visit(unit, report.visit);
  if (!visit && visit.error().code != ErrorCode::not_found) return visit.error();
  if (!visit) return Text{reason.id + after_comma(report.note), reason.en + after_comma(report.note)};
  const Text date = domain::date_text(visit->date);
  return about_lodging(txn, unit, visit->lodging,
                       {", " + date.id + ": " + reason.id + after_comma(report.note),
                        ", " + date.en + ": " + reason.en + after_comma(report.note)});
}

Text of_proposed(const domain::ProposedLodging& report) {
  const Text kind = domain::name_of(report.kind);
  const std::string where = after_comma(report.address) + after_comma(report.kelurahan);
  return {report.name + " (" + kind.id + ")" + where, report.name + " (" + kind.en + ")" + where};
}

std::string plain(const domain::FieldValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (std::holds_alternative<std::monostate>(value)) return "–";
  return wire::field_value_text(value);
}

Result<Text> of_corrected(const ReadTxn& txn, UnitId unit, const domain::CorrectedLodging& report) {
  Text changes;
  for (const auto& change : report.changes) {
    const Text field = domain::name_of(change.field);
    const std::string values = " " + plain(change.from) + " → " + plain(change.to);
    changes.id += (changes.id.empty() ? ": " : "; ") + field.id + values;
    changes.en += (changes.en.empty() ? ": " : "; ") + field.en + values;
  }
  return about_lodging(txn, unit, report.lodging, changes);
}

Result<Text> of_disposed(const ReadTxn& txn, UnitId unit, const domain::DisposedFinding& report) {
  const Text disposition = domain::name_of(report.disposition);
  const auto finding = txn.findings().finding(unit, report.finding);
  if (!finding && finding.error().code != ErrorCode::not_found) return finding.error();
  const std::string code = finding ? finding->code + " " : std::string();
  return about_lodging(txn, unit, report.lodging,
                       {": " + code + disposition.id + after_comma(report.reason),
                        ": " + code + disposition.en + after_comma(report.reason)});
}

Text of_served(const domain::ServedNotice& report, Zone zone) {
  const Text way = domain::name_of(report.way);
  const Text at = domain::moment_text(report.at, zone);
  return {way.id + ", " + report.to + ", " + at.id, way.en + ", " + report.to + ", " + at.en};
}

Text of_activity(const domain::HeldActivity& report) {
  const Text kind = domain::name_of(report.kind);
  const Text date = domain::date_text(report.date);
  const std::string people = std::to_string(report.headcount);
  return {kind.id + ", " + date.id + ", " + report.place + ", " + people + " orang",
          kind.en + ", " + date.en + ", " + report.place + ", " + people + " people"};
}

/// Nothing if the body cannot be read: then its kind and time have to do.
Result<std::optional<Text>> told(const ReadTxn& txn, UnitId unit, Zone zone, const wire::ReadRecord& record) {
  const auto body = record.body();
  const std::string& kind = record.head.kind;
  const auto wrap = [](Result<Text> text) -> Result<std::optional<Text>> {
    if (!text) return std::move(text).error();
    return std::optional<Text>(*std::move(text));
  };
  if (kind == "inspection.sealed") {
    if (const auto report = wire::read_sealed(body)) return wrap(of_inspection(txn, unit, *report));
  } else if (kind == "inspection.corrected") {
    if (const auto report = wire::read_corrected_inspection(body)) {
      auto text = of_inspection(txn, unit, report->inspection);
      if (!text) return std::move(text).error();
      const Text why = domain::name_of(report->reason_class);
      return std::optional<Text>(
          Text{text->id + ". " + why.id + ": " + report->reason, text->en + ". " + why.en + ": " + report->reason});
    }
  } else if (kind == "visit.missed") {
    if (const auto report = wire::read_missed(body)) return wrap(of_missed(txn, unit, *report));
  } else if (kind == "lodging.proposed") {
    if (const auto report = wire::read_proposed(body)) return std::optional<Text>(of_proposed(*report));
  } else if (kind == "lodging.corrected") {
    if (const auto report = wire::read_corrected_lodging(body)) return wrap(of_corrected(txn, unit, *report));
  } else if (kind == "finding.disposed") {
    if (const auto report = wire::read_disposed(body)) return wrap(of_disposed(txn, unit, *report));
  } else if (kind == "notice.served") {
    if (const auto report = wire::read_served(body)) return std::optional<Text>(of_served(*report, zone));
  } else if (kind == "activity.held") {
    if (const auto report = wire::read_held(body)) return std::optional<Text>(of_activity(*report));
  }
  return std::optional<Text>();
}

}  // namespace

Text kind_name(std::string_view kind) {
  for (const auto& words : kind_words()) {
    if (words.kind == kind) return words.name;
  }
  return {std::string(kind), std::string(kind)};
}

Text why_held(std::string_view code, std::string_view kind) {
  if (code == "conflict" && kind == "inspection.corrected") {
    return {"Pemeriksaan itu sudah diganti oleh perbaikan lain, atau perbaikan ini bukan tentang kunjungan yang sama.",
            "Another correction has replaced that inspection, or this one does not speak of the same visit."};
  }
  if (code == "conflict" && kind == "inspection.sealed") {
    return {
        "Pemeriksaan ini sudah disegel dari perangkat lain, biasanya karena dilanjutkan di ponsel pengganti, atau "
        "kunjungannya tentang penginapan lain.",
        "Another device has sealed this inspection, most likely because it was taken over on a second phone, or "
        "its visit is to another lodging."};
  }
  for (const auto& words : code_words()) {
    if (words.code == code) return words.why;
  }
  return {"Catatan ini tidak dapat diterapkan.", "This record could not be applied."};
}

Text what_to_do(std::string_view code, std::string_view) {
  for (const auto& words : code_words()) {
    if (words.code == code) return words.todo;
  }
  return {"Coba lagi, atau tutup dengan keterangan.", "Try again, or close it with a note."};
}

Result<wire::ReadRecord> read_as_written(std::string_view bytes) {
  auto record = wire::read_record(bytes);
  if (!record || record->head.kind != wire::kCarriedKind) return record;
  auto carried = wire::read_carried(bytes, *record);
  if (!carried) return record;  // what it carries is what is wrong with it
  return std::move(carried->record);
}

std::optional<LodgingId> lodging_spoken_of(const wire::ReadRecord& record) {
  const auto body = record.body();
  const auto inner = body.find("inspection");
  const auto& at = record.head.kind == "inspection.corrected" && inner ? *inner : body;
  const auto id = at.optional_id<LodgingId>("lodging");
  return id ? *id : std::nullopt;
}

std::optional<SpokenOf> thing_spoken_of(std::string_view bytes) {
  struct Place {
    std::string_view kind, entity;
  };
  constexpr std::array<Place, 8> kPlaces{{{"visit.missed", "visit"},
                                          {"lodging.proposed", "lodging"},
                                          {"lodging.corrected", "lodging"},
                                          {"finding.disposed", "finding"},
                                          {"notice.served", "notice"},
                                          {"activity.held", "activity"},
                                          {"referral.made", "referral"},
                                          {"tip.received", "tip"}}};
  const auto record = read_as_written(bytes);
  if (!record) return std::nullopt;
  for (const auto& place : kPlaces) {
    if (record->head.kind != place.kind) continue;
    const auto id = record->body().id<Id<struct SpokenTag>>(place.entity);
    if (id) return SpokenOf{place.entity, id->uuid};
  }
  return std::nullopt;
}

Result<Text> summary_of(const ReadTxn& txn, UnitId unit, Zone zone, const wire::ReadRecord& record) {
  auto text = told(txn, unit, zone, record);
  if (!text) return std::move(text).error();
  if (text->has_value()) return **std::move(text);
  const Text kind = kind_name(record.head.kind);
  const Text at = domain::moment_text(record.head.at, zone);
  return Text{kind.id + ", " + at.id, kind.en + ", " + at.en};
}

}  // namespace ronda::server
