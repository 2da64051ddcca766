// Exact powers of two, pitches, parameters, channels, the queue.
#include "runtime/engine/events.h"
#include "runtime/engine/exact.h"
#include "runtime/engine/notes.h"
#include "runtime/engine/parameters.h"
#include "tests/support/fake_kernel.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <random>

using namespace tactus;

TEST_CASE("powers and logarithms of two agree with the mathematical library") {
    std::mt19937_64 random(7);
    std::uniform_real_distribution<double> exponent(-40.0, 40.0);
    for (int i = 0; i < 20000; ++i) {
        const double x = exponent(random);
        CHECK(std::fabs(engine::exact_exp2(x) / std::exp2(x) - 1.0) < 1e-15);
        const double y = std::exp2(x);
        CHECK(std::fabs(engine::exact_log2(y) - std::log2(y)) < 2e-15 * std::max(1.0, std::fabs(x)));
    }
    for (int n = -30; n <= 30; ++n) {
        CHECK(engine::exact_exp2(n) == std::ldexp(1.0, n));
        CHECK(engine::exact_log2(std::ldexp(1.0, n)) == n);
    }
    CHECK(engine::exact_exp2(std::numeric_limits<double>::quiet_NaN()) == 1.0);
}

TEST_CASE("pitches are the twelfth roots of two") {
    for (const double tuning : {440.0, 415.0, 442.5}) {
        for (int key = -40; key < 180; ++key) {
            const double expected = tuning * std::pow(2.0, (key - 69) / 12.0);
            CHECK(engine::pitch_of_key(key, tuning) == doctest::Approx(expected).epsilon(1e-14));
            if (key >= 0 && key < 128) {
                CHECK(engine::nearest_key(expected, tuning) == static_cast<float>(key));
                CHECK(engine::nearest_key(expected * 1.02, tuning) == static_cast<float>(key));
            }
        }
        CHECK(engine::pitch_of_key(69, tuning) == tuning);
        CHECK(engine::pitch_of_key(57, tuning) == tuning / 2);
    }
    CHECK(engine::nearest_key(0.0, 440.0) == 0.0f);
    CHECK(engine::nearest_key(std::numeric_limits<double>::infinity(), 440.0) == 0.0f);
}

TEST_CASE("a bend of the whole wheel is two semitones, or what RPN 0 says") {
    engine::Channel channel;
    channel.set_bend(engine::fraction_of_bend(16383));
    CHECK(channel.bend_factor == doctest::Approx(std::pow(2.0, 2.0 / 12)).epsilon(1e-14));
    channel.set_bend(engine::fraction_of_bend(0));
    CHECK(channel.bend_factor == doctest::Approx(std::pow(2.0, -2.0 / 12)).epsilon(1e-14));
    channel.set_bend(engine::fraction_of_bend(8192));
    CHECK(channel.bend_factor == 1.0);
    channel.select(101, 0);
    channel.select(100, 0);
    channel.data_entry(false, 12);
    channel.set_bend(1.0f);
    CHECK(channel.bend_factor == 2.0);
    channel.data_entry(true, 50);
    CHECK(channel.bend_factor == doctest::Approx(std::pow(2.0, 12.5 / 12)).epsilon(1e-7));
    channel.select(101, 127);
    channel.select(100, 127);
    channel.data_entry(false, 1);
    CHECK(channel.bend_range_semitones == 12.5f);
}

