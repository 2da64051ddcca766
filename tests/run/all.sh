#!/usr/bin/env bash
# Everything that counts as a test: the ctest cases of the release build, then the numbered scripts of this folder in order.
# A script prints one summary line last, exits 0 (passed), 77 (skipped: something optional is missing) or else (failed), and counts
# as one test unless it appends "PASSED FAILED SKIPPED" to $TACTUS_COUNTS. The last line here is the sum of all.
set -uo pipefail
cd "$(dirname "$0")/../.."
logs=$PWD/build/log
mkdir -p "$logs"
export TACTUS_BUILD=$PWD/build/release TACTUS_JOBS=${TACTUS_JOBS:-$(nproc)} TACTUS_COUNTS=$logs/counts.txt
red= green= yellow= plain=
[[ -t 1 && -z ${NO_COLOR:-} && ${TERM:-dumb} != dumb ]] && red=$'\e[31m' green=$'\e[32m' yellow=$'\e[33m' plain=$'\e[0m'
passed=0 failed=0 skipped=0

# run NAME SCRIPT ARGS…
run() {
  local name=$1 log=$logs/$1.txt began=$SECONDS status=0 p f s summary
  shift
  : >"$TACTUS_COUNTS"
  bash "$@" >"$log" 2>&1 </dev/null || status=$?
  if [[ -s $TACTUS_COUNTS ]]; then
    while read -r p f s; do ((passed += p, failed += f, skipped += s)); done <"$TACTUS_COUNTS"
    # A script that fails without a failed case of its own (a build that breaks) still counts as one.
    if ((status && status != 77)) && ! awk '{n += $2} END {exit !n}' "$TACTUS_COUNTS"; then ((failed += 1)); fi
  elif ((status == 0)); then ((passed += 1))
  elif ((status == 77)); then ((skipped += 1))
  else ((failed += 1)); fi
  summary=$(tail -n 1 "$log")
  case $status in
    0) printf '%spass%s  %-16s %s (%d s)\n' "$green" "$plain" "$name" "$summary" $((SECONDS - began)) ;;
    77) printf '%sskip%s  %-16s %s\n' "$yellow" "$plain" "$name" "$summary" ;;
    *)
      printf '%sFAIL%s  %-16s %s (%d s; all of it: build/log/%s.txt)\n' "$red" "$plain" "$name" "$summary" $((SECONDS - began)) "$name"
      grep -nE -A12 'error:|ERROR:|FAILED:|CMake Error|\*\*\*(Failed|Timeout|Exception)|runtime error|WARNING: ThreadSanitizer' "$log" | head -n 60 || tail -n 40 "$log"
      ;;
  esac
}

run release tests/run/preset.sh release
shopt -s nullglob
for script in tests/run/[0-9]*.sh; do
  name=${script##*/}
  run "${name%.sh}" "$script"
done

printf '%d passed, %d failed' "$passed" "$failed"
((skipped)) && printf ', %d skipped' "$skipped"
printf '\n'
((failed == 0))
