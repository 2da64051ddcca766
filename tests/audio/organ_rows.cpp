// The helpers of organ_rows.h.
#include "tests/audio/organ_rows.h"

#include "compiler/source/source.h"
#include "compiler/tactus.h"

#include <cmath>
#include <fstream>
#include <iterator>
#include <numbers>
#include <regex>
#include <sstream>

namespace tactus::measure {

std::vector<OrganRow> &organ_rows() {
    static std::vector<OrganRow> rows;
    return rows;
}

std::string organ(const std::vector<Setting> &settings) {
    std::ifstream file("examples/organ.tac");
    std::string text{std::istreambuf_iterator<char>(file), {}};
    for (const auto &setting : settings) {
        const std::regex line("(param " + setting.name + "(?:\\[9\\])? = )(\\[[^\\]]*\\]|[^ ]+)");
        REQUIRE(std::regex_search(text, line));
        text = std::regex_replace(text, line, "$01" + setting.value);
    }
    return text;
}

namespace {

std::string one_of_nine(std::size_t which, const std::string &value) {
    std::string list = "[";
    for (std::size_t i = 0; i < 9; ++i)
        list += (i == which ? value : "0") + (i < 8 ? ", " : "]");
    return list;
}

std::string bare(std::vector<Setting> settings, const std::vector<Setting> &more) {
    for (const char *name : {"chorus", "chiff", "click", "room"})
        settings.push_back({name, "0"});
    settings.insert(settings.end(), more.begin(), more.end());
    return organ(settings);
}

} // namespace

std::string organ_bar(std::size_t bar, const std::vector<Setting> &more) {
    return bare({{"bars", one_of_nine(bar, "8")}, {"stops", one_of_nine(9, "")}}, more);
}

std::string organ_stop(std::size_t stop, const std::vector<Setting> &more) {
    return bare({{"stops", one_of_nine(stop, "1")}}, more);
}

std::string organ_showing(const std::string &name, std::string text) {
    return text.insert(text.rfind('}'), "    out.shown = " + name + "\n");
}

std::string organ_envelope() {
    const std::string text = organ();
    const auto begin = text.find("env(", text.find("slow = "));
    return text.substr(begin, text.find(')', begin) + 1 - begin);
}

PlayOptions organ_key(int key, std::size_t off) {
    PlayOptions options;
    options.events = {engine::note_on(0, 0, static_cast<std::uint8_t>(key), 100)};
    if (off > 0)
        options.events.push_back(engine::note_off(off, 0, static_cast<std::uint8_t>(key)));
    return options;
}

std::vector<double> organ_recipe(std::size_t stop) {
    const std::string text = organ();
    std::size_t at = text.find("recipes = [") + 11;
    for (std::size_t i = 0; i < stop; ++i)
        at = text.find('[', at) + 1;
    at = text.find('[', at) + 1;
    std::istringstream numbers(text.substr(at, text.find(']', at) - at));
    std::vector<double> found;
    for (std::string item; std::getline(numbers, item, ',');) {
        const auto slash = item.find('/');
        found.push_back(slash == std::string::npos
                            ? std::stod(item)
                            : std::stod(item.substr(0, slash)) / std::stod(item.substr(slash + 1)));
    }
    return found;
}

std::vector<std::string> graph_lines(const std::string &text) {
    source::SourceSet sources;
    diag::Report report;
    const auto file = sources.add("test.tac", text, report);
    const auto graph = file ? emit_stage(sources, *file, Stage::Graph, Options{}, report) : std::nullopt;
    REQUIRE(graph.has_value());
    std::istringstream stream(*graph);
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    return lines;
}

std::string library_equation(const std::string &file, const std::string &name) {
    for (const auto &library : source::library_files()) {
        if (std::string(library.name) != file)
            continue;
        const std::string text(library.text);
        const auto begin = text.find(" " + name + " = ");
        REQUIRE(begin != std::string::npos);
        const auto value = begin + name.size() + 4;
        return text.substr(value, text.find('\n', value) - value);
    }
    FAIL("no library file ", file);
    return {};
}

std::vector<double> loudness_of(Samples y, double frequency, std::size_t size, std::size_t step) {
    std::vector<double> levels;
    for (std::size_t first = 0; first + size <= y.size(); first += step) {
        std::complex<double> sum;
        for (std::size_t i = 0; i < size; ++i) {
            const double turn = static_cast<double>(i) / static_cast<double>(size);
            const double hann = 1.0 - std::cos(2.0 * std::numbers::pi * turn);
            sum += hann * static_cast<double>(y[first + i]) *
                   std::polar(1.0, -2.0 * std::numbers::pi * frequency * static_cast<double>(i) / organ_rate);
        }
        levels.push_back(2.0 * std::abs(sum) / static_cast<double>(size));
    }
    return levels;
}

} // namespace tactus::measure
