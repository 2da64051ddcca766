#include "compiler/judge/linear.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tactus::judge {

namespace {

using Channels = std::vector<std::vector<float>>;

struct Impulse {
    std::size_t frame;
    float level;
};

// A tenth of a second for what settles at the start; the second time is no multiple of a tick, a block or a round
// tempo.
std::size_t first_frame(std::size_t second) { return second / 10 + 1; }
std::size_t later(std::size_t second) { return second * 5 / 8 + 11; }

constexpr std::size_t most_seconds = 16;
constexpr double heard = 1e-4, gone = 1e-7, still_there = 1e-5; // of the peak

double highest(std::span<const float> samples) {
    double made = 0.0;
    for (const float x : samples)
        made = std::isfinite(x) ? std::max(made, std::abs(static_cast<double>(x))) : INFINITY;
    return made;
}

double highest(const Channels &channels, std::size_t from, std::size_t to) {
    double made = 0.0;
    for (const std::vector<float> &channel : channels)
        made = std::max(made, highest(std::span(channel).subspan(from, to - from)));
    return made;
}

Channels play_impulses(const Play &play, std::span<const Impulse> impulses, std::size_t frames) {
    std::vector<float> input(frames);
    for (const Impulse &impulse : impulses)
        input[impulse.frame] += impulse.level;
    return play(input);
}

// Whether what these impulses give is the sum of what each of them gives by the response.
bool is_sum(const Channels &heard_channels, const Channels &response, std::span<const Impulse> impulses, double peak) {
    for (std::size_t c = 0; c < response.size(); ++c) {
        for (std::size_t i = 0; i < heard_channels[c].size(); ++i) {
            double sum = 0.0;
            for (const Impulse &impulse : impulses) {
                const bool sounds = i >= impulse.frame && i - impulse.frame < response[c].size();
                sum += sounds ? static_cast<double>(impulse.level) * static_cast<double>(response[c][i - impulse.frame])
                              : 0.0;
            }
            if (!(std::abs(static_cast<double>(heard_channels[c][i]) - sum) <= heard * peak))
                return false;
        }
    }
    return true;
}

} // namespace

ImpulseResponse impulse_response(const Play &play, std::size_t second) {
    const std::size_t start = first_frame(second);
    ImpulseResponse made;
    double peak = 0.0;
    for (std::size_t seconds = 1;; seconds *= 4) {
        const std::size_t end = start + seconds * second;
        const std::array impulse{Impulse{start, 1.0f}};
        made.channels = play_impulses(play, impulse, end);
        peak = highest(made.channels, start, end);
        if (!std::isfinite(peak))
            return {Unlike::not_finite, {}};
        if (highest(made.channels, 0, start) > 0.0)
            return {Unlike::sounds_alone, {}};
        const double tail = highest(made.channels, end - seconds * second / 4, end);
        if (tail <= gone * peak)
            break;
        if (seconds >= most_seconds) {
            if (tail > still_there * peak)
                return {Unlike::rings_on, {}};
            break;
        }
    }
    for (std::vector<float> &channel : made.channels)
        channel.erase(channel.begin(), channel.begin() + static_cast<std::ptrdiff_t>(start));
    const std::size_t again = start + later(second), frames = again + made.channels.front().size();
    const std::array several{Impulse{again, -0.5f}, Impulse{again + 1, 0.3f}, Impulse{again + 6, 0.7f},
                             Impulse{again + 43, -0.2f}};
    if (is_sum(play_impulses(play, several, frames), made.channels, several, std::max(peak, gone)))
        return made;
    const std::array one{Impulse{again, 1.0f}};
    const bool same = is_sum(play_impulses(play, one, frames), made.channels, one, std::max(peak, gone));
    return {same ? Unlike::not_linear : Unlike::changes, {}};
}

} // namespace tactus::judge
