// The sounds of examples/drums.tac are what the patches beside them render.
#include <doctest/doctest.h>

#include <string>
#include <utility>

#include "tests/cli/program.h"

TEST_CASE("the samples of the drum kit are renderings of the patches beside them") {
    const tactus::test::Scratch scratch;
    for (const auto &[name, seconds] :
         {std::pair<std::string, std::string>{"kick", "0.4"}, {"snare", "0.3"}, {"closed", "0.12"}, {"open", "0.6"}}) {
        CAPTURE(name);
        const auto said = scratch.run("tactus render examples/drums/" + name + ".tac -o " + name +
                                      ".wav --rate 24000 --seconds " + seconds + " --format s16");
        CHECK_MESSAGE(said.code == 0, said.err);
        const std::string made = tactus::test::read_file(scratch / (name + ".wav"));
        CHECK(made.size() > 1000);
        CHECK((made == tactus::test::read_file("examples/drums/" + name + ".wav"))); // no dump of bytes
    }
}
