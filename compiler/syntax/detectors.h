// A detector knows one typical mistake: it looks at the surroundings of a failure and speaks, or is silent.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "compiler/syntax/surroundings.h"

namespace tactus::syntax {

using Found = std::optional<diag::Diagnostic>;
using Detector = Found (*)(const Surroundings &);

[[nodiscard]] std::span<const Detector> detectors();      // in the order in which they are asked
[[nodiscard]] std::string_view sign_of(std::size_t type); // "=" for ASSIGN; empty for types of many texts

// Brackets (brackets.cpp)
Found bracket_closes_nothing(const Surroundings &s);
Found bracket_not_closed(const Surroundings &s);
Found statement_inside_brackets(const Surroundings &s);
Found brace_on_own_line(const Surroundings &s);
Found body_unexpected(const Surroundings &s);
Found call_with_blank(const Surroundings &s);

// Texts in quotes, tests, controllers (texts.cpp)
Found text_without_quotes(const Surroundings &s);
Found text_in_brackets(const Surroundings &s);
Found title_without_quotes(const Surroundings &s);
Found expectation_misspelt(const Surroundings &s);
Found control_misspelt(const Surroundings &s);

// Statements and headers (headers.cpp)
Found reserved_name(const Surroundings &s);
Found name_missing(const Surroundings &s);
Found bind_without_name(const Surroundings &s);
Found statement_in_words(const Surroundings &s);
Found word_header(const Surroundings &s);
Found body_missing(const Surroundings &s);
Found equals_missing(const Surroundings &s);
Found semicolon_missing(const Surroundings &s);
Found value_unused(const Surroundings &s);

// Expressions (operands.cpp)
Found if_without_brackets(const Surroundings &s);
Found if_incomplete(const Surroundings &s);
Found comparison_chain(const Surroundings &s);
Found equals_in_expression(const Surroundings &s);
Found step_not_a_call(const Surroundings &s);
Found delay_not_simple(const Surroundings &s);
Found value_missing(const Surroundings &s);
Found operator_missing(const Surroundings &s);

// From other languages (foreign.cpp)
Found foreign_call(const Surroundings &s);
Found foreign_opening(const Surroundings &s);
Found row_behind(const Surroundings &s);

// Signs and turns of other languages (habits.cpp)
Found foreign_arrow(const Surroundings &s);
Found input_by_equals(const Surroundings &s);
Found changed_in_place(const Surroundings &s);
Found init_behind(const Surroundings &s);
Found comment_by_semicolon(const Surroundings &s);
Found definition_without_node(const Surroundings &s);
Found slider(const Surroundings &s);
Found when_misspelt(const Surroundings &s);
Found parameter_unfinished(const Surroundings &s);

} // namespace tactus::syntax
