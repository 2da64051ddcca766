// What `fix` does with a diagnostic: the edit that is sure, and the text after it.
#pragma once

#include <optional>
#include <string>

#include "compiler/diag/diagnostic.h"

namespace tactus::diag {

// The first edit of the helps, or none.
[[nodiscard]] std::optional<Edit> sure_edit(const Diagnostic &diagnostic);
[[nodiscard]] std::string apply(std::string text, const Edit &edit);

} // namespace tactus::diag
