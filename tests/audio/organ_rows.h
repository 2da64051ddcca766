// The rows of docs/reference/organ.md: what the organ of examples/organ.tac must do, a measurement of it, and whether
// that is enough. In: the text of the example, perhaps with other settings. Out: one row and one test case each.
#pragma once

#include "tests/audio/play.h"

#include <doctest/doctest.h>

#include <fmt/format.h>

#include <string>
#include <vector>

namespace tactus::measure {

struct Figure {
    std::string text; // as the page shows it
    bool reached = false;
};

struct OrganRow {
    std::string name; // "O14", "O15 slope"
    std::string says;
    Figure (*measured)();
};

std::vector<OrganRow> &organ_rows();

struct OrganRowAdded {
    OrganRowAdded(const char *name, const char *says, Figure (*measured)()) {
        organ_rows().push_back({name, says, measured});
    }
};

constexpr double organ_rate = 48000.0;

struct Setting {
    std::string name, value; // "chiff", "0"; "stops", "[1, 0, …]"
};

// The text of examples/organ.tac with other defaults.
[[nodiscard]] std::string organ(const std::vector<Setting> &settings = {});
// … with only one drawbar or stop out (from 0), no chiff, no click, no second pipes, in a dry room.
[[nodiscard]] std::string organ_bar(std::size_t bar, const std::vector<Setting> &more = {});
[[nodiscard]] std::string organ_stop(std::size_t stop, const std::vector<Setting> &more = {});
// … with one more output, out.NAME = NAME.
[[nodiscard]] std::string organ_showing(const std::string &name, std::string text);
// The call env(…) of the deep pipes.
[[nodiscard]] std::string organ_envelope();
// One key held from 0 to `off` (0: all the time).
[[nodiscard]] PlayOptions organ_key(int key, std::size_t off = 0);
// The numbers in the nth [...] of recipes.
[[nodiscard]] std::vector<double> organ_recipe(std::size_t stop);
// The graph of a text, one operation per line.
[[nodiscard]] std::vector<std::string> graph_lines(const std::string &text);
// The text of a library file's equation, from after "NAME = " to the line's end.
[[nodiscard]] std::string library_equation(const std::string &file, const std::string &name);

// How loud a sine of `frequency` is from window to window (Hann, `size` frames, a step of `step`).
[[nodiscard]] std::vector<double> loudness_of(Samples y, double frequency, std::size_t size, std::size_t step);

} // namespace tactus::measure

// ORGAN_ROW(O14, "what it says") { return Figure{…}; }
#define ORGAN_ROW(name, says)                                                                                          \
    static tactus::measure::Figure row_##name();                                                                       \
    static const tactus::measure::OrganRowAdded added_##name(#name, says, row_##name);                                 \
    TEST_CASE("organ " #name ": " says) {                                                                              \
        const auto figure = row_##name();                                                                              \
        CHECK_MESSAGE(figure.reached, figure.text);                                                                    \
    }                                                                                                                  \
    static tactus::measure::Figure row_##name()
