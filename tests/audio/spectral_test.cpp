// stdlib/spectral.tac and fft: against sums written out in double, and what the spectral nodes leave.
#include "compiler/cost/cost.h"
#include "compiler/math/transform.h"
#include "tests/audio/figures.h"
#include "tests/audio/play.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <string>
#include <vector>

using namespace tactus::measure;
using std::numbers::pi;

namespace {

constexpr double rate = 48000.0;

// The difference of two sounds against the level of the second, in dB.
double residual(Samples x, Samples expected) {
    double difference = 0.0, level = 0.0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const double d = static_cast<double>(x[i]) - static_cast<double>(expected[i]);
        difference += d * d;
        level += static_cast<double>(expected[i]) * static_cast<double>(expected[i]);
    }
    return decibels(std::sqrt(difference / level));
}

// A number that counts its multiplications and additions.
struct Counted {
    double value = 0.0;
    static inline std::uint64_t operations = 0;
};
Counted counted(double value) {
    ++Counted::operations;
    return {value};
}
Counted operator*(Counted x, Counted y) { return counted(x.value * y.value); }
Counted operator+(Counted x, Counted y) { return counted(x.value + y.value); }
Counted operator-(Counted x, Counted y) { return counted(x.value - y.value); }

std::vector<Counted> counting_numbers(const std::vector<float> &values) {
    std::vector<Counted> made;
    for (const float x : values)
        made.push_back({static_cast<double>(x)});
    return made;
}

} // namespace

TEST_CASE("fft: the bins of the last whole block against the sum written out") {
    for (const std::size_t size : {16u, 64u, 1024u}) {
        const std::string n = std::to_string(size);
        const Sound y =
            play("x = random() - 0.5\ny = random() - 0.5\ns = fft(x, y, " + n + ")\nout = [x, y, s.re, s.im, s.bin]",
                 3 * size);
        double worst = 0.0, largest = 0.0;
        for (std::size_t block = 1; block < 3; ++block)
            for (std::size_t k = 0; k < size; ++k) {
                std::complex<double> sum = 0.0;
                for (std::size_t i = 0; i < size; ++i) {
                    const std::size_t at = (block - 1) * size + i;
                    sum += std::complex<double>(y[0][at], y[1][at]) *
                           std::polar(1.0, -2 * pi * static_cast<double>(i * k % size) / static_cast<double>(size));
                }
                const std::size_t at = block * size + k;
                worst = std::max(worst, std::abs(sum - std::complex<double>(y[2][at], y[3][at])));
                largest = std::max(largest, std::abs(sum));
                REQUIRE(y[4][at] == static_cast<float>(k));
            }
        figure("Spectra", "fft of " + n + ": largest error against the sum in double, of the largest bin",
               worst / largest, at_most(1e-6), "");
    }
}

TEST_CASE("fft: bins of the largest block against the sum written out") {
    constexpr std::size_t size = std::size_t{1} << 18;
    const Sound y =
        play("x = random() - 0.5\ny = random() - 0.5\ns = fft(x, y, 262144)\nout = [x, y, s.re, s.im]", 2 * size);
    double worst = 0.0, largest = 0.0;
    for (const std::size_t k : {0u, 1u, 2u, 4095u, 65536u, 99991u, 131071u, 131072u, 200003u, 262143u}) {
        std::complex<double> sum = 0.0;
        for (std::size_t i = 0; i < size; ++i)
            sum += std::complex<double>(y[0][i], y[1][i]) *
                   std::polar(1.0, -2 * pi * static_cast<double>(i * k % size) / static_cast<double>(size));
        worst = std::max(worst, std::abs(sum - std::complex<double>(y[2][size + k], y[3][size + k])));
    }
    for (std::size_t i = size; i < 2 * size; ++i)
        largest = std::max(largest, static_cast<double>(std::hypot(y[2][i], y[3][i])));
    figure("Spectra", "fft of 262144: largest error of ten bins against the sum in double, of the largest bin",
           worst / largest, at_most(1e-6), "");
}

