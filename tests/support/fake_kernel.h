// A kernel written by hand for tests of the runtime: one poly of soft square-ish tones (a parabola as sine) with a
// ramped pitch and an envelope, a smoothed gain, a step parameter, an echo through a delay line, the audio input added,
// and optionally a note line that it makes itself. It keeps the rules of docs/explanation/graph.md and counts every
// call that breaks them.
#pragma once

#include "runtime/kernel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace tactus::test {

struct FakeKernelOptions {
    std::uint32_t sample_rate = 48000;
    std::uint32_t voices = 8, lanes = 4;
    std::uint32_t steal = TACTUS_STEAL_OLDEST, mode = TACTUS_MODE_POLY;
    std::int32_t channel = 0, low_key = 0, high_key = 127, transpose = 0;
    bool generated = false; // notes from its own line: a pulse every 1000 frames
    bool idle_node = false; // a voice is idle as soon as it is released
    std::uint32_t inputs = 0, outputs = 1;
    float scale = 0.1f;
    float poison = 0.0f; // added to the output: NaN, infinity, …
    float shrink = 1.0f; // times the output, poison and all
};

inline constexpr std::uint32_t most_slots = 160;
inline constexpr std::uint32_t fake_line_frames = 1024, fake_delay = 700;
enum FakeParameter : std::uint32_t { fake_gain, fake_step, fake_cutoff, fake_nrpn, fake_parameter_count };

class FakeKernel {
  public:
    explicit FakeKernel(const FakeKernelOptions &options = {}) : options_(options) {
        const std::uint32_t spares = options.mode == TACTUS_MODE_POLY ? (options.voices + 7) / 8 : 0;
        const std::uint32_t slots = options.voices + spares;
        poly_ = {1,
                 options.voices,
                 slots,
                 options.lanes,
                 (slots + options.lanes - 1) / options.lanes,
                 options.steal,
                 options.mode,
                 options.sample_rate / 200,
                 0,
                 options.generated ? 1u : 0u,
                 0,
                 options.generated ? 1u : 0u,
                 options.channel,
                 options.low_key,
                 options.high_key,
                 options.transpose};
        names_ = std::string("\0gain\0step\0cutoff\0fine", 22);
        params_[fake_gain] = {1, 0.5f, 0.0f, 1.0f, 15, 0, 1, 0, 0, 7, -1, 1, 0.0f, 0.0f};
        params_[fake_step] = {2, 0.0f, 0.0f, 1.0f, 0, TACTUS_PARAM_STEP, 6, 0, 0, 80, -1, 1, 0.0f, 0.0f};
        params_[fake_cutoff] = {3, 100.0f, 100.0f, 1600.0f, 15, TACTUS_PARAM_LOG, 11, 0, 0, 71, -1, 1, 0.0f, 0.0f};
        params_[fake_nrpn] = {4, 0.0f, -2.0f, 2.0f, 15, 0, 18, 0, 0, -1, 300, 1, 0.0f, 0.0f};
        line_ = {5, fake_line_frames, 1, 1, fake_delay, fake_delay, 0, 0.0f, 0};
        kernel_.abi = TACTUS_KERNEL_ABI;
        kernel_.bytes = sizeof(tactus_kernel);
        kernel_.target = "test";
        kernel_.sample_rate = options.sample_rate;
        kernel_.lanes = options.lanes;
        kernel_.tile_frames = TACTUS_TICK;
        kernel_.tuning = 440.0f;
        kernel_.state_bytes = sizeof(State);
        kernel_.scratch_bytes = 64;
        kernel_.line_count = 1;
        kernel_.lines = &line_;
        kernel_.param_count = fake_parameter_count;
        kernel_.params = params_.data();
        kernel_.poly_count = 1;
        kernel_.polys = &poly_;
        kernel_.in_count = options.inputs;
        kernel_.out_count = options.outputs;
        kernel_.note_line_count = options.generated ? 1 : 0;
        ports_.resize(std::max(options.inputs, options.outputs));
        kernel_.in = ports_.data();
        kernel_.out = ports_.data();
        kernel_.names = names_.c_str();
        kernel_.context = this;
        kernel_.init = &init;
        kernel_.start = &start;
        kernel_.tick = &tick;
        kernel_.refresh = &refresh;
        kernel_.tile = &tile;
        kernel_.part = &part;
    }
    FakeKernel(const FakeKernel &) = delete;
    FakeKernel &operator=(const FakeKernel &) = delete;

    [[nodiscard]] const tactus_kernel *kernel() const { return &kernel_; }
    // Calls that break the contract: a tick left out or twice, frames that do not follow, a start flag that was not
    // cleared …
    [[nodiscard]] std::uint64_t violations() const { return violations_; }
    [[nodiscard]] std::uint64_t tiles() const { return tiles_; }
    [[nodiscard]] std::uint64_t parts() const { return parts_; }

