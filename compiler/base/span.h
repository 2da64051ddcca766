// A range of bytes in one source file: what every tree node, graph node and diagnostic points at.
#pragma once

#include <cstdint>

#include "compiler/base/ids.h"

namespace tactus {

using FileId = Id<struct FileTag>;

struct Span {
    FileId file;
    std::uint32_t begin = 0; // byte offset of the first byte
    std::uint32_t end = 0;   // byte offset one past the last byte

    bool operator==(const Span &) const = default;
};

// The smallest range that holds both; both must be of one file.
[[nodiscard]] constexpr Span cover(Span a, Span b) {
    return Span{a.file, a.begin < b.begin ? a.begin : b.begin, a.end > b.end ? a.end : b.end};
}

} // namespace tactus
