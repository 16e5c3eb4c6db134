#pragma once
// Photos of a draft: premises only, no metadata, known by their hash. One thread.

#include <string>
#include <string_view>

#include "field-app/core/work/work_context.hpp"

namespace ronda::field {

/// Errors: not_found, sealed; not_found (`/item`: no such item), bad_input (`/item`: takes no photo; `/type`; domain::
/// read_photo), too_large, too_many (over 20 photos on one inspection).
Result<PhotoRow> add_photo(WorkContext& context, InspectionId id, const std::string& item, std::string_view type,
                           std::string_view content);
/// The item it hung on. Errors: not_found, sealed.
Result<std::string> remove_photo(WorkContext& context, InspectionId id, const std::string& sha256);

}  // namespace ronda::field
