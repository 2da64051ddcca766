// Samples, tables and buffers: what a read finds, in which order a buffer is read and written, how a loop sounds at its
// border. The files are written here by formulas.
#include "runtime/audio/write_file.h"
#include "tests/audio/figures.h"
#include "tests/audio/play.h"

#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <numbers>
#include <unistd.h>

using namespace tactus::measure;
namespace engine = tactus::engine;
using std::numbers::pi;

namespace {

constexpr double rate = 48000.0;

double at(const Sound &y, std::size_t i, std::size_t channel = 0) { return static_cast<double>(y[channel][i]); }

// A folder of its own with sound files; gone with the object.
class Folder {
  public:
    Folder() : path_(std::filesystem::temp_directory_path() / ("tactus_samples_" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(path_);
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder &) = delete;
    Folder &operator=(const Folder &) = delete;

    // The samples of channel c at frame i: f(i, c).
    template <typename F>
    void write(const std::string &name, std::uint32_t file_rate, std::uint32_t channels, std::size_t frames,
               F f) const {
        std::vector<std::vector<float>> samples(channels);
        for (std::uint32_t c = 0; c < channels; ++c)
            for (std::size_t i = 0; i < frames; ++i)
                samples[c].push_back(static_cast<float>(f(i, c)));
        tactus::audio::FileFormat format;
        format.sample_rate = file_rate;
        format.channels = channels;
        REQUIRE_FALSE(tactus::audio::write_file((path_ / name).string(), format, samples).has_value());
    }
    [[nodiscard]] std::string patch() const { return (path_ / "patch.tac").string(); }

  private:
    std::filesystem::path path_;
};

double tone(double seconds, double frequency) { return 0.8 * std::sin(2 * pi * frequency * seconds); }

} // namespace

TEST_CASE("a sample plays at its own speed, whatever its rate and that of the patch, and is silent outside") {
    const Folder folder;
    for (const std::uint32_t file_rate : {8000u, 44100u, 48000u, 96000u}) {
        CAPTURE(file_rate);
        const std::size_t frames = file_rate / 4;
        folder.write("a.wav", file_rate, 1, frames,
                     [&](std::size_t i, std::uint32_t) { return tone(static_cast<double>(i) / file_rate, 441.0); });
        for (const double play_rate : {48000.0, 44100.0}) {
            PlayOptions options;
            options.rate = play_rate;
            const Sound y = play(counting + "sample a = \"a.wav\"\nout = [read(a, n * sampletime), "
                                            "read(a, (n - 1000) * sampletime, interp: cubic), length(a)]",
                                 20000, options, folder.patch());
            double linear = 0.0, cubic = 0.0;
            const auto last = static_cast<double>(frames - 1) / file_rate;
            for (std::size_t i = 0; i < 20000; ++i) {
                const double t = static_cast<double>(i) / play_rate, before = t - 1000 / play_rate;
                if (t < last - 1e-4)
                    linear = std::max(linear, std::abs(at(y, i) - tone(t, 441.0)));
                if (before > 4.0 / file_rate && before < last - 4.0 / file_rate)
                    cubic = std::max(cubic, std::abs(at(y, i, 1) - tone(before, 441.0)));
                if (t > last + 1e-4)
                    CHECK(at(y, i) == 0.0);
                if (before < -1e-4 || before > last + 1e-4)
                    CHECK(at(y, i, 1) == 0.0);
            }
            // Between two entries a straight line is off by (2 pi f / rate)^2 / 8 of the amplitude at most, a cubic by
            // 3/128 of the fourth power; rounded numbers add a little.
            const double w = 2 * pi * 441.0 / file_rate;
            CHECK(linear <= 0.8 * w * w / 8 * 1.01 + 2e-4);
            CHECK(cubic <= 0.8 * 3.0 / 128.0 * std::pow(w, 4) * 1.05 + 2e-4);
            CHECK(at(y, 0, 2) == static_cast<double>(frames));
        }
    }
}

TEST_CASE("figures of sampleplayer + sampleloop") {
    const Folder folder;
    constexpr std::size_t whole = 24000;
    folder.write("a.wav", 48000, 1, whole,
                 [](std::size_t i, std::uint32_t) { return tone(static_cast<double>(i) / rate, 441.0); });
    const Sound y = play(counting + R"(sample a = "a.wav"
strikes = n == 1000 or n == 30000
out = [sampleplayer(a, strikes), sampleplayer(a, strikes, 1.5), sampleloop(a, 210ms, 100ms)])",
                         48000, {}, folder.patch());
    double once = 0.0, faster = 0.0, silence = 0.0, turn = 0.0, fade = 0.0;
    for (std::size_t i = 0; i < 48000; ++i) {
        const double since = static_cast<double>(i < 30000 ? i - 1000 : i - 30000);
        const bool before = i < 1000;
        if (before || (i < 30000 && since > double(whole) + 2))
            silence = std::max(silence, std::abs(at(y, i)));
        else if (since > 2 && since < double(whole) - 4)
            once = std::max(once, std::abs(at(y, i) - tone(since / rate, 441.0)));
        if (!before && since > 2 && 1.5 * since < double(whole) - 4)
            faster = std::max(faster, std::abs(at(y, i, 1) - tone(1.5 * since / rate, 441.0)));
        // A turn of 200 ms, to a millionth; its first 10 ms come out of what follows the turn before.
        const double t = std::fmod(static_cast<double>(i + 1) / rate, 0.2), late = std::clamp(1 - t / 0.01, 0.0, 1.0);
        const double wanted = tone(0.1 + t, 441.0) * (1 - late) + tone(0.3 + t, 441.0) * late;
        (late > 0 ? fade : turn) = std::max(late > 0 ? fade : turn, std::abs(at(y, i, 2) - wanted));
    }
    figure("Samples", "sampleplayer: from the sound, speed 1", 20 * std::log10(once), at_most(-80), "dB");
    figure("Samples", "sampleplayer: from the sound, speed 1.5", 20 * std::log10(faster), at_most(-60), "dB");
    figure("Samples", "sampleplayer: before the first stroke and behind the end", silence, within(0), "");
    figure("Samples", "sampleloop: from the part", 20 * std::log10(turn), at_most(-50), "dB");
    figure("Samples", "sampleloop: from its fade", 20 * std::log10(fade), at_most(-50), "dB");
}

