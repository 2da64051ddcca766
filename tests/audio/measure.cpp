// The measurements of measure.h.
#include "tests/audio/measure.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <numbers>

namespace tactus::measure {

using std::numbers::pi;

double decibels(double ratio) { return 20.0 * std::log10(std::max(ratio, 1e-30)); }
double cents(double frequency, double reference) { return 1200.0 * std::log2(frequency / reference); }

const std::vector<double> &window(std::size_t count) {
    // Albrecht, "A family of cosine-sum windows for high-resolution measurements", ICASSP 2001: seven terms.
    static constexpr double term[] = {2.712203605850388e-1, 4.334446123274422e-1, 2.180041228929303e-1,
                                      6.578534329560609e-2, 1.076186730534183e-2, 7.700127105808265e-4,
                                      1.368088305992921e-5};
    static std::map<std::size_t, std::vector<double>> made;
    auto &w = made[count];
    if (w.empty()) {
        w.resize(count);
        for (std::size_t i = 0; i < count; ++i) {
            const double angle = 2.0 * pi * static_cast<double>(i) / static_cast<double>(count);
            double sign = 1.0;
            for (std::size_t k = 0; k < std::size(term); ++k, sign = -sign)
                w[i] += sign * term[k] * std::cos(static_cast<double>(k) * angle);
        }
    }
    return w;
}

void transform(std::vector<std::complex<double>> &points) {
    const std::size_t count = points.size();
    for (std::size_t i = 1, j = 0; i < count; ++i) {
        std::size_t bit = count >> 1;
        for (; j & bit; bit >>= 1)
            j ^= bit;
        j ^= bit;
        if (i < j)
            std::swap(points[i], points[j]);
    }
    std::vector<std::complex<double>> root(count / 2);
    for (std::size_t i = 0; i < root.size(); ++i)
        root[i] = std::polar(1.0, -2.0 * pi * static_cast<double>(i) / static_cast<double>(count));
    for (std::size_t half = 1; half < count; half *= 2) {
        const std::size_t stride = count / (2 * half);
        for (std::size_t start = 0; start < count; start += 2 * half) {
            for (std::size_t k = 0; k < half; ++k) {
                const auto even = points[start + k];
                const auto odd = points[start + k + half] * root[k * stride];
                points[start + k] = even + odd;
                points[start + k + half] = even - odd;
            }
        }
    }
}

std::complex<double> component(Samples samples, double frequency, double rate) {
    const auto &w = window(samples.size());
    const std::complex<double> step = std::polar(1.0, -2.0 * pi * frequency / rate);
    std::complex<double> turn = 1.0;
    std::complex<double> sum = 0.0;
    double weight = 0.0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        if (i % 256 == 0)
            turn = std::polar(1.0, -2.0 * pi * std::fmod(frequency * static_cast<double>(i) / rate, 1.0));
        sum += w[i] * static_cast<double>(samples[i]) * turn;
        weight += w[i];
        turn *= step;
    }
    return sum * (2.0 / weight);
}

double amplitude(Samples samples, double frequency, double rate) {
    return std::abs(component(samples, frequency, rate));
}

double pitch(Samples samples, double guess, double rate) {
    // A coarse scan over ±3 %, then golden-section search on the lobe that was found.
    const double lobe = rate / static_cast<double>(samples.size());
    double best = guess;
    double level = 0.0;
    for (double f = guess * 0.97; f < guess * 1.03; f += lobe) {
        const double a = amplitude(samples, f, rate);
        if (a > level) {
            level = a;
            best = f;
        }
    }
    const double golden = 0.5 * (std::sqrt(5.0) - 1.0);
    double low = best - 2.0 * lobe;
    double high = best + 2.0 * lobe;
    for (int i = 0; i < 60 && high - low > 1e-8 * best; ++i) {
        const double f1 = high - golden * (high - low);
        const double f2 = low + golden * (high - low);
        if (amplitude(samples, f1, rate) < amplitude(samples, f2, rate)) {
            low = f1;
        } else {
            high = f2;
        }
    }
    return 0.5 * (low + high);
}

