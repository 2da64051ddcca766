// Where this thread is in its code, some thousand times a second: while a value of this class lives and listens, a
// timer's signal writes the program counter down. One at a time.
#pragma once

#include <csignal>
#include <cstdint>
#include <ctime>
#include <span>
#include <vector>

namespace tactus::cli {

class Sampler {
  public:
    explicit Sampler(std::size_t most); // room for so many; later ones are lost
    ~Sampler();
    Sampler(const Sampler &) = delete;
    Sampler &operator=(const Sampler &) = delete;

    static void listen(bool listens);
    [[nodiscard]] std::span<const std::uintptr_t> samples() const;
    [[nodiscard]] bool is_full() const { return samples().size() == room_.size(); }

    static constexpr std::uint32_t per_second = 2000; // about
  private:
    std::vector<std::uintptr_t> room_;
    timer_t timer_{};
    struct sigaction before_{};
};

} // namespace tactus::cli
