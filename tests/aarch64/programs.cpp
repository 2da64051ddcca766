// Plays every kernel it is linked with and prints one line each: name, a hash of all samples' bits, peak. BLOCK 0:
// blocks of random sizes. Built for two processors, the lines must be equal.
#include <bit>
#include <cstdio>
#include <cstdlib>

#include "tests/aarch64/programs.h"
#include "tests/support/program_script.h"

using namespace tactus;

int main(int argc, char **argv) {
    if (argc != 2) {
        std::fprintf(stderr, "programs BLOCK\n");
        return 2;
    }
    const auto block = static_cast<std::uint32_t>(std::strtoul(argv[1], nullptr, 10));
    constexpr std::uint32_t frames = 6000;
    for (const NamedKernel &named : named_kernels) {
        const auto engine = engine::Engine::create(named.kernel());
        if (engine == nullptr) {
            std::fprintf(stderr, "%s: no engine\n", named.name);
            return 1;
        }
        const auto events = test::program_script(engine->kernel(), 11, frames);
        test::Random random(5);
        const auto channels =
            test::play_sizes(*engine, frames, events, [&] { return block == 0 ? 1 + random(300) : block; });
        std::uint64_t hash = 14695981039346656037u; // FNV-1a over the words
        float peak = 0.0f;
        for (const auto &channel : channels) {
            for (const float sample : channel) {
                hash = (hash ^ std::bit_cast<std::uint32_t>(sample)) * 1099511628211u;
                peak = std::max(peak, sample < 0.0f ? -sample : sample);
            }
        }
        std::printf("%s %016llx %.6g\n", named.name, static_cast<unsigned long long>(hash), static_cast<double>(peak));
    }
    return 0;
}
