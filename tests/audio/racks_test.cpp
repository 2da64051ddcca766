// Racks: every slot hears its notes and no others, layers are sums, wires carry what they are given. Judged by renders
// of the same slots alone, sample by sample.
#include "tests/audio/play.h"

#include "compiler/tactus.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

using namespace tactus::measure;
using namespace tactus;

namespace {

constexpr std::size_t frames = 30000;

std::vector<engine::Event> notes_of(const std::vector<int> &keys, std::uint8_t channel = 0) {
    std::vector<engine::Event> events;
    std::uint64_t at = 100;
    for (const int key : keys) {
        events.push_back(engine::note_on(at, channel, static_cast<std::uint8_t>(key), 100));
        at += 333;
    }
    for (const int key : keys) {
        events.push_back(engine::note_off(15000 + at, channel, static_cast<std::uint8_t>(key)));
        at += 77;
    }
    return events;
}

Sound rack(const std::string &body, std::vector<engine::Event> events, std::vector<std::vector<float>> input = {}) {
    PlayOptions options;
    options.events = std::move(events);
    options.input = std::move(input);
    return play("rack live {\n" + body + "\n}\n", frames, options, "tests/audio/files/rack.tac");
}

Samples alone(const Sound &sound) { return sound.part(0, frames); }

double worst_difference(const Sound &a, const Sound &b, const Sound *c = nullptr) {
    double worst = 0.0;
    for (std::size_t i = 0; i < frames; ++i) {
        const float other = c == nullptr ? b[0][i] : b[0][i] + (*c)[0][i];
        worst = std::max(worst, std::abs(static_cast<double>(a[0][i]) - static_cast<double>(other)));
    }
    return worst;
}

const std::string tone = "a = load \"tone.tac\"\n", low = "b = load \"low.tac\"\n";
const std::vector<int> across{48, 55, 60, 67, 72};

std::string graph_text(const std::string &text) {
    source::SourceSet sources;
    diag::Report report;
    const auto file = sources.add("tests/audio/files/rack.tac", text, report);
    REQUIRE(file);
    const auto made = emit_stage(sources, *file, Stage::Graph, {}, report);
    REQUIRE(made);
    return *made;
}

} // namespace

TEST_CASE("layers: two patches on one range of keys are the sum of both alone") {
    const auto events = notes_of(across);
    const Sound both = rack(tone + low + "out = a.out + b.out", events);
    const Sound first = rack(tone + "out = a.out", events), second = rack(low + "out = b.out", events);
    CHECK(rms(alone(first)) > 0.01);
    CHECK(rms(alone(second)) > 0.01);
    CHECK(worst_difference(both, first, &second) == 0.0);
}

TEST_CASE("a split: notes reach only the slot of their range, exactly") {
    const std::string upper = "a = load \"tone.tac\" notes(range: C4..C8)\n",
                      lower = "b = load \"low.tac\" notes(range: C0..B3)\n";
    const Sound both = rack(upper + lower + "out = a.out + b.out", notes_of(across));
    std::vector<engine::Event> high_events, low_events;
    for (const engine::Event &event : notes_of(across)) {
        (event.number >= 60 ? high_events : low_events).push_back(event);
    }
    const Sound high = rack(tone + "out = a.out", high_events), deep = rack(low + "out = b.out", low_events);
    CHECK(worst_difference(both, high, &deep) == 0.0);
    const Sound wrong = rack(upper + "out = a.out", low_events);
    CHECK(peak(alone(wrong)) == 0.0);
}

TEST_CASE("a slot hears its channel, and transposes") {
    const std::string first = "a = load \"tone.tac\" notes(channel: 2, transpose: -12)\nout = a.out";
    CHECK(peak(alone(rack(first, notes_of(across, 0)))) == 0.0);
    const Sound heard = rack(first, notes_of({60, 64}, 1));
    CHECK(worst_difference(heard, rack(tone + "out = a.out", notes_of({48, 52}, 1))) == 0.0);
    CHECK(rms(alone(heard)) > 0.01);
}

