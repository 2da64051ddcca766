// Random programs in both notations that compile, written with blanks, line ends and comments strewn wherever the
// language lets them stand.
#pragma once

#include <cstdint>
#include <string>

namespace tactus::test {

[[nodiscard]] std::string strewn_program(std::uint32_t seed);

} // namespace tactus::test
