#include "compiler/elaborate/vocabulary.h"

#include <fmt/format.h>

#include "compiler/base/units.h"
#include "compiler/elaborate/builtins.h"
#include "compiler/elaborate/stack_words.h"

namespace tactus::elaborate {

namespace {

std::string units_of(const Builtin &builtin) {
    static constexpr std::string_view rules[] = {"numbers", "any, and kept", "the same for both, and kept",
                                                 "any whose root is a unit: of Hz * Hz it is Hz", "a phase"};
    std::string made;
    if (builtin.form == BuiltinForm::function) {
        made = fmt::format("Units: {}\nOut: {}", rules[static_cast<std::size_t>(builtin.units)], builtin.range);
    }
    return made;
}

// "a", "b" … are the values, the deepest first.
std::string picture(const StackWord &word) {
    std::string text = std::string(word.word) + " (";
    for (std::size_t i = 0; i < word.wants; ++i) {
        text += fmt::format(" {}", static_cast<char>('a' + i));
    }
    text += " --";
    for (const char letter : word.leaves) {
        text += fmt::format(" {}", letter);
    }
    return text + " )";
}

std::string inputs_of(const Builtin &builtin) {
    std::string made;
    for (std::size_t i = 0; i < builtin.ports.size(); ++i) {
        const Port &port = builtin.ports[i];
        made += (made.empty() ? "" : ", ") + port.name + (port.type.empty() ? "" : ": " + port.type);
        for (std::size_t choice = 0; choice < port.choices.size(); ++choice) {
            made += (choice == 0 ? ": " : " | ") + port.choices[choice];
        }
        made += builtin.optional[i] ? " = …" : "";
    }
    return made;
}

void add_functions(std::vector<Word> &made) {
    for (const Builtin &builtin : all_builtins()) {
        made.push_back({Vocabulary::function, std::string(builtin.name),
                        fmt::format("{}({})", builtin.name, inputs_of(builtin)), std::string(builtin.meaning),
                        units_of(builtin), std::string(builtin.example)});
    }
}

void add_stack_words(std::vector<Word> &made) {
    for (const StackWord &word : stack_words) {
        made.push_back({Vocabulary::stack_word, std::string(word.word), picture(word), std::string(word.meaning),
                        "Units: any, and kept", std::string(word.example)});
    }
    made.push_back({Vocabulary::stack_word, std::string(pick_word), fmt::format("{} ( {} )", pick_word, pick_picture),
                    std::string(pick_meaning), "Units: any, and kept", std::string(pick_example)});
}

void add_language(std::vector<Word> &made) {
#define CONSTANT(name, unit, meaning, example)                                                                         \
    made.push_back({Vocabulary::constant, #name, #name, meaning, "Out: " unit, example});
#define PHRASE(word, written, meaning, example)                                                                        \
    made.push_back({Vocabulary::phrase, word, written, meaning, "", example});
#include "compiler/elaborate/language.def"
#undef PHRASE
#undef CONSTANT
}

void add_measures(std::vector<Word> &made) {
    static constexpr std::string_view plain = "a number", ratio = "a ratio, in dB", seconds = "s", hertz = "Hz",
                                      same = "in the unit of x";
#define MEASURE(name, inputs, unit, meaning, example)                                                                  \
    {                                                                                                                  \
        Builtin builtin;                                                                                               \
        read_inputs(inputs, builtin);                                                                                  \
        made.push_back({Vocabulary::measure, #name, fmt::format("{}({})", #name, inputs_of(builtin)), meaning,         \
                        fmt::format("Out: {}", unit), example});                                                       \
    }
#include "compiler/elaborate/measures.def"
#undef MEASURE
}

void add_units(std::vector<Word> &made) {
    for (const tactus::Unit &unit : units()) {
        static constexpr std::string_view meanings[] = {"a number",
                                                        "a frequency",
                                                        "a time",
                                                        "a time that follows the tempo: a quarter note",
                                                        "a ratio, written logarithmically: multiply with it",
                                                        "a ratio, written logarithmically: multiply with it"};
        static constexpr std::string_view examples[] = {"saw(110Hz) * 1{}",
                                                        "saw(1{})",
                                                        "saw(110Hz) * decay(metro(10ms), 1{})",
                                                        "sine(220Hz) * decay(metro(1{}), 200ms)",
                                                        "saw(110Hz) * -6{}",
                                                        "saw(110Hz * 7{})"};
        const auto dimension = static_cast<std::size_t>(unit.dimension);
        made.push_back({Vocabulary::unit, std::string(unit.text), fmt::format("1{}", unit.text),
                        std::string(meanings[dimension]), "",
                        fmt::format(fmt::runtime(examples[dimension]), unit.text)});
    }
}

} // namespace

std::string Word::text() const {
    std::string made = meaning;
    made += units.empty() ? "" : "\n" + units;
    if (kind == Vocabulary::phrase || kind == Vocabulary::measure) {
        const std::string whole = program();
        return made + "\nExample:\n" + whole.substr(0, whole.size() - 1);
    }
    return made + "\nExample: " + example;
}

std::string Word::program() const {
    if (kind == Vocabulary::phrase) {
        return example;
    }
    if (kind == Vocabulary::measure) {
        return "test \"" + name + "\" {\n    expect " + example + "\n}\n";
    }
    const auto semicolon = example.find(" ; ");
    return "out = " + example.substr(0, semicolon) +
           (semicolon == std::string::npos ? "" : "\n" + example.substr(semicolon + 3)) + "\n";
}

std::vector<Word> vocabulary() {
    std::vector<Word> made;
    add_language(made);
    add_functions(made);
    add_stack_words(made);
    add_units(made);
    add_measures(made);
    return made;
}

} // namespace tactus::elaborate
