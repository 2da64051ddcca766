// The tree: what was written, in vectors, with a range of source for every node. No ANTLR type in it, no names
// resolved, no units applied. In: a SourceFile (parse.h). Out: a Tree whose root is a Body. Children are consecutive in
// `children`; texts are shared strings.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/ids.h"
#include "compiler/base/span.h"

namespace tactus::syntax {

using TreeId = Id<struct TreeTag>;

// Each line: kind — text / number — children in order. `?` may be an absent child: an invalid TreeId keeps its place.
enum class Kind : std::uint8_t {
    // Statements
    Body,                 // — statements
    NodeDefinition,       // text: name — Inputs?, Outputs? (absent: `=` form), Body or expression
    WordDefinition,       // text: name — Inputs, Outputs, Words
    PatchDefinition,      // text: name — Body
    RackDefinition,       // text: name — Body
    ControllerDefinition, // text: name — Control…
    Control,              // text: name — Dimensions?, option…
    TestDefinition,       // text: title — Body
    Expect,               // — condition
    Use,                  // text: path
    Parameter,            // text: name — Dimensions?, TypeName?, default, option…
    Input,                // text: name — Dimensions?, TypeName?          (a patch's `input x[2]`)
    Table,                // text: name — Dimensions?, expression
    Buffer,               // text: name — Dimensions
    Sample,               // text: name — String
    Track,                // text: name — String
    When,                 // — condition, Body
    Declare,              // text: name — Dimensions?, TypeName?, init?
    Equation,             // text: name — Dimensions?, expression         (`out.send = …`: number 1, text "out.send")
    Unpack,               // — Name…, expression last
    ChainOut,             // — value, Step…  (the last Step names an output)

    // Headers
    Inputs,     // — Port…
    Outputs,    // — Port…
    Port,       // text: name — Dimensions?, TypeName?, default?
    Dimensions, // — one expression per pair of brackets; absent for `[]`
    TypeName,   // text: "Hz" "phase" "Note" "node" "table" … — for a choice: one Name per alternative, text ""

    // Options of param, input and controller lines
    OptionIn,     // — low, high
    OptionLog,    //
    OptionStep,   //
    OptionToggle, //
    OptionSmooth, // — Number
    OptionCc,     // — first, last? (expressions)
    OptionNrpn,   // — first, last?
    OptionOsc,    // text: path
    OptionArg,    // — Number
    OptionFrom,   // — expression

    // Expressions
    Number,        // number: value (a sign written before dB, st or ct is in it), text: unit or ""
    Fraction,      // number: value in beats
    NoteName,      // text: "F#3"
    String,        // text
    Name,          // text
    Self,          //
    Call,          // text: name — Argument…
    Argument,      // text: name or "" — expression
    Select,        // text: member — value                                (a.b)
    Index,         // — value, index expression                           (a[i])
    Delay,         // — value, Argument… (first: the length)               (x@1, x@d, x@(t, max: 2s))
    Negate,        // — value
    Not,           // — value
    Binary,        // text: operator ("+" "-" "*" "/" "^" "mod" "<" … "==" "!=" "and" "or") — left, right
    Range,         // — low, high
    If,            // — condition, then, else
    Array,         // — elements
    Comprehension, // text: variable — range, element
    Stack,         // — Words                                             (stack { … })
    Load,          // text: path — Call…
    Chain,         // — value, Step…
    Step,   // text: name; number 1 when written with ( ) — Argument…; then, if `.member` was written, a Member as last
            // child
    Member, // text: name

    // Words
    Words,    // — items
    Group,    // — expression                                             (an item `( … )`: equation notation; nowhere
              // else)
    Bind,     // text: name                                               (-> f)
    Operator, // text: "+" "-" … "and" "not" "mod" "=="
};

struct Node {
    Kind kind = Kind::Body;
    Span span;
    Span name_span; // of the name in a definition, member, or step; else equal to span
    std::uint32_t first_child = 0;
    std::uint32_t child_count = 0;
    std::uint32_t text = 0; // into texts; 0 is ""
    std::uint32_t doc = 0;  // into texts: the /// lines above a definition, joined by '\n'; 0 when there are none
    double number = 0.0;
};

struct Tree {
    std::vector<Node> nodes;
    std::vector<TreeId> children;
    std::vector<std::string> texts{std::string{}};
    TreeId root;
    FileId file;

    [[nodiscard]] const Node &operator[](TreeId id) const { return nodes[id.index]; }
    [[nodiscard]] std::string_view text(TreeId id) const { return texts[nodes[id.index].text]; }
    [[nodiscard]] std::string_view doc(TreeId id) const { return texts[nodes[id.index].doc]; }
    [[nodiscard]] std::span<const TreeId> children_of(TreeId id) const {
        const Node &n = nodes[id.index];
        return {children.data() + n.first_child, n.child_count};
    }
    [[nodiscard]] TreeId child(TreeId id, std::uint32_t i) const { return children[nodes[id.index].first_child + i]; }
};

[[nodiscard]] std::string_view kind_name(Kind kind); // "NodeDefinition"

} // namespace tactus::syntax
