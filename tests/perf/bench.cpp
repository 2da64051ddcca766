// perf_bench NAME PATCH.tac VOICES SO…: a patch against its versions in Faust (faust.sh made them), in turn, round
// by round: a block of 64 frames at 48 kHz, CPU time of this thread, the least of all rounds. Out: one line of JSON:
// nanoseconds per frame of each, and how far what they play lies apart (a second with a release in its middle, against
// what is played here).
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <string>
#include <vector>

#include <dlfcn.h>
#include <xmmintrin.h>

#include <nlohmann/json.hpp>

#include "compiler/diag/render.h"
#include "compiler/tactus.h"
#include "runtime/engine/engine.h"

using namespace tactus;

namespace {

constexpr int rate = 48000, block_frames = 64, round_frames = 9600, rounds = 25;
using Channels = std::vector<std::vector<float>>;

// Voice i of any number up to 64 plays a key of its own.
int key_of(int voice) { return 24 + (voice * 7) % 64; }

double thread_seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// Something that plays on, block by block. `gates` opens or closes all gates before the next block.
struct Player {
    std::string name;
    std::size_t outputs = 0;
    std::function<void()> restart;
    std::function<void(bool)> gates;
    std::function<void(const float *const *, float *const *)> block;
};

struct Tactus {
    std::optional<Instrument> instrument;
    std::unique_ptr<engine::Engine> engine;
    std::vector<engine::Event> events;
};

std::optional<Player> tactus_player(const std::string &path, int voices, std::uint32_t lanes) {
    auto state = std::make_shared<Tactus>();
    source::SourceSet sources;
    diag::Report report;
    Options options;
    options.lanes = lanes;
    options.level = emit::Level::Best;
    const auto file = sources.read(path, report);
    state->instrument = file ? compile(sources, *file, options, report) : std::nullopt;
    if (!state->instrument) {
        std::fputs(diag::render_text(report, sources).c_str(), stderr);
        return std::nullopt;
    }
    state->engine = engine::Engine::create(state->instrument->kernel(), {.guard = engine::Guard::off});
    Player player;
    player.name = "tactus " + std::to_string(state->instrument->kernel()->lanes);
    player.outputs = state->instrument->kernel()->out_count;
    player.restart = [state] { state->engine->reset(); };
    player.gates = [state, voices](bool open) {
        const auto now = state->engine->frame();
        for (int v = 0; v < voices; ++v) {
            const auto key = static_cast<std::uint8_t>(key_of(v));
            state->events.push_back(open ? engine::note_on(now, 0, key, 100) : engine::note_off(now, 0, key));
        }
    };
    player.block = [state](const float *const *in, float *const *out) {
        state->engine->process(in, out, block_frames, state->events);
        state->events.clear();
    };
    return player;
}

std::optional<Player> faust_player(const std::string &path, int voices) {
    void *library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
        std::fprintf(stderr, "%s\n", dlerror());
        return std::nullopt;
    }
    const auto function = [&](const char *name) { return dlsym(library, name); };
    const auto create = reinterpret_cast<void *(*)(int)>(function("faust_create"));
    const auto destroy = reinterpret_cast<void (*)(void *)>(function("faust_destroy"));
    const auto set = reinterpret_cast<void (*)(void *, const char *, int, float)>(function("faust_set"));
    const auto compute =
        reinterpret_cast<void (*)(void *, int, const float *const *, float *const *)>(function("faust_compute"));
    auto handle = std::make_shared<void *>(nullptr);
    Player player;
    player.name = path.substr(path.rfind('/') + 1);
    player.outputs = static_cast<std::size_t>(reinterpret_cast<int (*)()>(function("faust_outputs"))());
    player.restart = [=] {
        if (*handle != nullptr)
            destroy(*handle);
        *handle = create(rate);
        for (int v = 0; v < voices; ++v)
            set(*handle, "freq", v, 440.0f * std::exp2(static_cast<float>(key_of(v) - 69) / 12.0f));
    };
    player.gates = [=](bool open) {
        for (int v = 0; v < voices; ++v)
            set(*handle, "gate", v, open ? 1.0f : 0.0f);
    };
    player.block = [=](const float *const *in, float *const *out) {
        const unsigned mode = _mm_getcsr();
        _mm_setcsr(mode | 0x8040u); // subnormal numbers to zero, as Faust's users have it
        compute(*handle, block_frames, in, out);
        _mm_setcsr(mode);
    };
    return player;
}

