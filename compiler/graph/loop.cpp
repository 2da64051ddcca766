#include "compiler/graph/loop.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

namespace tactus::graph {

namespace {

constexpr std::size_t most_nodes = 8192, most_cuts = 32;

bool is_constant(const Graph &graph, NodeId id) { return id.valid() && graph[id].op == Op::constant; }

double number(const Graph &graph, NodeId id) { return static_cast<double>(graph[id].value); }

// A few nodes without which no cycle is left. What a single edge leads to or from is drawn together with it (Levy and
// Low, A contraction algorithm for finding small cycle cutsets, 1988); where nothing can be, the busiest node is cut.
class Contraction {
  public:
    explicit Contraction(std::size_t nodes) : in_(nodes), out_(nodes), gone_(nodes, false) {}

    void connect(std::uint32_t from, std::uint32_t to) {
        out_[from].insert(to);
        in_[to].insert(from);
    }

    std::vector<std::uint32_t> run() {
        for (std::uint32_t v = 0; v < in_.size(); ++v) {
            waiting_.push_back(v);
        }
        while (true) {
            while (!waiting_.empty()) {
                const std::uint32_t v = waiting_.back();
                waiting_.pop_back();
                if (!gone_[v]) {
                    reduce(v);
                }
            }
            std::uint32_t busiest = 0;
            std::size_t paths = 0;
            for (std::uint32_t v = 0; v < in_.size(); ++v) {
                if (!gone_[v] && in_[v].size() * out_[v].size() > paths) {
                    busiest = v;
                    paths = in_[v].size() * out_[v].size();
                }
            }
            if (paths == 0 || cuts.size() > most_cuts) {
                return cuts;
            }
            cuts.push_back(busiest);
            remove(busiest);
        }
    }

    std::vector<std::uint32_t> cuts;

  private:
    void reduce(std::uint32_t v) {
        if (out_[v].contains(v)) {
            cuts.push_back(v);
            remove(v);
        } else if (in_[v].empty() || out_[v].empty()) {
            remove(v);
        } else if (in_[v].size() == 1 || out_[v].size() == 1) {
            const auto in = in_[v], out = out_[v];
            remove(v);
            for (const std::uint32_t from : in) {
                for (const std::uint32_t to : out) {
                    connect(from, to);
                }
            }
        }
    }

    void remove(std::uint32_t v) {
        gone_[v] = true;
        for (const std::uint32_t from : in_[v]) {
            out_[from].erase(v);
            waiting_.push_back(from);
        }
        for (const std::uint32_t to : out_[v]) {
            in_[to].erase(v);
            waiting_.push_back(to);
        }
        in_[v].clear();
        out_[v].clear();
    }

