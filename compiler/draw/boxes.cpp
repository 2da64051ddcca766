#include "compiler/draw/boxes.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "compiler/graph/rules.h"

namespace tactus::draw {

namespace {

using graph::Node;
using graph::NodeId;
using graph::Op;

using Names = std::set<std::string, std::less<>>;

constexpr std::size_t most_boxes = 70;

std::string_view parent_of(std::string_view address) {
    const auto slash = address.rfind('/');
    return slash == std::string_view::npos ? std::string_view{} : address.substr(0, slash);
}

std::string quantity(double value, std::string_view unit) { return fmt::format("{:.4g}{}", value, unit); }

std::string describe(const graph::Parameter &p) {
    if (p.unit.find('|') != std::string::npos) {
        return p.unit;
    }
    std::string text = fmt::format("{} in {}..{}", quantity(p.init, p.unit == "dB" ? "" : p.unit), quantity(p.low, ""),
                                   quantity(p.high, p.unit == "dB" ? "" : p.unit));
    if (p.controller >= 0) {
        text += fmt::format(", cc {}", p.controller);
    }
    return text;
}

class Maker {
  public:
    Maker(const graph::Graph &g, const Names &closed) : graph_(g), closed_(closed), depth_(depth_that_fits()) {}

    Picture run() {
        made_.bands.emplace_back();
        for (const graph::Poly &poly : graph_.polys) {
            const char *mode = poly.mode == graph::VoiceMode::poly ? "" : ", one at a time";
            made_.bands.push_back(fmt::format("{}: {} voice{}{}", graph_.names[poly.name.index], poly.voices,
                                              poly.voices == 1 ? "" : "s", mode));
        }
        box_of_.resize(graph_.nodes.size(), none);
        for (std::uint32_t i = 0; i < graph_.nodes.size(); ++i) {
            place(NodeId{i});
        }
        for (std::uint32_t i = 0; i < graph_.nodes.size(); ++i) {
            connect(NodeId{i});
        }
        outputs();
        for (const auto &[ends, edge] : edges_) {
            made_.edges.push_back(edge);
        }
        for (Box &box : made_.boxes) {
            finish(box);
        }
        return std::move(made_);
    }

  private:
    static constexpr std::uint32_t none = 0xffffffff;

    [[nodiscard]] std::string_view address_of(const Node &node) const {
        return node.name.valid() ? std::string_view(graph_.names[node.name.index]) : std::string_view(graph_.patch);
    }
    [[nodiscard]] static bool is_hidden(const Node &node) {
        return node.rate == graph::Rate::Constant && node.op != Op::parameter;
    }
    [[nodiscard]] static bool is_note(Op op) {
        return op == Op::note_value || op == Op::note_gate || op == Op::note_on;
    }

    // The first parts of an address, up to the first closed name; what a memory adds to its own (`@1`, `line`) is no
    // instance.
    [[nodiscard]] std::string shortened(std::string_view address, std::size_t parts, bool memory) const {
        if (memory && address.find('/') != std::string_view::npos) {
            address = address.substr(0, address.rfind('/'));
        }
        std::size_t begin = 0;
        for (std::size_t i = 0; i < parts; ++i) {
            const std::size_t end = address.find('/', begin);
            const std::string_view part = address.substr(begin, end - begin);
            const std::string_view name = part.substr(0, part.find('#'));
            if (end == std::string_view::npos) {
                return std::string(address);
            }
            if (i + 1 == parts || (i > 0 && closed_.contains(name))) {
                return std::string(address.substr(0, end));
            }
            begin = end + 1;
        }
        return std::string(address);
    }

    [[nodiscard]] std::size_t depth_that_fits() const {
        std::size_t depth = 12;
        for (; depth > 2; --depth) {
            std::map<std::string, int> seen;
            for (const Node &node : graph_.nodes) {
                if (!is_hidden(node)) {
                    seen[shortened(address_of(node), depth, has_memory(node))] = 1;
                }
            }
            if (seen.size() <= most_boxes) {
                break;
            }
        }
        return depth;
    }

    [[nodiscard]] static bool has_memory(const Node &node) {
        return graph::info(node.op).state == graph::StateRule::memory;
    }

    std::uint32_t box(const std::string &key, const Box &fresh) {
        const auto [it, added] = by_key_.try_emplace(key, static_cast<std::uint32_t>(made_.boxes.size()));
        if (added) {
            made_.boxes.push_back(fresh);
        }
        return it->second;
    }

