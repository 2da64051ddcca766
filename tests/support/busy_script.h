// Events of every kind at odd frames, many on one frame, from a seed; and an engine played in blocks of any sizes. The
// same on every machine.
#pragma once

#include "runtime/engine/engine.h"

#include <algorithm>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

namespace tactus::test {

using Samples = std::vector<float>;

struct Random {
    explicit Random(std::uint32_t seed) : generator(seed) {}
    std::uint32_t operator()(std::uint32_t limit) { return static_cast<std::uint32_t>(generator() % limit); }
    std::mt19937 generator;
};

// One event that is not a note; `parameters` of them exist.
inline engine::Event busy_control(Random &random, std::uint64_t frame, std::uint8_t channel, std::uint32_t parameters) {
    // Drawn one by one: the order in which arguments are evaluated differs between machines.
    const std::uint32_t kind = random(parameters == 0 ? 5 : 6);
    const std::uint32_t choice = random(16384);
    const std::uint32_t value = random(128);
    switch (kind) {
    case 0:
        return engine::pitch_bend(frame, channel, choice);
    case 1:
        return engine::controller(frame, channel, engine::sustain_controller, value);
    case 2:
        return engine::controller(frame, channel, choice % 2 == 0 ? 7 : 80, value);
    case 3:
        return engine::tempo(frame, 200'000 + 50 * choice);
    case 4:
        return engine::controller(frame, channel, choice % 8 == 0 ? 120 : 123, 0);
    default:
        return engine::parameter(frame, choice % parameters, static_cast<float>(value) / 127.0f);
    }
}

inline std::vector<engine::Event> busy_script(std::uint32_t seed, std::uint32_t frames, std::uint32_t parameters = 2) {
    Random random(seed);
    std::vector<engine::Event> events;
    std::uint64_t frame = 0;
    while (frame < frames) {
        const auto key = static_cast<std::uint8_t>(40 + random(24));
        const auto channel = static_cast<std::uint8_t>(random(2));
        const std::uint32_t kind = random(16);
        if (kind < 6) {
            events.push_back(engine::note_on(frame, channel, key, random(128)));
        } else if (kind < 10) {
            events.push_back(engine::note_off(frame, channel, key));
        } else {
            events.push_back(busy_control(random, frame, channel, parameters));
        }
        frame += random(4) == 0 ? 0 : random(200);
    }
    return events;
}

// Plays all frames in blocks whose sizes next_size() gives, the inputs constant; returns every output.
template <typename NextSize>
std::vector<Samples> play_sizes(engine::Engine &e, std::uint32_t frames, std::span<const engine::Event> events,
                                const NextSize &next_size) {
    const std::uint32_t outputs = e.kernel().out_count;
    std::vector<Samples> result(outputs, Samples(frames));
    const std::vector<Samples> input(e.kernel().in_count, Samples(frames, 0.125f));
    std::vector<float *> out(outputs);
    std::vector<const float *> in(input.size());
    for (std::uint32_t done = 0; done < frames;) {
        const std::uint32_t size = std::min<std::uint32_t>(next_size(), frames - done);
        for (std::size_t i = 0; i < outputs; ++i) {
            out[i] = result[i].data() + done;
        }
        for (std::size_t i = 0; i < in.size(); ++i) {
            in[i] = input[i].data() + done;
        }
        events = events.subspan(e.process(in.data(), out.data(), size, events));
        done += size;
    }
    return result;
}

inline std::vector<Samples> play(engine::Engine &e, std::uint32_t frames, std::span<const engine::Event> events,
                                 std::uint32_t block = 64) {
    return play_sizes(e, frames, events, [block] { return block; });
}

} // namespace tactus::test
