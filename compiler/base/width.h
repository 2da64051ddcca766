// How many columns of a terminal a code point takes: 0 for combining marks, 2 for wide East Asian characters and emoji,
// else 1.
#pragma once

#include <array>
#include <cstdint>

namespace tactus {

struct CodePointRange {
    char32_t first;
    char32_t last;
};

[[nodiscard]] constexpr std::uint32_t display_width(char32_t c) {
    constexpr std::array none{
        CodePointRange{0x0300, 0x036f}, CodePointRange{0x0483, 0x0489},  CodePointRange{0x0591, 0x05bd},
        CodePointRange{0x064b, 0x065f}, CodePointRange{0x1ab0, 0x1aff},  CodePointRange{0x1dc0, 0x1dff},
        CodePointRange{0x200b, 0x200d}, CodePointRange{0x20d0, 0x20ff},  CodePointRange{0xfe00, 0xfe0f},
        CodePointRange{0xfe20, 0xfe2f}, CodePointRange{0xe0100, 0xe01ef}};
    constexpr std::array wide{
        CodePointRange{0x1100, 0x115f},   CodePointRange{0x2e80, 0x303e},   CodePointRange{0x3041, 0x33ff},
        CodePointRange{0x3400, 0x4dbf},   CodePointRange{0x4e00, 0xa4cf},   CodePointRange{0xa960, 0xa97c},
        CodePointRange{0xac00, 0xd7a3},   CodePointRange{0xf900, 0xfaff},   CodePointRange{0xfe30, 0xfe6f},
        CodePointRange{0xff00, 0xff60},   CodePointRange{0xffe0, 0xffe6},   CodePointRange{0x1f300, 0x1f64f},
        CodePointRange{0x1f680, 0x1f6ff}, CodePointRange{0x1f900, 0x1faff}, CodePointRange{0x20000, 0x3fffd}};
    for (const CodePointRange &range : none) {
        if (c >= range.first && c <= range.last) {
            return 0;
        }
    }
    for (const CodePointRange &range : wide) {
        if (c >= range.first && c <= range.last) {
            return 2;
        }
    }
    return 1;
}

} // namespace tactus
