// tactus bode: an impulse through a unit, and from what comes out the level and the phase at every frequency, as CSV.
// In: an expression of the signal x, or a patch with one input. What has no frequency response is refused.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <numbers>

#include <fmt/format.h>

#include "compiler/cli/session.h"
#include "compiler/judge/judge.h"
#include "compiler/judge/linear.h"
#include "runtime/engine/render.h"

namespace tactus::cli {

namespace {

struct Range {
    double from = 0.0, to = 0.0;
};

// What is wrong with the options, or nothing.
std::optional<std::string> read_range(const Arguments &arguments, Range &range) {
    const double half = 0.5 * static_cast<double>(arguments.rate);
    const auto from = read_quantity(arguments.from, "Hz");
    const auto to = arguments.to.empty() ? std::min(20000.0, half) : read_quantity(arguments.to, "Hz");
    if (!from || !(*from > 0.0)) {
        return "--from takes a frequency above 0, this is `" + arguments.from + "`";
    }
    if (!to || !(*to <= half)) {
        return fmt::format("--to takes a frequency up to half the sample rate, {:g} Hz, this is `{}`", half,
                           arguments.to);
    }
    range = {*from, *to};
    return *from < *to ? std::nullopt : std::optional<std::string>("--from is not below --to");
}

bool is_file(const std::string &unit) {
    std::error_code none;
    return unit == "-" || unit.ends_with(".tac") || std::filesystem::is_regular_file(unit, none);
}

std::optional<FileId> read_unit(Session &session) {
    const std::string &unit = session.arguments.file;
    return is_file(unit) ? session.read()
                         : session.sources.add("<unit>", "input x\nout = " + unit + "\n", session.report);
}

const char *words_of(judge::Unlike problem) {
    switch (problem) {
    case judge::Unlike::sounds_alone:
        return "it sounds without an input";
    case judge::Unlike::rings_on:
        return "an impulse still sounds after 16 s";
    case judge::Unlike::not_finite:
        return "an impulse makes it grow without end";
    case judge::Unlike::not_linear:
        return "it is not linear: several impulses do not give the sum of what each gives";
    case judge::Unlike::changes:
        return "it changes with time: the same impulse later gives something else";
    }
    return "";
}

std::optional<std::vector<std::vector<float>>> measure(Session &session, const Instrument &instrument) {
    engine::EngineOptions options;
    options.guard = engine::Guard::off;
    const auto engine = engine::Engine::create(instrument.kernel(), options);
    if (!engine) {
        session.error(diag::Kind::InternalFault, "no memory for the engine");
        return std::nullopt;
    }
    if (!session.set_parameters(*engine, instrument.graph())) {
        return std::nullopt;
    }
    const auto play = [&](std::span<const float> input) {
        const std::vector<std::vector<float>> channels{{input.begin(), input.end()}};
        const engine::SongEvents no_notes;
        engine::RenderOptions render;
        render.frames = input.size();
        render.input = channels;
        render.song = &no_notes;
        engine->reset();
        return engine::record(*engine, render).channels;
    };
    auto made = judge::impulse_response(play, static_cast<std::size_t>(session.arguments.rate));
    if (made.problem) {
        session.error(diag::Kind::NoResponse, session.arguments.file, words_of(*made.problem));
        return std::nullopt;
    }
    return std::move(made.channels);
}

// Frequencies in equal steps of pitch, both ends included.
std::string as_csv(const std::vector<std::vector<float>> &channels, const graph::Graph &graph, const Range &range,
                   const Arguments &arguments) {
    std::string text = "frequency";
    for (std::size_t c = 0; c < channels.size(); ++c) {
        const auto &port = graph.output_ports[c];
        text += channels.size() == 1 ? ",dB,degrees"
                                     : fmt::format(",{0}[{1}] dB,{0}[{1}] degrees", port.name, port.channel);
    }
    text += '\n';
    const auto rate = static_cast<double>(arguments.rate);
    for (std::int64_t i = 0; i < arguments.points; ++i) {
        const double part = static_cast<double>(i) / static_cast<double>(arguments.points - 1);
        const double frequency = range.from * std::pow(range.to / range.from, part);
        text += fmt::format("{:.6g}", frequency);
        for (const std::vector<float> &channel : channels) {
            const std::complex<double> h = judge::transfer({channel, rate}, frequency);
            text +=
                fmt::format(",{:.4f},{:.3f}", 20.0 * std::log10(std::abs(h)), std::arg(h) * 180.0 / std::numbers::pi);
        }
        text += '\n';
    }
    return text;
}

} // namespace

int run_bode(const Arguments &arguments) {
    Range range;
    if (const auto wrong = read_range(arguments, range)) {
        fmt::print(stderr, "tactus: {}\n", *wrong);
        return exit_usage;
    }
    Session session(arguments);
    const auto file = read_unit(session);
    const auto instrument =
        file ? tactus::compile(session.sources, *file, session.options(), session.report) : std::nullopt;
    if (!instrument || !session.output_is_free()) {
        return session.finish();
    }
    if (const std::uint32_t inputs = instrument->kernel()->in_count; inputs != 1) {
        session.error(diag::Kind::BodeInputs, arguments.file, inputs);
    } else if (const auto channels = measure(session, *instrument)) {
        session.write_output(as_csv(*channels, instrument->graph(), range, arguments));
    }
    return session.finish();
}

} // namespace tactus::cli
