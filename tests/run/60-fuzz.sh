#!/usr/bin/env bash
# Each fuzz program for TACTUS_FUZZ_SECONDS (20): no crash, no sanitizer report, at most 512 MiB, no input slower than
# TACTUS_FUZZ_TIMEOUT: 10 s on a machine that does other things, as sanitizers make everything some five times slower; 2 s on a quiet one.
# They are those of the asan build (TACTUS_FUZZ_PRESET=fuzz for a long run). A finding is left as build/fuzz/findings/NAME-*; libFuzzer prints the seed it started from.
set -uo pipefail
cd "$(dirname "$0")/../.."
command -v clang++-19 >/dev/null || { echo "no clang-19 here (./dev setup check)"; exit 77; }
preset=${TACTUS_FUZZ_PRESET:-asan}
[[ build/$preset/build.ninja -nt CMakePresets.json ]] || cmake --preset "$preset" || exit 1
cmake --build --preset "$preset" -j "${TACTUS_JOBS:-$(nproc)}" --target fuzzers || exit 1
seconds=${TACTUS_FUZZ_SECONDS:-20} passed=0 failed=0 names=()
mkdir -p build/fuzz/findings
export ASAN_OPTIONS=quarantine_size_mb=64 # what was given back is not kept for long: it would count

fuzz() {
  local name=$1 corpus=build/fuzz/corpus/$1 options=()
  mkdir -p "$corpus"
  [[ -d tests/fuzz/corpus/$name ]] && cp -r "tests/fuzz/corpus/$name/." "$corpus/"
  [[ -e tests/fuzz/$name.dict ]] && options+=(-dict="tests/fuzz/$name.dict")
  "build/$preset/fuzzers/$name" -max_total_time="$seconds" -timeout="${TACTUS_FUZZ_TIMEOUT:-10}" -rss_limit_mb=512 -print_final_stats=1 \
    -artifact_prefix="build/fuzz/findings/$name-" "${options[@]}" "$corpus"
}

for source in tests/fuzz/*.cpp; do
  [[ -e $source ]] || continue
  name=$(basename "$source" .cpp)
  names+=("$name")
  if fuzz "$name"; then ((passed += 1)); else ((failed += 1)); echo "FAILED: fuzz/$name"; fi
done
((${#names[@]})) || { echo "no fuzz programs in this tree"; exit 77; }
[[ -z ${TACTUS_COUNTS:-} ]] || echo "$passed $failed 0" >>"$TACTUS_COUNTS"
echo "$passed of ${#names[@]} fuzz programs ran $seconds s each without a finding: ${names[*]}"
((failed == 0))
