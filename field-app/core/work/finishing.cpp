#include "field-app/core/work/finishing.hpp"

#include <algorithm>

#include "shared/wire/checklist_json.hpp"
#include "shared/wire/inspection_json.hpp"
#include "shared/wire/json.hpp"

namespace ronda::field {

namespace {

/// The texts of a signature, cleaned. Errors: bad_input.
Result<domain::ManagerSignature> clean_signature(WorkContext& context, const domain::ManagerSignature& signature) {
  if (const auto* refused = std::get_if<domain::ManagerRefused>(&signature)) {
    auto reason = clean_text(context, refused->reason, "/reason");
    if (!reason) return std::move(reason).error();
    if (reason->empty()) return bad_input("refusing to sign needs a reason", "/reason");
    return domain::ManagerSignature{domain::ManagerRefused{*std::move(reason)}};
  }
  domain::ManagerSigned given = std::get<domain::ManagerSigned>(signature);
  auto role = clean_text(context, given.role, "/role");
  if (!role) return std::move(role).error();
  if (role->empty()) return bad_input("the role of who signs is needed", "/role");
  auto name = clean_text(context, given.name, "/name");
  if (!name) return std::move(name).error();
  given.role = *std::move(role);
  given.name = *std::move(name);
  return domain::ManagerSignature{std::move(given)};
}

domain::Text of_item(const domain::Item& item) {
  return {item.code + " belum dijawab: " + item.text.id, item.code + " is not answered: " + item.text.en};
}

bool is_sampled(const domain::Item& item) {
  return item.kind == domain::ItemKind::sample || item.kind == domain::ItemKind::range;
}

void add_missing_items(const WholeInspection& inspection, std::vector<MissingThing>& missing) {
  bool sample_named = false;
  for (const std::string& code : inspection.progress.gaps) {
    const domain::Item* item = inspection.checklist->find(code);
    if (is_sampled(*item)) {
      if (!sample_named) {
        missing.push_back(
            {"sample", code, std::nullopt, {"Sampel buku tamu belum selesai", "The register sample is not finished"}});
      }
      sample_named = true;
      continue;
    }
    // Until the sample is finished, the choice that belongs to it is part of the same gap.
    if (sample_named && item->kind == domain::ItemKind::choice) continue;
    missing.push_back({"item", code, std::nullopt, of_item(*item)});
  }
}

}  // namespace

Result<std::vector<OfficerRow>> signing_officers(WorkContext& context) {
  ReferenceStore reference = context.reference();
  if (context.team) {
    auto team = reference.team(*context.team);
    if (!team) return std::move(team).error();
    if (*team && !(*team)->members.empty()) return (*team)->members;
  }
  auto self = reference.officer(context.officer);
  if (!self) return std::move(self).error();
  std::vector<OfficerRow> alone;
  if (*self) {
    alone.push_back(**self);
  } else {
    alone.push_back(OfficerRow{context.officer, "", "", "", std::nullopt});
  }
  return alone;
}

Result<void> sign_for_manager(WorkContext& context, InspectionId id,
                              const std::optional<domain::ManagerSignature>& signature) {
  auto draft = load_draft(context, id);
  if (!draft) return std::move(draft).error();
  InspectionStore store = context.inspections();
  if (!signature) {
    if (auto set = store.set_manager_signature(id, std::nullopt); !set) return set;
    return store.note(id, context.now, "manager_signature", std::nullopt, std::nullopt);
  }
  auto clean = clean_signature(context, *signature);
  if (!clean) return std::move(clean).error();
  wire::JsonWriter out;
  wire::write_manager_signature(out, *clean);
  if (auto set = store.set_manager_signature(id, out.take()); !set) return set;
  const bool refused = std::holds_alternative<domain::ManagerRefused>(*clean);
  return store.note(id, context.now, "manager_signature", std::nullopt, std::string(refused ? "refused" : "signed"));
}

Result<void> sign_as_officer(WorkContext& context, InspectionId id, OfficerId officer, bool signs) {
  auto draft = load_draft(context, id);
  if (!draft) return std::move(draft).error();
  auto members = signing_officers(context);
  if (!members) return std::move(members).error();
  const bool member =
      std::any_of(members->begin(), members->end(), [&](const OfficerRow& m) { return m.id == officer; });
  if (!member) return Error{ErrorCode::forbidden, "only members of the team sign", "/officer_id"};
  InspectionStore store = context.inspections();
  auto done = signs ? store.sign(id, officer, context.now) : store.unsign(id, officer);
  if (!done) return done;
  return store.note(id, context.now, "officer_signature", to_text(officer),
                    signs ? std::optional<std::string>("signed") : std::nullopt);
}

Review review_of(const WholeInspection& inspection, Instant now) {
  Review review;
  const InspectionRow& row = inspection.row;
  const Instant end = inspection.correction ? inspection.correction->sealed_at : row.sealed_at.value_or(now);
  review.minutes = static_cast<int>(std::max<std::int64_t>(0, end.ms - row.opened_at.ms) / 60'000);
  const bool done = row.outcome == domain::Outcome::done;
  if (done) {
    add_missing_items(inspection, review.missing);
    for (const FindingRow& finding : inspection.open_findings) {
      if (inspection.dispositions.count(finding.id) != 0) continue;
      review.missing.push_back({"disposition",
                                finding.code,
                                finding.id,
                                {"Temuan lama " + finding.code + " belum dinilai: " + finding.text.id,
                                 "Open finding " + finding.code + " is not judged: " + finding.text.en}});
    }
    if (!row.manager_signature) {
      review.missing.push_back({"manager_signature",
                                std::nullopt,
                                std::nullopt,
                                {"Tanda tangan pengelola, atau catatan bahwa ia menolak",
                                 "The manager's signature, or a note that it was refused"}});
    }
    review.findings =
        domain::derive_findings(*inspection.checklist, inspection.answers, domain::counted(inspection.sample),
                                inspection.rooms(), local_date(end, row.zone), inspection.still_open());
  } else if (row.outcome_reason.empty()) {
    review.missing.push_back({"outcome_reason",
                              std::nullopt,
                              std::nullopt,
                              {"Alasan mengapa tidak dapat diperiksa", "Why it could not be inspected"}});
  }
  if (inspection.officers.empty()) {
    review.missing.push_back({"officer_signature",
                              std::nullopt,
                              std::nullopt,
                              {"Tanda tangan satu petugas", "The signature of one officer"}});
  }
  if (inspection.sample) {
    review.sample_sentence =
        domain::sample_sentence(inspection.sample->plan, domain::tally_of(inspection.sample->entries));
  }
  return review;
}

std::string missing_json(const std::vector<MissingThing>& missing) {
  wire::JsonWriter out;
  out.begin_array();
  for (const MissingThing& thing : missing) {
    out.begin_object().member("what", thing.what).member("item", thing.item).member("finding_id", thing.finding);
    out.key("text");
    wire::write_text(out, thing.text);
    out.end_object();
  }
  out.end_array();
  return out.take();
}

}  // namespace ronda::field
