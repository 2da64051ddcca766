#!/usr/bin/env bash
# The first minute: `./dev demo`, called from another folder, leaves a sound file with sound in it, names it, and every command
# it proposes works as printed.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
wav=$root/build/demo/organ.wav
rm -f "$wav"

(cd "$scratch" && "$root/dev" demo) >"$scratch/said" 2>&1 || { cat "$scratch/said"; echo "FAILED: ./dev demo"; exit 1; }
grep -q 'build/demo/organ.wav' "$scratch/said" || { cat "$scratch/said"; echo "FAILED: the file is not named"; exit 1; }
[[ $(head -c 4 "$wav") == RIFF ]] || { echo "FAILED: no sound file"; exit 1; }
# Sound: of the bytes in the middle of the file, most differ from zero.
size=$(stat -c %s "$wav")
sounding=$(tail -c +$((size / 2)) "$wav" | head -c 40000 | tr -d '\0' | wc -c)
((size > 400000 && sounding > 20000)) || { echo "FAILED: $size bytes, $sounding of 40000 sounding"; exit 1; }

mapfile -t commands < <(sed -n 's|^  \(\./dev .*\)|\1|p' "$scratch/said")
((${#commands[@]} == 3)) || { cat "$scratch/said"; echo "FAILED: ${#commands[@]} commands to try, not 3"; exit 1; }
cd "$root" || exit 1
for command in "${commands[@]}"; do
  bash -c "$command" >"$scratch/out" 2>&1 || { cat "$scratch/out"; echo "FAILED: $command"; exit 1; }
done
echo "./dev demo: $((size / 1024)) KiB of sound, and its ${#commands[@]} proposals work"
