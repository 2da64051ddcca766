// tactus build --emit=STAGE: what a stage made, as text on the standard output or in a file; an object file as bytes.
#include <array>
#include <cstdio>

#include <fmt/format.h>

#include "compiler/cli/session.h"

namespace tactus::cli {

int run_build(const Arguments &arguments) {
    static constexpr std::array stages{std::pair{"tokens", Stage::Tokens}, std::pair{"tree", Stage::Tree},
                                       std::pair{"graph", Stage::Graph},   std::pair{"schedule", Stage::Schedule},
                                       std::pair{"llvm", Stage::Llvm},     std::pair{"asm", Stage::Assembly},
                                       std::pair{"obj", Stage::Object}};
    std::optional<Stage> stage;
    for (const auto &[name, value] : stages) {
        if (arguments.emit == name) {
            stage = value;
        }
    }
    if (arguments.emit == "cost") {
        Session session(arguments);
        session.error(diag::Kind::NotYet, "--emit=cost");
        return session.finish();
    }
    if (!stage) {
        const std::string given = arguments.emit.empty() ? "" : ", this is `" + arguments.emit + "`";
        fmt::print(stderr, "tactus: --emit takes tokens, tree, graph, schedule, llvm, asm or obj{}\n", given);
        return exit_usage;
    }
    Session session(arguments);
    if (arguments.fast) {
        session.error(diag::Kind::NotYet, "--fast");
        return session.finish();
    }
    const auto file = session.read();
    const auto made =
        file ? emit_stage(session.sources, *file, *stage, session.options(), session.report) : std::nullopt;
    if (!made || !session.output_is_free()) {
        return session.finish();
    }
    session.write_output(*made);
    return session.finish();
}

} // namespace tactus::cli
