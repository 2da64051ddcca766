// tactus repl: a session of definitions and words. Every line is compiled with all before it, so what a line does here
// is what it does in a file; one with a mistake is reported and forgotten.
#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

#include "compiler/cli/session.h"
#include "compiler/diag/render.h"
#include "compiler/syntax/parse.h"
#include "runtime/audio/write_file.h"
#include "runtime/engine/render.h"

namespace tactus::cli {

namespace {

constexpr std::string_view help_text =
    "words              go onto the stack: 220Hz saw  800Hz 0.3 lowpass\n"
    "node, word, use …  definitions, known from then on (a second one replaces the first)\n"
    ":play [SECONDS]    the top of the stack into repl.wav\n"
    ":doc NAME          what the library says of a name\n"
    ":undo              without the last line\n"
    ":clear             an empty stack; definitions stay\n"
    ":list              the session as a patch\n"
    ":quit              ends it, as the end of the input does\n";

struct State {
    std::vector<std::string> definitions, lines;
};

std::string first_word(const std::string &text, std::size_t skip = 0) {
    std::size_t begin = 0, end = 0;
    for (std::size_t i = 0; i <= skip; ++i) {
        begin = text.find_first_not_of(" \t", end);
        if (begin == std::string::npos) {
            return {};
        }
        end = begin;
        while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) != 0 || text[end] == '_')) {
            ++end;
        }
        end = std::max(end, begin + 1);
    }
    return text.substr(begin, end - begin);
}

bool is_definition(const std::string &line) {
    static const std::vector<std::string> openers{"node",   "word",  "patch",  "use",   "table",
                                                  "sample", "track", "buffer", "param", "input"};
    const std::string first = first_word(line), second = first_word(line, 1);
    const bool opener = std::find(openers.begin(), openers.end(), first) != openers.end();
    const std::size_t equals = line.find('=');
    const bool equation = second == "=" && equals + 1 < line.size() && line[equals + 1] != '=';
    return opener || equation;
}

// With its colon, or a word alone that others type without it.
bool is_command(const std::string &line) {
    static const std::vector<std::string> words{"help", "quit", "exit", "clear", "undo", "list"};
    const std::string first = first_word(line);
    const bool alone = line.find_last_not_of(" \t\r") + 1 == line.find(first) + first.size();
    return line.starts_with(":") || (alone && std::find(words.begin(), words.end(), first) != words.end());
}

// `out = …`, which in a file is what sounds, is here a value on the stack.
constexpr std::string_view output_name = "output";

// On one line, its end where it is long.
std::string in_short(std::string_view text) {
    std::string made;
    for (const char c : text) {
        const bool blank = c == ' ' || c == '\t' || c == '\n';
        if (!blank || (!made.empty() && made.back() != ' ')) {
            made += blank ? ' ' : c;
        }
    }
    constexpr std::size_t most = 60;
    return made.size() <= most ? made : "... " + made.substr(made.size() - most);
}

// What a later definition replaces: the word before the name and the name.
std::string key_of(const std::string &definition) { return first_word(definition) + " " + first_word(definition, 1); }

// Braces that are open, comments and texts aside.
int open_braces(const std::string &text) {
    int open = 0;
    bool quoted = false, comment = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        comment = text[i] != '\n' && (comment || (!quoted && text.compare(i, 2, "//") == 0));
        quoted = !comment && text[i] == '"' ? !quoted : quoted && text[i] != '\n';
        open += comment || quoted ? 0 : text[i] == '{' ? 1 : text[i] == '}' ? -1 : 0;
    }
    return open;
}

std::string text_of(const State &state, const std::string &end = "") {
    std::string text;
    for (const std::string &definition : state.definitions) {
        text += definition + "\n";
    }
    text += "out = stack {\n";
    for (const std::string &line : state.lines) {
        text += "    " + line + "\n";
    }
    return text + end + "}\n";
}

class Repl {
  public:
    explicit Repl(const Arguments &arguments) : arguments_(arguments) {
        if (!arguments.file.empty()) {
            enter("use \"" + arguments.file + "\"");
        }
    }

    int run() {
        const bool terminal = isatty(STDIN_FILENO) != 0;
        if (terminal) {
            fmt::print("words go onto the stack; :help says the rest\n");
        }
        std::string line, whole;
        for (;;) {
            if (terminal) {
                fmt::print("{}", whole.empty() ? "> " : "… ");
            }
            std::fflush(stdout);
            if (!std::getline(std::cin, line)) {
                break;
            }
            whole += (whole.empty() ? "" : "\n") + line;
            if (open_braces(whole) > 0) {
                continue;
            }
            const std::string given = std::exchange(whole, {});
            if (is_command(given) ? !command(given.starts_with(":") ? given : ":" + given) : (enter(given), false)) {
                break;
            }
        }
        return exit_ok;
    }

  private:
    // False when it ends the session.
    bool command(const std::string &line) {
        const std::string name = first_word(line, 1), rest = first_word(line, 2);
        if (name == "quit" || name == "exit" || name == "q") {
            return false;
        }
        if (name == "play") {
            play(line.substr(line.find("play") + 4));
        } else if (name == "doc") {
            Arguments asked = arguments_;
            asked.file = rest;
            (void)run_doc(asked);
        } else if (name == "undo" && !past_.empty()) {
            state_ = std::move(past_.back());
            past_.pop_back();
            show();
        } else if (name == "undo") {
            fmt::print("nothing to take back\n");
        } else if (name == "clear") {
            past_.push_back(state_);
            state_.lines.clear();
            show();
        } else if (name == "list") {
            fmt::print("{}", text_of(state_));
        } else {
            fmt::print("{}", help_text);
        }
        return true;
    }

