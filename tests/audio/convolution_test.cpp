// convolve and the rooms made of it: against sums written out in double, with responses from tables and from files.
#include "compiler/cost/cost.h"
#include "runtime/audio/write_file.h"
#include "tests/audio/figures.h"
#include "tests/audio/play.h"

#include <doctest/doctest.h>

#include <cmath>
#include <complex>
#include <filesystem>
#include <numbers>
#include <string>
#include <unistd.h>

using namespace tactus::measure;
using std::numbers::pi;

namespace {

// Entry i of the responses here, as the language writes it: a noise that decays.
std::string response_text(std::size_t entries) {
    const std::string n = std::to_string(entries);
    return "table h = [i in 0.." + std::to_string(entries - 1) + ": cos(0.7 * i + 3 * sin(0.011 * i)) * exp(-4 * i / " +
           n + ")]\n";
}
double response_at(std::size_t i, std::size_t entries) {
    const auto x = static_cast<double>(i);
    return std::cos(0.7 * x + 3 * std::sin(0.011 * x)) * std::exp(-4 * x / static_cast<double>(entries));
}

// A stereo room: noise would not go from one rate to another by a formula, tones below 16 kHz with a soft begin do.
double room_at(double seconds, std::size_t channel) {
    double sum = 0.0;
    for (int k = 1; k <= 40; ++k)
        sum += std::sin(2 * pi * (397.0 + 13.0 * static_cast<double>(channel)) * k * seconds + k * k);
    const double begin = 1.0 - std::exp(-seconds * 2000.0);
    return 0.02 * sum * begin * begin * begin * std::exp(-seconds * 12.0);
}

// A sound file with the room at a rate, in a folder of its own that goes with it.
class RoomFile {
  public:
    explicit RoomFile(std::uint32_t file_rate)
        : folder_(std::filesystem::temp_directory_path() / ("tactus_room_" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(folder_);
        std::vector<std::vector<float>> samples(2);
        for (std::size_t c = 0; c < 2; ++c)
            for (std::uint32_t i = 0; i < file_rate; ++i)
                samples[c].push_back(static_cast<float>(room_at(static_cast<double>(i) / file_rate, c)));
        tactus::audio::FileFormat format;
        format.sample_rate = file_rate;
        format.channels = 2;
        REQUIRE_FALSE(tactus::audio::write_file((folder_ / "room.wav").string(), format, samples).has_value());
    }
    ~RoomFile() { std::filesystem::remove_all(folder_); }
    RoomFile(const RoomFile &) = delete;
    RoomFile &operator=(const RoomFile &) = delete;
    [[nodiscard]] std::string patch() const { return (folder_ / "patch.tac").string(); }

  private:
    std::filesystem::path folder_;
};

} // namespace

TEST_CASE("convolve: directly and in blocks it is the sum in double without delay") {
    for (const std::size_t entries : {2u, 16u, 127u, 128u, 129u, 255u, 256u, 257u, 1000u, 48000u}) {
        CAPTURE(entries);
        const std::size_t frames = std::min<std::size_t>(2 * entries + 600, 50000);
        const Sound y = play(response_text(entries) + "x = random() - 0.5\nout = [x, convolve(x, h)]", frames);
        double difference = 0.0, level = 0.0;
        for (std::size_t i = 0; i < frames; i += entries > 10000 ? 37 : 1) {
            double sum = 0.0;
            for (std::size_t k = 0; k <= i && k < entries; ++k)
                sum +=
                    static_cast<double>(static_cast<float>(response_at(k, entries))) * static_cast<double>(y[0][i - k]);
            difference += (sum - static_cast<double>(y[1][i])) * (sum - static_cast<double>(y[1][i]));
            level += sum * sum;
        }
        figure("Spectra", "convolve: " + std::to_string(entries) + " entries against the direct form",
               decibels(std::sqrt(difference / level)), at_most(-120.0), "dB");
    }
}

TEST_CASE("convolve: an impulse is answered on its own sample whatever the length") {
    for (const std::size_t entries : {1u, 3u, 128u, 129u, 5000u}) {
        const std::string n = std::to_string(entries);
        const Sound y = play("table h = [i in 0.." + std::to_string(entries) + ": if i == 0 or i == " + n +
                                 " then 1 else 0]\n" + counting + "out = convolve(if n == 77 then 1 else 0, h)",
                             entries + 400);
        for (std::size_t i = 0; i < entries + 400; ++i)
            CHECK(std::abs(static_cast<double>(y[0][i]) - (i == 77 || i == 77 + entries ? 1.0 : 0.0)) < 1e-6);
    }
}

TEST_CASE("convolve: five seconds of response and rows as channels") {
    const std::size_t entries = 240000;
    const Sound y = play(response_text(entries) + counting + "out = convolve(impulse, h)", entries + 1000);
    double difference = 0.0, level = 0.0;
    for (std::size_t i = 0; i < entries + 1000; ++i) {
        const double expected = i < entries ? response_at(i, entries) : 0.0;
        difference += (expected - static_cast<double>(y[0][i])) * (expected - static_cast<double>(y[0][i]));
        level += expected * expected;
    }
    figure("Spectra", "convolve: 240000 entries (5 s), its impulse response against the table",
           decibels(std::sqrt(difference / level)), at_most(-120.0), "dB");
    const Sound stereo = play("table h = [[1, 2, 3], [4, 5, 6]]\n" + counting + "out = convolve(impulse, h)", 16);
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(stereo[0][i] == static_cast<float>(i + 1));
        CHECK(stereo[1][i] == static_cast<float>(i + 4));
    }
}

