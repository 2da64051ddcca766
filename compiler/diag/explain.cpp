// Finds a page by its code.
#include "compiler/diag/explain.h"

#include <algorithm>

namespace tactus::diag {

std::optional<std::string_view> explain(std::string_view code) {
    const auto &pages = explain_pages();
    const auto found = std::find_if(pages.begin(), pages.end(), [&](const Page &page) {
        return page.name.size() == code.size() + 3 && page.name.starts_with(code);
    });
    return found == pages.end() ? std::nullopt : std::optional{found->text};
}

} // namespace tactus::diag
