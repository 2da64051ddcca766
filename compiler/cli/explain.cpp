// tactus explain T0203: the page of a diagnostic; without a code the list of all.
#include <algorithm>
#include <cctype>
#include <cstdio>

#include <fmt/format.h>

#include "compiler/cli/session.h"
#include "compiler/diag/explain.h"

namespace tactus::cli {

namespace {

std::string upper(std::string_view text) {
    std::string made{text};
    std::transform(made.begin(), made.end(), made.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return made;
}

// "T0203: a word finds too few values on the stack"
std::string_view title(std::string_view page) {
    page.remove_prefix(std::min<std::size_t>(2, page.size()));
    return page.substr(0, page.find('\n'));
}

} // namespace

int run_explain(const Arguments &arguments) {
    Session session(arguments);
    if (arguments.file.empty()) {
        for (const diag::Page &page : diag::explain_pages()) {
            fmt::print("{}\n", title(page.text));
        }
        return session.finish();
    }
    std::string code = upper(arguments.file);
    for (std::size_t i = 0; i < diag::kind_count(); ++i) { // the name of a kind serves as well
        const diag::KindInfo &kind = diag::info(static_cast<diag::Kind>(i));
        code = upper(kind.name) == code ? std::string(kind.code) : code;
    }
    if (const auto page = diag::explain(code)) {
        fmt::print("{}", *page);
    } else {
        session.error(diag::Kind::UnknownCode, arguments.file);
    }
    return session.finish();
}

} // namespace tactus::cli
