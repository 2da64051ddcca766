// Appends nodes to a Tree, children before parents; keeps the first mistake and the depth of every node.
// A node's range runs from the first to the last of its tokens. `TreeId{}` as a child is "absent".
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "compiler/syntax/tokens.h"
#include "compiler/syntax/tree.h"

namespace tactus::syntax {

class Writer {
  public:
    using Children = std::vector<TreeId>;

    explicit Writer(const Tokens &tokens) : tokens_(tokens) { tree_.file = tokens.file; }

    TreeId add(Kind kind, Span span, const Children &children = {}, std::string_view text = {}, double number = 0.0);
    TreeId named(Kind kind, Span span, antlr4::ParserRuleContext *name, const Children &children);

    [[nodiscard]] Span span(const antlr4::ParserRuleContext *context) const;
    [[nodiscard]] Span span(antlr4::Token *token) const { return tokens_.span_of(ours(token)); }
    [[nodiscard]] Span span(TreeId id) const { return tree_[id].span; }
    [[nodiscard]] std::string_view text(antlr4::Token *token) const { return tokens_.text_of(ours(token)); }
    [[nodiscard]] std::string_view text(const antlr4::ParserRuleContext *context) const;
    [[nodiscard]] std::string string(antlr4::Token *token) const; // without quotes and escapes

    void set_name_span(TreeId id, Span span) { tree_.nodes[id.index].name_span = span; }
    void set_doc(TreeId id, antlr4::Token *first);
    void set_number(TreeId id, double number) { tree_.nodes[id.index].number = number; }
    Node &node(TreeId id) { return tree_.nodes[id.index]; }

    void note(diag::Diagnostic mistake);
    [[nodiscard]] const std::optional<diag::Diagnostic> &mistake() const { return mistake_; }
    [[nodiscard]] Tree take(TreeId root);

  private:
    [[nodiscard]] const Token &ours(antlr4::Token *token) const { return tokens_.tokens[token->getTokenIndex()]; }
    std::uint32_t intern(std::string_view text);

    const Tokens &tokens_;
    Tree tree_;
    std::vector<std::uint32_t> depths_;
    std::map<std::string, std::uint32_t, std::less<>> interned_;
    std::optional<diag::Diagnostic> mistake_;
};

} // namespace tactus::syntax
