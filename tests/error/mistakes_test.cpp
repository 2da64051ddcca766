// Typical mistakes: each gives exactly one diagnostic, of the right kind, at the exact range, and nothing follows from
// it; where an edit is offered as sure, the text after it is what was meant and checks clean.
#include <doctest/doctest.h>

#include <set>
#include <string>

#include <fmt/format.h>

#include "compiler/cli/fix.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/elaborate/builtins.h"
#include "compiler/elaborate/elaborate.h"
#include "compiler/tactus.h"

using namespace tactus;

namespace {

struct Mistake {
    const char *code;
    const char *program;
    const char *mended;
};

constexpr Mistake mistakes[] = {
#define MISTAKE(code, program, mended) {code, program, mended},
#include "tests/error/mistakes.def"
#undef MISTAKE
};

struct Marked {
    std::string text;
    std::size_t begin = std::string::npos, end = std::string::npos;
};

Marked read_marks(const char *program) {
    Marked made;
    for (const char *c = program; *c != '\0'; ++c) {
        const std::string_view rest{c};
        if (rest.starts_with("«") || rest.starts_with("»")) {
            (rest.starts_with("«") ? made.begin : made.end) = made.text.size();
            ++c;
        } else {
            made.text += *c;
        }
    }
    return made;
}

diag::Report check_text(source::SourceSet &sources, const std::string &text) {
    diag::Report report;
    const auto file = sources.add("examples/patch.tac", text, report); // beside samples and patches
    REQUIRE(file);
    (void)check(sources, *file, {}, report);
    report.finish();
    return report;
}

} // namespace

TEST_CASE("typical mistakes: one diagnostic each, of the right kind, at the exact range") {
    std::size_t right = 0;
    for (const Mistake &mistake : mistakes) {
        CAPTURE(std::string(mistake.program));
        const Marked marked = read_marks(mistake.program);
        source::SourceSet sources;
        const diag::Report report = check_text(sources, marked.text);
        CHECK(report.diagnostics().size() == 1);
        for (const diag::Diagnostic &d : report.diagnostics()) {
            CAPTURE(d.message);
            CHECK(diag::info(d.kind).code == std::string_view(mistake.code));
            CHECK(sources.text(d.span) == marked.text.substr(marked.begin, marked.end - marked.begin));
            CHECK(d.span.begin == marked.begin);
            right += diag::info(d.kind).code == mistake.code && d.span.begin == marked.begin &&
                             d.span.end == marked.end && report.diagnostics().size() == 1
                         ? 1
                         : 0;
        }
    }
    fmt::print("{} typical mistakes: {} with the right code and range ({:.1f} %)\n", std::size(mistakes), right,
               100.0 * static_cast<double>(right) / static_cast<double>(std::size(mistakes)));
    CHECK(std::size(mistakes) >= 230);
    CHECK(right * 100 >= std::size(mistakes) * 98);
}

TEST_CASE("typical mistakes: `fix` gives what was meant, or leaves a mistake for a person") {
    std::size_t right = 0;
    for (const Mistake &mistake : mistakes) {
        const std::string text = read_marks(mistake.program).text;
        CAPTURE(std::string(mistake.program));
        const cli::Mended made = cli::mend("examples/patch.tac", text, {});
        source::SourceSet again;
        const bool clean = check_text(again, made.text).empty();
        if (mistake.mended == nullptr) { // never something that checks and was not meant
            CHECK_FALSE(clean);
            continue;
        }
        CHECK(made.text == std::string(mistake.mended));
        CHECK(clean);
        right += clean && made.text == mistake.mended ? 1 : 0;
    }
    fmt::print("{} typical mistakes, {} mended rightly by `tactus fix`\n", std::size(mistakes), right);
    CHECK(right * 2 >= std::size(mistakes));
}

TEST_CASE("what words of other languages are called here is there") {
    std::set<std::string, std::less<>> known{"out", "stack", "+", "-", "*", "/", "^", "mod"};
    known.merge(elaborate::library_names());
    for (const std::string_view name : elaborate::builtin_names()) {
        known.emplace(name);
    }
    std::size_t count = 0;
#define SAME(theirs, ours, inputs)                                                                                     \
    CHECK_MESSAGE(known.contains(ours), theirs " is " ours);                                                           \
    CHECK_MESSAGE(!known.contains(theirs), theirs " is here too");                                                     \
    ++count;
#define CONVERTED(theirs, ours, written) SAME(theirs, ours, "")
#define OTHER(theirs, ours, why) SAME(theirs, ours, "")
#define SIGN(theirs, ours) SAME(theirs, ours, "")
#include "compiler/syntax/foreign.def"
    CHECK(count > 200);
}
