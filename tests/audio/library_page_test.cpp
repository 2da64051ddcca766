// docs/reference/library.md and the pages of the families in docs/reference/library/ are made of the comments in
// stdlib/*.tac, of what the examples there cost, and of pictures of them: these tests make the pages again and compare.
// With TACTUS_UPDATE in the environment they write them.
#include "compiler/cost/cost.h"
#include "compiler/source/source.h"
#include "tests/audio/pictures.h"
#include "tests/support/page.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <regex>
#include <sstream>
#include <string>

namespace {

using tactus::measure::Picture;
using tactus::measure::Shows;
using tactus::test::differs;

const std::string folder = "docs/reference/library";

struct Node {
    std::string name, header, doc, example;
};

struct Family {
    std::string name, opening;
    std::vector<Node> nodes;
};

// What a family's nodes are seen by, and what says more of some.
const std::map<std::string, Picture> by_family{
    {"analysis", {Shows::wave, 0.5, ""}},     {"delay", {Shows::impulse, 1.0, ""}},
    {"drum", {Shows::wave, 0.6, ""}},         {"dynamics", {Shows::level, 0, ""}},
    {"effect", {Shows::wave, 0.2, ""}},       {"env", {Shows::wave, 1.5, ""}},
    {"filter", {Shows::response, 0, ""}},     {"lfo", {Shows::wave, 2.0, ""}},
    {"slowphasor", {Shows::wave, 100.0, ""}}, {"linear", {Shows::response, 0, ""}},
    {"math", {Shows::curve, 1.0, ""}},        {"mix", {Shows::wave, 0.01, ""}},
    {"model", {Shows::impulse, 0.5, ""}},     {"noise", {Shows::spectrum, 0, ""}},
    {"ode", {Shows::wave, 0.02, ""}},         {"osc", {Shows::wave, 0.02, ""}},
    {"reverb", {Shows::decay, 2.0, ""}},      {"sampling", {Shows::response, 0, ""}},
    {"score", {Shows::wave, 2.0, ""}},        {"sequence", {Shows::wave, 2.0, ""}},
    {"shape", {Shows::curve, 1.0, ""}},       {"string", {Shows::impulse, 0.3, ""}},
    {"spectral", {Shows::spectrum, 0, ""}},   {"sync", {Shows::wave, 0.02, ""}}};
const std::map<std::string, Picture> by_name{
    {"peakmeter", {Shows::wave, 2.0, ""}},
    {"pitchof", {Shows::wave, 0.1, "pitchof(sine(220Hz))"}},
    {"zerocrossings", {Shows::wave, 0.5, "zerocrossings(sine(330Hz), 50ms)"}},
    {"comb", {Shows::impulse, 0.5, ""}},
    {"allpass", {Shows::impulse, 0.15, ""}},
    {"chorus", {Shows::wave, 0.05, "saw(110Hz) -> chorus(0.5Hz, 3ms, 0.5)"}},
    {"flanger", {Shows::response, 0, ""}},
    {"hat", {Shows::wave, 0.2, ""}},
    {"greater", {Shows::wave, 0.002, "greater(sine(1kHz), 4 * sampletime)"}},
    {"average", {Shows::response, 0, ""}},
    {"compressor", {Shows::level, 0, "x -> compressor(x, threshold: -18dB)"}},
    {"expander", {Shows::level, 0, "x -> expander(x, threshold: -30dB)"}},
    {"branched", {Shows::wave, 1.0, "branched(square(2Hz), 5ms, 100ms)"}},
    {"limiter", {Shows::level, 0, "8 * x -> limiter(-1dB)"}},
    {"brickwall", {Shows::level, 0, "8 * x -> brickwall(-1dB)"}},
    {"quarterturn", {Shows::response, 0, "x + quarterturn(x, 700Hz)"}},
    {"phaser", {Shows::response, 0, ""}},
    {"tremolo", {Shows::wave, 0.5, ""}},
    {"tapeecho", {Shows::impulse, 2.0, ""}},
    {"env", {Shows::wave, 0.8, ""}},
    {"follow", {Shows::wave, 1.0, ""}},
    {"dcblock", {Shows::wave, 0.3, "dcblock(0.5 + 0.3 * sine(30Hz))"}},
    {"formant", {Shows::response, 0, "x -> formant(2)"}},
    {"metro", {Shows::wave, 2.0, ""}},
    {"count", {Shows::wave, 2.0, ""}},
    {"lerp", {Shows::curve, 1.0, "lerp(0.2, 0.8, x)"}},
    {"scale", {Shows::curve, 1.0, ""}},
    {"wrap", {Shows::curve, 2.0, ""}},
    {"clamp", {Shows::curve, 1.0, ""}},
    {"db", {Shows::curve, 12.0, ""}},
    {"todb", {Shows::curve, 1.0, "todb(abs(x))"}},
    {"midihz", {Shows::curve, 24.0, "midihz(60 + x)"}},
    {"hzmidi", {Shows::curve, 1.0, "hzmidi(261.63Hz * 2 ^ x)"}},
    {"isprime", {Shows::list, 56, "[k in 0..55: isprime(k)]"}},
    {"nextprime", {Shows::list, 56, "[k in 0..55: nextprime(k)]"}},
    {"firstprime", {Shows::list, 56, "[k in 0..55: firstprime(0, k)]"}},
    {"pan", {Shows::curve, 1.0, "pan(1, x)"}},
    {"balance", {Shows::curve, 1.0, "balance([1, 0.8], x)"}},
    {"width", {Shows::curve, 1.0, "width([1, 0.5], 1 + x)"}},
    {"crossfade", {Shows::curve, 1.0, "crossfade(1, 0, 0.5 + 0.5 * x)"}},
    {"tube", {Shows::wave, 0.2, "tube(0.6, 147Hz)"}},
    {"dust", {Shows::wave, 1.0, ""}},
    {"diodeclipper", {Shows::wave, 0.02, ""}},
    {"rc", {Shows::wave, 0.02, "rc(square(110Hz), 10000, 0.00000001)"}},
    {"phasor", {Shows::wave, 0.02, ""}},
    {"clenshaw", {Shows::curve, 3.0, "fold([0.2, 0.5, 1], [0, 0], clenshaw(twice: 2 * cos(x)))[0]"}},
    {"cheapstep", {Shows::wave, 0.02, ""}},
    {"roundcorner", {Shows::curve, 0.5, ""}},
    {"cheapcorner", {Shows::curve, 0.5, ""}},
    {"finecorner", {Shows::curve, 0.5, ""}},
    {"fm", {Shows::wave, 0.02, ""}},
    {"combs", {Shows::decay, 2.0, ""}},
    {"diffuse", {Shows::impulse, 0.1, ""}},
    {"roomtones", {Shows::wave, 1.0, "roomtones(saw(110Hz))"}},
    {"primelength", {Shows::list, 56, "[k in 1..56: primelength(k * 1ms) * 1000Hz]"}},
    {"church", {Shows::decay, 4.0, ""}},
    {"onward", {Shows::impulse, 0.05, ""}},
    {"wobbling", {Shows::wave, 0.05, "wobbling(sine(220Hz), 20ms, 1Hz)"}},
    {"duller", {Shows::response, 0, ""}},
    {"hadamard", {Shows::list, 8, "hadamard([0, 1, 0, 0, 0, 0, 0, 0])"}},
    {"besseli0", {Shows::curve, 3.0, ""}},
    {"kaiser", {Shows::list, 33, "kaiser(33, 60)"}},
    {"windowedsinc", {Shows::response, 0, "fir(x, windowedsinc(63, 5kHz, 60))"}},
    {"sinc", {Shows::curve, 4.0, "sinc(x)"}},
    {"halfband", {Shows::list, 12, "halfband(12, 60)"}},
    {"halfup", {Shows::wave, 0.01, "halfup(saw(110Hz), halfband(18, 96))"}},
    {"halfdown", {Shows::wave, 0.01, "halfdown([saw(110Hz), saw(110Hz)], halfband(18, 96))"}},
    {"oversample2", {Shows::spectrum, 0, "sine(5kHz) -> oversample2(drive(amount: 4))"}},
    {"oversample4", {Shows::spectrum, 0, "sine(5kHz) -> oversample4(drive(amount: 4))"}},
    {"oversample8", {Shows::spectrum, 0, "sine(5kHz) -> oversample8(drive(amount: 4))"}},
    {"quantise", {Shows::wave, 2.0, "quantise(220Hz * 24st ^ lfo(0.5Hz), [0, 2, 4, 7, 9])"}},
    {"nearer", {Shows::curve, 3.0, "nearer(1, 2, key: x)"}},
    {"arpeggio", {Shows::wave, 1.0, "arpeggio(metro(125ms), [220Hz, 275Hz, 330Hz], mode: bounce)"}},
    {"antialias", {Shows::curve, 3.0, ""}},
    {"tanhintegral", {Shows::curve, 3.0, ""}},
    {"clipintegral", {Shows::curve, 3.0, ""}},
    {"tanhitself", {Shows::curve, 3.0, ""}},
    {"folditself", {Shows::curve, 6.0, ""}},
    {"foldintegral", {Shows::curve, 6.0, ""}},
    {"softclip", {Shows::curve, 3.0, ""}},
    {"wavefold", {Shows::curve, 6.0, ""}},
    {"downsample", {Shows::wave, 0.02, "sine(220Hz) -> downsample(4kHz)"}},
    {"pluck", {Shows::wave, 0.8, ""}},
    {"string", {Shows::impulse, 0.3, ""}},
    {"mode", {Shows::impulse, 0.03, ""}},
    {"implicitstep",
     {Shows::curve, 1.0, "implicitstep([0.5], 0, [0.4], x, onevolt)[0] ; node onevolt(v, u) = (u - v) * 1kHz"}},
    {"newtonstep", {Shows::curve, 1.0, "newtonstep(x, 0, 0.4, 1, onevolt, 0.5) ; node onevolt(v, u) = (u - v) * 1kHz"}},
    {"exchange", {Shows::list, 2, "fold(0..1, [[2, 1], [1, 3]], exchange)[0]"}},
    {"minpart", {Shows::list, 12, "[k in 0..11: minpart(k, 0.5)]"}},
    {"minstep", {Shows::wave, 0.004, "toggle(metro(1ms)) + minstep(toggle(metro(1ms)) - toggle(metro(1ms))@1, 0)"}}};

// The comment a file opens with, as one paragraph.
std::string opening(std::istringstream &text) {
    std::string paragraph, line;
    while (std::getline(text, line) && line.starts_with("// ")) {
        paragraph += (paragraph.empty() ? "" : "\n") + line.substr(3);
    }
    return paragraph;
}

// "node name(inputs) -> outputs {" without the word before and what follows.
Node headed(const std::string &line) {
    const std::size_t end = line.find('(', 5);
    std::size_t close = end, depth = 0;
    do {
        depth += line[close] == '(' ? 1u : 0u;
        depth -= line[close] == ')' ? 1u : 0u;
    } while (depth > 0 && ++close < line.size());
    const std::size_t brace = line.find(" {", close), equals = line.find(" =", close);
    return {line.substr(5, end - 5), line.substr(5, std::min(brace, equals) - 5), "", ""};
}

std::vector<Family> families() {
    std::vector<Family> made;
    for (const auto &file : tactus::source::library_files()) {
        std::istringstream text{std::string(file.text)};
        const std::string name(file.name.substr(0, file.name.find('.')));
        made.push_back({name, opening(text), {}});
        std::string doc, example;
        for (std::string line; std::getline(text, line);) {
            if (line.starts_with("/// Example: ")) {
                example = line.substr(13);
            } else if (line.starts_with("/// ")) {
                doc += line.substr(4) + "\n";
            } else {
                if (!doc.empty() && line.starts_with("node ")) {
                    made.back().nodes.push_back(headed(line));
                    made.back().nodes.back().doc = doc;
                    made.back().nodes.back().example = example;
                }
                doc.clear();
                example.clear();
            }
        }
    }
    return made;
}

// The lines above a definition: sentences first, then one list entry per input, `Out:`, `Source:`.
std::string described(const std::string &doc) {
    static const std::regex entry("^(Out|Source|[a-z][a-z0-9]*(, [a-z][a-z0-9]*)*): .*");
    std::istringstream lines(doc);
    std::string made;
    bool listed = false;
    for (std::string line; std::getline(lines, line);) {
        if (std::regex_match(line, entry)) {
            made += (listed ? "- " : "\n- ") + line + "\n";
            listed = true;
        } else if (listed) {
            made += "  " + line.substr(line.find_first_not_of(' ')) + "\n";
        } else {
            made += line + "\n";
        }
    }
    return made;
}

Picture picture_of(const Family &family, const Node &node) {
    Picture picture;
    if (const auto found = by_name.find(node.name); found != by_name.end()) {
        picture = found->second;
    } else if (const auto all = by_family.find(family.name); all != by_family.end()) {
        picture = all->second;
    }
    if (picture.text.empty()) {
        const bool fed = picture.shows != Shows::wave && picture.shows != Shows::spectrum;
        picture.text = tactus::measure::call_within(node.example, node.name, fed);
    }
    return tactus::measure::program_of(picture) ? picture : Picture{Shows::wave, 0.02, node.example};
}

std::string cost_of(const Node &node) {
    const auto cost = tactus::cost::describe_node(node.name, "out = " + node.example);
    REQUIRE_MESSAGE(cost.has_value(), node.example);
    return *cost;
}

std::string family_page(const Family &family) {
    std::string made = "# " + family.name + ".tac\n\n" + family.opening + "\n\n[All families](../library.md) · " +
                       "[what was measured](../figures.md) · [words](../words.md)\n";
    for (const Node &node : family.nodes) {
        CAPTURE(node.name);
        const Picture picture = picture_of(family, node);
        const auto drawn = draw(picture);
        REQUIRE(drawn.has_value());
        made += "\n## " + node.name + "\n\n```\n" + node.header + "\n```\n\n" + described(node.doc) +
                "- Cost: " + cost_of(node) + "\n\n```\n" + node.example + "\n```\n\n```\n" + *drawn + "```\n";
    }
    return made;
}

std::string index_page(const std::vector<Family> &all) {
    std::string made =
        "# The library\n\nEvery node of `stdlib/*.tac`, made from their comments "
        "(`tests/audio/library_page_test.cpp`; `tactus doc NAME` shows one). What "
        "the compiler\nknows by itself is on the page of [words](words.md); what was measured is on "
        "the page of [figures](figures.md).\n\nThe pages show an example of each node, a picture of what the "
        "node makes there, and what it costs there: instructions of the\nintermediate code for one "
        "frame of one voice, operations at ticks (every 16th frame), and bytes of memory. They are "
        "counted, not\ntimed, and the same on every machine; nodes that it calls are part of it, what "
        "is constant is worked out while compiling and free.\n";
    for (const Family &family : all) {
        made += "\n## [" + family.name + "](library/" + family.name + ".md)\n\n" + family.opening +
                "\n\n| node | | cost |\n| --- | --- | --- |\n";
        for (const Node &node : family.nodes) {
            made += "| [" + node.name + "](library/" + family.name + ".md#" + node.name + ") | " +
                    node.doc.substr(0, node.doc.find('\n')) + " | " + cost_of(node) + " |\n";
        }
    }
    return made;
}

} // namespace

TEST_CASE("the index of the library says what the library's comments say") {
    CHECK(differs("docs/reference/library.md", index_page(families())) == "");
}

TEST_CASE("the pages of the library: words, costs and pictures") {
    std::size_t pages = 0;
    for (const Family &family : families()) {
        CHECK(differs(folder + "/" + family.name + ".md", family_page(family)) == "");
    }
    for (const auto &entry : std::filesystem::directory_iterator(folder)) {
        pages += entry.path().extension() == ".md" ? 1 : 0;
    }
    CHECK(pages == families().size());
}
