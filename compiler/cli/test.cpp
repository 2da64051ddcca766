// tactus test: plays the `test` blocks of files and judges what their conditions measure. What fails is shown as a
// diagnostic at the condition, with the values of its sides.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "compiler/cli/session.h"
#include "compiler/diag/render.h"
#include "compiler/elaborate/tests.h"
#include "compiler/graph/text.h"
#include "compiler/judge/judge.h"
#include "compiler/simplify/simplify.h"
#include "compiler/syntax/parse.h"
#include "runtime/engine/render.h"

namespace tactus::cli {

namespace {

using elaborate::Test;

std::size_t frame_at(double seconds, double rate, std::size_t most) {
    const double frame = std::nearbyint(seconds * rate);
    return frame > 0.0 ? std::min(static_cast<std::size_t>(frame), most) : 0;
}

double measure(const elaborate::Request &request, const std::vector<float> &channel, double rate) {
    const std::size_t from = frame_at(request.from, rate, channel.size());
    const std::size_t to = std::max(from, request.to ? frame_at(*request.to, rate, channel.size()) : channel.size());
    const judge::Sound sound{std::span(channel).subspan(from, to - from), rate};
    const auto seconds = [&](std::size_t index) { return static_cast<double>(from + index) / rate; };
    const std::string &what = request.measure;
    if (what == "level") {
        return judge::level(sound);
    }
    if (what == "peak") {
        return judge::peak(sound);
    }
    if (what == "mean") {
        return judge::mean(sound);
    }
    if (what == "pitch") {
        return judge::pitch(sound);
    }
    if (what == "spectrum") {
        return judge::amplitude(sound, request.number);
    }
    if (what == "response") {
        return judge::response(sound, request.number);
    }
    if (what == "step") {
        return judge::largest_step(sound);
    }
    if (what == "time") {
        return seconds(judge::first_true(sound));
    }
    if (what == "last") {
        return seconds(judge::last_true(sound));
    }
    if (what == "count") {
        return static_cast<double>(judge::count_true(sound));
    }
    if (what == elaborate::always) {
        const auto it = std::find(channel.begin(), channel.end(), 0.0f);
        return it == channel.end() ? -1.0 : static_cast<double>(it - channel.begin()) / rate;
    }
    const std::size_t index = frame_at(request.number, rate, channel.size()); // at
    return index < channel.size() ? static_cast<double>(channel[index]) : 0.0;
}

// Plays a test's graph, as long as it lasts, and takes every measurement.
std::optional<elaborate::Measured> play(Session &session, const Test &test) {
    elaborate::Measured made;
    if (test.requests.empty()) {
        return made;
    }
    Options options = session.options();
    auto graph = test.graph;
    if (options.runner == Runner::Compiled) {
        graph = simplify::simplify(std::move(graph));
    }
    const auto instrument = compile_graph(std::move(graph), options, session.report);
    engine::EngineOptions engine_options;
    engine_options.guard = engine::Guard::off;
    const auto engine = instrument ? engine::Engine::create(instrument->kernel(), engine_options) : nullptr;
    if (!engine) {
        return std::nullopt;
    }
    const auto rate = static_cast<double>(session.arguments.rate);
    engine::RenderOptions render;
    render.frames = static_cast<std::uint64_t>(std::ceil(test.seconds * rate));
    const auto recording = engine::record(*engine, render);
    for (const elaborate::Request &request : test.requests) {
        made[request.key] = measure(request, recording.channels[request.port], rate);
    }
    return made;
}

// Without places: each pass reads the library anew.
std::string text_of(graph::Graph graph) {
    for (graph::Node &node : graph.nodes) {
        node.span = {};
    }
    return graph::print(graph);
}

constexpr int most_passes = 10; // measurements of measurements

// The passes of a test, until what is measured stays as it is; nothing when it has mistakes.
std::optional<Test> run(Session &session, const syntax::Tree &tree, syntax::TreeId id) {
    const elaborate::Options options = session.options().language;
    std::optional<elaborate::Measured> measured;
    std::vector<elaborate::Request> requests;
    std::string played;
    for (int pass = 0; pass < most_passes; ++pass) {
        auto test = elaborate::elaborate_test(session.sources, tree, id, options, measured ? &*measured : nullptr,
                                              session.report);
        if (!test) {
            return std::nullopt;
        }
        std::string now = text_of(test->graph);
        if (measured && now == played && test->requests == requests) {
            return test;
        }
        played = std::move(now);
        requests = test->requests;
        measured = play(session, *test);
        if (!measured) {
            return std::nullopt;
        }
    }
    return elaborate::elaborate_test(session.sources, tree, id, options, &*measured, session.report);
}

std::size_t report_failures(Session &session, const Test &test, diag::Report &failures) {
    std::size_t failed = 0;
    for (const auto &expectation : test.expectations) {
        if (expectation.holds) {
            continue;
        }
        ++failed;
        auto &diagnostic = failures.add(diag::Kind::ExpectationFailed, expectation.span,
                                        session.sources.text(expectation.span), test.title);
        for (const auto &value : expectation.values) {
            diagnostic.labels.push_back({value.span, value.text});
        }
    }
    return failed;
}

nlohmann::ordered_json as_json(Session &session, const std::string &file, const Test &test, bool passed) {
    auto list = nlohmann::ordered_json::array();
    for (const auto &expectation : test.expectations) {
        auto values = nlohmann::ordered_json::array();
        for (const auto &value : expectation.values) {
            values.push_back({{"of", session.sources.text(value.span)}, {"value", value.text}});
        }
        list.push_back({{"line", session.sources.position(expectation.span.file, expectation.span.begin).line},
                        {"condition", session.sources.text(expectation.span)},
                        {"holds", expectation.holds},
                        {"values", values}});
    }
    return {
        {"file", file}, {"test", test.title}, {"passed", passed}, {"seconds", test.seconds}, {"expectations", list}};
}

} // namespace

int run_test(const Arguments &arguments) {
    Session session(arguments);
    std::size_t count = 0, failed = 0, expectations = 0;
    auto list = nlohmann::ordered_json::array();
    diag::Report failures;
    for (const std::string &name : session.all_files()) {
        const auto file = session.read(name);
        const auto tree = file ? syntax::parse(session.sources, *file, session.report) : std::nullopt;
        for (const syntax::TreeId id : tree ? elaborate::tests_of(*tree) : std::vector<syntax::TreeId>{}) {
            const auto test = run(session, *tree, id);
            if (!test) {
                break; // the mistakes of one test say enough of this file
            }
            const bool passed = report_failures(session, *test, failures) == 0;
            ++count;
            failed += passed ? 0 : 1;
            expectations += test->expectations.size();
            if (arguments.json) {
                list.push_back(as_json(session, name, *test, passed));
            } else {
                fmt::print("{}  {}: {}\n", passed ? "ok    " : "failed", name, test->title);
            }
        }
        if (session.report.has_errors()) {
            break;
        }
    }
    for (const diag::Diagnostic &failure : failures.diagnostics()) {
        session.report.add(failure);
    }
    session.report.finish();
    if (arguments.json) {
        const nlohmann::ordered_json all{
            {"passed", count - failed},
            {"failed", failed},
            {"tests", list},
            {"diagnostics", nlohmann::ordered_json::parse(diag::render_json(session.report, session.sources))}};
        fmt::print("{}\n", all.dump(2));
    } else {
        fmt::print("{} test{}, {} expectation{}, {} failed\n", count, count == 1 ? "" : "s", expectations,
                   expectations == 1 ? "" : "s", failed);
    }
    return session.finish();
}

} // namespace tactus::cli
