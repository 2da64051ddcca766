// A place in a text as people count it.
#pragma once

#include <cstdint>

namespace tactus {

struct Position {
    std::uint32_t line = 1;   // from 1
    std::uint32_t column = 1; // from 1, in code points

    bool operator==(const Position &) const = default;
};

} // namespace tactus
