// Buffers: `buffer tape[8s]` is a node of the graph as soon as it is asked for; what it is given comes later, from its
// one writing equation `tape[i] = …`, so that reads and the write may stand in any order.
#include <cmath>

#include "compiler/elaborate/elaborator.h"
#include "compiler/limits.h"

namespace tactus::elaborate {

using graph::NodeId;
using graph::Op;
using syntax::TreeId;

// One length: a time or a whole number of samples.
std::optional<std::uint32_t> Elaborator::buffer_length(TreeId dimensions) {
    const auto sizes = tree().children_of(dimensions);
    if (sizes.size() != 1 || !sizes[0].valid()) {
        error(diag::Kind::BufferLength, span_of(dimensions));
        return std::nullopt;
    }
    const Span span = span_of(sizes[0]);
    const Value length = plain_value(eval(sizes[0]));
    if (length.is_number() && length.unit.time == 1) {
        const double samples = std::nearbyint(length.number * sample_rate());
        if (samples > static_cast<double>(limits::table_entries)) {
            error(diag::Kind::TableTooLarge, span, limits::table_entries);
            return std::nullopt;
        }
        return whole_count(number_value(samples), span, "the length of a buffer");
    }
    if (length.is_number() && !length.unit.plain()) {
        error(diag::Kind::UnitMismatch, span, "the length of a buffer", "a time or a whole number",
              describe(length.unit));
        return std::nullopt;
    }
    if (length.is_number() && length.number > static_cast<double>(limits::table_entries)) {
        error(diag::Kind::TableTooLarge, span, limits::table_entries);
        return std::nullopt;
    }
    return whole_count(length, span, "the length of a buffer");
}

Value Elaborator::compute_buffer(Binding &binding) {
    const auto length = buffer_length(tree().child(binding.id, 0));
    const auto write = binding.frame->bindings.find(binding.name + "[]");
    if (write == binding.frame->bindings.end()) {
        error(diag::Kind::NoEquation, binding.span, binding.name)
            .helps.push_back({"a buffer is written by one equation: `" + binding.name + "[i] = …`", std::nullopt});
        return {};
    }
    if (!length) {
        return {};
    }
    const NodeId nothing = builder_.constant(0.0f);
    auto compound = std::make_shared<Compound>();
    compound->length = *length;
    compound->buffer = emit_memory(Op::buffer, {nothing, nothing}, binding.span, "", {.b = *length});
    writes_.push_back(write->second.get());
    return exhausted_ ? Value{} : Value{Form::Table, {}, 0.0, {}, compound};
}

// tape[i] = x, on the clock of the `when` it stands in.
Value Elaborator::write_buffer(Binding &binding) {
    const TreeId dimensions = tree().child(binding.id, 0), right = tree().child(binding.id, 1);
    if (!dimensions.valid()) { // `tape = x`
        error(diag::Kind::BufferLength, binding.span)
            .helps.push_back({"write `" + text_of(binding.span) + "[i] = …`", {}});
        return {};
    }
    const auto indices = tree().children_of(dimensions);
    if (indices.size() != 1 || !indices[0].valid()) {
        error(diag::Kind::BufferLength, span_of(dimensions));
        return {};
    }
    const Value index = plain_value(eval(indices[0])), x = plain_value(eval(right));
    const NodeId clock = at_.clock;
    const Value buffer = value_of(*binding.frame->bindings.at(std::string(tree().text(binding.id))), binding.span);
    if (index.is_nothing() || x.is_nothing() || buffer.is_nothing()) {
        return {};
    }
    if (!want_scalar(x, span_of(right), "a buffer") || !want_scalar(index, span_of(indices[0]), "an index")) {
        return {};
    }
    if (index.unit.time != 0 && index.unit.time != 1) {
        error(diag::Kind::UnitMismatch, span_of(indices[0]), "an index", "a phase, a time or a number",
              describe(index.unit));
        return {};
    }
    const NodeId place = entry_number(index, buffer.compound->length, sample_rate(), span_of(indices[0]));
    const NodeId node = buffer.compound->buffer;
    builder_.connect(node, 0, builder_.to_audio(real(x, span_of(right))));
    builder_.connect(node, 1, builder_.to_audio(place));
    builder_.graph[node].clock = clock;
    return number_value(0.0);
}

// A phase, a time or an index as a number of entries.
NodeId Elaborator::entry_number(const Value &where, std::uint32_t length, double rate, Span span) {
    if (type_of(where) == graph::Type::Phase) {
        return emit(Op::phase_index, {where.node}, span, {.a = length});
    }
    if (where.unit.time == 1) {
        return real(binary("*", where, number_value(rate, time_unit(-1)), span, span, span), span);
    }
    return real(where, span);
}

// Those of bodies that nobody works out as a whole, as the names of a used file.
void Elaborator::write_all_buffers() {
    for (std::size_t i = 0; i < writes_.size(); ++i) { // the list may grow
        if (writes_[i]->state == BindingState::Waiting) {
            value_of(*writes_[i], writes_[i]->span);
        }
    }
}

} // namespace tactus::elaborate
