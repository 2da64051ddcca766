// The little Markdown of explain pages and error cases: a title, sections, indented blocks.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace tactus::test {

struct Document {
    std::string title;                           // after "# "
    std::map<std::string, std::string> sections; // heading after "## " → its indented block without the indent
    std::string prose;                           // between title and first section
};

[[nodiscard]] Document read_document(std::string_view text);
[[nodiscard]] std::string indented(std::string_view block);

// \xNN is a byte, \n a line end, \{text*count} a repetition.
[[nodiscard]] std::string unescape(std::string_view text);

} // namespace tactus::test
