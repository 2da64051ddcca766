#include "compiler/graph/stability.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace tactus::graph {

namespace {

constexpr std::size_t most_memories = 64; // of a ring that is looked at: the work grows with the third power
constexpr double tolerance =
    3e-5; // of the unit circle: integrators, also two in a row, stand on it, and digits are few

// The rings: sets of nodes each of which needs all others, now or later (Tarjan, Depth-first search and linear graph
// algorithms, 1972), without recursion.
class Rings {
  public:
    explicit Rings(const Graph &graph)
        : graph_(graph), number_(graph.nodes.size(), 0), lowest_(graph.nodes.size(), 0),
          ring_of(graph.nodes.size(), 0) {
        for (std::size_t i = 0; i < graph.nodes.size(); ++i)
            if (number_[i] == 0)
                walk(NodeId{i});
    }

  private:
    struct Visit {
        NodeId node;
        std::uint32_t next = 0;
    };

    void open(NodeId id) {
        number_[id.index] = lowest_[id.index] = ++count_;
        path_.push_back({id});
        waiting_.push_back(id);
    }

    void walk(NodeId root) {
        open(root);
        while (!path_.empty()) {
            Visit &top = path_.back();
            const NodeId id = top.node;
            if (top.next < graph_[id].input_count) {
                const NodeId operand = graph_.input(id, top.next++);
                if (!operand.valid())
                    continue;
                if (number_[operand.index] == 0)
                    open(operand);
                else if (ring_of[operand.index] == 0)
                    lowest_[id.index] = std::min(lowest_[id.index], number_[operand.index]);
                continue;
            }
            path_.pop_back();
            if (!path_.empty()) {
                std::uint32_t &below = lowest_[path_.back().node.index];
                below = std::min(below, lowest_[id.index]);
            }
            if (lowest_[id.index] == number_[id.index])
                close(id);
        }
    }

    void close(NodeId first) {
        rings.emplace_back();
        NodeId id;
        do {
            id = waiting_.back();
            waiting_.pop_back();
            ring_of[id.index] = static_cast<std::uint32_t>(rings.size());
            rings.back().push_back(id);
        } while (id != first);
    }

    const Graph &graph_;
    std::vector<std::uint32_t> number_, lowest_;
    std::vector<Visit> path_;
    std::vector<NodeId> waiting_;
    std::uint32_t count_ = 0;

  public:
    std::vector<std::vector<NodeId>> rings;
    std::vector<std::uint32_t> ring_of; // by node: the number of its ring, from 1
};

// One ring, if it is linear: what its memories become when each of them alone is 1.
class LinearRing {
  public:
    LinearRing(const Graph &graph, const Rings &rings, std::size_t ring) : graph_(graph), rings_(rings), ring_(ring) {}

    // False when something in it is not linear, not constant or not on one clock.
    bool read() {
        for (const NodeId id : nodes()) {
            const Node &node = graph_[id];
            if (node.type != Type::Real || !is_linear(id))
                return false;
            if (node.op == Op::delay1)
                memories.push_back(id);
        }
        std::sort(memories.begin(), memories.end(), [](NodeId a, NodeId b) { return a.index < b.index; });
        return !memories.empty() && memories.size() <= most_memories &&
               std::all_of(memories.begin(), memories.end(),
                           [&](NodeId id) { return graph_[id].clock == graph_[memories.front()].clock; });
    }

    // Row by row: how much of each memory comes into this one.
    [[nodiscard]] std::vector<double> step() {
        const std::size_t n = memories.size();
        std::vector<double> matrix(n * n);
        for (std::size_t from = 0; from < n; ++from) {
            value_.clear();
            for (std::size_t i = 0; i < n; ++i)
                value_[memories[i]] = i == from ? 1.0 : 0.0;
            for (std::size_t to = 0; to < n; ++to)
                matrix[to * n + from] = value_of(graph_.input(memories[to], 0));
        }
        return matrix;
    }

