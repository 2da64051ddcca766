// The whole way of the data, stage by stage: source → tree → graph → schedule → LLVM IR → kernel. Whoever reads this
// file has understood the compiler.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <variant>

#include "compiler/graph/text.h"
#include "compiler/graph/verify.h"
#include "compiler/interp/interpreter.h"
#include "compiler/limits.h"
#include "compiler/lower/lower.h"
#include "compiler/schedule/schedule.h"
#include "compiler/simplify/simplify.h"
#include "compiler/syntax/parse.h"
#include "compiler/tactus.h"

namespace tactus {

struct Instrument::Content {
    graph::Graph graph;
    std::unique_ptr<interp::Interpreter> interpreter;
    std::optional<emit::Kernel> compiled;
};

namespace {

// Adds the milliseconds of its life to a figure.
class Stopwatch {
  public:
    explicit Stopwatch(double &milliseconds) : milliseconds_(milliseconds) {}
    ~Stopwatch() {
        milliseconds_ += std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start_).count();
    }
    Stopwatch(const Stopwatch &) = delete;
    Stopwatch &operator=(const Stopwatch &) = delete;

  private:
    double &milliseconds_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

void fault(diag::Report &report, const std::string &text) { report.add(diag::Kind::InternalFault, Span{}, text); }

// source → tree → graph, as written and then simplified.
std::optional<graph::Graph> graph_of(source::SourceSet &sources, FileId file, const Options &options,
                                     diag::Report &report, CompileTimes &times) {
    std::optional<syntax::Tree> tree;
    {
        const Stopwatch watch(times.parse);
        tree = syntax::parse(sources, file, report);
    }
    if (!tree) {
        return std::nullopt;
    }
    const Stopwatch watch(times.graph);
    auto graph = elaborate::elaborate(sources, *tree, options.language, report);
    if (graph && options.runner == Runner::Compiled) {
        graph = simplify::simplify(std::move(*graph));
    }
#ifdef TACTUS_CHECKING
    for (const std::string &problem : graph ? graph::verify(*graph) : std::vector<std::string>{}) {
        fault(report, problem);
    }
#endif
    return report.has_errors() ? std::nullopt : std::move(graph);
}

// graph → schedule → LLVM IR.
std::optional<lower::Module> module_of(const graph::Graph &graph, const Options &options, diag::Report &report,
                                       CompileTimes &times) {
    const Stopwatch watch(times.lower);
    const auto target = emit::find_target(options.target);
    if (const auto *error = std::get_if<emit::Error>(&target)) {
        report.add(diag::Kind::UnknownTarget, Span{}, options.target, error->message);
        return std::nullopt;
    }
    const auto &machine = std::get<lower::Target>(target);
    const auto plan = schedule::schedule(graph, {.lanes = options.lanes != 0 ? options.lanes : machine.lanes});
    if (plan.line_bytes > limits::delay_bytes) {
        const auto longest =
            std::max_element(graph.nodes.begin(), graph.nodes.end(), [](const graph::Node &a, const graph::Node &b) {
                return (a.op == graph::Op::line ? a.b : 0) < (b.op == graph::Op::line ? b.b : 0);
            });
        constexpr double mebibyte = 1024.0 * 1024.0;
        report.add(diag::Kind::DelayMemoryTooLarge, longest->span,
                   std::ceil(10.0 * static_cast<double>(plan.line_bytes) / mebibyte) / 10.0,
                   static_cast<double>(limits::delay_bytes) / mebibyte);
        return std::nullopt;
    }
    auto lowered = lower::lower(graph, plan, machine);
    if (!lowered.module) {
        fault(report, lowered.problem);
    }
    return std::move(lowered.module);
}

template <typename T> std::optional<T> take(emit::Result<T> result, diag::Report &report) {
    if (auto *error = std::get_if<emit::Error>(&result)) {
        fault(report, error->message);
        return std::nullopt;
    }
    return std::move(std::get<T>(result));
}

} // namespace

Instrument::Instrument(std::shared_ptr<const Content> content) : content_(std::move(content)) {}
const tactus_kernel *Instrument::kernel() const {
    return content_->interpreter ? content_->interpreter->kernel() : content_->compiled->get();
}
const graph::Graph &Instrument::graph() const { return content_->graph; }

std::optional<Instrument> compile_graph(graph::Graph graph, const Options &options, diag::Report &report,
                                        CompileTimes *times) {
    CompileTimes unused;
    CompileTimes &spent = times != nullptr ? *times : unused;
    auto content = std::make_shared<Instrument::Content>();
    content->graph = std::move(graph);
    if (options.runner == Runner::Interpreted) {
        content->interpreter = std::make_unique<interp::Interpreter>(content->graph);
        return Instrument(std::move(content));
    }
    auto module = module_of(content->graph, options, report, spent);
    if (!module) {
        return std::nullopt;
    }
    const Stopwatch watch(spent.emit);
    content->compiled = take(emit::jit(std::move(*module), options.level), report);
    return content->compiled ? std::optional(Instrument(std::move(content))) : std::nullopt;
}

std::optional<Instrument> compile(source::SourceSet &sources, FileId file, const Options &options, diag::Report &report,
                                  CompileTimes *times) {
    CompileTimes unused;
    CompileTimes &spent = times != nullptr ? *times : unused;
    auto graph = graph_of(sources, file, options, report, spent);
    return graph ? compile_graph(std::move(*graph), options, report, &spent) : std::nullopt;
}

std::optional<std::string> emit_stage(source::SourceSet &sources, FileId file, Stage stage, const Options &options,
                                      diag::Report &report) {
    CompileTimes times;
    if (stage == Stage::Tokens) {
        auto text = syntax::print_tokens(sources, file, report);
        return report.has_errors() ? std::nullopt : std::optional(std::move(text));
    }
    if (stage == Stage::Tree) {
        const auto tree = syntax::parse(sources, file, report);
        return tree ? std::optional(syntax::print_tree(sources, *tree)) : std::nullopt;
    }
    auto graph = graph_of(sources, file, options, report, times);
    if (!graph || stage == Stage::Graph) {
        return graph ? std::optional(graph::print(*graph)) : std::nullopt;
    }
    if (stage == Stage::Schedule) {
        const auto target = emit::find_target(options.target);
        const auto *machine = std::get_if<lower::Target>(&target);
        const std::uint32_t lanes = options.lanes != 0 ? options.lanes : machine != nullptr ? machine->lanes : 4;
        return schedule::print(schedule::schedule(*graph, {.lanes = lanes}), *graph);
    }
    auto module = module_of(*graph, options, report, times);
    if (!module) {
        return std::nullopt;
    }
    if (stage == Stage::Llvm) {
        return emit::llvm_text(*module);
    }
    if (stage == Stage::Assembly) {
        return take(emit::assembly(std::move(*module), options.level), report);
    }
    const auto bytes = take(emit::object(std::move(*module), options.level), report);
    return bytes ? std::optional(std::string(bytes->begin(), bytes->end())) : std::nullopt;
}

bool check(source::SourceSet &sources, FileId file, const Options &options, diag::Report &report) {
    const auto tree = syntax::parse(sources, file, report);
    return tree && elaborate::check(sources, *tree, options.language, report);
}

} // namespace tactus