    struct Slot {
        std::uint32_t phase = 0, fade = 0, quiet = 0, onsets = 0;
        float envelope = 0.0f, pitch0 = 0.0f, pitch1 = 0.0f, peak = 0.0f, velocity = 0.0f;
    };
    struct State {
        std::uint64_t next_frame = 0, ticked = 0, written = 0;
        float gain = 0, gain_target = 0, gain_step = 0, gain0 = 0, gain1 = 0, stepped = 0, tempo = 0;
        std::uint32_t gain_remaining = 0;
        std::array<Slot, most_slots> slots{};
    };

  private:
    static FakeKernel &self(const tactus_memory *memory) {
        return *static_cast<FakeKernel *>(const_cast<void *>(memory->kernel->context));
    }
    static State &state(tactus_memory *memory) { return *reinterpret_cast<State *>(memory->state); }

    void expect(bool holds) { violations_ += holds ? 0u : 1u; }

    static void init(tactus_memory *memory, const tactus_call *call) {
        State &s = state(memory);
        FakeKernel &me = self(memory);
        for (std::size_t i = 0; i < sizeof(State); ++i) {
            me.expect(memory->state[i] == 0);
        }
        me.expect(reinterpret_cast<std::uintptr_t>(memory->state) % 64 == 0);
        me.expect(reinterpret_cast<std::uintptr_t>(memory->lines[0]) % 64 == 0);
        s = State{};
        s.next_frame = call->frame;
        s.ticked = call->frame - TACTUS_TICK;
        s.gain = s.gain_target = s.gain0 = s.gain1 = memory->params[fake_gain];
    }

    static void start(tactus_memory *memory, std::uint32_t poly, std::uint32_t slot) {
        FakeKernel &me = self(memory);
        me.expect(poly == 0 && slot < me.poly_.slots);
        me.expect(memory->voices[0].stolen[slot] == 0);
        state(memory).slots[slot] = Slot{};
        state(memory).slots[slot].fade = me.poly_.fade_frames;
    }

    static void tick(tactus_memory *memory, const tactus_call *call) {
        State &s = state(memory);
        FakeKernel &me = self(memory);
        me.expect(call->frame % TACTUS_TICK == 0 && call->frame == s.next_frame &&
                  s.ticked + TACTUS_TICK == call->frame);
        s.ticked = call->frame;
        if (memory->params[fake_gain] != s.gain_target) {
            s.gain_target = memory->params[fake_gain];
            s.gain_remaining = 15;
            s.gain_step = (s.gain_target - s.gain) / 15.0f;
        }
        if (s.gain_remaining > 0) {
            s.gain = --s.gain_remaining == 0 ? s.gain_target : s.gain + s.gain_step;
        }
        s.gain0 = s.gain1;
        const tactus_voices &v = memory->voices[0];
        for (std::uint32_t i = 0; i < me.poly_.slots; ++i) {
            me.advance_slot(s.slots[i], v, i);
        }
        refresh_all(memory, call);
    }

    void advance_slot(Slot &slot, const tactus_voices &v, std::uint32_t i) const {
        if (v.awake[i] == 0) {
            return;
        }
        const float idle_level = 1.52587890625e-5f; // 2^-16
        slot.pitch0 = slot.pitch1;
        v.level[i] = slot.peak;
        slot.quiet = v.gate[i] == 0 && slot.peak < idle_level ? slot.quiet + 1 : 0;
        const std::uint32_t limit = (options_.sample_rate / 20 + TACTUS_TICK - 1) / TACTUS_TICK;
        const bool idle = options_.idle_node ? v.gate[i] == 0 && slot.onsets > 0 : slot.quiet >= limit;
        if (v.start[i] == 0 && (idle || (v.stolen[i] != 0 && slot.fade == 0))) {
            v.awake[i] = 0;
        }
        slot.peak = 0.0f;
    }

    static void refresh(tactus_memory *memory, const tactus_call *call) {
        FakeKernel &me = self(memory);
        me.expect(call->frame % TACTUS_TICK != 0 && call->frame == state(memory).next_frame);
        refresh_all(memory, call);
    }

    static void refresh_all(tactus_memory *memory, const tactus_call *call) {
        State &s = state(memory);
        FakeKernel &me = self(memory);
        s.gain1 = s.gain;
        s.stepped = memory->params[fake_step];
        s.tempo = call->tempo;
        const tactus_voices &v = memory->voices[0];
        for (std::uint32_t i = 0; i < me.poly_.slots; ++i) {
            Slot &slot = s.slots[i];
            slot.pitch1 = v.field[TACTUS_FREQ][i];
            slot.velocity = v.field[TACTUS_VELOCITY][i];
            if (v.start[i] != 0) {
                slot.pitch0 = slot.pitch1;
            }
        }
    }

    static void tile(tactus_memory *memory, tactus_call *call) {
        ++self(memory).tiles_;
        tick(memory, call);
        part(memory, call, TACTUS_TICK);
    }

