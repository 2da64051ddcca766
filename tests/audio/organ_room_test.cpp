// The organ's rooms: what of Schroeder's network arrives when, which lengths, which tones, how long.
#include "tests/audio/organ_rows.h"

#include <algorithm>
#include <cmath>
#include <set>

using namespace tactus::measure;
namespace engine = tactus::engine;

namespace {

// The lengths in samples of all lines whose address contains `part`, from the graph of the organ.
std::vector<std::size_t> lines_of(const std::string &part) {
    std::vector<std::size_t> lengths;
    for (const std::string &line : graph_lines(organ())) {
        const auto at = line.find(" = line ");
        if (at == std::string::npos || line.find(part) == std::string::npos)
            continue;
        const auto b = line.find(" b ", at);
        lengths.push_back(static_cast<std::size_t>(std::stoul(line.substr(b + 3))));
    }
    return lengths;
}

bool is_prime(std::size_t n) {
    for (std::size_t d = 2; d * d <= n; ++d) {
        if (n % d == 0)
            return false;
    }
    return n > 1;
}

std::string joined(const std::vector<std::size_t> &numbers) {
    std::string text;
    for (const std::size_t n : numbers)
        text += (text.empty() ? "" : " ") + std::to_string(n);
    return text;
}

// One side of church's network before its all-passes, as the library writes it.
std::string comb_bank(int side) {
    return "combs(impulse, primelength(" + library_equation("reverb.tac", "lengths").substr(12) + "[" +
           std::to_string(side) + "], 3s, 0)";
}

Sound impulse_response(const std::string &call, std::size_t frames) { return play(counting + "out = " + call, frames); }

// The time in which the energy still to come falls by 60 dB, from its fall between -5 and -35 dB.
double reverberation_time(Samples y) {
    std::vector<double> rest(y.size() + 1, 0.0);
    for (std::size_t i = y.size(); i-- > 0;)
        rest[i] = rest[i + 1] + static_cast<double>(y[i]) * static_cast<double>(y[i]);
    const auto fallen = [&](double level) {
        return std::find_if(rest.begin(), rest.end(),
                            [&](double r) { return r < rest[0] * std::pow(10.0, level / 10.0); }) -
               rest.begin();
    };
    return 2.0 * static_cast<double>(fallen(-35.0) - fallen(-5.0)) / organ_rate;
}

// From the last sample of a short chord on.
double room_time(int room) {
    constexpr std::uint8_t chord[] = {48, 55, 64, 72};
    PlayOptions options;
    for (const std::uint8_t key : chord)
        options.events.push_back(engine::note_on(0, 0, key, 100));
    for (const std::uint8_t key : chord)
        options.events.push_back(engine::note_off(24000, 0, key));
    const std::size_t frames = 12 * 48000;
    const Sound y = play(organ({{"room", std::to_string(room)}, {"resonance", "0"}}), frames, options);
    return reverberation_time(y.part(24000, frames - 24000));
}

} // namespace

ORGAN_ROW(O18, "a network for each side") {
    const Sound y = impulse_response("church([impulse, impulse], resonance: 0)", 96000);
    double together = 0.0, left = 0.0, right = 0.0;
    for (std::size_t i = 0; i < y[0].size(); ++i) {
        together += static_cast<double>(y[0][i]) * static_cast<double>(y[1][i]);
        left += static_cast<double>(y[0][i]) * static_cast<double>(y[0][i]);
        right += static_cast<double>(y[1][i]) * static_cast<double>(y[1][i]);
    }
    const double alike = std::abs(together) / std::sqrt(left * right);
    return {fmt::format("left and right are alike by {:.3f} (1: the same), levels {:.2f} dB apart", alike,
                        decibels(std::sqrt(left / right))),
            alike < 0.3 && std::abs(decibels(std::sqrt(left / right))) < 1.0};
}

ORGAN_ROW(O19, "a pre-delay for each side: before it there is nothing") {
    const Sound y = impulse_response("church([impulse, impulse], early: 20ms, resonance: 0)", 9600);
    const auto combs = lines_of("/combs");
    const auto left = first_above(y[0], 1e-9), right = first_above(y[1], 1e-9);
    const auto negative_left = first_below(y[0], -1e-9), negative_right = first_below(y[1], -1e-9);
    const auto l = std::min(left, negative_left), r = std::min(right, negative_right);
    return {fmt::format("first reflections after {:.1f} and {:.1f} ms: 20 and 24 ms before the combs",
                        static_cast<double>(l) / 48.0, static_cast<double>(r) / 48.0),
            l == 960 + *std::min_element(combs.begin(), combs.begin() + 7) &&
                r == 1152 + *std::min_element(combs.begin() + 7, combs.end())};
}

