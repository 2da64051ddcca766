// Numbers are read here and nowhere else, so that a tree never holds an infinite one.
#include "compiler/syntax/numbers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

#include "compiler/base/units.h"
#include "compiler/limits.h"

namespace tactus::syntax {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t digits_from(std::string_view text, std::size_t at) {
    while (at < text.size() && is_digit(text[at])) {
        ++at;
    }
    return at;
}

// Too large is infinity, too small is 0; from_chars tells both by one code and takes no plus.
double to_double(std::string digits) {
    std::erase(digits, '+');
    double value = 0.0;
    const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (result.ec == std::errc{}) {
        return value;
    }
    return digits.find("e-") == std::string::npos ? std::numeric_limits<double>::infinity() : 0.0;
}

std::uint64_t count_digits(std::string_view text) {
    return static_cast<std::uint64_t>(std::count_if(text.begin(), text.end(), is_digit));
}

// Spellings of units that people bring along.
struct Spelling {
    std::string_view seen;
    std::string_view unit;
};
constexpr std::array spellings{
    Spelling{"hz", "Hz"},    Spelling{"HZ", "Hz"},     Spelling{"hertz", "Hz"},     Spelling{"khz", "kHz"},
    Spelling{"KHz", "kHz"},  Spelling{"Khz", "kHz"},   Spelling{"k", "kHz"},        Spelling{"sec", "s"},
    Spelling{"secs", "s"},   Spelling{"S", "s"},       Spelling{"second", "s"},     Spelling{"seconds", "s"},
    Spelling{"msec", "ms"},  Spelling{"mS", "ms"},     Spelling{"MS", "ms"},        Spelling{"usec", "us"},
    Spelling{"db", "dB"},    Spelling{"DB", "dB"},     Spelling{"Db", "dB"},        Spelling{"cent", "ct"},
    Spelling{"cents", "ct"}, Spelling{"semi", "st"},   Spelling{"semitones", "st"}, Spelling{"beats", "beat"},
    Spelling{"b", "beat"},   Spelling{"percent", "%"}, Spelling{"Hertz", "Hz"},     Spelling{"Herz", "Hz"},
};

// Between 1E4 and 1E-4 lies a token border: the sign and the digits are tokens of their own.
std::optional<diag::Diagnostic> capital_exponent(const Tokens &tokens, const Token &number, const NumberParts &parts) {
    if (parts.unit.empty() || parts.unit[0] != 'E' ||
        !std::all_of(parts.unit.begin() + 1, parts.unit.end(), is_digit)) {
        return std::nullopt;
    }
    std::uint32_t end = number.end;
    if (parts.unit.size() == 1) {
        const std::string_view rest = tokens.text.substr(end);
        const std::size_t sign = !rest.empty() && (rest[0] == '-' || rest[0] == '+') ? 1 : 0;
        const std::size_t stop = digits_from(rest, sign);
        if (stop == sign) {
            return std::nullopt;
        }
        end += static_cast<std::uint32_t>(stop);
    }
    const Span span{tokens.file, number.begin, end};
    std::string mended{tokens.text.substr(number.begin, end - number.begin)};
    auto mistake = make_mistake(diag::Kind::ExponentLetter, span, mended);
    mended[mended.find('E')] = 'e';
    mistake.helps.push_back({fmt::format("write `{}`", mended), diag::Edit{span, mended}});
    return mistake;
}

diag::Diagnostic unknown_unit(const Tokens &tokens, const Token &number, const NumberParts &parts) {
    const auto unit_begin = static_cast<std::uint32_t>(number.end - parts.unit.size());
    auto mistake = make_mistake(diag::Kind::UnknownUnit, Span{tokens.file, unit_begin, number.end}, parts.unit);
    const Span whole = tokens.span_of(number);
    const std::string digits = std::string{parts.mantissa} + std::string{parts.exponent};
    const auto known =
        std::find_if(spellings.begin(), spellings.end(), [&](const Spelling &s) { return s.seen == parts.unit; });
    const std::string mended =
        known != spellings.end() ? digits + std::string{known->unit} : digits + "*" + std::string{parts.unit};
    mistake.helps.push_back({fmt::format("write `{}`", mended), diag::Edit{whole, mended}});
    if (known == spellings.end()) {
        mistake.helps.push_back({"letters that touch a number are its unit: Hz kHz s ms us beat dB st ct %", {}});
    }
    return mistake;
}

} // namespace

std::optional<std::string_view> usual_unit(std::string_view seen) {
    const auto it = std::find_if(spellings.begin(), spellings.end(), [&](const Spelling &s) { return s.seen == seen; });
    return it == spellings.end() ? std::nullopt : std::optional{it->unit};
}

NumberParts split_number(std::string_view text) {
    std::size_t at = digits_from(text, 0);
    if (at + 1 < text.size() && text[at] == '.' && is_digit(text[at + 1])) {
        at = digits_from(text, at + 1);
    }
    const std::size_t mantissa = at;
    if (at < text.size() && text[at] == 'e') {
        const std::size_t sign = at + 1 < text.size() && (text[at + 1] == '-' || text[at + 1] == '+') ? 1 : 0;
        const std::size_t stop = digits_from(text, at + 1 + sign);
        at = stop > at + 1 + sign ? stop : at;
    }
    return {text.substr(0, mantissa), text.substr(mantissa, at - mantissa), text.substr(at)};
}

double number_value(std::string_view text) {
    const NumberParts parts = split_number(text);
    return to_double(std::string{parts.mantissa} + std::string{parts.exponent});
}

double fraction_value(std::string_view text) {
    const std::size_t slash = text.find('/');
    const std::string_view denominator = text.substr(slash + 1, text.find(' ') - slash - 1);
    return to_double(std::string{text.substr(0, slash)}) / to_double(std::string{denominator});
}

std::optional<diag::Diagnostic> check_number(const Tokens &tokens, const Token &number) {
    const std::string_view text = tokens.text_of(number);
    const NumberParts parts = split_number(text);
    const bool fraction = number.type == T::FRACTION;
    std::string_view power = parts.exponent;
    power.remove_prefix(std::min(power.find_first_of("123456789"), power.size()));
    const bool too_high =
        power.size() > 3 || (!power.empty() && to_double(std::string{power}) > double{limits::number_exponent});
    const bool too_long = count_digits(fraction ? text : parts.mantissa) > limits::number_digits;
    if (too_high || too_long || (!fraction && !std::isfinite(number_value(text)))) {
        return make_mistake(diag::Kind::NumberTooLong, tokens.span_of(number), limits::number_digits,
                            limits::number_exponent);
    }
    if (fraction) {
        return std::isfinite(fraction_value(text))
                   ? std::nullopt
                   : std::optional{make_mistake(diag::Kind::ZeroDenominator, tokens.span_of(number))};
    }
    if (auto mistake = capital_exponent(tokens, number, parts)) {
        return mistake;
    }
    if (!parts.unit.empty() && find_unit(parts.unit) == nullptr) {
        return unknown_unit(tokens, number, parts);
    }
    return std::nullopt;
}

} // namespace tactus::syntax
