// Random scripts: notes that start, stop, are stolen and struck again, controls that move, blocks cut anywhere, awkward
// inputs.
#include <algorithm>
#include <array>

#include "tests/meaning/generate.h"
#include "tests/meaning/values.h"

namespace tactus::meaning {

namespace {

class ScriptMaker {
  public:
    ScriptMaker(Random &random, const graph::Graph &graph) : r_(random), graph_(graph) {}

    Script make() {
        Script s;
        s.frames = r_.between(80, 300);
        s.first_frame = r_.percent(60) ? 0 : 16 * std::uint64_t{r_.below(1u << 30)};
        if (r_.percent(5))
            s.first_frame = (std::uint64_t{1} << 32) - 64;
        s.list_all_groups = r_.percent(20);
        s.use_tiles = r_.percent(80);
        for (std::uint32_t i = r_.between(1, 5); i > 0; --i)
            s.blocks.push_back(r_.percent(30) ? 16 * r_.between(1, 4) : r_.between(1, 40));
        for (std::size_t c = 0; c < graph_.input_ports.size(); ++c)
            s.inputs.push_back(input(s.frames));
        for (std::uint32_t poly = 0; poly < graph_.polys.size(); ++poly)
            notes(s, poly);
        controls(s);
        std::stable_sort(s.actions.begin(), s.actions.end(),
                         [](const Action &a, const Action &b) { return a.frame < b.frame; });
        return s;
    }

  private:
    std::vector<float> input(std::uint32_t frames) {
        std::vector<float> samples(frames);
        const std::uint32_t kind = r_.below(3);
        for (std::uint32_t i = 0; i < frames; ++i) {
            samples[i] = kind == 0   ? r_.unit() * 2.0f - 1.0f
                         : kind == 1 ? static_cast<float>(i % 37) * 0.25f
                                     : (i % 50 == 3 ? 1.0f : 0.0f);
            if (r_.percent(2))
                samples[i] = r_.percent(50) ? std::numeric_limits<float>::quiet_NaN() : r_.pick(constants);
        }
        return samples;
    }

    // Half of the frames that things happen on are shared with something else that happens.
    std::uint64_t moment(const Script &s) {
        if (!s.actions.empty() && r_.percent(30))
            return r_.pick(s.actions).frame;
        return r_.below(s.frames);
    }

    void notes(Script &s, std::uint32_t poly) {
        const std::uint32_t slots = graph_.polys[poly].slots();
        const std::uint32_t strikes = r_.between(1, 8);
        for (std::uint32_t i = 0; i < strikes; ++i) {
            const std::uint32_t slot = r_.percent(50) ? r_.below(std::min(slots, 4u)) : r_.below(slots);
            Action strike{i == 0 ? r_.below(20) : moment(s), ActionKind::strike, poly, slot, 0, 0, {}};
            strike.fields = {r_.unit() * 1000.0f,
                             static_cast<float>(r_.below(128)),
                             r_.unit(),
                             r_.unit(),
                             static_cast<float>(r_.between(1, 16)),
                             r_.unit() * 4.0f - 2.0f,
                             r_.unit(),
                             r_.unit()};
            s.actions.push_back(strike);
            if (r_.percent(70))
                s.actions.push_back({std::min<std::uint64_t>(strike.frame + r_.below(80), s.frames),
                                     ActionKind::release,
                                     poly,
                                     slot,
                                     0,
                                     r_.unit(),
                                     {}});
            if (r_.percent(35))
                s.actions.push_back({std::min<std::uint64_t>(strike.frame + r_.below(60), s.frames),
                                     ActionKind::steal,
                                     poly,
                                     slot,
                                     0,
                                     0,
                                     {}});
            constexpr std::array<std::uint32_t, 4> continuous{TACTUS_FREQ, TACTUS_BEND, TACTUS_PRESSURE, TACTUS_TIMBRE};
            if (r_.percent(60))
                s.actions.push_back(
                    {moment(s), ActionKind::field, poly, slot, r_.pick(continuous), r_.unit() * 2.0f, {}});
        }
    }

    void controls(Script &s) {
        for (std::uint32_t i = r_.below(6); i > 0; --i) {
            const std::uint32_t index = r_.below(graph_.parameters.size());
            const graph::Parameter &p = graph_.parameters[index];
            s.actions.push_back(
                {moment(s), ActionKind::parameter, 0, 0, index, p.low + r_.unit() * (p.high - p.low), {}});
        }
        if (r_.percent(30))
            s.actions.push_back({moment(s), ActionKind::tempo, 0, 0, 0, 0.5f + r_.unit() * 4.0f, {}});
    }

    Random &r_;
    const graph::Graph &graph_;
};

} // namespace

Script random_script(Random &random, const graph::Graph &graph) { return ScriptMaker(random, graph).make(); }

} // namespace tactus::meaning
