// A readable score of a chorale (its form is described in examples/chorale.txt) to the bytes of a MIDI file of format
// 1: a track of tempos, then one track a voice. The same text gives the same bytes.
#pragma once

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

namespace chorale {

struct ScoreError {
    int line = 0;
    std::string message;
};

std::variant<std::vector<std::byte>, ScoreError> midi_file_of_score(const std::string &text);

} // namespace chorale
