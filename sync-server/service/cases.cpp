#include "sync-server/service/cases.hpp"

#include "shared/domain/field_report.hpp"
#include "shared/wire/report_json.hpp"
#include "sync-server/service/lodging_edits.hpp"
#include "sync-server/service/notices.hpp"

namespace ronda::server {

namespace {

std::string_view word(Decision::Keep keep) {
  switch (keep) {
    case Decision::Keep::ours:
      return "ours";
    case Decision::Keep::theirs:
      return "theirs";
    case Decision::Keep::value:
      return "value";
  }
  return "ours";
}

Result<domain::FieldValue> side_value(const CaseRow& row, std::size_t side) {
  const auto document = wire::JsonDocument::parse(row.sides);
  if (!document) return document.error();
  const auto sides = document->root().items();
  if (side >= sides.size()) return bad_input("this case has no such side", "/keep");
  const auto value = sides[side].member("value");
  if (!value) return value.error();
  return wire::read_field_value(*value);
}

Result<void> decide_about_field(WriteTxn& txn, const Principal& head, CaseRow& row, const Decision& decision) {
  const auto field = domain::parse_lodging_field(row.field.value_or(""));
  if (!field || !row.lodging) return Error{ErrorCode::corrupt, "the case names no field", ""};
  domain::FieldValue value = decision.value;
  if (decision.keep != Decision::Keep::value) {
    auto side = side_value(row, decision.keep == Decision::Keep::ours ? 0 : 1);
    if (!side) return std::move(side).error();
    value = *std::move(side);
  }
  if (auto decided = decide_field(txn, head, *row.lodging, *field, value); !decided) return std::move(decided).error();
  row.value = wire::field_value_text(value);
  return {};
}

/// A new berita acara notice that says what the corrected inspection says, beside the letter that was sent.
Result<void> make_notice_anew(WriteTxn& txn, const Principal& head, const CaseRow& row) {
  if (!row.inspection || !row.lodging) return Error{ErrorCode::corrupt, "the case names no inspection", ""};
  return make_berita_acara_notice(txn, head.unit, *row.inspection, *row.lodging);
}

Result<void> carry_out(WriteTxn& txn, const Principal& head, CaseRow& row, const Decision& decision) {
  if (row.kind == "lodging_field") return decide_about_field(txn, head, row, decision);
  if (decision.keep == Decision::Keep::value) return bad_input("this case is not about a value", "/keep");
  if (row.kind == "notice" && decision.keep == Decision::Keep::theirs) return make_notice_anew(txn, head, row);
  if (row.kind == "copy" && decision.keep == Decision::Keep::theirs) {
    return bad_input("a reviewed copy stands; what it says is corrected by a correction", "/keep");
  }
  return {};
}

}  // namespace

domain::Text text_of(const CaseRow& row) {
  if (row.kind == "notice") {
    return {
        "Pemeriksaan " + row.lodging_name + " diperbaiki sesudah suratnya keluar; isi surat tidak lagi sama.",
        "The inspection of " + row.lodging_name + " was corrected after its letter went out; they no longer agree."};
  }
  if (row.kind == "copy") {
    return {"Catatan dari salinan perangkat sudah diterima dan perlu ditinjau.",
            "A record from a copied device was accepted and needs a review."};
  }
  const auto field = domain::parse_lodging_field(row.field.value_or(""));
  const auto name = field ? domain::name_of(*field) : domain::Text{};
  return {name.id + " " + row.lodging_name + " diubah menjadi nilai yang berbeda oleh pihak yang tidak saling tahu.",
          name.en + " of " + row.lodging_name +
              " was changed to different values by people who did not know of each other."};
}

Result<CaseRow> decide_case(WriteTxn& txn, const Principal& head, CaseId id, std::int64_t version,
                            const Decision& decision) {
  auto row = txn.cases().find(head.unit, id);
  if (!row) return row;
  if (row->version != version) {
    return Error{ErrorCode::stale_version, "this case has changed in the meantime", ""};
  }
  if (row->state != "open") return Error{ErrorCode::conflict, "this case is decided already", ""};
  if (auto good = domain::check_report_text(decision.note, "/note"); !good) return std::move(good).error();
  if (auto done = carry_out(txn, head, *row, decision); !done) return std::move(done).error();
  row->state = "decided";
  row->decided_at = txn.now();
  row->decided_by = head.officer;
  row->keep = std::string(word(decision.keep));
  if (!decision.note.empty()) row->note = decision.note;
  if (auto updated = txn.cases().update(*row); !updated) return std::move(updated).error();
  return txn.cases().find(head.unit, id);
}

}  // namespace ronda::server
