// The table of kinds and the report that collects diagnostics.
#include "compiler/diag/diagnostic.h"

#include <algorithm>
#include <array>
#include <numeric>
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

void Report::remove(const std::vector<std::size_t> &indices) {
    for (auto it = indices.rbegin(); it != indices.rend(); ++it) {
        const auto place = diagnostics_.begin() + static_cast<std::ptrdiff_t>(*it);
        error_count_ -= info(place->kind).level == Level::Error ? 1u : 0u;
        diagnostics_.erase(place);
    }
}

void Report::finish() {
    // By place, then in the order of reporting.
    std::vector<std::size_t> places(diagnostics_.size());
    std::iota(places.begin(), places.end(), std::size_t{0});
    std::sort(places.begin(), places.end(), [this](std::size_t a, std::size_t b) {
        return std::tuple{order(diagnostics_[a]), a} < std::tuple{order(diagnostics_[b]), b};
    });
    std::vector<Diagnostic> sorted;
    sorted.reserve(places.size());
    for (const std::size_t place : places) {
        sorted.push_back(std::move(diagnostics_[place]));
    }
    diagnostics_ = std::move(sorted);
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