    std::vector<std::set<std::uint32_t>> in_, out_;
    std::vector<bool> gone_;
    std::vector<std::uint32_t> waiting_;
};

} // namespace

std::optional<Loop> Loop::read(const Graph &graph, std::span<const NodeId> ring) {
    Loop made;
    if (ring.size() > most_nodes) {
        return std::nullopt;
    }
    std::vector<std::uint32_t> local_of(graph.nodes.size(), 0); // from 1
    for (std::uint32_t i = 0; i < ring.size(); ++i) {
        local_of[ring[i].index] = i + 1;
    }
    for (std::uint32_t i = 0; i < ring.size(); ++i) {
        if (!made.read_node(graph, ring[i], i, local_of)) {
            return std::nullopt;
        }
    }
    std::sort(made.memories.begin(), made.memories.end(), [](NodeId a, NodeId b) { return a.index < b.index; });
    const bool one_clock = std::all_of(made.memories.begin(), made.memories.end(), [&](NodeId id) {
        return graph[id].clock == graph[made.memories.front()].clock;
    });
    if (made.memories.empty() || !one_clock || !made.cut(ring.size())) {
        return std::nullopt;
    }
    made.sort(ring.size());
    return made;
}

void Loop::connect(std::uint32_t from, std::uint32_t to, double factor, std::uint32_t samples) {
    const auto known = std::find(powers_.begin(), powers_.end(), samples);
    const auto power = static_cast<std::uint32_t>(known - powers_.begin());
    if (known == powers_.end()) {
        powers_.push_back(samples);
    }
    edges_.push_back({from, to, factor, power, {1.0}, 0.0});
    longest = std::max<std::uint64_t>(longest, samples);
}

bool Loop::read_node(const Graph &graph, NodeId id, std::uint32_t local, const std::vector<std::uint32_t> &local_of) {
    const Node &node = graph[id];
    const auto inside = [&](std::uint32_t k) {
        const NodeId operand = k < node.input_count ? graph.input(id, k) : NodeId{};
        return operand.valid() ? local_of[operand.index] : 0;
    };
    const auto constant = [&](std::uint32_t k) { return is_constant(graph, graph.input(id, k)); };
    if (node.type != Type::Real && node.type != Type::Line) {
        return false;
    }
    switch (node.op) {
    case Op::add:
    case Op::sum:
    case Op::subtract:
    case Op::negate:
        for (std::uint32_t k = 0; k < node.input_count; ++k) {
            if (inside(k) != 0) {
                const bool minus = node.op == Op::negate || (node.op == Op::subtract && k == 1);
                connect(inside(k) - 1, local, minus ? -1.0 : 1.0);
            }
        }
        return true;
    case Op::multiply:
    case Op::divide:
        for (std::uint32_t k = 0; k < 2; ++k) {
            if (inside(k) != 0 && (k == 0 || node.op == Op::multiply) && constant(1 - k)) {
                const double factor = number(graph, graph.input(id, 1 - k));
                connect(inside(k) - 1, local, node.op == Op::divide ? 1.0 / factor : factor);
                return std::isfinite(edges_.back().factor);
            }
        }
        return false;
    case Op::delay1:
        memories.push_back(id);
        connect(inside(0) - 1, local, 1.0, 1);
        order += 1;
        return inside(0) != 0 && inside(1) == 0;
    case Op::line:
        memories.push_back(id);
        connect(inside(0) - 1, local, 1.0);
        return inside(0) != 0;
    case Op::tap:
        connect(inside(0) - 1, local, 1.0, node.a);
        order += node.a;
        return inside(0) != 0;
    case Op::tap_nearest:
    case Op::tap_linear:
    case Op::tap_cubic:
    case Op::tap_allpass:
        return inside(0) != 0 && constant(1) && read_tap(graph, id, inside(0) - 1, local);
    default:
        return false;
    }
}

// A tap whose distance is constant: so much of the samples around it. At the ends of its range it is let be.
bool Loop::read_tap(const Graph &graph, NodeId id, std::uint32_t line, std::uint32_t local) {
    const Node &node = graph[id];
    const double least = node.a, most = node.b;
    const double d = std::clamp(number(graph, graph.input(id, 1)), least, most);
    const double whole = node.op == Op::tap_nearest ? std::floor(d + 0.5) : std::floor(d), f = d - whole;
    std::vector<double> taps{1.0};
    double first = whole, back = 0.0;
    if (node.op == Op::tap_linear && f > 0.0) {
        taps = {1.0 - f, f};
    } else if (node.op == Op::tap_cubic && f > 0.0) {
        const double c = f * (f - 1.0) / 6.0;
        first = whole - 1.0;
        taps = {c * (2.0 - f), 1.0 - f - 2.0 * c * (2.0 - f) + c * (f + 1.0), f + c * (2.0 - f) - 2.0 * c * (f + 1.0),
                c * (f + 1.0)};
    } else if (node.op == Op::tap_allpass) {
        memories.push_back(id);
        first = std::floor(d - 0.5);
        const double e = d - first;
        back = (1.0 - e) / (1.0 + e);
        taps = {back, 1.0};
    }
    const double last = first + static_cast<double>(taps.size() - 1);
    if (!(first >= least && last <= most && (first >= 1.0 || taps.size() == 1))) {
        return false;
    }
    connect(line, local, 1.0, static_cast<std::uint32_t>(first));
    edges_.back().taps = std::move(taps);
    edges_.back().back = back;
    order += static_cast<std::uint64_t>(last) + (back != 0.0 ? 1 : 0);
    longest = std::max(longest, static_cast<std::uint64_t>(last));
    return true;
}

bool Loop::cut(std::size_t nodes) {
    Contraction contraction(nodes);
    for (const Edge &edge : edges_) {
        contraction.connect(edge.from, edge.to);
    }
    cuts_ = contraction.run();
    nodes_ = nodes;
    cut_of_.assign(nodes, 0);
    for (std::uint32_t k = 0; k < cuts_.size(); ++k) {
        cut_of_[cuts_[k]] = k + 1;
    }
    return cuts_.size() <= most_cuts;
}

// Edges in an order in which every node is known before it is used, when the cuts are.
void Loop::sort(std::size_t nodes) {
    std::vector<std::vector<std::uint32_t>> into(nodes), onward(nodes);
    std::vector<std::size_t> missing(nodes, 0);
    for (std::uint32_t i = 0; i < edges_.size(); ++i) {
        into[edges_[i].to].push_back(i);
        onward[edges_[i].from].push_back(edges_[i].to);
        missing[edges_[i].to] += cut_of_[edges_[i].from] == 0 ? 1 : 0;
    }
    std::vector<std::uint32_t> ready;
    for (std::uint32_t v = 0; v < nodes; ++v) {
        if (missing[v] == 0) {
            ready.push_back(v);
        }
    }
    std::vector<Edge> sorted;
    for (std::size_t next = 0; next < ready.size(); ++next) {
        const std::uint32_t v = ready[next];
        for (const std::uint32_t i : into[v]) {
            sorted.push_back(edges_[i]);
        }
        for (const std::uint32_t to : onward[v]) {
            if (cut_of_[v] == 0 && --missing[to] == 0) {
                ready.push_back(to);
            }
        }
    }
    edges_ = std::move(sorted);
}

std::optional<Loop::Way> Loop::only_way() const {
    if (edges_.size() != nodes_ || !plain()) { // each node has an edge into it
        return std::nullopt;
    }
    Way way;
    for (const Edge &edge : edges_) {
        way.factor *= edge.factor;
        way.samples += powers_[edge.power];
    }
    return way;
}

namespace {

// Without the care for infinities that the standard's product takes.
Complex times(Complex a, Complex b) {
    return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

} // namespace

std::span<Complex> Loop::round(double radius, double angle, Scratch &scratch) const {
    const std::size_t n = cuts_.size();
    const Complex w = std::polar(radius, angle);
    const double logarithm = std::log(radius);
    scratch.power.clear();
    for (const std::uint32_t samples : powers_) {
        scratch.power.push_back(samples == 0   ? 1.0
                                : samples == 1 ? w
                                               : std::polar(std::exp(logarithm * samples), angle * samples));
    }
    scratch.matrix.assign(n * n, 0.0);
    scratch.value.assign(nodes_ * n, 0.0);
    for (const Edge &edge : edges_) {
        Complex gain = edge.factor * scratch.power[edge.power];
        if (edge.taps.size() > 1) {
            Complex part = 0.0;
            for (std::size_t k = edge.taps.size(); k-- > 0;) {
                part = times(part, w) + edge.taps[k];
            }
            gain = times(gain, part) / (1.0 + edge.back * w);
        }
        const std::uint32_t to_cut = cut_of_[edge.to], from_cut = cut_of_[edge.from];
        Complex *const to = to_cut != 0 ? &scratch.matrix[(to_cut - 1) * n] : &scratch.value[edge.to * n];
        if (from_cut != 0) {
            to[from_cut - 1] += gain;
            continue;
        }
        for (std::size_t k = 0; k < n; ++k) {
            to[k] += times(gain, scratch.value[edge.from * n + k]);
        }
    }
    return scratch.matrix;
}

bool Loop::plain() const {
    return std::all_of(edges_.begin(), edges_.end(), [](const Edge &edge) { return edge.taps.size() == 1; });
}

double Loop::most(const Edge &edge) {
    double sum = 0.0;
    for (const double tap : edge.taps) {
        sum += std::abs(tap);
    }
    return std::abs(edge.factor) * (edge.back != 0.0 ? 1.0 : sum); // an all-pass passes all
}

std::vector<double> Loop::bounds() const {
    const std::size_t n = cuts_.size();
    std::vector<double> made(n * n), value(nodes_ * n);
    for (const Edge &edge : edges_) {
        double *to = cut_of_[edge.to] != 0 ? &made[(cut_of_[edge.to] - 1) * n] : &value[edge.to * n];
        for (std::size_t k = 0; k < n; ++k) {
            const double from =
                cut_of_[edge.from] != 0 ? (cut_of_[edge.from] == k + 1 ? 1.0 : 0.0) : value[edge.from * n + k];
            to[k] += most(edge) * from;
        }
    }
    return made;
}

std::vector<double> Loop::exchange(std::size_t &delays) const {
    std::vector<std::size_t> delayed; // edges
    for (std::size_t i = 0; i < edges_.size(); ++i) {
        if (powers_[edges_[i].power] > 0) {
            delayed.push_back(i);
        }
    }
    const std::size_t n = delays = delayed.size();
    constexpr std::size_t most_delays = 64;
    if (n > most_delays) {
        return {};
    }
    // Without the delays the ring has no cycle; a node is known when all that comes into it is.
    std::vector<double> value(nodes_ * n), matrix(n * n);
    std::vector<std::vector<std::size_t>> onward(nodes_);
    std::vector<std::size_t> missing(nodes_, 0);
    for (std::size_t i = 0; i < edges_.size(); ++i) {
        if (powers_[edges_[i].power] == 0) {
            onward[edges_[i].from].push_back(i);
            ++missing[edges_[i].to];
        }
    }
    for (std::size_t k = 0; k < n; ++k) {
        value[edges_[delayed[k]].to * n + k] += most(edges_[delayed[k]]);
    }
    std::vector<std::uint32_t> ready;
    for (std::uint32_t v = 0; v < nodes_; ++v) {
        if (missing[v] == 0) {
            ready.push_back(v);
        }
    }
    for (std::size_t next = 0; next < ready.size(); ++next) {
        for (const std::size_t i : onward[ready[next]]) {
            const Edge &edge = edges_[i];
            for (std::size_t k = 0; k < n; ++k) {
                value[edge.to * n + k] += edge.factor * value[edge.from * n + k];
            }
            if (--missing[edge.to] == 0) {
                ready.push_back(edge.to);
            }
        }
    }
    for (std::size_t k = 0; k < n; ++k) {
        std::copy_n(&value[edges_[delayed[k]].from * n], n, &matrix[k * n]);
    }
    return matrix;
}

} // namespace tactus::graph
