// A ring of nodes as a linear filter. In: the nodes of a graph that all need each other. Out: what goes once round it,
// as a matrix of polynomials in w = 1/z between a few nodes that cut every cycle of it. The poles of the ring are 1/w
// for every w where 1 is an eigenvalue of that matrix.
#pragma once

#include <complex>
#include <optional>
#include <span>
#include <vector>

#include "compiler/graph/graph.h"

namespace tactus::graph {

using Complex = std::complex<double>;

class Loop {
  public:
    // Nothing when something in the ring is not linear, not constant, not on one clock, or when it is too tangled.
    [[nodiscard]] static std::optional<Loop> read(const Graph &graph, std::span<const NodeId> ring);

    std::vector<NodeId> memories; // in order of nodes
    std::uint64_t order = 0;      // at most so many poles
    std::uint64_t longest = 1;    // samples of the longest delay

    [[nodiscard]] bool plain() const; // every delay is of whole samples

    [[nodiscard]] std::size_t width() const { return cuts_.size(); }
    [[nodiscard]] std::uint64_t work() const { return edges_.size() * cuts_.size() + cuts_.size() * cuts_.size(); }
    // What a single way round gives, where there is no other: times the factor, so many samples later.
    struct Way {
        double factor = 1.0;
        std::uint64_t samples = 0;
    };
    [[nodiscard]] std::optional<Way> only_way() const;
    // Row by row, at w = radius · e^(i angle).
    struct Scratch {
        std::vector<Complex> power, value, matrix;
    };
    std::span<Complex> round(double radius, double angle, Scratch &scratch) const;
    // No entry's magnitude is above these while |w| ≤ 1.
    [[nodiscard]] std::vector<double> bounds() const;
    // What is written in all delays from what comes out of them, row by row; every delay alone loses or keeps.
    [[nodiscard]] std::vector<double> exchange(std::size_t &delays) const;

  private:
    struct Edge { // from one node to the next, w^samples with its part between it and the next sample
        std::uint32_t from = 0, to = 0;
        double factor = 1.0;
        std::uint32_t power = 0;       // in powers_
        std::vector<double> taps{1.0}; // of w^samples, w^(samples + 1) …
        double back = 0.0;             // of a first-order all-pass: divided by 1 + back · w
    };

    bool read_node(const Graph &graph, NodeId id, std::uint32_t local, const std::vector<std::uint32_t> &local_of);
    bool read_tap(const Graph &graph, NodeId id, std::uint32_t line, std::uint32_t local);
    void connect(std::uint32_t from, std::uint32_t to, double factor, std::uint32_t samples = 0);
    [[nodiscard]] static double most(const Edge &edge);
    bool cut(std::size_t nodes);
    void sort(std::size_t nodes);

    std::vector<Edge> edges_;
    std::vector<std::uint32_t> powers_; // the distinct numbers of samples
    std::vector<std::uint32_t> cuts_;   // nodes
    std::vector<std::uint32_t> cut_of_; // of each node: its place in cuts_, from 1
    std::size_t nodes_ = 0;
};

} // namespace tactus::graph
