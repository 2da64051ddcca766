// The one report object: every stage adds what it has to say here; renderers turn it into text, colour or JSON.
// A message is written once, in kinds.def, with fmt fields; labels draw the stack picture under the source line.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "compiler/base/span.h"

namespace tactus::diag {

enum class Level : std::uint8_t { Error, Warning, Note };

enum class Kind : std::uint16_t {
#define DIAGNOSTIC(name, code, level, message) name,
#include "compiler/diag/kinds.def"
#undef DIAGNOSTIC
};

struct KindInfo {
    std::string_view name; // StackTooShort
    std::string_view code; // T0203
    Level level;
    std::string_view message; // with fmt fields
};

[[nodiscard]] const KindInfo &info(Kind kind);
[[nodiscard]] std::size_t kind_count();
[[nodiscard]] std::optional<Kind> kind_of_code(std::string_view code);

// Words hung under a range of source: an item of the stack, the other end of a cycle.
struct Label {
    Span span;
    std::string text;
};

// A replacement of a range that would mend the mistake.
struct Edit {
    Span span;
    std::string replacement;
};

struct Help {
    std::string text;
    std::optional<Edit> edit;
};

struct Diagnostic {
    Kind kind;
    Span span;                 // the exact range the message is about
    std::string message;       // rendered from kinds.def
    std::string primary_label; // words at the range itself ("wants  signal  cutoff:Hz  resonance"); may be empty
    std::vector<Label> labels; // secondary ranges
    std::vector<Help> helps;   // two at most
};

class Report {
  public:
    // Adds a diagnostic whose message is the kind's format filled with `args`; the reference may be used to hang labels
    // and helps on it.
    template <typename... Args> Diagnostic &add(Kind kind, Span span, const Args &...args) {
        return add_message(kind, span, fmt::format(fmt::runtime(info(kind).message), args...));
    }
    Diagnostic &add_message(Kind kind, Span span, std::string message);
    Diagnostic &add(Diagnostic diagnostic);

    [[nodiscard]] bool has_errors() const { return error_count_ > 0; }
    [[nodiscard]] std::size_t error_count() const { return error_count_; }
    [[nodiscard]] const std::vector<Diagnostic> &diagnostics() const { return diagnostics_; }
    [[nodiscard]] bool empty() const { return diagnostics_.empty(); }
    [[nodiscard]] std::vector<Diagnostic> &each() { return diagnostics_; }

    // Takes away the diagnostics at these indices (in order): they only follow from others.
    void remove(const std::vector<std::size_t> &indices);

    // In the order of the file, no exact repetition, at most limits::diagnostics of them.
    void finish();

  private:
    std::vector<Diagnostic> diagnostics_;
    std::size_t error_count_ = 0;
};

} // namespace tactus::diag
