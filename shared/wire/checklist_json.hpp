#pragma once
// Checklist documents (shared/data/checklist-*.json, feed entity `checklist`) and answer values <-> domain. Any thread.

#include <string>
#include <string_view>
#include <vector>

#include "shared/domain/answer.hpp"
#include "shared/domain/checklist.hpp"
#include "shared/wire/json.hpp"

namespace ronda::wire {

/// Reads a document and checks its promises (domain::check_checklist). Members it does not know are ignored.
/// Errors: bad_input with a JSON pointer, or the item's code.
Result<domain::Checklist> read_checklist(const JsonCursor& at);
Result<domain::Checklist> parse_checklist(std::string_view document);

/// The documents that travel inside the programs, by version ("v1"). Empty if there is no such version.
std::string_view embedded_checklist(std::string_view version);
std::vector<std::string> embedded_checklist_versions();

/// "yes", 12, "identity", {"from": …, "to": …} or null.
void write_value(JsonWriter& out, const domain::Value& value);
/// A value of any kind: yes, no and na are yn answers, any other text is an option code. Errors: bad_input.
Result<domain::Value> read_value(const JsonCursor& at);

void write_text(JsonWriter& out, const domain::Text& text);
Result<domain::Text> read_text(const JsonCursor& at);

}  // namespace ronda::wire
