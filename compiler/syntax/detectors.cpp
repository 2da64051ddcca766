// The order of the detectors.
#include "compiler/syntax/detectors.h"

#include <array>

namespace tactus::syntax {

std::span<const Detector> detectors() {
    static constexpr std::array<Detector, 40> all{
        text_without_quotes,
        text_in_brackets,
        title_without_quotes,
        expectation_misspelt,
        control_misspelt,
        slider,
        comment_by_semicolon,
        input_by_equals,
        foreign_arrow,
        changed_in_place,
        init_behind,
        definition_without_node,
        when_misspelt,
        parameter_unfinished,
        bracket_closes_nothing,
        brace_on_own_line,
        statement_inside_brackets,
        bracket_not_closed,
        bind_without_name,
        foreign_call,
        foreign_opening,
        row_behind,
        statement_in_words,
        word_header,
        reserved_name,
        if_without_brackets,
        if_incomplete,
        comparison_chain,
        equals_in_expression,
        delay_not_simple,
        step_not_a_call,
        body_missing,
        body_unexpected,
        equals_missing,
        call_with_blank,
        semicolon_missing,
        value_missing,
        name_missing,
        operator_missing,
        value_unused,
    };
    return all;
}

} // namespace tactus::syntax
