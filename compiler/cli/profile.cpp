// tactus profile: where the time of a patch goes with all voices sounding, by the addresses in the patch. A sample is
// one place in the code; the table says of each part how many of all samples it has, and that much of the time.
#include <algorithm>
#include <cstdio>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "compiler/cli/sampler.h"
#include "compiler/cli/session.h"
#include "compiler/elaborate/elaborate.h"
#include "compiler/traced.h"
#include "runtime/engine/bench.h"

namespace tactus::cli {

namespace {

constexpr std::uint32_t frames_per_round = 9600;
constexpr std::size_t most_samples = std::size_t{1} << 20;

using Counts = std::map<std::string, std::uint64_t>;

struct Profile {
    Counts samples; // by address, as the graph has it: "organ/voices/voice/x/ladder/y/@1"; or "organ/(engine)"
    std::uint64_t sample_count = 0, frames = 0;
    double nanoseconds = 0.0;
    std::uint32_t voices = 0;

    [[nodiscard]] double nanoseconds_per_frame() const { return nanoseconds / static_cast<double>(frames); }
    [[nodiscard]] double share(std::uint64_t count) const {
        return static_cast<double>(count) / static_cast<double>(std::max<std::uint64_t>(1, sample_count));
    }
};

// The address without what tells memories of one place apart: "a/b/@1#2" and "a/b#2" are "a/b".
std::string place_of(std::string address) {
    address.resize(std::min(address.find('#', address.rfind('/') + 1), address.size()));
    if (const auto last = address.rfind('/'); last != std::string::npos && address.substr(last).starts_with("/@")) {
        address.resize(last);
    }
    return address;
}

std::string address_of(const Traced &traced, std::uintptr_t counter) {
    const auto &ranges = traced.ranges;
    const auto behind = std::upper_bound(ranges.begin(), ranges.end(), counter,
                                         [](std::uintptr_t at, const emit::CodeRange &r) { return at < r.begin; });
    const std::string &patch = traced.instrument.graph().patch;
    if (behind == ranges.begin() || counter >= std::prev(behind)->end) {
        return patch + "/(engine)";
    }
    const std::uint32_t line = std::prev(behind)->line;
    if (line == 0) {
        return patch + "/(unplaced)";
    }
    const std::string &address = traced.addresses[line - 1];
    return address.starts_with('(') ? patch + "/" + address : place_of(address);
}

Profile take(const Traced &traced, engine::Engine &engine, const Arguments &arguments) {
    engine::EveryVoice player(engine, static_cast<std::uint32_t>(arguments.block), frames_per_round);
    player.strike();
    (void)player.play(); // not sampled: caches warm up
    Profile made;
    const double wanted = 1e9 * arguments.seconds.value_or(2.0);
    Sampler sampler(std::min(most_samples, static_cast<std::size_t>(1e-9 * wanted * 4 * Sampler::per_second) + 1024));
    while (made.nanoseconds < wanted && !sampler.is_full()) {
        player.strike();
        Sampler::listen(true);
        made.nanoseconds += player.play();
        Sampler::listen(false);
        made.frames += player.round_frames();
        made.voices = std::max(made.voices, engine.awake_voices());
    }
    std::map<std::uintptr_t, std::uint64_t> counters;
    for (const std::uintptr_t counter : sampler.samples()) {
        ++counters[counter];
    }
    for (const auto &[counter, count] : counters) {
        made.samples[address_of(traced, counter)] += count;
        made.sample_count += count;
    }
    return made;
}

// Parts as the patch's own text names them: what is inside a node of the library belongs to it.
Counts parts_of(const Profile &profile) {
    const auto closed = elaborate::library_names();
    Counts parts;
    for (const auto &[address, count] : profile.samples) {
        auto end = address.find('/');
        while (end != std::string::npos) {
            const auto begin = end + 1;
            end = address.find('/', begin);
            if (closed.contains(address.substr(begin, end - begin))) {
                break;
            }
        }
        parts[address.substr(0, end)] += count;
    }
    return parts;
}

std::vector<std::pair<std::string, std::uint64_t>> largest_first(const Counts &parts) {
    std::vector<std::pair<std::string, std::uint64_t>> sorted(parts.begin(), parts.end());
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto &a, const auto &b) { return a.second > b.second; });
    return sorted;
}

void print_folded(const Profile &profile) {
    for (const auto &[address, count] : profile.samples) {
        std::string line = address;
        std::replace(line.begin(), line.end(), '/', ';');
        fmt::print("{} {}\n", line, count);
    }
}

void print_json(const Profile &profile, std::uint32_t lanes) {
    nlohmann::ordered_json parts = nlohmann::ordered_json::array();
    for (const auto &[part, count] : largest_first(parts_of(profile))) {
        const double share = profile.share(count);
        parts.push_back({{"part", part},
                         {"samples", count},
                         {"share", share},
                         {"ns_per_frame", share * profile.nanoseconds_per_frame()}});
    }
    const nlohmann::ordered_json made{{"ns_per_frame", profile.nanoseconds_per_frame()},
                                      {"frames", profile.frames},
                                      {"samples", profile.sample_count},
                                      {"voices", profile.voices},
                                      {"lanes", lanes},
                                      {"mode", "strict"},
                                      {"parts", parts}};
    fmt::print("{}\n", made.dump(2));
}

void print_table(const Profile &profile, std::uint32_t lanes) {
    fmt::print("{:>7}  {:>12}  part\n", "share", "ns per frame");
    const auto row = [&](std::uint64_t count, const std::string &part) {
        fmt::print("{:>6.1f}%  {:>12.1f}  {}\n", 100.0 * profile.share(count),
                   profile.share(count) * profile.nanoseconds_per_frame(), part);
    };
    std::uint64_t small = 0;
    for (const auto &[part, count] : largest_first(parts_of(profile))) {
        if (profile.share(count) < 0.001) {
            small += count;
        } else {
            row(count, part);
        }
    }
    if (small > 0) {
        row(small, "(parts below 0.1%)");
    }
    row(profile.sample_count,
        fmt::format("all: {} samples, {} voices, {} lanes, strict", profile.sample_count, profile.voices, lanes));
}

} // namespace

int run_profile(const Arguments &arguments) {
    Session session(arguments);
    const auto file = session.read();
    const auto traced = file ? compile_traced(session.sources, *file, session.options(), session.report) : std::nullopt;
    const auto engine = traced ? engine::Engine::create(traced->instrument.kernel()) : nullptr;
    if (!engine || !session.set_parameters(*engine, traced->instrument.graph())) {
        return session.finish();
    }
    const Profile profile = take(*traced, *engine, arguments);
    if (arguments.json) {
        print_json(profile, engine->kernel().lanes);
    } else if (arguments.folded) {
        print_folded(profile);
    } else {
        print_table(profile, engine->kernel().lanes);
    }
    return session.finish();
}

} // namespace tactus::cli