TEST_CASE("a filter inside a slot sees the keys that the slot has transposed; racks load racks") {
    const std::string up = "m = load \"middle.tac\" notes(transpose: 12)\nout = m.out / 127";
    for (const int key : {47, 48, 59, 60}) {
        CAPTURE(key);
        const bool inside = key >= 48 && key <= 59; // C4..B4 an octave below
        CHECK(peak(alone(rack(up, notes_of({key})))) == doctest::Approx(inside ? (key + 12) / 127.0 : 0.0));
    }
    const std::string nothing = "m = load \"middle.tac\" notes(range: C5..C8)\nout = m.out / 127";
    CHECK(peak(alone(rack(nothing, notes_of({60, 72, 84})))) == 0.0);
    std::vector<engine::Event> only;
    for (const engine::Event &event : notes_of(across)) {
        if (event.number == 60) {
            only.push_back(event);
        }
    }
    const Sound nested =
        rack("r = load \"inner.tac\" notes(range: C4..C4, transpose: -5)\nout = r.out", notes_of(across));
    CHECK(worst_difference(nested, rack("r = load \"inner.tac\" notes(transpose: -5)\nout = r.out", only)) == 0.0);
    CHECK(rms(alone(nested)) > 0.01);
}

TEST_CASE("wires: a number is where a parameter starts, a signal drives it, an input takes what it is given") {
    const auto events = notes_of({60, 64});
    const std::string quiet = graph_text("rack live {\n" + tone + "a.level = 0.25\na.shape = bright\nout = a.out\n}\n");
    CHECK(quiet.find("parameter \"a.level\" init 0.25 low 0 high 1") != std::string::npos);
    CHECK(quiet.find("parameter \"a.shape\" init 1") != std::string::npos);
    const std::string driven = graph_text("rack live {\n" + tone + "a.level = sine(1Hz)\nout = a.out\n}\n");
    CHECK(driven.find("\"a.level\"") == std::string::npos);
    const Sound send = rack(tone + "t = load \"through.tac\"\nt.x = a.send\nt.gain = 2\nout = t.out", events);
    const Sound half = rack(tone + "a.level = 0.5\nout = a.out", events);
    CHECK(worst_difference(send, half) == 0.0);
    const Sound stereo = rack("w = load \"wide.tac\"\nw.x = [noise(), 1]\nout = w.out[1]", {});
    CHECK(stereo[0][17] == 1.0f);
}

TEST_CASE("wires: what nobody gives comes in from outside; the rack makes notes for a slot") {
    std::vector<float> ramp(frames);
    for (std::size_t i = 0; i < frames; ++i) {
        ramp[i] = static_cast<float>(i) / 65536.0f;
    }
    const Sound through = rack("t = load \"through.tac\"\nout = t.out", {}, {ramp});
    CHECK(through[0][1234] == ramp[1234]);
    const Sound made = rack(tone + "a.notes = Note(freq: 300Hz, gate: 1)\nout = a.out", notes_of(across));
    CHECK(std::abs(cents(pitch(made.part(4096, 16384), 300.0, 48000.0), 300.0)) < 1.0);
}

TEST_CASE("a ring of patches with 64 samples of delay on one wire") {
    std::string doubled = "t0 = 64 / 1099511627776\n"; // 64 / 2^40
    for (int i = 1; i <= 40; ++i) {
        doubled += "t" + std::to_string(i) + " = t" + std::to_string(i - 1) + " + t" + std::to_string(i - 1) + "\n";
    }
    for (const std::string &delay : {std::string("@64"), std::string("@t40")}) {
        const Sound ring =
            rack(doubled + "p = load \"through.tac\"\nq = load \"through.tac\"\nonce = if n@1 > 0 then 0 else 1\n" +
                     "n = n@1 + 1\np.x = once + 0.5 * q.out" + delay + "\nq.x = p.out\nout = q.out",
                 {});
        for (std::size_t i = 0; i < 1000; ++i) {
            CHECK(ring[0][i] == (i % 64 == 0 ? std::ldexp(1.0f, -static_cast<int>(i / 64)) : 0.0f));
        }
    }
}

TEST_CASE("a ring of patches whose delay is made of names in a ring is refused") {
    source::SourceSet sources;
    diag::Report report;
    const auto file = sources.add("tests/audio/files/rack.tac",
                                  "rack live {\nt = u * u\nu = t * t\np = load \"through.tac\"\nq = load "
                                  "\"through.tac\"\np.x = q.out@t\nq.x = p.out\nout = q.out\n}\n",
                                  report);
    REQUIRE(file);
    CHECK(!emit_stage(sources, *file, Stage::Graph, {}, report));
    CHECK(report.has_errors());
}

TEST_CASE("addresses, parameters and ports of a rack carry the names of the slots") {
    const std::string text = graph_text("rack live {\n" + tone +
                                        "b = load \"tone.tac\"\nt = load \"through.tac\"\n"
                                        "out = a.out + b.out + t.out\n}\n");
    for (const char *part :
         {"graph \"live\"", "\"a.level\"", "\"b.level\"", "\"t.gain\"", "input \"t.x\" 0", "\"live/a/", "\"live/b/"}) {
        CAPTURE(part);
        CHECK(text.find(part) != std::string::npos);
    }
}
