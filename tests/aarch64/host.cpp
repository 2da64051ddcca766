// A program that plays the one kernel it is linked with: host OUT.raw SECONDS SEED BLOCK. Events of every kind from the
// seed in, the outputs' samples channel after channel out, as raw floats. Built for two processors, the files must be
// equal. BLOCK 0: blocks of random sizes.
#include "runtime/engine/engine.h"
#include "tests/support/busy_script.h"

#include <cstdio>
#include <cstdlib>

using namespace tactus;

namespace {

bool write(const char *path, const std::vector<test::Samples> &channels) {
    std::FILE *const file = std::fopen(path, "wb");
    if (file == nullptr) {
        return false;
    }
    bool ok = true;
    for (const test::Samples &channel : channels) {
        ok = std::fwrite(channel.data(), sizeof(float), channel.size(), file) == channel.size() && ok;
    }
    return std::fclose(file) == 0 && ok;
}

// Equal files of silence would prove nothing.
float peak_of(const test::Samples &channel) {
    float peak = 0.0f;
    for (const float sample : channel) {
        peak = std::max(peak, sample < 0.0f ? -sample : sample);
    }
    return peak;
}

} // namespace

int main(int argc, char **argv) {
    if (argc != 5) {
        std::fprintf(stderr, "host OUT.raw SECONDS SEED BLOCK\n");
        return 2;
    }
    const auto seconds = static_cast<std::uint32_t>(std::strtoul(argv[2], nullptr, 10));
    const auto seed = static_cast<std::uint32_t>(std::strtoul(argv[3], nullptr, 10));
    const auto block = static_cast<std::uint32_t>(std::strtoul(argv[4], nullptr, 10));
    engine::EngineProblem problem = engine::EngineProblem::none;
    const auto e = engine::Engine::create(tactus_kernel_1(), {}, &problem);
    if (e == nullptr) {
        std::fprintf(stderr, "%s\n", engine::explain(problem));
        return 1;
    }
    const std::uint32_t frames = seconds * e->kernel().sample_rate;
    const std::vector<engine::Event> events = test::busy_script(seed, frames, e->parameters().count());
    test::Random random(seed + 1);
    const auto channels = test::play_sizes(*e, frames, events, [&] { return block == 0 ? 1 + random(300) : block; });
    const engine::Counters counters = e->counters();
    const float peak = channels.empty() ? 0.0f : peak_of(channels.front());
    std::printf("%u frames, %u events, %u onsets, %u steals, %u not finite, peak %.9g\n", frames,
                static_cast<unsigned>(events.size()), static_cast<unsigned>(counters.onsets),
                static_cast<unsigned>(counters.steals), static_cast<unsigned>(counters.guard.nonfinite),
                static_cast<double>(peak));
    return peak > 0.0f && write(argv[1], channels) ? 0 : 1;
}
