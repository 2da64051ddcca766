// tactus doc: what the library says of a node (the /// lines above it and its header), or a list of all of it.
#include <algorithm>
#include <cstdio>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "compiler/cli/session.h"
#include "compiler/elaborate/builtins.h"
#include "compiler/syntax/parse.h"
#include "compiler/syntax/spelling.h"

namespace tactus::cli {

namespace {

struct Entry {
    std::string name, header, text, file;
};

std::vector<Entry> library_entries(Session &session) {
    std::vector<Entry> made;
    for (const auto &file : source::library_files()) {
        const auto id = session.sources.add(std::string(file.name), std::string(file.text), session.report, true);
        const auto tree = id ? syntax::parse(session.sources, *id, session.report) : std::nullopt;
        if (!tree) {
            continue;
        }
        for (const auto statement : tree->children_of(tree->root)) {
            const auto kind = (*tree)[statement].kind;
            if (kind != syntax::Kind::NodeDefinition && kind != syntax::Kind::WordDefinition) {
                continue;
            }
            const Span whole = (*tree)[statement].span, body = (*tree)[tree->child(statement, 2)].span;
            std::string header{session.sources.text(whole).substr(0, body.begin - whole.begin)};
            header.erase(header.find_last_not_of(" \t\n={") + 1);
            made.push_back({std::string(tree->text(statement)), header, std::string(tree->doc(statement)),
                            std::string(file.name)});
        }
    }
    for (const auto &builtin : elaborate::all_builtins()) {
        made.push_back({std::string(builtin.name),
                        fmt::format("{}({})", builtin.name, elaborate::describe_ports(builtin.ports)),
                        std::string(builtin.meaning), "built in"});
    }
    std::stable_sort(made.begin(), made.end(), [](const Entry &a, const Entry &b) { return a.name < b.name; });
    return made;
}

} // namespace

int run_doc(const Arguments &arguments) {
    Session session(arguments);
    const auto entries = library_entries(session);
    std::vector<std::string> names;
    auto made = nlohmann::ordered_json::array();
    for (const Entry &entry : entries) {
        names.push_back(entry.name);
        if (!arguments.file.empty() && entry.name != arguments.file) {
            continue;
        }
        made.push_back({{"name", entry.name}, {"header", entry.header}, {"doc", entry.text}, {"file", entry.file}});
    }
    if (made.empty()) {
        auto &diagnostic = session.error(diag::Kind::UnknownWord, arguments.file);
        if (const auto near = syntax::nearest(arguments.file, names); !near.empty()) {
            diagnostic.helps.push_back({"is `" + near.front() + "` meant?", std::nullopt});
        }
        return session.finish();
    }
    if (arguments.json) {
        fmt::print("{}\n", made.dump(2));
    } else if (arguments.file.empty()) {
        for (const auto &entry : made) {
            const auto text = entry["doc"].get<std::string>();
            fmt::print("{:<16} {}\n", entry["name"].get<std::string>(), text.substr(0, text.find('\n')));
        }
    } else {
        for (const auto &entry : made) {
            fmt::print("{}\n\n{}\n\n({})\n", entry["header"].get<std::string>(), entry["doc"].get<std::string>(),
                       entry["file"].get<std::string>());
        }
    }
    return session.finish();
}

} // namespace tactus::cli
