// The characters and colours of pictures: box characters or ASCII, with or without terminal colours.
#pragma once

#include <string>
#include <string_view>

namespace tactus::diag {

enum class Colour { Plain, Error, Warning, Note, Frame, Secondary, Help, Bold };

struct Glyphs {
    std::string_view top, side, branch, corner, gap;
    std::string_view secondary_line, secondary_hook, secondary_corner, secondary_side;
    std::string_view primary_line, primary_hook, primary_corner, primary_side;
    std::string_view cut, unknown;
};

class Style {
  public:
    Style(bool colour, bool ascii, Colour primary);

    [[nodiscard]] const Glyphs &glyphs() const { return *glyphs_; }
    [[nodiscard]] bool ascii() const { return ascii_; }
    [[nodiscard]] Colour primary() const { return primary_; }
    [[nodiscard]] std::string paint(Colour colour, std::string_view text) const;

  private:
    const Glyphs *glyphs_;
    bool colour_;
    bool ascii_;
    Colour primary_;
};

} // namespace tactus::diag
