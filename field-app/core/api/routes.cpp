// The table: method, path, handler. Paths not here do not exist.
#include <array>

#include "field-app/core/api/handlers.hpp"

namespace ronda::field {

namespace {

constexpr bool kWrites = true;
constexpr bool kReads = false;
constexpr auto kAnyone = Route::Needs::nothing;
constexpr auto kAtDoor = Route::Needs::enrolment;
constexpr auto kInside = Route::Needs::open_device;
constexpr bool kQuiet = true;

constexpr std::array<Route, 61> kRoutes{{
    {"GET", "/api/state", api::get_state, kReads, kAnyone, kQuiet},
    {"PUT", "/api/prefs", api::put_prefs, kWrites, kAnyone},
    {"POST", "/api/access/unlock", api::post_unlock, kReads, kAtDoor},
    {"POST", "/api/access/confirm", api::post_confirm, kReads, kInside},
    {"POST", "/api/access/lock", api::post_lock, kReads, kAtDoor},
    {"POST", "/api/access/active", api::post_active, kReads, kInside},
    {"PUT", "/api/access/pin", api::put_pin, kReads, kInside},
    {"POST", "/api/access/request", api::post_pin_request, kReads, kAtDoor},
    {"POST", "/api/access/recover", api::post_recover, kReads, kAtDoor},
    {"PUT", "/api/access/settings", api::put_lock_settings, kWrites, kInside},
    {"GET", "/api/round", api::get_round},
    {"GET", "/api/lodgings", api::get_lodgings},
    {"GET", "/api/lodgings/{}", api::get_lodging},
    {"GET", "/api/places", api::get_places},
    {"GET", "/api/checklists/{}", api::get_checklist},
    {"POST", "/api/inspections", api::post_inspection, kWrites},
    {"GET", "/api/inspections", api::get_inspections},
    {"GET", "/api/inspections/{}", api::get_inspection},
    {"GET", "/api/inspections/{}/taps", api::get_taps},
    {"POST", "/api/inspections/{}/correct", api::post_correction, kWrites},
    {"PUT", "/api/inspections/{}/answers/{}", api::put_answer, kWrites},
    {"PUT", "/api/inspections/{}/position", api::put_position, kWrites},
    {"POST", "/api/inspections/{}/sample", api::post_sample, kWrites},
    {"DELETE", "/api/inspections/{}/sample", api::delete_sample, kWrites},
    {"PUT", "/api/inspections/{}/sample/entries/{}", api::put_entry, kWrites},
    {"DELETE", "/api/inspections/{}/sample/entries/{}", api::delete_entry, kWrites},
    {"PUT", "/api/inspections/{}/sample/most-blank", api::put_most_blank, kWrites},
    {"POST", "/api/inspections/{}/photos", api::post_photo, kWrites},
    {"DELETE", "/api/inspections/{}/photos/{}", api::delete_photo, kWrites},
    {"PUT", "/api/inspections/{}/dispositions/{}", api::put_disposition, kWrites},
    {"PUT", "/api/inspections/{}/outcome", api::put_outcome, kWrites},
    {"PUT", "/api/inspections/{}/signatures/manager", api::put_manager_signature, kWrites},
    {"PUT", "/api/inspections/{}/signatures/officers/{}", api::put_officer_signature, kWrites},
    {"PUT", "/api/inspections/{}/fix", api::put_fix, kWrites},
    {"POST", "/api/inspections/{}/emergency", api::post_emergency, kWrites},
    {"GET", "/api/photos/{}", api::get_photo},
    {"GET", "/api/inspections/{}/review", api::get_review},
    {"POST", "/api/inspections/{}/seal", api::post_seal, kWrites},
    {"GET", "/api/inspections/{}/berita-acara", api::get_paper},
    {"GET", "/api/inspections/{}/berita-acara.pdf", api::get_paper_pdf},
    {"POST", "/api/papers/check", api::post_paper_check},
    {"GET", "/api/drafts/remote", api::get_remote_drafts},
    {"POST", "/api/drafts/{}/take", api::post_take, kWrites},
    {"POST", "/api/inspections/{}/own", api::post_own, kWrites},
    {"POST", "/api/inspections/{}/put-away", api::post_put_away, kWrites},
    {"POST", "/api/visits/{}/missed", api::post_missed, kWrites},
    {"POST", "/api/lodgings", api::post_lodging, kWrites},
    {"PATCH", "/api/lodgings/{}", api::patch_lodging, kWrites},
    {"POST", "/api/findings/{}/disposition", api::post_disposition, kWrites},
    {"POST", "/api/notices/{}/served", api::post_served, kWrites},
    {"GET", "/api/activities", api::get_activities},
    {"POST", "/api/activities", api::post_activity, kWrites},
    {"GET", "/api/referrals", api::get_referrals},
    {"POST", "/api/referrals", api::post_referral, kWrites},
    {"GET", "/api/tips", api::get_tips},
    {"POST", "/api/tips", api::post_tip, kWrites},
    {"GET", "/api/sync", api::get_sync, kReads, kInside, kQuiet},
    {"POST", "/api/sync", api::post_sync},
    {"GET", "/api/sync/diary", api::get_diary},
    {"GET", "/api/sync/diary.txt", api::get_diary_text},
    {"GET", "/api/bundle/contents", api::get_bundle_contents},
}};

/// True if the path has the pattern's segments; `params` gets what stands for {}.
bool fits(std::string_view pattern, std::string_view path, std::vector<std::string>& params) {
  params.clear();
  while (!pattern.empty() && !path.empty()) {
    if (pattern.substr(0, 2) == "{}") {
      const std::size_t end = path.find('/');
      const std::string_view value = path.substr(0, end);
      if (value.empty()) return false;
      params.emplace_back(value);
      pattern.remove_prefix(2);
      path.remove_prefix(value.size());
    } else {
      if (pattern[0] != path[0]) return false;
      pattern.remove_prefix(1);
      path.remove_prefix(1);
    }
  }
  return pattern.empty() && path.empty();
}

}  // namespace

Match match_route(std::string_view method, std::string_view path) {
  Match match;
  for (const Route& route : kRoutes) {
    std::vector<std::string> params;
    if (route.handler == nullptr || !fits(route.pattern, path, params)) continue;
    match.path_known = true;
    if (route.method != method) continue;
    match.route = &route;
    match.params = std::move(params);
    return match;
  }
  return match;
}

}  // namespace ronda::field
