// UTF-8, strictly (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tactus::utf8 {

struct Decoded {
    char32_t code_point = 0xfffd;
    std::uint32_t bytes = 0; // 0: not UTF-8
};

[[nodiscard]] constexpr bool continues(char c) { return (static_cast<unsigned char>(c) & 0xc0u) == 0x80u; }

// The code point that begins at text[at]; `at` lies inside the text.
[[nodiscard]] constexpr Decoded decode(std::string_view text, std::size_t at) {
    const auto lead = static_cast<unsigned char>(text[at]);
    if (lead < 0x80) {
        return {lead, 1};
    }
    const std::uint32_t bytes = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || text.size() - at < bytes) {
        return {};
    }
    char32_t c = lead & (0x7fu >> bytes);
    for (std::size_t i = 1; i < bytes; ++i) {
        if (!continues(text[at + i])) {
            return {};
        }
        c = (c << 6) | (static_cast<unsigned char>(text[at + i]) & 0x3fu);
    }
    const bool overlong = (bytes == 3 && c < 0x800) || (bytes == 4 && c < 0x10000);
    if (overlong || (c >= 0xd800 && c <= 0xdfff) || c > 0x10ffff) {
        return {};
    }
    return {c, bytes};
}

} // namespace tactus::utf8
