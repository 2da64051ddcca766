// tactus new: a small patch to start from, with a comment for each thing one would change first. Nothing is
// overwritten.
#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "compiler/cli/session.h"
#include "compiler/syntax/parse.h"

namespace tactus::cli {

namespace {

constexpr std::string_view synth = R"(// @: a synthesizer for a keyboard.
//     tactus render @.tac --midi song.mid -o @.wav
patch @ {
    // Knobs: a unit, a value to start with, a range; `cc 74` is the controller that turns it.
    param cutoff: Hz = 900Hz in 60Hz..12kHz log  cc 74
    param attack: s = 5ms in 1ms..2s log
    param release: s = 300ms in 10ms..4s log

    // One voice. `note` has freq, gate, velocity and more; every voice is an instance of its own.
    node voice(note: Note) -> y {
        e = env(note, a: attack, d: 250ms, s: 0.5, r: release)
        x = saw(note.freq) + saw(note.freq * 7ct)              // two saws, the second a little sharp
        y = ladder(x / 2, cutoff * 24st ^ e, 0.4) * e * note.velocity
    }

    // Eight voices, their sum in the middle of the stereo field.
    out = poly(8, voice) * -9dB -> pan(0)
}
)";

constexpr std::string_view effect = R"(// @: an effect. What comes in is repeated, darker every time.
//     tactus render @.tac --input voice.wav -o @.wav
patch @ {
    param time: s = 350ms in 20ms..1.5s log
    param feedback = 0.5 in 0..0.95
    param mix = 0.4 in 0..1

    // One channel of sound comes in; `input x[2]` would be two.
    input x

    // `@` is the delay: `wet` is what it was `time` ago, low-passed, and some of it goes around again.
    wet = (x + feedback * onepole(wet, 3kHz))@(time, max: 2s)

    out = x + mix * wet -> pan(0)
}
)";

constexpr std::string_view drums = R"(// @: three drums on a machine's usual keys: C2 kick, D2 snare, F#2 hat.
//     tactus render @.tac --seconds 8 -o @.wav
patch @ {
    // A bar of its own. Without these two lines the drums hear a keyboard, or a file: --midi beat.mid
    track bar = "[C2 F#2] F#2 [D2 F#2] F#2 | C2 [C2 F#2] [D2 F#2] F#2"
    notes = sequence(bar, 1/2 beat)

    param tune: Hz = 48Hz in 30Hz..90Hz log
    param snap = 0.5 in 0..1

    // A sine that falls in pitch while it dies away.
    node kick(note: Note) -> y {
        fall = decay(note.on, 60ms)
        y = sine(tune * (1 + 6 * fall)) * decay(note.on, 350ms) * note.velocity
    }
    // Noise through a band, and a short tone below it.
    node snare(note: Note) -> y {
        rattle = bandpass(noise(), 1800Hz, 0.3) * decay(note.on, 180ms)
        y = (snap * 2 * rattle + 0.4 * sine(190Hz) * decay(note.on, 90ms)) * note.velocity
    }
    node hat(note: Note) = highpass(noise(), 7kHz, 0.2) * decay(note.on, 60ms) * note.velocity

    // Each drum hears its own key.
    low = poly(2, kick, notes: notes(range: C2..C2))
    middle = poly(2, snare, notes: notes(range: D2..D2))
    high = poly(2, hat, notes: notes(range: F#2..F#2))

    out = low * -4dB + middle * -8dB + high * -14dB -> pan(0)
}
)";

constexpr std::string_view generative = R"(// @: music that plays itself: every half beat perhaps a note of a scale.
//     tactus render @.tac --seconds 30 -o @.wav
patch @ {
    param density = 0.6 in 0..1
    param space = 0.4 in 0..1

    step = metro(1/2 beat)                                     // 1 on one sample, twice a beat

    // Only when the step comes: draw a number, pick a pitch.
    when step {
        heard = random() < density
        f = [C3, Eb3, G3, Bb3, C4, D4, Eb4, G4][floor(8 * random())]
    }
    notes = Note(freq: f, gate: hold(step and heard, 200ms), velocity: 0.8)

    node bell(note: Note) -> y {
        tone = sine(note.freq) + 0.4 * sine(2.76 * note.freq)
        y = tone * decay(note.on, 1.5s) * env(note, a: 2ms, s: 1, r: 1.5s)
    }
    dry = poly(6, bell) * -15dB
    out = [dry, dry@5ms] + space * freeverb([dry, dry], room: 0.9)
}
)";

std::string filled(std::string_view text, const std::string &name) {
    std::string made;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool place = text[i] == '@' && (text.compare(i, 2, "@:") == 0 || text.compare(i, 2, "@.") == 0 ||
                                              text.compare(i, 3, "@ {") == 0);
        made += place ? name : std::string(1, text[i]);
    }
    return made;
}

// Whether a patch may be called so: the parser knows.
bool is_patch_name(const std::string &name) {
    const bool letters =
        std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
    source::SourceSet sources;
    diag::Report report;
    const auto file = sources.add("name", "patch " + name + " { out = 0 }\n", report);
    return letters && !name.empty() && file && syntax::parse(sources, *file, report);
}

} // namespace

int run_new_(const Arguments &arguments) {
    Session session(arguments);
    std::filesystem::path path = arguments.file;
    if (path.extension() == ".tac") {
        path.replace_extension();
    }
    const std::string name = path.filename().string();
    if (!is_patch_name(name)) {
        fmt::print(
            stderr,
            "tactus: `{}` cannot be the name of a patch: letters, digits and `_`, none of the language's words\n",
            name);
        return exit_usage;
    }
    path += ".tac";
    std::error_code problem;
    if (std::filesystem::exists(path, problem)) {
        fmt::print(stderr, "tactus: {} is there already; nothing is overwritten\n", path.string());
        return exit_errors;
    }
    const std::string_view text = arguments.kind == "effect"       ? effect
                                  : arguments.kind == "drums"      ? drums
                                  : arguments.kind == "generative" ? generative
                                                                   : synth;
    std::ofstream out(path, std::ios::binary);
    out << filled(text, name);
    out.close();
    if (!out) {
        session.error(diag::Kind::CannotWrite, path.string());
        return session.finish();
    }
    const std::string_view rest = arguments.kind == "effect"       ? " --input voice.wav"
                                  : arguments.kind == "drums"      ? " --seconds 8"
                                  : arguments.kind == "generative" ? " --seconds 30"
                                                                   : "";
    fmt::print("{0} is written; hear it{3}: tactus render {0}{2} -o {1}.wav\n", path.string(), name, rest,
               arguments.kind == "effect" ? " on a sound of yours" : "");
    return session.finish();
}

} // namespace tactus::cli
