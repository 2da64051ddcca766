// The pictures: the one of the reference, marks that overlap, several lines and files, wide characters, long lines,
// ASCII, colours, JSON.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "compiler/diag/render.h"
#include "compiler/source/source.h"

using namespace tactus;

namespace {

struct Fixture {
    source::SourceSet sources;
    diag::Report report;

    FileId file(const std::string &name, const std::string &text) { return *sources.add(name, text, report); }
    Span span(FileId id, std::string_view part) const {
        const auto at = static_cast<std::uint32_t>(sources.file(id).text.find(part));
        return {id, at, at + static_cast<std::uint32_t>(part.size())};
    }
    diag::Diagnostic &add(Span where, std::string message) {
        return report.add_message(diag::Kind::UnexpectedToken, where, std::move(message));
    }
    std::string text(const diag::RenderOptions &options = {}) const {
        return diag::render_text(report, sources, options);
    }
};

Fixture stack_picture() {
    Fixture f;
    const FileId id = f.file("bass.tac", "\n\n\n\n\n\n55 saw 800Hz lowpass\n");
    auto &d = f.add(f.span(id, "lowpass"), "`lowpass` takes 3 values, the stack has 2");
    d.primary_label = "wants  signal  cutoff:Hz  resonance";
    d.labels.push_back({f.span(id, "55 saw"), "signal = saw"});
    d.labels.push_back({f.span(id, "800Hz"), "cutoff = 800Hz"});
    d.helps.push_back({"put a resonance (0..1) before `lowpass`:  55 saw 800Hz 0.3 lowpass", {}});
    return f;
}

} // namespace

TEST_CASE("the picture of the stack") {
    CHECK(stack_picture().text() == R"(error[T0101]: `lowpass` takes 3 values, the stack has 2
  ┌ bass.tac:7:14
7 │ 55 saw 800Hz lowpass
  │ ──┬─── ──┬── ━━━┳━━━
  │   │      │      ┗ wants  signal  cutoff:Hz  resonance
  │   │      └ cutoff = 800Hz
  │   └ signal = saw
  └ help: put a resonance (0..1) before `lowpass`:  55 saw 800Hz 0.3 lowpass
)");
}

TEST_CASE("the same in ASCII") {
    diag::RenderOptions options;
    options.ascii = true;
    CHECK(stack_picture().text(options) == R"(error[T0101]: `lowpass` takes 3 values, the stack has 2
  + bass.tac:7:14
7 | 55 saw 800Hz lowpass
  | --+--- --+-- ^^^^^^^
  |   |      |      + wants  signal  cutoff:Hz  resonance
  |   |      + cutoff = 800Hz
  |   + signal = saw
  + help: put a resonance (0..1) before `lowpass`:  55 saw 800Hz 0.3 lowpass
)");
}

TEST_CASE("colours change nothing but colours") {
    diag::RenderOptions options;
    options.colour = true;
    std::string coloured = stack_picture().text(options);
    CHECK(coloured.find("\x1b[1;31m") != std::string::npos);
    for (std::size_t i = coloured.find('\x1b'); i != std::string::npos; i = coloured.find('\x1b')) {
        coloured.erase(i, coloured.find('m', i) - i + 1);
    }
    CHECK(coloured == stack_picture().text());
}

TEST_CASE("marks that overlap go to rows of their own") {
    Fixture f;
    const FileId id = f.file("a.tac", "y = a + b\n");
    auto &d = f.add(f.span(id, "a + b"), "a sum");
    d.primary_label = "the sum";
    d.labels.push_back({f.span(id, "b"), "one part"});
    CHECK(f.text() == R"(error[T0101]: a sum
  ┌ a.tac:1:5
1 │ y = a + b
  │     ━━┳━━
  │       ┗ the sum
  │         ┬
  │         └ one part
)");
}

TEST_CASE("labels on other lines and in other files; lines that are left out") {
    Fixture f;
    const FileId a = f.file("a.tac", "a = b\nb = a\n\n\nc = d\n");
    const FileId b = f.file("library/osc.tac", "node saw(f) = 1\n");
    auto &d = f.add(f.span(a, "a = b"), "a cycle");
    d.labels.push_back({f.span(a, "b = a"), "goes on here"});
    d.labels.push_back({f.span(a, "d"), "and here"});
    d.labels.push_back({f.span(b, "saw"), "defined here"});
    d.helps.push_back({"first", {}});
    d.helps.push_back({"second", {}});
    CHECK(f.text() == R"(error[T0101]: a cycle
  ┌ a.tac:1:1
1 │ a = b
  │ ━━━━━
2 │ b = a
  │ ──┬──
  │   └ goes on here
  ⋮
5 │ c = d
  │     ┬
  │     └ and here
  ├ library/osc.tac:1:6
1 │ node saw(f) = 1
  │      ─┬─
  │       └ defined here
  ├ help: first
  └ help: second
)");
}

