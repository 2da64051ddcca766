// Reading, compiling, setting parameters and showing the report: the same for every command.
#include "compiler/cli/session.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <span>

#include <unistd.h>

#include "compiler/base/units.h"
#include "compiler/diag/render.h"
#include "compiler/math/constant.h"
#include "compiler/syntax/spelling.h"
#include "runtime/audio/write_file.h"
#include "runtime/midi/smf.h"

namespace tactus::cli {

Session::Session(const Arguments &given) : arguments(given) {}

std::optional<FileId> Session::read(const std::string &path) {
    if (path != "-") {
        return sources.read(path, report);
    }
    std::string text{std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
    return sources.add("<stdin>", std::move(text), report);
}

std::vector<std::string> Session::all_files() {
    std::vector<std::string> made;
    for (const std::string &path : arguments.files) {
        std::error_code problem;
        if (!std::filesystem::is_directory(path, problem)) {
            made.push_back(path);
            continue;
        }
        std::vector<std::string> found;
        for (const auto &entry : std::filesystem::recursive_directory_iterator(path, problem)) {
            if (entry.path().extension() == ".tac") {
                found.push_back(entry.path().string());
            }
        }
        if (problem) {
            error(diag::Kind::FileNotReadable, path, problem.message());
        }
        std::sort(found.begin(), found.end());
        made.insert(made.end(), found.begin(), found.end());
    }
    return made;
}

Options Session::options() const {
    Options made;
    made.language.sample_rate = static_cast<std::uint32_t>(arguments.rate);
    made.language.automatic_voices = static_cast<std::uint32_t>(arguments.voices);
    made.language.seed = static_cast<std::uint32_t>(arguments.seed);
    made.language.patch = arguments.patch;
    made.runner = arguments.engine == "interp" ? Runner::Interpreted : Runner::Compiled;
    made.lanes = static_cast<std::uint32_t>(arguments.lanes);
    made.level = static_cast<emit::Level>(arguments.level);
    made.target = arguments.target;
    return made;
}

std::optional<Instrument> Session::compile(CompileTimes *times) {
    if (arguments.fast) {
        error(diag::Kind::NotYet, "--fast");
        return std::nullopt;
    }
    const auto file = read();
    return file ? tactus::compile(sources, *file, options(), report, times) : std::nullopt;
}

std::optional<engine::SongEvents> Session::read_song() {
    const auto read = midi::read_smf_file(arguments.midi);
    if (const auto *problem = std::get_if<midi::SmfError>(&read)) {
        const bool unreadable =
            problem->problem == midi::SmfProblem::cannot_open || problem->problem == midi::SmfProblem::cannot_read;
        if (unreadable) {
            error(diag::Kind::FileNotReadable, arguments.midi, midi::explain(problem->problem));
        } else {
            error(diag::Kind::MidiFile, arguments.midi, midi::explain(problem->problem), problem->offset);
        }
        return std::nullopt;
    }
    return engine::events_of(std::get<midi::Song>(read), static_cast<std::uint32_t>(arguments.rate));
}

namespace {

struct Given {
    double number = 0.0;
    const tactus::Unit *unit = nullptr;
};

// "1.2kHz", "-6dB", "0.5"; nothing when it is none of them.
std::optional<Given> read_quantity(const std::string &text) {
    char *end = nullptr;
    Given given;
    given.number = std::strtod(text.c_str(), &end);
    if (end == text.c_str() || !std::isfinite(given.number)) {
        return std::nullopt;
    }
    if (*end != '\0') {
        given.unit = find_unit(end);
        if (given.unit == nullptr) {
            return std::nullopt;
        }
    }
    return given;
}

// The number of a word in "saw|square".
std::optional<double> chosen(std::string_view alternatives, std::string_view word) {
    for (double number = 0.0;; number += 1.0) {
        const auto end = alternatives.find('|');
        if (alternatives.substr(0, end) == word) {
            return number;
        }
        if (end == std::string_view::npos) {
            return std::nullopt;
        }
        alternatives.remove_prefix(end + 1);
    }
}

std::optional<double> in_base_unit(const Given &given, std::string_view unit) {
    const tactus::Unit *wanted = find_unit(unit);
    const tactus::Unit *written = given.unit != nullptr ? given.unit : wanted;
    const Dimension own = wanted != nullptr ? wanted->dimension : Dimension::Plain;
    if (written == nullptr) {
        return given.number;
    }
    const bool both_ratios = is_logarithmic(own) && is_logarithmic(written->dimension);
    const bool ratio_for_plain = own == Dimension::Plain && is_logarithmic(written->dimension);
    if (written->dimension != own && !both_ratios && !ratio_for_plain) {
        return std::nullopt;
    }
    const double scaled = given.number * written->multiplier / written->divisor;
    if (is_logarithmic(written->dimension)) {
        return math::binary64::power(written->dimension == Dimension::RatioOfTen ? 10.0 : 2.0, scaled);
    }
    return scaled;
}

// A value in base units as its parameter writes it: 0.5 of a dB parameter is "-6.0206dB".
std::string with_unit(double value, std::string_view text) {
    const tactus::Unit *unit = find_unit(text);
    if (unit == nullptr) {
        return fmt::format("{:g}", value);
    }
    if (is_logarithmic(unit->dimension)) {
        value = unit->dimension == Dimension::RatioOfTen ? std::log10(value) : std::log2(value);
    }
    return fmt::format("{:g}{}", value * unit->divisor / unit->multiplier, text);
}

// What one of several parameters might be set to: the value that was given to all, where it is one, else its own.
std::string example_value(const graph::Parameter &parameter, const std::string &given) {
    if (parameter.unit.find('|') != std::string::npos) {
        return chosen(parameter.unit, given) ? given : parameter.unit.substr(0, parameter.unit.find('|'));
    }
    const auto quantity = read_quantity(given);
    const auto value = quantity ? in_base_unit(*quantity, parameter.unit) : std::nullopt;
    const bool inside = value && *value >= parameter.low && *value <= parameter.high;
    return inside ? given : with_unit(parameter.init, parameter.unit);
}

} // namespace

std::optional<double> read_quantity(const std::string &text, std::string_view unit) {
    const auto given = read_quantity(text);
    return given ? in_base_unit(*given, unit) : std::nullopt;
}

bool Session::set_parameters(engine::Engine &engine, const graph::Graph &graph) {
    for (const std::string &text : arguments.set) {
        const auto equals = text.find('=');
        const std::string name = text.substr(0, equals);
        const auto index = engine.parameters().find(name);
        if (equals == std::string::npos || !index) {
            std::vector<std::string> known;
            for (const auto &parameter : graph.parameters) {
                known.push_back(parameter.name);
            }
            auto &diagnostic = error(diag::Kind::UnknownParameter, name);
            const auto is_part = [&](const auto &part) { return part.name.starts_with(name + "["); };
            const auto parts = std::count_if(graph.parameters.begin(), graph.parameters.end(), is_part);
            if (parts > 0) {
                const auto &part = *std::find_if(graph.parameters.begin(), graph.parameters.end(), is_part);
                const std::string given = equals == std::string::npos ? "" : text.substr(equals + 1);
                diagnostic.helps.push_back({fmt::format("each of its {} is set by itself: `--set '{}={}'`", parts,
                                                        part.name, example_value(part, given)),
                                            std::nullopt});
            } else if (const auto near = syntax::nearest(name, known); !near.empty()) {
                diagnostic.helps.push_back({"is `" + near.front() + "` meant?", std::nullopt});
            }
            continue;
        }
        const auto &parameter = graph.parameters[*index];
        const bool choice = parameter.unit.find('|') != std::string::npos;
        const auto given = read_quantity(text.substr(equals + 1));
        const auto value = choice  ? chosen(parameter.unit, text.substr(equals + 1))
                           : given ? in_base_unit(*given, parameter.unit)
                                   : std::nullopt;
        if (!value) {
            const std::string wanted = choice                   ? "one of " + parameter.unit
                                       : parameter.unit.empty() ? "a number"
                                                                : "a value in " + parameter.unit;
            error(diag::Kind::ParameterValue, name, wanted, text.substr(equals + 1));
            continue;
        }
        if (!(*value >= parameter.low && *value <= parameter.high)) {
            error(diag::Kind::ParameterRange, name, text.substr(equals + 1), with_unit(parameter.low, parameter.unit),
                  with_unit(parameter.high, parameter.unit));
            continue;
        }
        engine.parameters().set(*index, static_cast<float>(*value));
    }
    return !report.has_errors();
}

bool Session::output_is_free() {
    std::vector<std::string> inputs{arguments.midi, arguments.input};
    for (std::uint32_t i = 0; i < sources.size(); ++i) {
        if (const auto &file = sources.file(FileId{i}); !file.built_in && file.name != "<stdin>") {
            inputs.push_back(file.name);
        }
    }
    const auto written = [this](const std::string &input) {
        std::error_code none; // a file that is not there is no other file
        return std::filesystem::is_regular_file(input, none) &&
               std::filesystem::equivalent(input, arguments.output, none);
    };
    const auto found = std::find_if(inputs.begin(), inputs.end(), written);
    if (arguments.output == "-" || found == inputs.end()) {
        return true;
    }
    error(diag::Kind::OutputIsInput, arguments.output);
    return false;
}

void Session::write_output(const std::string &made) {
    const std::string name = arguments.output.empty() ? "-" : arguments.output;
    if (audio::write_bytes(name, std::as_bytes(std::span(made)))) {
        error(diag::Kind::CannotWrite, name);
    }
}

int Session::finish() {
    report.finish();
    if (arguments.json && arguments.command == Command::check) {
        std::fputs((diag::render_json(report, sources) + "\n").c_str(), stdout);
    } else if (arguments.errors == "short") {
        std::fputs(diag::render_short(report, sources).c_str(), stderr);
    } else {
        const char *term = std::getenv("TERM");
        const bool dumb = term != nullptr && std::string_view(term) == "dumb";
        diag::RenderOptions look;
        look.colour = isatty(STDERR_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr && !dumb;
        look.ascii = dumb;
        std::fputs(diag::render_text(report, sources, look).c_str(), stderr);
    }
    bool internal = false;
    for (const auto &diagnostic : report.diagnostics()) {
        internal = internal || diagnostic.kind == diag::Kind::InternalFault;
    }
    return internal ? exit_internal : report.has_errors() ? exit_errors : exit_ok;
}

bool replace_file(const std::string &name, const std::string &text) {
    namespace files = std::filesystem;
    std::error_code problem;
    const files::path path = files::canonical(name, problem);
    const files::path beside = path.string() + ".new";
    std::ofstream out(beside, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    if (problem || !out) {
        files::remove(beside, problem);
        return false;
    }
    files::permissions(beside, files::status(path).permissions(), problem);
    files::rename(beside, path, problem);
    return !problem;
}

} // namespace tactus::cli
