#include "compiler/cost/cost.h"

#include <variant>

#include <fmt/format.h>

#include "compiler/elaborate/builtins.h"
#include "compiler/pipeline.h"

namespace tactus::cost {

namespace {

// The address of the first instance of `node`: up to and with its name, which may have a number ("saw#2", "saw[0]").
std::string first_instance(const Counted &counted, const std::string &node) {
    for (const graph::Node &each : counted.graph.nodes) {
        const std::string path = each.name.valid() ? counted.graph.names[each.name.index] + "/" : "";
        std::size_t at = 0;
        for (std::size_t end = path.find('/'); end != std::string::npos; end = path.find('/', at)) {
            const std::string part = path.substr(at, end - at);
            if (part.substr(0, part.find_first_of("#[")) == node && at != 0) {
                return path.substr(0, end);
            }
            at = end + 1;
        }
    }
    return "";
}

bool lies_in(const std::string &address, const std::string &instance) {
    return address.starts_with(instance) &&
           (instance.empty() || address.size() == instance.size() || address[instance.size()] == '/');
}

Cost sum(const Counted &counted, const std::string &instance) {
    Cost made;
    const auto inside = [&](graph::NodeId id) {
        const auto name = counted.graph[id].name;
        return lies_in(name.valid() ? counted.graph.names[name.index] : "", instance);
    };
    for (std::uint32_t i = 0; i < counted.graph.nodes.size(); ++i) {
        if (counted.schedule.live[i] && inside(graph::NodeId{i})) {
            made.instructions += counted.frame_instructions[i];
            made.tick_operations += counted.graph.nodes[i].rate == graph::Rate::Tick ? 1 : 0;
            made.bytes += counted.schedule.field_of[i] != schedule::none ? 4 : 0;
        }
    }
    for (const schedule::Line &line : counted.schedule.lines) {
        made.bytes += inside(line.node) ? std::uint64_t{4} * line.frames : 0;
    }
    return made;
}

} // namespace

std::optional<Counted> count(const std::string &text, const std::string &name) {
    source::SourceSet sources;
    diag::Report report;
    const auto file = sources.add(name, text, report);
    Options options;
    options.lanes = 1;
    options.target = "x86-64-v3";
    if (!file) {
        return std::nullopt;
    }
    Work work{&sources, *file, options, report, {}, {}, {}, {}, {}, {}};
    if (!run_pipeline(work, Last::Schedule)) {
        return std::nullopt;
    }
    const auto target = emit::find_target(options.target);
    auto lowered = lower::lower(*work.graph, *work.schedule, std::get<lower::Target>(target));
    return Counted{std::move(*work.graph), std::move(*work.schedule), std::move(lowered.frame_instructions)};
}

Cost cost_of(const Counted &counted, const std::string &node) {
    const std::string instance = first_instance(counted, node);
    return instance.empty() ? Cost{} : sum(counted, instance);
}

Cost cost_of(const Counted &counted) { return sum(counted, ""); }

std::string describe(const Cost &cost) {
    std::string made = fmt::format("{} instruction{} a frame", cost.instructions, cost.instructions == 1 ? "" : "s");
    if (cost.tick_operations > 0) {
        made += fmt::format(", {} operation{} a tick", cost.tick_operations, cost.tick_operations == 1 ? "" : "s");
    }
    return made + (cost.bytes == 0      ? ""
                   : cost.bytes < 10000 ? fmt::format(", {} bytes", cost.bytes)
                                        : fmt::format(", {} kB", (cost.bytes + 512) / 1024));
}

std::optional<std::string> describe_node(const std::string &node, const std::string &program, const std::string &name) {
    const auto counted = count(program, name);
    if (!counted) {
        return std::nullopt;
    }
    const Cost cost = cost_of(*counted, node);
    return cost.instructions + cost.tick_operations + cost.bytes > 0 ? describe(cost)
                                                                     : "nothing: worked out while compiling";
}

std::string describe_word(const elaborate::Word &word) {
    const auto counted = word.kind == elaborate::Vocabulary::measure ? std::nullopt : count(word.program());
    if (!counted) {
        return "";
    }
    const auto *function = word.kind == elaborate::Vocabulary::function ? elaborate::find_builtin(word.name) : nullptr;
    if (function != nullptr && function->form == elaborate::BuiltinForm::function) {
        for (std::uint32_t i = 0; i < counted->graph.nodes.size(); ++i) {
            if (counted->graph.nodes[i].op == function->op && counted->schedule.live[i]) {
                return describe(Cost{counted->frame_instructions[i], 0, 0});
            }
        }
    }
    return "of the example " + describe(cost_of(*counted));
}

} // namespace tactus::cost
