#include "tests/support/library_patches.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "compiler/base/units.h"
#include "compiler/syntax/parse.h"
#include "compiler/tactus.h"

namespace tactus::test {

namespace {

using syntax::Kind;
using syntax::TreeId;

// What inputs are given: parameters that move, constants beside a signal, or constants alone (counts, designs of
// filters).
enum class Given { moving, still, constant };

// Where it stands: in a voice beside the patch, in the patch alone, or as the line of notes that a poly plays.
enum class Inside { voices, patch, notes };

// Something to give an input; `source` for what is untyped.
std::optional<std::string> argument_for(const syntax::Tree &tree, TreeId port, Given given_as, bool in_voice,
                                        std::size_t index) {
    const bool first = index == 0;
    const TreeId type = tree.child(port, 1), dimensions = tree.child(port, 0);
    const std::string text{type.valid() ? tree.text(type) : ""};
    const auto unit = find_unit(text);
    if (type.valid() && tree[type].child_count > 0) {
        return std::string(tree.text(tree.child(type, 0)));
    }
    static const std::map<std::string_view, std::string> constants{
        {"n", "7"}, {"m", "3"}, {"attenuation", "60"}, {"size", "256"}, {"offset", "64"}, {"threshold", "0.01"},
        {"on", "0"}}; // of filters and blocks
    if (const auto found = constants.find(tree.text(port));
        text.empty() && !dimensions.valid() && found != constants.end() && !(first && found->first == "on")) {
        return found->second;
    }
    if (text == "Note") {
        return in_voice ? std::optional<std::string>("note") : std::nullopt;
    }
    if (text == "table") {
        return "shape";
    }
    if (text == "node") {
        return "half";
    }
    if (text == "phase") {
        return "phasor(110Hz)";
    }
    if (dimensions.valid() && tree.children_of(dimensions).size() == 2) {
        return "[[2, 0.5, 0], [0.5, 1, 0.25], [0, 0.25, 1]]";
    }
    if (dimensions.valid() && tree.text(port) == "start") {
        return "[1, 0.5]"; // where memories begin: constants
    }
    if (dimensions.valid()) {
        const auto sizes = tree.children_of(dimensions);
        const bool counted = sizes.size() == 1 && sizes[0].valid() && tree[sizes[0]].kind == Kind::Number;
        const auto count = counted ? static_cast<int>(tree[sizes[0]].number) : 3;
        if (unit != nullptr && unit->dimension == Dimension::Time) { // lengths of delays, which are constant
            std::string times = "[5ms";
            for (int i = 1; i < count; ++i) {
                times += fmt::format(", {}ms", 5 + 2 * i);
            }
            return times + "]";
        }
        std::string list = "[noise() * 0.5";
        for (int i = 1; i < count; ++i) {
            list += fmt::format(", sine({}Hz) * 0.5", 110 * i);
        }
        return list + "]";
    }
    if (unit != nullptr && unit->dimension == Dimension::Frequency) {
        if (const std::string_view name = tree.text(port); name == "low" || name == "high") {
            return name == "low" ? "100Hz" : "9kHz"; // a band that is not empty
        }
        return in_voice && first ? "note.freq" : given_as == Given::moving ? "pitch" : "700Hz";
    }
    if (unit != nullptr && (unit->dimension == Dimension::Time || unit->dimension == Dimension::Beats)) {
        return given_as == Given::moving ? "time" : "7ms";
    }
    if (unit != nullptr && unit->dimension == Dimension::RatioOfTen) {
        return "-9dB";
    }
    if (first && given_as == Given::constant) {
        return "9";
    }
    if (first) {
        return in_voice ? "source * note.gate" : "source";
    }
    static constexpr const char *numbers[] = {"0.4", "0.7", "1.1", "0.9"}; // different: equal ones make ranges empty
    return given_as == Given::moving && index == 1 ? "amount" : numbers[index % 4];
}

std::optional<std::string> call_of(const syntax::Tree &tree, TreeId definition, Given given_as, bool in_voice,
                                   const std::string &choice) {
    std::string made = std::string(tree.text(definition)) + "(";
    std::size_t given = 0;
    const TreeId inputs = tree.child(definition, 0);
    for (const TreeId port : inputs.valid() ? tree.children_of(inputs) : std::span<const TreeId>{}) {
        if (tree.child(port, 2).valid()) {
            continue;
        }
        const auto argument = argument_for(tree, port, given_as, in_voice, given);
        if (!argument) {
            return std::nullopt;
        }
        made += (given == 0 ? "" : ", ") + *argument;
        ++given;
    }
    return made + (choice.empty() ? "" : (given == 0 ? "" : ", ") + choice) + ")";
}

std::string sum_of_outputs(const syntax::Tree &tree, TreeId definition, const std::string &call) {
    const TreeId outputs = tree.child(definition, 1);
    if (!outputs.valid() || tree.children_of(outputs).size() < 2) {
        return call;
    }
    std::string names, sum;
    for (const TreeId port : tree.children_of(outputs)) {
        const std::string name = "part_" + std::string(tree.text(port));
        names += (names.empty() ? "" : ", ") + name;
        sum += (sum.empty() ? "[" : ", ") + name;
    }
    return "(" + names + ") = " + call + "\n" + sum + "]";
}

std::string patch_text(const syntax::Tree &tree, TreeId definition, Given given_as, const std::string &choice,
                       const std::string &unit, const std::string &helper, Inside inside) {
    std::string text = "table shape[5] = [0, 0.5, 1, 0.25, -1]\n" + helper +
                       "\n"
                       "patch play {\n"
                       "    param pitch: Hz = 500Hz in 30Hz..9kHz log cc 7\n"
                       "    param time: s = 20ms in 1ms..200ms cc 80\n"
                       "    param amount = 0.5 in 0..1 smooth 3ms\n"
                       "    param gain = 0.5 in 0..1 step\n"
                       "    source = sine(pitch) * 0.5 + noise() * 0.25\n";
    const auto place = [&](const std::string &call, const std::string &indent, const std::string &name) {
        const std::string lines = sum_of_outputs(tree, definition, call);
        const auto end = lines.find('\n');
        if (end == std::string::npos) {
            return indent + name + " = " + lines + "\n";
        }
        return indent + lines.substr(0, end) + "\n" + indent + name + " = " + lines.substr(end + 1) + "\n";
    };
    const auto in_patch = call_of(tree, definition, given_as, false, choice);
    const auto in_voice = call_of(tree, definition, given_as, true, choice);
    if (in_patch) {
        text += place(*in_patch, "    ", "alone");
        text += inside == Inside::notes ? "    out = poly(3, heard, notes: alone) * gain\n"
                                        : "    out = alone" + unit + " * gain\n";
    }
    if (inside == Inside::notes) {
        return text + "    node heard(note: Note) = sine(note.freq) * note.gate\n}\n";
    }
    if (inside == Inside::patch) {
        return text + "}\n";
    }
    text += "    node voice(note: Note) -> y {\n" + place(in_voice.value_or("0"), "        ", "y_all") +
            "        y = sum(y_all)" + unit + " * note.gate\n    }\n";
    return text + (in_patch ? "    out.voices = poly(5, voice)\n}\n" : "    out = poly(5, voice)\n}\n");
}

bool is_good(const std::string &text) {
    source::SourceSet sources;
    diag::Report report;
    const auto file = sources.add("test.tac", text, report);
    Options options;
    return file && emit_stage(sources, *file, Stage::Graph, options, report).has_value();
}

// Outputs with a unit, inputs that want a constant, nodes of one input, equations of two, bins; what voices cannot
// hold; and last, what makes a line of notes.
std::string first_good_patch(const syntax::Tree &tree, TreeId definition, const std::string &choice) {
    for (const Inside inside : {Inside::voices, Inside::patch}) {
        for (const char *helper : {"node half(x) = x * 0.5", "node half(x, u) = (u - x) * 1kHz",
                                   "node half(re, im, bin) -> a, b { a = re ; b = im * 0.5 }"}) {
            for (const char *unit : {"", " / 1kHz", " / 1s"}) {
                for (const Given given_as : {Given::moving, Given::still, Given::constant}) {
                    std::string text = patch_text(tree, definition, given_as, choice, unit, helper, inside);
                    if (is_good(text)) {
                        return text;
                    }
                }
            }
        }
    }
    return patch_text(tree, definition, Given::moving, choice, "", "node half(x) = x * 0.5", Inside::notes);
}

void add_patches(const syntax::Tree &tree, TreeId definition, std::vector<Program> &programs) {
    const std::string name = "library/" + std::string(tree.text(definition));
    std::vector<std::string> choices{""};
    const TreeId inputs = tree.child(definition, 0);
    for (const TreeId port : inputs.valid() ? tree.children_of(inputs) : std::span<const TreeId>{}) {
        const TreeId type = tree.child(port, 1);
        for (const TreeId choice : type.valid() ? tree.children_of(type) : std::span<const TreeId>{}) {
            choices.push_back(fmt::format("{}: {}", tree.text(port), tree.text(choice)));
        }
    }
    if (choices.size() > 2) {
        choices.erase(choices.begin() + 1); // the default alternative is the plain call
    }
    for (const std::string &choice : choices) {
        programs.push_back({choice.empty() ? name : name + " " + choice, first_good_patch(tree, definition, choice)});
    }
}

} // namespace

std::vector<Program> library_patches() {
    std::vector<Program> programs;
    for (const auto &file : source::library_files()) {
        source::SourceSet sources;
        diag::Report report;
        const auto id = sources.add(std::string(file.name), std::string(file.text), report, true);
        const auto tree = id ? syntax::parse(sources, *id, report) : std::nullopt;
        for (const TreeId statement : tree ? tree->children_of(tree->root) : std::span<const TreeId>{}) {
            if ((*tree)[statement].kind == Kind::NodeDefinition || (*tree)[statement].kind == Kind::WordDefinition) {
                add_patches(*tree, statement, programs);
            }
        }
    }
    return programs;
}

std::vector<Program> example_programs() {
    std::vector<Program> programs;
    for (const auto &entry : std::filesystem::directory_iterator("examples")) {
        if (entry.path().extension() == ".tac") {
            std::ifstream in(entry.path(), std::ios::binary);
            programs.push_back({"examples/" + entry.path().stem().string(),
                                {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()}});
        }
    }
    std::sort(programs.begin(), programs.end(), [](const Program &a, const Program &b) { return a.name < b.name; });
    return programs;
}

} // namespace tactus::test
