// Words: signals without names on a stack that exists only here. Each item knows where it came from, so that a mistake
// can be drawn: what was on the stack, what the word wants, what is missing.
#include <algorithm>
#include <cmath>

#include "compiler/elaborate/builtins.h"
#include "compiler/elaborate/elaborator.h"
#include "compiler/elaborate/stack_words.h"

namespace tactus::elaborate {

using syntax::Kind;
using syntax::TreeId;

namespace {

// A word input that callers give in brackets, never on the stack.
bool in_brackets(const Port &port, bool optional = false) {
    return optional || port.fallback.valid() || port.type == "node";
}

// The name of an input in a picture: a plain `x` is the signal that goes through.
std::string shown(const Port &port) {
    return port.name == "x" && port.type.empty() && port.dimensions.empty() ? "signal" : port.name;
}

// The text of a value that a word makes: from the first of what it takes to the word itself.
Span reach(std::span<const Item> taken, Span span) {
    for (const Item &item : taken) {
        if (!item.input && item.span.file == span.file && item.span.begin < span.begin) {
            span = cover(item.span, span);
        }
    }
    return span;
}

// What lies on the stack at the end of words that should leave `wanted` values: the last three are drawn.
void describe_left(diag::Diagnostic &diagnostic, const std::vector<Item> &stack, std::size_t wanted) {
    for (std::size_t i = stack.size() - std::min<std::size_t>(3, stack.size()); i < stack.size(); ++i) {
        const auto same = std::find_if(diagnostic.labels.begin(), diagnostic.labels.end(),
                                       [&](const diag::Label &label) { return label.span == stack[i].span; });
        if (same != diagnostic.labels.end()) { // `dup` leaves two that were written once
            same->text += ", " + describe(stack[i].value);
        } else if (stack[i].span.file == diagnostic.span.file) {
            diagnostic.labels.push_back({stack[i].span, describe(stack[i].value)});
        }
    }
    if (stack.size() > wanted) {
        diagnostic.helps.push_back({"`drop` takes the top one off; `+` makes one of two", std::nullopt});
    } else {
        diagnostic.helps.push_back({"what is left at the end goes out; `dup` leaves a value twice", std::nullopt});
    }
}

// The last word of a value's text says what it is: `55Hz saw` is a saw.
std::string last_word(const std::string &text) {
    const auto blank = text.rfind(' ');
    const bool word = blank != std::string::npos && blank + 1 < text.size() &&
                      std::isalpha(static_cast<unsigned char>(text[blank + 1])) != 0 &&
                      text.find_first_of("()[]{}", blank) == std::string::npos;
    return word ? text.substr(blank + 1) : text;
}

std::string values(std::size_t count) { return count == 1 ? "1 value" : std::to_string(count) + " values"; }

// How well an item suits an input: used only to draw the picture.
int fit(const Value &value, const Port &port) {
    const tactus::Unit *unit = find_unit(port.type);
    if (port.type == "Note" || port.type == "table") {
        return value.form == (port.type == "Note" ? Form::Note : Form::Table) ? 3 : -3;
    }
    if (unit != nullptr && !value.unit.plain()) {
        return value.unit == unit_of(unit->dimension) ? 3 : -3;
    }
    if (unit == nullptr && !value.unit.plain() && !value.unit.any) {
        return -2;
    }
    return unit != nullptr && value.is_signal() ? -1 : 1;
}

} // namespace

// stack { … }: words inside an equation; names bound there are its own.
Value Elaborator::eval_stack(TreeId id) {
    const Context outer = at_;
    Frame &frame = new_frame(outer.frame, *outer.frame->tree, address());
    frame.scope = outer.frame->scope;
    frame.region = outer.frame->region;
    frame.steps = outer.frame->steps;
    frame.clock = outer.clock;
    frame.caller = outer.frame->caller;
    frame.call = outer.frame->call;
    frame.depth = outer.frame->depth;
    frame.definition = outer.frame->definition;
    at_ = Context{&frame, nullptr, outer.clock, 0};
    declare_word_names(frame, tree().child(id, 0));
    std::vector<Item> stack;
    run_words(tree().child(id, 0), stack);
    at_ = outer;
    if (abandoned_ || exhausted_ ||
        std::any_of(stack.begin(), stack.end(), [](const Item &i) { return i.value.is_nothing(); })) {
        return {};
    }
    if (stack.size() != 1) {
        auto &diagnostic = error(diag::Kind::StackLeaves, span_of(id), "`stack`", values(stack.size()), 1);
        describe_left(diagnostic, stack, 1);
        return {};
    }
    return stack[0].value;
}

void Elaborator::declare_word_names(Frame &frame, TreeId words) {
    const syntax::Tree &t = *frame.tree;
    for (const TreeId item : t.children_of(words)) {
        if (t[item].kind == Kind::Bind) {
            declare(frame, std::string(t.text(item)), BindingKind::WordName, item, t[item].name_span, nullptr);
        }
    }
}

Value Elaborator::run_word(const Definition &definition, Frame &frame, const std::vector<Value> &inputs) {
    std::vector<Item> stack;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        if (!in_brackets(definition.inputs[i])) {
            stack.push_back(Item{inputs[i], definition.inputs[i].span, true});
        }
    }
    declare_word_names(frame, definition.body);
    run_words(definition.body, stack);
    if (abandoned_ || exhausted_ ||
        std::any_of(stack.begin(), stack.end(), [](const Item &i) { return i.value.is_nothing(); })) {
        return {};
    }
    if (stack.size() != definition.outputs.size()) {
        const syntax::Tree &t = *definition.tree;
        auto &diagnostic = error(diag::Kind::StackLeaves, t[definition.id].name_span, "`" + definition.name + "`",
                                 values(stack.size()), definition.outputs.size());
        describe_left(diagnostic, stack, definition.outputs.size());
        return {};
    }
    std::vector<std::string> names;
    std::vector<Value> values;
    for (std::size_t i = 0; i < stack.size(); ++i) {
        names.push_back(definition.outputs[i].name);
        values.push_back(to_unit(stack[i].value, definition.outputs[i].type, stack[i].span, "`" + names.back() + "`"));
    }
    return values.size() == 1 ? values[0] : record_value(std::move(names), std::move(values), false);
}

