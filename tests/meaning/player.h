// Plays a kernel by hand, as docs/explanation/graph.md says a runtime does: a script of actions at absolute frames,
// blocks cut anywhere. In: any tactus_kernel, a script, inputs by a formula. Out: every sample, the note lines, and
// after each tick which slots are awake and how loud. Unlike the engine it allocates no voices: the script says which
// slot does what, so that every state of a slot is reached.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <vector>

#include "runtime/kernel.h"

namespace tactus::meaning {

enum class ActionKind : std::uint8_t {
    strike,    // a note-on on a slot: `fields`
    release,   // a note-off on a slot: field release = value
    steal,     // the slot fades out, if it is awake
    field,     // a continuous note field (index) becomes value at the next tick
    parameter, // parameter index becomes value: now when stepped, else at the next tick
    tempo,     // beats per second become value at the next tick
};

struct Action {
    std::uint64_t frame = 0; // counted from the start of the script
    ActionKind kind = ActionKind::strike;
    std::uint32_t poly = 0, slot = 0, index = 0;
    float value = 0.0f;
    std::array<float, TACTUS_NOTE_FIELDS> fields{};
};

struct Script {
    std::uint64_t first_frame = 0; // absolute, a tick
    std::uint32_t frames = 256;
    std::vector<Action> actions;            // in order of frames
    std::vector<std::uint32_t> blocks;      // lengths of the host's blocks, repeated
    std::vector<std::vector<float>> inputs; // by channel, `frames` samples each
    bool list_all_groups = false;           // awake_groups may hold more than the awake ones
    bool use_tiles = true;
};

// Everything that is observable.
struct Recording {
    std::vector<std::vector<float>> outputs; // by channel
    struct NoteFrame {
        float freq, velocity;
        std::uint32_t gate;
    };
    std::vector<std::vector<NoteFrame>> notes; // by line
    struct Tick {
        std::uint64_t frame;
        std::vector<std::uint32_t> awake; // all slots of all polys after the tick
        std::vector<float> level;         // of slots that were awake before it, else 0
    };
    std::vector<Tick> ticks;
};

class Player {
  public:
    explicit Player(const tactus_kernel *kernel) : kernel_(*kernel) {
        memory_.kernel = kernel;
        memory_.state = bytes(kernel_.state_bytes);
        memory_.scratch = bytes(kernel_.scratch_bytes);
        for (std::uint32_t i = 0; i < kernel_.line_count; ++i) {
            const tactus_line &line = kernel_.lines[i];
            const std::size_t instances = (line.voices + line.lanes - 1) / line.lanes * line.lanes;
            lines_.push_back(reinterpret_cast<float *>(bytes(sizeof(float) * (line.frames * instances + TACTUS_TICK))));
        }
        memory_.lines = lines_.data();
        polys_.resize(kernel_.poly_count);
        for (std::uint32_t i = 0; i < kernel_.poly_count; ++i)
            prepare(polys_[i], kernel_.polys[i]);
        for (PolyMemory &poly : polys_)
            voices_.push_back(poly.shared);
        memory_.voices = voices_.data();
        for (std::uint32_t i = 0; i < kernel_.param_count; ++i)
            params_.push_back(kernel_.params[i].init);
        memory_.params = params_.data();
        note_lines_.resize(kernel_.note_line_count);
        memory_.note_lines = note_lines_.data();
    }
    Player(const Player &) = delete;
    Player &operator=(const Player &) = delete;

    // Parameters that hold before the first frame.
    void set_parameter(std::uint32_t index, float value) { params_[index] = value; }

    Recording play(const Script &script) {
        script_ = &script;
        recording_ = {};
        recording_.outputs.assign(kernel_.out_count, std::vector<float>(script.frames));
        recording_.notes.assign(kernel_.note_line_count, std::vector<Recording::NoteFrame>(script.frames));
        tactus_call call = call_at(0);
        kernel_.init(&memory_, &call);
        std::uint32_t at = 0;
        std::size_t block = 0, next = 0;
        while (at < script.frames) {
            const std::uint32_t length =
                script.blocks.empty() ? script.frames : script.blocks[block++ % script.blocks.size()];
            const std::uint32_t end = std::min(script.frames, at + std::max(length, 1u));
            while (at < end)
                at += step(at, end, next);
        }
        return std::move(recording_);
    }

  private:
    struct Free {
        void operator()(std::uint8_t *p) const { ::operator delete[](p, std::align_val_t{64}); }
    };
    struct PolyMemory {
        std::vector<float> fields;
        std::vector<std::uint32_t> gate, start, stolen, awake, groups;
        std::vector<float> level;
        tactus_voices shared{};
    };

    std::uint8_t *bytes(std::size_t count) {
        count = std::max<std::size_t>(count, 64);
        blocks_.emplace_back(static_cast<std::uint8_t *>(::operator new[](count, std::align_val_t{64})));
        std::memset(blocks_.back().get(), 0, count);
        return blocks_.back().get();
    }

