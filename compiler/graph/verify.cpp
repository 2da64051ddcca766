#include "compiler/graph/verify.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "compiler/graph/order.h"
#include "compiler/graph/rules.h"

namespace tactus::graph {

namespace {

class Verifier {
  public:
    explicit Verifier(const Graph &graph) : graph_(graph) {}

    std::vector<std::string> run() {
        if (graph_.sample_rate == 0)
            say("sample_rate is 0");
        for (std::size_t i = 0; i < graph_.nodes.size(); ++i)
            shape(NodeId{i});
        if (!problems_.empty())
            return std::move(problems_); // ids out of range: nothing else can be looked at
        for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
            node_ = NodeId{i};
            typing();
            placing();
            readiness();
            memory();
            attributes();
        }
        node_ = {};
        parameters();
        polys();
        note_lines();
        ports();
        for (const Table &table : graph_.tables)
            if (table.values.empty() ||
                !std::all_of(table.values.begin(), table.values.end(), [](float v) { return std::isfinite(v); }))
                say("table \"" + table.name + "\" is empty or not finite");
        cycles();
        return std::move(problems_);
    }

  private:
    void say(std::string text) {
        if (node_.valid())
            text = "%" + std::to_string(node_.index) + " " + std::string(info(graph_[node_].op).name) + ": " + text;
        problems_.push_back(std::move(text));
    }
    const Node &node() const { return graph_[node_]; }
    bool in_range(NodeId id) const { return id.index < graph_.nodes.size(); }

    void shape(NodeId id) {
        node_ = id;
        if (static_cast<std::size_t>(node().op) >= all_ops().size()) {
            node_ = {};
            say("%" + std::to_string(id.index) + ": no such op");
            return;
        }
        const std::string_view letters = info(node().op).operands;
        if (letters == "*" ? node().input_count == 0 : node().input_count != letters.size())
            say("wrong number of operands");
        if (node().first_input > graph_.inputs.size() || node().input_count > graph_.inputs.size() - node().first_input)
            say("operands lie outside the graph's inputs");
        else
            for (const NodeId operand : graph_.inputs_of(id))
                if (!in_range(operand))
                    say("an operand is no node");
        if (node().clock.valid() && !in_range(node().clock))
            say("the clock is no node");
        if (node().name.valid() && node().name.index >= graph_.names.size())
            say("the name is not in names");
        if (node().scope.index > graph_.polys.size())
            say("there is no such scope");
        node_ = {};
    }

    void typing() {
        const auto operands = graph_.inputs_of(node_);
        for (std::uint32_t i = 0; i < operands.size(); ++i) {
            const char letter = operand_letter(node().op, i);
            const Type wanted = type_of_letter(letter).value_or(node().type);
            if (graph_[operands[i]].type != wanted)
                say("operand " + std::to_string(i) + " is " + std::string(type_name(graph_[operands[i]].type)) +
                    ", not " + std::string(type_name(wanted)));
            if (letter == 'a' && (wanted == Type::Line || wanted == Type::Buffer))
                say("a line or buffer is no value");
        }
        if (node().type != result_type(graph_, node().op, operands))
            say("wrong type");
        if (node().rate != result_rate(graph_, node().op, operands))
            say("wrong rate");
        if (node().stepped != result_stepped(graph_, node().op, operands, node().a))
            say("wrong stepped");
    }

    void placing() {
        const auto operands = graph_.inputs_of(node_);
        const ScopeRule rule = scope_rule(node().op);
        if (rule == ScopeRule::patch && node().scope != patch_scope)
            say("stands in the patch always");
        if (rule == ScopeRule::voice && node().scope == patch_scope)
            say("stands in a voice always");
        if (rule == ScopeRule::operands && node().scope != operand_scope(graph_, operands))
            say("wrong scope");
        const ScopeId from = node().op == Op::voice_sum ? ScopeId{1 + node().a} : node().scope;
        for (const NodeId operand : operands)
            if (!visible_from(from, graph_[operand].scope))
                say("uses a value of another voice");
        if (node().clock.valid() && !visible_from(node().scope, graph_[node().clock].scope))
            say("has the clock of another voice");
    }

