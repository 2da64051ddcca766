// Only blanks and carriage returns: every terminal knows them.
#include "compiler/cli/progress.h"

#include <algorithm>
#include <cstdio>
#include <string>

#include <fmt/format.h>
#include <unistd.h>

namespace tactus::cli {

namespace {

constexpr double interval_seconds = 0.1;

} // namespace

void Progress::show(double rendered_seconds, double spent_seconds) {
    if (!write_ || spent_seconds < next_) {
        return;
    }
    next_ = spent_seconds + interval_seconds;
    const std::string text = fmt::format("rendered {:.1f} of {:.1f} s, {:.1f} times real time", rendered_seconds,
                                         std::max(total_, rendered_seconds), rendered_seconds / spent_seconds);
    const std::size_t longer = width_ > text.size() ? width_ - text.size() : 0;
    width_ = text.size();
    write_("\r" + text + std::string(longer, ' '));
}

void Progress::erase() {
    if (width_ > 0) {
        write_("\r" + std::string(width_, ' ') + "\r");
        width_ = 0;
    }
}

Progress::Write terminal_line() {
    if (isatty(STDERR_FILENO) == 0) {
        return {};
    }
    return [](std::string_view text) {
        std::fwrite(text.data(), 1, text.size(), stderr);
        std::fflush(stderr);
    };
}

} // namespace tactus::cli
