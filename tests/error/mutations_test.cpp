// Slips of the keys in the examples: each that is a mistake gives exactly one diagnostic, nearly always on its line.
// TACTUS_MUTATIONS and TACTUS_SEED choose how many and which; with TACTUS_SHOW every one that falls short is printed.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include <fmt/format.h>

#include "compiler/diag/render.h"
#include "compiler/tactus.h"
#include "tests/error/mutations.h"

using namespace tactus;

namespace {

struct Example {
    std::string path, text;
    std::vector<test::Piece> pieces;
};

std::vector<Example> examples() {
    std::vector<Example> made;
    for (const auto &entry : std::filesystem::directory_iterator{"examples"}) {
        if (entry.path().extension() == ".tac") {
            std::ifstream in{entry.path()};
            std::ostringstream text;
            text << in.rdbuf();
            made.push_back({entry.path().string(), text.str(), test::pieces_of(text.str())});
        }
    }
    std::sort(made.begin(), made.end(), [](const Example &a, const Example &b) { return a.path < b.path; });
    return made;
}

// Each token of all examples is as likely as any other.
const Example &any_of(const std::vector<Example> &all, std::mt19937_64 &random) {
    std::size_t tokens = 0;
    for (const Example &example : all) {
        tokens += example.pieces.size();
    }
    std::size_t place = static_cast<std::size_t>(random() % tokens);
    for (const Example &example : all) {
        if (place < example.pieces.size()) {
            return example;
        }
        place -= example.pieces.size();
    }
    return all.back();
}

std::uint64_t setting(const char *name, std::uint64_t otherwise) {
    const char *text = std::getenv(name);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

struct Judged {
    std::size_t errors = 0;
    bool on_line = false;
    std::string shown;
};

Judged judge(const std::string &path, const test::Mutation &mutation) {
    source::SourceSet sources;
    diag::Report report;
    const auto file = sources.add(path, mutation.text, report);
    if (file) {
        (void)check(sources, *file, {}, report);
    }
    report.finish();
    Judged made;
    made.errors = report.diagnostics().size();
    made.shown = diag::render_text(report, sources);
    if (made.errors > 0 && file) {
        const Span span = report.diagnostics().front().span;
        const auto line = [&](std::uint32_t place) {
            return 1 + static_cast<std::size_t>(std::count(
                           mutation.text.begin(), mutation.text.begin() + static_cast<std::ptrdiff_t>(place), '\n'));
        };
        const std::size_t first = line(span.begin), last = line(std::max(span.end, span.begin));
        made.on_line = span.file == *file && std::any_of(mutation.lines.begin(), mutation.lines.end(),
                                                         [&](std::size_t l) { return first <= l && l <= last; });
    }
    return made;
}

} // namespace

TEST_CASE("a slip in an example is one mistake, on its line") {
    const std::uint64_t wanted = setting("TACTUS_MUTATIONS", 2000), seed = setting("TACTUS_SEED", 1);
    const bool show = std::getenv("TACTUS_SHOW") != nullptr;
    std::mt19937_64 random{seed};
    const auto all = examples();
    REQUIRE(all.size() > 5);
    std::uint64_t counted = 0, on_line = 0, several = 0, tried = 0;
    double slowest = 0;
    std::map<std::string, std::pair<std::uint64_t, std::uint64_t>> by_slip; // all, on their line
    while (counted < wanted) {
        const auto slip = static_cast<test::Slip>(random() % test::slips);
        std::optional<test::Mutation> mutation;
        const Example *chosen = nullptr;
        while (!mutation) {
            chosen = &any_of(all, random);
            mutation = test::mutate(chosen->text, chosen->pieces, slip, random);
        }
        const Example &example = *chosen;
        ++tried;
        const auto start = std::chrono::steady_clock::now();
        const Judged judged = judge(example.path, *mutation);
        slowest = std::max(slowest, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
        if (judged.errors == 0) {
            continue;
        }
        ++counted;
        on_line += judged.on_line ? 1 : 0;
        several += judged.errors > 1 ? 1 : 0;
        auto &[of_slip, there] = by_slip[std::string{test::name_of(mutation->slip)}];
        ++of_slip;
        there += judged.on_line ? 1 : 0;
        CAPTURE(example.path);
        CAPTURE(mutation->lines[0]);
        CAPTURE(mutation->token);
        CAPTURE(std::string{test::name_of(mutation->slip)});
        CAPTURE(judged.shown);
        CHECK(judged.errors == 1);
        if (show && (judged.errors > 1 || !judged.on_line)) {
            fmt::print("---- {} {} line {}: {}\n{}\n", judged.errors > 1 ? "SEVERAL" : "FAR", example.path,
                       mutation->lines[0], fmt::format("{} {}", test::name_of(mutation->slip), mutation->token),
                       judged.shown);
        }
    }
    fmt::print(
        "seed {}: {} slips, {} of them mistakes; {} with more than one diagnostic, {:.1f} % on their line, slowest "
        "{:.0f} ms\n",
        seed, tried, counted, several, 100.0 * static_cast<double>(on_line) / static_cast<double>(counted),
        1000.0 * slowest);
    for (const auto &[slip, count] : by_slip) {
        fmt::print("  {:9} {:5}, on their line {:5}\n", slip, count.first, count.second);
    }
    CHECK(on_line * 10 >= counted * 9);
}