    void readiness() {
        const auto operands = graph_.inputs_of(node_);
        if (node().op == Op::ramp) {
            if (graph_[operands[0]].rate == Rate::Audio)
                say("ramps an audio value");
            return;
        }
        if (node().rate != Rate::Audio)
            return;
        for (const NodeId operand : operands)
            if (!ready_for_audio(graph_[operand]))
                say("uses the tick value %" + std::to_string(operand.index) + " without a ramp");
    }

    void memory() {
        const Op op = node().op;
        if (info(op).state != StateRule::memory) {
            if (node().clock.valid())
                say("has a clock and no memory");
            return;
        }
        if (!node().name.valid())
            say("is a memory without a name");
        if (node().clock.valid() && !runs_on_clock(op))
            say("has a clock and runs on every frame");
        if (node().clock.valid() && graph_[node().clock].type != Type::Boolean)
            say("the clock is no boolean");
        if ((op == Op::delay1 || op == Op::hold) && graph_[graph_.input(node_, 1)].rate > Rate::Initial)
            say("the start value is neither constant nor initial");
        if (op == Op::tap_allpass && node().clock != graph_[graph_.input(node_, 0)].clock)
            say("has not the clock of its line");
    }

    void attributes() {
        const Node &n = node();
        const auto limit = [&](bool right, const char *text) {
            if (!right)
                say(text);
        };
        if (is_tap(n.op) && graph_[graph_.input(node_, 0)].op == Op::line) {
            const std::uint32_t longest = graph_[graph_.input(node_, 0)].b;
            const std::uint32_t farthest = is_moving_tap(n.op) ? n.b : n.a;
            limit(n.a <= farthest && farthest <= longest, "asks for a delay longer than its line, or b is less than a");
        }
        if (info(n.op).operands.starts_with('l')) {
            const bool transforms = graph_[graph_.input(node_, 0)].op == Op::transform;
            limit(reads_transform(n.op) == transforms, "reads a line as a transform, or a transform as a line");
        }
        switch (n.op) {
        case Op::block_position:
            limit(is_block(n.a, most_transform) && n.b < n.a, "a is no size of blocks, or b not below it");
            break;
        case Op::convolve:
            convolution(n);
            break;
        case Op::transform:
            limit(is_block(n.a, most_transform), "a is no size of blocks");
            limit(n.b / 2 < n.a && n.b / 2 % tick_frames == 0, "the offset is not below a, or no multiple of 16");
            break;
        case Op::constant:
            limit(!std::isnan(n.value), "is no number");
            break;
        case Op::truth_constant:
            limit(n.a <= 1, "a is neither 0 nor 1");
            break;
        case Op::parameter:
            limit(n.a < graph_.parameters.size(), "there is no such parameter");
            break;
        case Op::note_value:
            limit(n.a < note_field_count, "there is no such field");
            break;
        case Op::voice_input:
            limit(n.a < graph_.input_ports.size(), "there is no such input");
            break;
        case Op::active:
            limit(n.a < graph_.polys.size(), "there is no such poly");
            break;
        case Op::voice_sum:
            voice_sum(n);
            break;
        case Op::table:
            limit(n.a < graph_.tables.size(), "there is no such table");
            break;
        case Op::phase_index:
        case Op::phase_fraction:
            limit(n.a >= 1 && n.a <= longest_line_frames, "a is 0 or more than 2^24");
            break;
        case Op::line:
            limit(n.b <= longest_line_frames && std::isfinite(n.value), "is too long, or its value is not finite");
            break;
        case Op::buffer:
            limit(n.b >= 1 && n.b <= longest_line_frames, "has no entries, or too many");
            break;
        default:
            break;
        }
        limit(n.op == Op::constant || n.op == Op::line || (n.value == 0.0f && !std::signbit(n.value)),
              "has a value that it does not read");
        limit(n.b == 0 || n.op == Op::line || n.op == Op::buffer || is_moving_tap(n.op) || n.op == Op::block_position ||
                  n.op == Op::convolve || n.op == Op::transform,
              "has a b that it does not read");
    }

    static bool is_block(std::uint32_t frames, std::uint32_t most) {
        return std::has_single_bit(frames) && frames >= tick_frames && frames <= most;
    }

