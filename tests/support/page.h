// Generated pages of the documentation: compared with what is there, or written anew.
#pragma once

#include <filesystem>
#include <string>

namespace tactus::test {

// "" where the page says what is expected, else the first place that differs. With TACTUS_UPDATE in the environment the
// page is written first.
[[nodiscard]] std::string differs(const std::filesystem::path &page, const std::string &expected);

} // namespace tactus::test
