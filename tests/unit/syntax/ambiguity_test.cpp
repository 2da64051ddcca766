// The grammar reads every program in one way only: ANTLR's exact ambiguity detection is silent on the programs of the
// cases and of the library, and on the same programs with one token taken away, doubled or swapped with the next.
// First: doctest has macros WHEN and THEN, the parser has functions of these names.
#include "compiler/syntax/tokens.h"

#include <doctest/doctest.h>

#include <fstream>
#include <random>
#include <sstream>

using namespace tactus;
using namespace tactus::syntax;

namespace {

class Ambiguities : public antlr4::BaseErrorListener {
  public:
    std::string found;

    void reportAmbiguity(antlr4::Parser *parser, const antlr4::dfa::DFA &dfa, std::size_t begin, std::size_t, bool,
                         const antlrcpp::BitSet &, antlr4::atn::ATNConfigSet *) override {
        found += parser->getRuleNames()[dfa.atnStartState->ruleIndex] + " at token " + std::to_string(begin) + "; ";
    }
};

std::string ambiguities(const std::vector<Token> &tokens) {
    std::vector<std::unique_ptr<antlr4::Token>> copies;
    for (const Token &token : tokens) {
        copies.push_back(std::make_unique<antlr4::CommonToken>(token.type));
    }
    antlr4::ListTokenSource source{std::move(copies)};
    antlr4::CommonTokenStream stream{&source};
    T parser{&stream};
    Ambiguities listener;
    parser.removeErrorListeners();
    parser.addErrorListener(&listener);
    parser.setErrorHandler(std::make_shared<antlr4::BailErrorStrategy>());
    parser.getInterpreter<antlr4::atn::ParserATNSimulator>()->setPredictionMode(
        antlr4::atn::PredictionMode::LL_EXACT_AMBIG_DETECTION);
    try {
        parser.program();
    } catch (const antlr4::ParseCancellationException &) {
        // A mistake ends the reading; what was read until there counts.
    }
    return listener.found;
}

std::vector<Token> tokens_of(const std::string &text) {
    source::SourceSet sources;
    diag::Report report;
    const auto file = sources.add("x.tac", text, report);
    REQUIRE(file);
    return filter(lex(sources, *file)).tokens;
}

std::vector<std::string> programs() {
    std::vector<std::string> texts;
    for (const source::LibraryFile &file : source::library_files()) {
        texts.emplace_back(file.text);
    }
    std::ifstream in{"tests/unit/syntax/cases.txt"};
    std::string text;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("=>") || line.starts_with("=!")) {
            texts.push_back(std::exchange(text, {}));
        } else if (!line.starts_with("== ")) {
            text += line + "\n";
        }
    }
    return texts;
}

} // namespace

TEST_CASE("no program can be read in two ways") {
    const unsigned seed = 20261121;
    MESSAGE("seed " << seed);
    std::mt19937 random{seed};
    for (const std::string &text : programs()) {
        CAPTURE(text);
        const std::vector<Token> tokens = tokens_of(text);
        CHECK(ambiguities(tokens) == "");
        if (tokens.size() < 3) {
            continue;
        }
        for (int i = 0; i < 8; ++i) {
            std::vector<Token> changed = tokens;
            const std::size_t at = random() % (changed.size() - 2);
            if (i % 3 == 0) {
                changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(at));
            } else if (i % 3 == 1) {
                changed.insert(changed.begin() + static_cast<std::ptrdiff_t>(at), changed[at]);
            } else {
                std::swap(changed[at], changed[at + 1]);
            }
            CAPTURE(i);
            CAPTURE(at);
            CHECK(ambiguities(changed) == "");
        }
    }
}