TEST_CASE("tabs, wide and combining characters keep the marks in their columns") {
    Fixture f;
    const FileId id = f.file("a.tac", "\tx // 鼓 e\xcc\x81 z\n");
    f.add(f.span(id, "z"), "here");
    CHECK(f.text() == "error[T0101]: here\n  ┌ a.tac:1:12\n1 │     x // 鼓 e\xcc\x81 z\n  │               ━\n");
}

TEST_CASE("long lines are cut around the range") {
    Fixture f;
    const FileId id = f.file("a.tac", "a" + std::string(50, '.') + "X" + std::string(50, ',') + "b\n");
    f.add(f.span(id, "X"), "here");
    diag::RenderOptions options;
    options.width = 20;
    CHECK(f.text(options) == "error[T0101]: here\n  ┌ a.tac:1:52\n1 │ …..........X,,,,,,,,,…\n  │            ━\n");
}

TEST_CASE("a range over several lines is marked on its first; one behind the text has a column") {
    Fixture f;
    const FileId id = f.file("a.tac", "f(a,\n  b)\n");
    f.add(f.span(id, "a,\n  b"), "two lines");
    f.add(Span{id, 10, 10}, "the end");
    CHECK(f.text() == R"(error[T0101]: two lines
  ┌ a.tac:1:3
1 │ f(a,
  │   ━━

error[T0101]: the end
  ┌ a.tac:3:1
3 │
  │ ━
)");
}

TEST_CASE("without a file there is no picture") {
    Fixture f;
    f.add(Span{}, "no such device").helps.push_back({"look at `tactus devices`", {}});
    CHECK(f.text() == "error[T0101]: no such device\n  └ help: look at `tactus devices`\n");
    CHECK(diag::render_short(f.report, f.sources) == "error[T0101]: no such device\n");
}

TEST_CASE("the short form is one line per diagnostic") {
    const Fixture f = stack_picture();
    CHECK(diag::render_short(f.report, f.sources) ==
          "bass.tac:7:14: error[T0101]: `lowpass` takes 3 values, the stack has 2\n");
}

TEST_CASE("JSON has ranges, labels, helps and edits") {
    Fixture f;
    const FileId id = f.file("a.tac", "ä = 1E4\n");
    auto &d = f.add(f.span(id, "1E4"), "an exponent");
    d.labels.push_back({f.span(id, "="), "before"});
    d.helps.push_back({"write `1e4`", diag::Edit{f.span(id, "1E4"), "1e4"}});
    const auto json = nlohmann::json::parse(diag::render_json(f.report, f.sources));
    REQUIRE(json.size() == 1);
    CHECK(json[0]["code"] == "T0101");
    CHECK(json[0]["level"] == "error");
    CHECK(json[0]["message"] == "an exponent");
    CHECK(json[0]["file"] == "a.tac");
    CHECK(json[0]["line"] == 1);
    CHECK(json[0]["column"] == 5);
    CHECK(json[0]["end_line"] == 1);
    CHECK(json[0]["end_column"] == 8);
    CHECK(json[0]["labels"][0]["text"] == "before");
    CHECK(json[0]["labels"][0]["column"] == 3);
    const auto &edit = json[0]["helps"][0]["edit"];
    CHECK(edit["replacement"] == "1e4");
    CHECK(edit["begin_byte"] == 5);
    CHECK(edit["end_byte"] == 8);
    CHECK(edit["column"] == 5);
}

TEST_CASE("finish sorts by place, drops repetitions and shows at most 20") {
    Fixture f;
    const FileId id = f.file("a.tac", std::string(60, 'x'));
    for (std::uint32_t i = 30; i-- > 0;) {
        f.add(Span{id, i, i + 1}, "here");
        f.add(Span{id, i, i + 1}, "here");
    }
    f.report.finish();
    const auto &all = f.report.diagnostics();
    REQUIRE(all.size() == 21);
    CHECK(all[0].span.begin == 0);
    CHECK(all[19].span.begin == 19);
    CHECK(all[20].kind == diag::Kind::TooManyDiagnostics);
    CHECK(all[20].message == "10 more diagnostics are not shown");
}
