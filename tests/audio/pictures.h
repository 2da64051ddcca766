// Pictures for the generated pages: a text of the language is played and drawn. In: an expression, perhaps of `x`,
// which is the signal that the kind of picture sends in. Out: lines of text; the samples are the same everywhere, so
// the pictures are.
#pragma once

#include <optional>
#include <string>

namespace tactus::measure {

enum class Shows : std::uint8_t {
    wave,     // the signal over `span` seconds
    impulse,  // the same; x is 1 on its first sample and 0 afterwards
    decay,    // the level in dB over `span` seconds; x as for impulse
    response, // dB over frequency, 20 Hz to 20 kHz; x as for impulse
    spectrum, // dB over frequency, 0 to 24 kHz
    curve,    // what comes out over what goes in: x goes from -span to span
    level,    // how loud it is over how loud a sine at 1 kHz goes in, in dB
    list,     // an array of constants, `span` of them
};

struct Picture {
    Shows shows = Shows::wave;
    double span = 0.01;
    std::string text; // "": made from the example
};

// The patch that is played; nothing where the text has a mistake. Definitions may follow the expression, after " ; ".
[[nodiscard]] std::optional<std::string> program_of(const Picture &picture);
[[nodiscard]] std::optional<std::string> draw(const Picture &picture);
// The same, but where the picture has no text of its own a whole patch is played.
[[nodiscard]] std::optional<std::string> draw(const Picture &picture, const std::string &patch);

// The call of a node within an example of it ("lfo(2Hz)" in "saw(110Hz * 12st ^ lfo(2Hz))"), what it is chained to
// included. With `fed` its first input is `x`.
[[nodiscard]] std::string call_within(const std::string &example, const std::string &node, bool fed);

} // namespace tactus::measure
