// The table of built-in names (builtins.def): what they take, and the op behind those that are one op.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/elaborate/environment.h"

namespace tactus::elaborate {

enum class UnitRule : std::uint8_t { plain, same, join, root, turn };
enum class BuiltinForm : std::uint8_t {
    function,
#define FUNCTION(name, op, inputs, units, meaning, range, example)
#define FORM(name, inputs, meaning, example) form_##name,
#include "compiler/elaborate/builtins.def"
#undef FORM
#undef FUNCTION
};

struct Builtin {
    std::string_view name;
    BuiltinForm form = BuiltinForm::function;
    graph::Op op = graph::Op::constant;
    UnitRule units = UnitRule::plain;
    std::vector<Port> ports;
    std::vector<bool> optional;
    std::string_view meaning, range, example; // the range is that of what comes out; "": see the meaning
};

// "t:table at row=" → ports. An optional input has the invalid id as default and is marked apart.
void read_inputs(std::string_view text, Builtin &builtin);

[[nodiscard]] const Builtin *find_builtin(std::string_view name);
[[nodiscard]] const std::vector<Builtin> &all_builtins();
// Built-in functions and constants, for spelling help.
[[nodiscard]] const std::vector<std::string_view> &builtin_names();

// "signal  cutoff:Hz  resonance", for messages.
[[nodiscard]] std::string describe_ports(const std::vector<Port> &ports);
// A value one would try for an input: "440Hz" for Hz, "0.5" for a plain one.
[[nodiscard]] std::string sample_value(const Port &port);

// Whether that value does for anyone: a cutoff, a time, a resonance; not what is to be measured, played or counted.
[[nodiscard]] bool has_usual_value(const Port &port);

// What it is that nobody can guess, in words.
[[nodiscard]] std::string wanted_of(const Port &port);

} // namespace tactus::elaborate
