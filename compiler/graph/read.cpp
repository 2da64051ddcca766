// Text -> graph, as text.h says. Total: any bytes give a graph or an error, and nothing is allocated beyond the size of
// the text.
#include <charconv>
#include <unordered_map>

#include "compiler/graph/rules.h"
#include "compiler/graph/text.h"

namespace tactus::graph {

namespace {

// Takes one line apart. After the first mistake everything it gives is empty and `error` says what was expected.
class Line {
  public:
    explicit Line(std::string_view text) : rest_(text) { skip(); }

    std::string error;

    [[nodiscard]] bool at_end() const { return rest_.empty(); }
    [[nodiscard]] bool good() const { return error.empty(); }
    [[nodiscard]] char peek() const { return rest_.empty() ? '\0' : rest_.front(); }

    void fail(std::string_view expected) {
        if (good())
            error = "expected " + std::string(expected);
        rest_ = {};
    }
    // The next run of characters up to a space.
    std::string_view word() {
        const std::size_t length = std::min(rest_.find(' '), rest_.size());
        const std::string_view w = rest_.substr(0, length);
        rest_.remove_prefix(length);
        skip();
        return w;
    }
    bool accept(std::string_view w) {
        const Line before = *this;
        if (word() == w)
            return true;
        *this = before;
        return false;
    }
    void expect(std::string_view w) {
        if (!accept(w))
            fail(w);
    }
    template <typename Number> Number number() { return parse<Number>(word(), "a number"); }
    NodeId id() {
        const std::string_view w = word();
        if (w == "%-")
            return {};
        if (w.empty() || w.front() != '%') {
            fail("a node");
            return {};
        }
        return NodeId{parse<std::uint32_t>(w.substr(1), "a node")};
    }
    std::string quoted() {
        std::string s;
        if (peek() != '"') {
            fail("a quoted name");
            return s;
        }
        for (std::size_t i = 1; i < rest_.size(); ++i) {
            if (rest_[i] == '"') {
                rest_.remove_prefix(i + 1);
                skip();
                return s;
            }
            if (rest_[i] != '\\') {
                s += rest_[i];
            } else if (i + 1 < rest_.size() && rest_[i + 1] != 'x') {
                s += rest_[++i];
            } else if (i + 3 < rest_.size()) {
                s += static_cast<char>(parse<std::uint8_t>(rest_.substr(i + 2, 2), "two hexadecimal digits", 16));
                i += 3;
            }
        }
        fail("the end of a quoted name");
        return {};
    }
    Span span() {
        const std::string_view w = word();
        const std::size_t colon = w.find(':'), dash = w.find('-');
        if (w.empty() || w.front() != '@' || colon == std::string_view::npos || dash == std::string_view::npos ||
            dash < colon) {
            fail("@file:begin-end");
            return {};
        }
        return {FileId{parse<std::uint32_t>(w.substr(1, colon - 1), "a file")},
                parse<std::uint32_t>(w.substr(colon + 1, dash - colon - 1), "an offset"),
                parse<std::uint32_t>(w.substr(dash + 1), "an offset")};
    }

  private:
    void skip() {
        while (!rest_.empty() && rest_.front() == ' ')
            rest_.remove_prefix(1);
    }
    template <typename Number, typename... Base>
    Number parse(std::string_view text, std::string_view what, Base... base) {
        Number n{};
        const auto [last, problem] = std::from_chars(text.data(), text.data() + text.size(), n, base...);
        if (problem != std::errc{} || last != text.data() + text.size())
            fail(what);
        return n;
    }

    std::string_view rest_;
};

class Reader {
  public:
    Reading run(std::string_view text) {
        std::size_t number = 0;
        while (!text.empty()) {
            const std::size_t length = std::min(text.find('\n'), text.size());
            Line line(text.substr(0, length));
            text.remove_prefix(std::min(length + 1, text.size()));
            ++number;
            if (line.at_end())
                continue;
            read_line(line);
            if (line.good() && !line.at_end())
                line.fail("the end of the line");
            if (!line.good())
                return {{}, "line " + std::to_string(number) + ": " + line.error};
        }
        return {std::move(graph_), {}};
    }

  private:
    void read_line(Line &line) {
        if (line.peek() == '%')
            node(line);
        else if (line.accept("graph"))
            graph_.patch = line.quoted();
        else if (line.accept("sample_rate"))
            graph_.sample_rate = line.number<std::uint32_t>();
        else if (line.accept("seed"))
            graph_.seed = line.number<std::uint32_t>();
        else if (line.accept("tuning"))
            graph_.tuning = line.number<float>();
        else if (line.accept("parameter"))
            parameter(line);
        else if (line.accept("table"))
            table(line);
        else if (line.accept("input"))
            port(line, graph_.input_ports, false);
        else if (line.accept("output"))
            port(line, graph_.output_ports, true);
        else if (line.accept("poly"))
            poly(line);
        else if (line.accept("note_line"))
            note_line(line);
        else
            line.fail("a node, graph, sample_rate, seed, tuning, parameter, table, input, output, poly or note_line");
    }

    NameId name(Line &line) {
        if (line.peek() != '"')
            return {};
        const auto [found, is_new] = names_.try_emplace(line.quoted(), NameId{graph_.names.size()});
        if (is_new)
            graph_.names.push_back(found->first);
        return found->second;
    }

