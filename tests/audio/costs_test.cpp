// What runs once a sample and no more: linear processes and the modulation of sines have no aliases to be kept from, so
// nothing in them runs at a higher rate. Counted in their graphs.
#include "compiler/cost/cost.h"
#include "tests/audio/figures.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace tactus::measure;
using tactus::graph::Op;

namespace {

// Nodes of a patch that lie in the filters between two sample rates.
double of_other_rates(const std::string &call) {
    const auto counted = tactus::cost::count("out = " + call);
    REQUIRE(counted.has_value());
    return static_cast<double>(
        std::count_if(counted->graph.names.begin(), counted->graph.names.end(), [](const std::string &name) {
            return name.find("halfup") != std::string::npos || name.find("halfdown") != std::string::npos;
        }));
}

double operations(const std::string &call, Op op) {
    const auto counted = tactus::cost::count("out = " + call);
    REQUIRE(counted.has_value());
    const auto &nodes = counted->graph.nodes;
    return static_cast<double>(std::count_if(nodes.begin(), nodes.end(), [op](const auto &node) {
        return node.op == op && node.rate == tactus::graph::Rate::Audio;
    }));
}

} // namespace

TEST_CASE("figures of what needs no oversampling") {
    const std::string family = "Costs";
    double found = 0.0;
    for (const std::string call :
         {"onepole(noise(), 500Hz)", "lowpass(noise(), 500Hz, 0.5)", "peak(noise(), 500Hz, 6dB, 0.5)",
          "svf(noise(), 500Hz, 0.5).low", "ladder(noise(), 500Hz, 0.5)", "fir(noise(), [0.25, 0.5, 0.25])",
          "iir(noise(), [1], [1, -0.5])", "delay(noise(), 10ms)", "fdn([noise(), noise()], 2s)", "fm(220Hz, 1.5, 3)",
          "operator(220Hz, 0.1 * sine(330Hz), 0.1)", "additive(220Hz, [1, 0.5])"}) {
        CAPTURE(call);
        found += of_other_rates(call);
    }
    figure(family, "linear nodes and fm: nodes that run at another rate", found, within(0.0), "");
    CHECK(of_other_rates("sine(220Hz) -> drive(5, quality: finest)") > 0.0);
    figure(family, "fm: sines a sample", operations("fm(220Hz, 1.5, 3)", Op::sine_turn), between(2.0, 2.0), "");
    figure(family, "lowpass: multiplications a sample", operations("lowpass(noise(), 500Hz, 0.5)", Op::multiply),
           at_most(6.0), ""); // five, and that of the noise
}
