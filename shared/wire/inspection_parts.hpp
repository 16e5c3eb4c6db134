#pragma once
// What a sealed inspection and an unfinished one say in the same words. Any thread.

#include <optional>
#include <vector>

#include "shared/domain/inspection.hpp"
#include "shared/wire/json.hpp"

namespace ronda::wire {

/// `"answers": [{"item", "value", "note"?, "photos"?, "at"}]`
void write_answers(JsonWriter& out, const std::vector<domain::Answer>& answers);
/// Errors: bad_input.
Result<domain::Answer> read_answer(const JsonCursor& at);
/// `"dispositions": [{"finding", "disposition", "reason"?}]`
void write_dispositions(JsonWriter& out, const std::vector<domain::SealedDisposition>& dispositions);
/// Errors: bad_input.
Result<domain::SealedDisposition> read_disposition(const JsonCursor& at);
/// `"fixes": {"start"?, "end"?}` of `body`. Errors: bad_input.
Result<void> read_fixes(const JsonCursor& body, std::optional<domain::Fix>& start, std::optional<domain::Fix>& end);

}  // namespace ronda::wire
