// Classes of token types.
#include "compiler/syntax/tokens.h"

#include "TactusLexer.h"

namespace tactus::syntax {

std::string_view type_name(std::size_t type) {
    switch (type) {
    case end_of_file:
        return "EOF";
    case T::CALL:
        return "CALL";
    case T::INDEX:
        return "INDEX";
    case T::SIGN:
        return "SIGN";
    default:
        break;
    }
    static const std::vector<std::string> names = [] {
        antlr4::ANTLRInputStream empty;
        const grammar::TactusLexer lexer{&empty};
        std::vector<std::string> all(T::BAD + 1);
        for (std::size_t i = 0; i < all.size(); ++i) {
            all[i] = lexer.getVocabulary().getSymbolicName(i);
        }
        return all;
    }();
    return type < names.size() ? names[type] : std::string_view{"?"};
}

bool is_name(std::size_t type) { return type == T::NAME || (type >= T::IN && type <= T::EXPECT); }

bool is_reserved(std::size_t type) { return type >= T::NODE && type <= T::MOD; }

bool is_binary(std::size_t type) {
    switch (type) {
    case T::PLUS:
    case T::MINUS:
    case T::STAR:
    case T::SLASH:
    case T::CARET:
    case T::MOD:
    case T::AND:
    case T::OR:
    case T::LT:
    case T::LE:
    case T::GT:
    case T::GE:
    case T::EQ:
    case T::NE:
    case T::DOTDOT:
        return true;
    default:
        return false;
    }
}

bool ends_value(std::size_t type) {
    switch (type) {
    case T::NUMBER:
    case T::FRACTION:
    case T::NOTE:
    case T::STRING:
    case T::SELF:
    case T::RPAREN:
    case T::RBRACK:
    case T::RBRACE:
        return true;
    default:
        return is_name(type);
    }
}

bool begins_value(std::size_t type) {
    switch (type) {
    case T::NUMBER:
    case T::FRACTION:
    case T::NOTE:
    case T::STRING:
    case T::SELF:
    case T::LPAREN:
    case T::LBRACK:
    case T::STACK:
    case T::IF:
    case T::NOT:
        return true;
    default:
        return is_name(type);
    }
}

bool is_opening(std::size_t type) {
    return type == T::LPAREN || type == T::CALL || type == T::LBRACK || type == T::INDEX || type == T::LBRACE;
}

bool is_closing(std::size_t type) { return type == T::RPAREN || type == T::RBRACK || type == T::RBRACE; }

} // namespace tactus::syntax
