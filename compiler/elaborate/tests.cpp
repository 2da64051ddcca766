// Tests: their frame, their conditions, and the functions that measure. A measuring function makes its signal an output
// and stands for a number of its unit.
#include "compiler/elaborate/tests.h"

#include <algorithm>
#include <cmath>

#include "compiler/elaborate/builtins.h"
#include "compiler/elaborate/elaborator.h"
#include "compiler/limits.h"

namespace tactus::elaborate {

using graph::NodeId;
using graph::Op;
using syntax::Kind;
using syntax::TreeId;

namespace {

enum class MeasureUnit : std::uint8_t { plain, ratio, seconds, hertz, same };

constexpr double unmeasured = 0.7310585786300049; // any number that no condition is written for

struct Measure {
    Builtin builtin;
    MeasureUnit unit;
};

const std::vector<Measure> &all_measures() {
    static const std::vector<Measure> table = [] {
        std::vector<Measure> made;
        const auto add = [&](std::string_view name, std::string_view inputs, MeasureUnit unit, std::string_view meaning,
                             std::string_view example) {
            Measure measure{
                Builtin{name, BuiltinForm::function, Op::constant, UnitRule::plain, {}, {}, meaning, "", example},
                unit};
            read_inputs(inputs, measure.builtin);
            made.push_back(std::move(measure));
        };
#define MEASURE(name, inputs, unit, meaning, example) add(#name, inputs, MeasureUnit::unit, meaning, example);
#include "compiler/elaborate/measures.def"
#undef MEASURE
        return made;
    }();
    return table;
}

const Measure *find_measure(std::string_view name) {
    const auto &table = all_measures();
    const auto it = std::find_if(table.begin(), table.end(), [&](const Measure &m) { return m.builtin.name == name; });
    return it == table.end() ? nullptr : &*it;
}

Unit unit_of(MeasureUnit unit, const Value &x) {
    switch (unit) {
    case MeasureUnit::ratio:
        return ratio_unit;
    case MeasureUnit::seconds:
        return time_unit(1);
    case MeasureUnit::hertz:
        return time_unit(-1);
    case MeasureUnit::same:
        return x.unit.any ? number_unit : x.unit;
    case MeasureUnit::plain:
        break;
    }
    return number_unit;
}

bool is_comparison(std::string_view op) {
    return op == "<" || op == "<=" || op == ">" || op == ">=" || op == "==" || op == "!=";
}

} // namespace

std::vector<std::string> measure_names() {
    std::vector<std::string> made;
    for (const Measure &measure : all_measures()) {
        made.emplace_back(measure.builtin.name);
    }
    return made;
}

bool Elaborator::is_measure(std::string_view name) const {
    if (test_ == nullptr || test_->condition == nullptr || at_.binding != nullptr || find_measure(name) == nullptr) {
        return false;
    }
    const Frame *frame = at_.frame;
    while (frame != nullptr && frame != test_->condition && frame->definition == nullptr) {
        frame = frame->parent;
    }
    return frame == test_->condition;
}

// A number that the render gives: asked for in every pass, known from the pass before.
double Elaborator::measured(std::string_view measure, const Value &signal, const MeasureArguments &given, Span span) {
    const std::string place = fmt::format("{} {}-{}", measure, span.begin, span.end);
    Request request{fmt::format("{} #{}", place, test_->asked[place]++),
                    std::string(measure),
                    0,
                    given.from,
                    given.to,
                    given.number};
    const auto &known = test_->measured;
    const bool found = known != nullptr && known->contains(request.key);
    const double result = found ? known->find(request.key)->second : unmeasured;
    const NodeId node = builder_.to_audio(real(signal, span));
    auto &ports = builder_.graph.output_ports;
    const auto it = std::find_if(ports.begin(), ports.end(), [&](const graph::Port &p) { return p.node == node; });
    request.port = static_cast<std::uint32_t>(it - ports.begin());
    if (it == ports.end()) {
        if (ports.size() >= limits::channels) {
            error(diag::Kind::TooManyChannels, span, limits::channels, "output");
            return 0.0;
        }
        ports.push_back(graph::Port{"out", request.port, node});
    }
    test_->made.requests.push_back(std::move(request));
    return result;
}

Value Elaborator::measure_signal(std::string_view name, const Value &given, const Value &given_number,
                                 MeasureArguments arguments, Span span, std::span<const Span> places) {
    const Value x = plain_value(given), number = plain_value(given_number);
    if (x.is_nothing() || number.is_nothing()) {
        return {};
    }
    if (x.is_array() || number.is_array()) {
        const Value operands[] = {x, number};
        return broadcast(operands, span, [&](std::span<const Value> v) {
            return measure_signal(name, v[0], v[1], arguments, span, places);
        });
    }
    const bool frequency = name == "spectrum" || name == "response";
    const auto constant = constant_number(number, places[1], frequency ? "`f`" : "`t`", time_unit(frequency ? -1 : 1));
    if (!constant || !want_scalar(x, places[0], "`" + std::string(name) + "`")) {
        return {};
    }
    arguments.number = *constant;
    return number_value(measured(name, x, arguments, span), unit_of(find_measure(name)->unit, x));
}

// near(a, b, within)
Value Elaborator::judge_near(const Value &given_a, const Value &given_b, const Value &within, Span span,
                             std::span<const Span> places) {
    const Value a = plain_value(given_a), b = plain_value(given_b);
    if (a.is_array() || b.is_array()) {
        const Value operands[] = {a, b};
        return broadcast(operands, span,
                         [&](std::span<const Value> v) { return judge_near(v[0], v[1], within, span, places); });
    }
    const auto x = constant_number(a, places[0], "`near`", a.unit), y = constant_number(b, places[1], "`near`", b.unit);
    const auto most = constant_number(within, places[2], "`within`", within.unit);
    if (!x || !y || !most || !join_units(a, b, "`near`", span, places[0], places[1])) {
        return {};
    }
    if (within.unit.ratio) {
        const double factor = *most < 1.0 ? 1.0 / *most : *most;
        return number_value(*x <= *y * factor && *x * factor >= *y ? 1.0 : 0.0);
    }
    if (!join_units(a, within, "`within`", places[2], places[0], places[2])) {
        return {};
    }
    return number_value(std::abs(*x - *y) <= *most ? 1.0 : 0.0);
}

Value Elaborator::call_measure(std::string_view name, std::vector<Argument> arguments, Span span, Span name_span) {
    const Builtin &builtin = find_measure(name)->builtin;
    std::vector<Argument *> assigned;
    if (!assign(builtin.ports, builtin.name, arguments, assigned, name_span, true)) {
        return {};
    }
    for (std::size_t i = 0; i < assigned.size(); ++i) {
        if (assigned[i] == nullptr && !builtin.optional[i]) {
            error(diag::Kind::MissingInput, name_span, name, builtin.ports[i].name).primary_label =
                "wants  " + describe_ports(builtin.ports);
            return {};
        }
    }
    MeasureArguments given;
    std::vector<Value> values(assigned.size());
    std::vector<Span> places(std::max<std::size_t>(assigned.size(), 2), span);
    for (std::size_t i = 0; i < assigned.size(); ++i) {
        const std::string &port = builtin.ports[i].name;
        if (assigned[i] == nullptr) {
            continue;
        }
        Argument &argument = *assigned[i];
        places[i] = argument.span;
        if (builtin.ports[i].type == "node") {
            values[i] = eval_node(argument.expression);
        } else {
            values[i] = plain_value(argument.value ? *argument.value : eval(argument.expression));
        }
        if (values[i].is_nothing()) {
            return {};
        }
        if (port != "from" && port != "to") {
            continue;
        }
        const auto seconds = constant_number(values[i], argument.span, "`" + port + "`", time_unit(1));
        if (!seconds) {
            return {};
        }
        (port == "from" ? given.from : given.to.emplace()) = *seconds;
    }
    if (name == "near") {
        for (std::size_t i = 0; i < 2; ++i) {
            show(values[i], assigned[i]->span);
        }
        return judge_near(values[0], values[1], values[2], span, places);
    }
    if (name == "response") {
        if (!want_node(values[0], places[0], builtin.ports[0].name)) {
            return {};
        }
        const NodeId one = real(number_value(1.0), span), zero = real(number_value(0.0), span);
        const Value impulse = signal_value(emit_memory(Op::delay1, {zero, one}, span, "impulse"), any_unit);
        values[0] = call_value(values[0], {Argument{"", {}, impulse, span}}, span, name_span);
    }
    const std::string &second = builtin.ports.size() > 1 ? builtin.ports[1].name : builtin.ports[0].name;
    const bool numbered = second == "f" || second == "t";
    return measure_signal(name, values[0], numbered ? values[1] : number_value(0.0), given, span, places);
}

// What a side of a comparison came out as; what is written as a number says it itself.
void Elaborator::show(const Value &value, Span span) {
    const std::string text = written(plain_value(value));
    const std::string source = text_of(span);
    if (!text.empty() && !(source.find_first_not_of("0123456789.-") == std::string::npos) && source != text) {
        test_->values.push_back(Shown{span, text});
    }
}

// A condition, down to its comparisons.
Value Elaborator::judge(TreeId id) {
    const Kind kind = tree()[id].kind;
    const std::string_view op = tree().text(id);
    if (kind == Kind::Not) {
        return logical_not(plain_value(judge(tree().child(id, 0))), span_of(id));
    }
    if (kind != Kind::Binary || !(is_comparison(op) || op == "and" || op == "or")) {
        return eval(id);
    }
    const TreeId left = tree().child(id, 0), right = tree().child(id, 1);
    const bool sides = is_comparison(op);
    const Value a = sides ? eval(left) : judge(left), b = sides ? eval(right) : judge(right);
    if (sides) {
        show(a, span_of(left));
        show(b, span_of(right));
    }
    return binary(op, a, b, span_of(id), span_of(left), span_of(right));
}

// All elements of an array hold; a signal holds at every sample.
bool Elaborator::holds(const Value &given, Span span) {
    const Value value = plain_value(given);
    if (value.is_array()) {
        bool all = true;
        for (const Value &element : value.elements()) {
            all = holds(element, span) && all;
        }
        return all;
    }
    if (value.is_nothing() || !want_scalar(value, span, "`expect`")) {
        return true; // reported
    }
    if (value.is_number()) {
        return value.number < 0.0 || value.number > 0.0;
    }
    const double first = measured(always, value, {}, span);
    const bool said = !test_->values.empty() && test_->values.back().span == span;
    if (first >= 0.0 && !said) { // of an array once
        test_->values.push_back(Shown{span, "not so at " + written(number_value(first, time_unit(1)))});
    }
    return first < 0.0;
}

double Elaborator::test_seconds(Frame &frame) {
    const auto it = frame.bindings.find("seconds");
    if (it == frame.bindings.end()) {
        return 1.0;
    }
    const Span span = it->second->span;
    const auto seconds = constant_number(plain_value(value_of(*it->second, span)), span, "`seconds`", time_unit(1));
    if (seconds && !(*seconds > 0.0 && *seconds <= static_cast<double>(limits::test_seconds))) {
        error(diag::Kind::TestTooLong, span, limits::test_seconds);
        return 1.0;
    }
    return seconds.value_or(1.0);
}

std::optional<Test> Elaborator::run_test(const syntax::Tree &tree, TreeId id, const Measured *results) {
    TestState state;
    state.measured = results;
    test_ = &state;
    Frame &file = new_frame(nullptr, tree, "");
    at_ = Context{&file, nullptr, {}, 0};
    const auto statements = tree.children_of(tree.root);
    file.patch = std::none_of(statements.begin(), statements.end(),
                              [&](TreeId s) { return tree[s].kind == Kind::PatchDefinition; });
    declare_body(file, tree.root, nullptr);
    Frame &frame = new_frame(&file, tree, "test");
    frame.patch = frame.rendered = true;
    builder_.graph.patch = "test";
    const TreeId body = tree.child(id, 0);
    declare_body(frame, body, nullptr);
    state.made.title = tree.text(id);
    state.made.span = tree[id].span;
    state.made.seconds = test_seconds(frame);
    at_ = Context{&frame, nullptr, {}, 0};
    evaluate_all(frame);
    for (const TreeId statement : tree.children_of(body)) {
        if (tree[statement].kind != Kind::Expect) {
            continue;
        }
        const TreeId condition = tree.child(statement, 0);
        at_ = Context{&frame, nullptr, {}, 0};
        state.condition = &frame;
        const Value value = judge(condition);
        const bool right = holds(value, span_of(condition));
        state.condition = nullptr;
        state.made.expectations.push_back(Expectation{tree[condition].span, right, std::move(state.values)});
        state.values.clear();
    }
    if (results == nullptr) {
        if (state.made.expectations.empty()) {
            error(diag::Kind::TestWithoutExpect, tree[id].name_span, state.made.title);
        }
        for (const TreeId other : tests_of(tree)) {
            if (other.index < id.index && tree.text(other) == state.made.title) {
                error(diag::Kind::TestTwice, tree[id].name_span, state.made.title)
                    .labels.push_back({tree[other].name_span, "the first"});
                break;
            }
        }
    }
    at_ = Context{&frame, nullptr, {}, 0};
    builder_.graph.tuning = static_cast<float>(tuning({}));
    test_ = nullptr;
    if (!report_cycles() || report_.has_errors()) {
        settle_blame(tree.file);
        return std::nullopt;
    }
    state.made.graph = finish_graph();
    settle(state.made.graph);
    return std::move(state.made);
}

std::vector<TreeId> tests_of(const syntax::Tree &tree) {
    std::vector<TreeId> made;
    for (const TreeId id : tree.children_of(tree.root)) {
        if (tree[id].kind == Kind::TestDefinition) {
            made.push_back(id);
        }
    }
    return made;
}

std::optional<Test> elaborate_test(source::SourceSet &sources, const syntax::Tree &tree, TreeId test,
                                   const Options &options, const Measured *measured, diag::Report &report) {
    std::optional<Test> made;
    on_deep_stack([&] { made = Elaborator(sources, options, report).run_test(tree, test, measured); });
    return report.has_errors() ? std::nullopt : std::move(made);
}

} // namespace tactus::elaborate
