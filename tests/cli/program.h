// Runs the program as a user does: a command line in a scratch folder; what it said on both outputs, and its exit code.
#pragma once

#include <filesystem>
#include <string>

namespace tactus::test {

struct Said {
    int code = -1;
    std::string out, err;
};

[[nodiscard]] std::string read_file(const std::filesystem::path &path);
void write_file(const std::filesystem::path &path, const std::string &text);

// An empty folder below the build folder, with `examples` in it as a link; gone with the object.
class Scratch {
  public:
    Scratch();
    ~Scratch();
    Scratch(const Scratch &) = delete;
    Scratch &operator=(const Scratch &) = delete;

    // A line for the shell; `tactus` is the program under test.
    [[nodiscard]] Said run(const std::string &line) const;
    [[nodiscard]] std::filesystem::path operator/(const std::string &name) const { return folder_ / name; }

  private:
    std::filesystem::path folder_;
};

} // namespace tactus::test