TEST_CASE("controllers span a parameter's range, linear and logarithmic") {
    test::FakeKernel kernel;
    engine::Parameters p(*kernel.kernel());
    CHECK(p.find("cutoff") == test::fake_cutoff);
    CHECK(p.find("nothing") == std::nullopt);
    CHECK_FALSE(p.controller(0, 71, 127));
    CHECK(p.targets()[test::fake_cutoff] == 100.0f); // until the tick
    p.publish();
    CHECK(p.targets()[test::fake_cutoff] == 1600.0f);
    p.controller(0, 71, 0);
    p.publish();
    CHECK(p.targets()[test::fake_cutoff] == 100.0f);
    for (std::uint32_t v = 1; v < 127; ++v) {
        p.controller(3, 71, static_cast<std::uint8_t>(v));
        CHECK(p.latest(test::fake_cutoff) == doctest::Approx(100.0 * std::pow(16.0, v / 127.0)).epsilon(1e-6));
        p.controller(3, 7, static_cast<std::uint8_t>(v));
        CHECK(p.latest(test::fake_gain) == doctest::Approx(v / 127.0).epsilon(1e-6));
    }
    CHECK(p.controller(0, 80, 127)); // a step parameter: at once
    CHECK(p.targets()[test::fake_step] == 1.0f);
    CHECK_FALSE(p.controller(0, 80, 127)); // nothing new
}

TEST_CASE("pairs of controllers and NRPNs have 14 bits") {
    test::FakeKernel kernel;
    engine::Parameters p(*kernel.kernel());
    p.controller(0, 7, 127);
    CHECK(p.latest(test::fake_gain) == 1.0f); // 7 bits reach the end
    p.controller(0, 7, 64);
    p.controller(0, 39, 32);
    CHECK(p.latest(test::fake_gain) == doctest::Approx((64 * 128 + 32) / 16383.0).epsilon(1e-6));
    p.controller(0, 7, 127); // a new upper half: the lower one is 0 until it comes
    CHECK(p.latest(test::fake_gain) == doctest::Approx(127 * 128 / 16383.0).epsilon(1e-6));
    p.controller(0, 39, 127);
    CHECK(p.latest(test::fake_gain) == 1.0f);
    p.controller(1, 7, 127); // another channel is still at 7 bits
    CHECK(p.latest(test::fake_gain) == 1.0f);
    engine::Channel channel;
    channel.select(99, 300 >> 7);
    channel.select(98, 300 & 127);
    channel.data_entry(false, 64);
    channel.data_entry(true, 0);
    CHECK(channel.selects_nrpn);
    p.nrpn(channel.number, channel.data_position());
    CHECK(p.latest(test::fake_nrpn) == doctest::Approx(-2.0 + 4.0 * 8192 / 16383.0).epsilon(1e-5));
    p.nrpn(301, 1.0f);
    CHECK(p.latest(test::fake_nrpn) < 1.0f);
}

TEST_CASE("values are clipped and calmed, what is no number is ignored") {
    test::FakeKernel kernel;
    engine::Parameters p(*kernel.kernel());
    p.set(test::fake_gain, 7.0f);
    CHECK(p.latest(test::fake_gain) == 1.0f);
    p.set(test::fake_gain, -std::numeric_limits<float>::infinity());
    CHECK(p.latest(test::fake_gain) == 0.0f);
    p.set(test::fake_gain, 0.25f);
    p.set(test::fake_gain, std::numeric_limits<float>::quiet_NaN());
    CHECK(p.latest(test::fake_gain) == 0.25f);
    p.set(test::fake_gain, 1e-40f);
    CHECK(p.latest(test::fake_gain) == 0.0f);
    p.set(12345, 1.0f);
}

TEST_CASE("the queue keeps the order of frames, is stable and bounded") {
    engine::EventQueue queue(4);
    CHECK(queue.push(engine::note_on(10, 0, 1, 1)));
    CHECK(queue.push(engine::note_on(5, 0, 2, 1)));
    CHECK(queue.push(engine::note_on(10, 0, 3, 1)));
    CHECK(queue.push(engine::note_on(5, 0, 4, 1)));
    CHECK_FALSE(queue.push(engine::note_on(1, 0, 5, 1)));
    const std::uint8_t expected[]{2, 4, 1, 3};
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(queue.events()[i].number == expected[i]);
    }
    queue.remove_first(3);
    REQUIRE(queue.events().size() == 1);
    CHECK(queue.events()[0].number == 3);
}