    void enter(const std::string &line) {
        if (line.find_first_not_of(" \t\n\r") == std::string::npos) {
            return show();
        }
        State next = state_;
        if (first_word(line) == "out" && first_word(line, 1) == "=") {
            const std::string definition = std::string(output_name) + " " + line.substr(line.find('='));
            std::erase_if(next.definitions, [&](const std::string &d) { return first_word(d) == output_name; });
            next.definitions.push_back(definition);
            std::erase(next.lines, output_name);
            next.lines.emplace_back(output_name);
        } else if (is_definition(line)) {
            std::erase_if(next.definitions, [&](const std::string &d) { return key_of(d) == key_of(line); });
            next.definitions.push_back(line);
        } else {
            next.lines.push_back(line);
        }
        entry_ = next.definitions.size() > state_.definitions.size() || next.lines.empty() ||
                         next.lines.size() == state_.lines.size()
                     ? next.definitions.back()
                     : next.lines.back();
        if (list(next)) {
            past_.push_back(std::exchange(state_, std::move(next)));
        }
    }

    // Mistakes in what was typed last are shown in it alone, not in the patch around it.
    void count_from_entry(Session &session, const std::string &whole) {
        const auto begin = static_cast<std::uint32_t>(whole.rfind(entry_));
        const auto end = begin + static_cast<std::uint32_t>(entry_.size());
        diag::Report aside;
        const auto file = session.sources.add("repl", entry_, aside);
        const auto move = [&](Span &span) {
            if (file && span.file.valid() && session.sources.name(span.file) == "repl" && span.begin >= begin &&
                span.end <= end) {
                span = Span{*file, span.begin - begin, span.end - begin};
            }
        };
        for (diag::Diagnostic &diagnostic : session.report.each()) {
            move(diagnostic.span);
            for (diag::Label &label : diagnostic.labels) {
                move(label.span);
            }
            for (diag::Help &help : diagnostic.helps) {
                if (help.edit) {
                    move(help.edit->span);
                }
            }
        }
    }

    void show() { (void)list(state_); }

    // Compiles and prints the stack; false, and the diagnostics, when that is a mistake.
    bool list(const State &state) {
        Session session(arguments_);
        const auto items = stack_of(state, session);
        if (!items) {
            count_from_entry(session, text_of(state));
        }
        (void)session.finish();
        if (!items) {
            return false;
        }
        if (items->empty()) {
            fmt::print("the stack is empty\n");
        }
        for (std::size_t i = 0; i < items->size(); ++i) {
            const auto &item = (*items)[i];
            fmt::print("{:>3}  {:<28} {}\n", items->size() - i,
                       item.type + (item.value.empty() ? "" : " " + item.value),
                       in_short(session.sources.text(item.from)));
        }
        return true;
    }

    // The top of the stack, as it would sound alone.
    void play(const std::string &how_long) {
        char *end = nullptr;
        const double given = std::strtod(how_long.c_str(), &end);
        const double seconds = given > 0.0 && given <= 600.0 ? given : 2.0;
        Session session(arguments_);
        const std::size_t depth = depth_of(state_);
        if (depth == 0) {
            fmt::print("the stack is empty\n");
            return;
        }
        std::string only_top;
        for (std::size_t i = 1; i < depth; ++i) {
            only_top += " nip";
        }
        const auto file = session.sources.add("repl", text_of(state_, "    " + only_top + "\n"), session.report);
        const auto instrument =
            file ? compile(session.sources, *file, session.options(), session.report) : std::nullopt;
        const auto engine = instrument ? engine::Engine::create(instrument->kernel()) : nullptr;
        if (engine) {
            write(session, *engine, seconds);
        }
        (void)session.finish();
    }

    static void write(Session &session, engine::Engine &engine, double seconds) {
        const std::string name = "repl.wav";
        audio::FileFormat format;
        format.sample_rate = static_cast<std::uint32_t>(session.arguments.rate);
        format.channels = engine.kernel().out_count;
        format.samples = *audio::sample_format("f32");
        audio::FileWriter writer;
        auto failure = writer.open(name, format);
        engine::RenderOptions options;
        options.frames = static_cast<std::uint64_t>(seconds * static_cast<double>(session.arguments.rate));
        double peak = 0.0;
        if (!failure) {
            engine::render(engine, options, [&](std::span<const float *const> channels, std::uint32_t frames) {
                for (const float *channel : channels) {
                    for (std::uint32_t i = 0; i < frames; ++i) {
                        peak = std::max(peak, static_cast<double>(std::abs(channel[i])));
                    }
                }
                failure = failure ? failure : writer.write(channels, frames);
            });
        }
        failure = failure ? failure : writer.finish();
        if (failure) {
            session.error(diag::Kind::SoundFile, name, audio::explain(failure->problem));
            return;
        }
        fmt::print("{}: {:g} s, peak {:.3g}\n", name, seconds, peak);
    }

    std::size_t depth_of(const State &state) {
        Session session(arguments_);
        const auto items = stack_of(state, session);
        return items ? items->size() : 0;
    }

    std::optional<std::vector<elaborate::StackItem>> stack_of(const State &state, Session &session) {
        const auto file = session.sources.add("repl", text_of(state), session.report);
        const auto tree = file ? syntax::parse(session.sources, *file, session.report) : std::nullopt;
        return tree ? elaborate::list_stack(session.sources, *tree, session.options().language, session.report)
                    : std::nullopt;
    }

    const Arguments &arguments_;
    State state_;
    std::vector<State> past_;
    std::string entry_; // the last
};

} // namespace

int run_repl(const Arguments &arguments) { return Repl(arguments).run(); }

} // namespace tactus::cli
