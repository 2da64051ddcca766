// The driver of an engine from the first frame to the last. The end is found frame by frame, so it does not depend on
// the size of blocks.
#include "runtime/engine/render.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tactus::engine {

namespace {

constexpr float quiet_level = 3.16227766e-5f; // -90 dB
constexpr std::uint64_t longest_tail_seconds = 20;
constexpr std::uint64_t default_note_seconds = 2;
constexpr std::uint8_t default_key = 60;
constexpr std::uint32_t default_velocity = 100;

// Sizes of blocks: all the same, or 1..most by a small generator (Steele and Vigna's splitmix64).
class BlockSizes {
  public:
    BlockSizes(std::uint32_t most, std::uint64_t seed) : most_(std::clamp(most, 1u, most_block_frames)), state_(seed) {}

    std::uint32_t next() {
        if (state_ == 0) {
            return most_;
        }
        state_ += 0x9E3779B97F4A7C15;
        std::uint64_t z = (state_ ^ (state_ >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return 1 + static_cast<std::uint32_t>((z ^ (z >> 31)) % most_);
    }

  private:
    std::uint32_t most_;
    std::uint64_t state_;
};

// Where a render ends: a given length, or half a second of quiet after the song.
class Ending {
  public:
    Ending(const RenderOptions &options, std::uint32_t rate) : half_second_(rate / 2) {
        if (options.frames) {
            last_ = *options.frames;
        } else if (options.song == nullptr) {
            last_ = seconds_without_song * rate;
        } else {
            song_end_ = options.song->end_frame;
            last_ = song_end_ + longest_tail_seconds * rate;
            follows_tail_ = true;
        }
    }

    [[nodiscard]] std::uint64_t last() const { return last_; }
    [[nodiscard]] bool follows_tail() const { return follows_tail_; }

    // How many of the frames from `first` on belong to the render; fewer than all: it ends there.
    std::uint32_t keep(std::span<const float *const> channels, std::uint64_t first, std::uint32_t frames) {
        if (!follows_tail_) {
            return frames;
        }
        for (std::uint32_t i = 0; i < frames; ++i) {
            const bool loud = std::any_of(channels.begin(), channels.end(),
                                          [i](const float *channel) { return std::fabs(channel[i]) >= quiet_level; });
            quiet_ = loud || first + i < song_end_ ? 0 : quiet_ + 1;
            if (quiet_ >= half_second_) {
                return i + 1;
            }
        }
        return frames;
    }
    [[nodiscard]] bool quiet() const { return quiet_ >= half_second_; }

  private:
    std::uint64_t half_second_, last_ = 0, song_end_ = 0, quiet_ = 0;
    bool follows_tail_ = false;
};

// The inputs of one block: what was given, silence beyond its end.
class InputBlocks {
  public:
    InputBlocks(std::uint32_t channels, std::span<const std::vector<float>> given)
        : given_(given), blocks_(channels, std::vector<float>(most_block_frames)), pointers_(channels) {}

    const float *const *at(std::uint64_t frame, std::uint32_t frames) {
        for (std::size_t c = 0; c < blocks_.size(); ++c) {
            std::fill_n(blocks_[c].begin(), frames, 0.0f);
            if (c < given_.size() && frame < given_[c].size()) {
                const std::size_t count = std::min<std::size_t>(frames, given_[c].size() - frame);
                std::copy_n(given_[c].begin() + static_cast<std::ptrdiff_t>(frame), count, blocks_[c].begin());
            }
            pointers_[c] = blocks_[c].data();
        }
        return pointers_.data();
    }

  private:
    std::span<const std::vector<float>> given_;
    std::vector<std::vector<float>> blocks_;
    std::vector<const float *> pointers_;
};

std::vector<Event> default_note(std::uint32_t rate) {
    return {note_on(0, 0, default_key, default_velocity), note_off(default_note_seconds * rate, 0, default_key)};
}

} // namespace

bool takes_notes(const tactus_kernel &kernel) {
    return std::any_of(kernel.polys, kernel.polys + kernel.poly_count,
                       [](const tactus_poly &poly) { return poly.generated == 0; });
}

RenderResult render(Engine &engine, const RenderOptions &options, const Sink &sink) {
    const tactus_kernel &kernel = engine.kernel();
    RenderResult result;
    std::vector<Event> own_events;
    if (options.song == nullptr && takes_notes(kernel)) {
        own_events = default_note(kernel.sample_rate);
        result.played_default_note = true;
    }
    std::span<const Event> events = options.song != nullptr ? std::span<const Event>(options.song->events) : own_events;
    Ending ending(options, kernel.sample_rate);
    BlockSizes sizes(options.block_frames, options.random_cuts_seed);
    InputBlocks inputs(kernel.in_count, options.input);
    std::vector<std::vector<float>> out(kernel.out_count, std::vector<float>(most_block_frames));
    std::vector<float *> pointers;
    for (std::vector<float> &channel : out) {
        pointers.push_back(channel.data());
    }
    const std::vector<const float *> made(pointers.begin(), pointers.end());
    while (result.frames < ending.last() && !ending.quiet()) {
        if (options.goes_on && !options.goes_on()) {
            result.stopped = true;
            break;
        }
        const auto frames =
            static_cast<std::uint32_t>(std::min<std::uint64_t>(sizes.next(), ending.last() - result.frames));
        events = events.subspan(engine.process(inputs.at(result.frames, frames), pointers.data(), frames, events));
        const std::uint32_t kept = ending.keep(made, result.frames, frames);
        sink(made, kept);
        result.frames += kept;
        result.most_voices = std::max(result.most_voices, engine.awake_voices());
    }
    result.tail_cut = ending.follows_tail() && !ending.quiet() && !result.stopped;
    result.counters = engine.counters();
    return result;
}

Recording record(Engine &engine, const RenderOptions &options) {
    Recording recording;
    recording.channels.resize(engine.kernel().out_count);
    recording.result = render(engine, options, [&](std::span<const float *const> channels, std::uint32_t frames) {
        for (std::size_t c = 0; c < channels.size(); ++c) {
            recording.channels[c].insert(recording.channels[c].end(), channels[c], channels[c] + frames);
        }
    });
    return recording;
}

} // namespace tactus::engine
