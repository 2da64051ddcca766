// tactus explain T0203: the page of a diagnostic.
#include <cstdio>

#include <fmt/format.h>

#include "compiler/cli/session.h"
#include "compiler/diag/explain.h"

namespace tactus::cli {

int run_explain(const Arguments &arguments) {
    Session session(arguments);
    if (const auto page = diag::explain(arguments.file)) {
        fmt::print("{}", *page);
    } else {
        session.error(diag::Kind::UnknownCode, arguments.file);
    }
    return session.finish();
}

} // namespace tactus::cli
