// Two ways to a program: expressions that are made up piece by piece, and the constructs of a table, all with blanks,
// lines and comments at random wherever the language lets them stand.
#include "tests/language/strewn_programs.h"

#include <random>
#include <string_view>
#include <vector>

#include "tests/language/constructs.h"

namespace tactus::test {

namespace {

class Writer {
  public:
    explicit Writer(std::uint32_t seed) : random_(seed) {}

    std::string program() {
        if (chance(3)) {
            text_ += chance(2) ? "\n\n" : "  // first\n";
        }
        const int definitions = 1 + pick(3);
        for (int i = 0; i < definitions; ++i) {
            chance(2) ? equation_node(i) : word(i);
            line();
        }
        some_of(loose_definitions, 6);
        const bool braces = !chance(3);
        patch(braces);
        if (braces && chance(100)) { // beside a rack nothing stands outside a patch
            line();
            strewn(loose_rack);
        }
        text_ += chance(2) ? "" : "\n\n//end ";
        return text_;
    }

  private:
    struct Callable {
        std::string name;
        int inputs;
    };

    int pick(int below) { return static_cast<int>(random_() % static_cast<std::uint32_t>(below)); }
    bool chance(int one_in) { return pick(one_in) == 0; }

    void raw(std::string_view text) { text_ += text; }
    // Blanks: any number of them, at least one, or a new line where brackets or an operator let one stand.
    void any() {
        for (int n = pick(4) - 1; n > 0; --n) {
            raw(chance(8) ? "\t" : " ");
        }
    }
    void blank() {
        raw(" ");
        any();
    }
    void any_line() {
        any();
        if (chance(12)) {
            raw(chance(3) ? " // in between\n" : chance(4) ? "\r\n" : "\n");
            any();
        }
    }
    void line() {
        any();
        if (chance(3)) {
            raw(chance(2) ? "// behind" : chance(2) ? "//  (1, 2] { \t" : "/// no doc here");
        } else if (chance(6)) {
            raw(chance(2) ? ";" : " ;  ");
        }
        raw(chance(9) ? "\r\n" : "\n");
        while (chance(4)) {
            any();
            raw(chance(3) ? "// a line of its own\n" : "\n");
        }
        any();
    }
    void end_statement() {
        if (chance(6)) {
            any();
            raw(";");
            any();
        } else {
            line();
        }
    }
    void open_block() {
        blank();
        raw("{");
        chance(3) ? any() : line();
    }
    void close_block() {
        chance(3) ? blank() : line();
        raw("}");
    }

    std::string number() {
        static const std::vector<std::string> all{"1", "0.5", "2", "3.25", "1e-3", "50%", "7"};
        return all[static_cast<std::size_t>(pick(static_cast<int>(all.size())))];
    }
    std::string variable(const std::vector<std::string> &names) {
        return names[static_cast<std::size_t>(pick(static_cast<int>(names.size())))];
    }

    void binary(const std::vector<std::string> &names, int depth) {
        static const std::vector<std::string> operators{"+", "-", "*", "+", "*", "mod"};
        const std::string op = operators[static_cast<std::size_t>(pick(6))];
        operand(names, depth - 1);
        const bool word = op == "mod";
        word ? blank() : any_line();
        raw(op);
        word ? blank() : any_line();
        operand(names, depth - 1);
    }

    // With brackets around it wherever it is not one thing.
    void operand(const std::vector<std::string> &names, int depth) {
        const int kind = depth <= 0 ? pick(2) : pick(9);
        switch (kind) {
        case 0:
            return raw(number());
        case 1:
            return raw(variable(names));
        case 2:
            raw(variable(names));
            return raw(chance(2) ? "@1" : "@64");
        case 3:
            raw("(");
            any_line();
            expression(names, depth - 1);
            any_line();
            return raw(")");
        case 4:
            return call(names, depth);
        case 5:
            return array(names, depth);
        case 6:
            raw("sum([");
            any();
            raw("i");
            blank();
            raw("in");
            blank();
            raw(chance(2) ? "1..3" : "1 ..  2");
            any();
            raw(":");
            any_line();
            expression({"i", names.front()}, depth - 1);
            any();
            return raw("])");
        case 7:
            raw("(-");
            any();
            raw(variable(names));
            any();
            return raw(")");
        default:
            raw("(if");
            blank();
            raw(variable(names));
            any();
            raw(chance(2) ? ">" : "<=");
            any_line();
            raw(number());
            blank();
            raw("then");
            blank();
            expression(names, depth - 1);
            chance(5) ? raw("  // so far\n ") : blank();
            raw("else");
            blank();
            expression(names, depth - 1);
            return raw(")");
        }
    }

    void expression(const std::vector<std::string> &names, int depth) {
        if (depth > 0 && chance(2)) {
            binary(names, depth);
        } else {
            operand(names, depth);
        }
    }

    void call(const std::vector<std::string> &names, int depth) {
        static const std::vector<Callable> built_in{{"sin", 1}, {"abs", 1}, {"max", 2}, {"min", 2}, {"tanh", 1}};
        const bool own = !callables_.empty() && chance(2);
        const auto &list = own ? callables_ : built_in;
        const Callable &chosen = list[static_cast<std::size_t>(pick(static_cast<int>(list.size())))];
        raw(chosen.name + "(");
        any_line();
        for (int i = 0; i < chosen.inputs; ++i) {
            if (i > 0) {
                any();
                raw(",");
                any_line();
            }
            expression(names, depth - 1);
        }
        any_line();
        raw(")");
    }

