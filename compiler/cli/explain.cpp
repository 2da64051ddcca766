// tactus explain T0203: the page of a diagnostic.
#include <algorithm>
#include <cctype>
#include <cstdio>

#include <fmt/format.h>

#include "compiler/cli/session.h"
#include "compiler/diag/explain.h"

namespace tactus::cli {

int run_explain(const Arguments &arguments) {
    Session session(arguments);
    std::string code = arguments.file;
    std::transform(code.begin(), code.end(), code.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    if (const auto page = diag::explain(code)) {
        fmt::print("{}", *page);
    } else {
        session.error(diag::Kind::UnknownCode, arguments.file);
    }
    return session.finish();
}

} // namespace tactus::cli
