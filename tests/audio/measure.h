// Measures sound by formulas that share nothing with the compiler: spectra with windows of known side lobes, pitch,
// levels of harmonics and aliases, responses, steps. In: samples and a sample rate. Out: Hertz, linear amplitudes (1 =
// a sine of peak 1) or decibels. All arithmetic is in double.
#pragma once

#include <complex>
#include <cstddef>
#include <span>
#include <vector>

namespace tactus::measure {

using Samples = std::span<const float>;

[[nodiscard]] double decibels(double ratio);
[[nodiscard]] double cents(double frequency, double reference);

// A cosine-sum window of `count` points: seven terms, side lobes below -170 dB, main lobe 7 bins to each side.
[[nodiscard]] const std::vector<double> &window(std::size_t count);

// The discrete Fourier transform of a power of two of points (radix 2, in double).
void transform(std::vector<std::complex<double>> &points);

// The amplitude of the sine at one frequency (any real number of Hertz), windowed over all samples.
[[nodiscard]] std::complex<double> component(Samples samples, double frequency, double rate);
[[nodiscard]] double amplitude(Samples samples, double frequency, double rate);

// The frequency of the strongest sine near `guess` (within 3 %), to about a millionth.
[[nodiscard]] double pitch(Samples samples, double guess, double rate);

// The power of every bin of the windowed spectrum of the first power of two of samples: |X|^2, scaled so that a sine of
// amplitude 1 sums to 1/2.
struct Spectrum {
    std::vector<double> power; // bins 0 … N/2
    double bin = 0.0;          // Hertz
    [[nodiscard]] double between(double low, double high) const;
};
[[nodiscard]] Spectrum spectrum(Samples samples, double rate);

// What is not at a multiple of f0 (nor at 0 Hz) below `edge`, against everything that is at one, in dB.
[[nodiscard]] double alias_level(Samples samples, double f0, double edge, double rate);
// Everything but the sine at f0 and 0 Hz, against the sine, in dB.
[[nodiscard]] double distortion_and_noise(Samples samples, double f0, double rate);

// The response to an impulse at one frequency.
[[nodiscard]] std::complex<double> response(Samples impulse_response, double frequency, double rate);

[[nodiscard]] double rms(Samples samples);
[[nodiscard]] double peak(Samples samples);
[[nodiscard]] double mean(Samples samples);
// The largest difference between neighbours in samples[first, last).
[[nodiscard]] double largest_step(Samples samples, std::size_t first, std::size_t last);
// The first index ≥ from where the level is at least (or, falling, at most) `level`; samples.size() when there is none.
[[nodiscard]] std::size_t first_above(Samples samples, double level, std::size_t from = 0);
[[nodiscard]] std::size_t first_below(Samples samples, double level, std::size_t from = 0);

} // namespace tactus::measure
