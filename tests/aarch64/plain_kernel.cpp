// The kernel written by hand as an object with the one exported symbol: what the engine does is compared without the
// compiler.
#include "tests/support/fake_kernel.h"

const tactus_kernel *tactus_kernel_1(void) {
    static const tactus::test::FakeKernel kernel({.voices = 6, .inputs = 1, .outputs = 2});
    return kernel.kernel();
}
