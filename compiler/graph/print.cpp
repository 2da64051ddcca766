// Graph -> text, as text.h says.
#include <bit>
#include <charconv>
#include <cmath>

#include "compiler/graph/rules.h"
#include "compiler/graph/text.h"

namespace tactus::graph {

namespace {

constexpr std::array<std::string_view, 2> steal_names{"oldest", "quietest"};
constexpr std::array<std::string_view, 3> mode_names{"poly", "mono", "legato"};

class Printer {
  public:
    Printer(const Graph &graph, PrintOptions options) : graph_(graph), options_(options) {}

    std::string run() {
        head();
        for (const Parameter &p : graph_.parameters)
            parameter(p);
        for (const Table &table : graph_.tables) {
            word("table").quoted(table.name);
            for (const float v : table.values)
                number(v);
            end();
        }
        for (const Port &port : graph_.input_ports)
            word("input").quoted(port.name).integer(port.channel).end();
        for (std::size_t i = 0; i < graph_.nodes.size(); ++i)
            node(NodeId{i});
        for (const Poly &p : graph_.polys)
            poly(p);
        for (const NoteLine &l : graph_.note_lines) {
            word("note_line").word("freq").id(l.freq).word("gate").id(l.gate).word("velocity").id(l.velocity);
            name(l.name).end();
        }
        for (const Port &port : graph_.output_ports)
            word("output").quoted(port.name).integer(port.channel).id(port.node).end();
        return std::move(text_);
    }

  private:
    Printer &gap() {
        if (!text_.empty() && text_.back() != '\n')
            text_ += ' ';
        return *this;
    }
    Printer &word(std::string_view w) {
        gap();
        text_ += w;
        return *this;
    }
    Printer &integer(std::int64_t i) { return word(std::to_string(i)); }
    Printer &id(NodeId node) { return word(node.valid() ? "%" + std::to_string(node.index) : "%-"); }
    Printer &number(float x) {
        if (std::isnan(x))
            return word("nan"); // which one is not observable
        std::array<char, 32> digits{};
        const auto [last, error] = std::to_chars(digits.data(), digits.data() + digits.size(), x);
        return word({digits.data(), last}); // the shortest text that reads back to the same float
    }
    Printer &quoted(std::string_view s) {
        constexpr std::string_view hex = "0123456789abcdef";
        gap();
        text_ += '"';
        for (const char c : s) {
            const auto byte = static_cast<unsigned char>(c);
            if (c == '"' || c == '\\') {
                text_ += '\\';
                text_ += c;
            } else if (byte < 0x20 || byte == 0x7f) {
                text_ += "\\x";
                text_ += hex[byte >> 4];
                text_ += hex[byte & 15];
            } else {
                text_ += c;
            }
        }
        text_ += '"';
        return *this;
    }
    Printer &name(NameId n) { return n.valid() ? quoted(graph_.names[n.index]) : *this; }
    void end() { text_ += '\n'; }

    void head() {
        word("graph").quoted(graph_.patch).end();
        word("sample_rate").integer(graph_.sample_rate).end();
        word("seed").integer(graph_.seed).end();
        word("tuning").number(graph_.tuning).end();
    }

    void parameter(const Parameter &p) {
        word("parameter")
            .quoted(p.name)
            .word("init")
            .number(p.init)
            .word("low")
            .number(p.low)
            .word("high")
            .number(p.high);
        if (!p.unit.empty())
            word("unit").quoted(p.unit);
        if (!p.osc.empty())
            word("osc").quoted(p.osc);
        if (p.logarithmic)
            word("log");
        if (p.stepped)
            word("step");
        word("smooth").integer(p.smooth_ticks);
        if (p.controller != -1)
            word("controller").integer(p.controller);
        if (p.nrpn != -1)
            word("nrpn").integer(p.nrpn);
        if (p.toggle)
            word("toggle");
        if (p.osc_argument != 1)
            word("arg").integer(p.osc_argument);
        if (p.osc_low < p.osc_high)
            word("from").number(p.osc_low).number(p.osc_high);
        end();
    }

    void node(NodeId n) {
        const Node &node = graph_[n];
        id(n).word("=").word(info(node.op).name);
        for (const NodeId operand : graph_.inputs_of(n))
            id(operand);
        if (node.op == Op::constant || node.op == Op::line || std::bit_cast<std::uint32_t>(node.value) != 0)
            number(node.value);
        if (node.a != 0)
            word("a").integer(node.a);
        if (node.b != 0)
            word("b").integer(node.b);
        word(":").word(type_name(node.type)).word(rate_name(node.rate));
        if (node.stepped)
            word("stepped");
        word(node.scope == patch_scope ? "patch" : "voice" + std::to_string(node.scope.index - 1));
        if (node.clock.valid())
            word("clock").id(node.clock);
        name(node.name);
        if (options_.spans && node.span.file.valid())
            word("@" + std::to_string(node.span.file.index) + ":" + std::to_string(node.span.begin) + "-" +
                 std::to_string(node.span.end));
        end();
    }

    void poly(const Poly &p) {
        word("poly");
        name(p.name).word("voices").integer(p.voices);
        word(steal_names[static_cast<std::size_t>(p.steal)]).word(mode_names[static_cast<std::size_t>(p.mode)]);
        const NoteSource &s = p.source;
        if (s.generated)
            word("generated");
        word("lines").integer(s.first_line).integer(s.line_count);
        word("channel")
            .integer(s.channel)
            .word("keys")
            .integer(s.low_key)
            .integer(s.high_key)
            .word("transpose")
            .integer(s.transpose);
        word("longest").integer(p.longest_delay_frames);
        if (p.idle.valid())
            word("idle").id(p.idle);
        word("outputs");
        for (const NodeId output : p.outputs)
            id(output);
        end();
    }

    const Graph &graph_;
    PrintOptions options_;
    std::string text_;
};

} // namespace

std::string print(const Graph &graph, PrintOptions options) { return Printer(graph, options).run(); }

} // namespace tactus::graph
