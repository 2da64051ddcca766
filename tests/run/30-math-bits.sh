#!/usr/bin/env bash
# The elementary functions give the same bits, and their operations come in the same order, from g++ and clang, unoptimised and optimised
# with all instructions of this processor, and on ARM (under qemu).
set -uo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sources=(tests/tools/math_bits.cpp compiler/math/constant.cpp compiler/math/constant_trigonometric.cpp)
expected= compared=0 failed=0 missing=()

# compare NAME RUNNER COMPILER OPTION…
compare() {
  local name=$1 runner=$2 got
  shift 2
  if ! command -v "$1" >/dev/null || { [[ $runner ]] && ! command -v "$runner" >/dev/null; }; then missing+=("$name"); return; fi
  "$@" -std=c++20 -ffp-contract=off -I. "${sources[@]}" -o "$work/bits" || { echo "FAILED: $name does not build"; ((failed += 1)); return; }
  got=$($runner "$work/bits")
  expected=${expected:-$got}
  ((compared += 1))
  if [[ $got == "$expected" ]]; then echo "$name: $got"; else echo "DIFFERS: $name: $got, not $expected"; ((failed += 1)); fi
}

compare "g++ -O2" "" g++ -O2
compare "g++ -O0" "" g++ -O0
[[ $(uname -m) == x86_64 ]] && compare "g++ -O3 -march=native" "" g++ -O3 -march=native
compare "clang -O2" "" clang++-19 -O2
[[ $(uname -m) == x86_64 ]] && compare "clang -O3 -march=native" "" clang++-19 -O3 -march=native
[[ $(uname -m) == x86_64 ]] && compare "aarch64 g++ -O2" qemu-aarch64-static aarch64-linux-gnu-g++ -O2 -static
((compared > 1)) || { echo "one compiler only: nothing to compare with"; exit 77; }
echo "elementary functions: the same bits from $((compared - failed)) of $compared builds${missing[*]:+ (not here: ${missing[*]})}"
((failed == 0))
