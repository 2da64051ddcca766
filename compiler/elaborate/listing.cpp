// The stack as a list: what `out = stack { … }` leaves, for those who work word by word.
#include <algorithm>

#include "compiler/elaborate/elaborator.h"

namespace tactus::elaborate {

using syntax::Kind;
using syntax::TreeId;

std::string Elaborator::type_in_words(const Value &value) const {
    if (value.is_signal()) {
        constexpr std::string_view rates[] = {"constant ", "initial ", "tick ", "audio "};
        const auto &node = builder_.graph[value.node];
        const std::string kind = node.type == graph::Type::Phase ? "phase" : "signal";
        const std::string unit = value.unit.plain() || value.unit.any ? "" : ", " + describe(value.unit);
        return std::string(rates[static_cast<std::size_t>(node.rate)]) + kind + unit;
    }
    if (value.form == Form::Record && !value.compound->primary) {
        std::string names;
        for (const std::string &name : value.compound->names) {
            names += (names.empty() ? "" : ", ") + name;
        }
        return "outputs " + names;
    }
    const std::string text = describe(value);
    return value.is_array() && !value.elements().empty() ? text + ": " + type_in_words(value.elements()[0]) : text;
}

std::vector<StackItem> Elaborator::run_listing(const syntax::Tree &tree) {
    Frame &file = new_frame(nullptr, tree, "");
    file.patch = file.rendered = true;
    file.address = "patch";
    at_ = Context{&file, nullptr, {}, 0};
    declare_body(file, tree.root, nullptr);
    std::vector<StackItem> made;
    for (const TreeId id : tree.children_of(tree.root)) {
        const bool out = tree[id].kind == Kind::Equation && tree.text(id) == "out";
        const TreeId stack_words = out ? tree.child(id, 1) : TreeId{};
        if (!out || tree[stack_words].kind != Kind::Stack) {
            continue;
        }
        Frame &frame = new_frame(&file, tree, "patch");
        at_ = Context{&frame, nullptr, {}, 0};
        const TreeId words = tree.child(stack_words, 0);
        declare_word_names(frame, words);
        std::vector<Item> stack;
        run_words(words, stack);
        made.clear();
        for (const Item &item : stack) {
            const Value value = plain_value(item.value);
            made.push_back(StackItem{type_in_words(value), written(value), item.span});
        }
    }
    if (!report_cycles() || report_.has_errors()) {
        settle_blame(tree.file);
    }
    return made;
}

std::optional<std::vector<StackItem>> list_stack(source::SourceSet &sources, const syntax::Tree &tree,
                                                 const Options &options, diag::Report &report) {
    std::vector<StackItem> made;
    on_deep_stack([&] { made = Elaborator(sources, options, report).run_listing(tree); });
    return report.has_errors() ? std::nullopt : std::optional(std::move(made));
}

} // namespace tactus::elaborate
