#!/usr/bin/env bash
# The engine and its kernels built for AArch64, run by the emulator: every file of samples equals the one of this machine, byte by byte.
set -uo pipefail
cd "$(dirname "$0")/../.."
for tool in aarch64-linux-gnu-g++ qemu-aarch64-static g++; do
  command -v "$tool" >/dev/null || { echo "no $tool here (./dev setup boards)"; exit 77; }
done
out=build/aarch64
mkdir -p "$out"
flags=(-std=c++20 -O2 -ffp-contract=off -I.)
launcher=()
command -v ccache >/dev/null && launcher=(ccache)

# objects COMPILER FOLDER: the runtime that a kernel needs, and the program around it, as an archive.
objects() {
  local compiler=$1 folder=$2 source object
  mkdir -p "$folder"
  rm -f "$folder/runtime.a"
  for source in runtime/rt/float_mode.cpp runtime/rt/aligned_block.cpp runtime/engine/{engine,engine_events,events,exact,kernel_memory,note_lines,notes,output_guard,parameters,voices}.cpp \
    tests/aarch64/host.cpp; do
    object=$folder/$(basename "$source" .cpp).o
    "${launcher[@]}" "$compiler" "${flags[@]}" -c "$source" -o "$object" || return 1
    "${ar[$compiler]}" rcs "$folder/runtime.a" "$object" || return 1
  done
  "${launcher[@]}" "$compiler" "${flags[@]}" -c tests/aarch64/plain_kernel.cpp -o "$folder/plain.kernel.o"
}
declare -A ar=([g++]=ar [aarch64-linux-gnu-g++]=aarch64-linux-gnu-ar)
objects g++ "$out/host" || exit 1
objects aarch64-linux-gnu-g++ "$out/board" || exit 1

passed=0 failed=0
# compare NAME: $out/host/NAME.kernel.o and $out/board/NAME.kernel.o play the same.
compare() {
  local name=$1 block first=
  g++ -o "$out/host/$name" "$out/host/$name.kernel.o" "$out/host/runtime.a" || { ((failed += 1)); return; }
  aarch64-linux-gnu-g++ -static -o "$out/board/$name" "$out/board/$name.kernel.o" "$out/board/runtime.a" || { ((failed += 1)); return; }
  "$out/host/$name" "$out/host/$name.raw" 1 7 64 >"$out/host/$name.txt" || { ((failed += 1)); return; }
  for block in 64 0; do
    qemu-aarch64-static "$out/board/$name" "$out/board/$name.raw" 1 7 "$block" >"$out/board/$name.txt" || first=crash
    cmp "$out/host/$name.raw" "$out/board/$name.raw" || first=differs
    cmp "$out/host/$name.txt" "$out/board/$name.txt" || first=differs
  done
  if [[ -z $first ]]; then ((passed += 1)); echo "equal: $name, $(cat "$out/host/$name.txt")"; else ((failed += 1)); echo "FAILED: $name"; fi
}

# compile NAME PATCH LANES_HERE LANES_THERE: the kernel for both processors, with different numbers of lanes where that is asked for.
compile() {
  "$writer" "$2" host "$3" "$out/host/$1.kernel.o" && "$writer" "$2" aarch64-linux-gnu "$4" "$out/board/$1.kernel.o"
}

writer=${TACTUS_BUILD:-build/release}/tests/write_object
[[ -x $writer ]] || { echo "no $writer: build the release preset first"; exit 1; }
compare plain
for patch in instrument sequencer examples/*.tac; do
  [[ $patch != *.tac || -e $patch ]] || continue
  name=$(basename "$patch" .tac)
  if compile "$name" "$patch" 0 0; then compare "$name"; else ((failed += 1)); echo "FAILED: $name does not compile"; fi
done
if compile lanes instrument 8 1; then compare lanes; else ((failed += 1)); echo "FAILED: lanes"; fi
[[ -z ${TACTUS_COUNTS:-} ]] || echo "$passed $failed 0" >>"$TACTUS_COUNTS"
echo "$passed kernels play the same on AArch64 and here, $failed differ"
((failed == 0))