TEST_CASE("a stereo sample reads as an array of two; phases, indices and both notations find the same entries") {
    const Folder folder;
    folder.write("a.wav", 22050, 2, 8, [](std::size_t i, std::uint32_t c) { return 0.1 * double(i) - 0.5 * c; });
    const Sound y = play(counting + R"(sample a = "a.wav"
node held(t: table, i) = t[i]
word wound ( t:table i -- y ) { read }
p: phase
p = n / 16
out = read(a, n / 2) + [0, 0] + held(a, n) * 0
out.none = read(a, p, interp: none)
out.words = stack { a (n / 2) wound }
out.held = held(a, n))",
                         16, {}, folder.patch());
    REQUIRE(y.channels.size() == 8);
    for (std::size_t i = 0; i < 16; ++i)
        for (std::size_t c = 0; c < 2; ++c) {
            CAPTURE(i);
            const double side = 0.5 * static_cast<double>(c);
            CHECK(at(y, i, c) == doctest::Approx(0.1 * std::min(static_cast<double>(i) / 2, 7.0) - side).epsilon(1e-5));
            CHECK(at(y, i, 2 + c) ==
                  doctest::Approx(0.1 * std::floor(static_cast<double>(i) / 2) - side).epsilon(1e-5));
            CHECK(at(y, i, 4 + c) == at(y, i, c));
            CHECK(at(y, i, 6 + c) == doctest::Approx(0.1 * std::min(static_cast<double>(i), 7.0) - side).epsilon(1e-5));
        }
}

