// tactus graph: the picture of a patch as SVG, on the standard output or in a file.
#include <cstdio>
#include <fstream>

#include "compiler/cli/session.h"
#include "compiler/draw/draw.h"
#include "compiler/elaborate/elaborate.h"
#include "compiler/syntax/parse.h"

namespace tactus::cli {

int run_graph(const Arguments &arguments) {
    Session session(arguments);
    const auto file = session.read();
    const auto tree = file ? syntax::parse(session.sources, *file, session.report) : std::nullopt;
    const Options options = session.options();
    const auto graph =
        tree ? elaborate::elaborate(session.sources, *tree, options.language, session.report) : std::nullopt;
    if (!graph) {
        return session.finish();
    }
    const std::string text = draw::draw(*graph, library_names());
    if (arguments.output.empty() || arguments.output == "-") {
        std::fwrite(text.data(), 1, text.size(), stdout);
    } else {
        std::ofstream out(arguments.output, std::ios::binary | std::ios::trunc);
        out << text;
        out.close();
        if (!out) {
            session.error(diag::Kind::CannotWrite, arguments.output);
        }
    }
    return session.finish();
}

} // namespace tactus::cli
