// Guesses for names: the distance against a second way to compute it, the order of guesses, words of other
// languages.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>

#include "compiler/syntax/foreign_words.h"
#include "compiler/syntax/spelling.h"

using namespace tactus;

namespace {

// The definition, read aloud: the cheapest last step, by recursion over the lengths.
std::size_t by_definition(std::string_view a, std::string_view b) {
    if (a.empty() || b.empty()) {
        return a.size() + b.size();
    }
    const auto rest = [](std::string_view s, std::size_t n) { return s.substr(0, s.size() - n); };
    std::size_t best = by_definition(rest(a, 1), b) + 1;
    best = std::min(best, by_definition(a, rest(b, 1)) + 1);
    best = std::min(best, by_definition(rest(a, 1), rest(b, 1)) + (a.back() == b.back() ? 0u : 1u));
    if (a.size() > 1 && b.size() > 1 && a.back() == b[b.size() - 2] && a[a.size() - 2] == b.back()) {
        best = std::min(best, by_definition(rest(a, 2), rest(b, 2)) + 1);
    }
    return best;
}

} // namespace

TEST_CASE("edit distance") {
    CHECK(syntax::edit_distance("", "") == 0);
    CHECK(syntax::edit_distance("saw", "saw") == 0);
    CHECK(syntax::edit_distance("saw", "") == 3);
    CHECK(syntax::edit_distance("saw", "swa") == 1);
    CHECK(syntax::edit_distance("lowpas", "lowpass") == 1);
    CHECK(syntax::edit_distance("ca", "abc") == 3); // two edits only if a swapped pair could be parted
    const unsigned seed = 20261121;
    MESSAGE("seed " << seed);
    std::mt19937 random{seed};
    for (int i = 0; i < 200; ++i) {
        std::string words[2];
        for (std::string &word : words) {
            word.resize(random() % 6);
            std::generate(word.begin(), word.end(), [&] { return static_cast<char>('a' + random() % 3); });
        }
        CAPTURE(words[0]);
        CAPTURE(words[1]);
        CHECK(syntax::edit_distance(words[0], words[1]) == by_definition(words[0], words[1]));
    }
}

TEST_CASE("guesses: near ones only, swapped keys first") {
    const std::vector<std::string> known{"sign", "sin", "sine", "square", "saw", "lowpass", "highpass"};
    CHECK(syntax::nearest("sien", known) == std::vector<std::string>{"sine", "sign", "sin"});
    CHECK(syntax::nearest("lopass", known) == std::vector<std::string>{"lowpass"});
    CHECK(syntax::nearest("reverb", known).empty());
    CHECK(syntax::nearest(std::string(100, 'x'), known).empty());
    CHECK(syntax::nearest("x", known).empty());
}

TEST_CASE("words of other languages") {
    CHECK(syntax::word_of_other_language("SinOsc") == "sine");
    CHECK(syntax::word_of_other_language("phs") == "phasor");
    CHECK_FALSE(syntax::word_of_other_language("sine"));
}
