#include "tests/meaning/generate.h"

#include <algorithm>
#include <array>

#include "tests/meaning/values.h"

namespace tactus::meaning {

namespace {

constexpr std::array<std::uint32_t, 12> counts{1, 2, 5, 9, 15, 16, 16, 16, 17, 31, 32, 33}; // terms of sums
constexpr std::array<std::uint32_t, 11> voice_counts{1, 2, 3,  4,  5, 7,
                                                     8, 9, 15, 16, 17}; // lane widths and their neighbours
constexpr std::array<std::uint32_t, 12> distances{0, 1, 1, 1, 2, 3, 7, 8, 9, 15, 16, 17}; // least delays
constexpr std::array<std::uint32_t, 9> reaches{0, 1, 2, 7, 8, 9, 15, 16, 33}; // what a moving tap adds to its least
constexpr std::array<std::uint32_t, 5> sample_rates{48000, 44100, 8000, 1000, 320}; // low ones: voices sleep soon

class GraphMaker : private RandomValues {
  public:
    explicit GraphMaker(Random &random) : RandomValues(random, graph::Builder("random", random.pick(sample_rates))) {}

    graph::Graph run() {
        b_.graph.seed = r_.below(1000);
        tables_and_ports();
        grow(r_.between(5, 11));
        for (std::uint32_t poly = 0; poly < b_.graph.polys.size(); ++poly)
            voice(graph::PolyId{poly});
        grow(r_.between(6, 13));
        close_feedback();
        leave();
        return std::move(b_).finish();
    }

  private:
    // A memory whose first operand is not known yet.
    struct Open {
        NodeId node;
        Type type;
        ScopeId scope;
    };

    void tables_and_ports() {
        const std::uint32_t parameters = r_.between(1, 3);
        for (std::uint32_t i = 0; i < parameters; ++i) {
            graph::Parameter p;
            p.name = "p" + std::to_string(i);
            p.low = r_.percent(50) ? 0.0f : -2.0f;
            p.high = 3.0f;
            p.init = r_.percent(50) ? 1.0f : p.low;
            p.stepped = r_.percent(40);
            p.smooth_ticks = p.stepped ? 0 : r_.between(1, 5);
            p.logarithmic = r_.percent(20);
            if (p.logarithmic)
                p.low = p.init = 0.25f;
            p.controller = r_.percent(50) ? static_cast<std::int32_t>(r_.between(1, 20)) : -1;
            p.nrpn = r_.percent(20) ? static_cast<std::int32_t>(r_.below(300)) : -1;
            b_.graph.parameters.push_back(p);
        }
        graph::Table table{"t", {}};
        for (std::uint32_t i = r_.between(1, 9); i > 0; --i)
            table.values.push_back(r_.unit() * 4.0f - 2.0f);
        b_.graph.tables.push_back(table);
        for (std::uint32_t i = r_.between(1, 2); i > 0; --i)
            b_.graph.input_ports.push_back({"in", static_cast<std::uint32_t>(b_.graph.input_ports.size()), {}});
        const std::uint32_t polys = r_.percent(12) ? 0 : r_.percent(25) ? 2 : 1;
        b_.graph.polys.resize(polys);
        for (graph::Poly &poly : b_.graph.polys) {
            poly.name = b_.name("poly" + std::to_string(&poly - b_.graph.polys.data()));
            poly.voices = r_.pick(voice_counts);
            if (poly.voices == 1 && r_.percent(80))
                poly.mode = r_.percent(50) ? graph::VoiceMode::mono : graph::VoiceMode::legato;
            poly.steal = r_.percent(50) ? graph::Steal::oldest : graph::Steal::quietest;
            poly.longest_delay_frames = r_.percent(50) ? 0 : r_.between(1, 40);
        }
    }

    // One poly: nodes of its scope, outputs, their sums in the patch.
    void voice(graph::PolyId poly) {
        b_.place.scope = b_.scope_of(poly);
        grow(r_.between(7, 14));
        std::vector<NodeId> ends = unused(b_.place.scope);
        std::vector<NodeId> outputs;
        for (std::uint32_t i = r_.between(1, 3); i > 0 && !ends.empty(); --i) {
            outputs.push_back(audible(ends.back()));
            ends.pop_back();
        }
        std::vector<NodeId> rest;
        for (const NodeId end : ends)
            rest.push_back(audible(end));
        if (!rest.empty())
            outputs.push_back(make(Op::sum, rest));
        if (outputs.empty() || r_.percent(5))
            outputs.push_back(real(Rate::Initial));
        if (r_.percent(25))
            b_.graph.polys[poly.index].idle = any(Type::Boolean, Rate::Audio);
        b_.graph.polys[poly.index].outputs = outputs;
        b_.place.scope = graph::patch_scope;
        for (const NodeId output : outputs)
            sums_.push_back(add(Op::voice_sum, {output}, {.a = poly.index}));
    }

