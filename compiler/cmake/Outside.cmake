# Libraries from outside, found once for all folders: fmt::fmt, CLI11::CLI11, nlohmann_json::nlohmann_json, PkgConfig::SNDFILE.
find_package(fmt REQUIRED CONFIG)
find_package(CLI11 REQUIRED CONFIG)
find_package(nlohmann_json REQUIRED CONFIG)
find_package(PkgConfig REQUIRED)
pkg_check_modules(SNDFILE REQUIRED IMPORTED_TARGET sndfile)
