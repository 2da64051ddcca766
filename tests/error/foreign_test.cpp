// Words of other systems: every row of the table says truly whether its edit is sure, and what an edit writes plays
// what the word means there, by the formula of its own manual.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "compiler/cli/fix.h"
#include "compiler/elaborate/builtins.h"
#include "compiler/syntax/foreign_words.h"
#include "compiler/tactus.h"

using namespace tactus;

namespace {

struct Row {
    std::string theirs, ours, how;
};

constexpr auto same_rows = [] {
    return std::vector<Row>{
#define SAME(theirs, ours, inputs) {theirs, ours, inputs},
#include "compiler/syntax/foreign.def"
    };
};

constexpr auto converted_rows = [] {
    return std::vector<Row>{
#define CONVERTED(theirs, ours, written) {theirs, ours, written},
#include "compiler/syntax/foreign.def"
    };
};

constexpr auto other_rows = [] {
    return std::vector<Row>{
#define OTHER(theirs, ours, why) {theirs, ours, why},
#include "compiler/syntax/foreign.def"
    };
};

// The names of a library node's inputs, read from its header.
std::vector<std::string> inputs_of(const std::string &node) {
    for (const auto &file : std::filesystem::directory_iterator("stdlib")) {
        std::ifstream in{file.path()};
        const std::string start = "node " + node + "(";
        for (std::string line; std::getline(in, line);) {
            if (!line.starts_with(start)) {
                continue;
            }
            std::vector<std::string> made;
            std::string name;
            bool reading = true;
            for (std::size_t i = start.size(), depth = 0; i < line.size(); ++i) {
                const char c = line[i];
                if (depth == 0 && (c == ',' || c == ')')) {
                    if (!name.empty()) {
                        made.push_back(name);
                    }
                    name.clear();
                    reading = true;
                    if (c == ')') {
                        return made;
                    }
                    continue;
                }
                depth += c == '(' || c == '[' ? 1 : 0;
                depth -= c == ')' || c == ']' ? 1 : 0;
                reading = reading && (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == ' ');
                name += reading && c != ' ' ? std::string(1, c) : std::string{};
            }
        }
    }
    std::vector<std::string> made;
    if (const elaborate::Builtin *builtin = elaborate::find_builtin(node)) {
        for (const elaborate::Port &port : builtin->ports) {
            made.push_back(port.name);
        }
    }
    return made;
}

std::optional<diag::Edit> edit_for(const std::string &word, const std::string &behind) {
    const std::string text = "out = " + word + behind;
    const auto end = static_cast<std::uint32_t>(6 + word.size());
    return syntax::in_tactus({word, Span{FileId(0u), 6, end}, text}).edit;
}

std::string inputs(std::size_t count) {
    std::string made;
    for (std::size_t i = 0; i < count; ++i) {
        made += (i == 0 ? "(" : ", ") + std::to_string(i + 1);
    }
    return made + (count == 0 ? "()" : ")");
}

// What is written in another system's words, and the same by its manual's formula in plain operations. Signals are
// compared for a second; the greatest difference is told.
struct Meaning {
    const char *theirs, *formula;
    double within;
};

constexpr Meaning meanings[] = {
#define MEANING(theirs, formula, within) {theirs, formula, within},
#include "tests/error/foreign_meanings.def"
#undef MEANING
};

constexpr const char *nodes = R"(out = sine(440Hz)
node onepoleof(x, b, c) -> r { r = b * x + c * r@1 }
node slopes(x, up, down) -> r { r = r@1 + min(max(x - r@1, -down), up) }
node low(x, f, q) -> r {
    k = tan(pi * f / 48000)
    n = 1 / (1 + k / q + k * k)
    r = n * (k * k * (x + 2 * x@1 + x@2) - 2 * (k * k - 1) * r@1 - (1 - k / q + k * k) * r@2)
}
node high(x, f, q) -> r {
    k = tan(pi * f / 48000)
    n = 1 / (1 + k / q + k * k)
    r = n * (x - 2 * x@1 + x@2 - 2 * (k * k - 1) * r@1 - (1 - k / q + k * k) * r@2)
}
node band(x, f, q) -> r {
    k = tan(pi * f / 48000)
    n = 1 / (1 + k / q + k * k)
    r = n * (k / q * (x - x@2) - 2 * (k * k - 1) * r@1 - (1 - k / q + k * k) * r@2)
}
node bell(x, f, q, decibels) -> r {
    w = 2 * pi * f / 48000
    a = 10 ^ (decibels / 40)
    alpha = sin(w) / (2 * q)
    r = ((1 + alpha * a) * x - 2 * cos(w) * x@1 + (1 - alpha * a) * x@2 + 2 * cos(w) * r@1 - (1 - alpha / a) * r@2) / (1 + alpha / a)
}
node repeated(x) -> r { r = x + 0.5 * r@12000 }
node now() -> t {
    n = n@1 + 1
    t = (n - 1) / 48000
}
node ticks(n) -> tick {
    c = c@1 + 1
    tick = (c - 1) mod n == 0
}
node begins(x) = x > 0 and not x@1 > 0
node changes(x) = x != x@1
node kept(x, t) -> r { r = if t then x else r@1 }
node since(t) -> n {
    n: init 100000
    n = if t then 0 else n@1 + 1
}
node turned(t) -> r { r = if t then 1 - r@1 else r@1 }
node ramps(t) = if t < 0.1 then t / 0.1 else if t < 0.3 then 1 - (t - 0.1) / 0.2 * 0.5 else if t < 0.5 then 0.5 else max(0, 0.5 - (t - 0.5) / 0.3 * 0.5)
)";

} // namespace

