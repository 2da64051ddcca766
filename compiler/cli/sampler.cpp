// The timer runs on wall time, as timers on CPU time go by the kernel's clock, which is too coarse; while the thread
// waits for the processor one signal at most is kept. The handler writes into room that is there, and nothing else.
#include "compiler/cli/sampler.h"

#include <atomic>
#include <cerrno>
#include <system_error>

#include <ucontext.h>
#include <unistd.h>

namespace tactus::cli {

namespace {

constexpr long period_nanoseconds = 499'979; // a prime number: blocks of frames do not fall into step with it

std::uintptr_t *room = nullptr;
std::size_t most_samples = 0;
std::atomic<std::size_t> count = 0;
std::atomic<bool> listening = false;
static_assert(std::atomic<std::size_t>::is_always_lock_free && std::atomic<bool>::is_always_lock_free);

std::uintptr_t program_counter(const ucontext_t &context) {
#if defined(__x86_64__)
    return static_cast<std::uintptr_t>(context.uc_mcontext.gregs[REG_RIP]);
#elif defined(__aarch64__)
    return static_cast<std::uintptr_t>(context.uc_mcontext.pc);
#else
#error "where does this machine keep its program counter?"
#endif
}

[[noreturn]] void fail(const char *what) { throw std::system_error(errno, std::generic_category(), what); }

} // namespace

extern "C" {
static void note_sample(int, siginfo_t *, void *context) {
    const std::size_t next = count.load(std::memory_order_relaxed);
    if (listening.load(std::memory_order_relaxed) && next < most_samples) {
        room[next] = program_counter(*static_cast<const ucontext_t *>(context));
        count.store(next + 1, std::memory_order_relaxed);
    }
}
}

Sampler::Sampler(std::size_t most) : room_(most) {
    room = room_.data();
    most_samples = most;
    count = 0;
    listening = false;
    struct sigaction handler{};
    handler.sa_sigaction = note_sample;
    handler.sa_flags = SA_RESTART | SA_SIGINFO;
    sigemptyset(&handler.sa_mask);
    if (sigaction(SIGPROF, &handler, &before_) != 0) {
        fail("sigaction");
    }
    sigevent event{};
    event.sigev_notify = SIGEV_THREAD_ID;
    event.sigev_signo = SIGPROF;
    event._sigev_un._tid = gettid();
    const itimerspec every{{0, period_nanoseconds}, {0, period_nanoseconds}};
    if (timer_create(CLOCK_MONOTONIC, &event, &timer_) != 0) {
        fail("timer_create");
    }
    if (timer_settime(timer_, 0, &every, nullptr) != 0) {
        fail("timer_settime");
    }
}

// A signal that is on its way still finds the handler: it is ignored, not back at what ends the program.
Sampler::~Sampler() {
    listening = false;
    timer_delete(timer_);
    struct sigaction ignored{};
    ignored.sa_handler = SIG_IGN;
    sigemptyset(&ignored.sa_mask);
    sigaction(SIGPROF, &ignored, nullptr); // drops what waits
    sigaction(SIGPROF, &before_, nullptr);
}

void Sampler::listen(bool listens) { listening = listens; }

std::span<const std::uintptr_t> Sampler::samples() const { return {room_.data(), count.load()}; }

} // namespace tactus::cli
