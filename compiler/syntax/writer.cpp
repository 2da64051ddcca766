// The vectors of a Tree are written here only.
#include "compiler/syntax/writer.h"

#include <algorithm>

#include "compiler/limits.h"

namespace tactus::syntax {

TreeId Writer::add(Kind kind, Span span, const Children &children, std::string_view text, double number) {
    Node node;
    node.kind = kind;
    node.span = span;
    node.name_span = span;
    node.first_child = static_cast<std::uint32_t>(tree_.children.size());
    node.child_count = static_cast<std::uint32_t>(children.size());
    node.text = intern(text);
    node.number = number;
    std::uint32_t depth = 1;
    for (const TreeId child : children) {
        tree_.children.push_back(child);
        depth = child.valid() ? std::max(depth, depths_[child.index] + 1) : depth;
    }
    if (depth > limits::tree_depth) {
        note(make_mistake(diag::Kind::ExpressionTooLong, span, limits::tree_depth));
    }
    depths_.push_back(depth);
    tree_.nodes.push_back(node);
    return TreeId{tree_.nodes.size() - 1};
}

TreeId Writer::named(Kind kind, Span span, antlr4::ParserRuleContext *name, const Children &children) {
    const TreeId id = add(kind, span, children, text(name));
    set_name_span(id, this->span(name));
    return id;
}

Span Writer::span(const antlr4::ParserRuleContext *context) const {
    const Token &first = ours(context->start);
    // An empty context (no words between two braces) has its stop before its start.
    if (context->stop == nullptr || context->stop->getTokenIndex() < context->start->getTokenIndex()) {
        return {tokens_.file, first.begin, first.begin};
    }
    return {tokens_.file, first.begin, ours(context->stop).end};
}

std::string_view Writer::text(const antlr4::ParserRuleContext *context) const {
    const Span s = span(context);
    return tokens_.text.substr(s.begin, s.end - s.begin);
}

std::string Writer::string(antlr4::Token *token) const {
    std::string_view quoted = text(token);
    quoted = quoted.substr(1, quoted.size() - 2);
    std::string plain;
    for (std::size_t i = 0; i < quoted.size(); ++i) {
        i += quoted[i] == '\\' ? 1u : 0u;
        plain += quoted[i];
    }
    return plain;
}

void Writer::set_doc(TreeId id, antlr4::Token *first) {
    if (const std::uint32_t doc = ours(first).doc; doc != 0) {
        tree_.nodes[id.index].doc = intern(tokens_.docs[doc]);
    }
}

void Writer::note(diag::Diagnostic mistake) {
    if (!mistake_ || mistake.span.begin < mistake_->span.begin) {
        mistake_ = std::move(mistake);
    }
}

Tree Writer::take(TreeId root) {
    tree_.root = root;
    return std::move(tree_);
}

std::uint32_t Writer::intern(std::string_view text) {
    if (text.empty()) {
        return 0;
    }
    if (const auto found = interned_.find(text); found != interned_.end()) {
        return found->second;
    }
    const auto index = static_cast<std::uint32_t>(tree_.texts.size());
    tree_.texts.emplace_back(text);
    interned_.emplace(std::string{text}, index);
    return index;
}

} // namespace tactus::syntax
