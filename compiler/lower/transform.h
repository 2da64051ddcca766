// The Fourier transform of a block as one function of the kernel: every number of it is made by the operations that
// compiler/math/transform.h writes down, only their order is another. Used inside this stage only.
#pragma once

#include "compiler/lower/code.h"

namespace tactus::lower {

// void(from re, from im, re, im): the transform of `count` points, a power of two from 16 on; what it comes from stays
// and lies elsewhere. All four are 64-aligned.
[[nodiscard]] const BlockFunction &transform_function(Kernel &kernel, std::uint32_t count);

} // namespace tactus::lower
