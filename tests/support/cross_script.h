// The script that a kernel plays on every machine: notes on many slots, thefts, parameters, an input by integers alone,
// so that it is the same everywhere.
#pragma once

#include "tests/meaning/player.h"

namespace tactus::test {

inline meaning::Script cross_script() {
    using meaning::ActionKind;
    meaning::Script script;
    script.frames = 2000;
    script.blocks = {64, 17, 128, 1, 33};
    script.inputs.assign(1, std::vector<float>(script.frames));
    for (std::uint32_t i = 0; i < script.frames; ++i)
        script.inputs[0][i] = static_cast<float>(static_cast<std::int32_t>(i * 7919u % 4096u) - 2048) / 4096.0f;
    for (std::uint32_t i = 0; i < 9; ++i)
        script.actions.push_back({i * 37,
                                  ActionKind::strike,
                                  0,
                                  i,
                                  0,
                                  0,
                                  {110.0f * static_cast<float>(i + 1), 60, 0.5f, 0.25f, 1, 0, 0, 0}});
    script.actions.push_back({500, ActionKind::steal, 0, 2, 0, 0, {}});
    script.actions.push_back({600, ActionKind::parameter, 0, 0, 0, 0.75f, {}});
    script.actions.push_back({700, ActionKind::release, 0, 3, 0, 0, {}});
    script.actions.push_back({901, ActionKind::strike, 0, 2, 0, 0, {523.25f, 72, 1.0f, 0.25f, 1, 0, 0, 0}});
    return script;
}

} // namespace tactus::test