// Noise with pauses, the same for all.
Channels made_input() {
    Channels input(2, std::vector<float>(rate));
    std::uint32_t state = 1;
    for (auto &channel : input)
        for (float &sample : channel) {
            state = state * 1664525u + 1013904223u;
            sample = (static_cast<float>(state >> 8) * 0x1p-24f - 0.5f) * 0.5f;
        }
    return input;
}

void play(const Player &player, const Channels &input, std::size_t from, std::size_t frames, Channels *into) {
    std::vector<float> space(player.outputs * block_frames);
    const float *in[2];
    float *out[16];
    for (std::size_t at = from; at < from + frames; at += block_frames) {
        for (std::size_t c = 0; c < 2; ++c)
            in[c] = input[c].data() + at % (rate - block_frames);
        for (std::size_t c = 0; c < player.outputs; ++c)
            out[c] = into != nullptr ? (*into)[c].data() + at : space.data() + c * block_frames;
        player.block(in, out);
    }
}

Channels second(const Player &player, const Channels &input) {
    Channels made(player.outputs, std::vector<float>(rate));
    player.restart();
    player.gates(true);
    play(player, input, 0, rate / 2, &made);
    player.gates(false);
    play(player, input, rate / 2, rate / 2, &made);
    return made;
}

double apart_db(const Channels &a, const Channels &b) {
    double difference = 1e-30, level = 1e-20;
    for (std::size_t c = 0; c < a.size() && a.size() == b.size(); ++c)
        for (std::size_t i = 0; i < a[c].size(); ++i) {
            difference += std::pow(static_cast<double>(a[c][i]) - static_cast<double>(b[c][i]), 2);
            level += std::pow(static_cast<double>(a[c][i]), 2);
        }
    return a.size() == b.size() ? 10.0 * std::log10(difference / level) : 0.0;
}

} // namespace

int main(int argc, char **argv) {
    if (argc < 4) {
        std::fprintf(stderr, "perf_bench NAME PATCH.tac VOICES SO...\n");
        return 2;
    }
    const int voices = std::atoi(argv[3]);
    std::vector<Player> players;
    for (const std::uint32_t lanes : {0u, 8u})
        if (auto made = tactus_player(argv[2], voices, lanes))
            players.push_back(std::move(*made));
    if (players.empty())
        return 1;
    for (int i = 4; i < argc; ++i)
        if (auto made = faust_player(argv[i], voices))
            players.push_back(std::move(*made));
    const Channels input = made_input();
    const Channels meant = second(players.front(), input);
    nlohmann::ordered_json line{{"name", argv[1]}, {"voices", voices}, {"players", nlohmann::json::array()}};
    std::vector<double> apart, least(players.size(), 1e30);
    for (const Player &player : players) {
        apart.push_back(apart_db(meant, second(player, input)));
        player.restart();
        player.gates(true);
        play(player, input, 0, block_frames * 200, nullptr);
    }
    for (int round = 0; round < rounds; ++round)
        for (std::size_t i = 0; i < players.size(); ++i) {
            const double start = thread_seconds();
            play(players[i], input, 0, round_frames, nullptr);
            least[i] = std::min(least[i], (thread_seconds() - start) * 1e9 / round_frames);
        }
    for (std::size_t i = 0; i < players.size(); ++i)
        line["players"].push_back({{"name", players[i].name}, {"ns_per_frame", least[i]}, {"apart_db", apart[i]}});
    std::printf("%s\n", line.dump().c_str());
    return 0;
}
