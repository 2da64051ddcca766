// docs/reference/library.md is made of the comments in stdlib/*.tac: this test makes it again and compares. With
// TACTUS_UPDATE in the environment it writes it.
#include "compiler/source/source.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>
#include <string>

namespace {

constexpr const char *page = "docs/reference/library.md";

// "osc.tac" → the comment it opens with, as one paragraph.
std::string opening(std::istringstream &text) {
    std::string paragraph, line;
    while (std::getline(text, line) && line.starts_with("// ")) {
        paragraph += (paragraph.empty() ? "" : "\n") + line.substr(3);
    }
    return paragraph;
}

// The lines above a definition: sentences first, then one list entry per input, `Out:`, `Source:`; the example in a
// fence of its own.
std::string described(const std::string &doc) {
    static const std::regex entry("^(Out|Source|[a-z][a-z0-9]*(, [a-z][a-z0-9]*)*): .*");
    std::istringstream lines(doc);
    std::string made, example;
    bool listed = false;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("Example: ")) {
            example = line.substr(9);
        } else if (std::regex_match(line, entry)) {
            made += (listed ? "- " : "\n- ") + line + "\n";
            listed = true;
        } else if (listed) {
            made += "  " + line.substr(line.find_first_not_of(' ')) + "\n";
        } else {
            made += line + "\n";
        }
    }
    return made + "\n```\n" + example + "\n```\n";
}

std::string library_page() {
    std::string made = "# The library\n\nEvery node of `stdlib/*.tac`, made from their comments "
                       "(`tests/audio/library_page_test.cpp`; `tactus doc NAME` shows one). What "
                       "the compiler\nknows by itself is in [language.md](language.md), chapter 3.\n";
    for (const auto &file : tactus::source::library_files()) {
        std::istringstream text{std::string(file.text)};
        made += "\n## " + std::string(file.name) + "\n\n" + opening(text) + "\n";
        std::string doc;
        for (std::string line; std::getline(text, line);) {
            if (line.starts_with("/// ")) {
                doc += line.substr(4) + "\n";
                continue;
            }
            if (!doc.empty() && line.starts_with("node ")) {
                const std::size_t end = line.find('(', 5);
                std::size_t close = end, depth = 0;
                do {
                    depth += line[close] == '(' ? 1u : 0u;
                    depth -= line[close] == ')' ? 1u : 0u;
                } while (depth > 0 && ++close < line.size());
                const std::size_t brace = line.find(" {", close), equals = line.find(" =", close);
                made += "\n### " + line.substr(5, end - 5) + "\n\n```\n" + line.substr(5, std::min(brace, equals) - 5) +
                        "\n```\n\n" + described(doc);
            }
            doc.clear();
        }
    }
    return made;
}

} // namespace

TEST_CASE("the page of the library says what the library's comments say") {
    const std::string expected = library_page();
    if (std::getenv("TACTUS_UPDATE") != nullptr) {
        std::ofstream(page) << expected;
    }
    std::ifstream file(page);
    const std::string found{std::istreambuf_iterator<char>(file), {}};
    CHECK_MESSAGE(found == expected, "run this test with TACTUS_UPDATE=1 to write docs/reference/library.md anew");
}