    void place(NodeId id) {
        const Node &node = graph_[id];
        if (is_hidden(node)) {
            return;
        }
        Box fresh;
        fresh.band = node.scope.index;
        std::string key;
        if (node.op == Op::parameter) {
            const graph::Parameter &parameter = graph_.parameters[node.a];
            fresh.shape = Shape::Parameter;
            fresh.title = parameter.name;
            fresh.detail = describe(parameter);
            fresh.rate = graph::Rate::Tick;
            key = "parameter " + parameter.name;
        } else if (node.op == Op::voice_input) {
            fresh.shape = Shape::Input;
            fresh.title = "input";
            fresh.rate = graph::Rate::Audio;
            key = "input";
        } else if (is_note(node.op)) {
            fresh.shape = Shape::Notes;
            fresh.title = "note";
            fresh.detail = "freq: Hz, gate, on, velocity …";
            fresh.rate = graph::Rate::Tick;
            key = fmt::format("note {}", node.scope.index);
        } else {
            const std::string address = shortened(address_of(node), depth_, has_memory(node));
            const auto slash = address.rfind('/');
            fresh.title = slash == std::string::npos ? address : address.substr(slash + 1);
            fresh.detail = parent_of(address);
            fresh.hint = address;
            key = fmt::format("{} {}", node.scope.index, address);
        }
        Box &mine = made_.boxes[box_of_[id.index] = box(key, fresh)];
        mine.rate = std::max(mine.rate, node.rate);
        ++mine.operations;
        mine.memories += has_memory(node) ? 1 : 0;
    }

    void edge(std::uint32_t from, std::uint32_t to, graph::Rate rate, bool delayed) {
        if (from == none || to == none || from == to) {
            return;
        }
        Edge &edge = edges_.try_emplace({from, to}, Edge{from, to, rate, true}).first->second;
        edge.rate = std::max(edge.rate, rate);
        edge.delayed = edge.delayed && delayed;
    }

    void connect(NodeId id) {
        const auto inputs = graph_.inputs_of(id);
        for (std::uint32_t k = 0; k < inputs.size(); ++k) {
            edge(box_of_[inputs[k].index], box_of_[id.index], graph_[inputs[k]].rate,
                 graph::is_delayed_edge(graph_, id, k));
        }
        if (graph_[id].clock.valid()) {
            edge(box_of_[graph_[id].clock.index], box_of_[id.index], graph::Rate::Audio, false);
        }
    }

    void outputs() {
        std::map<std::string, std::uint32_t> channels;
        for (const graph::Port &port : graph_.output_ports) {
            ++channels[port.name];
        }
        for (const graph::Port &port : graph_.output_ports) {
            Box fresh;
            fresh.shape = Shape::Output;
            fresh.title = port.name;
            fresh.detail = fmt::format("{} channel{}", channels[port.name], channels[port.name] == 1 ? "" : "s");
            fresh.rate = graph::Rate::Audio;
            edge(box_of_[port.node.index], box("output " + port.name, fresh), graph::Rate::Audio, false);
        }
        for (std::uint32_t k = 0; k < graph_.note_lines.size(); ++k) { // what the patch plays itself
            const graph::NoteLine &line = graph_.note_lines[k];
            for (std::uint32_t p = 0; p < graph_.polys.size(); ++p) {
                const graph::NoteSource &source = graph_.polys[p].source;
                const auto note = by_key_.find(fmt::format("note {}", p + 1));
                if (source.generated && k >= source.first_line && k < source.first_line + source.line_count &&
                    note != by_key_.end()) {
                    for (const NodeId value : {line.freq, line.gate, line.velocity}) {
                        edge(box_of_[value.index], note->second, graph_[value].rate, true);
                    }
                }
            }
        }
    }

    static void finish(Box &box) {
        if (box.shape != Shape::Instance) {
            return;
        }
        box.hint += fmt::format("\n{} operation{}", box.operations, box.operations == 1 ? "" : "s");
        box.hint += box.memories > 0 ? fmt::format(", {} with memory", box.memories) : "";
        box.hint += fmt::format(", {}", graph::rate_name(box.rate));
    }

    const graph::Graph &graph_;
    const Names &closed_;
    std::size_t depth_;
    Picture made_;
    std::vector<std::uint32_t> box_of_;
    std::map<std::string, std::uint32_t> by_key_;
    std::map<std::pair<std::uint32_t, std::uint32_t>, Edge> edges_;
};

} // namespace

Picture picture_of(const graph::Graph &graph, const Names &closed) { return Maker(graph, closed).run(); }

} // namespace tactus::draw
