// Tests of the language: `test "name" { … }` in passes over the same text. The first makes a graph whose outputs are
// the signals that are measured; the next is given what was measured and works the conditions out as constants. Where
// that changes a signal that is measured (`x < peak(y)`), it is measured once more.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "compiler/elaborate/elaborate.h"

namespace tactus::elaborate {

struct Frame;

// One measurement of the render: of which output, over which seconds, and with which number (a frequency or a time).
struct Request {
    std::string key; // the place of the call, and which of its channels
    std::string measure;
    std::uint32_t port = 0;
    double from = 0.0;
    std::optional<double> to;
    double number = 0.0;

    bool operator==(const Request &) const = default;
};

// A side of a comparison, as it came out.
struct Shown {
    Span span;
    std::string text; // "439.99Hz"
};

struct Expectation {
    Span span; // of the condition
    bool holds = false;
    std::vector<Shown> values;
};

struct Test {
    std::string title;
    Span span; // of the title's statement
    double seconds = 1.0;
    graph::Graph graph; // without outputs when nothing is measured
    std::vector<Request> requests;
    std::vector<Expectation> expectations; // as they hold with what was measured
};

using Measured = std::map<std::string, double, std::less<>>; // by Request::key

// What a test knows while it is worked out.
struct TestState {
    Test made;
    const Measured *measured = nullptr; // of an earlier render
    const Frame *condition = nullptr;   // where measuring functions are known
    std::map<std::string, int> asked;   // per place of a call
    std::vector<Shown> values;          // of the condition that is worked out
};

struct MeasureArguments {
    double from = 0.0;
    std::optional<double> to;
    double number = 0.0;
};

[[nodiscard]] std::vector<std::string> measure_names(); // `level`, `pitch` …
[[nodiscard]] std::vector<syntax::TreeId> tests_of(const syntax::Tree &tree);

// Without `measured` every measurement is a number of its unit: names, units and shapes are checked, nothing is judged.
[[nodiscard]] std::optional<Test> elaborate_test(source::SourceSet &sources, const syntax::Tree &tree,
                                                 syntax::TreeId test, const Options &options, const Measured *measured,
                                                 diag::Report &report);

// The request of a condition that is a signal: the first second at which it is 0, or -1.
inline constexpr std::string_view always = "always";

} // namespace tactus::elaborate
