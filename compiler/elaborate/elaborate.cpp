// The stage's verbs: choosing the patch that is played, working it out, and looking at everything else a file says.
#include "compiler/elaborate/elaborate.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include <pthread.h>

#include "compiler/elaborate/elaborator.h"
#include "compiler/graph/order.h"
#include "compiler/graph/rules.h"
#include "compiler/syntax/spelling.h"

namespace tactus::elaborate {

using syntax::Kind;
using syntax::TreeId;

Elaborator::Elaborator(source::SourceSet &sources, const Options &options, diag::Report &report)
    : sources_(sources), options_(options), report_(report), builder_(options.patch, options.sample_rate) {
    builder_.graph.seed = options.seed;
}

void settle(graph::Graph &graph) {
    for (const graph::NodeId id : graph::frame_order(graph).nodes) {
        graph::Node &node = graph[id];
        node.rate = graph::result_rate(graph, node.op, graph.inputs_of(id));
        node.stepped = graph::result_stepped(graph, node.op, graph.inputs_of(id), node.a);
        if (graph::scope_rule(node.op) == graph::ScopeRule::operands) {
            node.scope = graph::operand_scope(graph, graph.inputs_of(id));
        }
    }
}

namespace {

// Whether a statement of a file gives `out` or `out.name` an equation, perhaps inside `when`: such a file is a patch.
bool gives_output(const syntax::Tree &tree, TreeId id) {
    const std::string_view name = tree.text(id);
    switch (tree[id].kind) {
    case Kind::Equation:
        return name == "out" || name.starts_with("out.");
    case Kind::ChainOut:
        return tree.text(tree.children_of(id).back()) == "out";
    case Kind::When: {
        const auto body = tree.children_of(tree.child(id, 1));
        return std::any_of(body.begin(), body.end(), [&](TreeId inner) { return gives_output(tree, inner); });
    }
    default:
        return false;
    }
}

} // namespace

// What a file plays: its last patch or rack, or the one of that name; a file with an `out` of its own and neither is a
// patch itself.
Elaborator::Played Elaborator::find_played(const syntax::Tree &tree, std::string_view wanted) {
    Played played;
    for (const TreeId id : tree.children_of(tree.root)) {
        const Kind kind = tree[id].kind;
        if (kind == Kind::PatchDefinition || kind == Kind::RackDefinition) {
            played.names.emplace_back(tree.text(id));
            if (wanted.empty() || tree.text(id) == wanted) {
                played.definition = id;
            }
        }
        played.top_level = played.top_level || gives_output(tree, id);
    }
    played.top_level = played.top_level && !played.definition.valid() && wanted.empty();
    return played;
}

std::optional<graph::Graph> Elaborator::run(const syntax::Tree &tree) {
    Frame &file = new_frame(nullptr, tree, "");
    at_ = Context{&file, nullptr, {}, 0};
    const Played played = find_played(tree, options_.patch);
    const TreeId chosen = played.definition;
    Frame *frame = nullptr;
    if (played.top_level) {
        file.patch = file.rendered = true;
        file.address = "patch";
        declare_body(file, tree.root, nullptr);
        frame = &file;
    } else {
        declare_body(file, tree.root, nullptr);
        if (!chosen.valid()) {
            if (!report_.has_errors()) {
                const Span start{tree.file, 0, 0};
                if (options_.patch.empty()) {
                    mend_process(file);
                    if (!report_.has_errors()) {
                        error(diag::Kind::NoPatch, start);
                    }
                } else if (const auto near = syntax::nearest(options_.patch, played.names); !near.empty()) {
                    error(diag::Kind::NoSuchPatch, start, options_.patch)
                        .helps.push_back({"is `" + near.front() + "` meant?", std::nullopt});
                } else {
                    error(diag::Kind::NoSuchPatch, start, options_.patch);
                }
            }
            return std::nullopt;
        }
        Binding *binding = find(&file, tree.text(chosen));
        frame = &patch_frame(tree, binding->definition);
        const Causes::Work work{causes_, binding->span};
        declare_body(*frame, binding->definition->body, nullptr);
    }
    at_ = Context{frame, nullptr, {}, 0};
    builder_.graph.patch = frame->address;
    collect_outputs(*frame);
    at_ = Context{frame, nullptr, {}, 0};
    builder_.graph.tuning = static_cast<float>(tuning({}));
    write_all_buffers();
    if (!report_cycles() || report_.has_errors()) {
        settle_blame(tree.file);
        return std::nullopt;
    }
    graph::Graph made = finish_graph();
    settle(made);
    report_unstable(made);
    return made;
}

namespace {

// What others call the output, or a slip of the hand makes of it.
bool is_nearly_out(std::string name) {
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
    constexpr std::array<std::string_view, 9> names{"out",  "output", "outputs", "outs", "oout",
                                                    "outt", "ouput",  "otu",     "outpt"};
    return std::find(names.begin(), names.end(), name) != names.end();
}

} // namespace

void Elaborator::check_all(const syntax::Tree &tree) {
    Frame &file = new_frame(nullptr, tree, "");
    at_ = Context{&file, nullptr, {}, 0};
    const auto statements = tree.children_of(tree.root); // a file without a patch is one
    file.patch = std::none_of(statements.begin(), statements.end(), [&](TreeId id) {
        return tree[id].kind == Kind::PatchDefinition || tree[id].kind == Kind::RackDefinition;
    });
    declare_body(file, tree.root, nullptr);
    checking_ = true;
    file.rendered = file.patch && std::any_of(file.order.begin(), file.order.end(), [](const Binding *b) {
                        return b->name == "out" || b->name.starts_with("out.");
                    });
    // Last definitions first: they use the earlier ones, so what grows too large is refused before its parts are made.
    auto bindings = file.order;
    std::stable_partition(bindings.begin(), bindings.end(),
                          [](const Binding *b) { return b->kind != BindingKind::Definition; });
    std::reverse(std::find_if(bindings.begin(), bindings.end(),
                              [](const Binding *b) { return b->kind == BindingKind::Definition; }),
                 bindings.end());
    for (Binding *binding : bindings) {
        abandoned_ = false;
        start_counting(); // each has all the room there is
        at_ = Context{&file, nullptr, {}, 0};
        if (binding->kind != BindingKind::Definition) {
            if (binding->state == BindingState::Waiting) {
                value_of(*binding, binding->span);
            }
        } else if (binding->definition->kind == DefinitionKind::Patch) {
            Frame &frame = patch_frame(tree, binding->definition);
            const Causes::Work work{causes_, binding->span};
            declare_body(frame, binding->definition->body, nullptr);
            collect_outputs(frame);
        } else {
            check_definition(*binding->definition);
        }
    }
    at_ = Context{&file, nullptr, {}, 0};
    abandoned_ = false;
    start_counting();
    if (file.rendered) {
        collect_outputs(file);
    } else if (file.patch) {
        mend_process(file);
        for (const Binding *binding : file.order) {
            if (binding->kind == BindingKind::Equation && is_nearly_out(binding->name) &&
                !causes_.needed(binding->span)) {
                error(diag::Kind::NotTheOutput, binding->span, binding->name)
                    .helps.push_back({"is `out` meant?", diag::Edit{binding->span, "out"}});
            }
        }
    }
    if (report_cycles() && !report_.has_errors()) {
        replace_stand_ins();
        report_unstable(builder_.graph);
    }
    settle_blame(tree.file);
}

// A stack of this size makes the depth the limits allow safe on every machine.
constexpr std::size_t stack_bytes = std::size_t{1} << 29;

void on_deep_stack(const std::function<void()> &work) {
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, stack_bytes);
    pthread_t thread{};
    const auto body = [](void *argument) -> void * {
        (*static_cast<const std::function<void()> *>(argument))();
        return nullptr;
    };
    if (pthread_create(&thread, &attributes, body, const_cast<std::function<void()> *>(&work)) == 0) {
        pthread_join(thread, nullptr);
    } else {
        work();
    }
    pthread_attr_destroy(&attributes);
}

std::optional<graph::Graph> elaborate(source::SourceSet &sources, const syntax::Tree &tree, const Options &options,
                                      diag::Report &report) {
    std::optional<graph::Graph> made;
    on_deep_stack([&] { made = Elaborator(sources, options, report).run(tree); });
    return report.has_errors() ? std::nullopt : std::move(made);
}

bool check(source::SourceSet &sources, const syntax::Tree &tree, const Options &options, diag::Report &report) {
    on_deep_stack([&] { Elaborator(sources, options, report).check_all(tree); });
    const Elaborator::Played played = Elaborator::find_played(tree, options.patch);
    if (report.has_errors() || !played.top_level) {
        return !report.has_errors();
    }
    // The names of a file that is itself a patch were worked out in the order of the text; it is compiled from its
    // outputs, and where a ring is entered decides which shapes are known in it.
    diag::Report compiling;
    on_deep_stack([&] { (void)Elaborator(sources, options, compiling).run(tree); });
    if (compiling.has_errors()) {
        for (const diag::Diagnostic &diagnostic : compiling.diagnostics()) {
            report.add(diagnostic);
        }
    }
    return !report.has_errors();
}

} // namespace tactus::elaborate
