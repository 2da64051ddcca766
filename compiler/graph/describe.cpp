#include "compiler/graph/describe.h"

#include <algorithm>

#include "compiler/graph/hash.h"

namespace tactus::graph {

namespace {

tactus_param describe_parameter(const Parameter &p, std::string &names) {
    tactus_param d{};
    d.key = fnv1a(p.name);
    d.init = p.init;
    d.low = p.low;
    d.high = p.high;
    d.smooth_ticks = p.smooth_ticks;
    d.flags = static_cast<std::uint32_t>((p.stepped ? TACTUS_PARAM_STEP : 0) | (p.logarithmic ? TACTUS_PARAM_LOG : 0) |
                                         (p.toggle ? TACTUS_PARAM_TOGGLE : 0));
    d.name = add_name(names, p.name);
    d.osc = add_name(names, p.osc);
    d.unit = add_name(names, p.unit);
    d.controller = p.controller;
    d.nrpn = p.nrpn;
    d.osc_argument = p.osc_argument;
    d.osc_low = p.osc_low;
    d.osc_high = p.osc_high;
    return d;
}

tactus_poly describe_poly(const Graph &graph, const Poly &p, std::uint32_t lanes, std::string &names) {
    const std::string_view name = p.name.valid() ? std::string_view(graph.names[p.name.index]) : std::string_view();
    tactus_poly d{};
    d.key = fnv1a(name);
    d.voices = p.voices;
    d.slots = p.slots();
    d.lanes = lanes;
    d.groups = (p.slots() + lanes - 1) / lanes;
    d.steal = static_cast<std::uint32_t>(p.steal);
    d.mode = static_cast<std::uint32_t>(p.mode);
    d.fade_frames = fade_frames(graph);
    d.name = add_name(names, name);
    d.generated = p.source.generated ? 1 : 0;
    d.first_line = p.source.first_line;
    d.line_count = p.source.line_count;
    d.channel = p.source.channel;
    d.low_key = p.source.low_key;
    d.high_key = p.source.high_key;
    d.transpose = p.source.transpose;
    return d;
}

} // namespace

std::uint32_t add_name(std::string &pool, std::string_view name) {
    if (pool.empty())
        pool.push_back('\0');
    name = name.substr(0, name.find('\0'));
    if (name.empty())
        return 0;
    const auto offset = static_cast<std::uint32_t>(pool.size());
    pool.append(name);
    pool.push_back('\0');
    return offset;
}

Descriptors describe(const Graph &graph, std::uint32_t lanes) {
    Descriptors d;
    (void)add_name(d.names, "");
    for (const Parameter &p : graph.parameters)
        d.params.push_back(describe_parameter(p, d.names));
    for (const Poly &p : graph.polys)
        d.polys.push_back(describe_poly(graph, p, lanes, d.names));
    for (const Port &p : graph.input_ports)
        d.in.push_back({add_name(d.names, p.name), p.channel});
    for (const Port &p : graph.output_ports)
        d.out.push_back({add_name(d.names, p.name), p.channel});
    return d;
}

std::uint32_t fade_frames(const Graph &graph) { return std::max(graph.sample_rate / 200, 1u); }

std::uint32_t quiet_ticks(const Graph &graph, const Poly &poly) {
    const std::uint64_t twentieths = graph.sample_rate + 20ull * poly.longest_delay_frames;
    const std::uint64_t tick = 20ull * tick_frames;
    return static_cast<std::uint32_t>((twentieths + tick - 1) / tick);
}

} // namespace tactus::graph
