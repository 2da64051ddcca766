// The program: words in, one command run, an exit code out. What no command caught is an internal fault: a report file
// says how to send it.
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "compiler/cli/options.h"
#include "compiler/cli/session.h"

namespace {

int run(const tactus::cli::Arguments &arguments) {
    using tactus::cli::Command;
    switch (arguments.command) {
#define COMMAND(name, summary, example)                                                                                \
    case Command::name:                                                                                                \
        return tactus::cli::run_##name(arguments);
#define OPTION(member, type, flags, value, initial, commands, help)
#include "compiler/cli/options.def"
#undef OPTION
#undef COMMAND
    }
    return tactus::cli::exit_usage;
}

int internal_fault(const char *what, int count, char **words) {
    const auto path = std::filesystem::temp_directory_path() / "tactus-report.txt";
    std::ofstream report(path);
    report << "tactus " << TACTUS_VERSION << "\nfault: " << what << "\ncommand:";
    for (int i = 0; i < count; ++i) {
        report << ' ' << words[i];
    }
    report << '\n';
    fmt::print(stderr, "tactus: a fault of the compiler: {}\nplease send {} and the patch (see CONTRIBUTING.md)\n",
               what, path.string());
    return tactus::cli::exit_internal;
}

} // namespace

int main(int count, char **words) {
    try {
        const auto parsed = tactus::cli::parse_arguments(count, words);
        return parsed.arguments ? run(*parsed.arguments) : parsed.exit_code;
    } catch (const std::exception &fault) {
        return internal_fault(fault.what(), count, words);
    } catch (...) {
        return internal_fault("unknown", count, words);
    }
}
