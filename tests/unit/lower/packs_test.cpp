// Terms of a sum that are made alike are computed side by side: random branches of every kind keep the bits of the
// interpreter, and the schedule says that they were packed.
#include <doctest/doctest.h>

#include <random>

#include "compiler/graph/builder.h"
#include "tests/support/compiled.h"

using namespace tactus;
using namespace tactus::graph;
using test::play_everywhere;

namespace {

// Builds many branches by the same choices with different numbers.
class Branches {
  public:
    Branches(std::uint32_t seed, std::uint32_t count) : count_(count), random_(seed) {
        b.graph.seed = seed;
        b.graph.input_ports = {{"in", 0, {}}, {"in", 1, {}}};
        b.graph.parameters.resize(1);
        b.graph.polys.resize(1);
        b.graph.polys[0].voices = 3;
        b.place.name = b.name("x");
        input_ = b.add(Op::voice_input, {}, {.a = 0});
        clock_ = b.add(Op::less, {b.add(Op::voice_input, {}, {.a = 1}), b.constant(0.2f)});
        shared_line_ = b.add(Op::line, {input_}, {.b = 30, .value = 0.5f});
        b.place.clock = clock_;
        clocked_line_ = b.add(Op::line, {input_}, {.b = 30, .value = 0.25f});
        b.place.clock = {};
    }

    Builder b{"branches"};

    // One value in each branch.
    using Row = std::vector<NodeId>;
    template <typename Make> Row row(Make make) {
        Row made;
        for (std::uint32_t i = 0; i < count_; ++i)
            made.push_back(make(i));
        return made;
    }
    Row constants() {
        return row([&](std::uint32_t i) { return b.constant(0.1f + 0.05f * static_cast<float>(i)); });
    }
    Row tick_values() {
        const NodeId parameter = b.add(Op::parameter, {});
        return row([&](std::uint32_t i) {
            return b.to_audio(b.add(Op::multiply, {parameter, b.constant(static_cast<float>(i + 1))}));
        });
    }
    Row inputs() {
        return row([&](std::uint32_t) { return input_; });
    }
    Row oscillators() {
        return row([&](std::uint32_t i) {
            const NodeId state = b.add(Op::delay1, {NodeId{}, b.phase(i << 27)});
            const NodeId next = b.add(Op::phase_add, {state, b.phase((i + 3) << 21)});
            b.connect(state, 0, next);
            return b.add(Op::sine_turn, {next});
        });
    }
    Row noises() {
        return row([&](std::uint32_t) { return b.add(Op::random, {}); });
    }

    Row grow(const Row &x, const Row &y) {
        switch (random_() % 12) {
        case 0:
            return two(Op::add, x, y);
        case 1:
            return two(Op::multiply, x, y);
        case 2:
            return two(Op::subtract, x, y);
        case 3:
            return row([&](std::uint32_t i) {
                return b.add(Op::select, {b.add(Op::less, {x[i], y[i]}), x[i], b.constant(0.5f)});
            });
        case 4:
            return one(Op::sine, x);
        case 5:
            return one(Op::hyperbolic_tangent, x);
        case 6:
            return filtered(x, y);
        case 7:
            return comb(x);
        case 8:
            return held(x);
        case 9:
            return row([&](std::uint32_t i) {
                return b.add(Op::tap, {i % 2 != 0 ? shared_line_ : clocked_line_}, {.a = i % 31});
            });
        case 10:
            return row([&](std::uint32_t i) {
                return b.add(Op::tap_linear, {random_line(i), one_of(x, i)}, {.a = 1, .b = 20});
            });
        default:
            return rotated(x);
        }
    }

    // A row of random values, `steps` deep.
    Row tree(int steps) {
        std::vector<Row> rows{constants(), tick_values(), inputs(), oscillators(), noises()};
        for (int i = 0; i < steps; ++i)
            rows.push_back(grow(rows[random_() % rows.size()], rows[random_() % rows.size()]));
        return two(Op::add, rows.back(), two(Op::multiply, rows[3], rows[rows.size() - 2]));
    }

    void out(NodeId node) {
        b.graph.output_ports.push_back({"out", static_cast<std::uint32_t>(b.graph.output_ports.size()), node});
    }
    NodeId sum(const Row &terms) { return b.add(Op::sum, terms); }

    meaning::Script script() {
        meaning::Script s;
        s.frames = 200;
        s.blocks = {200};
        s.inputs.assign(2, std::vector<float>(s.frames));
        for (auto &channel : s.inputs)
            for (float &x : channel)
                x = static_cast<float>(static_cast<int>(random_() % 2001) - 1000) / 1000.0f;
        s.actions.push_back({33, meaning::ActionKind::parameter, 0, 0, 0, 0.75f, {}});
        return s;
    }

    Row two(Op op, const Row &x, const Row &y) {
        return row([&](std::uint32_t i) { return b.add(op, {x[i], y[i]}); });
    }
    Row one(Op op, const Row &x) {
        return row([&](std::uint32_t i) { return b.add(op, {x[i]}); });
    }

    Row filtered(const Row &x, const Row &y) {
        return row([&](std::uint32_t i) {
            const NodeId last = b.add(Op::delay1, {NodeId{}, b.constant(0.1f * static_cast<float>(i))});
            const NodeId next =
                b.add(Op::add, {b.add(Op::multiply, {last, b.constant(0.7f)}), b.add(Op::multiply, {x[i], y[i]})});
            b.connect(last, 0, next);
            return last;
        });
    }

