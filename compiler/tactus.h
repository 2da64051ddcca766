// The compiler as others use it: source text in, a kernel that plays (or the text of a stage) out. No type of LLVM or
// ANTLR shows here.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "compiler/diag/diagnostic.h"
#include "compiler/elaborate/elaborate.h"
#include "compiler/emit/emit.h"
#include "compiler/graph/graph.h"
#include "compiler/source/source.h"
#include "runtime/kernel.h"

namespace tactus {

enum class Runner : std::uint8_t { Compiled, Interpreted };
enum class Stage : std::uint8_t { Tokens, Tree, Graph, Schedule, Llvm, Assembly, Object };

struct Options {
    elaborate::Options language;
    Runner runner = Runner::Compiled;
    std::uint32_t lanes = 0; // voices per vector: 1, 4, 8, 16; 0: what the target likes
    emit::Level level = emit::Level::Normal;
    std::string target = "host";
};

// Milliseconds of the work, for `bench`.
struct CompileTimes {
    double parse = 0.0, graph = 0.0, lower = 0.0, emit = 0.0;
};

// A kernel and what it runs from. The table is valid as long as the instrument lives.
class Instrument {
  public:
    struct Content;
    explicit Instrument(std::shared_ptr<const Content> content);
    [[nodiscard]] const tactus_kernel *kernel() const;
    [[nodiscard]] const graph::Graph &graph() const;

  private:
    std::shared_ptr<const Content> content_;
};

// All of the pipeline. Nothing, and diagnostics in the report, when the source has errors.
[[nodiscard]] std::optional<Instrument> compile(source::SourceSet &sources, FileId file, const Options &options,
                                                diag::Report &report, CompileTimes *times = nullptr);

// A graph that is already there (from a test, or read from text) as an instrument.
[[nodiscard]] std::optional<Instrument> compile_graph(graph::Graph graph, const Options &options, diag::Report &report,
                                                      CompileTimes *times = nullptr);

// The pipeline up to a stage, as stable text (an object: its bytes).
[[nodiscard]] std::optional<std::string> emit_stage(source::SourceSet &sources, FileId file, Stage stage,
                                                    const Options &options, diag::Report &report);

// Every line of a file, also nodes that no patch uses; true when there is no error.
[[nodiscard]] bool check(source::SourceSet &sources, FileId file, const Options &options, diag::Report &report);

} // namespace tactus
