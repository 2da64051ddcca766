// A patch as code that knows where it comes from: what `profile` plays.
#pragma once

#include "compiler/emit/ranges.h"
#include "compiler/tactus.h"

namespace tactus {

struct Traced {
    Instrument instrument;
    std::vector<emit::CodeRange> ranges; // ascending
    std::vector<std::string> addresses; // of the lines of the ranges: that of line n at n - 1 (compiler/lower/traced.h)
};

// As `compile`; the samples are the same.
[[nodiscard]] std::optional<Traced> compile_traced(source::SourceSet &sources, FileId file, const Options &options,
                                                   diag::Report &report);

} // namespace tactus
