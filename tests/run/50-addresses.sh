#!/usr/bin/env bash
# The ctest cases again with addresses, leaks and undefined behaviour checked, and the graph verified after every pass; of the random
# graphs a tenth, and not the cases that compare long sounds of every program or prove that a planted mistake is found.
command -v clang++-19 >/dev/null || { echo "no clang-19 here (./dev setup check)"; exit 77; }
export UBSAN_OPTIONS=print_stacktrace=1
export TACTUS_GRAPHS=50
exec bash "$(dirname "$0")/preset.sh" asan --exclude-regex '^arch/|^programs/every|wrong operation'
