// The events that every example and library patch is played with: more notes than voices, parameters moved at odd
// frames, pedals, bends, a silence long enough for voices to sleep, and notes again. The same on every machine. And a
// playing of them in blocks of any sizes.
#pragma once

#include "tests/support/busy_script.h"

namespace tactus::test {

inline void add_burst(Random &random, const tactus_kernel &kernel, std::uint64_t frame, std::uint64_t end,
                      std::vector<engine::Event> &events) {
    std::vector<std::uint8_t> held;
    while (frame < end) {
        const std::uint32_t kind = random(8);
        const std::uint32_t choice = random(16384);
        if (kind < 4) {
            const auto key = static_cast<std::uint8_t>(36 + choice % 48);
            events.push_back(engine::note_on(frame, 0, key, 1 + choice % 127));
            held.push_back(key);
        } else if (kind < 5 && !held.empty()) {
            events.push_back(engine::note_off(frame, 0, held[choice % held.size()]));
        } else if (kind < 7 && kernel.param_count > 0) {
            const std::uint32_t index = choice % kernel.param_count;
            const tactus_param &param = kernel.params[index];
            const float part = static_cast<float>(random(1000)) * 0.001f;
            events.push_back(engine::parameter(frame, index, param.low + (param.high - param.low) * part));
        } else {
            events.push_back(choice % 2 == 0 ? engine::pitch_bend(frame, 0, choice)
                                             : engine::controller(frame, 0, engine::sustain_controller, choice % 128));
        }
        frame += random(3) == 0 ? 0 : 1 + random(90);
    }
    events.push_back(engine::controller(end, 0, engine::sustain_controller, 0));
    for (const std::uint8_t key : held) {
        events.push_back(engine::note_off(end, 0, key));
    }
}

// `frames` in all: a burst of notes in the first quarter, silence, a second burst in the last.
inline std::vector<engine::Event> program_script(const tactus_kernel &kernel, std::uint32_t seed,
                                                 std::uint32_t frames) {
    Random random(seed);
    std::vector<engine::Event> events;
    add_burst(random, kernel, 3, frames / 4, events);
    add_burst(random, kernel, frames - frames / 4 + 5, frames, events);
    return events;
}

} // namespace tactus::test
