// An engine with the kernel written by hand, played piece by piece; remembers every onset.
#pragma once

#include "runtime/engine/engine.h"
#include "tests/support/fake_kernel.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

namespace tactus::behaviour {

class Player {
  public:
    explicit Player(const test::FakeKernelOptions &options = {}) : kernel(options) {
        engine::EngineOptions engine_options;
        engine_options.onset_context = this;
        engine_options.on_onset = [](void *context, const engine::OnsetReport &report) {
            static_cast<Player *>(context)->onsets.push_back(report);
        };
        engine = engine::Engine::create(kernel.kernel(), engine_options);
    }
    Player(const Player &) = delete;
    Player &operator=(const Player &) = delete;

    // Plays `frames` frames with these events; returns the first output.
    std::vector<float> send(const std::vector<engine::Event> &events, std::uint32_t frames) {
        std::vector<std::vector<float>> out(engine->kernel().out_count, std::vector<float>(frames));
        const std::vector<float> silence(frames);
        std::vector<float *> pointers;
        for (std::vector<float> &channel : out) {
            pointers.push_back(channel.data());
        }
        const std::vector<const float *> in(engine->kernel().in_count, silence.data());
        engine->process(in.data(), pointers.data(), frames, events);
        return out[0];
    }

    [[nodiscard]] std::uint64_t frame() const { return engine->frame(); }
    [[nodiscard]] const tactus_voices &voices() const { return engine->voices(0); }
    [[nodiscard]] bool gate(std::uint32_t slot) const { return voices().gate[slot] != 0; }
    [[nodiscard]] bool awake(std::uint32_t slot) const { return voices().awake[slot] != 0; }
    [[nodiscard]] bool stolen(std::uint32_t slot) const { return awake(slot) && voices().stolen[slot] != 0; }
    [[nodiscard]] float field(tactus_note_field which, std::uint32_t slot) const { return voices().field[which][slot]; }
    [[nodiscard]] std::uint32_t awake_count() const { return engine->awake_voices(); }
    [[nodiscard]] std::uint32_t stolen_count() const {
        return count([this](std::uint32_t slot) { return stolen(slot); });
    }
    [[nodiscard]] std::uint32_t held_count() const {
        return count([this](std::uint32_t slot) { return awake(slot) && !stolen(slot) && gate(slot); });
    }
    [[nodiscard]] std::vector<std::uint32_t> slots_of_onsets() const {
        std::vector<std::uint32_t> slots;
        std::transform(onsets.begin(), onsets.end(), std::back_inserter(slots),
                       [](const auto &onset) { return onset.slot; });
        return slots;
    }

    test::FakeKernel kernel;
    std::unique_ptr<engine::Engine> engine;
    std::vector<engine::OnsetReport> onsets;

  private:
    template <typename Predicate> [[nodiscard]] std::uint32_t count(const Predicate &holds) const {
        std::uint32_t n = 0;
        for (std::uint32_t slot = 0; slot < engine->kernel().polys[0].slots; ++slot) {
            n += holds(slot) ? 1u : 0u;
        }
        return n;
    }
};

} // namespace tactus::behaviour