    // Nodes at the current place; some of them inside a `when`.
    void grow(std::uint32_t count) {
        for (std::uint32_t i = 0; i < count; ++i) {
            if (r_.percent(12))
                inside_when(r_.between(1, 4), 0);
            else
                grow_one();
        }
    }

    void inside_when(std::uint32_t count, int depth) {
        const NodeId outer = b_.place.clock;
        const NodeId condition = any(Type::Boolean, r_.percent(80) ? Rate::Audio : Rate::Tick);
        const NodeId clock = outer.valid() ? make(Op::logical_and, {outer, condition}) : condition;
        const std::size_t first = b_.graph.nodes.size();
        b_.place.clock = clock;
        for (std::uint32_t i = 0; i < count; ++i) {
            if (depth < 2 && r_.percent(30))
                inside_when(r_.between(1, 2), depth + 1);
            else
                grow_memory();
        }
        const std::size_t last = b_.graph.nodes.size();
        for (std::size_t i = first; i < last; ++i)
            if (value_seen_outside(b_.graph.nodes[i]))
                add(Op::hold, {NodeId{i}, any(b_.graph.nodes[i].type, Rate::Initial)});
        b_.place.clock = outer;
    }
    bool value_seen_outside(const graph::Node &node) {
        return node.type != Type::Line && node.type != Type::Buffer && graph::ready_for_audio(node) &&
               node.rate == Rate::Audio && graph::visible_from(b_.place.scope, node.scope) && r_.percent(50);
    }

    void grow_memory() {
        constexpr std::array memories{Op::delay1,      Op::delay1,     Op::hold,   Op::line,  Op::tap,
                                      Op::tap_allpass, Op::tap_linear, Op::random, Op::entry, Op::entry};
        grow_op(r_.percent(60) ? r_.pick(memories) : any_op());
    }
    void grow_one() {
        constexpr std::array blocks{Op::convolve, Op::transform_real, Op::transform_imaginary, Op::block_position};
        if (r_.percent(25))
            grow_memory();
        else if (r_.percent(10))
            grow_op(r_.percent(50) ? Op::ramp : Op::sum);
        else if (r_.percent(3))
            grow_op(r_.pick(blocks));
        else if (r_.percent(4))
            (void)make(Op::add, {tick_value(true), tick_value(false)});
        else
            grow_op(any_op());
    }
    Op any_op() { return static_cast<Op>(r_.below(graph::all_ops().size())); }