    static void part(tactus_memory *memory, tactus_call *call, std::uint32_t frames) {
        State &s = state(memory);
        FakeKernel &me = self(memory);
        const auto first = static_cast<std::uint32_t>(call->frame % TACTUS_TICK);
        ++me.parts_;
        me.expect(call->frame == s.next_frame && s.ticked == call->frame - first);
        me.expect(frames >= 1 && first + frames <= TACTUS_TICK);
        me.expect_groups(memory->voices[0]);
        s.next_frame += frames;
        for (std::uint32_t f = 0; f < frames; ++f) {
            me.frame(memory, call, first + f, f);
        }
    }

    void expect_groups(const tactus_voices &v) {
        for (std::uint32_t i = 0; i < poly_.slots; ++i) {
            const auto *end = v.awake_groups + v.awake_group_count;
            expect(v.awake[i] == 0 || std::find(v.awake_groups, end, i / poly_.lanes) != end);
            expect(v.start[i] == 0 || v.awake[i] != 0);
        }
    }

    float voice(Slot &slot, const tactus_voices &v, std::uint32_t i, std::uint32_t j, bool first_of_call) const {
        const float pitch = slot.pitch0 + (slot.pitch1 - slot.pitch0) * (static_cast<float>(j) * 0.0625f);
        slot.onsets += first_of_call && v.start[i] != 0 ? 1u : 0u;
        slot.phase += static_cast<std::uint32_t>(static_cast<double>(pitch) / options_.sample_rate * 4294967296.0);
        slot.envelope += ((v.gate[i] != 0 ? 1.0f : 0.0f) - slot.envelope) * 0.01f;
        const float x = static_cast<float>(static_cast<std::int32_t>(slot.phase)) * 0x1p-31f;
        float fade = 1.0f;
        if (v.stolen[i] != 0) {
            slot.fade -= slot.fade > 0 ? 1u : 0u;
            const float t = static_cast<float>(slot.fade) / static_cast<float>(poly_.fade_frames);
            fade = t * t * (3.0f - 2.0f * t);
        }
        const float y = 4.0f * x * (1.0f - std::fabs(x)) * slot.envelope * slot.velocity * options_.scale * fade;
        slot.peak = std::max(slot.peak, std::fabs(y));
        return y;
    }

    void frame(tactus_memory *memory, tactus_call *call, std::uint32_t j, std::uint32_t f) const {
        State &s = state(memory);
        const tactus_voices &v = memory->voices[0];
        std::array<float, 16> partial{};
        for (std::uint32_t i = 0; i < poly_.slots; ++i) {
            if (v.awake[i] != 0) {
                partial[i % 16] += voice(s.slots[i], v, i, j, f == 0);
            }
        }
        for (std::uint32_t half = 8; half > 0; half /= 2) {
            for (std::uint32_t k = 0; k < half; ++k) {
                partial[k] += partial[k + half];
            }
        }
        const float gain = s.gain0 + (s.gain1 - s.gain0) * (static_cast<float>(j) * 0.0625f);
        float *const line = memory->lines[0];
        const float echo = s.written < fake_delay ? 0.0f : line[(s.written - fake_delay) & (fake_line_frames - 1)];
        float y = (partial[0] * gain + 0.3f * echo + s.stepped * 0.01f + options_.poison) * options_.shrink;
        y = std::fabs(y) < 0x1p-60f ? 0.0f : y;
        line[s.written++ & (fake_line_frames - 1)] = y;
        for (std::uint32_t i = 0; i < options_.inputs; ++i) {
            y += call->in[i][f];
        }
        for (std::uint32_t i = 0; i < options_.outputs; ++i) {
            call->out[i][f] =
                i == 0
                    ? y
                    : static_cast<float>(static_cast<std::uint32_t>(call->beat + f * call->beat_step) >> 8) * 0x1p-24f;
        }
        if (options_.generated) {
            generate(memory->note_lines[0], call->frame + f, j);
        }
    }

    // A note every 1000 frames, 613 long, that glides.
    static void generate(tactus_note_line &line, std::uint64_t frame, std::uint32_t j) {
        const auto place = static_cast<std::uint32_t>(frame % 1000);
        line.gate[j] = place >= 7 && place < 620 ? 1u : 0u;
        line.freq[j] = 200.0f + static_cast<float>((frame / 1000) % 5) * 50.0f + static_cast<float>(place) * 0.01f;
        line.velocity[j] = 0.75f;
    }

    FakeKernelOptions options_;
    tactus_poly poly_{};
    tactus_line line_{};
    std::array<tactus_param, fake_parameter_count> params_{};
    std::vector<tactus_port> ports_;
    std::string names_;
    tactus_kernel kernel_{};
    mutable std::uint64_t violations_ = 0;
    std::uint64_t tiles_ = 0, parts_ = 0;
};

} // namespace tactus::test
