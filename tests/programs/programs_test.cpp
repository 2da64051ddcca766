// Every example and every node of the library: the interpreter's samples are the meaning, and compiled code gives the
// same bytes at every code generation level, lane width and block size, with notes beyond the voices, parameters moving
// at odd frames, voices asleep and awake again.
#include <cstdlib>
#include <cstring>
#include <set>

#include <doctest/doctest.h>

#include "compiler/diag/render.h"
#include "compiler/tactus.h"
#include "tests/support/library_patches.h"
#include "tests/support/program_script.h"
#include "tests/support/sanitized.h"

namespace {

using namespace tactus;
using test::Program;
using test::Samples;

std::optional<Instrument> compiled(const Program &program, const Options &options) {
    source::SourceSet sources;
    diag::Report report;
    const auto file = sources.add(program.name, program.text, report);
    auto made = file ? compile(sources, *file, options, report) : std::nullopt;
    report.finish();
    CHECK_MESSAGE(made.has_value(), program.name, "\n", diag::render_text(report, sources), program.text);
    return made;
}

std::vector<Samples> played(const Instrument &instrument, std::uint32_t frames, std::uint32_t block) {
    const auto engine = engine::Engine::create(instrument.kernel());
    REQUIRE(engine != nullptr);
    const auto events = test::program_script(*instrument.kernel(), 11, frames);
    test::Random random(block + 1);
    return test::play_sizes(*engine, frames, events, [&] { return block == 0 ? 1 + random(300) : block; });
}

bool same(const std::vector<Samples> &a, const std::vector<Samples> &b) {
    for (std::size_t c = 0; c < a.size(); ++c) {
        if (a.size() != b.size() || std::memcmp(a[c].data(), b[c].data(), a[c].size() * sizeof(float)) != 0) {
            return false;
        }
    }
    return true;
}

bool sounds(const std::vector<Samples> &channels) {
    for (const Samples &channel : channels) {
        for (const float sample : channel) {
            if (sample != 0.0f) {
                return true;
            }
        }
    }
    return false;
}

struct Setting {
    emit::Level level;
    std::uint32_t lanes, block;
};

constexpr std::uint32_t blocks[]{1, 7, 64, 480, 1024, 0}; // 0: of random sizes

void compare_with_meaning(const Program &program, std::uint32_t frames, const std::vector<Setting> &settings) {
    Options options;
    options.runner = Runner::Interpreted;
    const auto reference = compiled(program, options);
    if (!reference) {
        return;
    }
    const auto meaning = played(*reference, frames, 64);
    // A designer of filters gives one number, which is 0 at the end of its window.
    const bool one_number = program.name == "library/kaiser" || program.name == "library/halfband";
    CHECK_MESSAGE((one_number || sounds(meaning)), program.name, " is silent");
    options.runner = Runner::Compiled;
    for (const Setting &setting : settings) {
        options.level = setting.level;
        options.lanes = setting.lanes;
        const auto kernel = compiled(program, options);
        REQUIRE(kernel);
        for (const std::uint32_t block : blocks) {
            if (test::sanitized && block != setting.block) {
                continue;
            }
            CHECK_MESSAGE(same(meaning, played(*kernel, frames, block)), program.name, " level ",
                          static_cast<int>(setting.level), " lanes ", setting.lanes, " block ", block);
        }
    }
}

// The interpreter with a sanitizer plays some thousand frames a second.
constexpr std::size_t example_step = test::sanitized ? 4 : 1, settings_per_node = test::sanitized ? 1 : 4;

using enum emit::Level;
const std::vector<Setting> all_settings{{Instant, 1, 7}, {Instant, 4, 64}, {Instant, 8, 1024}, {Instant, 16, 0},
                                        {Normal, 1, 0},  {Normal, 4, 1},   {Normal, 8, 480},   {Normal, 16, 64},
                                        {Best, 1, 1024}, {Best, 4, 480},   {Best, 8, 7},       {Best, 16, 1}};

} // namespace

TEST_CASE("every example: interpreter and compiled code give the same bytes") {
    const auto programs = test::example_programs();
    CHECK(programs.size() >= 12);
    std::size_t first = 0;
    for (const Program &program : programs) {
        std::vector<Setting> settings;
        for (std::size_t k = first % example_step; k < all_settings.size(); k += example_step) {
            settings.push_back(all_settings[k]);
        }
        ++first;
        compare_with_meaning(program, test::sanitized ? 2400 : 6000, settings);
    }
}

TEST_CASE("every node of the library: interpreter and compiled code give the same bytes") {
    const auto programs = test::library_patches();
    CHECK(programs.size() >= 60);
    std::size_t turn = 0; // each node meets some settings, all settings are met over the library
    for (const Program &program : programs) {
        std::vector<Setting> settings;
        for (std::size_t k = 0; k < settings_per_node; ++k) {
            settings.push_back(all_settings[(turn + 5 * k) % all_settings.size()]);
        }
        ++turn;
        const bool late =
            program.text.find("spectral") != std::string::npos || program.text.find("freeze(") != std::string::npos;
        compare_with_meaning(program, late ? 4800 : 2400, settings); // spectra come two blocks late
    }
}

TEST_CASE("oversampling that oversampling takes") {
    compare_with_meaning({"deep", "out = sine(1kHz) * 3 -> oversample(2, oversample(2, tanhitself))\n"}, 1200,
                         {all_settings[1], all_settings[6]});
}

TEST_CASE("forty notes on eight voices") {
    const Program program{"forty", "patch forty {\n    node voice(note: Note) -> y { y = sine(note.freq) * env(note, "
                                   "a: 2ms, d: 30ms, s: 0.5, r: 60ms) * note.velocity }\n"
                                   "    out = poly(8, voice) * 0.2\n}\n"};
    Options options;
    options.runner = Runner::Interpreted;
    const auto reference = compiled(program, options);
    REQUIRE(reference);
    const auto play = [&](const Instrument &instrument, std::uint32_t block) {
        const auto engine = engine::Engine::create(instrument.kernel());
        std::vector<engine::Event> events;
        for (std::uint8_t i = 0; i < 40; ++i) {
            events.push_back(engine::note_on(100u + 37u * i, 0, static_cast<std::uint8_t>(40 + i), 100));
        }
        for (std::uint8_t i = 0; i < 40; ++i) {
            events.push_back(engine::note_off(3000u + 11u * i, 0, static_cast<std::uint8_t>(40 + i)));
        }
        auto made = test::play(*engine, 9600, events, block);
        CHECK(engine->counters().steals > 0);
        CHECK(engine->awake_voices() == 0);
        return made;
    };
    const auto meaning = play(*reference, 64);
    options.runner = Runner::Compiled;
    for (const Setting &setting : all_settings) {
        options.level = setting.level;
        options.lanes = setting.lanes;
        const auto kernel = compiled(program, options);
        CHECK(same(meaning, play(*kernel, setting.block == 0 ? 33 : setting.block)));
    }
}
