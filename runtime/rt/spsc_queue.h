// A bounded queue between exactly two threads: one pushes, one pops. Neither waits, locks or allocates; a full queue
// refuses, an empty one gives nothing. Memory is taken once, at construction.
#pragma once

#include <atomic>
#include <bit>
#include <cstddef>
#include <memory>
#include <type_traits>

namespace tactus::rt {

inline constexpr std::size_t cache_line_bytes = 64;

template <typename T> class SpscQueue {
    static_assert(std::is_trivially_copyable_v<T>, "items are copied while the other thread runs");

  public:
    // Holds at least `capacity` items, rounded up to a power of two.
    explicit SpscQueue(std::size_t capacity)
        : mask_(std::bit_ceil(capacity < 2 ? std::size_t{2} : capacity) - 1), items_(new T[mask_ + 1]{}) {}
    SpscQueue(const SpscQueue &) = delete;
    SpscQueue &operator=(const SpscQueue &) = delete;

    [[nodiscard]] std::size_t capacity() const { return mask_ + 1; }

    // [pushing thread] False when full.
    bool try_push(const T &item) {
        const std::size_t tail = tail_.load(std::memory_order_relaxed);
        if (tail - head_seen_ > mask_) {
            head_seen_ = head_.load(std::memory_order_acquire);
            if (tail - head_seen_ > mask_) {
                return false;
            }
        }
        items_[tail & mask_] = item;
        tail_.store(tail + 1, std::memory_order_release);
        return true;
    }

    // [popping thread] The oldest item without taking it, or null. Valid until the next pop.
    const T *front() {
        const std::size_t head = head_.load(std::memory_order_relaxed);
        if (head == tail_seen_) {
            tail_seen_ = tail_.load(std::memory_order_acquire);
            if (head == tail_seen_) {
                return nullptr;
            }
        }
        return &items_[head & mask_];
    }

    // [popping thread] False when empty.
    bool try_pop(T &item) {
        const T *const first = front();
        if (first == nullptr) {
            return false;
        }
        item = *first;
        head_.store(head_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
        return true;
    }

  private:
    // Indices only grow (modulo 2^64); each side keeps what it last saw of the other's, so a push rarely touches the
    // other's cache line.
    const std::size_t mask_;
    const std::unique_ptr<T[]> items_;
    alignas(cache_line_bytes) std::atomic<std::size_t> head_{0};
    std::size_t tail_seen_ = 0; // the popping thread's
    alignas(cache_line_bytes) std::atomic<std::size_t> tail_{0};
    std::size_t head_seen_ = 0; // the pushing thread's
};

} // namespace tactus::rt
