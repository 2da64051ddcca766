// Expressions of equations: what each kind of tree node means. Calls, memory and words have files of their own.
#include <cmath>

#include "compiler/base/units.h"
#include "compiler/elaborate/builtins.h"
#include "compiler/elaborate/elaborator.h"
#include "compiler/limits.h"
#include "compiler/math/constant.h"
#include "compiler/syntax/foreign_words.h"

namespace tactus::elaborate {

using graph::NodeId;
using graph::Op;
using syntax::Kind;
using syntax::TreeId;

Value Elaborator::eval(TreeId id, Want want) {
    if (exhausted_ || abandoned_ || !check_steps(1, span_of(id))) {
        return {};
    }
    const syntax::Tree &t = tree();
    const Span span = t[id].span;
    switch (t[id].kind) {
    case Kind::Number:
    case Kind::Fraction:
    case Kind::NoteName:
        return eval_literal(id);
    case Kind::Name:
        return eval_name(id);
    case Kind::Self: {
        Binding *self = find(at_.frame, "self");
        if (self == nullptr) {
            error(diag::Kind::SelfOutside, span);
            return {};
        }
        return value_of(*self, span);
    }
    case Kind::Call:
        return call_name(t.text(id), read_arguments(id), span, t[id].name_span);
    case Kind::Select:
        return eval_select(id);
    case Kind::Index:
        return eval_index(id);
    case Kind::Delay:
        return eval_delay(id);
    case Kind::Group:
        return eval(t.child(id, 0), want);
    case Kind::Negate:
        return negate(eval(t.child(id, 0), want), span, want);
    case Kind::Not:
        return logical_not(eval(t.child(id, 0)), span);
    case Kind::Binary: {
        const std::string_view op = t.text(id);
        const Want inner = op == "+" || op == "-" ? want : Want::Anything;
        const TreeId left = t.child(id, 0), right = t.child(id, 1);
        const Value a = eval(left, inner);
        const Value b = eval(right, inner);
        return binary(op, a, b, span, span_of(left), span_of(right), want);
    }
    case Kind::Range:
        return eval_range(id);
    case Kind::If:
        return eval_if(id, want);
    case Kind::Array:
        return eval_array(id);
    case Kind::Comprehension:
        return eval_comprehension(id);
    case Kind::Stack:
        return eval_stack(id);
    case Kind::Chain:
        return eval_chain(id);
    case Kind::String:
        error(diag::Kind::NotASignal, span, "an expression", "a text");
        return {};
    default:
        error(diag::Kind::NotASignal, span, "an expression", "no value");
        return {};
    }
}

Value Elaborator::eval_literal(TreeId id) {
    const auto &node = tree()[id];
    if (node.kind == Kind::NoteName) {
        const std::string_view name = tree().text(id);
        constexpr int of_letter[] = {9, 11, 0, 2, 4, 5, 7}; // A B C D E F G
        const int accidental = name.size() < 3 ? 0 : name[1] == '#' ? 1 : -1;
        const int key = 12 * (name.back() - '0' + 1) + of_letter[name[0] - 'A'] + accidental;
        return number_value(tuning(node.span) * math::binary64::exponential2((key - 69) / 12.0), time_unit(-1));
    }
    const auto beats = [&](double count) {
        if (count_beats_) {
            return number_value(count);
        }
        const Value beat = signal_value(beat_seconds(node.span), time_unit(1));
        return binary("*", number_value(count), beat, node.span, node.span, node.span);
    };
    if (node.kind == Kind::Fraction) {
        return beats(node.number);
    }
    const tactus::Unit *written = find_unit(tree().text(id));
    if (written == nullptr) { // a plain number; syntax has refused what is no unit
        return number_value(node.number);
    }
    const double scaled = node.number * written->multiplier / written->divisor;
    switch (written->dimension) {
    case Dimension::Beats:
        return beats(node.number);
    case Dimension::RatioOfTen:
        return number_value(math::binary64::power(10.0, scaled), ratio_unit);
    case Dimension::RatioOfTwo:
        return number_value(math::binary64::exponential2(scaled), ratio_unit);
    default:
        return number_value(scaled, unit_of(written->dimension));
    }
}

Value Elaborator::eval_name(TreeId id) {
    const std::string_view name = tree().text(id);
    const Span span = span_of(id);
    if (Binding *binding = find(at_.frame, name)) {
        if (in_library(binding->span) && names_are_wrong(at_.frame)) { // a name of the file may be missing
            ++silent_;
            return {};
        }
        return binding->kind == BindingKind::Controller ? control_as_value(span) : value_of(*binding, span);
    }
    if (auto constant = constant_name(name, span)) {
        return *constant;
    }
    if (find_builtin(name) != nullptr) {
        auto compound = std::make_shared<Compound>();
        compound->builtin = name;
        return Value{Form::Node, {}, 0.0, {}, compound};
    }
    return unknown_name(name, span);
}

Value Elaborator::eval_select(TreeId id) {
    const TreeId value = tree().child(id, 0);
    if (Binding *slot = slot_named(value)) {
        return slot_output(*slot, tree().text(id), tree()[id].name_span);
    }
    if (Binding *box = tree()[value].kind == Kind::Name ? find(at_.frame, tree().text(value)) : nullptr;
        box != nullptr && box->kind == BindingKind::Controller) {
        return control_as_value(span_of(id));
    }
    return member(eval(value), tree().text(id), tree()[id].name_span);
}

Value Elaborator::member(const Value &value, std::string_view name, Span span) {
    if (value.is_nothing()) {
        return value;
    }
    if (value.is_array()) {
        if ((name == "left" || name == "right") && value.elements().size() == 2 && value.elements()[0].is_scalar()) {
            const std::string part = name == "left" ? "[0]" : "[1]";
            const Span with_point{span.file, span.begin - 1, span.end};
            error(diag::Kind::NoMember, span, describe(value), name)
                .helps.push_back({"of two signals the left one is `[0]`, the right one `[1]`",
                                  mender_.letter_at(span.file, span.begin - 1) == '.'
                                      ? std::optional{diag::Edit{with_point, part}}
                                      : std::nullopt});
            return {};
        }
        return broadcast({&value, 1}, span, [&](std::span<const Value> v) { return member(v[0], name, span); });
    }
    std::vector<std::string> known;
    if (value.form == Form::Note) {
        for (std::size_t i = 0; i < note_member_count; ++i) {
            if (note_member_names[i] == name) {
                return value.elements()[i];
            }
            known.emplace_back(note_member_names[i]);
        }
    } else if (value.form == Form::Record) {
        for (std::size_t i = 0; i < value.elements().size(); ++i) {
            if (value.compound->names[i] == name) {
                return value.elements()[i];
            }
            known.push_back(value.compound->names[i]);
        }
    }
    auto &diagnostic = error(diag::Kind::NoMember, span, describe(value), name);
    if (!known.empty()) {
        std::string all;
        for (const auto &k : known) {
            all += (all.empty() ? "`." : ", `.") + k + "`";
        }
        diagnostic.helps.push_back({"it has " + all, std::nullopt});
        mender_.member(diagnostic, name, known);
    }
    const auto theirs = syntax::method_of_other_language(name);
    const std::string_view function = theirs ? *theirs : name;
    if (std::find(known.begin(), known.end(), name) == known.end() && !syntax::member_of_other_language(name) &&
        (find_builtin(function) != nullptr || known_name(function) != nullptr) && text_of(span) == name) {
        mender_.called_member(diagnostic, function);
    }
    return {};
}

// a[i]: a constant index must be inside; a moving one is limited to the array.
Value Elaborator::eval_index(TreeId id) {
    const Value array = plain_value(eval(tree().child(id, 0)));
    const Value index = plain_value(eval(tree().child(id, 1)));
    const Span index_span = span_of(tree().child(id, 1));
    if (array.is_nothing() || index.is_nothing()) {
        return {};
    }
    if (array.form == Form::Table) { // the entry itself
        return builtin_read(array, index, {}, Between::none, span_of(id),
                            std::array{span_of(tree().child(id, 0)), index_span});
    }
    if (Forward *cycle = array.is_signal() ? cycle_behind(array.node) : nullptr) {
        cycle->indexed = true; // reported when the shape is known
        cycle->use = span_of(tree().child(id, 0));
        return {};
    }
    if (!array.is_array() || array.elements().empty()) {
        auto &diagnostic = error(diag::Kind::NotAnArray, span_of(tree().child(id, 0)), describe(array));
        if (array.is_scalar()) { // the index and its brackets
            const Span index_part{diagnostic.span.file, span_of(tree().child(id, 0)).end, span_of(id).end};
            diagnostic.helps.push_back({"one signal is taken as it is", diag::Edit{index_part, ""}});
        }
        return {};
    }
    return pick(array.elements(), index, index_span);
}

// Several indices pick several elements.
Value Elaborator::pick(const std::vector<Value> &elements, const Value &index, Span span) {
    if (index.is_array()) {
        std::vector<Value> picked;
        for (const Value &i : index.elements()) {
            picked.push_back(pick(elements, plain_value(i), span));
            if (picked.back().is_nothing()) {
                return {};
            }
        }
        return array_value(std::move(picked));
    }
    if (!want_scalar(index, span, "an index")) {
        return {};
    }
    if (!index.unit.plain() && !index.unit.any) {
        error(diag::Kind::UnitMismatch, span, "an index", describe(number_unit), describe(index.unit));
        return {};
    }
    if (index.is_number()) {
        if (!(index.number >= 0.0 && index.number < static_cast<double>(elements.size()))) {
            const std::string index_text = // of the library's names the user knows nothing
                in_library(span) ? fmt::format("{:.7g}", index.number) : text_of(span);
            auto &diagnostic = error(diag::Kind::IndexOutside, span, index_text, elements.size());
            if (index.number < 0.0 && !in_library(span)) {
                diagnostic.helps.push_back(
                    {fmt::format("indices count from 0: the last is `[{}]`", elements.size() - 1), std::nullopt});
            }
            return {};
        }
        return elements[static_cast<std::size_t>(index.number)];
    }
    return constant_lookup(elements, index, span);
}

Value Elaborator::eval_if(TreeId id, Want want) {
    const syntax::Tree &t = tree();
    const TreeId test = t.child(id, 0), yes = t.child(id, 1), no = t.child(id, 2);
    const Value condition = plain_value(eval(test));
    if (condition.is_number()) { // the other side is dropped unchecked
        return eval(condition.number < 0.0 || condition.number > 0.0 ? yes : no, want);
    }
    const Value a = eval(yes, want), b = eval(no, want);
    return choose(condition, a, b, span_of(id), span_of(yes), span_of(no));
}

Value Elaborator::eval_array(TreeId id) {
    std::vector<Value> elements;
    for (const TreeId element : tree().children_of(id)) {
        elements.push_back(eval(element));
        if (exhausted_) {
            return {};
        }
    }
    Value made = array_value(std::move(elements));
    const std::uint64_t leaves = made.compound->leaves; // shared entries are counted where they would be copied out
    const bool room = leaves <= limits::array_entries ? check_entries(made.elements().size(), span_of(id))
                                                      : refuse_arrays(limits::array_entries, span_of(id));
    return room ? made : Value{};
}

std::optional<double> Elaborator::eval_number(TreeId id, std::string_view what, Unit unit) {
    return constant_number(plain_value(eval(id)), span_of(id), what, unit);
}

std::optional<double> Elaborator::constant_number(const Value &value, Span span, std::string_view what, Unit unit) {
    if (value.is_nothing()) {
        return std::nullopt;
    }
    if (!value.is_number()) {
        if (value.is_signal() && is_generic(value.node)) {
            abandoned_ = true;
            return std::nullopt;
        }
        error(diag::Kind::NotConstant, span, what, describe(value));
        return std::nullopt;
    }
    if (value.unit != unit && !value.unit.plain()) {
        error(diag::Kind::UnitMismatch, span, what, describe(unit), describe(value.unit));
        return std::nullopt;
    }
    return value.number;
}

std::optional<std::uint32_t> Elaborator::eval_count(TreeId id, std::string_view what) {
    return whole_count(plain_value(eval(id)), span_of(id), what);
}

// A whole number of things, at least one.
std::optional<std::uint32_t> Elaborator::whole_count(const Value &value, Span span, std::string_view what) {
    const auto number = constant_number(value, span, what);
    if (!number) {
        return std::nullopt;
    }
    if (!(*number >= 1.0) || *number != std::nearbyint(*number)) {
        error(diag::Kind::NotACount, span, what, text_of(span));
        return std::nullopt;
    }
    if (*number > static_cast<double>(limits::table_entries)) {
        error(diag::Kind::TableTooLarge, span, limits::table_entries);
        return std::nullopt;
    }
    return static_cast<std::uint32_t>(*number);
}

// low..high, both ends.
std::optional<Elaborator::Numbers> Elaborator::range_numbers(TreeId id) {
    const auto low = eval_number(tree().child(id, 0), "the start of a range");
    const auto high = eval_number(tree().child(id, 1), "the end of a range");
    if (!low || !high) {
        return std::nullopt;
    }
    const auto count = whole_count(number_value(*high - *low + 1.0), span_of(id), "the length of a range");
    if (!count) {
        return std::nullopt;
    }
    return Numbers{*low, *count};
}

Value Elaborator::eval_range(TreeId id) {
    const auto numbers = range_numbers(id);
    if (!numbers || !check_entries(numbers->count, span_of(id))) {
        return {};
    }
    std::vector<Value> elements(numbers->count);
    for (std::size_t i = 0; i < elements.size(); ++i) {
        elements[i] = number_value(numbers->first + static_cast<double>(i));
    }
    return array_value(std::move(elements));
}

// [i in array: element]: the element once per entry, in a frame of its own where `i` is a number or signal. A range is
// counted, not made.
Value Elaborator::eval_comprehension(TreeId id) {
    const TreeId source = tree().child(id, 0);
    std::optional<Numbers> numbers;
    Value list;
    if (tree()[source].kind == Kind::Range) {
        numbers = range_numbers(source);
        if (!numbers) {
            return {};
        }
    } else {
        list = plain_value(eval(source));
        if (list.is_nothing()) {
            return {};
        }
        if (!list.is_array()) {
            error(diag::Kind::NotAnArray, span_of(source), describe(list));
            return {};
        }
    }
    const std::size_t count = numbers ? numbers->count : list.elements().size();
    const Context outer = at_;
    Frame frame;
    frame.parent = outer.frame;
    frame.tree = outer.frame->tree;
    frame.address = address();
    frame.scope = outer.frame->scope;
    frame.region = outer.frame->region;
    frame.steps = outer.frame->steps;
    frame.clock = outer.frame->clock;
    frame.caller = outer.frame->caller;
    frame.call = outer.frame->call;
    frame.depth = outer.frame->depth;
    frame.handed_in = outer.frame->handed_in;
    frame.definition = outer.frame->definition;
    Binding &variable =
        declare(frame, std::string(tree().text(id)), BindingKind::Value, {}, tree()[id].name_span, nullptr);
    variable.state = BindingState::Done;
    at_.frame = &frame;
    at_.binding = nullptr;
    std::vector<Value> elements;
    bool entries = check_entries(count, span_of(id));
    for (std::size_t i = 0; i < count && entries; ++i) {
        const Repetition repetition(*this, count, i);
        variable.value = numbers ? number_value(numbers->first + static_cast<double>(i)) : list.elements()[i];
        elements.push_back(eval(tree().child(id, 1)));
        if (i == 0 && elements[0].is_array() && elements[0].compound->leaves * count > limits::array_entries) {
            entries = refuse_arrays(limits::array_entries, span_of(id)); // before the others are made
        }
        if (exhausted_ || abandoned_ || elements.back().is_nothing()) {
            at_ = outer;
            return {};
        }
    }
    at_ = outer;
    return entries ? array_value(std::move(elements)) : Value{};
}

Value Elaborator::eval_chain(TreeId id) {
    const auto children = tree().children_of(id);
    Value value = eval(children[0]);
    Span span = span_of(children[0]);
    for (std::size_t i = 1; i < children.size(); ++i) {
        value = eval_step(std::move(value), span, children[i]);
        span = cover(span, span_of(children[i]));
    }
    return value;
}

// x -> f(…).out: the value is the first input of the call.
Value Elaborator::eval_step(Value first, Span first_span, TreeId step) {
    const auto children = tree().children_of(step);
    const bool selects = !children.empty() && tree()[children.back()].kind == Kind::Member;
    if (first.is_nothing()) {
        return {};
    }
    auto arguments = read_arguments(step, selects ? 1 : 0);
    arguments.insert(arguments.begin(), Argument{"", {}, std::move(first), first_span, {}, true});
    const Span name_span = tree()[step].name_span;
    Value value = call_name(tree().text(step), std::move(arguments), cover(first_span, span_of(step)), name_span);
    return selects ? member(value, tree().text(children.back()), span_of(children.back())) : value;
}

} // namespace tactus::elaborate
