// Two sets of glyphs of the same widths, so that a picture has the same shape in both.
#include "compiler/diag/style.h"

namespace tactus::diag {

namespace {

constexpr Glyphs box{"┌", "│", "├", "└", "⋮", "─", "┬", "└", "│", "━", "┳", "┗", "┃", "…", "\uFFFD"};
constexpr Glyphs plain{"+", "|", "+", "+", ":", "-", "+", "+", "|", "^", "^", "+", "|", "~", "?"};

std::string_view code(Colour colour) {
    switch (colour) {
    case Colour::Error:
        return "\x1b[1;31m";
    case Colour::Warning:
        return "\x1b[1;33m";
    case Colour::Note:
        return "\x1b[1;36m";
    case Colour::Frame:
        return "\x1b[34m";
    case Colour::Secondary:
        return "\x1b[36m";
    case Colour::Help:
        return "\x1b[32m";
    case Colour::Bold:
        return "\x1b[1m";
    case Colour::Plain:
        break;
    }
    return {};
}

} // namespace

Style::Style(bool colour, bool ascii, Colour primary)
    : glyphs_(ascii ? &plain : &box), colour_(colour), ascii_(ascii), primary_(primary) {}

std::string Style::paint(Colour colour, std::string_view text) const {
    if (!colour_ || colour == Colour::Plain || text.empty()) {
        return std::string{text};
    }
    return std::string{code(colour)} + std::string{text} + "\x1b[0m";
}

} // namespace tactus::diag
