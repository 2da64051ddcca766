// tactus render: a patch and perhaps a song and a sound in, a sound file out. Nothing is written unless all of it is.
#include <chrono>
#include <cmath>
#include <cstdio>

#include <fmt/format.h>

#include "compiler/cli/interrupt.h"
#include "compiler/cli/progress.h"
#include "compiler/cli/session.h"
#include "compiler/limits.h"
#include "runtime/audio/read_file.h"
#include "runtime/audio/write_file.h"
#include "runtime/engine/render.h"

namespace tactus::cli {

namespace {

struct Material { // what a render plays
    std::optional<engine::SongEvents> song;
    std::optional<audio::Sound> input;
    std::vector<std::vector<float>> channels; // of the input, one for each of the patch's
};

std::string words_of(const audio::FileError &error) {
    return error.detail.empty() ? audio::explain(error.problem)
                                : fmt::format("{}: {}", audio::explain(error.problem), error.detail);
}

std::optional<audio::Sound> read_input(Session &session) {
    auto read = audio::read_sound_file(session.arguments.input);
    if (const auto *error = std::get_if<audio::FileError>(&read)) {
        session.error(diag::Kind::SoundFile, session.arguments.input, words_of(*error));
        return std::nullopt;
    }
    auto &sound = std::get<audio::Sound>(read);
    if (sound.sample_rate != session.arguments.rate) {
        session.error(diag::Kind::SoundRate, session.arguments.input, sound.sample_rate, session.arguments.rate)
            .helps.push_back({fmt::format("render at its rate: `--rate {}`", sound.sample_rate), std::nullopt});
        return std::nullopt;
    }
    return std::move(sound);
}

// A song is played to its end, unless that is hours away: then the length must be said.
bool song_ends(Session &session, const engine::SongEvents &song) {
    const Arguments &arguments = session.arguments;
    const auto rate = static_cast<std::uint64_t>(arguments.rate);
    if (arguments.seconds || song.end_frame <= limits::song_seconds * rate) {
        return true;
    }
    const std::uint64_t minutes = song.end_frame / rate / 60;
    auto &diagnostic =
        session.error(diag::Kind::SongTooLong, arguments.midi, fmt::format("{} h {} min", minutes / 60, minutes % 60),
                      limits::song_seconds / 3600);
    diagnostic.helps.push_back(
        {"say how much of it is wanted: `--seconds 600` for the first ten minutes", std::nullopt});
    return false;
}

std::optional<Material> read_material(Session &session) {
    const Arguments &arguments = session.arguments;
    Material material;
    if (!arguments.midi.empty() && (!(material.song = session.read_song()) || !song_ends(session, *material.song))) {
        return std::nullopt;
    }
    if (!arguments.input.empty() && !(material.input = read_input(session))) {
        return std::nullopt;
    }
    return material;
}

// The channels of a sound go to the inputs in their order; one channel goes to every input.
bool connect_input(Session &session, const tactus_kernel &kernel, Material &material) {
    if (!material.input) {
        return true;
    }
    const std::string &name = session.arguments.input;
    auto &given = material.input->channels;
    if (kernel.in_count == 0) {
        session.error(diag::Kind::InputUnused, name);
        return false;
    }
    if (given.size() != 1 && given.size() != kernel.in_count) {
        session.error(diag::Kind::InputChannels, name, given.size(), kernel.in_count);
    }
    material.channels = std::move(given);
    if (material.channels.size() == 1) {
        material.channels.resize(kernel.in_count, material.channels.front());
    }
    return true;
}

std::unique_ptr<engine::Engine> make_engine(Session &session, const Instrument &instrument) {
    engine::EngineOptions options;
    options.guard = session.arguments.no_guard ? engine::Guard::finite : engine::Guard::full;
    engine::EngineProblem problem{};
    auto engine = engine::Engine::create(instrument.kernel(), options, &problem);
    if (!engine) {
        session.error(diag::Kind::InternalFault, engine::explain(problem));
        return nullptr;
    }
    if (!session.set_parameters(*engine, instrument.graph())) {
        return nullptr;
    }
    engine->reset();
    return engine;
}

engine::RenderOptions options_of(const Arguments &arguments, const Material &material) {
    engine::RenderOptions options;
    options.block_frames = static_cast<std::uint32_t>(arguments.block);
    if (arguments.seconds) {
        options.frames =
            static_cast<std::uint64_t>(std::llround(*arguments.seconds * static_cast<double>(arguments.rate)));
    }
    options.song = material.song ? &*material.song : nullptr;
    options.input = material.channels;
    return options;
}

// As far as it is known: a tail may follow.
std::uint64_t frames_ahead(const engine::RenderOptions &options, const Arguments &arguments) {
    return options.frames            ? *options.frames
           : options.song != nullptr ? options.song->end_frame
                                     : engine::seconds_without_song * static_cast<std::uint64_t>(arguments.rate);
}

struct Written {
    engine::RenderResult result;
    double peak = 0.0, seconds_spent = 0.0;
    std::optional<audio::FileError> failure;
};

void report_result(const Written &written, const Arguments &arguments, std::uint32_t inputs) {
    const engine::RenderResult &result = written.result;
    const double seconds = static_cast<double>(result.frames) / static_cast<double>(arguments.rate);
    if (result.played_default_note) {
        fmt::print(stderr, "no notes given: played C4 for 2 s (a song is given with --midi)\n");
    }
    if (inputs > 0 && arguments.input.empty()) {
        fmt::print(stderr, "no sound given: {} silent (a file is given with --input)\n",
                   inputs == 1 ? "its input is" : fmt::format("its {} inputs are", inputs));
    }
    if (result.stopped) {
        fmt::print(stderr, "interrupted: the sound ends there\n");
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
    const double level =
        written.peak > 0.0 ? 20.0 * std::log10(written.peak) : -std::numeric_limits<double>::infinity();
    fmt::print(stderr, "{}: {:.2f} s, peak {:.1f} dB, {} voices at most, {:.0f} times faster than real time\n",
               arguments.output, seconds, level, result.most_voices, seconds / std::max(written.seconds_spent, 1e-9));
}

// Plays into the file. A signal ends the sound where it is: the file is whole, only shorter.
Written write_sound(engine::Engine &engine, engine::RenderOptions options, const Arguments &arguments) {
    audio::FileFormat format;
    format.sample_rate = static_cast<std::uint32_t>(arguments.rate);
    format.channels = engine.kernel().out_count;
    format.samples = *audio::sample_format(arguments.format);
    format.raw = arguments.raw;
    Written written;
    const std::uint64_t ahead = frames_ahead(options, arguments);
    if (!format.raw && ahead > audio::maximum_wav_data_bytes / (format.channels * audio::bytes_of(format.samples))) {
        written.failure = audio::FileError{audio::FileProblem::too_long, {}};
        return written;
    }
    audio::FileWriter writer;
    if ((written.failure = writer.open(arguments.output, format))) {
        return written;
    }
    const auto rate = static_cast<double>(arguments.rate);
    const auto start = std::chrono::steady_clock::now();
    const auto spent = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(); };
    Progress progress(static_cast<double>(ahead) / rate, terminal_line());
    options.goes_on = [&] {
        progress.show(static_cast<double>(writer.frames_written()) / rate, spent());
        return !written.failure && Interrupt::signal() == 0;
    };
    written.result = engine::render(engine, options, [&](std::span<const float *const> channels, std::uint32_t frames) {
        for (const float *channel : channels) {
            for (std::uint32_t i = 0; i < frames; ++i) {
                written.peak = std::max(written.peak, static_cast<double>(std::abs(channel[i])));
            }
        }
        written.failure = writer.write(channels, frames);
    });
    if (!written.failure) {
        written.failure = writer.finish();
    }
    written.seconds_spent = spent();
    return written;
}

} // namespace

int run_render(const Arguments &arguments) {
    Session session(arguments);
    if (arguments.output.empty()) {
        fmt::print(stderr, "tactus: render wants an output: -o OUT.wav\n");
        return exit_usage;
    }
    auto material = read_material(session);
    const auto instrument = material ? session.compile() : std::nullopt;
    if (!instrument || !session.output_is_free() || !connect_input(session, *instrument->kernel(), *material)) {
        return session.finish();
    }
    const auto engine = make_engine(session, *instrument);
    if (!engine) {
        return session.finish();
    }
    const Interrupt interrupt;
    const Written written = write_sound(*engine, options_of(arguments, *material), arguments);
    if (written.failure) {
        session.error(diag::Kind::SoundFile, arguments.output, words_of(*written.failure));
        return session.finish();
    }
    report_result(written, arguments, engine->kernel().in_count);
    const int code = session.finish();
    return written.result.stopped ? exit_interrupted + Interrupt::signal() : code;
}

} // namespace tactus::cli