TEST_CASE("reads of a phase go round, also between the last entry and the first") {
    const Sound y = play(counting + R"(table t = [0, 1, 4, 9]
p: phase
p = n / 32
out = [read(t, p), read(t, p, interp: cubic)])",
                         64);
    const double entries[] = {0, 1, 4, 9};
    for (std::size_t i = 0; i < 64; ++i) {
        const std::size_t k = i / 8;
        const double f = static_cast<double>(i % 8) / 8;
        const auto e = [&](std::size_t j) { return entries[j % 4]; };
        CHECK(at(y, i) == doctest::Approx(e(k) + f * (e(k + 1) - e(k))));
        // Lagrange through -1, 0, 1, 2.
        const double cubic = e(k + 3) * f * (f - 1) * (f - 2) / -6 + e(k) * (f + 1) * (f - 1) * (f - 2) / 2 +
                             e(k + 1) * (f + 1) * f * (f - 2) / -2 + e(k + 2) * (f + 1) * f * (f - 1) / 6;
        CHECK(at(y, i, 1) == doctest::Approx(cubic).epsilon(1e-4));
    }
}

TEST_CASE("every read of a buffer sees what was there before the sample's write, wherever it stands") {
    const Sound y = play(counting + R"(buffer b[4]
early = b[0]
b[0] = n + 1
late = read(b, 0)
m = n mod 4
buffer c[4]
c[m] = 10 * n + late
out = [early, late, c[m], read(c, (n + 3) mod 4)])",
                         64);
    for (std::size_t i = 0; i < 64; ++i) {
        const auto n = static_cast<double>(i);
        CHECK(at(y, i, 0) == n);
        CHECK(at(y, i, 1) == n);
        CHECK(at(y, i, 2) == (i < 4 ? 0.0 : 11 * (n - 4)));
        CHECK(at(y, i, 3) == (i < 1 ? 0.0 : 11 * (n - 1)));
    }
}

TEST_CASE("inside `when` a buffer is written on activations only, and an index is limited to its entries") {
    const Sound y = play(counting + R"(buffer b[3]
when n mod 5 == 2 { b[n - 2] = n }
out = [b[0], b[1], b[2], b[-7], b[99], length(b)])",
                         40);
    for (std::size_t i = 0; i < 40; ++i) {
        CHECK(at(y, i, 0) == (i > 2 ? 2.0 : 0.0));
        CHECK(at(y, i, 1) == 0.0);
        const double last = i < 8 ? 0.0 : 2.0 + 5.0 * std::floor((static_cast<double>(i) - 3.0) / 5.0);
        CHECK(at(y, i, 2) == last);
        CHECK(at(y, i, 3) == at(y, i, 0));
        CHECK(at(y, i, 4) == last);
        CHECK(at(y, i, 5) == 3.0);
    }
}

TEST_CASE("a buffer is its instance's own, of the length that its inputs say") {
    const Sound y = play(counting + R"(node later(x, t: s) -> y {
    buffer b[t]
    i = (i@1 + 1) mod length(b)
    b[i] = x
    y = b[i]
}
out = later(impulse, [1ms, 2ms]))",
                         200);
    for (std::size_t i = 0; i < 200; ++i) {
        CHECK(at(y, i, 0) == (i == 48 ? 1.0 : 0.0));
        CHECK(at(y, i, 1) == (i == 96 ? 1.0 : 0.0));
    }
}

