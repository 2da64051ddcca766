#include "compiler/judge/judge.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <utility>
#include <vector>

namespace tactus::judge {

namespace {

using Complex = std::complex<double>;

// Radix 2, in place; the number of points is a power of two.
void transform(std::vector<Complex> &points) {
    const std::size_t count = points.size();
    for (std::size_t i = 1, j = 0; i < count; ++i) {
        std::size_t bit = count >> 1;
        for (; (j & bit) != 0; bit >>= 1) {
            j ^= bit;
        }
        j ^= bit;
        if (i < j) {
            std::swap(points[i], points[j]);
        }
    }
    for (std::size_t length = 2; length <= count; length *= 2) {
        const double angle = -2.0 * std::numbers::pi / static_cast<double>(length);
        std::vector<Complex> turns(length / 2);
        for (std::size_t k = 0; k < turns.size(); ++k) {
            turns[k] = std::polar(1.0, angle * static_cast<double>(k));
        }
        for (std::size_t i = 0; i < count; i += length) {
            for (std::size_t k = 0; k < length / 2; ++k) {
                const Complex a = points[i + k], b = points[i + k + length / 2] * turns[k];
                points[i + k] = a + b;
                points[i + k + length / 2] = a - b;
            }
        }
    }
}

// Blackman and Harris's four terms: side lobes below -92 dB.
double window(std::size_t i, std::size_t count) {
    const double t = 2.0 * std::numbers::pi * (static_cast<double>(i) + 0.5) / static_cast<double>(count);
    return 0.35875 - 0.48829 * std::cos(t) + 0.14128 * std::cos(2.0 * t) - 0.01168 * std::cos(3.0 * t);
}

constexpr std::size_t finer = 4; // lags per sample: short periods lie between samples

// r(lag / finer) for lags below half the samples, by way of the power spectrum.
std::vector<double> autocorrelation(std::span<const float> samples, double average) {
    std::size_t size = 1;
    while (size < 2 * samples.size()) {
        size *= 2;
    }
    std::vector<Complex> points(size);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        points[i] = static_cast<double>(samples[i]) - average;
    }
    transform(points);
    std::vector<Complex> powers(finer * size);
    for (std::size_t k = 0; k < size / 2; ++k) {
        powers[k] = std::norm(points[k]);
        powers[k == 0 ? 0 : powers.size() - k] = std::norm(points[k]);
    }
    points = std::move(powers);
    transform(points);
    std::vector<double> made(finer * (samples.size() / 2));
    for (std::size_t lag = 0; lag < made.size(); ++lag) {
        made[lag] = points[lag].real() / static_cast<double>(size);
    }
    return made;
}

// The period in samples, or 0.
double coarse_period(std::span<const float> samples, double average) {
    const std::vector<double> r = autocorrelation(samples, average);
    std::vector<double> likeness(r.size());
    double energy = 2.0 * r[0];
    if (!(energy > 0.0)) {
        return 0.0;
    }
    const auto square = [&](std::size_t i) {
        const double x = static_cast<double>(samples[i]) - average;
        return x * x;
    };
    for (std::size_t lag = 0; lag < r.size(); ++lag) { // energy: of what overlaps at this lag, on both sides
        likeness[lag] = energy > 0.0 ? 2.0 * r[lag] / energy : 0.0;
        if (lag % finer == finer - 1) {
            energy -= square(lag / finer) + square(samples.size() - 1 - lag / finer);
        }
    }
    std::size_t lag = 1;
    while (lag < likeness.size() && likeness[lag] > 0.0) { // down from the peak at lag 0
        ++lag;
    }
    const auto from = likeness.begin() + static_cast<std::ptrdiff_t>(std::min(lag, likeness.size()));
    const double best = from == likeness.end() ? 0.0 : *std::max_element(from, likeness.end());
    if (best < 0.5) {
        return 0.0;
    }
    for (; lag + 1 < likeness.size(); ++lag) {
        const double before = likeness[lag - 1], here = likeness[lag], after = likeness[lag + 1];
        if (here >= 0.9 * best && here >= before && here >= after) {
            const double bend = before - 2.0 * here + after;
            const double between = bend < 0.0 ? 0.5 * (before - after) / bend : 0.0;
            return (static_cast<double>(lag) + between) / static_cast<double>(finer);
        }
    }
    return 0.0;
}

// The samples through the window, so that several frequencies can be asked for.
struct Windowed {
    explicit Windowed(const Sound &sound) : samples(sound.samples.size()), rate(sound.rate) {
        for (std::size_t i = 0; i < samples.size(); ++i) {
            const double w = window(i, samples.size());
            samples[i] = w * static_cast<double>(sound.samples[i]);
            weight += w;
        }
    }
    std::vector<double> samples;
    double rate, weight = 0.0;
};

double amplitude_of(const Windowed &sound, double frequency) {
    const Complex turn = std::polar(1.0, -2.0 * std::numbers::pi * frequency / sound.rate);
    Complex phase = 1.0, sum = 0.0;
    for (std::size_t i = 0; i < sound.samples.size(); ++i) {
        if (i % 1024 == 0) { // the product drifts: begin anew
            const double turns = std::fmod(frequency * static_cast<double>(i), sound.rate) / sound.rate;
            phase = std::polar(1.0, -2.0 * std::numbers::pi * turns);
        }
        sum += sound.samples[i] * phase;
        phase *= turn;
    }
    return sound.weight > 0.0 ? (frequency > 0.0 ? 2.0 : 1.0) * std::abs(sum) / sound.weight : 0.0;
}

// The top of the amplitude near a frequency: three points narrow it down, again and again.
double refine(const Windowed &sound, double frequency) {
    double reach = sound.rate / static_cast<double>(sound.samples.size());
    for (int round = 0; round < 30; ++round) {
        const double low = amplitude_of(sound, frequency - reach), here = amplitude_of(sound, frequency),
                     high = amplitude_of(sound, frequency + reach);
        const double bend = low - 2.0 * here + high;
        const double way = bend < 0.0 ? 0.5 * reach * (low - high) / bend : high > low ? reach : -reach;
        frequency += std::clamp(way, -reach, reach);
        reach *= std::abs(way) < reach ? 0.5 : 1.0;
    }
    return frequency;
}

} // namespace