TEST_CASE("fft: the upper bins of a real signal mirror the size / 2 + 1 lower ones") {
    const std::size_t size = 1024;
    const Sound y = play("x = random() - 0.5\ns = fft(x, 0, 1024)\nout = [x, s.re, s.im]", 2 * size);
    double asymmetry = 0.0, error = 0.0, largest = 0.0;
    const auto bin = [&](std::size_t k) { return std::complex<double>(y[1][size + k], y[2][size + k]); };
    for (std::size_t k = 0; k <= size / 2; ++k) {
        std::complex<double> sum = 0.0;
        for (std::size_t i = 0; i < size; ++i)
            sum += static_cast<double>(y[0][i]) *
                   std::polar(1.0, -2 * pi * static_cast<double>(i * k % size) / static_cast<double>(size));
        error = std::max(error, std::abs(sum - bin(k)));
        largest = std::max(largest, std::abs(sum));
        asymmetry = std::max(asymmetry, std::abs(bin((size - k) % size) - std::conj(bin(k))));
    }
    figure("Spectra", "fft of a real signal: bins 0 to size / 2 against the sum in double, of the largest bin",
           error / largest, at_most(1e-6), "");
    figure("Spectra", "fft of a real signal: bins against the conjugates of their mirrors, of the largest bin",
           asymmetry / largest, at_most(1e-6), "");
}

TEST_CASE("ifft takes fft back with offsets and at any size") {
    for (const char *shape : {"16", "64, 48", "2048, 512"}) {
        CAPTURE(shape);
        const std::string text = std::string("x = random() - 0.5\ns = fft(x, 0, ") + shape +
                                 ")\nb = ifft(s.re, s.im, " + shape + ")\nout = [x, b.re, b.im, blockposition(" +
                                 shape + ")]";
        const Sound y = play(text, 16384);
        const std::size_t late = 2 * std::stoul(shape);
        CHECK(residual(y.part(8192 + late, 4096, 1), y.part(8192, 4096, 0)) < -125.0);
        CHECK(peak(y.part(8192, 4096, 2)) < 1e-6);
    }
}

TEST_CASE("spectrum: bins as they are give the signal itself two blocks later") {
    const std::string same = "node same(re, im, bin) -> a, b { a = re ; b = im }\nx = random() - 0.5\n";
    for (const std::size_t size : {64u, 1024u, 4096u}) {
        const std::string n = std::to_string(size);
        const Sound y = play(same + "out = [x, spectrum(x, same, size: " + n + ")]", 32768);
        figure("Spectra", "spectrum of " + n + ": bins unchanged against the signal 2 * " + n + " samples before",
               residual(y.part(16384 + 2 * size, 8192, 1), y.part(16384, 8192, 0)), at_most(-100.0), "dB");
        CHECK(peak(y.part(0, size, 1)) == 0.0);
    }
    const Sound one = play(same + "out = [x, sum([k in 0..3: spectrumblock(x, same, 256, 64 * k)]) / 1.5]", 8192);
    CHECK(residual(one.part(4096 + 512, 2048, 1), one.part(4096, 2048, 0)) < -100.0);
}

TEST_CASE("spectralband and passbins and binfreq: one band passes") {
    const std::string tones = "x = sine(500Hz) + sine(1.5kHz) + sine(4kHz)\n";
    const Sound y = play(tones + "out = [spectralband(x, 1kHz, 2kHz), spectrum(x, passbins(low: 3kHz, high: 24kHz, "
                                 "size: 512), size: 512), binfreq(21, 1024) / 1Hz, binfreq(1003, 1024) / 1Hz]",
                         1 << 16);
    const auto level = [&](std::size_t channel, double f) {
        return decibels(amplitude(y.part(8192, 32768, channel), f, rate));
    };
    figure("Spectra", "spectralband 1 kHz to 2 kHz: level of a tone of 1.5 kHz", level(0, 1500.0), within(0.1), "dB");
    figure("Spectra", "spectralband 1 kHz to 2 kHz: level of a tone of 500 Hz", level(0, 500.0), at_most(-60.0), "dB");
    figure("Spectra", "spectralband 1 kHz to 2 kHz: level of a tone of 4 kHz", level(0, 4000.0), at_most(-60.0), "dB");
    CHECK(std::abs(level(1, 4000.0)) < 0.1);
    CHECK(level(1, 500.0) < -60.0);
    CHECK(y[2][0] == doctest::Approx(21 * rate / 1024));
    CHECK(y[3][0] == doctest::Approx(21 * rate / 1024));
}