TEST_CASE("a buffer of a voice is empty where a note begins from silence, and kept by one that sounds") {
    const std::string text = R"(node v(note: Note) -> y {
    buffer seen[2]
    seen[note.key - 60] = 1
    y = (1 - seen[note.key - 60]) * (if note.key > 60 then 0.5 else 0.25)
}
out = poly(3, v))";
    PlayOptions options;
    options.events = {engine::note_on(100, 0, 60, 100), engine::note_on(300, 0, 61, 100), engine::note_off(500, 0, 60),
                      engine::note_off(500, 0, 61), engine::note_on(20001, 0, 60, 100)};
    const Sound y = play(text, 24000, options);
    for (std::size_t i = 0; i < 24000; ++i) {
        CAPTURE(i);
        CHECK(at(y, i) == (i == 100 || i == 20001 ? 0.25 : i == 300 ? 0.5 : 0.0));
    }
    // One voice that is retriggered keeps what it has.
    options.events = {engine::note_on(100, 0, 60, 100), engine::note_on(600, 0, 60, 100)};
    const Sound kept =
        play("node v(note: Note) -> y {\n    buffer b[1]\n    b[0] = 1\n    y = 1 - b[0]\n}\nout = poly(1, "
             "v, mode: mono)",
             1000, options);
    for (std::size_t i = 0; i < 1000; ++i)
        CHECK(at(kept, i) == (i == 100 ? 1.0 : 0.0));
}

TEST_CASE("voices read a buffer that the patch writes from them: each sees the frame before") {
    PlayOptions options;
    options.events = {engine::note_on(10, 0, 60, 100), engine::note_on(40, 0, 61, 100)};
    const Sound y = play(R"(buffer b[1]
node v(note: Note) = 1 + 0.5 * b[0]
all = poly(4, v)
b[0] = all
out = all)",
                         200, options);
    double before = 0.0;
    for (std::size_t i = 0; i < 60; ++i) {
        const double voices = i < 10 ? 0.0 : i < 40 ? 1.0 : 2.0;
        const double now = voices * (1.0 + 0.5 * before);
        CHECK(at(y, i) == doctest::Approx(now).epsilon(1e-5));
        before = now;
    }
}

TEST_CASE("the looper: what is recorded comes round, four fifths as loud each time, and nothing else does") {
    std::ifstream file("tests/language/programs/looper.tac");
    std::string text{std::istreambuf_iterator<char>(file), {}};
    const auto replace = [&](const std::string &from, const std::string &to) {
        REQUIRE(text.find(from) != std::string::npos);
        text.replace(text.find(from), from.size(), to);
    };
    replace("rec = 0", "rec = 1");
    replace("tape[8s]", "tape[10ms]");
    constexpr std::size_t length = 480, frames = 3000;
    PlayOptions options;
    options.input.resize(1);
    for (std::size_t i = 0; i < frames; ++i)
        options.input[0].push_back(static_cast<float>(i % 7 == 0 ? 0.01 * static_cast<double>(i % 90) : 0.0));
    const Sound y = play(text, frames, options);
    std::vector<double> tape(length, 0.0);
    for (std::size_t i = 0; i < frames; ++i) {
        // The counter is 1 on the first sample.
        double &entry = tape[(i + 1) % length];
        const auto x = static_cast<double>(options.input[0][i]);
        CHECK(at(y, i) == doctest::Approx(x + entry).epsilon(1e-5));
        entry = x + 0.8 * entry;
    }
}

TEST_CASE("examples/looper.tac: recording begins and ends without a click, and so does the tape") {
    std::ifstream file("examples/looper.tac");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    PlayOptions options;
    options.input.resize(1);
    constexpr std::size_t frames = 48000 * 6;
    for (std::size_t i = 0; i < frames; ++i) // silent when the tape comes round: what sounds then is the tape
        options.input[0].push_back(
            i < 48000 * 3 ? static_cast<float>(0.5 * std::sin(2 * pi * 100.0 * static_cast<double>(i) / rate)) : 0.0f);
    options.events = {engine::parameter(120000, 0, 0.0f)};
    const Sound y = play(text, frames, options);
    // The steepest slope of the tone that is on the tape twice, 200 periods apart, at the level it is heard with.
    const double steepest = 0.7 / std::sqrt(2.0) * 0.5 * 1.8 * 2 * pi * 100.0 / rate;
    double step = 0.0;
    for (std::size_t i = 48000 * 3 + 1; i < frames; ++i)
        step = std::max(step, std::abs(at(y, i) - at(y, i - 1)));
    CHECK(rms(y.part(48000 * 4, 24000)) > 0.1); // it is there
    CHECK(step < 1.15 * steepest);
}
