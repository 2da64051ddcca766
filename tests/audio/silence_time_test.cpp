// A minute of silence costs what the note before it did: processor time of one block, in the tail of a note and at
// moments of the minute after it. Times are of the machine, so only their ratio is judged, of the least tenth of many
// blocks in rounds that take turns; and the page says what was promised alone.
#include "runtime/engine/engine.h"
#include "tests/audio/figures.h"
#include "tests/audio/play.h"
#include "tests/support/sanitized.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <memory>
#include <string>
#include <vector>

using namespace tactus::measure;

namespace {

constexpr std::uint32_t rate = 48000, block_frames = 256;

// What dies away slowly, of every kind: an envelope, filters, a string and a body, an echo, two rooms.
const std::string long_tail = "since: init 0\n"
                              "since = since@1 + 1\n"
                              "struck = since < 4800\n"
                              "x = (saw(110Hz) + noise()) * adsr(struck, r: 3s)\n"
                              "y = x -> ladder(900Hz, 0.8) -> lowpass(2kHz, 0.9) -> highpass(60Hz, 0.9)\n"
                              "rung = string(y, 220Hz, 0.9995) + mode(y, 440Hz, 5s) + svf(y, 1.2kHz, 0.99).band\n"
                              "z = rung + echo(rung, 300ms, 0.8)\n"
                              "out = fdn([z, z], 4s) + freeverb([z, z])\n";

double thread_nanoseconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

class Player {
  public:
    explicit Player(const tactus::Instrument &instrument)
        : engine_(tactus::engine::Engine::create(instrument.kernel(), {.guard = tactus::engine::Guard::off})) {
        REQUIRE(engine_ != nullptr);
        for (std::size_t channel = 0; channel < channels_.size(); ++channel)
            out_[channel] = channels_[channel].data();
    }
    void reset() { engine_->reset(); }
    void play(std::uint32_t blocks) {
        for (std::uint32_t i = 0; i < blocks; ++i)
            engine_->process(nullptr, out_.data(), block_frames, {});
    }
    // The times of so many blocks.
    void play_timed(std::uint32_t blocks, std::vector<double> &times) {
        for (std::uint32_t i = 0; i < blocks; ++i) {
            const double start = thread_nanoseconds();
            play(1);
            times.push_back(thread_nanoseconds() - start);
        }
    }

  private:
    std::unique_ptr<tactus::engine::Engine> engine_;
    std::array<std::array<float, block_frames>, 3> channels_{};
    std::array<float *, 3> out_{};
};

// What a tenth of the blocks do not exceed (the very least may be a slip of the clock), one second into the tail and
// after 10, 20 … 60 s.
std::array<double, 7> times(const std::string &text) {
    constexpr std::uint32_t second = rate / block_frames, measured = 2 * second, rounds = 6;
    const auto instrument = instrument_of(text);
    Player player(instrument);
    std::array<std::vector<double>, 7> windows;
    for (std::uint32_t round = 0; round < rounds; ++round) {
        player.reset();
        player.play(second);
        for (auto &window : windows) {
            player.play_timed(measured, window);
            player.play(10 * second - measured);
        }
    }
    std::array<double, 7> found{};
    for (std::size_t i = 0; i < found.size(); ++i) {
        const auto tenth = windows[i].begin() + static_cast<std::ptrdiff_t>(windows[i].size() / 10);
        std::nth_element(windows[i].begin(), tenth, windows[i].end());
        found[i] = *tenth;
    }
    return found;
}

} // namespace

TEST_CASE("figures of silence as time") {
    if (tactus::test::sanitized)
        return; // its times are those of the sanitizer
    double dearest = 0.0, tail = 0.0;
    for (int tries = 3; tries > 0 && (dearest < 0.9 || dearest > 1.1); --tries) { // the machine may have been disturbed
        const auto block = times(long_tail);
        tail = block.front();
        dearest = *std::max_element(block.begin() + 1, block.end()) / tail;
    }
    fmt::print("A block in a tail: {:.0f} ns; the dearest of the minute after it: {:.3f} times that.\n", tail, dearest);
    figure_of_time("Silence", "time of a block in the minute after a note against that in its tail, the dearest",
                   dearest, between(0.9, 1.1), "");
    // What it would be like if it were otherwise. Not judged: there are processors that take no longer for such
    // numbers.
    const auto tiny = times(long_tail + "tiny = if since > 480000 then 1e-20 else 1\n"
                                        "out.tiny = sum([k in 1..32: (noise() * tiny) * (noise() * tiny)])\n");
    fmt::print("With 32 subnormal products a sample in that minute: {:.2f} times.\n", tiny.back() / tiny.front());
}
