// The table of kinds and the report that collects diagnostics.
#include "compiler/diag/diagnostic.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "compiler/limits.h"

namespace tactus::diag {

namespace {

constexpr std::array kinds{
#define DIAGNOSTIC(name, code, level, message) KindInfo{#name, #code, Level::level, message},
#include "compiler/diag/kinds.def"
#undef DIAGNOSTIC
};

auto order(const Diagnostic &d) { return std::tuple{d.span.file.index, d.span.begin, d.span.end}; }

bool same(const Diagnostic &a, const Diagnostic &b) {
    return a.kind == b.kind && a.span == b.span && a.message == b.message;
}

} // namespace

const KindInfo &info(Kind kind) { return kinds[static_cast<std::size_t>(kind)]; }

std::size_t kind_count() { return kinds.size(); }

std::optional<Kind> kind_of_code(std::string_view code) {
    const auto found = std::find_if(kinds.begin(), kinds.end(), [&](const KindInfo &k) { return k.code == code; });
    if (found == kinds.end()) {
        return std::nullopt;
    }
    return static_cast<Kind>(found - kinds.begin());
}

Diagnostic &Report::add_message(Kind kind, Span span, std::string message) {
    return add(Diagnostic{kind, span, std::move(message), {}, {}, {}});
}

Diagnostic &Report::add(Diagnostic diagnostic) {
    if (info(diagnostic.kind).level == Level::Error) {
        ++error_count_;
    }
    return diagnostics_.emplace_back(std::move(diagnostic));
}

void Report::finish() {
    std::stable_sort(diagnostics_.begin(), diagnostics_.end(),
                     [](const Diagnostic &a, const Diagnostic &b) { return order(a) < order(b); });
    diagnostics_.erase(std::unique(diagnostics_.begin(), diagnostics_.end(), same), diagnostics_.end());
    // Of several mistakes in exactly one place the first is the cause.
    const auto same_place = [](const Diagnostic &a, const Diagnostic &b) {
        return a.span.file.valid() && a.span == b.span && info(a.kind).level == Level::Error &&
               info(b.kind).level == Level::Error;
    };
    diagnostics_.erase(std::unique(diagnostics_.begin(), diagnostics_.end(), same_place), diagnostics_.end());
    if (diagnostics_.size() > limits::diagnostics) {
        const std::size_t hidden = diagnostics_.size() - limits::diagnostics;
        diagnostics_.resize(limits::diagnostics, Diagnostic{Kind::TooManyDiagnostics, {}, {}, {}, {}, {}});
        add(Kind::TooManyDiagnostics, Span{}, hidden);
    }
}

} // namespace tactus::diag
