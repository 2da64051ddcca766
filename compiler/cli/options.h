// What the command line said, from options.def. In: argc and argv. Out: the options of one command, or the exit code to
// leave with.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tactus::cli {

using Text = std::string;
using Texts = std::vector<std::string>;
using Whole = std::int64_t;
using Decimal = std::optional<double>;
using Flag = bool;

enum class Command : std::uint8_t {
#define COMMAND(name, summary, example) name,
#define OPTION(member, type, flags, value, initial, commands, help)
#include "compiler/cli/options.def"
#undef OPTION
#undef COMMAND
};

struct Arguments {
    Command command = Command::render;
    std::string file;   // the patch, a word, or a code
    std::string second; // doc: the file in which a word is looked for
    Texts files;        // of a command that takes many
#define COMMAND(name, summary, example)
#define OPTION(member, type, flags, value, initial, commands, help) type member{};
#include "compiler/cli/options.def"
#undef OPTION
#undef COMMAND
};

struct OptionInfo {
    std::string_view flags, value, initial, commands, help;
};
struct CommandInfo {
    std::string_view name, summary, example;
};
[[nodiscard]] const std::vector<CommandInfo> &all_commands();
[[nodiscard]] const std::vector<OptionInfo> &all_options();

inline constexpr int exit_ok = 0, exit_errors = 1, exit_usage = 2, exit_internal = 70;
inline constexpr int exit_interrupted = 128; // plus the number of the signal

struct Parsed {
    std::optional<Arguments> arguments;
    int exit_code = exit_ok; // when there are none
};
[[nodiscard]] Parsed parse_arguments(int count, const char *const *words);

// docs/reference/cli.md.
[[nodiscard]] std::string reference();

} // namespace tactus::cli