    static void prepare(PolyMemory &m, const tactus_poly &poly) {
        const std::size_t slots = std::size_t{poly.groups} * poly.lanes;
        m.fields.assign(slots * TACTUS_NOTE_FIELDS, 0.0f);
        for (auto *list : {&m.gate, &m.start, &m.stolen, &m.awake, &m.groups})
            list->assign(slots, 0);
        m.level.assign(slots, 0.0f);
        for (std::size_t f = 0; f < TACTUS_NOTE_FIELDS; ++f)
            m.shared.field[f] = m.fields.data() + f * slots;
        m.shared.gate = m.gate.data();
        m.shared.start = m.start.data();
        m.shared.stolen = m.stolen.data();
        m.shared.awake = m.awake.data();
        m.shared.level = m.level.data();
        m.shared.awake_groups = m.groups.data();
    }

    [[nodiscard]] std::uint64_t absolute(std::uint32_t at) const { return script_->first_frame + at; }

    // Beats are counted from the start of the script; the tempo in beats per second changes at ticks.
    tactus_call call_at(std::uint32_t at) {
        tactus_call call{};
        call.frame = absolute(at);
        call.beat = beat_;
        call.beat_step = beat_step();
        call.tempo = tempo_;
        ins_.clear();
        outs_.clear();
        for (std::uint32_t c = 0; c < kernel_.in_count; ++c)
            ins_.push_back(script_->inputs[c].data() + at);
        for (std::uint32_t c = 0; c < kernel_.out_count; ++c)
            outs_.push_back(recording_.outputs[c].data() + at);
        call.in = ins_.data();
        call.out = outs_.data();
        return call;
    }
    [[nodiscard]] std::uint64_t beat_step() const {
        return static_cast<std::uint64_t>(static_cast<double>(tempo_) * 4294967296.0 /
                                          static_cast<double>(kernel_.sample_rate));
    }

    // One part or tile from `at`, at most to `end`; gives its length. `next` is the first action that has not been
    // applied.
    std::uint32_t step(std::uint32_t at, std::uint32_t end, std::size_t &next) {
        const auto &actions = script_->actions;
        bool changed = false;
        for (; next < actions.size() && actions[next].frame <= at; ++next)
            changed |= apply(actions[next]);
        const std::uint32_t j = static_cast<std::uint32_t>(absolute(at) % TACTUS_TICK);
        if (j == 0)
            apply_deferred();
        list_groups();
        tactus_call call = call_at(at);
        std::uint32_t until = std::min(end, at + TACTUS_TICK - j);
        if (const auto cut = next_cut(next); cut < until)
            until = static_cast<std::uint32_t>(cut);
        const std::uint32_t frames = until - at;
        if (j == 0)
            begin_tick(at);
        if (j == 0 && frames == TACTUS_TICK && script_->use_tiles) {
            kernel_.tile(&memory_, &call);
        } else {
            if (j == 0)
                kernel_.tick(&memory_, &call);
            else if (changed)
                kernel_.refresh(&memory_, &call);
            list_groups();
            kernel_.part(&memory_, &call, frames);
        }
        if (j == 0)
            end_tick();
        for (PolyMemory &poly : polys_)
            std::fill(poly.start.begin(), poly.start.end(), 0u);
        record_notes(at, j, frames);
        beat_ += beat_step() * frames;
        return frames;
    }

    // The frame of the next action that acts on its own frame; others wait for a tick.
    [[nodiscard]] std::uint64_t next_cut(std::size_t next) const {
        for (; next < script_->actions.size(); ++next)
            if (cuts(script_->actions[next]))
                return script_->actions[next].frame;
        return ~std::uint64_t{0};
    }
    [[nodiscard]] bool cuts(const Action &a) const {
        if (a.kind == ActionKind::parameter)
            return (kernel_.params[a.index].flags & TACTUS_PARAM_STEP) != 0;
        return a.kind != ActionKind::field && a.kind != ActionKind::tempo;
    }

    bool apply(const Action &a) {
        if (!cuts(a)) {
            deferred_.push_back(a);
            return false;
        }
        if (a.kind == ActionKind::parameter) {
            params_[a.index] = a.value;
            return true;
        }
        PolyMemory &poly = polys_[a.poly];
        if (a.kind == ActionKind::release) {
            poly.gate[a.slot] = 0;
            poly.shared.field[TACTUS_RELEASE][a.slot] = a.value;
        } else if (a.kind == ActionKind::steal) {
            poly.stolen[a.slot] = poly.awake[a.slot];
        } else {
            if (poly.awake[a.slot] == 0 || poly.stolen[a.slot] != 0)
                kernel_.start(&memory_, a.poly, a.slot);
            poly.awake[a.slot] = poly.gate[a.slot] = poly.start[a.slot] = 1;
            poly.stolen[a.slot] = 0;
            for (std::size_t f = 0; f < TACTUS_NOTE_FIELDS; ++f)
                poly.shared.field[f][a.slot] = a.fields[f];
        }
        return true;
    }

