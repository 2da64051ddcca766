// tactus check: every line of a file is looked at. Nothing is printed when all is well, but the report with --json.
#include "compiler/cli/session.h"

namespace tactus::cli {

int run_check(const Arguments &arguments) {
    Session session(arguments);
    if (const auto file = session.read()) {
        (void)check(session.sources, *file, session.options(), session.report);
    }
    return session.finish();
}

} // namespace tactus::cli
