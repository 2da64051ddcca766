// make_chorale SCORE.txt OUT.mid: writes the MIDI file of a readable score, as in
//   build/release/tests/make_chorale examples/chorale.txt examples/chorale.mid
#include "tests/tools/chorale_score.h"

#include <cstdio>
#include <fstream>
#include <iterator>

int main(int count, char **words) {
    if (count != 3) {
        std::fprintf(stderr, "usage: make_chorale SCORE.txt OUT.mid\n");
        return 2;
    }
    std::ifstream score(words[1], std::ios::binary);
    if (!score) {
        std::fprintf(stderr, "%s: cannot be opened\n", words[1]);
        return 1;
    }
    const auto result = chorale::midi_file_of_score(std::string(std::istreambuf_iterator<char>(score), {}));
    if (const auto *error = std::get_if<chorale::ScoreError>(&result)) {
        std::fprintf(stderr, "%s:%d: %s\n", words[1], error->line, error->message.c_str());
        return 1;
    }
    const auto &bytes = std::get<std::vector<std::byte>>(result);
    std::ofstream file(words[2], std::ios::binary);
    file.write(reinterpret_cast<const char *>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (!file.flush()) {
        std::fprintf(stderr, "%s: cannot be written\n", words[2]);
        return 1;
    }
    return 0;
}
