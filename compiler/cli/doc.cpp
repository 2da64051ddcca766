// tactus doc: what the library or a file says of a node (the /// lines above it and its header) and what it costs in
// its example, or a list of all of it.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <functional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "compiler/cli/session.h"
#include "compiler/cost/cost.h"
#include "compiler/elaborate/vocabulary.h"
#include "compiler/syntax/parse.h"
#include "compiler/syntax/spelling.h"

namespace tactus::cli {

namespace {

struct Entry {
    std::string name, header, text, file;
    std::function<std::string()> cost; // as the reference says it; "" where nothing is to be said
};

// What the nodes of a file need of it: its definitions without what it plays.
std::string definitions(const Session &session, const syntax::Tree &tree) {
    using syntax::Kind;
    std::string made;
    for (const auto statement : tree.children_of(tree.root)) {
        const Kind kind = tree[statement].kind;
        if (kind == Kind::NodeDefinition || kind == Kind::WordDefinition || kind == Kind::Use || kind == Kind::Table) {
            made += std::string(session.sources.text(tree[statement].span)) + "\n";
        }
    }
    return made;
}

// Of the example in a comment, played after what it needs.
std::string cost_in_example(const std::string &name, std::string_view doc, const std::string &before,
                            const std::string &file) {
    constexpr std::string_view mark = "Example: ";
    for (std::size_t at = 0; at < doc.size();) {
        const std::size_t end = std::min(doc.find('\n', at), doc.size());
        const std::string_view line = doc.substr(at, end - at);
        if (line.starts_with(mark)) {
            const std::string program = before + "out = " + std::string(line.substr(mark.size())) + "\n";
            return cost::describe_node(name, program, file).value_or("");
        }
        at = end + 1;
    }
    return "";
}

// The nodes and words of one file; `before` is what their examples need of it.
void add_entries(std::vector<Entry> &made, const Session &session, const syntax::Tree &tree, std::string_view file,
                 const std::string &before) {
    for (const auto statement : tree.children_of(tree.root)) {
        const auto kind = tree[statement].kind;
        if (kind != syntax::Kind::NodeDefinition && kind != syntax::Kind::WordDefinition) {
            continue;
        }
        const Span whole = tree[statement].span, body = tree[tree.child(statement, 2)].span;
        std::string header{session.sources.text(whole).substr(0, body.begin - whole.begin)};
        header.erase(header.find_last_not_of(" \t\n={") + 1);
        Entry entry{std::string(tree.text(statement)), header, std::string(tree.doc(statement)), std::string(file), {}};
        entry.cost = [name = entry.name, doc = entry.text, before, path = entry.file] {
            return cost_in_example(name, doc, before, path);
        };
        made.push_back(std::move(entry));
    }
}

// Where a word that is in no file comes from.
std::string_view origin(elaborate::Vocabulary kind) {
    switch (kind) {
    case elaborate::Vocabulary::constant:
        return "a constant";
    case elaborate::Vocabulary::stack_word:
        return "a word of the stack";
    case elaborate::Vocabulary::phrase:
        return "the language";
    case elaborate::Vocabulary::measure:
        return "in tests";
    case elaborate::Vocabulary::unit:
        return "a unit";
    default:
        return "built in";
    }
}

std::vector<Entry> library_entries(Session &session) {
    std::vector<Entry> made;
    for (const auto &file : source::library_files()) {
        const auto id = session.sources.add(std::string(file.name), std::string(file.text), session.report, true);
        if (const auto tree = id ? syntax::parse(session.sources, *id, session.report) : std::nullopt) {
            add_entries(made, session, *tree, file.name, "");
        }
    }
    for (const elaborate::Word &word : elaborate::vocabulary()) {
        made.push_back({word.name, word.header, word.text(), std::string(origin(word.kind)),
                        [word] { return cost::describe_word(word); }});
    }
    std::stable_sort(made.begin(), made.end(), [](const Entry &a, const Entry &b) { return a.name < b.name; });
    return made;
}

// A path, and not a name: `-`, what ends or is divided like one, what is there.
bool is_file(const std::string &text) {
    std::error_code none;
    return text == "-" || text.ends_with(".tac") || text.find('/') != std::string::npos ||
           std::filesystem::is_regular_file(text, none);
}

void print(const std::vector<Entry> &entries, bool list, bool json) {
    auto made = nlohmann::ordered_json::array();
    for (const Entry &entry : entries) {
        const std::string cost = list ? "" : entry.cost();
        if (json) {
            made.push_back({{"name", entry.name}, {"header", entry.header}, {"doc", entry.text}, {"file", entry.file}});
            if (!cost.empty()) {
                made.back()["cost"] = cost;
            }
        } else if (list) {
            fmt::print("{:<16} {}\n", entry.name, entry.text.substr(0, entry.text.find('\n')));
        } else {
            fmt::print("{}\n\n{}\n{}\n({})\n", entry.header, entry.text, cost.empty() ? "" : "Cost: " + cost + "\n",
                       entry.file);
        }
    }
    if (json) {
        fmt::print("{}\n", made.dump(2));
    }
}

} // namespace

// `doc` lists the library, `doc FILE` a file, `doc NAME` and `doc NAME FILE` show one; the file's own hides the others.
int run_doc(const Arguments &arguments) {
    Session session(arguments);
    const bool whole_file = is_file(arguments.file);
    const std::string path = whole_file ? arguments.file : arguments.second;
    const std::string name = whole_file ? arguments.second : arguments.file;
    std::vector<Entry> entries;
    if (!path.empty()) {
        const auto id = session.read(path);
        const auto tree = id ? syntax::parse(session.sources, *id, session.report) : std::nullopt;
        if (!tree) {
            return session.finish();
        }
        add_entries(entries, session, *tree, session.sources.name(*id), definitions(session, *tree));
    }
    const std::size_t own = entries.size();
    bool found_own = false;
    if (path.empty() || !name.empty()) {
        const auto library = library_entries(session);
        entries.insert(entries.end(), library.begin(), library.end());
    }
    std::vector<Entry> found;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const bool hidden = i >= own && found_own;
        names.push_back(entries[i].name);
        if (name.empty() || (entries[i].name == name && !hidden)) {
            found.push_back(entries[i]);
            found_own = found_own || i < own;
        }
    }
    if (found.empty() && !name.empty()) {
        auto &diagnostic = session.error(diag::Kind::UnknownWord, name);
        if (const auto near = syntax::nearest(name, names); !near.empty()) {
            diagnostic.helps.push_back({"is `" + near.front() + "` meant?", std::nullopt});
        }
        return session.finish();
    }
    print(found, name.empty(), arguments.json);
    return session.finish();
}

} // namespace tactus::cli
