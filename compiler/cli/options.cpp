// The parser, made from the table. A mistyped command is guessed at, never run; help opens with an example.
#include "compiler/cli/options.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "compiler/emit/paths.h"
#include "compiler/syntax/spelling.h"

namespace tactus::cli {

namespace {

bool belongs(std::string_view commands, std::string_view command) {
    while (!commands.empty()) {
        const auto end = commands.find(' ');
        if (commands.substr(0, end) == command) {
            return true;
        }
        commands = end == std::string_view::npos ? std::string_view{} : commands.substr(end + 1);
    }
    return false;
}

std::string_view as_typed(std::string_view name) { return name.substr(0, name.find_last_not_of('_') + 1); }

void read_default(Text &member, std::string_view text) { member = text; }
void read_default(Texts &, std::string_view) {}
void read_default(Decimal &, std::string_view) {}
void read_default(Flag &, std::string_view) {}
void read_default(Whole &member, std::string_view text) {
    member = std::strtoll(std::string(text).c_str(), nullptr, 10);
}

template <typename T> CLI::Option *add(CLI::App &app, T &member, std::string_view flags, std::string_view help) {
    return app.add_option(std::string(flags), member, std::string(help));
}
CLI::Option *add(CLI::App &app, Flag &member, std::string_view flags, std::string_view help) {
    return app.add_flag(std::string(flags), member, std::string(help));
}

bool takes_many(std::string_view command) { return command == "fmt" || command == "fix" || command == "test"; }

std::string file_help(std::string_view command) {
    return command == "doc" ? "a node or word, or a patch file whose own are listed; without it the library is listed"
           : command == "explain" ? "a code such as T0203, or the name of its kind; without it all are listed"
           : command == "new"     ? "the name of the patch: NAME.tac is written here"
           : command == "bode"    ? "an expression of x, or a patch; - is the standard input"
           : command == "repl"    ? "a patch whose nodes and words are known from the start"
           : takes_many(command)  ? "patches, or folders of them; - is the standard input"
                                  : "the patch; - is the standard input";
}

bool is_lane_count(Whole lanes) { return lanes == 0 || lanes == 1 || lanes == 4 || lanes == 8 || lanes == 16; }

// What the environment asks for; what is wrong with it otherwise.
std::optional<std::string> read_environment(Arguments &arguments) {
    const auto given = [](const char *name) {
        const char *const value = std::getenv(name);
        return std::string(value != nullptr ? value : "");
    };
    if (const std::string cpu = given("TACTUS_CPU"); !cpu.empty()) {
        const auto path = emit::find_cpu_path(cpu, emit::host_target().features);
        if (const auto *error = std::get_if<emit::Error>(&path)) {
            return "TACTUS_CPU: " + error->message;
        }
        arguments.target = std::get<emit::CpuPath>(path).name;
    }
    if (const std::string lanes = given("TACTUS_LANES"); !lanes.empty()) {
        char *end = nullptr;
        arguments.lanes = std::strtoll(lanes.c_str(), &end, 10);
        if (*end != '\0' || !is_lane_count(arguments.lanes)) {
            return "TACTUS_LANES takes 0, 1, 4, 8 or 16, this is `" + lanes + "`";
        }
    }
    return std::nullopt;
}

// What the words of a choice may be, from the table's own "a|b|c".
std::optional<std::string> wrong_choice(const Arguments &arguments) {
    const auto one_of = [](std::string_view text, std::string_view choices) {
        return ("|" + std::string(choices) + "|").find("|" + std::string(text) + "|") != std::string::npos;
    };
#define COMMAND(name, summary, example)
#define OPTION(member, type, flags, value, initial, commands, help)                                                    \
    if constexpr (std::is_same_v<type, Text>) {                                                                        \
        if (std::string_view(value).find('|') != std::string_view::npos &&                                             \
            !one_of(reinterpret_cast<const Text &>(arguments.member), value)) {                                        \
            return fmt::format("{} takes {}, this is `{}`", flags, value,                                              \
                               reinterpret_cast<const Text &>(arguments.member));                                      \
        }                                                                                                              \
    }
#include "compiler/cli/options.def"
#undef OPTION
#undef COMMAND
    const auto outside = [](Whole n, Whole low, Whole high) { return n < low || n > high; };
    if (outside(arguments.rate, 8000, 768000)) {
        return "--rate takes 8000 to 768000";
    }
    if (outside(arguments.block, 1, 4096)) {
        return "--block takes 1 to 4096";
    }
    if (!is_lane_count(arguments.lanes)) {
        return "--lanes takes 0, 1, 4, 8 or 16";
    }
    if (outside(arguments.level, 0, 2)) {
        return "--level takes 0, 1 or 2";
    }
    if (outside(arguments.voices, 1, 256)) {
        return "--voices takes 1 to 256";
    }
    if (outside(arguments.seed, 0, 0xffffffff)) {
        return "--seed takes 0 to 4294967295";
    }
    if (outside(arguments.points, 2, 10000)) {
        return "--points takes 2 to 10000";
    }
    if (arguments.seconds && !(*arguments.seconds > 0.0 && *arguments.seconds <= 86400.0)) {
        return "--seconds takes more than 0 and at most 86400";
    }
    return std::nullopt;
}

std::string escaped(std::string_view cell) {
    std::string made{cell};
    for (std::size_t i = 0; (i = made.find('|', i)) != std::string::npos; i += 2) {
        made.insert(i, "\\");
    }
    return made;
}

int usage(const std::string &text) {
    fmt::print(stderr, "tactus: {}\ntry `tactus --help`\n", text);
    return exit_usage;
}

} // namespace

const std::vector<CommandInfo> &all_commands() {
    static const std::vector<CommandInfo> table{
#define COMMAND(name, summary, example) {as_typed(#name), summary, example},
#define OPTION(member, type, flags, value, initial, commands, help)
#include "compiler/cli/options.def"
#undef OPTION
#undef COMMAND
    };
    return table;
}

const std::vector<OptionInfo> &all_options() {
    static const std::vector<OptionInfo> table{
#define COMMAND(name, summary, example)
#define OPTION(member, type, flags, value, initial, commands, help) {flags, value, initial, commands, help},
#include "compiler/cli/options.def"
#undef OPTION
#undef COMMAND
    };
    return table;
}

Parsed parse_arguments(int count, const char *const *words) {
    Arguments arguments;
    const std::string first = count > 1 ? words[1] : "";
    CLI::App app{"  tactus render organ.tac -o organ.wav --midi song.mid    for example\n\nAn instrument is a text "
                 "file: compile it, hear it.",
                 "tactus"};
    app.set_version_flag("--version", TACTUS_VERSION);
    app.require_subcommand(1);
#define COMMAND(name, summary, example)
#define OPTION(member, type, flags, value, initial, commands, help) read_default(arguments.member, initial);
#include "compiler/cli/options.def"
#undef OPTION
#undef COMMAND
    const auto wrong_environment = read_environment(arguments);
    std::vector<std::string> names;
    std::size_t index = 0;
    for (const CommandInfo &command : all_commands()) {
        CLI::App *sub = app.add_subcommand(std::string(command.name), std::string(command.summary));
        names.emplace_back(command.name);
        if (first == command.name) { // the list of all commands has a line for each
            sub->description(fmt::format("  {}    for example\n\n{}", command.example, command.summary));
        }
        const bool doc = command.name == "doc", explain = command.name == "explain";
        const char *named = doc ? "NAME" : explain ? "CODE" : command.name == "bode" ? "UNIT" : "FILE";
        auto *file = takes_many(command.name) ? sub->add_option(named, arguments.files, file_help(command.name))
                                              : sub->add_option(named, arguments.file, file_help(command.name));
        file->required(!doc && !explain && command.name != "repl");
        if (doc) {
            sub->add_option("FILE", arguments.second, "a patch file in which the name is looked for first");
        }
#define COMMAND(name, summary, example)
#define OPTION(member, type, flags, value, initial, commands, help)                                                    \
    if (belongs(commands, command.name)) {                                                                             \
        CLI::Option *option = add(*sub, arguments.member, flags, help);                                                \
        if (*value != '\0') {                                                                                          \
            option->type_name(value);                                                                                  \
        }                                                                                                              \
    }
#include "compiler/cli/options.def"
#undef OPTION
#undef COMMAND
        sub->callback([&arguments, index] { arguments.command = static_cast<Command>(index); });
        ++index;
    }
    if (count <= 1) {
        fmt::print(stderr, "{}", app.help());
        return {std::nullopt, exit_usage};
    }
    if (first == "help") { // `help render` is `render --help`
        const bool known = count > 2 && std::find(names.begin(), names.end(), words[2]) != names.end();
        const char *asked[] = {words[0], known ? words[2] : "--help", "--help"};
        return parse_arguments(known ? 3 : 2, asked);
    }
    constexpr std::array announced{"budget", "calibrate", "devices", "diff", "doctor", "import", "lsp", "run"};
    if (std::find(announced.begin(), announced.end(), first) != announced.end()) {
        return {std::nullopt, usage(fmt::format("`{}` is announced, and not in this version", first))};
    }
    if (first[0] != '-' && std::find(names.begin(), names.end(), words[1]) == names.end()) {
        const auto near = syntax::nearest(words[1], names);
        return {std::nullopt, usage(fmt::format("there is no command `{}`{}", words[1],
                                                near.empty() ? "" : ", is `" + near.front() + "` meant?"))};
    }
    try {
        app.parse(count, words);
    } catch (const CLI::Success &success) { // help, version
        app.exit(success);
        return {std::nullopt, exit_ok};
    } catch (const CLI::ParseError &error) {
        return {std::nullopt, usage(error.what())};
    }
    if (const auto wrong = wrong_environment ? wrong_environment : wrong_choice(arguments)) {
        return {std::nullopt, usage(*wrong)};
    }
    return {std::move(arguments), exit_ok};
}

std::string reference() {
    std::string text =
        "# The command line\n\nGenerated from the table of options; `tactus COMMAND --help` prints the same.\n";
    for (const CommandInfo &command : all_commands()) {
        text += fmt::format("\n## tactus {}\n\nIt {}.\n\n    {}\n", command.name, command.summary, command.example);
        std::string rows;
        for (const OptionInfo &option : all_options()) {
            if (belongs(option.commands, command.name)) {
                rows += fmt::format("| `{}` | {} | {} | {} |\n", option.flags, escaped(option.value), option.initial,
                                    option.help);
            }
        }
        text += rows.empty() ? "" : "\n| option | value | default | |\n| --- | --- | --- | --- |\n" + rows;
    }
    text += "\n## The environment\n\n| variable | value | |\n| --- | --- | --- |\n";
#define COMMAND(name, summary, example)
#define OPTION(member, type, flags, value, initial, commands, help)
#define ENVIRONMENT(name, value, help) text += fmt::format("| `{}` | {} | {} |\n", name, escaped(value), help);
#include "compiler/cli/options.def"
#undef OPTION
#undef COMMAND
    return text + "\nExit codes: 0 ok, 1 the input has errors, 2 usage, 70 an internal fault; 130, 143, 129: ended by "
                  "SIGINT, SIGTERM or SIGHUP, with a valid file of what was rendered until then.\n";
}

} // namespace tactus::cli