ORGAN_ROW(O20, "seven combs side by side: seven series of reflections") {
    std::string places;
    bool seven = true;
    const auto lengths = lines_of("/combs");
    for (int side = 0; side < 2; ++side) {
        const Sound y = impulse_response(comb_bank(side), 2900); // the second round of the shortest comes later
        std::vector<std::size_t> found;
        for (std::size_t i = 0; i < y[0].size(); ++i) {
            if (std::abs(y[0][i]) > 1e-6f)
                found.push_back(i);
        }
        const auto first = lengths.begin() + 7 * side;
        seven = seven && found == std::vector<std::size_t>(first, first + 7);
        places += (side == 0 ? "" : "; ") + joined(found);
    }
    return {"arrivals at samples " + places, seven};
}

ORGAN_ROW(O21, "four all-passes: every frequency as strong as before") {
    double worst = 0.0;
    for (int side = 0; side < 2; ++side) {
        const Sound y =
            impulse_response("diffuse(impulse, primelength(" + library_equation("reverb.tac", "diffusers").substr(12) +
                                 "[" + std::to_string(side) + "])",
                             65536);
        for (double f = 23.0; f < 23000.0; f *= 1.07)
            worst = std::max(worst, std::abs(decibels(std::abs(response(y[0], f, organ_rate)))));
    }
    const auto count = lines_of("/diffuse").size();
    return {fmt::format("{} a side, {:.4f} dB at worst", count / 2, worst), count == 8 && worst < 0.01};
}

ORGAN_ROW(O22, "all lengths different primes; the sides apart, and their sum keeps the tail") {
    auto combs = lines_of("/combs"), passes = lines_of("/diffuse");
    std::set<std::size_t> different(combs.begin(), combs.end());
    different.insert(passes.begin(), passes.end());
    const bool primes = std::all_of(different.begin(), different.end(), is_prime);
    const Sound y = impulse_response("church([impulse, impulse], resonance: 0)", 96000);
    std::vector<float> sum(96000);
    for (std::size_t i = 0; i < sum.size(); ++i)
        sum[i] = (y[0][i] + y[1][i]) / 2;
    const double kept = decibels(rms(Samples(sum).subspan(24000)) / rms(y.part(24000, 72000)));
    return {fmt::format("{} combs and {} all-passes, {} different lengths, all prime; the tail of the sum {:.1f} dB",
                        combs.size(), passes.size(), different.size(), kept),
            primes && combs.size() == 14 && different.size() == 22 && kept > -4.0};
}

ORGAN_ROW(O23, "three tones of the room, below 120 Hz, that fade with the sound") {
    PlayOptions options = organ_key(57, 144000);
    const auto room = [&](const char *level) {
        return play(organ({{"chiff", "0"}, {"click", "0"}, {"resonance", level}, {"room", "3"}}), 12 * 48000, options);
    };
    const Sound with = room("1"), without = room("0");
    std::vector<float> tones(with[0].size());
    for (std::size_t i = 0; i < tones.size(); ++i)
        tones[i] = with[0][i] - without[0][i];
    const auto s = spectrum(Samples(with[0]).subspan(48000, 65536), organ_rate);
    double weakest = 99.0;
    for (const double f : {32.0, 47.0, 71.0}) {
        const double line = s.between(f - 5.5, f + 5.5) / 11.0;
        const double around = (s.between(f - 7.5, f - 5.5) + s.between(f + 5.5, f + 7.5)) / 4.0;
        weakest = std::min(weakest, 10.0 * std::log10(line / std::max(around, 1e-30)));
    }
    const double gone =
        decibels(rms(Samples(tones).subspan(10 * 48000, 48000)) / rms(Samples(tones).subspan(96000, 48000)));
    return {fmt::format(
                "32, 47 and 71 Hz at least {:.0f} dB over what is around them; {:.0f} dB seven seconds after the key",
                weakest, gone),
            weakest > 10.0 && gone < -60.0};
}

ORGAN_ROW(O24, "rooms from dry to a basilica of five seconds and more") {
    std::string times;
    double before = -1.0, last = 0.0;
    bool rising = true;
    for (int room = 0; room < 5; ++room) {
        last = room_time(room);
        rising = rising && last > before;
        before = last;
        times += fmt::format("{}{:.2f}", room == 0 ? "" : " < ", last);
    }
    return {"dry " + times + " s basilica", rising && last >= 5.0 && last <= 6.0};
}