void Elaborator::run_words(TreeId words, std::vector<Item> &stack) {
    TreeId before;
    const auto items = tree().children_of(words);
    for (std::size_t i = 0; i < items.size(); ++i) {
        const TreeId item = items[i];
        const std::size_t errors = report_.error_count() + silent_;
        run_item(item, stack);
        if (exhausted_ || abandoned_) {
            return;
        }
        if (report_.error_count() + silent_ != errors) { // what follows would only repeat the mistake
            mend_word(before, item);
            mend_order(item, items.subspan(i + 1));
            stack.assign(1, Item{});
            for (const TreeId rest : items) {
                if (tree()[rest].kind == Kind::Bind) {
                    Binding &binding = *at_.frame->bindings.at(std::string(tree().text(rest)));
                    binding.state = BindingState::Done;
                    resolve_forwards(binding);
                }
            }
            return;
        }
        before = item;
    }
}

void Elaborator::run_item(TreeId id, std::vector<Item> &stack) {
    const syntax::Tree &t = tree();
    const auto &node = t[id];
    const std::string_view text = t.text(id);
    switch (node.kind) {
    case Kind::Bind: {
        if (stack.empty()) {
            Port port;
            port.name = text;
            stack_too_short("->", {port}, stack, node.span);
            return;
        }
        Binding &binding = *at_.frame->bindings.at(std::string(text));
        binding.value = stack.back().value;
        binding.state = BindingState::Done;
        resolve_forwards(binding);
        stack.pop_back();
        return;
    }
    case Kind::Operator:
        run_operator(text, stack, node.span);
        return;
    case Kind::Call:
        run_call(text, read_arguments(id), stack, node.span, node.name_span, {});
        return;
    case Kind::Name: {
        Binding *binding = find(at_.frame, text);
        const bool word = binding == nullptr ? find_builtin(text) != nullptr && text != "notes"
                                             : binding->kind == BindingKind::Definition;
        if (binding == nullptr && shuffle(text, stack, node.span)) {
            return;
        }
        const bool node_input = binding != nullptr && binding->kind == BindingKind::Value &&
                                binding->state == BindingState::Done && binding->value.form == Form::Node;
        if (word || node_input || (binding == nullptr && !constant_name(text, node.span))) {
            run_call(text, {}, stack, node.span, node.name_span, {});
            return;
        }
        stack.push_back({eval(id), node.span});
        return;
    }
    case Kind::Select: { // svf.band pushes one output of a call; n.freq is a member of a value
        const TreeId inner = t.child(id, 0);
        const bool name = t[inner].kind == Kind::Name, call = t[inner].kind == Kind::Call;
        Binding *binding = name || call ? find(at_.frame, t.text(inner)) : nullptr;
        const bool definition = binding != nullptr && binding->kind == BindingKind::Definition;
        if (definition || (call && binding == nullptr)) {
            run_call(t.text(inner), call ? read_arguments(inner) : std::vector<Argument>{}, stack, node.span,
                     t[inner].name_span, text);
            return;
        }
        stack.push_back({eval(id), node.span});
        return;
    }
    default:
        stack.push_back({eval(id), node.span});
        return;
    }
}

