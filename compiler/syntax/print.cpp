// The texts of --emit=tokens and --emit=tree: one token or node per line, ranges as line:column-line:column (the end is
// one past).
#include <charconv>

#include "compiler/syntax/parse.h"
#include "compiler/syntax/tokens.h"

namespace tactus::syntax {

namespace {

std::string range(const source::SourceSet &sources, Span span) {
    const Position a = sources.position(span.file, span.begin);
    const Position b = sources.position(span.file, span.end);
    return fmt::format("{}:{}-{}:{}", a.line, a.column, b.line, b.column);
}

std::string in_quotes(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '\n') {
            result += "\\n";
            continue;
        }
        if (c == '"' || c == '\\') {
            result += '\\';
        }
        result += c;
    }
    return result + '"';
}

bool has_number(const Node &node) {
    return node.kind == Kind::Number || node.kind == Kind::Fraction || node.number != 0.0;
}

std::string head(const Tree &tree, const Node &node) {
    std::string text{kind_name(node.kind)};
    if (node.text != 0) {
        text += " " + in_quotes(tree.texts[node.text]);
    }
    if (has_number(node)) {
        text += fmt::format(" {}", node.number);
    }
    return text;
}

} // namespace

std::string_view kind_name(Kind kind) {
    static constexpr std::string_view names[] = {
        "Body",
        "NodeDefinition",
        "WordDefinition",
        "PatchDefinition",
        "RackDefinition",
        "ControllerDefinition",
        "Control",
        "TestDefinition",
        "Expect",
        "Use",
        "Parameter",
        "Input",
        "Table",
        "Buffer",
        "Sample",
        "Track",
        "When",
        "Declare",
        "Equation",
        "Unpack",
        "ChainOut",
        "Inputs",
        "Outputs",
        "Port",
        "Dimensions",
        "TypeName",
        "OptionIn",
        "OptionLog",
        "OptionStep",
        "OptionToggle",
        "OptionSmooth",
        "OptionCc",
        "OptionNrpn",
        "OptionOsc",
        "OptionArg",
        "OptionFrom",
        "Number",
        "Fraction",
        "NoteName",
        "String",
        "Name",
        "Self",
        "Call",
        "Argument",
        "Select",
        "Index",
        "Delay",
        "Negate",
        "Not",
        "Binary",
        "Range",
        "If",
        "Array",
        "Comprehension",
        "Stack",
        "Load",
        "Chain",
        "Step",
        "Member",
        "Words",
        "Group",
        "Bind",
        "Operator",
    };
    static_assert(std::size(names) == static_cast<std::size_t>(Kind::Operator) + 1);
    return names[static_cast<std::size_t>(kind)];
}

std::string print_tokens(const source::SourceSet &sources, FileId file, diag::Report &report) {
    const Tokens tokens = filter(lex(sources, file));
    if (tokens.mistake) {
        report.add(*tokens.mistake);
    }
    std::string result;
    for (const Token &token : tokens.tokens) {
        result += fmt::format("{:<11} {:<11}", range(sources, tokens.span_of(token)), type_name(token.type));
        const std::string_view text = tokens.text_of(token);
        result += text.empty() || text[0] == '\n' || text[0] == '\r' ? "" : " " + std::string{text};
        while (result.back() == ' ') {
            result.pop_back();
        }
        result += '\n';
    }
    return result;
}

// A loop with a stack of its own: a tree may be deeper than a machine's stack likes.
std::string print_tree(const source::SourceSet &sources, const Tree &tree) {
    struct Open {
        TreeId id;
        std::uint32_t next = 0;
    };
    std::string result;
    std::vector<Open> open;
    const auto begin_line = [&](std::size_t depth) {
        result += result.empty() ? "" : "\n";
        result.append(2 * depth, ' ');
    };
    const auto enter = [&](TreeId id) {
        begin_line(open.size());
        const Node &node = tree[id];
        result += "(" + head(tree, node) + " " + range(sources, node.span);
        if (node.doc != 0) {
            result += " doc " + in_quotes(tree.texts[node.doc]);
        }
        open.push_back({id, 0});
    };
    enter(tree.root);
    while (!open.empty()) {
        Open &top = open.back();
        if (top.next == tree[top.id].child_count) {
            result += ")";
            open.pop_back();
            continue;
        }
        const TreeId child = tree.child(top.id, top.next++);
        if (child.valid()) {
            enter(child);
        } else {
            begin_line(open.size());
            result += "-";
        }
    }
    return result + "\n";
}

} // namespace tactus::syntax
