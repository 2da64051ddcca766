// The text of a NUMBER or FRACTION token: its value and unit, and the mistakes one can make in it.
#pragma once

#include <optional>
#include <string_view>

#include "compiler/syntax/tokens.h"

namespace tactus::syntax {

struct NumberParts {
    std::string_view mantissa; // digits, perhaps a point and digits
    std::string_view exponent; // "e-5" or ""
    std::string_view unit;     // "Hz" or ""
};

[[nodiscard]] NumberParts split_number(std::string_view text);
[[nodiscard]] double number_value(std::string_view text);   // without the unit
[[nodiscard]] double fraction_value(std::string_view text); // "3/4 beat" is 0.75

// Too long, no such unit, 1E4 instead of 1e4; also the parts of a FRACTION.
[[nodiscard]] std::optional<diag::Diagnostic> check_number(const Tokens &tokens, const Token &number);

// The unit that is often spelt like this: `hz` is Hz.
[[nodiscard]] std::optional<std::string_view> usual_unit(std::string_view seen);

} // namespace tactus::syntax