TEST_CASE("convolve: what is no number or infinite goes in and leaves again") {
    const Sound y = play(response_text(1000) + counting +
                             "x = if n == 100 then 1 / (n - 100) else if n == 200 then 0 / (n - 200) else impulse\n"
                             "out = convolve(x, h)",
                         4096);
    CHECK(std::isfinite(y[0][2000]));
    CHECK(peak(y.part(2200, 1800)) < 1e-6);
}

TEST_CASE("convolutionroom: the response of a WAV file at its own rate and at others") {
    for (const std::uint32_t file_rate : {48000u, 44100u, 96000u}) {
        CAPTURE(file_rate);
        const RoomFile file(file_rate);
        const Sound y = play("sample room = \"room.wav\"\n" + counting +
                                 "out = convolutionroom([impulse, impulse], room, early: 10ms)",
                             60000, {}, file.patch());
        REQUIRE(y.channels.size() == 2);
        double difference = 0.0, level = 0.0;
        for (std::size_t c = 0; c < 2; ++c)
            for (std::size_t i = 480; i < 48000; ++i) {
                // A response is a density over time: at another rate its samples weigh as much more or less.
                const double expected =
                    room_at(static_cast<double>(i - 480) / 48000.0, c) * static_cast<double>(file_rate) / 48000.0;
                difference += std::pow(expected - static_cast<double>(y[c][i]), 2.0);
                level += expected * expected;
            }
        figure("Spectra", "convolutionroom: a WAV response of " + std::to_string(file_rate) + " Hz against its formula",
               decibels(std::sqrt(difference / level)), at_most(file_rate == 48000 ? -120.0 : -90.0), "dB");
        CHECK(peak(y.part(0, 480)) == 0.0);
    }
}

TEST_CASE("convolve is fir") {
    const std::string filter = "table h = windowedsinc(801, 5kHz)\nx = random() - 0.5\n";
    const Sound y = play(filter + "out = [fir(x, windowedsinc(801, 5kHz)), convolve(x, h)]", 8192);
    double difference = 0.0, level = 0.0;
    for (std::size_t i = 0; i < 8192; ++i) {
        const double direct = static_cast<double>(y[0][i]);
        difference += std::pow(direct - static_cast<double>(y[1][i]), 2.0);
        level += direct * direct;
    }
    figure("Spectra", "convolve: a filter of 801 coefficients against fir", decibels(std::sqrt(difference / level)),
           at_most(-120.0), "dB");
}

TEST_CASE("convolve: its instructions against those of the direct form") {
    const auto instructions = [](const std::string &text) {
        const auto counted = tactus::cost::count(text);
        REQUIRE(counted.has_value());
        return static_cast<double>(tactus::cost::cost_of(*counted).instructions);
    };
    const auto direct = [&](std::size_t entries) {
        return instructions("out = fir(noise(), [i in 1.." + std::to_string(entries) + ": 1 / i])\n");
    };
    const double per_entry = (direct(600) - direct(200)) / 400.0;
    for (const std::size_t entries : {256u, 801u, 48000u, 240000u}) {
        const double blocks =
            instructions("table h = [i in 1.." + std::to_string(entries) + ": 1 / i]\nout = convolve(noise(), h)\n");
        MESSAGE("convolve of " << entries << " entries: " << blocks << " instructions a sample; direct "
                               << per_entry * static_cast<double>(entries));
        figure("Spectra",
               "convolve of " + std::to_string(entries) + " entries: instructions of a sample against the direct form",
               100.0 * blocks / (per_entry * static_cast<double>(entries)), at_most(entries < 48000 ? 100.0 : 2.0),
               "%");
    }
}
