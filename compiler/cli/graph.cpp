// tactus graph: the picture of a patch as SVG, on the standard output or in a file.

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
    if (session.output_is_free()) {
        session.write_output(draw::draw(*graph, elaborate::library_names()));
    }
    return session.finish();
}

} // namespace tactus::cli
