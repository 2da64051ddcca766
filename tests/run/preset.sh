#!/usr/bin/env bash
# preset.sh PRESET [CTEST-ARGUMENT…]: configures and builds one preset, runs its ctest cases and reports their numbers.
# TARGETS in the environment names targets to build instead of everything; those that do not exist are left out.
set -euo pipefail
cd "$(dirname "$0")/../.."
preset=$1
shift
jobs=${TACTUS_JOBS:-$(nproc)}
mkdir -p build/log
[[ build/$preset/build.ninja -nt CMakePresets.json ]] || cmake --preset "$preset"
targets=()
if [[ -n ${TARGETS:-} ]]; then
  known=" $(ninja -C "build/$preset" -t targets all | sed -n 's/^\([^ :]*\): phony$/\1/p' | tr '\n' ' ') "
  for target in $TARGETS; do [[ $known == *" $target "* ]] && targets+=("$target"); done
  ((${#targets[@]})) || { echo "$preset: none of its targets is in this tree"; exit 77; }
fi
cmake --build --preset "$preset" -j "$jobs" ${targets[@]:+--target "${targets[@]}"}
report=$PWD/build/log/$preset.junit.xml
rm -f "$report"
status=0
ctest --preset "$preset" -j "$jobs" --output-junit "$report" "$@" || status=$?
[[ -s $report ]] || { echo "ctest wrote no report"; exit 1; }
number() { grep -o -m1 "[^a-z]$1=\"[0-9]*\"" "$report" | head -n 1 | tr -dc '0-9'; }
tests=$(number tests) failures=$(number failures) skips=$(($(number skipped) + $(number disabled)))
((tests)) || { echo "$preset: no test cases"; exit 1; }
[[ -z ${TACTUS_COUNTS:-} ]] || echo "$((tests - failures - skips)) $failures $skips" >>"$TACTUS_COUNTS"
echo "$preset: $((tests - failures - skips)) of $tests cases pass"
exit "$status"
