// The short form of trees in cases.txt.
#include "tests/unit/syntax/sketch.h"

#include <algorithm>

#include <fmt/format.h>

namespace tactus::syntax {

namespace {

std::string children(const Tree &tree, TreeId id) {
    std::string text;
    for (const TreeId child : tree.children_of(id)) {
        text += " " + (child.valid() ? sketch(tree, child) : std::string{"_"});
    }
    return text;
}

std::string head(const Tree &tree, TreeId id) {
    const std::string text{tree.text(id)};
    switch (tree[id].kind) {
    case Kind::Equation:
        return "= " + text;
    case Kind::Binary:
        return text;
    case Kind::Argument:
        return text.empty() ? std::string{} : text + ":";
    case Kind::Call:
        return text + "()";
    case Kind::Step:
        return "-> " + text + (tree[id].number != 0.0 ? "()" : "");
    case Kind::Select:
        return "." + text;
    case Kind::Delay:
        return "@";
    case Kind::Bind:
        return "-> " + text;
    default:
        return std::string{kind_name(tree[id].kind)} + (text.empty() ? "" : " " + text);
    }
}

} // namespace

std::string sketch(const Tree &tree, TreeId id) {
    const Node &node = tree[id];
    const std::string text{tree.text(id)};
    switch (node.kind) {
    case Kind::Number:
        return fmt::format("{}{}", node.number, text);
    case Kind::Fraction:
        return fmt::format("{}beat", node.number);
    case Kind::Name:
    case Kind::NoteName:
    case Kind::Operator:
        return text;
    case Kind::Argument:
        return head(tree, id) + children(tree, id).substr(1);
    default:
        break;
    }
    std::string doc = node.doc == 0 ? "" : " ///" + std::string{tree.doc(id)};
    std::replace(doc.begin(), doc.end(), '\n', '|');
    return "(" + head(tree, id) + doc + children(tree, id) + ")";
}

} // namespace tactus::syntax
