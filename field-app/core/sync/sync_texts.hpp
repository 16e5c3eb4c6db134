#pragma once
// Every sentence the synchronisation says, in both languages: what happened, what is safe, what to do. Pure; any
// thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/error.hpp"
#include "shared/domain/text.hpp"

namespace ronda::field::text {

using domain::Text;

// Diary lines.
Text enrolled(const std::string& server);
Text enrolled_anew(const std::string& server);
Text pushed(std::int64_t records);
Text held(std::int64_t records);
Text pulled(std::int64_t changes);
Text unreadable_changes(std::int64_t changes);
Text photos_sent(std::int64_t photos);
Text drafts_copied(std::int64_t inspections);
Text draft_refused();
Text up_to_date();
Text epoch_changed();
Text full_pull();
Text gap(std::int64_t expected_seq);
Text clock_skew(std::int64_t skew_ms);

// Problems: each names its cause and says that the work is safe.
Text unreachable();
Text timed_out();
Text cut_off();
Text captive_portal();
Text wrong_reply();
Text server_trouble(int status);
/// The server's disk, not this device's.
Text server_full();
/// What a problem of TLS means, by its word; nothing if it is another one.
std::optional<Text> of_tls(std::string_view cause);
Text too_many(std::int64_t wait_s);
Text revoked();
Text forked();
Text restored_device();
Text bad_signature();
Text unauthenticated();
Text unsupported_version();
Text refused(const std::string& code);
Text record_too_large();
Text photo_refused();
Text photo_damaged();
Text storage_full();
Text storage_failed();
/// The sentence for a problem remembered only by its code.
Text of_problem(const std::string& code);

// What the app says while the device is not in order, and when it refuses to change anything.
Text device_revoked();
Text device_forked();
Text device_unknown();
Text readmitted();

// The summary's first line.
Text all_safe_here(std::int64_t records, std::int64_t photos);
Text offline(std::int64_t records, std::int64_t photos);
Text everything_on_server();
Text sending(std::int64_t records, std::int64_t photos);
Text receiving();
Text already_syncing();
Text nothing_to_send();
Text never_synced();

// One sealed visit.
Text visit_on_device();
Text visit_sending();
Text visit_on_server(std::int64_t photos_there, std::int64_t photos);
Text visit_verified(std::int64_t photos);
Text visit_held(const std::string& code);

}  // namespace ronda::field::text
