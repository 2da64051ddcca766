// One line of source as cells of a terminal, and the marks and labels hung below it.
// In: the bytes of the line and the ranges in it. Out: rows of text without the gutter.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diag/style.h"

namespace tactus::diag {

// A range within one line, in bytes of that line, end one past; empty ranges are shown one column wide.
struct Mark {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    bool primary = false;
    std::string text; // hung below; may be empty
};

struct Excerpt {
    std::string line;              // as shown: tabs as blanks, what cannot be shown as U+FFFD
    std::vector<std::string> rows; // the marks and labels below it
};

[[nodiscard]] Excerpt make_excerpt(std::string_view line, std::vector<Mark> marks, const Style &style,
                                   std::uint32_t width);

} // namespace tactus::diag