    void grow_op(Op op) {
        const bool in_voice = b_.place.scope != graph::patch_scope;
        switch (op) {
        case Op::constant:
        case Op::truth_constant:
        case Op::phase_constant:
            fresh_constant(op);
            break;
        case Op::parameter:
            add(op, {}, {.a = r_.below(b_.graph.parameters.size())});
            break;
        case Op::note_value:
            if (in_voice)
                add(op, {}, {.a = r_.below(graph::note_field_count)});
            break;
        case Op::note_gate:
        case Op::note_on:
            if (in_voice)
                add(op, {});
            break;
        case Op::voice_input:
            add(op, {}, {.a = r_.below(b_.graph.input_ports.size())});
            break;
        case Op::active:
            if (!b_.graph.polys.empty())
                add(op, {}, {.a = r_.below(b_.graph.polys.size())});
            break;
        case Op::voice_sum:
            break; // voice() makes them
        case Op::tempo:
        case Op::beat_phase:
        case Op::random:
        case Op::random_start:
            add(op, {});
            break;
        case Op::sum: {
            std::vector<NodeId> terms;
            const Rate most = any_rate();
            for (std::uint32_t i = r_.pick(counts); i > 0; --i)
                terms.push_back(real(most));
            make(op, terms);
            break;
        }
        case Op::ramp:
            add(op, {real(Rate::Tick)});
            break;
        case Op::delay1:
            delay1();
            break;
        case Op::hold: {
            const Type type = any_type();
            add(op, {ready(type), any(type, Rate::Initial)});
            break;
        }
        case Op::line:
            line();
            break;
        case Op::tap:
        case Op::tap_nearest:
        case Op::tap_linear:
        case Op::tap_cubic:
        case Op::tap_allpass:
            tap(op);
            break;
        case Op::buffer:
            buffer();
            break;
        case Op::entry:
            entry();
            break;
        case Op::block_position: {
            const std::uint32_t size = 16u << r_.below(3);
            add(op, {}, {.a = size, .b = r_.below(size)});
            break;
        }
        case Op::convolve:
            if (!in_voice)
                convolve();
            break;
        case Op::transform:
            if (!in_voice)
                transform();
            break;
        case Op::transform_real:
        case Op::transform_imaginary:
            if (!in_voice && transforms_.empty())
                transform();
            if (!transforms_.empty())
                add(op, {r_.pick(transforms_)});
            break;
        case Op::table:
            make(op, {near_number(any_rate(), 0, static_cast<std::uint32_t>(b_.graph.tables[0].values.size()))});
            break;
        case Op::phase_index:
        case Op::phase_fraction: {
            const std::uint32_t size = r_.between(1, 40);
            make(op, {any(Type::Phase, any_rate())}, {.a = size});
            break;
        }
        default:
            plain(op);
            break;
        }
    }

    // An op whose operands follow from the table.
    void plain(Op op) {
        const Type type = any_type();
        const Rate most = any_rate();
        std::vector<NodeId> operands;
        for (std::uint32_t i = 0; graph::operand_letter(op, i) != '\0'; ++i) {
            const Type wanted = graph::type_of_letter(graph::operand_letter(op, i)).value_or(type);
            operands.push_back(any(wanted, most));
        }
        make(op, operands);
    }

    void convolve() {
        graph::Table response{"response", {}};
        for (std::uint32_t i = r_.between(1, 90); i > 0; --i)
            response.values.push_back(r_.unit() - 0.5f);
        b_.graph.tables.push_back(std::move(response));
        const auto table = static_cast<std::uint32_t>(b_.graph.tables.size() - 1);
        const NodeId input = r_.percent(50) ? lively() : ready(Type::Real);
        const std::uint32_t block = 16u << r_.below(2);
        add(Op::convolve, {input}, {.a = table, .b = block});
    }

    void transform() {
        const std::uint32_t size = 16u << r_.below(3);
        const std::uint32_t offset = 16 * r_.below(size / 16);
        const std::uint32_t inverse = r_.percent(30) ? 1 : 0;
        const NodeId re = lively(), im = ready(Type::Real);
        transforms_.push_back(add(Op::transform, {re, im}, {.a = size, .b = 2 * offset + inverse}));
    }

    void delay1() {
        const Type type = any_type();
        const NodeId start = any(type, Rate::Initial);
        if (!r_.percent(50)) {
            add(Op::delay1, {ready(type), start});
            return;
        }
        const NodeId node = add(Op::delay1, {NodeId{}, start});
        open_.push_back({node, b_[node].type, b_[node].scope});
    }

    NodeId line() {
        const bool open = r_.percent(50);
        const std::uint32_t longest = r_.between(0, 2) == 0 ? r_.pick(distances) : r_.between(1, 60);
        const float before = r_.percent(70) ? 0.0f : r_.unit();
        const NodeId input = open ? NodeId{} : r_.percent(50) ? lively() : ready(Type::Real);
        const NodeId node = add(Op::line, {input}, {.b = longest, .value = before});
        if (open)
            open_.push_back({node, Type::Real, b_[node].scope});
        lines_.push_back({node, open});
        return node;
    }

    void tap(Op op) {
        std::vector<Line> visible;
        for (const Line &l : lines_)
            if (graph::visible_from(b_.place.scope, b_[l.node].scope))
                visible.push_back(l);
        if (visible.empty() || r_.percent(20))
            visible = {{line(), lines_.back().open}};
        const Line chosen = r_.pick(visible);
        const std::uint32_t longest = b_[chosen.node].b;
        // A line that is part of a loop is read at a distance.
        std::uint32_t least = std::min(r_.pick(distances), longest);
        if (chosen.open && least == 0) {
            if (longest == 0)
                return;
            least = 1;
        }
        if (op == Op::tap) {
            add(op, {chosen.node}, {.a = r_.percent(50) ? least : longest});
            return;
        }
        const std::uint32_t farthest = std::min(longest, least + r_.pick(reaches));
        add(op, {chosen.node, audio(near_number(Rate::Audio, least, farthest))}, {.a = least, .b = farthest});
    }

