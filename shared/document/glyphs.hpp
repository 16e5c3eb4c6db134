#pragma once
// The house's own signs in black: the lantern, the severity diamonds, the settled check. The severity is readable
// without colour: solid with "!", half filled, open.

#include "shared/document/parts.hpp"
#include "shared/document/sheets.hpp"

namespace ronda::document {

/// Ronda's mark: ring, cap, frame, slit, base. `at` is the top left corner.
ShapeMark lantern(Point at, double height);

ShapeMark severity_glyph(Severity severity, Point at, double size);

/// A solid disc with a check.
ShapeMark check_glyph(Point at, double size);

}  // namespace ronda::document
