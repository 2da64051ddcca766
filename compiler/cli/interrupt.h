// The wish to end early: while a value of this class lives, SIGINT, SIGTERM and SIGHUP set a flag instead of ending the
// program, so that what it writes can be closed first. Who sends three of them is obeyed at once.
#pragma once

#include <array>
#include <csignal>

namespace tactus::cli {

class Interrupt {
  public:
    Interrupt();
    ~Interrupt(); // what the signals did before
    Interrupt(const Interrupt &) = delete;
    Interrupt &operator=(const Interrupt &) = delete;

    // The number of the signal that came; 0: none.
    [[nodiscard]] static int signal();

  private:
    static constexpr std::array<int, 3> signals_{SIGINT, SIGTERM, SIGHUP};
    std::array<struct sigaction, signals_.size()> before_{};
};

} // namespace tactus::cli
