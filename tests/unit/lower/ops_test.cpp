// Every operation without memory compiled in every way: the bits of the interpreter.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "compiler/graph/builder.h"
#include "compiler/graph/rules.h"
#include "tests/support/compiled.h"

using namespace tactus;
using namespace tactus::graph;
using test::play_everywhere;

namespace {

// Numbers that are hard for one operation or another.
std::vector<float> hard_numbers() {
    const float infinity = std::numeric_limits<float>::infinity();
    std::vector<float> numbers{0.0f,           -0.0f,   1.0f,        -1.0f, 0.5f,     -0.5f,     1.5f,
                               2.5f,           -2.5f,   3.14159265f, 1e-3f, 1e6f,     -1e6f,     0x1p23f,
                               0x1.fffffep22f, 0x1p31f, -0x1p31f,    1e18f, 0x1p-59f, 0x1p-61f,  0x1p-126f,
                               1e17f,          127.5f,  -126.25f,    88.0f, infinity, -infinity, std::nanf("")};
    for (int i = 0; i < 100; ++i)
        numbers.push_back(std::sin(static_cast<float>(i) * 1.7f) * std::exp(static_cast<float>(i % 20) - 8.0f));
    return numbers;
}

// Two inputs that walk through all pairs of a few, and the rest side by side.
meaning::Script script_of_numbers() {
    meaning::Script script;
    const std::vector<float> numbers = hard_numbers();
    script.frames = 512;
    script.blocks = {512};
    script.inputs.assign(2, std::vector<float>(script.frames));
    for (std::uint32_t i = 0; i < script.frames; ++i) {
        script.inputs[0][i] = numbers[i % numbers.size()];
        script.inputs[1][i] = numbers[(i / 7 + i * 5) % numbers.size()];
    }
    return script;
}

bool is_plain(Op op) {
    return info(op).state == StateRule::none && info(op).operands != "" && !is_tap(op) && !reads_transform(op) &&
           op != Op::sum && op != Op::table && op != Op::entry;
}

// x and y as operands of the letters the op takes, undoing what the inputs' calming hides: x / y gives infinities and
// NaN.
NodeId operand_for(Builder &b, char letter, NodeId number) {
    if (letter == 'b')
        return b.add(Op::less, {number, b.constant(0.25f)});
    if (letter == 'p')
        return b.add(Op::phase, {number});
    return number;
}

} // namespace

TEST_CASE("operations without memory give the interpreter's bits") {
    const meaning::Script script = script_of_numbers();
    Builder b("ops");
    b.graph.input_ports.push_back({"in", 0, {}});
    b.graph.input_ports.push_back({"in", 1, {}});
    const NodeId x = b.add(Op::voice_input, {}, {.a = 0});
    const NodeId y = b.add(Op::voice_input, {}, {.a = 1});
    const NodeId wild = b.add(Op::divide, {x, y});
    for (std::size_t i = 0; i < all_ops().size(); ++i) {
        const Op op = static_cast<Op>(i);
        if (!is_plain(op))
            continue;
        for (const NodeId first : {x, wild}) {
            std::vector<NodeId> operands;
            const std::string_view letters = info(op).operands;
            for (std::size_t k = 0; k < letters.size(); ++k)
                operands.push_back(operand_for(b, letters[k], k == 0 ? first : y));
            NodeId result = b.add(op, operands, {.a = op == Op::phase_index || op == Op::phase_fraction ? 7u : 0u});
            if (b[result].type == Type::Boolean)
                result = b.add(Op::number, {result});
            else if (b[result].type == Type::Phase)
                result = b.add(Op::turns, {result});
            b.graph.output_ports.push_back({"out", static_cast<std::uint32_t>(b.graph.output_ports.size()), result});
        }
    }
    play_everywhere(std::move(b).finish(), script);
}

TEST_CASE("sums keep their order for every number of terms") {
    for (const std::uint32_t count : {1u, 2u, 3u, 15u, 16u, 17u, 33u}) {
        Builder b("sum");
        b.graph.input_ports.push_back({"in", 0, {}});
        const NodeId x = b.add(Op::voice_input, {}, {.a = 0});
        std::vector<NodeId> terms;
        for (std::uint32_t i = 0; i < count; ++i)
            terms.push_back(b.add(Op::multiply, {x, b.constant(0.37f + static_cast<float>(i))}));
        b.graph.output_ports.push_back({"out", 0, b.add(Op::sum, terms)});
        play_everywhere(std::move(b).finish(), script_of_numbers());
    }
}

TEST_CASE("tables are read within their entries") {
    Builder b("table");
    b.graph.input_ports.push_back({"in", 0, {}});
    b.graph.tables.push_back({"t", {3.0f, 1.0f, 4.0f, 1.5f, 9.0f}});
    const NodeId x = b.add(Op::voice_input, {}, {.a = 0});
    b.graph.output_ports.push_back({"out", 0, b.add(Op::table, {x}, {.a = 0})});
    const meaning::Script script = script_of_numbers();
    const meaning::Recording played = play_everywhere(std::move(b).finish(), script);
    CHECK(played.outputs[0][2] == 1.0f);
    CHECK(played.outputs[0][6] == 1.0f);  // 1.5
    CHECK(played.outputs[0][11] == 9.0f); // beyond the end
    CHECK(played.outputs[0][12] == 3.0f); // before the beginning
}