    std::vector<NodeId> memories;

  private:
    [[nodiscard]] const std::vector<NodeId> &nodes() const { return rings_.rings[ring_]; }
    [[nodiscard]] bool inside(NodeId id) const { return id.valid() && rings_.ring_of[id.index] == ring_ + 1; }
    [[nodiscard]] bool constant(NodeId id) const { return id.valid() && graph_[id].op == Op::constant; }

    [[nodiscard]] bool is_linear(NodeId id) const {
        const NodeId first = graph_[id].input_count > 0 ? graph_.input(id, 0) : NodeId{};
        const NodeId second = graph_[id].input_count > 1 ? graph_.input(id, 1) : NodeId{};
        switch (graph_[id].op) {
        case Op::add:
        case Op::subtract:
        case Op::negate:
        case Op::sum:
            return true;
        case Op::multiply:
            return constant(first) || constant(second);
        case Op::divide:
            return constant(second);
        case Op::delay1:
            return !inside(second);
        default:
            return false;
        }
    }

    // In the ring nothing comes from outside: the sums of inputs are 0.
    double value_of(NodeId id) {
        if (!inside(id))
            return 0.0;
        if (const auto known = value_.find(id); known != value_.end())
            return known->second;
        const Node &node = graph_[id];
        const auto operand = [&](std::uint32_t k) { return value_of(graph_.input(id, k)); };
        const auto number = [&](std::uint32_t k) { return static_cast<double>(graph_[graph_.input(id, k)].value); };
        double made = 0.0;
        switch (node.op) {
        case Op::multiply:
            made = constant(graph_.input(id, 0)) ? number(0) * operand(1) : operand(0) * number(1);
            break;
        case Op::divide:
            made = operand(0) / number(1);
            break;
        case Op::negate:
            made = -operand(0);
            break;
        case Op::subtract:
            made = operand(0) - operand(1);
            break;
        default:
            for (std::uint32_t k = 0; k < node.input_count; ++k)
                made += operand(k);
        }
        value_[id] = made;
        return made;
    }

    const Graph &graph_;
    const Rings &rings_;
    std::size_t ring_;
    std::unordered_map<NodeId, double> value_;
};

// The magnitude of the largest eigenvalue: the growth of the matrix's powers (Gelfand's formula), here of power 2^30.
double spectral_radius(std::vector<double> matrix, std::size_t n) {
    if (!std::all_of(matrix.begin(), matrix.end(), [](double x) { return std::isfinite(x); }))
        return 0.0;         // a coefficient that is no number is another mistake
    double logarithm = 0.0; // of what was divided out, per step
    double steps = 1.0;
    for (int i = 0; i < 30; ++i) {
        double largest = 0.0;
        for (const double x : matrix)
            largest = std::max(largest, std::abs(x));
        if (!(largest > 0.0))
            return 0.0;
        logarithm += std::log(largest) / steps;
        for (double &x : matrix)
            x /= largest;
        std::vector<double> square(n * n);
        for (std::size_t row = 0; row < n; ++row)
            for (std::size_t k = 0; k < n; ++k)
                for (std::size_t column = 0; column < n; ++column)
                    square[row * n + column] += matrix[row * n + k] * matrix[k * n + column];
        matrix = std::move(square);
        steps *= 2.0;
    }
    return std::exp(logarithm);
}

} // namespace

std::vector<Unstable> find_unstable(const Graph &graph) {
    std::vector<Unstable> found;
    const Rings rings(graph);
    for (std::size_t i = 0; i < rings.rings.size(); ++i) {
        LinearRing ring(graph, rings, i);
        if (!ring.read())
            continue;
        const double pole = spectral_radius(ring.step(), ring.memories.size());
        if (pole > 1.0 + tolerance)
            found.push_back({std::move(ring.memories), pole});
    }
    return found;
}

} // namespace tactus::graph
