// Every round begins with a stroke of every note (the slots retrigger), which is not timed: so voices that die away
// sound in every round.
#include "runtime/engine/bench.h"

#include "runtime/engine/render.h"

#include <algorithm>
#include <ctime>
#include <vector>

namespace tactus::engine {

namespace {

constexpr std::uint32_t least_rounds = 15;
constexpr std::uint8_t middle_key = 60;

double thread_nanoseconds() {
    std::timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1.0e9 + static_cast<double>(time.tv_nsec);
}

// One note-on for each voice: keys outward from the middle of the poly's range, then the next channel.
void add_strokes(const tactus_poly &poly, std::vector<Event> &events) {
    if (poly.generated != 0 || poly.high_key < poly.low_key) {
        return;
    }
    const auto keys = static_cast<std::uint32_t>(poly.high_key - poly.low_key + 1);
    const std::uint32_t wanted = poly.mode == TACTUS_MODE_POLY ? poly.voices : 1;
    const std::uint32_t count = std::min(wanted, keys * (poly.channel == 0 ? 16u : 1u));
    // A multiple of `keys` is added to keep the difference above 0.
    const std::uint32_t first = middle_key + 128 * keys - static_cast<std::uint32_t>(poly.low_key);
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto key = static_cast<std::uint8_t>(static_cast<std::uint32_t>(poly.low_key) + (first + i) % keys);
        const auto channel =
            static_cast<std::uint8_t>(poly.channel == 0 ? i / keys : static_cast<std::uint32_t>(poly.channel - 1));
        events.push_back(note_on(0, channel, key, 100));
    }
}

// Blocks of input noise and of output, made once.
class BenchBlocks {
  public:
    BenchBlocks(const tactus_kernel &kernel, std::uint32_t frames)
        : in_(kernel.in_count, std::vector<float>(frames)), out_(kernel.out_count, std::vector<float>(frames)) {
        std::uint32_t state = 1;
        for (std::vector<float> &channel : in_) {
            for (float &sample : channel) {
                state = state * 1664525u + 1013904223u;
                sample = (static_cast<float>(state >> 8) * 0x1p-24f - 0.5f) * 0.5f;
            }
            in_pointers_.push_back(channel.data());
        }
        for (std::vector<float> &channel : out_) {
            out_pointers_.push_back(channel.data());
        }
    }
    void play(Engine &engine, std::uint32_t frames, std::span<const Event> events = {}) {
        engine.process(in_pointers_.data(), out_pointers_.data(), frames, events);
    }

  private:
    std::vector<std::vector<float>> in_, out_;
    std::vector<const float *> in_pointers_;
    std::vector<float *> out_pointers_;
};

} // namespace

BenchResult bench(Engine &engine, const BenchOptions &options) {
    const tactus_kernel &kernel = engine.kernel();
    const std::uint32_t block = std::clamp(options.block_frames, 1u, most_block_frames);
    const std::uint32_t blocks = std::max(options.frames_per_round / block, 1u);
    BenchResult result;
    result.rounds = std::max(options.rounds, least_rounds);
    result.frames = std::uint64_t{blocks} * block;
    result.lanes = kernel.lanes;
    result.voices = 0;
    std::vector<Event> strokes;
    for (std::uint32_t i = 0; i < kernel.poly_count; ++i) {
        add_strokes(kernel.polys[i], strokes);
    }
    BenchBlocks buffers(kernel, block);
    std::vector<double> costs;
    // One round more, not counted: caches warm up, and what the strokes of several polys stole from each other fades
    // out.
    for (std::uint32_t round = 0; round <= result.rounds; ++round) {
        buffers.play(engine, block, strokes);
        const double begin = thread_nanoseconds();
        for (std::uint32_t i = 0; i < blocks; ++i) {
            buffers.play(engine, block);
        }
        const double cost = (thread_nanoseconds() - begin) / static_cast<double>(result.frames);
        if (round > 0) {
            costs.push_back(cost);
            result.voices = round == 1 ? engine.awake_voices() : std::min(result.voices, engine.awake_voices());
        }
    }
    std::sort(costs.begin(), costs.end());
    result.nanoseconds_per_frame = costs.front();
    result.median_nanoseconds_per_frame = costs[costs.size() / 2];
    return result;
}

} // namespace tactus::engine