bool Elaborator::shuffle(std::string_view word, std::vector<Item> &stack, Span span) {
    if (word == pick_word) {
        std::vector<Port> wants(1);
        wants[0].name = "n";
        if (stack.empty()) {
            stack_too_short(word, wants, stack, span);
            return true;
        }
        const Item count = stack.back();
        if (!count.value.is_number() || !(count.value.number >= 0.0) ||
            count.value.number != std::floor(count.value.number) ||
            count.value.number + 1.0 >= static_cast<double>(stack.size())) {
            auto &diagnostic = error(diag::Kind::PickOutside, count.span, stack.size() - 1);
            diagnostic.primary_label =
                count.value.is_number() ? "this is " + text_of(count.span) : "this is " + describe(count.value);
            return true;
        }
        stack.pop_back();
        stack.push_back(stack[stack.size() - 1 - static_cast<std::size_t>(count.value.number)]);
        return true;
    }
    const auto it =
        std::find_if(stack_words.begin(), stack_words.end(), [&](const StackWord &s) { return s.word == word; });
    if (it == stack_words.end()) {
        return false;
    }
    if (stack.size() < it->wants) {
        std::vector<Port> wants(it->wants);
        for (std::size_t i = 0; i < wants.size(); ++i) {
            wants[i].name = std::string(1, static_cast<char>('a' + i));
        }
        stack_too_short(word, wants, stack, span);
        return true;
    }
    const std::vector<Item> taken(stack.end() - static_cast<std::ptrdiff_t>(it->wants), stack.end());
    stack.resize(stack.size() - it->wants);
    for (const char letter : it->leaves) {
        stack.push_back(taken[static_cast<std::size_t>(letter - 'a')]);
    }
    return true;
}

void Elaborator::run_operator(std::string_view op, std::vector<Item> &stack, Span span) {
    const std::size_t wants = op == "not" ? 1 : 2;
    if (stack.size() < wants) {
        std::vector<Port> ports(wants);
        ports[0].name = "a";
        ports.back().name = wants == 2 ? "b" : "a";
        stack_too_short(op, ports, stack, span);
        return;
    }
    const Item b = stack.back();
    stack.pop_back();
    if (wants == 1) {
        stack.push_back({logical_not(b.value, span), reach({&b, 1}, span)});
        return;
    }
    const Item a = stack.back();
    stack.pop_back();
    const Item both[] = {a, b};
    stack.push_back(
        {binary(op, a.value, b.value, span, a.input ? span : a.span, b.input ? span : b.span), reach(both, span)});
}

// A call in words: named and bracketed inputs first, the rest from the stack, the last input on top.
void Elaborator::run_call(std::string_view name, std::vector<Argument> arguments, std::vector<Item> &stack, Span span,
                          Span name_span, std::string_view selected) {
    Binding *binding = find(at_.frame, name);
    const std::vector<Port> *ports = nullptr;
    std::vector<bool> optional;
    Value node;
    if (binding != nullptr && binding->kind == BindingKind::Definition) {
        ports = &binding->definition->inputs;
    } else if (binding != nullptr) {
        node = value_of(*binding, name_span);
        if (node.form == Form::Node) {
            ports = node.compound->definition != nullptr ? &node.compound->definition->inputs
                                                         : &find_builtin(node.compound->builtin)->ports;
        }
    } else if (const Builtin *builtin = find_builtin(name)) {
        ports = &builtin->ports;
        optional = builtin->optional;
    }
    if (ports == nullptr) {
        const Written call{arguments, stack.size()};
        const bool known = binding != nullptr || constant_name(name, span);
        stack.push_back(
            {known ? call_name(name, std::move(arguments), span, name_span) : unknown_name(name, name_span, &call),
             span});
        return;
    }
    optional.resize(ports->size(), false);
    std::vector<Port> wanted; // from the stack
    for (std::size_t i = 0; i < ports->size(); ++i) {
        const Port &port = (*ports)[i];
        const bool named =
            std::any_of(arguments.begin(), arguments.end(), [&](const Argument &a) { return a.name == port.name; });
        const bool bound = node.compound && std::find(node.compound->names.begin(), node.compound->names.end(),
                                                      port.name) != node.compound->names.end();
        if (!named && !bound && !optional[i] && !port.fallback.valid()) {
            wanted.push_back(port);
        }
    }
    for (Argument &argument : arguments) { // the places before the brackets are those of the stack
        argument.placed = false;
    }
    // Positions in brackets are the last of the inputs without a default; beyond those, inputs with one.
    std::size_t positions = static_cast<std::size_t>(
        std::count_if(arguments.begin(), arguments.end(), [](const Argument &a) { return a.name.empty(); }));
    std::size_t from_stack = wanted.size() - std::min(wanted.size(), positions);
    for (std::size_t i = from_stack, k = 0; i < wanted.size(); ++i, ++k) {
        std::size_t seen = 0;
        for (Argument &argument : arguments) {
            if (argument.name.empty() && seen++ == 0) {
                argument.name = wanted[i].name;
                break;
            }
        }
    }
    wanted.resize(from_stack);
    for (const Port &port : wanted) {
        if (port.type == "node") {
            auto &diagnostic = error(diag::Kind::NodeInBrackets, name_span, name, port.name);
            diagnostic.helps.push_back({"write `" + std::string(name) + "(" + port.name + ": …)`", std::nullopt});
            stack.push_back({});
            return;
        }
    }
    if (stack.size() < wanted.size()) {
        stack_too_short(name, wanted, stack, span);
        return;
    }
    const std::size_t base = stack.size() - wanted.size();
    const Span whole = reach(std::span(stack).subspan(base), span);
    std::vector<Argument> all;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const Item &item = stack[base + i];
        all.push_back(Argument{wanted[i].name, {}, item.value, item.input ? name_span : item.span});
    }
    all.insert(all.end(), std::make_move_iterator(arguments.begin()), std::make_move_iterator(arguments.end()));
    stack.resize(base);
    Value value = call_name(name, std::move(all), whole, name_span);
    if (!selected.empty()) {
        const auto length = static_cast<std::uint32_t>(selected.size());
        stack.push_back({member(value, selected, Span{span.file, span.end - length, span.end}), whole});
    } else if (value.form == Form::Record && !value.compound->primary) {
        for (const Value &output : value.elements()) {
            stack.push_back({output, whole});
        }
    } else {
        stack.push_back({std::move(value), whole});
    }
}

