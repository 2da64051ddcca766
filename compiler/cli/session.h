// What the commands share: the sources and the report of one run, how they are shown, and the way from arguments to an
// instrument.
#pragma once

#include <optional>
#include <string>

#include "compiler/cli/options.h"
#include "compiler/tactus.h"
#include "runtime/engine/engine.h"
#include "runtime/engine/song_events.h"

namespace tactus::cli {

class Session {
  public:
    explicit Session(const Arguments &arguments);

    const Arguments &arguments;
    source::SourceSet sources;
    diag::Report report;

    [[nodiscard]] std::optional<FileId> read() { return read(arguments.file); }
    [[nodiscard]] std::optional<FileId> read(const std::string &path); // `-` is the standard input
    // The files that `arguments.files` names, folders replaced by the patches below them in the order of their names.
    [[nodiscard]] std::vector<std::string> all_files();
    [[nodiscard]] Options options() const;
    [[nodiscard]] std::optional<Instrument> compile(CompileTimes *times = nullptr);
    [[nodiscard]] std::optional<engine::SongEvents> read_song(); // --midi
    // --set: names, ranges and units are checked.
    bool set_parameters(engine::Engine &engine, const graph::Graph &graph);

    // Whether --output may be written: it is none of the files that are read.
    bool output_is_free();

    // What a command made, whole or not at all: into --output, or on the standard output.
    void write_output(const std::string &made);

    // Prints the report to stderr (with --json to stdout) and gives the exit code.
    int finish();
    diag::Diagnostic &error(diag::Kind kind, const auto &...values) { return report.add(kind, Span{}, values...); }
};

// "1.2kHz" in the base unit of "Hz"; nothing when it is no such quantity.
[[nodiscard]] std::optional<double> read_quantity(const std::string &text, std::string_view unit);

// Into a new file beside it, which then takes its place with its permissions; a link stays a link.
[[nodiscard]] bool replace_file(const std::string &name, const std::string &text);

[[nodiscard]] int run_render(const Arguments &arguments);
[[nodiscard]] int run_check(const Arguments &arguments);
[[nodiscard]] int run_build(const Arguments &arguments);
[[nodiscard]] int run_bench(const Arguments &arguments);
[[nodiscard]] int run_profile(const Arguments &arguments);
[[nodiscard]] int run_fmt(const Arguments &arguments);
[[nodiscard]] int run_test(const Arguments &arguments);
[[nodiscard]] int run_graph(const Arguments &arguments);
[[nodiscard]] int run_bode(const Arguments &arguments);
[[nodiscard]] int run_repl(const Arguments &arguments);
[[nodiscard]] int run_new_(const Arguments &arguments);
[[nodiscard]] int run_doc(const Arguments &arguments);
[[nodiscard]] int run_fix(const Arguments &arguments);
[[nodiscard]] int run_explain(const Arguments &arguments);

} // namespace tactus::cli
