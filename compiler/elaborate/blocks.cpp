// Blocks of samples: convolution with a table, transforms to spectra and back. They run in the patch itself, on every
// sample: blocks lie in absolute time.
#include <bit>

#include "compiler/elaborate/elaborator.h"
#include "compiler/graph/verify.h"
#include "compiler/limits.h"
#include "compiler/math/resample.h"

namespace tactus::elaborate {

using graph::NodeId;
using graph::Op;

namespace {

// As many taps as are added up directly; what a longer response has more goes in blocks of as many, whose delay is then
// just the taps before it.
constexpr std::uint32_t direct_taps = 128;
static_assert(limits::response_entries <= std::uint64_t{direct_taps} * graph::most_partitions &&
              limits::block_samples <= graph::most_transform);

} // namespace

bool Elaborator::blocks_stand_here(std::string_view name, Span span) {
    const bool here = at_.frame->scope == graph::patch_scope && at_.frame->region == 0 && !at_.clock.valid();
    if (!here) {
        error(diag::Kind::BlocksInside, span, name);
    }
    return here;
}

// convolve(x, t): rows of a table are responses of their own.
Value Elaborator::builtin_convolve(std::span<const Value> values, std::span<const Span> spans, Span span) {
    const Value &x = values[0], &table = values[1];
    if (table.form != Form::Table || table.compound->buffer.valid()) {
        error(diag::Kind::TypeMismatch, spans[1], "t", "a table or a sample", describe(table));
        return {};
    }
    std::vector<graph::TableId> rows = table.compound->rows;
    for (graph::TableId &row : rows) {
        const auto response = response_of(row, *table.compound, spans[1]);
        if (!response) {
            return {};
        }
        row = *response;
    }
    if (rows.size() == 1) {
        return x.is_array() ? broadcast({&x, 1}, span, [&](auto v) { return convolve_row(v[0], rows[0], span); })
                            : convolve_row(x, rows[0], span);
    }
    if (x.is_array() && x.elements().size() != rows.size()) {
        error(diag::Kind::ShapeMismatch, span, x.elements().size(), rows.size());
        return {};
    }
    std::vector<Value> made;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        made.push_back(convolve_row(x.is_array() ? x.elements()[row] : x, rows[row], span));
        if (made.back().is_nothing()) {
            return {};
        }
    }
    return array_value(std::move(made));
}

// A sample is brought to the rate that this runs at, once, while compiling.
std::optional<graph::TableId> Elaborator::response_of(graph::TableId row, const Compound &table, Span span) {
    const graph::Table written = builder_.graph.tables[row.index];
    const auto here = static_cast<std::uint32_t>(sample_rate());
    const std::uint32_t own = table.channels == 0 ? here : static_cast<std::uint32_t>(table.rate);
    const std::uint64_t entries =
        std::max<std::uint64_t>(written.values.size(), math::resampled_frames(written.values.size(), own, here));
    if (entries > limits::response_entries) {
        error(diag::Kind::ResponseTooLong, span, limits::response_entries, entries);
        return std::nullopt;
    }
    return own == here ? row
                       : constant_table(written.name + " at " + std::to_string(here) + " Hz",
                                        math::resampled_response(written.values, own, here));
}

Value Elaborator::convolve_row(const Value &x, graph::TableId row, Span span) {
    if (!want_scalar(x, span, "`convolve`")) {
        return {};
    }
    const std::vector<float> response = builder_.graph.tables[row.index].values;
    const bool blocks = response.size() > direct_taps;
    if (blocks && !blocks_stand_here("convolve", span)) {
        return {};
    }
    const auto taps = static_cast<std::uint32_t>(std::min<std::size_t>(response.size(), direct_taps));
    const NodeId input = builder_.to_audio(real(x, span));
    std::vector<NodeId> terms;
    for (std::uint32_t k = 0; k < taps && !exhausted_; ++k) {
        NodeId past = input;
        if (k > 0) {
            past = emit(Op::tap, {line_of(input, 0.0f, taps - 1, span)}, span, {.a = k});
        }
        terms.push_back(emit(Op::multiply, {builder_.constant(response[k]), past}, span));
    }
    if (blocks) {
        const std::vector<float> tail(response.begin() + direct_taps, response.end());
        const auto id = constant_table(builder_.graph.tables[row.index].name + " from 128", tail);
        terms.push_back(emit_memory(Op::convolve, {input}, span, "convolve", {.a = id.index, .b = direct_taps}));
    }
    return signal_value(terms.size() == 1 ? terms[0] : emit_at(Op::sum, terms, span, {}, false, {}), x.unit);
}

// The size of blocks and where they begin; the last two inputs of fft, ifft and blockposition.
std::optional<graph::Attributes> Elaborator::block_shape(std::span<const Value> values, std::span<const Span> spans) {
    const auto size = constant_number(values[0], spans[0], "the size of a block");
    const auto offset =
        values[1].is_nothing() ? std::optional(0.0) : constant_number(values[1], spans[1], "the offset of blocks");
    if (!size || !offset) {
        return std::nullopt;
    }
    const auto frames =
        *size >= 16.0 && *size <= static_cast<double>(limits::block_samples) ? static_cast<std::uint32_t>(*size) : 0u;
    if (!std::has_single_bit(frames) || frames != *size) {
        error(diag::Kind::BlockSize, spans[0], limits::block_samples, *size);
        return std::nullopt;
    }
    const auto shift = *offset >= 0.0 && *offset < *size ? static_cast<std::uint32_t>(*offset) : frames;
    if (shift >= frames || shift % graph::tick_frames != 0 || shift != *offset) {
        error(diag::Kind::BlockOffset, spans[1], *offset);
        return std::nullopt;
    }
    return graph::Attributes{.a = frames, .b = shift};
}

// fft(x, y, size, offset): the block before, bin by bin: .re, .im, and which bin it is.
Value Elaborator::builtin_fft(const std::vector<Value> &values, std::span<const Span> spans, bool inverse, Span span) {
    const std::string name = inverse ? "`ifft`" : "`fft`";
    if (!blocks_stand_here(inverse ? "ifft" : "fft", span) || !want_scalar(values[0], spans[0], name) ||
        !want_scalar(values[1], spans[1], name)) {
        return {};
    }
    const auto shape = block_shape(std::span(values).subspan(2), spans.subspan(2));
    if (!shape) {
        return {};
    }
    const NodeId made = emit_memory(Op::transform, {real(values[0], spans[0]), real(values[1], spans[1])}, span,
                                    inverse ? "ifft" : "fft", {.a = shape->a, .b = 2 * shape->b + (inverse ? 1 : 0)});
    std::vector<std::string> names{"re", "im"};
    std::vector<Value> parts{signal_value(emit(Op::transform_real, {made}, span), values[0].unit),
                             signal_value(emit(Op::transform_imaginary, {made}, span), values[0].unit)};
    if (!inverse) {
        names.emplace_back("bin");
        parts.push_back(signal_value(emit(Op::block_position, {}, span, *shape)));
    }
    return record_value(std::move(names), std::move(parts), inverse);
}

Value Elaborator::builtin_blockposition(const std::vector<Value> &values, std::span<const Span> spans, Span span) {
    const auto shape = block_shape(values, spans);
    return shape ? signal_value(emit(Op::block_position, {}, span, *shape)) : Value{};
}

} // namespace tactus::elaborate
