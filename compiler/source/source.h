// Bytes of patch files: reading, checking (size, UTF-8, no NUL, no bidi controls) and the map from byte offsets to
// lines and columns. In: a path, or a name and text. Out: a SourceFile in the SourceSet, or a diagnostic with the byte.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/position.h"
#include "compiler/base/span.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/diag/lines.h"

namespace tactus::source {

struct SourceFile {
    std::string name;                       // as shown in messages: the path as given, or "library/osc.tac"
    std::filesystem::path directory;        // what `use` and samples are relative to; empty: where the program runs
    std::string text;                       // UTF-8, checked
    std::vector<std::uint32_t> line_starts; // byte offsets
    bool built_in = false;                  // of the standard library
};

class SourceSet : public diag::Lines {
  public:
    // Both check the bytes; on an error the report has the diagnostic and the result is empty. A name is a path, too:
    // files that the text names are looked for beside it.
    std::optional<FileId> read(const std::filesystem::path &path, diag::Report &report);
    std::optional<FileId> add(std::string name, std::string text, diag::Report &report, bool built_in = false);

    // What the text says of other files is relative to this path, as if it had been read from there.
    void stand_beside(FileId id, const std::filesystem::path &path);

    [[nodiscard]] const SourceFile &file(FileId id) const { return files_[id.index]; }
    [[nodiscard]] bool is_built_in(Span span) const { return span.file.valid() && file(span.file).built_in; }
    [[nodiscard]] std::size_t size() const { return files_.size(); }
    [[nodiscard]] std::string_view name(FileId id) const override { return files_[id.index].name; }
    [[nodiscard]] Position position(FileId id, std::uint32_t byte_offset) const override;
    [[nodiscard]] std::string_view line_text(FileId id, std::uint32_t line) const override; // without its line end
    [[nodiscard]] std::uint32_t line_start(FileId id, std::uint32_t line) const override {
        return files_[id.index].line_starts[line - 1];
    }
    [[nodiscard]] std::string_view text(Span span) const;

  private:
    std::vector<SourceFile> files_;
};

struct LibraryFile {
    std::string_view name; // "osc.tac"
    std::string_view text;
};
// The standard library as it was when the program was built (every stdlib/*.tac).
[[nodiscard]] const std::vector<LibraryFile> &library_files();

} // namespace tactus::source
