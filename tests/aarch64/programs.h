// The kernels that a program is linked with, by name.
#pragma once

#include <vector>

#include "runtime/kernel.h"

struct NamedKernel {
    const char *name;
    const tactus_kernel *(*kernel)(void);
};
extern const std::vector<NamedKernel> named_kernels;