    void convolution(const Node &n) {
        if (!is_block(n.b, most_convolution_block))
            return say("b is no size of blocks");
        if (n.a >= graph_.tables.size())
            return say("there is no such table");
        if ((graph_.tables[n.a].values.size() + n.b - 1) / n.b > most_partitions)
            say("the response has too many blocks");
    }

    void voice_sum(const Node &n) {
        if (n.a >= graph_.polys.size())
            return say("there is no such poly");
        const auto &outputs = graph_.polys[n.a].outputs;
        if (std::find(outputs.begin(), outputs.end(), graph_.input(node_, 0)) == outputs.end())
            say("sums what is no output of its poly");
    }

    // A value that leaves the graph, or decides over a voice.
    void outside(NodeId id, Type type, ScopeId scope, const std::string &what) {
        if (!in_range(id))
            return say(what + " is no node");
        if (graph_[id].type != type)
            say(what + " is no " + std::string(type_name(type)));
        if (!visible_from(scope, graph_[id].scope))
            say(what + " is of another scope");
        if (!ready_for_audio(graph_[id]))
            say(what + " is a tick value without a ramp");
    }

    void parameters() {
        for (const Parameter &p : graph_.parameters) {
            if (!std::isfinite(p.low) || !std::isfinite(p.high) || !(p.low <= p.init && p.init <= p.high))
                say("parameter \"" + p.name + "\": not low <= init <= high");
            if (p.logarithmic && !(p.low > 0.0f))
                say("parameter \"" + p.name + "\": logarithmic from 0 or below");
            if (p.stepped != (p.smooth_ticks == 0))
                say("parameter \"" + p.name + "\": smooth_ticks is 0 exactly when stepped");
        }
    }

    void polys() {
        for (std::size_t i = 0; i < graph_.polys.size(); ++i) {
            const Poly &poly = graph_.polys[i];
            const std::string what = "poly " + std::to_string(i);
            if (poly.voices == 0 || poly.voices > most_voices)
                say(what + " has no voices, or too many");
            if (poly.name.valid() && poly.name.index >= graph_.names.size())
                say(what + ": the name is not in names");
            const NoteSource &source = poly.source;
            if (source.generated && (source.first_line > graph_.note_lines.size() ||
                                     source.line_count > graph_.note_lines.size() - source.first_line))
                say(what + ": there are no such note lines");
            if (source.channel < 0 || source.channel > 16 || source.low_key < 0 || source.high_key > 127)
                say(what + ": channel or keys out of range");
            for (const NodeId output : poly.outputs)
                outside(output, Type::Real, ScopeId{1 + i}, what + ": an output");
            if (poly.idle.valid())
                outside(poly.idle, Type::Boolean, ScopeId{1 + i}, what + ": idle");
        }
    }

    void note_lines() {
        for (std::size_t i = 0; i < graph_.note_lines.size(); ++i) {
            const NoteLine &line = graph_.note_lines[i];
            const std::string what = "note line " + std::to_string(i);
            outside(line.freq, Type::Real, patch_scope, what + ": freq");
            outside(line.gate, Type::Boolean, patch_scope, what + ": gate");
            outside(line.velocity, Type::Real, patch_scope, what + ": velocity");
            if (line.name.valid() && line.name.index >= graph_.names.size())
                say(what + ": the name is not in names");
        }
    }

    void ports() {
        for (const Port &port : graph_.output_ports)
            outside(port.node, Type::Real, patch_scope, "output \"" + port.name + "\"");
        for (const Port &port : graph_.input_ports)
            if (port.node.valid())
                say("input \"" + port.name + "\" has a node");
    }

    void cycles() {
        const Order order = frame_order(graph_);
        if (order.cycle.empty())
            return;
        std::string text = "a cycle without delay:";
        for (const NodeId id : order.cycle)
            text += " %" + std::to_string(id.index);
        say(text);
    }

    const Graph &graph_;
    NodeId node_;
    std::vector<std::string> problems_;
};

} // namespace

std::vector<std::string> verify(const Graph &graph) { return Verifier(graph).run(); }

} // namespace tactus::graph
