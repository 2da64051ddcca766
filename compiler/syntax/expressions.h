// Expressions and words of ANTLR's parse tree as nodes of ours. Recursion goes as deep as brackets and `if`s nest
// (limits::nesting), chains of operators are loops.
#pragma once

#include "compiler/syntax/writer.h"

namespace tactus::syntax {

class Expressions {
  public:
    explicit Expressions(Writer &writer) : writer_(writer) {}

    TreeId expression(T::ExpressionContext *context);
    TreeId value(T::ValueContext *context);
    TreeId sum(T::SumContext *context);
    TreeId postfix(T::PostfixContext *context, bool in_words = false);
    TreeId number(antlr4::Token *token, bool negative = false); // NUMBER, FRACTION or NOTE
    TreeId name(T::NameContext *context);
    TreeId step(T::StepContext *context);
    TreeId words(T::WordsContext *context);
    Writer::Children arguments(T::ArgumentsContext *context); // none for null
    TreeId literal(T::LiteralContext *context);

  private:
    using Children = Writer::Children;

    TreeId disjunction(T::DisjunctionContext *context);
    TreeId conjunction(T::ConjunctionContext *context);
    TreeId negation(T::NegationContext *context);
    TreeId comparison(T::ComparisonContext *context);
    TreeId range(T::RangeContext *context);
    TreeId product(T::ProductContext *context);
    TreeId power(T::PowerContext *context, const std::vector<antlr4::tree::TerminalNode *> &minuses);
    TreeId delay(TreeId value, T::DelayContext *context);
    TreeId atom(T::AtomContext *context);
    TreeId item(T::ItemContext *context);

    TreeId binary(std::string_view op, TreeId left, TreeId right);
    // A left-associative row: every second child of `context` is an operator.
    template <typename Context, typename Build> TreeId left_row(Context *context, Build build);
    TreeId negated(TreeId value, const std::vector<antlr4::tree::TerminalNode *> &minuses, std::size_t used);
    // Gives the last of the minuses to a bare dB, st or ct literal; returns how many were used up.
    std::size_t fold_sign(TreeId base, T::PostfixContext *context,
                          const std::vector<antlr4::tree::TerminalNode *> &minuses);

    Writer &writer_;
};

} // namespace tactus::syntax
