#!/usr/bin/env bash
# preset.sh PRESET [CTEST-ARGUMENT…]: configures and builds one preset, runs its ctest cases and reports their numbers.
set -euo pipefail
cd "$(dirname "$0")/../.."
preset=$1
shift
jobs=${TACTUS_JOBS:-$(nproc)}
mkdir -p build/log
[[ build/$preset/build.ninja -nt CMakePresets.json ]] || cmake --preset "$preset"
cmake --build --preset "$preset" -j "$jobs"
report=$PWD/build/log/$preset.junit.xml
rm -f "$report"
status=0
ctest --preset "$preset" -j "$jobs" --output-junit "$report" "$@" || status=$?
[[ -s $report ]] || { echo "ctest wrote no report"; exit 1; }
number() { grep -o -m1 "[^a-z]$1=\"[0-9]*\"" "$report" | head -n 1 | tr -dc '0-9'; }
tests=$(number tests) failures=$(number failures) skips=$(($(number skipped) + $(number disabled)))
[[ -n ${TACTUS_COUNTS:-} ]] && echo "$((tests - failures - skips)) $failures $skips" >>"$TACTUS_COUNTS"
((tests)) || { echo "no test cases"; exit 1; }
echo "$preset: $((tests - failures - skips)) of $tests cases pass"
exit "$status"
