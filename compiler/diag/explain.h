// The page of every kind of diagnostic: compiler/diag/explain/CODE.md, embedded when the program is built.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace tactus::diag {

struct Page {
    std::string_view name; // "T0203.md"
    std::string_view text; // Markdown: a title line, what it means, `## Wrong` and `## Right` with a program each
};

[[nodiscard]] const std::vector<Page> &explain_pages(); // by name
[[nodiscard]] std::optional<std::string_view> explain(std::string_view code);

} // namespace tactus::diag
