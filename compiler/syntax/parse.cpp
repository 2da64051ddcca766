// Lexer, filter, ANTLR's parser, tree builder; whichever finds the earliest mistake speaks.
#include "compiler/syntax/parse.h"

#include "compiler/syntax/braces.h"
#include "compiler/syntax/build.h"
#include "compiler/syntax/mistakes.h"
#include "compiler/syntax/tokens.h"

namespace tactus::syntax {

namespace {

// ANTLR's view of our tokens: the index of a token is its index in Tokens::tokens.
std::vector<std::unique_ptr<antlr4::Token>> antlr_tokens(const Tokens &tokens) {
    std::vector<std::unique_ptr<antlr4::Token>> result;
    result.reserve(tokens.tokens.size());
    for (const Token &token : tokens.tokens) {
        auto copy = std::make_unique<antlr4::CommonToken>(token.type);
        copy->setStartIndex(token.begin);
        copy->setStopIndex(token.end == 0 ? 0 : token.end - 1);
        result.push_back(std::move(copy));
    }
    return result;
}

// Stops at the first mistake: nothing is repaired, so nothing follows from a repair.
class StopAtFirst : public antlr4::BailErrorStrategy {
  public:
    std::optional<Failure> failure;

    void recover(antlr4::Parser *parser, std::exception_ptr exception) override {
        remember(parser);
        antlr4::BailErrorStrategy::recover(parser, exception);
    }
    antlr4::Token *recoverInline(antlr4::Parser *parser) override {
        remember(parser);
        return antlr4::BailErrorStrategy::recoverInline(parser);
    }
    void reportError(antlr4::Parser *parser, const antlr4::RecognitionException &e) override {
        failure = Failure{e.getOffendingToken()->getTokenIndex(), {}, {}};
        remember(parser);
    }

  private:
    void remember(antlr4::Parser *parser) {
        if (failure && !failure->rules.empty()) {
            return;
        }
        if (!failure) {
            failure = Failure{parser->getCurrentToken()->getTokenIndex(), {}, {}};
        }
        for (auto *context = parser->getContext(); context != nullptr;
             context = dynamic_cast<antlr4::ParserRuleContext *>(context->parent)) {
            failure->rules.push_back(context->getRuleIndex());
        }
        // After a look ahead over several tokens the parser stands before them: what it expects there says nothing.
        if (failure->token != parser->getCurrentToken()->getTokenIndex()) {
            return;
        }
        const antlr4::misc::IntervalSet expected = parser->getExpectedTokens();
        for (const auto &interval : expected.getIntervals()) {
            for (auto type = interval.a; type <= interval.b; ++type) {
                failure->expected.push_back(static_cast<std::size_t>(type));
            }
        }
    }
};

void keep_earlier(std::optional<diag::Diagnostic> &kept, diag::Diagnostic other) {
    if (!kept || other.span.begin < kept->span.begin) {
        kept = std::move(other);
    }
}

// What does not fit behind a brace that is not where the indentation says is a consequence of it; a brace without its
// partner has no place of its own.
void blame_brace(const Tokens &tokens, diag::Diagnostic &mistake) {
    const std::string_view text = tokens.text.substr(mistake.span.begin, mistake.span.end - mistake.span.begin);
    const bool partner = (mistake.kind == diag::Kind::BracketNotClosed && text == "{") ||
                         (mistake.kind == diag::Kind::BracketNotOpen && text == "}");
    if (auto brace = misplaced_brace(tokens); brace && (partner || brace->span.begin <= mistake.span.begin)) {
        mistake = std::move(*brace);
    }
}

std::optional<Tree> parse_tokens(const Tokens &tokens, std::optional<diag::Diagnostic> &mistake) {
    antlr4::ListTokenSource source{antlr_tokens(tokens)};
    antlr4::CommonTokenStream stream{&source};
    T parser{&stream};
    parser.removeErrorListeners();
    const auto strategy = std::make_shared<StopAtFirst>();
    parser.setErrorHandler(strategy);
    T::ProgramContext *program = nullptr;
    try {
        program = parser.program();
    } catch (const antlr4::ParseCancellationException &) {
        // What the filter refused is why the parser stopped there or later.
        if (!mistake || tokens.tokens[strategy->failure->token].begin < mistake->span.begin) {
            keep_earlier(mistake, explain_failure(tokens, *strategy->failure));
        }
        return std::nullopt;
    }
    if (mistake) {
        return std::nullopt;
    }
    auto built = build_tree(tokens, program);
    if (auto *found = std::get_if<diag::Diagnostic>(&built)) {
        mistake = std::move(*found);
        return std::nullopt;
    }
    return std::get<Tree>(std::move(built));
}

} // namespace

std::optional<Tree> parse(const source::SourceSet &sources, FileId file, diag::Report &report) {
    const Tokens raw = lex(sources, file);
    std::optional<diag::Diagnostic> mistake = raw.mistake;
    std::optional<Tree> tree;
    if (!raw.tokens.empty() && raw.tokens.back().type == end_of_file) {
        const Tokens tokens = filter(raw);
        if (tokens.mistake) {
            keep_earlier(mistake, *tokens.mistake);
        }
        const bool too_deep = mistake && mistake->kind == diag::Kind::NestingTooDeep;
        tree = too_deep ? std::nullopt : parse_tokens(tokens, mistake);
        if (mistake && !too_deep) {
            blame_brace(tokens, *mistake);
        }
    }
    if (mistake) {
        report.add(std::move(*mistake));
        return std::nullopt;
    }
    return tree;
}

} // namespace tactus::syntax
