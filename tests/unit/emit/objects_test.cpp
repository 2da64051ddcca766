// Object files: one graph for two machines and in this process gives the same bytes; nothing in an object calls out.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "compiler/graph/builder.h"
#include "tests/support/compiled.h"
#include "tests/support/cross_script.h"

using namespace tactus;
using namespace tactus::graph;

namespace {

// A voice with a tone, noise, an elementary function of each kind, a moving delay; an echo and a glide in the patch.
Graph cross_graph() {
    Builder b("cross");
    b.graph.seed = 5;
    b.graph.input_ports.push_back({"in", 0, {}});
    b.graph.parameters.resize(1);
    b.graph.polys.resize(1);
    b.graph.polys[0].voices = 9;
    b.place.name = b.name("v");
    const auto real = [&](float x) { return b.constant(x); };
    const NodeId glide = b.to_audio(b.add(Op::parameter, {}));
    const NodeId echo = b.add(Op::line, {NodeId{}}, {.b = 300, .value = 0.0f});
    b.place.scope = ScopeId{1u};
    const NodeId freq = b.to_audio(b.add(Op::note_value, {}));
    const NodeId state = b.add(Op::delay1, {NodeId{}, b.phase(0)});
    const NodeId next = b.add(Op::phase_add, {state, b.add(Op::phase, {b.add(Op::divide, {freq, real(48000.0f)})})});
    b.connect(state, 0, next);
    const NodeId tone = b.add(Op::sine_turn, {next});
    std::vector<NodeId> terms{tone, b.add(Op::random, {})};
    for (const Op op : {Op::exponential, Op::sine, Op::tangent, Op::arctangent, Op::hyperbolic_tangent, Op::logarithm,
                        Op::square_root})
        terms.push_back(b.add(op, {b.add(Op::add, {tone, real(1.5f)})}));
    const NodeId line = b.add(Op::line, {tone}, {.b = 50, .value = 0.0f});
    const NodeId far = b.add(Op::multiply, {b.add(Op::absolute, {tone}), real(40.0f)});
    terms.push_back(b.add(Op::tap_cubic, {line, far}, {.a = 0, .b = 50}));
    const NodeId y = b.add(Op::multiply, {b.add(Op::sum, terms), glide});
    b.graph.polys[0].outputs = {y};
    b.place.scope = patch_scope;
    const NodeId dry = b.add(Op::add, {b.add(Op::voice_sum, {y}), b.add(Op::voice_input, {})});
    const NodeId wet = b.add(Op::add, {dry, b.add(Op::multiply, {b.add(Op::tap, {echo}, {.a = 300}), real(0.5f)})});
    b.connect(echo, 0, wet);
    b.graph.output_ports = {{"out", 0, dry}, {"out", 1, wet}};
    return std::move(b).finish();
}

std::vector<std::uint8_t> object_for(const Graph &graph, const char *name, std::uint32_t lanes) {
    const auto target = std::get<lower::Target>(emit::find_target(name));
    lower::Lowered lowered =
        lower::lower(graph, schedule::schedule(graph, {.lanes = lanes == 0 ? target.lanes : lanes}), target);
    REQUIRE(lowered.module.has_value());
    auto object = emit::object(std::move(*lowered.module));
    if (const auto *error = std::get_if<emit::Error>(&object))
        FAIL(error->message);
    return std::get<std::vector<std::uint8_t>>(object);
}

bool runs(const std::string &command) { return std::system(command.c_str()) == 0; }

std::string bytes_of(const std::filesystem::path &path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// Links the object with the host program and runs it; gives what it wrote.
std::string run_linked(const std::string &compiler, const std::string &runner, const std::vector<std::uint8_t> &object,
                       const std::string &name) {
    const char *build = std::getenv("TACTUS_BUILD");
    const std::filesystem::path folder = std::filesystem::path(build == nullptr ? "build" : build) / "cross";
    std::filesystem::create_directories(folder);
    const std::string base = (folder / name).string();
    std::ofstream(base + ".o", std::ios::binary)
        .write(reinterpret_cast<const char *>(object.data()), static_cast<std::streamsize>(object.size()));
    REQUIRE(runs(compiler +
                 " -std=c++20 -O1 -ffp-contract=off -static -I. -x c++ tests/support/cross_host.cc -x none " + base +
                 ".o -o " + base));
    REQUIRE(runs(runner + " " + base + " > " + base + ".f32"));
    return bytes_of(base + ".f32");
}

std::string expected_bytes(const Graph &graph) {
    const meaning::Recording recording = test::play_everywhere(graph, test::cross_script());
    std::string bytes;
    for (const std::vector<float> &channel : recording.outputs)
        bytes.append(reinterpret_cast<const char *>(channel.data()), channel.size() * sizeof(float));
    return bytes;
}

} // namespace

TEST_CASE("an object for this kind of machine, linked and run, gives the interpreter's bytes") {
    if (!runs("command -v g++ >/dev/null")) {
        MESSAGE("SKIPPED: there is no g++");
        return;
    }
    const Graph graph = cross_graph();
    const std::string expected = expected_bytes(graph);
    REQUIRE(expected.size() == 2 * 2000 * sizeof(float));
#ifdef __x86_64__
    CHECK(run_linked("g++", "", object_for(graph, "x86_64-linux-gnu", 4), "native") == expected);
#endif
}

TEST_CASE("an object for aarch64, linked and run, gives the interpreter's bytes") {
    if (!runs("command -v aarch64-linux-gnu-g++ >/dev/null && command -v qemu-aarch64-static >/dev/null")) {
        MESSAGE("SKIPPED: there is no compiler or no emulator for aarch64");
        return;
    }
    const Graph graph = cross_graph();
    const std::string expected = expected_bytes(graph);
    for (const std::uint32_t lanes : {1u, 4u, 16u})
        CHECK(run_linked("aarch64-linux-gnu-g++", "qemu-aarch64-static", object_for(graph, "aarch64-linux-gnu", lanes),
                         "aarch64") == expected);
}

TEST_CASE("a patch that is too long for the code generator gets plain code, and plays the same") {
    Builder b("long");
    b.graph.input_ports.push_back({"in", 0, {}});
    NodeId x = b.add(Op::voice_input, {});
    for (int i = 0; i < 900; ++i) // one chain: a block of more than 10,000 instructions
        x = b.add(Op::hyperbolic_tangent, {b.add(Op::add, {x, b.constant(0.001f * static_cast<float>(i))})});
    b.graph.output_ports = {{"out", 0, x}};
    const Graph graph = std::move(b).finish();
    meaning::Script script;
    script.frames = 48;
    script.blocks = {16, 5};
    script.inputs = {std::vector<float>(48, 0.25f)};
    interp::Interpreter interpreter(graph);
    const meaning::Recording expected = meaning::Player(interpreter.kernel()).play(script);
    const emit::Kernel kernel = test::compile(graph, 4, emit::Level::Normal);
    CHECK(meaning::difference(expected, meaning::Player(kernel.get()).play(script)) == "");
}

TEST_CASE("every target gives an object that calls nothing") {
    const Graph graph = cross_graph();
    for (const char *name :
         {"host", "x86-64-v3", "x86-64-v4", "x86_64-linux-gnu", "aarch64-linux-gnu", "aarch64-linux-gnu:cortex-a72"}) {
        CAPTURE(name);
        CHECK(object_for(graph, name, 0).size() > 1000); // a call out would have been refused
    }
}

TEST_CASE("targets by name") {
    CHECK(std::get<lower::Target>(emit::find_target("x86-64-v3")).lanes == 8);
    CHECK(std::get<lower::Target>(emit::find_target("x86-64-v4")).lanes == 16);
    CHECK(std::get<lower::Target>(emit::find_target("aarch64-linux-gnu")).triple == "aarch64-unknown-linux-gnu");
    CHECK(std::get<lower::Target>(emit::find_target("host")).triple == emit::host_target().triple);
    for (const char *name : {"", "no-such-machine", "aarch64-linux-gnu:no-such-cpu"})
        CHECK(std::holds_alternative<emit::Error>(emit::find_target(name)));
}

TEST_CASE("texts: the module and its assembly") {
    const Graph graph = cross_graph();
    const auto target = std::get<lower::Target>(emit::find_target("x86-64-v3"));
    lower::Lowered lowered = lower::lower(graph, schedule::schedule(graph, {.lanes = 8}), target);
    const std::string text = emit::llvm_text(*lowered.module);
    CHECK(text.find("<8 x float>") != std::string::npos);
    CHECK(text.find("@tactus_kernel_1") != std::string::npos);
    CHECK(text.find("alloca") == std::string::npos);
    const std::string assembly = std::get<std::string>(emit::assembly(std::move(*lowered.module)));
    CHECK(assembly.find("vmulps") != std::string::npos);
    CHECK(assembly.find("vfmadd") == std::string::npos); // strict numbers
}

TEST_CASE("the table says what the graph and the schedule say") {
    const Graph graph = cross_graph();
    const schedule::Schedule schedule = schedule::schedule(graph, {.lanes = 4});
    const emit::Kernel kernel = test::compile(graph, 4, emit::Level::Normal);
    const tactus_kernel &k = *kernel.get();
    CHECK(k.abi == TACTUS_KERNEL_ABI);
    CHECK(k.bytes == sizeof(tactus_kernel));
    CHECK(k.lanes == 4);
    CHECK(k.seed == 5);
    CHECK(k.tuning == 440.0f);
    CHECK(k.state_bytes == schedule.state_bytes);
    CHECK(k.longest_delay == 300);
    REQUIRE(k.field_count == schedule.fields.size());
    for (std::size_t i = 0; i < schedule.fields.size(); ++i) {
        CHECK(k.fields[i].offset == schedule.fields[i].offset);
        CHECK(std::string(k.names + k.fields[i].name) == schedule.fields[i].name);
    }
    REQUIRE(k.line_count == 2);
    CHECK(k.lines[0].frames == 512);
    CHECK(k.polys[0].slots == 11);
    CHECK(k.polys[0].groups == 3);
    CHECK(k.polys[0].fade_frames == 240);
    CHECK(std::string(k.names + k.out[1].name) == "out");
    CHECK(k.out[1].channel == 1);
    CHECK(std::string(k.target).starts_with(emit::host_target().triple));
    CHECK(std::equal(schedule.layout_hash.begin(), schedule.layout_hash.end(), k.layout_hash));
}

TEST_CASE("kernels go with their handles") {
    const Graph graph = cross_graph();
    for (int i = 0; i < 20; ++i) {
        const emit::Kernel first = test::compile(graph, 4, emit::Level::Instant);
        emit::Kernel second = test::compile(graph, 8, emit::Level::Normal);
        second = first;
        CHECK(second->lanes == 4);
    }
}
