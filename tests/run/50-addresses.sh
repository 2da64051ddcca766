#!/usr/bin/env bash
# Every ctest case again with addresses, leaks and undefined behaviour checked, and the graph verified after every pass.
command -v clang++-19 >/dev/null || { echo "no clang-19 here (./dev setup check)"; exit 77; }
export UBSAN_OPTIONS=print_stacktrace=1
exec bash "$(dirname "$0")/preset.sh" asan
