// A small random generator that gives the same numbers with every compiler and library. Steps and mix: SplitMix64
// (Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators, 2014).
#pragma once

#include <cstdint>
#include <span>

namespace tactus::meaning {

class Random {
  public:
    explicit Random(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() {
        state_ += 0x9e3779b97f4a7c15u;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        return z ^ (z >> 31);
    }
    // 0 <= y < count.
    std::uint32_t below(std::size_t count) { return static_cast<std::uint32_t>((next() >> 32) * count >> 32); }
    // low <= y <= high.
    std::uint32_t between(std::uint32_t low, std::uint32_t high) { return low + below(std::size_t{high} - low + 1); }
    // True so many times in a hundred.
    bool percent(std::uint32_t hundredths) { return below(100) < hundredths; }
    float unit() { return static_cast<float>(next() >> 40) * 0x1p-24f; }
    template <typename T> const T &pick(std::span<const T> list) { return list[below(list.size())]; }
    template <typename List> const auto &pick(const List &list) { return list[below(std::size(list))]; }

  private:
    std::uint64_t state_;
};

} // namespace tactus::meaning
