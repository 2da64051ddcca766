// Where names live while elaborating: definitions (nodes, words, patches), frames (one per instance of a body, linked
// to the frame their text stands in) and bindings (a name's equation, evaluated when first asked for). All are owned by
// the elaborator and keep their addresses.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compiler/elaborate/value.h"
#include "compiler/syntax/tree.h"

namespace tactus::elaborate {

struct Frame;
struct Binding;

enum class DefinitionKind : std::uint8_t { Node, Word, Patch };

// One input of a definition.
struct Port {
    std::string name;
    std::vector<syntax::TreeId> dimensions; // one per pair of brackets; invalid: `[]`
    std::string type;                       // "", "Hz", "phase", "Note", "node", "table", …
    std::vector<std::string> choices;       // `mode: poly | mono`
    syntax::TreeId fallback;                // the default, or invalid
    bool by_name = false;                   // a parameter of a patch is never given by its place
    syntax::TreeId parameter;               // its line, where it is a parameter of a patch
    Span span;
};

struct Definition {
    DefinitionKind kind = DefinitionKind::Node;
    std::string name;
    const syntax::Tree *tree = nullptr;
    syntax::TreeId id;
    Frame *parent = nullptr; // the frame whose names the body sees
    std::vector<Port> inputs;
    std::vector<Port> outputs;     // none for `node f(x) = …`: the only output is `self`
    syntax::TreeId body;           // Body, Words, or an expression
    bool expression = false;       // `=` form
    bool rack = false;             // a patch whose equations may load others
    std::uint64_t least_nodes = 0; // lower bound of graph nodes an instance makes; 0: not counted yet
    bool counting = false;
};

// A file that a rack loads: one slot of it, played as a patch of its own whose notes come through a filter.
struct Slot {
    Binding *binding = nullptr; // the rack's equation `keys = load …`
    Frame *frame = nullptr;     // of the loaded patch; none: it could not be loaded
    graph::NoteSource notes;    // the `notes(…)` after the path
    std::string path;           // of the file, as it is known
    FileId file;
    Span where; // the path as written
    bool opened = false;
};

// A `when` block of a frame: its condition is evaluated once, when a name inside is first asked for.
struct When {
    When *outer = nullptr;
    syntax::TreeId condition;
    bool evaluated = false;
    bool failed = false;
    graph::NodeId clock; // invalid when constant
    std::optional<bool> constant;
};

enum class BindingKind : std::uint8_t {
    Value,
    Equation,
    UnpackPart,
    ChainEnd,
    Definition,
    Parameter,
    Input,
    Table,
    Sample,
    Buffer,
    BufferWrite, // its one writing equation, under the name `tape[]`
    Track,
    Controller,
    Slot,
    Wire,
    WordName,
    Unsupported
};
enum class BindingState : std::uint8_t { Waiting, Busy, Done };

struct Binding {
    BindingKind kind = BindingKind::Value;
    BindingState state = BindingState::Waiting;
    const syntax::Tree *tree = nullptr;
    syntax::TreeId id; // the statement
    Span span;         // of the name
    std::string name;
    std::uint32_t part = 0; // UnpackPart: which
    When *when = nullptr;
    Definition *definition = nullptr;
    Frame *frame = nullptr;
    Value value;
    // What a header or a declaration says of it.
    std::optional<std::vector<syntax::TreeId>> dimensions;
    std::string type;
    syntax::TreeId init;
    std::optional<Value> start; // what `init` says, once it was asked for
    bool declared = false;
    bool doubled = false; // a second equation was reported
    bool output = false;
    const Port *port = nullptr;           // a default of this input, or what a call gave
    Binding *whole = nullptr;             // UnpackPart: the call that is taken apart
    Binding *wire = nullptr;              // the rack's equation that gives this input, parameter or `notes`
    std::optional<Value> delayed_forward; // what stands for it under `@` while it is busy
    std::vector<std::uint32_t> forwards;  // indices of stand_ins made while it was busy
};

struct Frame {
    Frame *parent = nullptr;
    const syntax::Tree *tree = nullptr;
    const Definition *definition = nullptr;
    std::string address;
    graph::ScopeId scope = graph::patch_scope;
    graph::NodeId clock;
    std::uint32_t region = 0; // which call of `substeps` it is inside of; 0: none
    std::uint32_t steps = 1;  // how often what stands in it runs in one sample
    std::unordered_map<std::string, std::unique_ptr<Binding>> bindings;
    std::vector<Binding *> order; // as written
    std::vector<std::unique_ptr<When>> whens;
    bool patch = false;        // parameters, inputs and outputs may stand here
    bool rendered = false;     // the patch that is played: its parameters are controls
    Slot *slot = nullptr;      // the patch of a slot
    Frame *caller = nullptr;   // the frame the call stands in
    Span call;                 // the call
    std::vector<Span> given;   // its inputs, as written there; no file: left out
    bool misnamed = false;     // some names of this body are not what was meant
    std::uint32_t depth = 0;   // calls around this one
    bool handed_in = false;    // called by the name of an input that is a node, not by its own
    std::uint64_t times = 1;   // what stands in it is counted so often
    std::vector<Frame *> uses; // files made visible by `use`
};

// Delayed values that are one: of the same value on the same clock in the same place, with the same start.
struct LineKey {
    graph::NodeId value, clock;
    graph::ScopeId scope;
    std::uint32_t region = 0, start_bits = 0;
    auto operator<=>(const LineKey &) const = default;
};

// An input as a call gives it: written in brackets, or taken from a chain or the stack.
struct Argument {
    std::string name;
    syntax::TreeId expression;
    std::optional<Value> value;
    Span span;
    Span name_span = {}; // of `name:` where it is written
    bool placed = false; // without a name it belongs to the input of its place; else to the next that has no name given
};

// A call as far as it is written; `more` inputs at most come from elsewhere: the stack, or who is given it as a node.
inline constexpr std::size_t any_number = static_cast<std::size_t>(-1);
struct Written {
    const std::vector<Argument> &arguments;
    std::size_t more = 0;
};

struct Item { // of the compile-time stack
    Value value;
    Span span;
    bool input = false; // lay on the stack when the word began: its text is the header's
};

} // namespace tactus::elaborate
