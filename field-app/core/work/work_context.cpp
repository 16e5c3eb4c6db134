#include "field-app/core/work/work_context.hpp"

#include "shared/domain/screening.hpp"
#include "shared/wire/shared_checklist.hpp"

namespace ronda::field {

Result<std::shared_ptr<const domain::Checklist>> take_checklist(WorkContext& context, const std::string& version) {
  if (const auto found = context.shelf.find(version); found != context.shelf.end()) return found->second;
  auto document = context.reference().checklist_document(version);
  if (!document) return std::move(document).error();
  auto checklist = wire::shared_checklist(*document);
  if (!checklist) return Error{ErrorCode::corrupt, "the checklist cannot be read", version};
  return context.shelf[version] = *checklist;
}

Result<std::string> clean_text(WorkContext& context, const std::string& text, std::string_view where) {
  constexpr const char* kBlank = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string::npos) return std::string();
  const std::string clean = text.substr(first, text.find_last_not_of(kBlank) - first + 1);
  int characters = 0;
  for (const char c : clean) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) != 0x80U) ++characters;
    if (byte < 0x20 && c != '\n' && c != '\t') return bad_input("a text has no control characters", std::string(where));
  }
  if (characters > context.policy.free_text_max) {
    return bad_input("a text has at most " + std::to_string(context.policy.free_text_max) + " characters",
                     std::string(where));
  }
  if (const auto kind = domain::looks_like_identity(clean)) {
    context.problem_members = "\"looks_like\":\"" + std::string(domain::word(*kind)) + "\"";
    return bad_input("this text looks like a number that identifies a person", std::string(where));
  }
  return clean;
}

Span span_of_days(LocalDate from, LocalDate to, Zone zone) {
  return {instant_of(from, LocalTime{0}, zone), instant_of(plus_days(to, 1), LocalTime{0}, zone)};
}

Span span_of_month(LocalDate day, Zone zone) {
  return span_of_days({day.year, day.month, 1}, {day.year, day.month, days_in_month(day.year, day.month)}, zone);
}

Result<std::string_view> sync_word(WorkContext& context, std::optional<std::int64_t> record_seq) {
  if (!record_seq) return std::string_view("on_device");
  auto status = context.log().status(*record_seq);
  if (!status) return std::move(status).error();
  if (!*status) return std::string_view("on_device");
  if ((*status)->held) return std::string_view("problem");
  if ((*status)->acked) return std::string_view("on_server");
  const std::int64_t sent_as = (*status)->sent_as;
  const bool sending = context.live.running && context.live.sending_from > 0 && sent_as >= context.live.sending_from &&
                       sent_as <= context.live.sending_to;
  return sending ? std::string_view("sending") : std::string_view("on_device");
}

}  // namespace ronda::field
