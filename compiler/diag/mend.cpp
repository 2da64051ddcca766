// Edits of one file.
#include "compiler/diag/mend.h"

namespace tactus::diag {

std::optional<Edit> sure_edit(const Diagnostic &diagnostic) {
    for (const Help &help : diagnostic.helps) {
        if (help.edit && help.edit->span.file == diagnostic.span.file) {
            return help.edit;
        }
    }
    return std::nullopt;
}

std::string apply(std::string text, const Edit &edit) {
    return text.replace(edit.span.begin, edit.span.end - edit.span.begin, edit.replacement);
}

} // namespace tactus::diag
