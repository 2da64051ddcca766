// One line on a terminal that says how far a render is: from the first second on, ten times a second, erased at the
// end. In: how much is done after how much time. Out: nothing where no terminal listens.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>
#include <utility>

namespace tactus::cli {

class Progress {
  public:
    using Write = std::function<void(std::string_view)>;

    // Seconds of sound in all, as far as they are known: a tail may follow.
    Progress(double total_seconds, Write write) : total_(total_seconds), write_(std::move(write)) {}
    ~Progress() { erase(); }
    Progress(const Progress &) = delete;
    Progress &operator=(const Progress &) = delete;

    void show(double rendered_seconds, double spent_seconds);
    void erase();

  private:
    double total_;
    Write write_;
    double next_ = 1.0;     // seconds spent at which the line is due
    std::size_t width_ = 0; // of the line that stands there
};

// Writes to the standard error output when it is a terminal, and else nothing.
[[nodiscard]] Progress::Write terminal_line();

} // namespace tactus::cli
