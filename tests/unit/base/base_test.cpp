// Units and widths of characters.
#include <doctest/doctest.h>

#include <cmath>
#include <set>

#include "compiler/base/units.h"
#include "compiler/base/width.h"

using namespace tactus;

TEST_CASE("every unit of the language is in the table, once") {
    std::set<std::string_view> texts;
    for (const Unit &unit : units()) {
        CHECK(texts.insert(unit.text).second);
        CHECK(find_unit(unit.text) == &unit);
    }
    CHECK(texts == std::set<std::string_view>{"Hz", "kHz", "s", "ms", "us", "beat", "dB", "st", "ct", "%"});
    CHECK(find_unit("hz") == nullptr);
    CHECK(find_unit("") == nullptr);
}

TEST_CASE("multipliers and divisors of units") {
    const auto scale = [](std::string_view text) { return find_unit(text)->multiplier / find_unit(text)->divisor; };
    CHECK(scale("kHz") == 1000.0);
    CHECK(scale("ms") == 0.001);
    CHECK(scale("us") == 0.000001);
    CHECK(7.0 * find_unit("%")->multiplier / find_unit("%")->divisor == 0.07);
    CHECK(std::pow(10.0, 20.0 * scale("dB")) == doctest::Approx(10.0));
    CHECK(std::exp2(12.0 * scale("st")) == 2.0);
    CHECK(std::exp2(1200.0 * scale("ct")) == 2.0);
    for (const Unit &unit : units()) {
        CHECK(is_logarithmic(unit.dimension) == (unit.text == "dB" || unit.text == "st" || unit.text == "ct"));
    }
}

TEST_CASE("columns of a terminal") {
    CHECK(display_width(U'a') == 1);
    CHECK(display_width(U'ä') == 1);
    CHECK(display_width(U'\u0301') == 0);
    CHECK(display_width(U'鼓') == 2);
    CHECK(display_width(U'\U0001F3B9') == 2);
}
