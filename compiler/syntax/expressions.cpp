// One function per rule of the grammar.
#include "compiler/syntax/expressions.h"

#include "compiler/base/units.h"
#include "compiler/syntax/numbers.h"

namespace tactus::syntax {

namespace {

antlr4::Token *symbol(antlr4::tree::ParseTree *child) {
    auto *terminal = dynamic_cast<antlr4::tree::TerminalNode *>(child);
    return terminal == nullptr ? nullptr : terminal->getSymbol();
}

} // namespace

TreeId Expressions::binary(std::string_view op, TreeId left, TreeId right) {
    return writer_.add(Kind::Binary, cover(writer_.span(left), writer_.span(right)), {left, right}, op);
}

template <typename Context, typename Build> TreeId Expressions::left_row(Context *context, Build build) {
    TreeId left = build(context->children[0]);
    for (std::size_t i = 1; i + 1 < context->children.size(); i += 2) {
        left = binary(writer_.text(symbol(context->children[i])), left, build(context->children[i + 1]));
    }
    return left;
}

TreeId Expressions::expression(T::ExpressionContext *context) {
    const TreeId first = value(context->value());
    const auto steps = context->step();
    if (steps.empty()) {
        return first;
    }
    Children children{first};
    for (auto *s : steps) {
        children.push_back(step(s));
    }
    return writer_.add(Kind::Chain, writer_.span(context), children);
}

TreeId Expressions::step(T::StepContext *context) {
    const auto names = context->name();
    Children children = arguments(context->arguments());
    if (names.size() > 1) {
        children.push_back(writer_.named(Kind::Member, writer_.span(names[1]), names[1], {}));
    }
    const TreeId id = writer_.named(Kind::Step, writer_.span(context), names[0], children);
    writer_.set_number(id, context->CALL() != nullptr ? 1.0 : 0.0);
    return id;
}

// if c then v else if c then v else d: conditions and values alternate, built from the end.
TreeId Expressions::value(T::ValueContext *context) {
    TreeId result = disjunction(context->disjunction());
    const auto values = context->value();
    const auto ifs = context->IF();
    for (std::size_t i = ifs.size(); i-- > 0;) {
        const TreeId condition = value(values[2 * i]);
        const TreeId then = value(values[2 * i + 1]);
        const Span span = cover(writer_.span(ifs[i]->getSymbol()), writer_.span(result));
        result = writer_.add(Kind::If, span, {condition, then, result});
    }
    return result;
}

TreeId Expressions::disjunction(T::DisjunctionContext *context) {
    return left_row(context, [this](auto *child) { return conjunction(dynamic_cast<T::ConjunctionContext *>(child)); });
}

TreeId Expressions::conjunction(T::ConjunctionContext *context) {
    return left_row(context, [this](auto *child) { return negation(dynamic_cast<T::NegationContext *>(child)); });
}

TreeId Expressions::negation(T::NegationContext *context) {
    TreeId result = comparison(context->comparison());
    const auto nots = context->NOT();
    for (std::size_t i = nots.size(); i-- > 0;) {
        const Span span = cover(writer_.span(nots[i]->getSymbol()), writer_.span(result));
        result = writer_.add(Kind::Not, span, {result});
    }
    return result;
}

TreeId Expressions::comparison(T::ComparisonContext *context) {
    return left_row(context, [this](auto *child) { return range(dynamic_cast<T::RangeContext *>(child)); });
}

TreeId Expressions::range(T::RangeContext *context) {
    const auto sums = context->sum();
    const TreeId low = sum(sums[0]);
    if (sums.size() == 1) {
        return low;
    }
    return writer_.add(Kind::Range, writer_.span(context), {low, sum(sums[1])});
}

TreeId Expressions::sum(T::SumContext *context) {
    return left_row(context, [this](auto *child) { return product(dynamic_cast<T::ProductContext *>(child)); });
}

TreeId Expressions::product(T::ProductContext *context) {
    return left_row(context, [this](auto *child) {
        auto *unary = dynamic_cast<T::UnaryContext *>(child);
        return power(unary->power(), unary->MINUS());
    });
}

TreeId Expressions::negated(TreeId value, const std::vector<antlr4::tree::TerminalNode *> &minuses, std::size_t used) {
    for (std::size_t i = minuses.size() - used; i-- > 0;) {
        const Span span = cover(writer_.span(minuses[i]->getSymbol()), writer_.span(value));
        value = writer_.add(Kind::Negate, span, {value});
    }
    return value;
}

std::size_t Expressions::fold_sign(TreeId base, T::PostfixContext *context,
                                   const std::vector<antlr4::tree::TerminalNode *> &minuses) {
    auto *literal = context->atom()->NUMBER();
    if (minuses.empty() || literal == nullptr || !context->suffix().empty()) {
        return 0;
    }
    const Unit *unit = find_unit(split_number(writer_.text(literal->getSymbol())).unit);
    if (unit == nullptr || !is_logarithmic(unit->dimension)) {
        return 0;
    }
    Node &node = writer_.node(base);
    node.number = -node.number;
    node.span = cover(writer_.span(minuses.back()->getSymbol()), node.span);
    node.name_span = node.span;
    return 1;
}

// `^` goes to the right and binds tighter than a minus before it, but a dB, st or ct literal takes its sign first.
TreeId Expressions::power(T::PowerContext *context, const std::vector<antlr4::tree::TerminalNode *> &minuses) {
    const auto exponents = context->exponent();
    std::vector<TreeId> bases{postfix(context->postfix())};
    std::vector<std::size_t> used{fold_sign(bases[0], context->postfix(), minuses)};
    for (auto *exponent : exponents) {
        bases.push_back(postfix(exponent->postfix()));
        used.push_back(fold_sign(bases.back(), exponent->postfix(), exponent->MINUS()));
    }
    TreeId result = bases.back();
    for (std::size_t i = exponents.size(); i-- > 0;) {
        result = negated(result, exponents[i]->MINUS(), used[i + 1]);
        result = binary("^", bases[i], result);
    }
    return negated(result, minuses, used[0]);
}

TreeId Expressions::postfix(T::PostfixContext *context, bool in_words) {
    TreeId result = atom(context->atom());
    if (in_words && context->atom()->expression() != nullptr) {
        result = writer_.add(Kind::Group, writer_.span(result), {result});
    }
    for (auto *suffix : context->suffix()) {
        const Span span = cover(writer_.span(result), writer_.span(suffix));
        if (suffix->name() != nullptr) {
            result = writer_.named(Kind::Select, span, suffix->name(), {result});
        } else if (suffix->expression() != nullptr) {
            result = writer_.add(Kind::Index, span, {result, expression(suffix->expression())});
        } else {
            result = delay(result, suffix->delay());
            writer_.node(result).span = span;
            writer_.node(result).name_span = span;
        }
    }
    return result;
}

TreeId Expressions::delay(TreeId value, T::DelayContext *context) {
    Children children{value};
    if (context->arguments() != nullptr) {
        const Children arguments = this->arguments(context->arguments());
        children.insert(children.end(), arguments.begin(), arguments.end());
    } else {
        const TreeId length = context->name() != nullptr ? name(context->name()) : number(context->start);
        children.push_back(writer_.add(Kind::Argument, writer_.span(context), {length}));
    }
    return writer_.add(Kind::Delay, writer_.span(context), children);
}

TreeId Expressions::number(antlr4::Token *token, bool negative) {
    const std::string_view text = writer_.text(token);
    const double sign = negative ? -1.0 : 1.0;
    if (token->getType() == T::NOTE) {
        return writer_.add(Kind::NoteName, writer_.span(token), {}, text);
    }
    if (token->getType() == T::FRACTION) {
        return writer_.add(Kind::Fraction, writer_.span(token), {}, {}, sign * fraction_value(text));
    }
    return writer_.add(Kind::Number, writer_.span(token), {}, split_number(text).unit, sign * number_value(text));
}

TreeId Expressions::literal(T::LiteralContext *context) {
    const bool negative = context->MINUS() != nullptr;
    const bool note = context->NOTE() != nullptr;
    TreeId result = number(context->stop, negative && !note);
    writer_.node(result).span = writer_.span(context);
    writer_.node(result).name_span = writer_.span(context);
    if (negative && note) {
        result = writer_.add(Kind::Negate, writer_.span(context), {result});
    }
    return result;
}

TreeId Expressions::name(T::NameContext *context) {
    return writer_.add(Kind::Name, writer_.span(context), {}, writer_.text(context));
}

TreeId Expressions::atom(T::AtomContext *context) {
    const Span span = writer_.span(context);
    if (context->name() != nullptr) {
        return context->CALL() == nullptr
                   ? name(context->name())
                   : writer_.named(Kind::Call, span, context->name(), arguments(context->arguments()));
    }
    if (context->expression() != nullptr) {
        const TreeId inner = expression(context->expression());
        writer_.node(inner).span = span; // the brackets are part of what was written
        return inner;
    }
    if (auto *comprehension = context->comprehension()) {
        const TreeId over = value(comprehension->value());
        return writer_.named(Kind::Comprehension, span, comprehension->name(),
                             {over, expression(comprehension->expression())});
    }
    if (context->array() != nullptr) {
        Children elements;
        for (auto *element : context->array()->expression()) {
            elements.push_back(expression(element));
        }
        return writer_.add(Kind::Array, span, elements);
    }
    if (context->words() != nullptr) {
        return writer_.add(Kind::Stack, span, {words(context->words())});
    }
    return context->SELF() != nullptr ? writer_.add(Kind::Self, span) : number(context->start);
}

Writer::Children Expressions::arguments(T::ArgumentsContext *context) {
    Children result;
    if (context == nullptr) {
        return result;
    }
    for (auto *argument : context->argument()) {
        const TreeId given = expression(argument->expression());
        result.push_back(argument->name() != nullptr
                             ? writer_.named(Kind::Argument, writer_.span(argument), argument->name(), {given})
                             : writer_.add(Kind::Argument, writer_.span(argument), {given}));
    }
    return result;
}

TreeId Expressions::words(T::WordsContext *context) {
    Children items;
    for (auto *i : context->item()) {
        items.push_back(item(i));
    }
    return writer_.add(Kind::Words, writer_.span(context), items);
}

TreeId Expressions::item(T::ItemContext *context) {
    if (context->ARROW() != nullptr) {
        return writer_.named(Kind::Bind, writer_.span(context), context->name(), {});
    }
    if (context->postfix() != nullptr) {
        return postfix(context->postfix(), true);
    }
    if (context->wordOperator() != nullptr) {
        return writer_.add(Kind::Operator, writer_.span(context), {}, writer_.text(context));
    }
    const TreeId result = number(context->stop, true);
    writer_.node(result).span = writer_.span(context);
    writer_.node(result).name_span = writer_.span(context);
    return result;
}

} // namespace tactus::syntax