double level(const Sound &sound) {
    double sum = 0.0;
    for (const float x : sound.samples) {
        sum += static_cast<double>(x) * static_cast<double>(x);
    }
    return sound.samples.empty() ? 0.0 : std::sqrt(sum / static_cast<double>(sound.samples.size()));
}

double peak(const Sound &sound) {
    double highest = 0.0;
    for (const float x : sound.samples) {
        highest = std::max(highest, std::abs(static_cast<double>(x)));
    }
    return highest;
}

double mean(const Sound &sound) {
    double sum = 0.0;
    for (const float x : sound.samples) {
        sum += static_cast<double>(x);
    }
    return sound.samples.empty() ? 0.0 : sum / static_cast<double>(sound.samples.size());
}

double largest_step(const Sound &sound) {
    double largest = 0.0;
    for (std::size_t i = 1; i < sound.samples.size(); ++i) {
        const double step = static_cast<double>(sound.samples[i]) - static_cast<double>(sound.samples[i - 1]);
        largest = std::max(largest, std::abs(step));
    }
    return largest;
}

double pitch(const Sound &whole) {
    constexpr std::size_t most = std::size_t{1} << 16;
    const Sound sound{whole.samples.first(std::min(whole.samples.size(), most)), whole.rate};
    if (sound.samples.size() < 16) {
        return 0.0;
    }
    const double period = coarse_period(sound.samples, mean(sound));
    if (!(period > 0.0)) {
        return 0.0;
    }
    const double coarse = sound.rate / period;
    const Windowed windowed(sound);
    double strongest = 0.0, harmonic = 1.0;
    for (double k = 1.0; k <= 16.0 && k * coarse < 0.5 * sound.rate; k += 1.0) {
        if (const double here = amplitude_of(windowed, k * coarse); here > 1.05 * strongest) {
            strongest = here;
            harmonic = k;
        }
    }
    const double exact = refine(windowed, harmonic * coarse) / harmonic;
    return std::abs(exact - coarse) < 0.02 * coarse ? exact : coarse;
}

double amplitude(const Sound &sound, double frequency) { return amplitude_of(Windowed(sound), frequency); }

std::complex<double> transfer(const Sound &impulse_response, double frequency) {
    Complex sum = 0.0;
    for (std::size_t i = 0; i < impulse_response.samples.size(); ++i) {
        const double turns = std::fmod(frequency * static_cast<double>(i), impulse_response.rate);
        sum += std::polar(static_cast<double>(impulse_response.samples[i]),
                          -2.0 * std::numbers::pi * turns / impulse_response.rate);
    }
    return sum;
}

double response(const Sound &impulse_response, double frequency) {
    return std::abs(transfer(impulse_response, frequency));
}

namespace {

bool is_true(float x) { return x < 0.0f || x > 0.0f; }

} // namespace

std::size_t first_true(const Sound &sound) {
    const auto it = std::find_if(sound.samples.begin(), sound.samples.end(), is_true);
    return static_cast<std::size_t>(it - sound.samples.begin());
}

std::size_t last_true(const Sound &sound) {
    for (std::size_t i = sound.samples.size(); i > 0; --i) {
        if (is_true(sound.samples[i - 1])) {
            return i - 1;
        }
    }
    return 0;
}

std::size_t count_true(const Sound &sound) {
    return static_cast<std::size_t>(std::count_if(sound.samples.begin(), sound.samples.end(), is_true));
}

} // namespace tactus::judge
