// A minute of silence after a note, in every node of the library: no call of the kernel meets a subnormal number.
#include "runtime/engine/render.h"
#include "tests/audio/figures.h"
#include "tests/audio/play.h"
#include "tests/support/library_patches.h"
#include "tests/support/sanitized.h"

#include <doctest/doctest.h>

using namespace tactus::measure;

namespace {

void replace(std::string &text, const std::string &what, const std::string &by) {
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
        text.replace(at, what.size(), by);
}

} // namespace

TEST_CASE("figures of silence") {
    constexpr std::size_t rate = 48000;
    std::size_t nodes = 0;
    double caught = 0.0;
    for (auto &program : tactus::test::library_patches()) {
        // Everything that sounds stops after a tenth of a second; of what makes its own sound the tests need not know.
        replace(program.text, "source = sine(pitch) * 0.5 + noise() * 0.25",
                "since: init 0\n    since = since@1 + 1\n    source = (sine(pitch) * 0.5 + noise() * 0.25) * (since < "
                "4800)");
        replace(program.text, "[noise() * 0.5", "[source");
        // Constants: a compiler may calculate with a parameter's counter of ticks beside its value, as if it were a
        // number.
        for (const char *param : {"pitch: Hz", "time: s", "amount", "gain"}) {
            const std::string line = "    param " + std::string(param) + " = ";
            const std::size_t at = program.text.find(line), end = program.text.find(" in ", at);
            const std::string name(std::string_view(param).substr(0, std::string_view(param).find(':')));
            const std::string value = program.text.substr(at + line.size(), end - at - line.size());
            program.text.replace(at, program.text.find('\n', at) - at, "    " + name + " = " + value);
        }
        const std::size_t voices = program.text.find("    out.voices");
        if (voices == std::string::npos)
            continue; // a node that only a voice can play: voices that are silent sleep
        program.text.erase(voices, program.text.find('\n', voices) - voices + 1);
        CAPTURE(program.name);
        const auto instrument = instrument_of(program.text);
        const auto engine = tactus::engine::Engine::create(instrument.kernel(), {.guard = tactus::engine::Guard::off});
        REQUIRE(engine != nullptr);
        const auto calls_during = [&](std::size_t seconds) {
            const auto before = engine->counters().subnormal_calls;
            tactus::engine::RenderOptions options;
            options.frames = seconds * rate;
            tactus::engine::render(*engine, options, [](auto, auto) {});
            return engine->counters().subnormal_calls - before;
        };
        calls_during(2);
        const auto during = calls_during(tactus::test::sanitized ? 2 : 60);
        CHECK(during == 0);
        caught += static_cast<double>(during);
        ++nodes;
    }
    CHECK(nodes > 80);
    figure("Silence", "calls of any node of the library with subnormal numbers: a minute of silence after a note",
           caught, within(0.0), "");
}
