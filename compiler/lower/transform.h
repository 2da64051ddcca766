// The Fourier transform of a block as one function of the kernel: every number of it is made by the operations that
// compiler/math/transform.h writes down, only their order is another. Used inside this stage only.
#pragma once

#include "compiler/lower/code.h"

namespace tactus::lower {

// void(from re, from im, re, im): the transform of `count` points, a power of two from 16 on; what it comes from stays
// and lies elsewhere. All four are 64-aligned.
[[nodiscard]] const BlockFunction &transform_function(Kernel &kernel, std::uint32_t count);

[[nodiscard]] unsigned log2_of(std::uint32_t power);
// An array of the kernel that nothing writes.
[[nodiscard]] llvm::GlobalVariable *constant_floats(Kernel &kernel, const std::vector<float> &values, const char *name);

} // namespace tactus::lower
