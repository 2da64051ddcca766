// tactus explain T0203: the page of a diagnostic; without a code the list of all.
#include <algorithm>
#include <cctype>
#include <cstdio>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "compiler/cli/session.h"
#include "compiler/diag/explain.h"

namespace tactus::cli {

namespace {

std::string upper(std::string_view text) {
    std::string made{text};
    std::transform(made.begin(), made.end(), made.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return made;
}

// "# T0203: too few values\n…" → "too few values".
std::string_view title_of(std::string_view page) {
    page = page.substr(0, page.find('\n'));
    const auto colon = page.find(": ");
    return colon == std::string_view::npos ? page : page.substr(colon + 2);
}

constexpr std::string_view level_names[] = {"error", "warning", "note"};

} // namespace

int run_explain(const Arguments &arguments) {
    Session session(arguments);
    std::string code = upper(arguments.file);
    for (std::size_t i = 0; i < diag::kind_count(); ++i) { // the name of a kind serves as well
        const diag::KindInfo &kind = diag::info(static_cast<diag::Kind>(i));
        code = upper(kind.name) == code ? std::string(kind.code) : code;
    }
    auto found = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i < diag::kind_count(); ++i) {
        const auto &kind = diag::info(static_cast<diag::Kind>(i));
        const auto page = diag::explain(kind.code);
        if (!page || (!code.empty() && code != kind.code)) {
            continue;
        }
        if (arguments.json) {
            found.push_back({{"code", kind.code},
                             {"name", kind.name},
                             {"level", level_names[static_cast<std::size_t>(kind.level)]},
                             {"title", title_of(*page)},
                             {"page", *page}});
        } else if (code.empty()) {
            fmt::print("{} {}\n", kind.code, title_of(*page));
        } else {
            fmt::print("{}", *page);
        }
        if (!code.empty()) {
            break;
        }
    }
    if (!code.empty() && !diag::explain(code)) {
        session.error(diag::Kind::UnknownCode, arguments.file);
    } else if (arguments.json) {
        fmt::print("{}\n", found.dump(2));
    }
    return session.finish();
}

} // namespace tactus::cli
