// The techniques that a manual of signal processing names, and the figures that show each of them. A line of the table
// names rows of docs/reference/figures.md by chapter and pattern; nothing is measured for it a second time.
#pragma once

#include <string>
#include <vector>

namespace tactus::measure {

// What is shown, and the rows that show it: a chapter of the page and a pattern of row names, in which a star stands
// for any text. The row nearest to breaking its promise speaks for all of them. Chapter "math.md": the page of the
// elementary functions, the pattern names functions.
struct Shown {
    std::string what, chapter, pattern;
};

struct Technique {
    std::string title;
    std::vector<Shown> shown; // empty: `note` says why
    std::string note;
};

[[nodiscard]] const std::vector<Technique> &techniques();

} // namespace tactus::measure