    NodeId buffer() {
        const bool open = r_.percent(50);
        const std::uint32_t entries = r_.between(1, 40);
        const NodeId x = open ? NodeId{} : r_.percent(50) ? lively() : ready(Type::Real);
        const NodeId index = audio(near_number(Rate::Audio, 0, entries));
        const NodeId node = add(Op::buffer, {x, index}, {.b = entries});
        if (open)
            open_.push_back({node, Type::Real, b_[node].scope});
        buffers_.push_back(node);
        return node;
    }

    void entry() {
        std::vector<NodeId> visible;
        for (const NodeId id : buffers_)
            if (graph::visible_from(b_.place.scope, b_[id].scope))
                visible.push_back(id);
        if (visible.empty() || r_.percent(20))
            visible = {buffer()};
        const NodeId chosen = r_.pick(visible);
        add(Op::entry, {chosen, audio(near_number(Rate::Audio, 0, b_[chosen].b))});
    }

    // A number that often lies between two others, as distances and indices do.
    NodeId near_number(Rate most, std::uint32_t low, std::uint32_t high) {
        const NodeId x = most == Rate::Audio && r_.percent(50) ? lively() : real(most);
        if (r_.percent(25))
            return x;
        const auto range = static_cast<float>(high - low);
        const NodeId scaled = make(Op::multiply, {x, b_.constant(range * 0.8f)});
        return make(Op::add, {scaled, b_.constant(static_cast<float>(low) + range * 0.3f)});
    }

    void close_feedback() {
        for (const Open &open : open_) {
            b_.place.scope = open.scope;
            const bool from_sums = open.type == Type::Real && !sums_.empty() && r_.percent(20);
            NodeId from = from_sums ? r_.pick(sums_) : latest(open.type);
            if (open.type == Type::Real && r_.percent(60))
                from = make(Op::multiply, {from, b_.constant(r_.percent(80) ? r_.unit() : 1.5f)});
            b_.connect(open.node, 0, audio(from));
            b_.place.scope = graph::patch_scope;
        }
    }

    // Every end of the patch is an output of its own, so that one that is no number hides no other.
    void leave() {
        b_.place = {};
        std::vector<NodeId> ends = unused(graph::patch_scope);
        for (std::size_t i = 0; i < ends.size() && i < 12; ++i)
            b_.graph.output_ports.push_back({"out", static_cast<std::uint32_t>(i), audible(ends[ends.size() - 1 - i])});
        if (b_.graph.output_ports.empty())
            b_.graph.output_ports.push_back({"out", 0, audio(real(Rate::Audio))});
        if (r_.percent(30))
            note_lines();
    }

    // Lines of notes that the patch makes itself; some polys play them.
    void note_lines() {
        for (std::uint32_t i = r_.between(1, 2); i > 0; --i)
            b_.graph.note_lines.push_back(
                {ready(Type::Real), any(Type::Boolean, Rate::Audio), ready(Type::Real), b_.name("notes")});
        for (graph::Poly &poly : b_.graph.polys)
            if (r_.percent(60))
                poly.source = {.generated = true,
                               .first_line = 0,
                               .line_count = static_cast<std::uint32_t>(b_.graph.note_lines.size())};
    }

    struct Line {
        NodeId node;
        bool open; // its operand comes later: only delayed taps
    };

    std::vector<Open> open_;
    std::vector<Line> lines_;
    std::vector<NodeId> buffers_;
    std::vector<NodeId> transforms_;
    std::vector<NodeId> sums_;
};

} // namespace

// Nowhere here do two arguments of one call draw: their order is the compiler's choice, and a seed has to mean the same
// case everywhere.
Case generate(std::uint64_t seed) {
    Random random(seed * 0x2545f4914f6cdd1du + 1);
    Case c;
    c.graph = GraphMaker(random).run();
    c.script = random_script(random, c.graph);
    return c;
}

} // namespace tactus::meaning
