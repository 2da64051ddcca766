// Typed 32-bit ids: an index into one vector of one kind of thing, so that a node is never mistaken for a table.
// In: an index. Out: a value that compares, prints as its index and has a "none" that no vector reaches.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace tactus {

template <typename Tag> struct Id {
    static constexpr std::uint32_t none_index = 0xffffffffu;

    std::uint32_t index = none_index;

    constexpr Id() = default;
    constexpr explicit Id(std::uint32_t i) : index(i) {}
    constexpr explicit Id(std::size_t i) : index(static_cast<std::uint32_t>(i)) {}

    [[nodiscard]] constexpr bool valid() const { return index != none_index; }
    constexpr auto operator<=>(const Id &) const = default;
};

} // namespace tactus

template <typename Tag> struct std::hash<tactus::Id<Tag>> {
    std::size_t operator()(const tactus::Id<Tag> &id) const noexcept { return std::hash<std::uint32_t>{}(id.index); }
};
