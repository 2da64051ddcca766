// docs/reference/words.md and docs/reference/words/ are made of the vocabulary: how each word is written, what it
// means, an example that is played and drawn, what it costs. docs/reference/ops.md is made of the table of operations
// and of what each cost in the examples of the library and of the words. With TACTUS_UPDATE in the environment the
// tests write the pages.
#include "compiler/cost/cost.h"
#include "compiler/elaborate/builtins.h"
#include "compiler/elaborate/vocabulary.h"
#include "compiler/source/source.h"
#include "tests/audio/pictures.h"
#include "tests/support/page.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

namespace {

using namespace tactus;
using elaborate::Vocabulary;
using elaborate::Word;
using measure::Picture;
using measure::Shows;

struct Chapter {
    Vocabulary kind;
    const char *file, *title, *opening;
};

constexpr Chapter chapters[] = {
    {Vocabulary::phrase, "language", "The language",
     "Words and signs with a place of their own; [the language](../language.md) tells of them one after the other."},
    {Vocabulary::constant, "constants", "Constants", "Values that every patch sees."},
    {Vocabulary::function, "functions", "Functions",
     "What the compiler knows by itself; an array in the place of one signal makes an array of results. In words the "
     "inputs\nlie on the stack, the last on top."},
    {Vocabulary::stack_word, "stack", "Words of the stack",
     "They move values and cost nothing: `dup` is a second wire."},
    {Vocabulary::unit, "units", "Units", "A unit touches its number."},
    {Vocabulary::measure, "measures", "Measures of tests",
     "They stand in the condition of an `expect`, and cost nothing in a patch."}};

const std::map<std::string, Picture> pictures{
    {"metro", {Shows::wave, 1.0, ""}},     {"tempo", {Shows::wave, 0.02, ""}},
    {"beatphase", {Shows::wave, 2.0, ""}}, {"random", {Shows::wave, 0.002, ""}},
    {"track", {Shows::wave, 1.0, ""}},     {"Note", {Shows::wave, 1.0, ""}},
    {"use", {Shows::wave, 0.02, ""}},      {"^", {Shows::wave, 0.2, ""}},
    {"beat", {Shows::wave, 1.0, ""}},      {"s", {Shows::wave, 2.0, ""}},
    {"Hz", {Shows::wave, 4.0, ""}},        {"fold", {Shows::wave, 0.02, ""}},
    {"tuning", {Shows::wave, 0.1, ""}},    {"fft", {Shows::wave, 0.064, ""}},
    {"ifft", {Shows::wave, 0.064, ""}},    {"blockposition", {Shows::wave, 0.064, ""}},
    {"sample", {Shows::wave, 0.2, ""}},    {"load", {Shows::wave, 0.2, ""}},
    {"rack", {Shows::wave, 0.2, ""}}};

// `sin(x)` over x, where the input of a function of one number can be swept.
Picture picture_of(const Word &word) {
    const auto *function = word.kind == Vocabulary::function ? elaborate::find_builtin(word.name) : nullptr;
    const bool number = function != nullptr && function->form == elaborate::BuiltinForm::function &&
                        function->units != elaborate::UnitRule::turn && function->ports.size() == 1;
    if (number) {
        const std::string call = word.name == "neg" ? "stack { x neg }" : word.name + "(x)";
        const bool positive = word.name.starts_with("log") || word.name == "sqrt";
        const bool narrow = word.name == "asin" || word.name == "acos" || word.name == "tan";
        return {Shows::curve, narrow ? 1.0 : 4.0, positive ? word.name + "(2.0001 + x / 2)" : call};
    }
    const auto found = pictures.find(word.name);
    return {Shows::wave, found == pictures.end() ? 0.02 : found->second.span, ""};
}

std::string entry(const Word &word) {
    CAPTURE(word.name);
    std::string made = "\n## `" + word.name + "`\n\n```\n" + word.header + "\n```\n\n" + word.meaning + "\n\n";
    std::istringstream units(word.units);
    for (std::string line; std::getline(units, line);) {
        made += "- " + line + "\n";
    }
    if (word.kind == Vocabulary::measure) {
        return made + "\n```\n" + word.program() + "```\n";
    }
    const auto drawn = measure::draw(picture_of(word), word.program());
    REQUIRE(drawn.has_value());
    return made + "- Cost: " + cost::describe_word(word) + "\n\n```\n" + word.program() + "```\n\n```\n" + *drawn +
           "```\n";
}

std::string words_page() {
    std::string made =
        "# Words\n\nEvery word that is not a node of [the library](library.md); the pages of the chapters have an "
        "example of each, what it makes there,\nand what it costs (`tests/audio/words_page_test.cpp`; `tactus doc "
        "WORD` "
        "shows one). Costs are instructions of the intermediate\ncode for one frame, counted and not timed; those of a "
        "function are its own, the others are those of the whole example.\n";
    for (const Chapter &chapter : chapters) {
        made += fmt::format("\n## [{}](words/{}.md)\n\n| word | |\n| --- | --- |\n", chapter.title, chapter.file);
        for (const Word &word : elaborate::vocabulary()) {
            made += word.kind == chapter.kind ? fmt::format("| `{}` | {} |\n", word.name, word.meaning) : "";
        }
    }
    return made;
}

std::string chapter_page(const Chapter &chapter) {
    std::string made = fmt::format("# {}\n\n{}\n\n[All words](../words.md) · [the library](../library.md)\n",
                                   chapter.title, chapter.opening);
    for (const Word &word : elaborate::vocabulary()) {
        made += word.kind == chapter.kind ? entry(word) : "";
    }
    return made;
}

// "rr" → "real real".
std::string types(std::string_view letters) {
    std::string made;
    for (const char letter : letters) {
        const char *name = letter == 'r'   ? "real"
                           : letter == 'p' ? "phase"
                           : letter == 'b' ? "boolean"
                           : letter == 'l' ? "line"
                           : letter == 'a' ? "any"
                                           : "real …";
        made += (made.empty() ? "" : " ") + std::string(name);
    }
    return made;
}

std::string table_cell(std::string_view text) {
    std::string made;
    for (const char c : text) {
        made += c == '|' ? "\\|" : std::string(1, c);
    }
    return made;
}

constexpr const char *rates[] = {"constant", "initial", "tick", "that of its operands", "audio"};
constexpr const char *states[] = {"", "memory", "source"};

constexpr std::pair<const char *, const char *> signs[] = {{"add", "+"},
                                                           {"subtract", "-"},
                                                           {"multiply", "*"},
                                                           {"divide", "/"},
                                                           {"power", "^"},
                                                           {"modulo", "mod"},
                                                           {"less", "<"},
                                                           {"less_equal", "<="},
                                                           {"greater", ">"},
                                                           {"greater_equal", ">="},
                                                           {"equal", "=="},
                                                           {"not_equal", "!="},
                                                           {"logical_and", "and"},
                                                           {"logical_or", "or"},
                                                           {"logical_not", "not"},
                                                           {"select", "if"},
                                                           {"delay1", "@1"},
                                                           {"line", "@"},
                                                           {"tap", "@"},
                                                           {"hold", "when"},
                                                           {"parameter", "param"},
                                                           {"input", "input"},
                                                           {"random", "random"},
                                                           {"sum", "sum"},
                                                           {"random_start", "randomstart"},
                                                           {"convolve", "convolve"},
                                                           {"transform", "fft"},
                                                           {"block_position", "blockposition"}};

std::string word_of(const graph::OpInfo &op) {
    for (const auto &builtin : elaborate::all_builtins()) {
        if (builtin.form == elaborate::BuiltinForm::function && graph::info(builtin.op).name == op.name) {
            return "`" + std::string(builtin.name) + "`";
        }
    }
    const auto found =
        std::find_if(std::begin(signs), std::end(signs), [&](const auto &each) { return each.first == op.name; });
    return found == std::end(signs) ? "" : fmt::format("`{}`", found->second);
}

// The least and the most that each operation cost at audio rate in the examples.
std::map<graph::Op, std::pair<std::uint32_t, std::uint32_t>> costs_of_operations() {
    std::map<graph::Op, std::pair<std::uint32_t, std::uint32_t>> made;
    const auto look = [&](const std::string &text) {
        const auto counted = cost::count(text);
        for (std::uint32_t i = 0; counted && i < counted->graph.nodes.size(); ++i) {
            const graph::Node &node = counted->graph.nodes[i];
            const bool packed = counted->schedule.pack_of[i] != schedule::none;
            if (node.rate == graph::Rate::Audio && counted->schedule.live[i] && !packed) {
                const std::uint32_t cost = counted->frame_instructions[i];
                const auto [at, fresh] = made.try_emplace(node.op, cost, cost);
                at->second = {std::min(at->second.first, cost), std::max(at->second.second, cost)};
            }
        }
    };
    for (const Word &word : elaborate::vocabulary()) {
        look(word.kind == Vocabulary::measure ? "" : word.program());
    }
    for (const auto &file : source::library_files()) {
        std::istringstream text{std::string(file.text)};
        for (std::string line; std::getline(text, line);) {
            look(line.starts_with("/// Example: ") ? "out = " + line.substr(13) : "");
        }
    }
    return made;
}

} // namespace

