// The handler touches two flags and nothing else. A signal that the program was started to ignore stays ignored.
#include "compiler/cli/interrupt.h"

#include <unistd.h>

namespace tactus::cli {

namespace {

// `timeout` sends to the program and to its group, so two at once may be one wish.
constexpr int patience = 3;

volatile std::sig_atomic_t first = 0, count = 0;

} // namespace

extern "C" {
static void note_signal(int number) {
    first = first == 0 ? number : first;
    count = count + 1;
    if (count >= patience) {
        _exit(128 + number);
    }
}
}

Interrupt::Interrupt() {
    first = 0;
    count = 0;
    struct sigaction handler{};
    handler.sa_handler = note_signal;
    handler.sa_flags = SA_RESTART;
    sigemptyset(&handler.sa_mask);
    for (std::size_t i = 0; i < signals_.size(); ++i) {
        sigaction(signals_[i], nullptr, &before_[i]);
        if (before_[i].sa_handler != SIG_IGN) {
            sigaction(signals_[i], &handler, nullptr);
        }
    }
}

Interrupt::~Interrupt() {
    for (std::size_t i = 0; i < signals_.size(); ++i) {
        sigaction(signals_[i], &before_[i], nullptr);
    }
}

int Interrupt::signal() { return first; }

} // namespace tactus::cli
