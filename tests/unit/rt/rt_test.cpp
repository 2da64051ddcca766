// The queue between threads, the floating-point mode, aligned memory.
#include "runtime/rt/aligned_block.h"
#include "runtime/rt/float_mode.h"
#include "runtime/rt/spsc_queue.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <set>
#include <thread>
#include <vector>

using namespace tactus;

TEST_CASE("the queue gives what was put in, in order, and refuses when full") {
    rt::SpscQueue<int> queue(5);
    CHECK(queue.capacity() == 8);
    int item = 0;
    CHECK_FALSE(queue.try_pop(item));
    CHECK(queue.front() == nullptr);
    for (int round = 0; round < 5; ++round) {
        for (int i = 0; i < 8; ++i) {
            CHECK(queue.try_push(i + round));
        }
        CHECK_FALSE(queue.try_push(99));
        REQUIRE(queue.front() != nullptr);
        CHECK(*queue.front() == round);
        for (int i = 0; i < 8; ++i) {
            CHECK(queue.try_pop(item));
            CHECK(item == i + round);
        }
        CHECK_FALSE(queue.try_pop(item));
    }
}

TEST_CASE("two threads: nothing is lost, doubled, torn or out of order") {
    struct Item {
        std::uint64_t number, square, inverted;
    };
    constexpr std::uint64_t count = 1'000'000;
    rt::SpscQueue<Item> queue(64);
    std::thread pusher([&queue] {
        for (std::uint64_t i = 0; i < count;) {
            i += queue.try_push({i, i * i, ~i}) ? 1u : 0u;
        }
    });
    std::uint64_t wrong = 0;
    for (std::uint64_t i = 0; i < count;) {
        Item item{};
        if (queue.try_pop(item)) {
            wrong += item.number == i && item.square == i * i && item.inverted == ~i ? 0u : 1u;
            ++i;
        }
    }
    pusher.join();
    CHECK(wrong == 0);
}

TEST_CASE("strict mode keeps subnormals, reports them, and gives the caller's mode back") {
    const std::uint64_t before = rt::float_control();
    volatile float tiny = std::numeric_limits<float>::min();
    volatile float result = 1.0f;
    rt::set_float_control(rt::flushing_float_control());
    const std::uint64_t flushing = rt::float_control();
    {
        const rt::StrictFloatMode mode;
        CHECK(rt::float_control() != flushing);
        result = tiny * 1.5f;
        CHECK_FALSE(mode.subnormal_seen());
        result = tiny * 0.3f;
        CHECK(mode.subnormal_seen());
    }
    CHECK(rt::float_control() == flushing);
    {
        const rt::StrictFloatMode mode;
        CHECK_FALSE(mode.subnormal_seen()); // of this guard's time only
    }
    rt::set_float_control(before);
    CHECK(rt::float_control() == before);
    CHECK(result > 0.0f);
}

TEST_CASE("lines begin on cache lines of different sets") {
    rt::BlockPlan plan;
    CHECK(plan.add(10) == 0);
    CHECK(plan.add(1) == 64);
    std::set<std::size_t> sets;
    std::size_t last = 0;
    for (int i = 0; i < 64; ++i) {
        const std::size_t offset = plan.add_line(4096 * 4);
        CHECK(offset % 64 == 0);
        CHECK((i == 0 || offset >= last + 4096 * 4));
        CHECK((i == 0 || (offset - last) / 64 % 2 == 1));
        sets.insert(offset / 64 % 64);
        last = offset;
    }
    CHECK(sets.size() == 64);
    CHECK(plan.bytes() == last + 4096 * 4);
}

TEST_CASE("blocks are zeroed and aligned, move, and refuse what cannot be") {
    rt::AlignedBlock block = rt::AlignedBlock::allocate(1000);
    REQUIRE(block.data() != nullptr);
    CHECK(reinterpret_cast<std::uintptr_t>(block.data()) % 64 == 0);
    for (std::size_t i = 0; i < block.bytes(); ++i) {
        CHECK(block.data()[i] == 0);
        block.data()[i] = 1;
    }
    block.clear();
    CHECK(block.data()[999] == 0);
    const std::uint8_t *const data = block.data();
    rt::AlignedBlock other = std::move(block);
    CHECK(other.data() == data);
    CHECK(rt::AlignedBlock::allocate(std::numeric_limits<std::size_t>::max() / 2).data() == nullptr);
    rt::BlockPlan plan;
    plan.add(std::numeric_limits<std::size_t>::max());
    plan.add_line(std::numeric_limits<std::size_t>::max());
    CHECK(rt::AlignedBlock::allocate(plan.bytes()).data() == nullptr);
}