TEST_CASE("a word that is only called otherwise has the same first inputs here") {
    for (const Row &row : same_rows()) {
        CAPTURE(row.theirs);
        std::istringstream words{row.how};
        const std::vector<std::string> listed{std::istream_iterator<std::string>{words}, {}};
        const std::vector<std::string> known = row.ours == "out" ? std::vector<std::string>{} : inputs_of(row.ours);
        REQUIRE(listed.size() <= known.size());
        for (std::size_t i = 0; i < listed.size(); ++i) {
            CHECK(listed[i] == known[i]);
        }
        CHECK(edit_for(row.theirs, " * 1"));
        CHECK(edit_for(row.theirs, inputs(listed.size())));
        CHECK_FALSE(edit_for(row.theirs, inputs(listed.size() + 1)));
        CHECK_FALSE(edit_for(row.theirs, "(surely_no_input: 1)"));
    }
}

TEST_CASE("a word with other inputs has no edit, and says what differs") {
    for (const Row &row : other_rows()) {
        CAPTURE(row.theirs);
        CHECK(row.how.size() > 15);
        CHECK_FALSE(edit_for(row.theirs, ""));
        for (std::size_t count = 0; count < 7; ++count) {
            CHECK_FALSE(edit_for(row.theirs, inputs(count)));
        }
    }
}

TEST_CASE("a word whose call is written anew has an edit for its own number of inputs only, and a meaning is tested") {
    std::map<std::string, std::set<std::size_t>> counts;
    for (const Row &row : converted_rows()) {
        std::size_t most = row.how.find("$x") != std::string::npos ? 1 : 0;
        for (std::size_t i = 1; i < 7; ++i) {
            most += row.how.find("$" + std::to_string(i)) != std::string::npos ? 1 : 0;
        }
        counts[row.theirs].insert(most);
    }
    for (const auto &[theirs, all] : counts) {
        CAPTURE(theirs);
        CHECK_FALSE(edit_for(theirs, ""));
        for (std::size_t count = 0; count < 8; ++count) {
            CHECK(edit_for(theirs, inputs(count)).has_value() == all.contains(count));
        }
        CHECK_FALSE(edit_for(theirs, "(a: 1, b: 2)"));
        std::size_t tested = 0;
        for (const Meaning &meaning : meanings) {
            const std::string_view text{meaning.theirs};
            const auto place = text.find(theirs);
            const bool whole = place != std::string_view::npos &&
                               (place == 0 || text[place - 1] == ' ' || text[place - 1] == '(') &&
                               (text.substr(place + theirs.size()).starts_with("(") ||
                                text.substr(place + theirs.size()).starts_with(".ar(") ||
                                text.substr(place + theirs.size()).starts_with(".kr("));
            tested += whole ? 1 : 0;
        }
        CHECK(tested >= all.size());
    }
}

TEST_CASE("what is written anew plays what the word means there") {
    std::string program = nodes;
    std::size_t number = 0;
    for (const Meaning &meaning : meanings) {
        const cli::Mended mended = cli::mend("foreign.tac", fmt::format("y = {}\n{}", meaning.theirs, nodes), {});
        CAPTURE(meaning.theirs);
        CHECK(mended.edits == 1);
        const std::string y = mended.text.substr(0, mended.text.find('\n'));
        program +=
            fmt::format("test \"{}: {}\" {{\n    {}\n    expected = {}\n    expect peak(y * 1 - expected * 1) <= {}\n"
                        "    expect peak(expected * 1) > 0.001\n}}\n",
                        ++number, meaning.theirs, y, meaning.formula, meaning.within);
    }
    const char *build = std::getenv("TACTUS_BUILD");
    const std::filesystem::path root = std::filesystem::absolute(build == nullptr ? "build/release" : build);
    std::filesystem::create_directories(root / "foreign");
    const auto file = root / "foreign/meanings.tac", said = root / "foreign/said";
    std::ofstream{file} << program;
    const int status = std::system(
        fmt::format("'{}' test '{}' >'{}' 2>&1", (root / "bin/tactus").string(), file.string(), said.string()).c_str());
    std::ostringstream text;
    text << std::ifstream{said}.rdbuf();
    CAPTURE(text.str());
    CHECK(status == 0);
}
