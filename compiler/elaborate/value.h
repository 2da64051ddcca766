// What an expression stands for while compiling: a number, a signal of the graph, an array, a note, a node not yet
// called, a table, several named outputs. Numbers are kept in 64 bits and become 32-bit constants where they meet a
// signal.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "compiler/base/units.h"
#include "compiler/graph/graph.h"

namespace tactus::elaborate {

struct Definition;

// Time exponents (s: 1, Hz: -1); a ratio is a pure number written logarithmically (dB, st, ct). `any` fits everything:
// a signal whose unit is not known yet.
struct Unit {
    std::int8_t time = 0;
    bool ratio = false;
    bool any = false;

    [[nodiscard]] bool plain() const { return time == 0 && !ratio && !any; }
    bool operator==(const Unit &) const = default;
};
inline constexpr Unit number_unit{};
inline constexpr Unit ratio_unit{0, true, false};
inline constexpr Unit any_unit{0, false, true};
[[nodiscard]] Unit unit_of(Dimension dimension);
[[nodiscard]] constexpr Unit time_unit(int exponent) { return Unit{static_cast<std::int8_t>(exponent), false, false}; }

enum class Form : std::uint8_t {
    Nothing, // after an error: accepted everywhere, reported once
    Number,
    Signal,
    Array,
    Note,
    Notes, // the notes from outside, perhaps filtered
    Node,  // a node's name, or a call with inputs missing
    Table,
    Record, // several named outputs; the first is the value itself when `primary`
};

struct Compound;

struct Value {
    Form form = Form::Nothing;
    Unit unit;
    double number = 0.0;
    graph::NodeId node;
    std::shared_ptr<const Compound> compound;

    [[nodiscard]] bool is_nothing() const { return form == Form::Nothing; }
    [[nodiscard]] bool is_number() const { return form == Form::Number; }
    [[nodiscard]] bool is_signal() const { return form == Form::Signal; }
    [[nodiscard]] bool is_scalar() const { return form == Form::Number || form == Form::Signal; }
    [[nodiscard]] bool is_array() const { return form == Form::Array; }
    [[nodiscard]] const std::vector<Value> &elements() const;
};

// The ten fields of a note value, in the order of Compound::elements.
enum class NoteMember : std::uint8_t { freq, key, gate, on, velocity, release, channel, bend, pressure, timbre };
inline constexpr std::size_t note_member_count = 10;
inline constexpr std::array<std::string_view, note_member_count> note_member_names{
    "freq", "key", "gate", "on", "velocity", "release", "channel", "bend", "pressure", "timbre"};

struct Compound {
    std::vector<Value> elements;            // Array, Note, Record; Node: the inputs given with the name
    std::uint64_t leaves = 0;               // Array: entries of all its levels' ends, however much of it is shared
    std::vector<std::string> names;         // Record, Node: one per element
    bool primary = false;                   // Record: element 0 is what the name alone means
    const Definition *definition = nullptr; // Node
    std::string builtin;                    // Node: the name of a built-in function
    Span written;                           // Node: the name as the user gave it to an input; else no file
    graph::NoteSource notes;                // Notes
    bool external = false;                  // Note: a voice's own note, not made by the patch
    std::vector<graph::TableId> rows;       // Table: its rows; of a sample its channels
    std::uint32_t length = 0;               // Table: entries per row
    std::uint32_t channels = 0;             // Table: of a sample how many it has; 0: no sample
    double rate = 0.0;                      // Table: entries per second of a sample
    graph::NodeId buffer;                   // Table: of a buffer its node; rows are empty
};

inline const std::vector<Value> &Value::elements() const {
    static const std::vector<Value> none;
    return compound ? compound->elements : none;
}

[[nodiscard]] inline Value number_value(double number, Unit unit = {}) {
    return Value{Form::Number, unit, number, {}, nullptr};
}
[[nodiscard]] inline Value signal_value(graph::NodeId node, Unit unit = {}) {
    return Value{Form::Signal, unit, 0.0, node, nullptr};
}
[[nodiscard]] Value array_value(std::vector<Value> elements);
[[nodiscard]] Value record_value(std::vector<std::string> names, std::vector<Value> elements, bool primary);

// How a value is named in messages: "a signal in Hz", "an array of 4", "a note".
[[nodiscard]] std::string describe(const Value &value);
[[nodiscard]] std::string describe(Unit unit);
// The number itself, with its unit ("439.99Hz", "-3.01dB", "[1, 2]"); empty for what is no number.
[[nodiscard]] std::string written(const Value &value);

} // namespace tactus::elaborate
