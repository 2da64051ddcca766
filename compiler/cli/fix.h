// What `tactus fix` makes of a text: its sure edits, one after the other, each kept only where the file is better for
// it.
#pragma once

#include <string>

#include "compiler/tactus.h"

namespace tactus::cli {

struct Mended {
    std::string text;
    std::string told; // a line for each edit
    std::size_t edits = 0;
};

// `path` is where the text stands or would stand: what it uses is found beside it.
[[nodiscard]] Mended mend(const std::string &path, std::string text, const Options &options);

} // namespace tactus::cli