    void node(Line &line) {
        if (line.id() != NodeId{graph_.nodes.size()})
            return line.fail("nodes in order, the next is %" + std::to_string(graph_.nodes.size()));
        line.expect("=");
        const auto op = find_op(line.word());
        if (!op)
            return line.fail("an op");
        Node n;
        n.op = *op;
        n.first_input = static_cast<std::uint32_t>(graph_.inputs.size());
        while (line.good() && !line.accept(":")) {
            if (line.peek() == '%')
                graph_.inputs.push_back(line.id());
            else if (line.accept("a"))
                n.a = line.number<std::uint32_t>();
            else if (line.accept("b"))
                n.b = line.number<std::uint32_t>();
            else
                n.value = line.number<float>();
        }
        n.input_count = static_cast<std::uint32_t>(graph_.inputs.size()) - n.first_input;
        n.type = one_of(line, "a type", {Type::Real, Type::Phase, Type::Boolean, Type::Line, Type::Buffer}, type_name);
        n.rate = one_of(line, "a rate", {Rate::Constant, Rate::Initial, Rate::Tick, Rate::Audio}, rate_name);
        n.stepped = line.accept("stepped");
        n.scope = scope(line);
        if (line.accept("clock"))
            n.clock = line.id();
        n.name = name(line);
        if (line.peek() == '@')
            n.span = line.span();
        graph_.nodes.push_back(n);
    }

    template <typename T, std::size_t count>
    T one_of(Line &line, std::string_view what, const T (&values)[count], std::string_view (*name_of)(T)) {
        for (const T value : values)
            if (line.accept(name_of(value)))
                return value;
        line.fail(what);
        return values[0];
    }

    ScopeId scope(Line &line) {
        if (line.accept("patch"))
            return patch_scope;
        const std::string_view w = line.word();
        std::uint32_t poly = 0;
        const char *end = w.data() + w.size();
        if (!w.starts_with("voice") || std::from_chars(w.data() + 5, end, poly).ptr != end || w.size() == 5)
            line.fail("patch or voice and a number");
        return ScopeId{poly + 1};
    }

    void parameter(Line &line) {
        Parameter p;
        p.name = line.quoted();
        while (line.good() && !line.at_end()) {
            if (line.accept("init"))
                p.init = line.number<float>();
            else if (line.accept("low"))
                p.low = line.number<float>();
            else if (line.accept("high"))
                p.high = line.number<float>();
            else if (line.accept("unit"))
                p.unit = line.quoted();
            else if (line.accept("osc"))
                p.osc = line.quoted();
            else if (line.accept("log"))
                p.logarithmic = true;
            else if (line.accept("step"))
                p.stepped = true;
            else if (line.accept("smooth"))
                p.smooth_ticks = line.number<std::uint32_t>();
            else if (line.accept("controller"))
                p.controller = line.number<std::int32_t>();
            else if (line.accept("nrpn"))
                p.nrpn = line.number<std::int32_t>();
            else
                line.fail("a property of a parameter");
        }
        graph_.parameters.push_back(std::move(p));
    }

    void table(Line &line) {
        Table t;
        t.name = line.quoted();
        while (line.good() && !line.at_end())
            t.values.push_back(line.number<float>());
        graph_.tables.push_back(std::move(t));
    }

    void port(Line &line, std::vector<Port> &ports, bool has_node) {
        Port p;
        p.name = line.quoted();
        p.channel = line.number<std::uint32_t>();
        if (has_node)
            p.node = line.id();
        ports.push_back(std::move(p));
    }

    void poly(Line &line) {
        Poly p;
        p.name = name(line);
        line.expect("voices");
        p.voices = line.number<std::uint32_t>();
        p.steal = line.accept("quietest") ? Steal::quietest : Steal::oldest;
        if (p.steal == Steal::oldest)
            line.expect("oldest");
        p.mode = line.accept("mono") ? VoiceMode::mono : line.accept("legato") ? VoiceMode::legato : VoiceMode::poly;
        if (p.mode == VoiceMode::poly)
            line.expect("poly");
        NoteSource &s = p.source;
        s.generated = line.accept("generated");
        line.expect("lines");
        s.first_line = line.number<std::uint32_t>();
        s.line_count = line.number<std::uint32_t>();
        line.expect("channel");
        s.channel = line.number<std::int32_t>();
        line.expect("keys");
        s.low_key = line.number<std::int32_t>();
        s.high_key = line.number<std::int32_t>();
        line.expect("transpose");
        s.transpose = line.number<std::int32_t>();
        line.expect("longest");
        p.longest_delay_frames = line.number<std::uint32_t>();
        if (line.accept("idle"))
            p.idle = line.id();
        line.expect("outputs");
        while (line.good() && !line.at_end())
            p.outputs.push_back(line.id());
        graph_.polys.push_back(std::move(p));
    }

    void note_line(Line &line) {
        NoteLine l;
        line.expect("freq");
        l.freq = line.id();
        line.expect("gate");
        l.gate = line.id();
        line.expect("velocity");
        l.velocity = line.id();
        l.name = name(line);
        graph_.note_lines.push_back(l);
    }

    Graph graph_;
    std::unordered_map<std::string, NameId> names_;
};

} // namespace

Reading read(std::string_view text) { return Reader().run(text); }

} // namespace tactus::graph
