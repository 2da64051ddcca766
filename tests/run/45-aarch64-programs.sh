#!/usr/bin/env bash
# Every example and a patch of every library node, compiled for AArch64 and for this machine: the emulator and the machine print the same hashes of samples.
set -uo pipefail
cd "$(dirname "$0")/../.."
for tool in aarch64-linux-gnu-g++ aarch64-linux-gnu-objcopy qemu-aarch64-static g++; do
  command -v "$tool" >/dev/null || { echo "no $tool here (./dev setup boards)"; exit 77; }
done
tool=build/release/tests/program_objects
[[ -x $tool ]] || { echo "no $tool: build first"; exit 1; }
out=build/aarch64-programs
rm -rf "$out"
flags=(-std=c++20 -O2 -ffp-contract=off -I.)
launcher=()
command -v ccache >/dev/null && launcher=(ccache)

# build COMPILER OBJCOPY TARGET FOLDER LINK…: the program with all kernels.
build() {
  local compiler=$1 objcopy=$2 target=$3 folder=$out/$4 source number
  shift 4
  mkdir -p "$folder"
  "$tool" "$folder" "$target" || return 1
  for source in "$folder"/kernel_*.o; do
    number=${source##*_}
    "$objcopy" --redefine-sym "tactus_kernel_1=tactus_kernel_of_${number%.o}" "$source" || return 1
  done
  for source in runtime/rt/float_mode.cpp runtime/rt/aligned_block.cpp runtime/engine/{engine,engine_events,events,exact,kernel_memory,note_lines,notes,output_guard,parameters,voices}.cpp \
    tests/aarch64/programs.cpp "$folder/table.cpp"; do
    "${launcher[@]}" "$compiler" "${flags[@]}" -c "$source" -o "$folder/$(basename "$source" .cpp).obj" || return 1
  done
  "$compiler" "$@" -o "$folder/programs" "$folder"/*.obj "$folder"/kernel_*.o
}
build g++ objcopy host host &
build aarch64-linux-gnu-g++ aarch64-linux-gnu-objcopy aarch64-linux-gnu board -static || exit 1
wait $! || exit 1

"$out/host/programs" 64 >"$out/host.txt" || exit 1
failed=0
qemu-aarch64-static "$out/board/programs" 64 >"$out/board64.txt" &
qemu-aarch64-static "$out/board/programs" 0 >"$out/board0.txt" || failed=1
wait $! || failed=1
for block in 64 0; do
  diff "$out/host.txt" "$out/board$block.txt" || failed=1
done
count=$(wc -l <"$out/host.txt")
((count >= 70)) || { echo "only $count programs"; failed=1; }
[[ -z ${TACTUS_COUNTS:-} ]] || echo "$((failed ? 0 : count)) $((failed ? count : 0)) 0" >>"$TACTUS_COUNTS"
echo "$count programs compared on AArch64 and here: $( ((failed)) && echo "some differ" || echo "all equal")"
((failed == 0))