TEST_CASE("the page of words: every word of the language with an example, a picture and its cost") {
    CHECK(test::differs("docs/reference/words.md", words_page()) == "");
    for (const Chapter &chapter : chapters) {
        CHECK(test::differs(fmt::format("docs/reference/words/{}.md", chapter.file), chapter_page(chapter)) == "");
    }
}

TEST_CASE("every reserved word has an entry") {
    std::ifstream file("docs/reference/language.md");
    const std::string page{std::istreambuf_iterator<char>(file), {}};
    const std::size_t begin = page.find("```\nnode word ") + 4;
    std::istringstream reserved(page.substr(begin, page.find("```", begin) - begin));
    const auto words = elaborate::vocabulary();
    std::size_t found = 0;
    for (std::string name; reserved >> name; ++found) {
        CAPTURE(name);
        CHECK(std::any_of(words.begin(), words.end(), [&](const Word &word) { return word.name == name; }));
    }
    CHECK(found > 20);
}

TEST_CASE("the page of the operations is that of the table") {
    const auto costs = costs_of_operations();
    std::string text =
        "# Operations of the graph\n\nWhat a patch becomes before it becomes code: `tactus build FILE --emit=graph` "
        "prints it. Made from\n"
        "`compiler/graph/ops.def`; [the graph](../explanation/graph.md) says what rates, memories and scopes are. "
        "`cost` is how many instructions\nof the intermediate code one frame takes at audio rate, in the examples of "
        "[the library](library.md) and of [the words](words.md).\n\n"
        "| operation | word | operands | result | rate | state | cost | |\n"
        "| --- | --- | --- | --- | --- | --- | ---: | --- |\n";
    for (std::size_t i = 0; i < graph::all_ops().size(); ++i) {
        const auto &op = graph::all_ops()[i];
        const auto cost = costs.find(static_cast<graph::Op>(i));
        const std::string counted = cost == costs.end() ? ""
                                    : cost->second.first == cost->second.second
                                        ? fmt::format("{}", cost->second.first)
                                        : fmt::format("{}…{}", cost->second.first, cost->second.second);
        text += fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} |\n", op.name, table_cell(word_of(op)),
                            types(op.operands), types(std::string_view(&op.result, 1)),
                            rates[static_cast<std::size_t>(op.rate)], states[static_cast<std::size_t>(op.state)],
                            counted, table_cell(op.meaning));
    }
    CHECK(test::differs("docs/reference/ops.md", text) == "");
}
