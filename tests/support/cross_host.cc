// The program around a kernel that is linked in as an object file, for any machine: plays the cross script and writes
// the samples of all outputs as they lie in memory to standard output.
#include <cstdio>

#include "tests/support/cross_script.h"

int main() {
    const tactus::meaning::Recording recording =
        tactus::meaning::Player(tactus_kernel_1()).play(tactus::test::cross_script());
    for (const std::vector<float> &channel : recording.outputs)
        if (std::fwrite(channel.data(), sizeof(float), channel.size(), stdout) != channel.size())
            return 1;
    return 0;
}