    void array(const std::vector<std::string> &names, int depth) {
        raw(chance(2) ? "sum([" : "sum(  [ ");
        const int count = 1 + pick(3);
        for (int i = 0; i < count; ++i) {
            expression(names, depth - 1);
            any_line();
            if (i + 1 < count || chance(6)) {
                raw(",");
            }
            any_line();
        }
        raw("])");
    }

    // A construct of the tables above.
    void strewn(std::string_view construct) {
        for (std::size_t i = 0; i < construct.size(); ++i) {
            const char c = construct[i];
            const bool power = c == '^' && i > 0 && construct[i - 1] == ' ';
            if (c == '~') {
                any();
            } else if (c == '^' && !power) {
                any_line();
            } else if (c == ' ') {
                blank();
            } else if (c == '`') {
                raw(" ");
            } else if (c == '\n') {
                line();
            } else {
                text_ += c;
            }
        }
    }

    template <typename Table> void some_of(const Table &table, int one_in) {
        for (const std::string_view construct : table) {
            if (chance(one_in)) {
                strewn(construct);
                line();
            }
        }
    }

    void doc() {
        if (chance(3)) {
            raw("/// What it does.  \n///Second line\n");
            any();
        }
    }

    void equation_node(int index) {
        const std::string name = "n" + std::to_string(index);
        const int inputs = 1 + pick(2);
        std::vector<std::string> names;
        doc();
        raw("node");
        blank();
        raw(name + "(");
        any_line();
        for (int i = 0; i < inputs; ++i) {
            names.push_back(i == 0 ? "x" : "k");
            raw(i == 0 ? "" : chance(2) ? "," : " ,  ");
            raw(names.back());
        }
        any_line();
        raw(")");
        any();
        if (chance(3)) {
            raw("=");
            any_line();
            expression(names, 3);
        } else {
            raw("->");
            any();
            raw("y");
            open_block();
            std::vector<std::string> seen = names;
            const int equations = pick(3);
            for (int i = 0; i < equations; ++i) {
                const std::string local = "a" + std::to_string(i);
                equation(local, seen);
                seen.push_back(local);
                end_statement();
            }
            if (chance(4)) {
                when(seen);
                seen.emplace_back("held");
                end_statement();
            }
            equation("y", seen);
            close_block();
        }
        callables_.push_back({name, inputs});
    }

    void equation(const std::string &name, const std::vector<std::string> &names) {
        raw(name);
        any();
        raw("=");
        any_line();
        expression(names, 3);
        if (chance(5)) {
            any_line();
            raw("->");
            any();
            raw("tanh");
        }
    }

    void when(const std::vector<std::string> &names) {
        raw("when");
        blank();
        raw(variable(names));
        any();
        raw(">");
        any();
        raw("0");
        open_block();
        equation("held", names);
        close_block();
    }

    void word(int index) {
        const std::string name = "w" + std::to_string(index);
        const int inputs = 1 + pick(2);
        doc();
        raw("word");
        blank();
        raw(name);
        any();
        raw("(");
        blank();
        raw(inputs == 1 ? "x" : "x  k");
        if (chance(3)) {
            raw(chance(2) ? " gain = 0.5" : " g:dB=-6dB");
        }
        blank();
        raw("--");
        blank();
        raw("y");
        any();
        raw(")");
        any();
        raw("{");
        words(inputs);
        raw("}");
        callables_.push_back({name, inputs});
    }

    void item(std::string_view text) {
        raw(text);
        blank();
        if (chance(8)) {
            raw(chance(2) ? "// between words\n" : "\n");
            any();
        }
    }

    void words(int depth) {
        blank();
        bool bound = false;
        for (int i = pick(7); i > 0 || depth > 1; --i) {
            if (depth >= 2 && (i <= 0 || chance(2))) {
                static const std::vector<std::string> two{"+", "-", "*", "max", "min", "mod"};
                item(two[static_cast<std::size_t>(pick(6))]);
                --depth;
            } else if (chance(4)) {
                item(chance(2) ? "sin" : "neg");
            } else if (bound) {
                item(chance(2) ? "v@1" : "( v* 2 +1 )");
                ++depth;
            } else if (chance(3) && depth > 0) {
                raw("->");
                any();
                item("v");
                item("v");
                bound = true;
            } else {
                item(chance(3) ? "dup" : chance(2) ? "-2" : number());
                ++depth;
            }
        }
    }

    void patch(bool braces) {
        if (braces) {
            raw("patch");
            blank();
            raw("p");
            open_block();
        }
        raw("param");
        blank();
        raw("level");
        any();
        raw("=");
        any();
        raw("0.5");
        blank();
        raw("in 0.1..1");
        raw(chance(2) ? "   log" : " step");
        end_statement();
        raw("input  s");
        end_statement();
        some_of(loose_equations, 8);
        some_of(dear_equations, 60);
        raw("out");
        any();
        raw("=");
        any_line();
        raw(callables_.back().name + (chance(9) ? "(phasor( 220Hz )" : "( s"));
        raw(callables_.back().inputs == 2 ? chance(2) ? " ,level)" : ", level )" : ")");
        if (chance(2)) {
            any();
            raw("+");
            any();
            raw("stack");
            any();
            raw("{ level ");
            blank();
            raw("0.1 * dup + }");
        }
        if (braces) {
            close_block();
        }
    }

    std::mt19937 random_;
    std::string text_;
    std::vector<Callable> callables_;
};

} // namespace

std::string strewn_program(std::uint32_t seed) { return Writer(seed).program(); }

} // namespace tactus::test
