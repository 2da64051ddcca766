// Edits that are offered with a mistake, out of the text around it: only those that are sure to be meant, or that `fix`
// tries and looks at again. What needs to know names stays with the elaborator.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/elaborate/environment.h"
#include "compiler/source/source.h"

namespace tactus::elaborate {

class Mender {
  public:
    explicit Mender(const source::SourceSet &sources) : sources_(sources) {}

    // The character at a place of a file, or 0.
    [[nodiscard]] char letter_at(FileId file, std::uint32_t place) const;

    // Expressions
    void ratio(diag::Diagnostic &diagnostic, const Value &a, const Value &b, std::string_view what, Span span,
               Span a_span, Span b_span) const;
    void cycle(diag::Diagnostic &diagnostic, const std::string &name) const;
    void member(diag::Diagnostic &diagnostic, std::string_view name, const std::vector<std::string> &known) const;
    [[nodiscard]] diag::Edit delay_option(Span length, const std::string &option) const;

    // Calls
    void uncalled(diag::Diagnostic &diagnostic, const Value &node, Span span) const;
    void called_value(diag::Diagnostic &diagnostic, const Value &value, Span name_span) const;
    void input_name(diag::Diagnostic &diagnostic, const std::vector<Port> &ports,
                    const std::vector<Argument> &arguments, const Argument &wrong) const;
    [[nodiscard]] bool arrow(diag::Diagnostic &diagnostic, const std::vector<Port> &ports,
                             const std::vector<Argument> &arguments) const;
    [[nodiscard]] bool voice(diag::Diagnostic &diagnostic, const Port &missing, std::string_view name,
                             const std::vector<Argument> &arguments, Span name_span) const;
    [[nodiscard]] std::optional<diag::Edit> missing_input(Span name_span, const std::vector<Argument> &arguments,
                                                          const Port &port) const;

    [[nodiscard]] diag::Help exchanged(Span one, Span other) const;
    void called_member(diag::Diagnostic &diagnostic, std::string_view function) const;

    // Definitions
    void address(diag::Diagnostic &diagnostic) const;
    void load(diag::Diagnostic &diagnostic, const Definition &patch) const;

  private:
    [[nodiscard]] std::string text_of(Span span) const { return std::string(sources_.text(span)); }

    const source::SourceSet &sources_;
};

} // namespace tactus::elaborate