double Spectrum::between(double low, double high) const {
    double sum = 0.0;
    for (std::size_t i = 0; i < power.size(); ++i) {
        const double f = bin * static_cast<double>(i);
        if (f >= low && f < high)
            sum += power[i];
    }
    return sum;
}

Spectrum spectrum(Samples samples, double rate) {
    const std::size_t count = std::bit_floor(samples.size());
    const auto &w = window(count);
    std::vector<std::complex<double>> points(count);
    double energy = 0.0;
    for (std::size_t i = 0; i < count; ++i) {
        points[i] = w[i] * static_cast<double>(samples[i]);
        energy += w[i] * w[i];
    }
    transform(points);
    Spectrum result;
    result.bin = rate / static_cast<double>(count);
    result.power.resize(count / 2 + 1);
    const double scale = 2.0 / (energy * static_cast<double>(count));
    for (std::size_t i = 0; i < result.power.size(); ++i)
        result.power[i] = std::norm(points[i]) * scale * (i == 0 || i == count / 2 ? 0.5 : 1.0);
    return result;
}

namespace {

constexpr double lobe_bins = 8.0;

// Power at the multiples of f0 and elsewhere, up to an edge; 0 Hz belongs to neither.
struct Split {
    double wanted = 0.0, rest = 0.0;
};
Split split(const Spectrum &s, double f0, double edge, double highest) {
    Split result;
    for (std::size_t i = 0; i < s.power.size(); ++i) {
        const double f = s.bin * static_cast<double>(i);
        const double nearest = std::round(f / f0);
        const bool at_harmonic =
            nearest >= 1.0 && nearest <= highest && std::abs(f - nearest * f0) <= lobe_bins * s.bin;
        if (at_harmonic) {
            result.wanted += s.power[i];
        } else if (f > lobe_bins * s.bin && f < edge) {
            result.rest += s.power[i];
        }
    }
    return result;
}

} // namespace

double alias_level(Samples samples, double f0, double edge, double rate) {
    const Split s = split(spectrum(samples, rate), f0, edge, 1e9);
    return 10.0 * std::log10(std::max(s.rest, 1e-30) / s.wanted);
}

double distortion_and_noise(Samples samples, double f0, double rate) {
    const Split s = split(spectrum(samples, rate), f0, rate, 1.0);
    return 10.0 * std::log10(std::max(s.rest, 1e-30) / s.wanted);
}

std::complex<double> response(Samples impulse_response, double frequency, double rate) {
    std::complex<double> sum = 0.0;
    for (std::size_t i = 0; i < impulse_response.size(); ++i) {
        const double turns = std::fmod(frequency * static_cast<double>(i) / rate, 1.0);
        sum += static_cast<double>(impulse_response[i]) * std::polar(1.0, -2.0 * pi * turns);
    }
    return sum;
}

double rms(Samples samples) {
    double sum = 0.0;
    for (const float x : samples)
        sum += static_cast<double>(x) * static_cast<double>(x);
    return samples.empty() ? 0.0 : std::sqrt(sum / static_cast<double>(samples.size()));
}

double peak(Samples samples) {
    double largest = 0.0;
    for (const float x : samples)
        largest = std::max(largest, std::abs(static_cast<double>(x)));
    return largest;
}

double mean(Samples samples) {
    double sum = 0.0;
    for (const float x : samples)
        sum += static_cast<double>(x);
    return samples.empty() ? 0.0 : sum / static_cast<double>(samples.size());
}

double largest_step(Samples samples, std::size_t first, std::size_t last) {
    double largest = 0.0;
    for (std::size_t i = std::max<std::size_t>(first, 1); i < std::min(last, samples.size()); ++i) {
        largest = std::max(largest, std::abs(static_cast<double>(samples[i]) - static_cast<double>(samples[i - 1])));
    }
    return largest;
}

std::size_t first_above(Samples samples, double level, std::size_t from) {
    while (from < samples.size() && static_cast<double>(samples[from]) < level)
        ++from;
    return from;
}

std::size_t first_below(Samples samples, double level, std::size_t from) {
    while (from < samples.size() && static_cast<double>(samples[from]) > level)
        ++from;
    return from;
}

} // namespace tactus::measure
