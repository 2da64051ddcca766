// A report as text with pictures of the source, as one line per diagnostic, and as JSON. One report, one content: only
// the form differs.
#pragma once

#include <string>

#include "compiler/diag/diagnostic.h"
#include "compiler/diag/lines.h"

namespace tactus::diag {

struct RenderOptions {
    bool colour = false;
    bool ascii = false;        // no box characters: TERM=dumb, a locale without UTF-8
    std::uint32_t width = 120; // columns of source shown; longer lines are cut around the range
};

// The picture: the line, a mark below every range, the labels hung from the marks, helps last.
[[nodiscard]] std::string render_text(const Report &report, const Lines &lines, const RenderOptions &options = {});

// file:line:column: error[T0203]: message
[[nodiscard]] std::string render_short(const Report &report, const Lines &lines);

// An array of objects: code level message file line column end_line end_column labels helps. Lines and columns count
// from 1, columns in code points, ends are one past; edits carry their range as lines and columns and as bytes.
[[nodiscard]] std::string render_json(const Report &report, const Lines &lines);

[[nodiscard]] std::string_view level_name(Level level); // "error"

} // namespace tactus::diag
