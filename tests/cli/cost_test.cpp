// What transforms and long filters cost, printed: `build/release/tests/test_cli -tc="bench of*"`. Times are of the
// machine and are not judged; the operations are, in tests/audio.
#include "compiler/tactus.h"
#include "runtime/engine/render.h"
#include "tests/cli/program.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <dlfcn.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <vector>

namespace {

double nanoseconds(const tactus::test::Scratch &scratch, const std::string &text) {
    tactus::test::write_file(scratch / "cost.tac", text);
    const auto said = scratch.run("tactus bench cost.tac --json");
    CAPTURE(said.err);
    REQUIRE(said.code == 0);
    const double found = nlohmann::json::parse(said.out)["ns_per_frame"].get<double>();
    CHECK(found > 0.0);
    return found;
}

// Nanoseconds that a patch takes for so many frames, the least of some turns.
double of_block(const std::string &text, int frames) {
    tactus::source::SourceSet sources;
    tactus::diag::Report report;
    const auto file = sources.add("cost.tac", text, report);
    REQUIRE(file.has_value());
    const auto instrument = tactus::compile(sources, *file, {}, report);
    REQUIRE(instrument.has_value());
    const auto engine = tactus::engine::Engine::create(instrument->kernel());
    REQUIRE(engine != nullptr);
    tactus::engine::RenderOptions options;
    options.block_frames = 256;
    options.frames = static_cast<std::uint64_t>(std::max(4 * frames, 1 << 16));
    double least = std::numeric_limits<double>::infinity();
    for (int round = 0; round < 8; ++round) {
        const auto start = std::chrono::steady_clock::now();
        tactus::engine::render(*engine, options, [](auto, auto) {});
        const std::chrono::duration<double, std::nano> spent = std::chrono::steady_clock::now() - start;
        least = std::min(least, spent.count() * frames / static_cast<double>(*options.frames));
    }
    return least;
}

// FFTW where the machine has it, found at run time by its documented interface in C; nothing of it is linked.
class Fftw {
  public:
    Fftw() : library_(dlopen("libfftw3f.so.3", RTLD_NOW | RTLD_LOCAL)) {
        plan_ = function<Plan>("fftwf_plan_dft_1d");
        execute_ = function<Execute>("fftwf_execute");
        destroy_ = function<Execute>("fftwf_destroy_plan");
    }
    [[nodiscard]] bool there() const { return plan_ != nullptr && execute_ != nullptr && destroy_ != nullptr; }

    // Nanoseconds of one transform of so many points, the least of many.
    [[nodiscard]] double nanoseconds(int points) const {
        constexpr unsigned measured = 0; // plans by trying
        std::vector<float> in(2 * static_cast<std::size_t>(points)), out(in.size());
        void *const plan = plan_(points, in.data(), out.data(), -1, measured);
        REQUIRE(plan != nullptr);
        for (std::size_t i = 0; i < in.size(); ++i)
            in[i] = static_cast<float>(i * 2654435761u % 1000u) * 1e-3f;
        double least = std::numeric_limits<double>::infinity();
        for (int round = 0; round < 30; ++round) {
            const int turns = std::max(1, (1 << 18) / points);
            const auto start = std::chrono::steady_clock::now();
            for (int i = 0; i < turns; ++i)
                execute_(plan);
            const std::chrono::duration<double, std::nano> spent = std::chrono::steady_clock::now() - start;
            least = std::min(least, spent.count() / turns);
        }
        destroy_(plan);
        return least;
    }

  private:
    using Plan = void *(*)(int, float *, float *, int, unsigned);
    using Execute = void (*)(void *);
    template <typename Function> Function function(const char *name) const {
        return library_ == nullptr ? nullptr : reinterpret_cast<Function>(dlsym(library_, name));
    }

    void *library_; // stays open: what it set up for itself is not ours to end
    Plan plan_ = nullptr;
    Execute execute_ = nullptr, destroy_ = nullptr;
};

} // namespace

TEST_CASE("bench of transforms from 2^8 to 2^18") {
    const Fftw fftw;
    if (!fftw.there())
        fmt::print("FFTW is not here (libfftw3f.so.3): nothing to compare with\n");
    for (int bits = 8; bits <= 18; ++bits) {
        const int points = 1 << bits;
        // Without its bins nothing of a transform is left; what is too loud would cost the limiter's time.
        const double with = of_block(fmt::format("s = fft(random(), 0, {})\nout = s.re * 0.00001\n", points), points);
        const double ours = with - of_block("out = random() * 0.00001\n", points);
        CHECK(with > 0.0);
        MESSAGE(fmt::format("fft of 2^{}: {:.1f} us, {:.2f} ns for each of its points and stages", bits, ours * 1e-3,
                            ours / points / bits));
        if (fftw.there()) {
            const double theirs = fftw.nanoseconds(points);
            MESSAGE(fmt::format("FFTW: {:.1f} us, ours {:.1f} times that", theirs * 1e-3, ours / theirs));
        }
    }
}

TEST_CASE("bench of long filters, directly and in blocks") {
    const tactus::test::Scratch scratch;
    for (const int entries : {129, 257, 513, 1025}) {
        const std::string list = fmt::format("[i in 0..{}: sin(i) / (i + 1)]", entries - 1);
        const double direct = nanoseconds(scratch, fmt::format("out = fir(saw(110Hz), {})\n", list));
        const double blocks = nanoseconds(scratch, fmt::format("table h = {}\nout = convolve(saw(110Hz), h)\n", list));
        MESSAGE(fmt::format("{} coefficients: fir {:.1f} ns per sample, convolve {:.1f}", entries, direct, blocks));
    }
}
