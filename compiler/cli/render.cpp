// tactus render: a patch and perhaps a song and a sound in, a sound file out. Nothing is written unless all of it is.
#include <chrono>
#include <cmath>
#include <cstdio>

#include <fmt/format.h>

#include "compiler/cli/session.h"
#include "runtime/audio/read_file.h"
#include "runtime/audio/write_file.h"
#include "runtime/engine/render.h"

namespace tactus::cli {

namespace {

std::optional<audio::Sound> read_input(Session &session) {
    auto read = audio::read_sound_file(session.arguments.input);
    if (const auto *error = std::get_if<audio::FileError>(&read)) {
        session.error(diag::Kind::SoundFile, session.arguments.input, audio::explain(error->problem));
        return std::nullopt;
    }
    auto &sound = std::get<audio::Sound>(read);
    if (sound.sample_rate != session.arguments.rate) {
        session.error(diag::Kind::SoundRate, session.arguments.input, sound.sample_rate, session.arguments.rate);
        return std::nullopt;
    }
    return std::move(sound);
}

void report_result(const engine::RenderResult &result, const Arguments &arguments, double seconds_spent, double peak) {
    const double seconds = static_cast<double>(result.frames) / static_cast<double>(arguments.rate);
    if (result.played_default_note) {
        fmt::print(stderr, "no notes given: played C4 for 2 s (a song is given with --midi)\n");
    }
    if (result.tail_cut) {
        fmt::print(stderr, "still sounding after 20 s of tail: ended there\n");
    }
    if (result.counters.guard.limited > 0) {
        fmt::print(stderr, "limited {} samples to full scale\n", result.counters.guard.limited);
    }
    if (result.counters.guard.nonfinite > 0) {
        fmt::print(stderr, "made {} samples 0 that were no numbers\n", result.counters.guard.nonfinite);
    }
    const double level = peak > 0.0 ? 20.0 * std::log10(peak) : -std::numeric_limits<double>::infinity();
    fmt::print(stderr, "{}: {:.2f} s, peak {:.1f} dB, {} voices at most, {:.0f} times faster than real time\n",
               arguments.output, seconds, level, result.most_voices, seconds / std::max(seconds_spent, 1e-9));
}

} // namespace

int run_render(const Arguments &arguments) {
    Session session(arguments);
    if (arguments.output.empty()) {
        fmt::print(stderr, "tactus: render wants an output: -o OUT.wav\n");
        return exit_usage;
    }
    std::optional<engine::SongEvents> song;
    std::optional<audio::Sound> input;
    if ((!arguments.midi.empty() && !(song = session.read_song())) ||
        (!arguments.input.empty() && !(input = read_input(session)))) {
        return session.finish();
    }
    const auto instrument = session.compile();
    if (!instrument) {
        return session.finish();
    }
    engine::EngineOptions engine_options;
    engine_options.guard = !arguments.no_guard;
    engine::EngineProblem problem{};
    const auto engine = engine::Engine::create(instrument->kernel(), engine_options, &problem);
    if (!engine) {
        session.error(diag::Kind::InternalFault, engine::explain(problem));
        return session.finish();
    }
    if (!session.set_parameters(*engine, instrument->graph())) {
        return session.finish();
    }
    engine->reset();
    audio::FileFormat format;
    format.sample_rate = static_cast<std::uint32_t>(arguments.rate);
    format.channels = instrument->kernel()->out_count;
    format.samples = *audio::sample_format(arguments.format);
    format.raw = arguments.raw;
    audio::FileWriter writer;
    auto failure = writer.open(arguments.output, format);
    engine::RenderOptions options;
    options.block_frames = static_cast<std::uint32_t>(arguments.block);
    if (arguments.seconds) {
        options.frames =
            static_cast<std::uint64_t>(std::llround(*arguments.seconds * static_cast<double>(arguments.rate)));
    }
    options.song = song ? &*song : nullptr;
    if (input) {
        options.input = input->channels;
    }
    const auto start = std::chrono::steady_clock::now();
    double peak = 0.0;
    engine::RenderResult result;
    if (!failure) {
        result = engine::render(*engine, options, [&](std::span<const float *const> channels, std::uint32_t frames) {
            for (const float *channel : channels) {
                for (std::uint32_t i = 0; i < frames; ++i) {
                    peak = std::max(peak, static_cast<double>(std::abs(channel[i])));
                }
            }
            if (!failure) {
                failure = writer.write(channels, frames);
            }
        });
    }
    if (!failure) {
        failure = writer.finish();
    }
    if (failure) {
        session.error(diag::Kind::SoundFile, arguments.output,
                      fmt::format("{}{}{}", audio::explain(failure->problem), failure->detail.empty() ? "" : ": ",
                                  failure->detail));
        return session.finish();
    }
    report_result(result, arguments, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(),
                  peak);
    return session.finish();
}

} // namespace tactus::cli
