// The shell does the work: it finds the program by a function named `tactus`.
#include "tests/cli/program.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include <sys/wait.h>
#include <unistd.h>

namespace tactus::test {

std::string read_file(const std::filesystem::path &path) {
    std::ifstream in{path, std::ios::binary};
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

void write_file(const std::filesystem::path &path, const std::string &text) {
    std::ofstream{path, std::ios::binary} << text;
}

Scratch::Scratch() {
    const char *build = std::getenv("TACTUS_BUILD");
    const auto root =
        build != nullptr ? std::filesystem::path(build) : std::filesystem::current_path() / "build/release";
    folder_ = root / "tests/scratch" / std::to_string(getpid());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    std::filesystem::create_directory_symlink(std::filesystem::current_path() / "examples", folder_ / "examples");
    write_file(folder_ / "tactus.sh",
               "export TERM=dumb\ntactus() { '" + (root / "bin/tactus").string() + "' \"$@\"; }\n");
}

Scratch::~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

Said Scratch::run(const std::string &line) const {
    write_file(folder_ / "line.sh", ". ./tactus.sh\n" + line + "\n");
    const std::string command = "cd '" + folder_.string() + "' && sh ./line.sh >said.out 2>said.err </dev/null";
    const int status = std::system(command.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), read_file(folder_ / "said.out"),
            read_file(folder_ / "said.err")};
}

} // namespace tactus::test
