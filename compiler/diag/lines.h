// What the renderers ask of the source files; source::SourceSet answers.
#pragma once

#include <cstdint>
#include <string_view>

#include "compiler/base/position.h"
#include "compiler/base/span.h"

namespace tactus::diag {

class Lines {
  public:
    Lines() = default;
    Lines(const Lines &) = default;
    Lines(Lines &&) = default;
    Lines &operator=(const Lines &) = default;
    Lines &operator=(Lines &&) = default;
    virtual ~Lines() = default;

    [[nodiscard]] virtual std::string_view name(FileId file) const = 0;
    [[nodiscard]] virtual Position position(FileId file, std::uint32_t byte_offset) const = 0;
    [[nodiscard]] virtual std::string_view line_text(FileId file, std::uint32_t line) const = 0; // without its line end
    [[nodiscard]] virtual std::uint32_t line_start(FileId file, std::uint32_t line) const = 0;   // byte offset
};

} // namespace tactus::diag
