// Measures rendered sound for tests in the language. In: the samples of one channel between two times, and the sample
// rate. Out: linear amplitudes, Hertz, seconds. All arithmetic is in double; nothing here knows how the sound was made.
#pragma once

#include <complex>
#include <cstddef>
#include <span>

namespace tactus::judge {

struct Sound {
    std::span<const float> samples;
    double rate = 48000.0;
};

[[nodiscard]] double level(const Sound &sound); // root mean square
[[nodiscard]] double peak(const Sound &sound);
[[nodiscard]] double mean(const Sound &sound);
[[nodiscard]] double largest_step(const Sound &sound);

// How often it repeats, in Hertz; 0 when it does not. The coarse period is the first high peak of the normalised
// autocorrelation (McLeod and Wyvill, A smarter way to find pitch, 2005); the strongest harmonic then says it exactly.
[[nodiscard]] double pitch(const Sound &sound);

// The amplitude of the sine at a frequency, through a window with side lobes below -90 dB.
[[nodiscard]] double amplitude(const Sound &sound, double frequency);
// The response at a frequency, from an impulse response: with its phase, and without.
[[nodiscard]] std::complex<double> transfer(const Sound &impulse_response, double frequency);
[[nodiscard]] double response(const Sound &impulse_response, double frequency);

// Indices; the number of samples, or 0, when there is none.
[[nodiscard]] std::size_t first_true(const Sound &sound);
[[nodiscard]] std::size_t last_true(const Sound &sound);
[[nodiscard]] std::size_t count_true(const Sound &sound);

} // namespace tactus::judge
