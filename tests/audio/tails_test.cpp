// Silence after sound: from one second after the last sound on, no memory of the library or the examples may be caught
// among the subnormal numbers, and what dies away ends as exact silence.
#include "tests/audio/play.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

using namespace tactus::measure;
namespace engine = tactus::engine;

namespace {

constexpr std::size_t rate = 48000;

// Calls of the kernel that met a subnormal number between two times.
std::uint64_t subnormal_calls(const std::string &text, std::size_t from, std::size_t to, const PlayOptions &options,
                              const std::string &name = "examples/test.tac") {
    return play(text, to, options, name).counters.subnormal_calls -
           play(text, from, options, name).counters.subnormal_calls;
}

} // namespace

TEST_CASE("a product below the smallest normal number is counted") {
    CHECK(play("out = noise() * 1e-20 * (noise() * 1e-20)", rate, {}).counters.subnormal_calls > 0);
}

TEST_CASE("every filter, delay, room, follower and string goes silent without subnormal numbers") {
    const char *const calls[] = {
        "onepole(x, 500Hz)",
        "onepolehigh(x, 500Hz)",
        "dcblock(x)",
        "biquad(x, 0.25, 0.5, 0.25, -1.6, 0.8)",
        "lowpass(x, 300Hz, 0.9)",
        "highpass(x, 300Hz, 0.9)",
        "bandpass(x, 300Hz, 0.9)",
        "notch(x, 300Hz, 0.9)",
        "peak(x, 300Hz, 6dB, 0.9)",
        "lowshelf(x, 300Hz, 6dB)",
        "highshelf(x, 300Hz, -6dB)",
        "svf(x, 300Hz, 0.95).band",
        "ladder(x, 300Hz, 0.9)",
        "delay(x, 100ms)",
        "echo(x, 20ms, 0.7)",
        "pingpong(x, 20ms, 0.7)",
        "comb(x, 20ms, 0.8, 0.2)",
        "allpass(x, 20ms)",
        "chorus(x, 1Hz, 3ms, 0.5)",
        "flanger(x, 1Hz, 2ms, 0.7)",
        "freeverb([x, x])",
        "church([x, x], time: 1s)",
        "smooth(x, 20ms)",
        "follow(x, 20ms)",
        "slew(x, 10ms, 10ms)",
        "decay(x > 0, 100ms)",
        "compressor(x, x)",
        "limiter(x)",
        "noisegate(x)",
        "string(x, 220Hz, 0.99)",
        "mode(x, 220Hz, 300ms)",
        "adsr(n < 4800, r: 500ms)",
        "drive(x, 5)",
        "oversample(x, 4, drive(amount: 5))",
        "fir(x, windowedsinc(31, 5kHz))",
        "spectralband(x, 1kHz, 2kHz)",
        "spectralgate(x, -40dB)",
        "freeze(x, 0)",
        "wavefold(x)",
    };
    for (const std::string call : calls) {
        CAPTURE(call);
        CHECK(subnormal_calls(counting + "x = noise() * (n < 4800)\nout = " + call, 4800 + rate, 8 * rate, {}) == 0);
    }
}

TEST_CASE("every example goes silent without subnormal numbers") {
    PlayOptions options;
    options.events = {engine::note_on(0, 0, 48, 100), engine::note_on(100, 0, 60, 60), engine::note_off(24000, 0, 48),
                      engine::note_off(24000, 0, 60)};
    for (const auto &entry : std::filesystem::directory_iterator("examples")) {
        if (entry.path().extension() != ".tac")
            continue;
        CAPTURE(entry.path().filename().string());
        std::ifstream file(entry.path());
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        // Examples that play by themselves never end: a decaying number meets small factors there now and then on its
        // way to zero. No memory keeps it, so it costs one block of a thousand at most.
        const std::uint64_t most = 7 * rate / options.block_frames / 1000;
        CHECK(subnormal_calls(text, 24000 + rate, 8 * rate, options, entry.path().string()) <= most);
    }
}
