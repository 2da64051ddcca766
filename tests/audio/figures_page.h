// The rows of docs/reference/figures.md as they stand. In: the page. Out: chapters of rows, by name.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace tactus::measure {

struct Row {
    std::string promise, measured, command;
};
using Chapter = std::map<std::string, Row>;
using Page = std::map<std::string, Chapter>;

[[nodiscard]] Page read_page();
// "| a | b | c |" → a, b, c
[[nodiscard]] std::vector<std::string> cells(const std::string &line);

} // namespace tactus::measure
