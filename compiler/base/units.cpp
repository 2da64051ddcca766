// The table of units.def and its look-up.
#include "compiler/base/units.h"

#include <algorithm>
#include <array>

namespace tactus {

namespace {

constexpr std::array table{
#define UNIT(name, text, dimension, multiplier, divisor) Unit{#name, text, Dimension::dimension, multiplier, divisor},
#include "compiler/base/units.def"
#undef UNIT
};

} // namespace

std::span<const Unit> units() { return table; }

const Unit *find_unit(std::string_view text) {
    const auto found = std::find_if(table.begin(), table.end(), [&](const Unit &u) { return u.text == text; });
    return found == table.end() ? nullptr : &*found;
}

} // namespace tactus
