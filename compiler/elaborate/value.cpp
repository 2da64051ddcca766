// Values by construction and how messages name them.
#include "compiler/elaborate/value.h"

#include <cmath>

#include <fmt/format.h>

namespace tactus::elaborate {

Unit unit_of(Dimension dimension) {
    switch (dimension) {
    case Dimension::Frequency:
        return time_unit(-1);
    case Dimension::Time:
    case Dimension::Beats:
        return time_unit(1);
    case Dimension::RatioOfTen:
    case Dimension::RatioOfTwo:
        return ratio_unit;
    case Dimension::Plain:
        break;
    }
    return number_unit;
}

Value array_value(std::vector<Value> elements) {
    auto compound = std::make_shared<Compound>();
    compound->elements = std::move(elements);
    for (const Value &element :
         compound->elements) { // far below an overflow: what is too large is refused level by level
        compound->leaves += element.is_array() ? element.compound->leaves : 1;
    }
    return Value{Form::Array, {}, 0.0, {}, std::move(compound)};
}

Value record_value(std::vector<std::string> names, std::vector<Value> elements, bool primary) {
    auto compound = std::make_shared<Compound>();
    compound->names = std::move(names);
    compound->elements = std::move(elements);
    compound->primary = primary;
    return Value{Form::Record, {}, 0.0, {}, std::move(compound)};
}

std::string describe(Unit unit) {
    if (unit.any) {
        return "some unit";
    }
    if (unit.ratio) {
        return "a ratio (dB, st, ct)";
    }
    switch (unit.time) {
    case 0:
        return "a plain number";
    case 1:
        return "a time (s)";
    case -1:
        return "a frequency (Hz)";
    default:
        return unit.time > 0 ? fmt::format("s^{}", unit.time) : fmt::format("Hz^{}", -unit.time);
    }
}

std::string written(const Value &value) {
    if (value.is_array()) {
        std::string text;
        for (const Value &element : value.elements()) {
            const std::string part = written(element);
            if (part.empty()) {
                return {};
            }
            text += (text.empty() ? "" : ", ") + part;
        }
        return "[" + text + "]";
    }
    if (!value.is_number()) {
        return {};
    }
    if (!std::isfinite(value.number)) {
        return std::isnan(value.number) ? "not a number" : value.number > 0.0 ? "infinite" : "-infinite";
    }
    if (value.unit.ratio && value.number > 0.0) {
        return fmt::format("{:.5g}dB", 20.0 * std::log10(value.number) + 0.0);
    }
    return fmt::format("{:.7g}{}", value.number, value.unit.time == 1 ? "s" : value.unit.time == -1 ? "Hz" : "");
}

std::string describe(const Value &value) {
    switch (value.form) {
    case Form::Nothing:
        return "nothing";
    case Form::Number:
        return value.unit.plain() ? "a number" : describe(value.unit);
    case Form::Signal:
        return value.unit.plain() || value.unit.any ? "a signal" : fmt::format("a signal, {}", describe(value.unit));
    case Form::Array:
        return fmt::format("an array of {}", value.elements().size());
    case Form::Note:
        return "a note";
    case Form::Notes:
        return "the notes";
    case Form::Node:
        return "a node";
    case Form::Table:
        return value.compound->buffer.valid() ? "a buffer" : value.compound->channels > 0 ? "a sample" : "a table";
    case Form::Record:
        return value.compound->primary ? describe(value.elements()[0])
                                       : fmt::format("a node with {} outputs", value.elements().size());
    }
    return "a value";
}

} // namespace tactus::elaborate