// The picture: items are laid to the inputs they suit best, in order; the help puts what is missing where it belongs.
void Elaborator::stack_too_short(std::string_view word, const std::vector<Port> &wanted, const std::vector<Item> &stack,
                                 Span span) {
    auto &diagnostic = error(diag::Kind::StackTooShort, span, word, values(wanted.size()), stack.size());
    std::vector<Port> drawn = wanted;
    for (Port &port : drawn) {
        port.name = shown(port);
    }
    diagnostic.primary_label = "wants  " + describe_ports(drawn);
    const std::size_t have = stack.size(), want = wanted.size();
    std::vector<std::vector<int>> best(have + 1, std::vector<int>(want + 1, -1000));
    for (std::size_t j = 0; j <= want; ++j) {
        best[0][j] = 0;
    }
    for (std::size_t i = 1; i <= have; ++i) {
        for (std::size_t j = i; j <= want; ++j) {
            best[i][j] = std::max(best[i][j - 1], best[i - 1][j - 1] + fit(stack[i - 1].value, wanted[j - 1]));
        }
    }
    std::vector<std::optional<std::size_t>> item_of(want);
    for (std::size_t i = have, j = want; i > 0; --j) {
        if (best[i][j] != best[i][j - 1]) {
            item_of[j - 1] = --i;
        }
    }
    std::string mended;
    std::string missing;
    std::optional<diag::Edit> edit;
    for (std::size_t j = 0; j < want; ++j) {
        if (item_of[j]) {
            const Item &item = stack[*item_of[j]];
            diagnostic.labels.push_back({item.span, drawn[j].name + " = " + last_word(text_of(item.span))});
            mended += item.input ? "" : text_of(item.span) + " ";
        } else {
            missing += (missing.empty() ? "`" : ", `") + drawn[j].name + "`";
            mended += (has_usual_value(wanted[j]) ? sample_value(wanted[j]) : "…") + " ";
            // Before the item that follows it, or before the word.
            Span place = span;
            for (std::size_t k = j + 1; k < want && place == span; ++k) {
                place = item_of[k] ? stack[*item_of[k]].span : span;
            }
            const bool goes_through = drawn[j].name != wanted[j].name; // the signal itself, which nobody can guess
            if (known_name(word) != nullptr && !goes_through && has_usual_value(wanted[j]) && want == have + 1 &&
                place.file == span.file && (place == span || place.begin < span.begin)) {
                edit = diag::Edit{{place.file, place.begin, place.begin}, sample_value(wanted[j]) + " "};
            }
        }
    }
    if (auto help = input_by_name(span); help && want == have + 1) {
        diagnostic.helps.push_back(std::move(*help));
    }
    diagnostic.helps.push_back(
        {"put " + missing + " before `" + std::string(word) + "`:  " + mended + text_of(span), edit});
}

} // namespace tactus::elaborate