TEST_CASE("spectralgate and gatebins: noise below the threshold goes and a sine above it stays") {
    const Sound y =
        play("q = (random() - 0.5) * 0.02\nout = [spectralgate(q, -40dB), spectralgate(sine(1kHz) + q, -40dB), "
             "spectrum(sine(1kHz) * 0.02, gatebins(threshold: -30dB, size: 512), size: 512)]",
             1 << 16);
    CHECK(peak(y.part(8192, 32768, 0)) == 0.0);
    figure("Spectra", "spectralgate at -40 dB: level of a full-scale sine in noise of -46 dB",
           decibels(amplitude(y.part(8192, 32768, 1), 1000.0, rate)), within(0.1), "dB");
    CHECK(peak(y.part(8192, 32768, 2)) == 0.0);
}

TEST_CASE("freeze and freezebins: the sound of one moment stays when the signal has gone") {
    const Sound y = play(counting + "x = if n < 24000 then sine(1.5kHz) else 0\nout = [freeze(x, n > 20000), "
                                    "spectrum(x, freezebins(on: n > 20000, size: 1024), size: 1024)]",
                         96000);
    for (std::size_t channel = 0; channel < 2; ++channel) {
        const std::string name = channel == 0 ? "freeze" : "freezebins of 1024";
        figure("Spectra", name + ": level of a sine 0.75 s after it has gone",
               decibels(amplitude(y.part(60000, 32768, channel), 1500.0, rate)), within(0.2), "dB");
        const double change = decibels(rms(y.part(90000, 4096, channel)) / rms(y.part(60000, 4096, channel)));
        figure("Spectra", name + ": change of level over 0.6 s", std::round(change * 1e6) * 1e-6, within(0.1), "dB");
    }
}

TEST_CASE("fft: its operations grow as N log N") {
    double most = 0.0, least = 1e9;
    for (std::uint32_t bits = 8; bits <= 18; ++bits) {
        const std::uint32_t points = 1u << bits;
        const tactus::math::Turns turns = tactus::math::turns_of(points);
        const std::vector<Counted> wr = counting_numbers(turns.re), wi = counting_numbers(turns.im);
        std::vector<Counted> re(points), im(points);
        re[tactus::math::bit_reversed(1, points)].value = 1.0; // an impulse one sample late
        Counted::operations = 0;
        tactus::math::transform_stages<Counted>(re.data(), im.data(), points, wr, wi);
        const double of_nlogn = static_cast<double>(Counted::operations) / (static_cast<double>(points) * bits);
        most = std::max(most, of_nlogn);
        least = std::min(least, of_nlogn);
        double worst = 0.0;
        for (std::uint32_t k = 0; k < points; ++k)
            worst = std::max(worst, std::abs(std::complex<double>(re[k].value, im[k].value) -
                                             std::polar(1.0, -2 * pi * k / points)));
        CHECK(worst < 1e-7);
    }
    figure("Spectra", "fft of 2^8 to 2^18: operations for each N log2 N, the largest", most, at_most(5.0), "");
    figure("Spectra", "fft of 2^8 to 2^18: operations for each N log2 N, the smallest", least, at_least(5.0), "");
}

TEST_CASE("fft: the instructions of compiled code grow as N log N") {
    const auto of_frame = [](const std::string &program) {
        const auto counted = tactus::cost::count(program);
        REQUIRE(counted.has_value());
        return static_cast<double>(tactus::cost::cost_of(*counted).instructions);
    };
    double most = 0.0, least = 1e9;
    for (int bits = 8; bits <= 18; ++bits) {
        const double now = of_frame("out = fft(noise(), 0, " + std::to_string(1 << bits) + ").re\n"); // a block's / N
        most = std::max(most, now / bits);
        least = std::min(least, now / bits);
    }
    figure("Spectra", "fft of 2^8 to 2^18: instructions of a sample for each log2 N, the most", most, at_most(10.0),
           "");
    figure("Spectra", "fft of 2^8 to 2^18: the most of them against the least", most / least, between(1.0, 1.6), "");
}
