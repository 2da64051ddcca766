#include "compiler/math/resample.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "compiler/math/constant.h"

namespace tactus::math {

namespace {

// Zero crossings of the sinc on either side of its middle.
constexpr double crossings = 48.0;
constexpr std::uint64_t most_kept = std::uint64_t{1} << 23;

// A sinc under a Blackman-Harris window, t in samples of the lower rate.
double kernel(double t) {
    if (std::abs(t) >= crossings) {
        return 0.0;
    }
    const double turn = std::numbers::pi * t / crossings;
    const double window = 0.35875 + 0.48829 * binary64::cosine(turn) + 0.14128 * binary64::cosine(2.0 * turn) +
                          0.01168 * binary64::cosine(3.0 * turn);
    const double x = std::numbers::pi * t;
    return t == 0.0 ? 1.0 : window * binary64::sine(x) / x;
}

} // namespace

std::uint64_t resampled_frames(std::uint64_t frames, std::uint32_t rate, std::uint32_t wanted_rate) {
    return (frames * wanted_rate + rate - 1) / rate;
}

// Band-limited interpolation (Smith and Gossett, A flexible sampling-rate conversion method, 1984): sample n lies at
// n * rate / wanted_rate of the old ones. These places repeat after `phases` samples, so their coefficients are kept
// unless they are too many. A sample of a response stands for the area under it: sums are multiplied by the ratio.
std::vector<float> resampled_response(std::span<const float> response, std::uint32_t rate, std::uint32_t wanted_rate) {
    if (rate == wanted_rate || response.empty()) {
        return {response.begin(), response.end()};
    }
    const std::uint32_t divisor = std::gcd(rate, wanted_rate);
    const std::uint64_t step = rate / divisor, phases = wanted_rate / divisor;
    const double ratio = static_cast<double>(rate) / static_cast<double>(wanted_rate);
    const double band = std::min(1.0, 1.0 / ratio); // of half the old rate
    const auto reach = static_cast<std::int64_t>(std::ceil(crossings / band));
    const auto width = static_cast<std::uint64_t>(2 * reach);
    const bool keep = phases * width <= most_kept;
    std::vector<double> kept(keep ? phases * width : 0);
    const auto coefficient = [&](std::uint64_t n, std::uint64_t i) {
        const double fraction = static_cast<double>(n * step % phases) / static_cast<double>(phases);
        const std::int64_t k = 1 - reach + static_cast<std::int64_t>(i);
        return ratio * band * kernel(band * (fraction - static_cast<double>(k)));
    };
    for (std::uint64_t i = 0; i < kept.size(); ++i) {
        kept[i] = coefficient(i / width, i % width);
    }
    std::vector<float> made(resampled_frames(response.size(), rate, wanted_rate));
    for (std::uint64_t n = 0; n < made.size(); ++n) {
        const auto first = static_cast<std::int64_t>(n * step / phases) + 1 - reach;
        double sum = 0.0;
        for (std::uint64_t i = 0; i < width; ++i) {
            const std::int64_t at = first + static_cast<std::int64_t>(i);
            if (at >= 0 && at < static_cast<std::int64_t>(response.size())) {
                const double c = keep ? kept[n % phases * width + i] : coefficient(n, i);
                sum += c * static_cast<double>(response[static_cast<std::size_t>(at)]);
            }
        }
        made[n] = static_cast<float>(sum);
    }
    return made;
}

} // namespace tactus::math
