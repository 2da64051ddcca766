// Makes a graph node by node; type, rate, scope and stepped follow the op table. In: operations and operands. Out: a
// Graph. It puts no ramps of its own accord: whoever hands a value to an audio op asks to_audio first. What it is told
// wrongly, verify() finds.
#pragma once

#include <initializer_list>
#include <unordered_map>

#include "compiler/graph/graph.h"

namespace tactus::graph {

// The fields of a node that its op reads; see ops.def.
struct Attributes {
    std::uint32_t a = 0;
    std::uint32_t b = 0;
    float value = 0.0f;
};

// Where new nodes stand: the scope of memories and sources, the clock of memories, the address and the source range of
// all.
struct Place {
    ScopeId scope = patch_scope;
    NodeId clock;
    NameId name;
    Span span;
};

class Builder {
  public:
    explicit Builder(std::string patch, std::uint32_t sample_rate = 48000);

    // Tables, parameters, polys, ports and note lines are added to the graph directly; ids are their indices.
    Graph graph;
    Place place;

    // The id of an address; equal texts have equal ids.
    NameId name(std::string_view text);
    ScopeId scope_of(PolyId poly) const { return ScopeId{1 + poly.index}; }

    // Constants are shared: equal bits, equal node. They have the patch's scope and no name.
    NodeId constant(float value);
    NodeId truth(bool value);
    NodeId phase(std::uint32_t value);

    // A new node at `place`. An operand may be invalid (not known yet) where the op is a memory; `connect` brings it
    // later, which is how feedback is made: delay1 or line first, what it remembers later. A tap_allpass takes the
    // clock of its line.
    NodeId add(Op op, std::initializer_list<NodeId> operands, Attributes attributes = {});
    NodeId add(Op op, std::span<const NodeId> operands, Attributes attributes = {});
    void connect(NodeId node, std::uint32_t operand, NodeId value);

    // The value as an audio op may use it: the one ramp of a tick value that is not stepped, else the value itself.
    NodeId to_audio(NodeId value);

    [[nodiscard]] const Node &operator[](NodeId id) const { return graph[id]; }
    [[nodiscard]] Graph finish() && { return std::move(graph); }

  private:
    NodeId shared_constant(Op op, std::uint32_t bits, float value);

    std::unordered_map<std::string, NameId> names_;
    std::unordered_map<std::uint64_t, NodeId> constants_;
    std::unordered_map<NodeId, NodeId> ramps_;
};

} // namespace tactus::graph
