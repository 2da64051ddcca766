// Tables: constant data worked out while compiling, and reading: a phase wraps, a plain number is an index; straight
// lines between entries and rows.
#include <cmath>

#include "compiler/elaborate/elaborator.h"
#include "compiler/limits.h"

namespace tactus::elaborate {

using graph::NodeId;
using graph::Op;
using syntax::TreeId;

graph::TableId Elaborator::constant_table(std::string name, std::vector<float> values) {
    auto &tables = builder_.graph.tables;
    for (std::uint32_t i = 0; i < tables.size(); ++i) {
        if (tables[i].values == values) {
            return graph::TableId{i};
        }
    }
    tables.push_back(graph::Table{std::move(name), std::move(values)});
    return graph::TableId{tables.size() - 1};
}

// table waves[4][2048] = …: rows of one length; without a shape the shape is that of the value.
Value Elaborator::compute_table(Binding &binding) {
    const syntax::Tree &t = tree();
    const TreeId dimensions = t.child(binding.id, 0), expression = t.child(binding.id, 1);
    std::vector<std::uint32_t> shape;
    if (dimensions.valid()) {
        double entries = 1.0;
        for (const TreeId dimension : t.children_of(dimensions)) {
            const auto count = dimension.valid() ? eval_count(dimension, "the length of a table") : std::nullopt;
            if (!count) {
                return {};
            }
            shape.push_back(*count);
            entries *= *count;
        }
        if (entries > static_cast<double>(limits::table_entries)) {
            error(diag::Kind::TableTooLarge, span_of(dimensions), limits::table_entries);
            return {};
        }
    }
    const Value value = plain_value(eval(expression));
    if (value.is_nothing()) {
        return {};
    }
    const Span span = span_of(expression);
    if (!value.is_array() || value.elements().empty()) {
        error(diag::Kind::NotAnArray, span, describe(value));
        return {};
    }
    if (value.compound->leaves > limits::table_entries) {
        error(diag::Kind::TableTooLarge, span, limits::table_entries);
        return {};
    }
    const bool nested = value.elements()[0].is_array();
    const std::vector<Value> single{value};
    auto compound = std::make_shared<Compound>();
    for (const Value &row : nested ? value.elements() : single) {
        std::vector<float> values;
        for (const Value &element : row.elements()) {
            if (!element.is_number()) {
                error(diag::Kind::NotConstant, span, "a table", describe(element));
                return {};
            }
            values.push_back(static_cast<float>(element.number));
        }
        if (!compound->rows.empty() && values.size() != compound->length) {
            error(diag::Kind::ShapeMismatch, span, compound->length, values.size());
            return {};
        }
        compound->length = static_cast<std::uint32_t>(values.size());
        compound->rows.push_back(constant_table(
            binding.name + (nested ? "[" + std::to_string(compound->rows.size()) + "]" : ""), std::move(values)));
    }
    const std::vector<std::uint32_t> actual =
        nested ? std::vector<std::uint32_t>{static_cast<std::uint32_t>(compound->rows.size()), compound->length}
               : std::vector<std::uint32_t>{compound->length};
    for (std::size_t i = 0; i < shape.size(); ++i) {
        if (shape.size() != actual.size() || shape[i] != actual[i]) {
            auto &diagnostic =
                error(diag::Kind::ShapeMismatch, binding.span, shape[i], i < actual.size() ? actual[i] : 1);
            const std::string written = "[" + std::to_string(shape[i]) + "]";
            const Span brackets{binding.span.file, binding.span.end,
                                binding.span.end + static_cast<std::uint32_t>(written.size())};
            if (shape.size() == 1 && actual.size() == 1 && text_of(brackets) == written) {
                const std::string mended = "[" + std::to_string(actual[0]) + "]";
                diagnostic.helps.push_back({"it has as many entries as are written: `" + binding.name + mended + "`",
                                            diag::Edit{brackets, mended}});
            }
            return {};
        }
    }
    return Value{Form::Table, {}, 0.0, {}, compound};
}

// read(t, where, row: r, interp: linear)
Value Elaborator::builtin_read(const Value &table, const Value &where, const Value &row, Between between, Span span,
                               std::span<const Span> places) {
    if (table.form != Form::Table) {
        error(diag::Kind::TypeMismatch, places[0], "t", "a table", describe(table));
        return {};
    }
    if (where.is_array() || row.is_array()) {
        const Value operands[] = {where, row.is_nothing() ? number_value(0.0) : row};
        return broadcast(operands, span, [&](std::span<const Value> v) {
            return builtin_read(table, v[0], v[1], between, span, places);
        });
    }
    if (!want_scalar(where, places[1], "`read`")) {
        return {};
    }
    if (where.unit.time != 0 && where.unit.time != 1) {
        error(diag::Kind::UnitMismatch, places[1], "`read` of a table", "a phase, a time or an index",
              describe(where.unit));
        return {};
    }
    if (table.compound->channels > 1) { // a sample of several channels reads as an array of them
        std::vector<Value> channels;
        for (const graph::TableId channel : table.compound->rows) {
            auto one = std::make_shared<Compound>(*table.compound);
            one->rows = {channel};
            one->channels = 1;
            channels.push_back(builtin_read(Value{Form::Table, {}, 0.0, {}, one}, where, row, between, span, places));
        }
        return array_value(std::move(channels));
    }
    if (where.unit.time == 1) { // entries at the sample's own rate or that of the patch, silence outside
        const double rate = table.compound->channels == 0 ? sample_rate() : table.compound->rate;
        const Value index = binary("*", where, number_value(rate, time_unit(-1)), span, span, span);
        const Value last = number_value(table.compound->length - 1.0);
        const Value inside = logic("and", compare(">=", index, number_value(0.0), span, span, span),
                                   compare("<=", index, last, span, span, span), span);
        return choose(inside, read_rows(table, index, row, between, span), number_value(0.0), span, span, span);
    }
    return read_rows(table, where, row, between, span);
}

// A phase or an index, in the row that is asked for: straight lines between rows.
Value Elaborator::read_rows(const Value &table, const Value &where, const Value &row, Between between, Span span) {
    const std::size_t rows = table.compound->rows.size();
    if (row.is_nothing() || rows <= 1) {
        return read_row(table, 0, where, between, span);
    }
    if (!want_scalar(row, span, "`row:`")) {
        return {};
    }
    const Value limited = apply_limits(row, static_cast<double>(rows - 1), span);
    if (limited.is_number()) {
        const auto low = static_cast<std::uint32_t>(std::floor(limited.number));
        const double rest = limited.number - low;
        Value a = read_row(table, low, where, between, span);
        if (rest == 0.0) {
            return a;
        }
        const Value b = read_row(table, low + 1, where, between, span);
        return binary("+", a, binary("*", binary("-", b, a, span, span, span), number_value(rest), span, span, span),
                      span, span, span);
    }
    // Each row weighs 1 - |row - k|, never below 0: at most two rows count.
    std::vector<Value> weighted;
    for (std::uint32_t k = 0; k < rows; ++k) {
        const NodeId distance =
            emit(Op::absolute, {real(binary("-", limited, number_value(k), span, span, span), span)}, span);
        const NodeId weight =
            emit(Op::maximum, {builder_.constant(0.0f), emit(Op::subtract, {builder_.constant(1.0f), distance}, span)},
                 span);
        weighted.push_back(
            binary("*", read_row(table, k, where, between, span), signal_value(weight), span, span, span));
    }
    return builtin_sum(array_value(std::move(weighted)), span, span);
}

Value Elaborator::apply_limits(const Value &value, double most, Span span) {
    if (value.is_number()) {
        return number_value(value.number > 0.0 ? std::min(value.number, most) : 0.0);
    }
    const NodeId low = emit(Op::maximum, {builder_.constant(0.0f), real(value, span)}, span);
    return signal_value(emit(Op::minimum, {low, builder_.constant(static_cast<float>(most))}, span));
}

// The entries around a place and what lies between them. A phase goes round, an index is limited.
Value Elaborator::read_row(const Value &table, std::uint32_t row, const Value &where, Between between, Span span) {
    const Compound &data = *table.compound;
    const auto entry = [&](NodeId index) {
        return data.buffer.valid() ? emit(Op::entry, {data.buffer, index}, span)
                                   : emit(Op::table, {index}, span, {.a = data.rows[row].index});
    };
    const bool wraps = type_of(where) == graph::Type::Phase;
    NodeId index, fraction;
    if (wraps) {
        index = emit(Op::phase_index, {where.node}, span, {.a = data.length});
    } else {
        const NodeId position = real(apply_limits(where, data.length - 1.0, span), span);
        index = between == Between::none ? position : emit(Op::floor, {position}, span);
        fraction = between == Between::none ? position : emit(Op::subtract, {position, index}, span);
    }
    if (between == Between::none) {
        return signal_value(entry(index));
    }
    if (wraps) {
        fraction = emit(Op::phase_fraction, {where.node}, span, {.a = data.length});
    }
    const auto length = builder_.constant(static_cast<float>(data.length));
    const auto neighbour = [&](float steps) {
        const NodeId moved = emit(Op::add, {index, builder_.constant(steps)}, span);
        if (!wraps) {
            return entry(moved);
        }
        const NodeId outside = steps > 0 ? emit(Op::greater_equal, {moved, length}, span)
                                         : emit(Op::less, {moved, builder_.constant(0.0f)}, span);
        const NodeId back = steps == 1.0f  ? builder_.constant(0.0f)
                            : steps > 0.0f ? emit(Op::subtract, {moved, length}, span)
                                           : emit(Op::add, {moved, length}, span);
        return entry(emit(Op::select, {outside, back, moved}, span));
    };
    const NodeId a = entry(index), b = neighbour(1.0f);
    const NodeId slope = emit(Op::subtract, {b, a}, span);
    const NodeId line = emit(Op::add, {a, emit(Op::multiply, {fraction, slope}, span)}, span);
    if (between == Between::linear) {
        return signal_value(line);
    }
    return signal_value(
        emit(Op::add, {line, curve(fraction, slope, {neighbour(-1.0f), a, b, neighbour(2.0f)}, span)}, span));
}

// What a third-order Lagrange through four points has more than the line between the middle two (the formula of the
// cubic taps, compiler/math/taps.h): with c = f (f - 1) / 6, c ((2 - f) (sm - 2 s0 + s1) + (f + 1) (s0 - 2 s1 + s2)).
NodeId Elaborator::curve(NodeId f, NodeId slope, const std::array<NodeId, 4> &points, Span span) {
    const auto constant = [&](float x) { return builder_.constant(x); };
    const NodeId left = emit(Op::add, {emit(Op::subtract, {points[0], points[1]}, span), slope}, span);
    const NodeId right = emit(Op::subtract, {emit(Op::subtract, {points[3], points[2]}, span), slope}, span);
    const NodeId product = emit(Op::multiply, {f, emit(Op::subtract, {f, constant(1.0f)}, span)}, span);
    const NodeId c = emit(Op::multiply, {product, constant(0x1.555556p-3f)}, span);
    const NodeId left_part = emit(Op::multiply, {emit(Op::subtract, {constant(2.0f), f}, span), left}, span);
    const NodeId right_part = emit(Op::multiply, {emit(Op::add, {f, constant(1.0f)}, span), right}, span);
    return emit(Op::multiply, {c, emit(Op::add, {left_part, right_part}, span)}, span);
}

// An array of numbers at a moving index is a table; of signals, a chain of choices. Both limit the index to the array.
Value Elaborator::constant_lookup(const std::vector<Value> &elements, const Value &index, Span span) {
    if (index.is_number()) {
        const double limited =
            index.number > 0.0 ? std::min(index.number, static_cast<double>(elements.size() - 1)) : 0.0;
        return elements[static_cast<std::size_t>(limited)];
    }
    bool numbers = true;
    Unit unit = elements[0].unit;
    for (const Value &element : elements) {
        numbers = numbers && element.is_number();
        if (element.is_scalar() && elements[0].is_scalar()) {
            const auto joined = join_units(elements[0], element, "an array", span, span, span);
            if (!joined) {
                return {};
            }
            unit = joined->plain() ? unit : *joined;
        }
    }
    const NodeId position = real(index, span);
    if (numbers && elements.size() > 2) {
        std::vector<float> values;
        for (const Value &element : elements) {
            values.push_back(static_cast<float>(element.number));
        }
        const auto id = constant_table(address(), std::move(values));
        return signal_value(emit(Op::table, {position}, span, {.a = id.index}), unit);
    }
    Value chosen = elements[0];
    for (std::size_t k = 1; k < elements.size() && !exhausted_; ++k) {
        const NodeId reached = emit(Op::greater_equal, {position, builder_.constant(static_cast<float>(k))}, span);
        chosen = choose(signal_value(reached), elements[k], chosen, span, span, span);
    }
    return chosen;
}

} // namespace tactus::elaborate