  private:
    NodeId one_of(const Row &x, std::uint32_t i) {
        return b.add(Op::absolute, {b.add(Op::multiply, {x[i], b.constant(15.0f)})});
    }
    NodeId random_line(std::uint32_t i) { return i % 3 == 0 ? clocked_line_ : shared_line_; }
    Row comb(const Row &x) {
        return row([&](std::uint32_t i) {
            const NodeId line = b.add(Op::line, {NodeId{}}, {.b = 20 + 3 * i, .value = 0.01f * static_cast<float>(i)});
            const NodeId tap = b.add(Op::tap, {line}, {.a = 5 + 2 * i});
            b.connect(line, 0, b.add(Op::add, {x[i], b.add(Op::multiply, {tap, b.constant(0.5f)})}));
            return tap;
        });
    }
    Row held(const Row &x) {
        b.place.clock = clock_;
        Row made = row([&](std::uint32_t i) { return b.add(Op::hold, {x[i], b.constant(static_cast<float>(i))}); });
        b.place.clock = {};
        return made;
    }
    // Branches that look at their neighbours.
    Row rotated(const Row &x) {
        return row([&](std::uint32_t i) { return b.add(Op::subtract, {x[(i + 1) % count_], b.constant(0.25f)}); });
    }

    std::uint32_t count_;
    std::minstd_rand random_;
    NodeId input_, clock_, shared_line_, clocked_line_;
};

std::size_t packed_nodes(const Graph &graph, std::uint32_t lanes) {
    std::size_t count = 0;
    for (const schedule::Pack &pack : schedule::schedule(graph, {.lanes = lanes}).packs)
        count += pack.nodes.size();
    return count;
}

} // namespace

TEST_CASE("random branches, any number of them") {
    std::uint32_t seed = 1;
    for (const std::uint32_t count : {4u, 5u, 7u, 8u, 12u, 16u, 17u, 20u, 24u, 32u, 33u})
        for (int repeat = 0; repeat < 3; ++repeat, ++seed) {
            CAPTURE(count);
            CAPTURE(seed);
            Branches t(seed, count);
            t.out(t.sum(t.tree(2 + repeat * 4)));
            play_everywhere(t.b.graph, t.script(), seed);
        }
}

TEST_CASE("two sums of the same branches, and single branches heard alone") {
    for (const std::uint32_t seed : {101u, 102u, 103u, 104u}) {
        CAPTURE(seed);
        Branches t(seed, 16);
        const Branches::Row y = t.tree(5);
        t.out(t.sum(t.two(Op::multiply, y, t.constants())));
        t.out(t.sum(t.two(Op::multiply, y, t.tick_values())));
        t.out(y[3]);
        t.out(t.sum(t.one(Op::negate, {y.rbegin(), y.rend()})));
        play_everywhere(t.b.graph, t.script(), seed);
    }
}

TEST_CASE("branches before and after voices, and in a loop with them") {
    for (const std::uint32_t seed : {201u, 202u, 203u, 204u})
        for (const bool fused : {false, true}) {
            CAPTURE(seed);
            CAPTURE(fused);
            Branches t(seed, 8);
            const Branches::Row y = t.tree(4);
            const NodeId before = t.sum(y);
            const NodeId last = t.b.add(Op::delay1, {NodeId{}, t.b.constant(0.0f)});
            t.b.place.scope = ScopeId{1u};
            const NodeId gate = t.b.add(Op::number, {t.b.add(Op::note_gate, {})});
            const NodeId voice = t.b.add(Op::multiply, {gate, t.b.add(Op::add, {before, fused ? last : y[5]})});
            t.b.graph.polys[0].outputs = {voice};
            t.b.place.scope = patch_scope;
            const NodeId sum = t.b.add(Op::voice_sum, {voice});
            const Branches::Row after =
                t.row([&](std::uint32_t i) { return t.b.add(Op::sine, {t.b.add(Op::multiply, {sum, y[i]})}); });
            const NodeId end = t.sum(after);
            t.b.connect(last, 0, end);
            t.out(t.b.add(Op::add, {end, last}));
            meaning::Script script = t.script();
            script.actions.push_back({40, meaning::ActionKind::strike, 0, 1, 0, 0, {100, 60, 0.5f, 0.25f, 1, 0, 0, 0}});
            play_everywhere(t.b.graph, script, seed);
        }
}

TEST_CASE("modes are packed; partials and branches of different shape are not") {
    Branches modes(1, 16);
    const Branches::Row rings = modes.filtered(modes.inputs(), modes.constants());
    modes.out(modes.sum(modes.two(Op::multiply, rings, modes.tick_values())));
    CHECK(packed_nodes(modes.b.graph, 16) == 16 * 6); // of the term multiply and ramp; delay1, add, two multiply
    CHECK(packed_nodes(modes.b.graph, 1) == 0);
    Branches partials(1, 16); // sums of increments wait for nothing: the frames of a tick are better lanes
    partials.out(partials.sum(partials.two(Op::multiply, partials.oscillators(), partials.tick_values())));
    CHECK(packed_nodes(partials.b.graph, 16) == 0);
    Branches mixed(1, 8);
    Branches::Row y = mixed.oscillators();
    y[4] = mixed.b.add(Op::negate, {y[4]});
    mixed.out(mixed.sum(y));
    CHECK(packed_nodes(mixed.b.graph, 16) == 0);
}

TEST_CASE("a chain is no row of branches") {
    Branches t(1, 8);
    Branches::Row y = t.inputs();
    for (std::uint32_t i = 0; i < 8; ++i)
        y[i] = t.b.add(Op::sine, {i == 0 ? y[0] : y[i - 1]});
    t.out(t.sum(y));
    CHECK(packed_nodes(t.b.graph, 8) == 0);
    play_everywhere(t.b.graph, t.script());
}