    void apply_deferred() {
        for (const Action &a : deferred_)
            if (a.kind == ActionKind::tempo)
                tempo_ = a.value;
            else if (a.kind == ActionKind::parameter)
                params_[a.index] = a.value;
            else
                polys_[a.poly].shared.field[a.index][a.slot] = a.value;
        deferred_.clear();
    }

    void list_groups() {
        for (std::size_t p = 0; p < polys_.size(); ++p) {
            PolyMemory &poly = polys_[p];
            const std::uint32_t lanes = kernel_.polys[p].lanes;
            std::uint32_t count = 0;
            for (std::uint32_t g = 0; g < kernel_.polys[p].groups; ++g) {
                const auto first = poly.awake.begin() + g * lanes;
                if (script_->list_all_groups ||
                    std::any_of(first, first + lanes, [](std::uint32_t w) { return w != 0; }))
                    poly.groups[count++] = g;
            }
            voices_[p].awake_group_count = count;
        }
    }

    void begin_tick(std::uint32_t at) {
        tick_ = {absolute(at), {}, {}};
        was_awake_.clear();
        for (const PolyMemory &poly : polys_)
            was_awake_.insert(was_awake_.end(), poly.awake.begin(), poly.awake.end());
    }
    // Lane widths give different numbers of slots in memory: only the poly's own are recorded.
    void end_tick() {
        std::size_t first = 0;
        for (std::size_t p = 0; p < polys_.size(); ++p) {
            for (std::uint32_t slot = 0; slot < kernel_.polys[p].slots; ++slot) {
                tick_.awake.push_back(polys_[p].awake[slot]);
                tick_.level.push_back(was_awake_[first + slot] != 0 ? polys_[p].level[slot] : 0.0f);
            }
            first += polys_[p].awake.size();
        }
        recording_.ticks.push_back(std::move(tick_));
    }
    void record_notes(std::uint32_t at, std::uint32_t j, std::uint32_t frames) {
        for (std::size_t i = 0; i < note_lines_.size(); ++i)
            for (std::uint32_t k = 0; k < frames; ++k)
                recording_.notes[i][at + k] = {note_lines_[i].freq[j + k], note_lines_[i].velocity[j + k],
                                               note_lines_[i].gate[j + k]};
    }

    const tactus_kernel &kernel_;
    std::vector<std::unique_ptr<std::uint8_t, Free>> blocks_;
    tactus_memory memory_{};
    std::vector<float *> lines_;
    std::vector<PolyMemory> polys_;
    std::vector<tactus_voices> voices_;
    std::vector<float> params_;
    std::vector<tactus_note_line> note_lines_;
    std::vector<Action> deferred_;
    std::vector<const float *> ins_;
    std::vector<float *> outs_;
    const Script *script_ = nullptr;
    Recording recording_;
    Recording::Tick tick_;
    std::vector<std::uint32_t> was_awake_;
    std::uint64_t beat_ = 0;
    float tempo_ = 2.0f;
};

// Where two recordings differ, in words; empty when they are equal bit by bit (every NaN equals every other).
inline std::string difference(const Recording &a, const Recording &b) {
    const auto same = [](float x, float y) {
        return std::bit_cast<std::uint32_t>(x) == std::bit_cast<std::uint32_t>(y) || (x != x && y != y);
    };
    const auto text = [](float x) {
        return std::to_string(x) + " (bits " + std::to_string(std::bit_cast<std::uint32_t>(x)) + ")";
    };
    for (std::size_t i = 0; i < a.ticks.size(); ++i) {
        const std::string at = "tick at frame " + std::to_string(a.ticks[i].frame);
        for (std::size_t slot = 0; slot < a.ticks[i].awake.size(); ++slot) {
            if (a.ticks[i].awake[slot] != b.ticks[i].awake[slot])
                return at + ": slot " + std::to_string(slot) + " is awake in one only";
            if (!same(a.ticks[i].level[slot], b.ticks[i].level[slot]))
                return at + ": level of slot " + std::to_string(slot) + " is " + text(a.ticks[i].level[slot]) +
                       " and " + text(b.ticks[i].level[slot]);
        }
    }
    for (std::size_t c = 0; c < a.outputs.size(); ++c)
        for (std::size_t f = 0; f < a.outputs[c].size(); ++f)
            if (!same(a.outputs[c][f], b.outputs[c][f]))
                return "output " + std::to_string(c) + " frame " + std::to_string(f) + ": " + text(a.outputs[c][f]) +
                       " and " + text(b.outputs[c][f]);
    for (std::size_t l = 0; l < a.notes.size(); ++l)
        for (std::size_t f = 0; f < a.notes[l].size(); ++f) {
            const auto &x = a.notes[l][f], &y = b.notes[l][f];
            if (!same(x.freq, y.freq) || !same(x.velocity, y.velocity) || x.gate != y.gate)
                return "note line " + std::to_string(l) + " frame " + std::to_string(f);
        }
    return {};
}

} // namespace tactus::meaning
