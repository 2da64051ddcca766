// tactus fmt: files in their one form. A file with mistakes stays as it is; one is replaced only when its new text is
// whole on the disk.
#include <cstdio>

#include <fmt/format.h>

#include "compiler/cli/session.h"
#include "compiler/syntax/format.h"

namespace tactus::cli {

int run_fmt(const Arguments &arguments) {
    Session session(arguments);
    std::size_t different = 0;
    for (const std::string &name : session.all_files()) {
        const auto file = session.read(name);
        const auto text = file ? syntax::format(session.sources, *file, session.report) : std::nullopt;
        if (!text) {
            continue;
        }
        const bool same = *text == session.sources.file(*file).text;
        different += same ? 0 : 1;
        if (arguments.check_only) {
            fmt::print("{}", same ? "" : name + "\n");
        } else if (name == "-") {
            std::fwrite(text->data(), 1, text->size(), stdout);
        } else if (!same && !replace_file(name, *text)) {
            session.error(diag::Kind::CannotWrite, name);
        }
    }
    const int code = session.finish();
    return code == exit_ok && arguments.check_only && different > 0 ? exit_errors : code;
}

} // namespace tactus::cli
