#include "tests/support/page.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace tactus::test {

std::string differs(const std::filesystem::path &page, const std::string &expected) {
    if (std::getenv("TACTUS_UPDATE") != nullptr) {
        std::filesystem::create_directories(page.parent_path());
        std::ofstream(page, std::ios::binary) << expected;
    }
    std::ifstream file(page, std::ios::binary);
    const std::string found{std::istreambuf_iterator<char>(file), {}};
    if (found == expected) {
        return "";
    }
    const auto place = std::mismatch(found.begin(), found.end(), expected.begin(), expected.end()).first;
    const auto at = static_cast<std::size_t>(place - found.begin());
    return page.string() + " is not what the tests make of the sources (TACTUS_UPDATE=1 writes it anew); from \"" +
           expected.substr(at - std::min<std::size_t>(at, 40), 120) + "\" on";
}

} // namespace tactus::test
