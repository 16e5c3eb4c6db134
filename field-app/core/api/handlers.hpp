#pragma once
// What answers each call of API.md: decode, work, encode. One thread; the façade holds the transaction.

#include "field-app/core/api/request.hpp"

namespace ronda::field::api {

// access_calls.cpp
Result<Reply> post_unlock(WorkContext& context, const Request& request);
Result<Reply> post_confirm(WorkContext& context, const Request& request);
Result<Reply> post_lock(WorkContext& context, const Request& request);
Result<Reply> post_active(WorkContext& context, const Request& request);
Result<Reply> put_pin(WorkContext& context, const Request& request);
Result<Reply> post_pin_request(WorkContext& context, const Request& request);
Result<Reply> post_recover(WorkContext& context, const Request& request);
Result<Reply> put_lock_settings(WorkContext& context, const Request& request);
Result<Reply> get_taps(WorkContext& context, const Request& request);
/// "access": who may open the device, and whether it is open.
Result<void> write_access(wire::JsonWriter& out, WorkContext& context);

// state_calls.cpp
Result<Reply> get_state(WorkContext& context, const Request& request);
/// The state as `GET /api/state` tells it: little while the device is locked.
Result<Reply> state_reply(WorkContext& context);
Result<Reply> put_prefs(WorkContext& context, const Request& request);

// round_calls.cpp
Result<Reply> get_round(WorkContext& context, const Request& request);
Result<Reply> get_lodgings(WorkContext& context, const Request& request);
Result<Reply> get_lodging(WorkContext& context, const Request& request);
Result<Reply> get_places(WorkContext& context, const Request& request);
Result<Reply> get_checklist(WorkContext& context, const Request& request);

// inspection_calls.cpp
Result<Reply> post_inspection(WorkContext& context, const Request& request);
Result<Reply> post_correction(WorkContext& context, const Request& request);
Result<Reply> get_inspections(WorkContext& context, const Request& request);
Result<Reply> get_inspection(WorkContext& context, const Request& request);
Result<Reply> put_answer(WorkContext& context, const Request& request);
Result<Reply> put_position(WorkContext& context, const Request& request);
Result<Reply> put_disposition(WorkContext& context, const Request& request);
Result<Reply> put_outcome(WorkContext& context, const Request& request);
Result<Reply> put_fix(WorkContext& context, const Request& request);
Result<Reply> post_emergency(WorkContext& context, const Request& request);

// sample_calls.cpp
Result<Reply> post_sample(WorkContext& context, const Request& request);
Result<Reply> delete_sample(WorkContext& context, const Request& request);
Result<Reply> put_entry(WorkContext& context, const Request& request);
Result<Reply> delete_entry(WorkContext& context, const Request& request);
Result<Reply> put_most_blank(WorkContext& context, const Request& request);
Result<Reply> post_photo(WorkContext& context, const Request& request);
Result<Reply> delete_photo(WorkContext& context, const Request& request);
Result<Reply> get_photo(WorkContext& context, const Request& request);

// finish_calls.cpp
Result<Reply> put_manager_signature(WorkContext& context, const Request& request);
Result<Reply> put_officer_signature(WorkContext& context, const Request& request);
Result<Reply> get_review(WorkContext& context, const Request& request);
Result<Reply> post_seal(WorkContext& context, const Request& request);
Result<Reply> get_paper(WorkContext& context, const Request& request);
Result<Reply> get_paper_pdf(WorkContext& context, const Request& request);
Result<Reply> get_sync(WorkContext& context, const Request& request);
Result<Reply> post_sync(WorkContext& context, const Request& request);
Result<Reply> get_diary_text(WorkContext& context, const Request& request);
Result<Reply> get_diary(WorkContext& context, const Request& request);

// paper_calls.cpp
Result<Reply> post_paper_check(WorkContext& context, const Request& request);

// bundle_calls.cpp
Result<Reply> get_bundle_contents(WorkContext& context, const Request& request);

// lead_calls.cpp
Result<Reply> post_referral(WorkContext& context, const Request& request);
Result<Reply> get_referrals(WorkContext& context, const Request& request);
Result<Reply> post_tip(WorkContext& context, const Request& request);
Result<Reply> get_tips(WorkContext& context, const Request& request);
/// "tips" of one lodging: those that still count.
Result<void> write_tips(wire::JsonWriter& out, WorkContext& context, LodgingId lodging);

// report_calls.cpp
Result<Reply> post_missed(WorkContext& context, const Request& request);
Result<Reply> post_lodging(WorkContext& context, const Request& request);
Result<Reply> patch_lodging(WorkContext& context, const Request& request);
Result<Reply> post_disposition(WorkContext& context, const Request& request);
Result<Reply> post_served(WorkContext& context, const Request& request);
Result<Reply> post_activity(WorkContext& context, const Request& request);
Result<Reply> get_activities(WorkContext& context, const Request& request);
/// "notices" of one lodging: letters that can be served.
Result<void> write_notices(wire::JsonWriter& out, WorkContext& context, LodgingId lodging);

// draft_calls.cpp
Result<Reply> get_remote_drafts(WorkContext& context, const Request& request);
Result<Reply> post_take(WorkContext& context, const Request& request);
Result<Reply> post_own(WorkContext& context, const Request& request);
Result<Reply> post_put_away(WorkContext& context, const Request& request);

/// The inspection as GET /api/inspections/{id} gives it; `more`: further members as JSON without braces.
Result<Reply> inspection_reply(WorkContext& context, InspectionId id, int status, std::string_view more = {});

/// A reply that tells what a tap changed: `{"saved_at", "progress", <name>: <json>}`; without a name only the first
/// two.
Result<Reply> changed(WorkContext& context, InspectionId id, std::string_view name = {}, std::string_view json = {});
/// The same with "sample" as it is now.
Result<Reply> changed_sample(WorkContext& context, InspectionId id);
/// The same with "answer" of the item as it is now, and "photo" before it if there is one.
Result<Reply> changed_answer(WorkContext& context, InspectionId id, const std::string& item,
                             const PhotoRow* photo = nullptr);

}  // namespace ronda::field::api
