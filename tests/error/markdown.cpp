// Line by line; a line of a block begins with four blanks or is empty.
#include "tests/error/markdown.h"

#include <cstdlib>
#include <sstream>

namespace tactus::test {

Document read_document(std::string_view text) {
    Document document;
    std::istringstream in{std::string{text}};
    std::string *section = nullptr;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("# ") && document.title.empty()) {
            document.title = line.substr(2);
        } else if (line.starts_with("## ")) {
            section = &document.sections[line.substr(3)];
        } else if (section == nullptr) {
            document.prose += line + "\n";
        } else {
            *section += (line.size() > 4 ? line.substr(4) : std::string{}) + "\n";
        }
    }
    for (auto &[heading, block] : document.sections) {
        block.erase(0,
                    block.find_first_not_of('\n') == std::string::npos ? block.size() : block.find_first_not_of('\n'));
        while (block.ends_with("\n\n")) {
            block.pop_back();
        }
    }
    return document;
}

std::string indented(std::string_view block) {
    std::istringstream in{std::string{block}};
    std::string result;
    for (std::string line; std::getline(in, line);) {
        result += line.empty() ? "\n" : "    " + line + "\n";
    }
    return result;
}

std::string unescape(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            result += text[i];
            continue;
        }
        const char kind = text[++i];
        if (kind == 'x') {
            result += static_cast<char>(std::strtoul(std::string{text.substr(i + 1, 2)}.c_str(), nullptr, 16));
            i += 2;
        } else if (kind == 'n') {
            result += '\n';
        } else if (kind == '{') {
            const std::size_t end = text.find('}', i);
            const std::size_t star = text.rfind('*', end);
            const std::string part = unescape(text.substr(i + 1, star - i - 1));
            const unsigned long count =
                std::strtoul(std::string{text.substr(star + 1, end - star - 1)}.c_str(), nullptr, 10);
            for (unsigned long k = 0; k < count; ++k) {
                result += part;
            }
            i = end;
        } else {
            result += kind;
        }
    }
    return result;
}

} // namespace tactus::test
