// Prints one number over the bits of all elementary functions on a few million arguments, and one over the order of
// their operations. Both must not depend on compiler, optimisation or processor; tests/run/30-math-bits.sh compares
// them.
#include <bit>
#include <cmath>
#include <cstdio>

#include "compiler/math/constant.h"
#include "tests/unit/math/list.h"

using namespace tactus::math;

namespace {

class Fold {
  public:
    void add(std::uint64_t word) { value_ = (value_ ^ word) * 1099511628211u; }
    // The bits of a NaN are free.
    void add(float y) { add(y == y ? std::uint64_t{std::bit_cast<std::uint32_t>(y)} : 1); }
    void add(double y) { add(y == y ? std::bit_cast<std::uint64_t>(y) : 1); }
    void add(std::int32_t i) { add(std::uint64_t{static_cast<std::uint32_t>(i)}); }
    unsigned long long value() const { return value_; }

  private:
    std::uint64_t value_ = 14695981039346656037u;
};

unsigned long long bits_of_signals() {
    Fold fold;
    ScalarArithmetic a;
    constexpr std::uint32_t stride = 65521;
    std::uint32_t other = 1;
    for (std::uint64_t bits = 0; bits < (std::uint64_t{1} << 32); bits += stride) {
        const auto word = static_cast<std::uint32_t>(bits);
        const auto x = std::bit_cast<float>(word);
        other = other * 747796405u + 2891336453u;
        const auto y = std::bit_cast<float>(other);
        const auto phase = static_cast<std::int32_t>(word);
        for (const UnaryFunction &f : unary_functions()) {
            fold.add(f.function(x));
        }
        fold.add(power(a, x, y));
        fold.add(power(a, std::fabs(x), turns_of(a, phase)));
        fold.add(arctangent2(a, y, x));
        fold.add(modulo(a, x, y));
        fold.add(fraction(a, x));
        fold.add(calm(a, x));
        fold.add(phase_of(a, x));
        fold.add(sine_of_phase(a, phase));
        fold.add(cosine_of_phase(a, phase));
        fold.add(phase_index(a, phase, 2048));
        fold.add(phase_fraction(a, phase, 2048));
        fold.add(hash3(a, phase, 2, random_step(a, phase)));
    }
    return fold.value();
}

unsigned long long order_of_operations() {
    Fold fold;
    const auto add = [&fold](auto function) {
        TraceArithmetic a;
        function(a);
        fold.add(a.trace);
    };
    for (const UnaryFunction &f : unary_functions()) {
        add(f.trace);
    }
    add([](TraceArithmetic &a) { (void)power(a, 1u, 2u); });
    add([](TraceArithmetic &a) { (void)arctangent2(a, 1u, 2u); });
    add([](TraceArithmetic &a) { (void)modulo(a, 1u, 2u); });
    add([](TraceArithmetic &a) { (void)clamp(a, 1u, 2u, 3u); });
    add([](TraceArithmetic &a) { (void)fraction(a, 1u); });
    add([](TraceArithmetic &a) { (void)calm(a, 1u); });
    add([](TraceArithmetic &a) { (void)phase_of(a, 1u); });
    add([](TraceArithmetic &a) { (void)sine_of_phase(a, 1u); });
    add([](TraceArithmetic &a) { (void)cosine_of_phase(a, 1u); });
    add([](TraceArithmetic &a) { (void)phase_index(a, 1u, 7); });
    add([](TraceArithmetic &a) { (void)phase_fraction(a, 1u, 7); });
    add([](TraceArithmetic &a) { (void)hash3(a, 1u, 2u, 3u); });
    add([](TraceArithmetic &a) { (void)random_step(a, 1u); });
    return fold.value();
}

unsigned long long bits_of_constants() {
    Fold fold;
    for (int k = 1; k <= 3000; ++k) {
        const double x = 0.0137 * k * (k % 2 == 0 ? 1 : -1);
        const double y = 1.0 / k;
        using Function = double (*)(double);
        for (const Function f :
             {binary64::exponential, binary64::exponential2, binary64::sine, binary64::cosine, binary64::tangent,
              binary64::arctangent, binary64::hyperbolic_sine, binary64::hyperbolic_cosine,
              binary64::hyperbolic_tangent, binary64::round, binary64::fraction}) {
            fold.add(f(x));
        }
        for (const Function f : {binary64::logarithm, binary64::logarithm2, binary64::logarithm10, binary64::arcsine,
                                 binary64::arccosine}) {
            fold.add(f(y));
        }
        fold.add(binary64::power(y, x));
        fold.add(binary64::arctangent2(x, y));
        fold.add(binary64::modulo(x, y));
    }
    return fold.value();
}

} // namespace

int main() {
    std::printf("signals %016llx constants %016llx order %016llx\n", bits_of_signals(), bits_of_constants(),
                order_of_operations());
}
