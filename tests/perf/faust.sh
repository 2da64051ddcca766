#!/usr/bin/env bash
# faust.sh OUT NAME FILE VOICES KIND: Faust's version of a patch as shared objects OUT/NAME.MODE.SETTING.so, in every setting that may be its best:
# scalar and vector code, short and long delays in line, voices as instances or in one graph, the C library's functions or short polynomials, two
# compilers. MODE fast: with -ffast-math; strict: without, and nothing contracted. What is there already and newer is kept.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=$1 name=$2 file=$3 voices=$4 kind=$5
mkdir -p "$out"
source=$here/faust/$file.dsp

# process FORM: the last line of the program.
process() {
  local one='hslider("freq",220,20,20000,0.01), button("gate")' many='hslider("freq%i",220,20,20000,0.01), button("gate%i")'
  case $kind-$1 in
    effect-*) echo 'process = effect;' ;;
    voice-instances) echo "process = voice($one);" ;;
    voice-graph) echo "process = par(i, $voices, voice($many)) :> _;" ;;
    voices+effect-graph) echo "process = par(i, $voices, voice($many)) :> effect;" ;;
    voice+input-instances) echo "process(x) = voice($one, x) * level;" ;;
    voice+input-graph) echo "process(x) = par(i, $voices, voice($many, x)) :> *(level);" ;;
  esac
}

# build FORM FUNCTIONS TAG OPTION…
build() {
  local form=$1 functions=$2 tag=$3 instances=1 made program
  shift 3
  [[ $form == instances ]] && instances=$voices
  tag=$form-$functions-$tag
  program=$out/$name.$tag.dsp made=$out/$name.$tag.cpp
  { echo "import(\"sines_$functions.lib\"); import(\"shared.lib\");"; cat "$source"; process "$form"; } >"$program.new"
  cmp -s "$program.new" "$program" || mv "$program.new" "$program"
  rm -f "$program.new"
  if [[ ! $made -nt $program || ! $made -nt $here/faust_instance.arch || ! $made -nt $here/faust/shared.lib ]]; then
    faust -I "$here/faust" -lang cpp "$@" -a "$here/faust_instance.arch" -o "$made" "$program" || return 1
  fi
  local compiler mode flags target
  for compiler in clang++-19 g++; do
    command -v "$compiler" >/dev/null || continue
    for mode in fast strict; do
      flags=-ffast-math
      [[ $mode == strict ]] && flags=-ffp-contract=off
      target=$out/$name.$mode.$tag-$compiler.so
      [[ $target -nt $made ]] ||
        timeout 120 "$compiler" -std=c++17 -O3 -march=native "$flags" -mprefer-vector-width=512 -fPIC -shared "-DINSTANCES=$instances" -o "$target" "$made" ||
        echo "$name $mode $tag $compiler: not built in time"
    done
  done
}

forms=(graph)
[[ $kind == voice || $kind == voice+input ]] && forms=(instances graph)
functions=(library)
grep -qE 'sine\(|cosine\(|power2\(|tangent\(' "$source" && functions=(library polynomial)
for form in "${forms[@]}"; do
  for function in "${functions[@]}"; do
    build "$form" "$function" scalar || exit 1
    [[ $form == graph && $voices -gt 16 ]] && continue # vector code of so large a graph takes the compilers minutes
    build "$form" "$function" vector32 -vec -lv 0 -vs 32
    build "$form" "$function" loops64 -vec -lv 1 -vs 64
  done
done
if [[ $kind == effect ]]; then
  build graph "${functions[-1]}" scalar-line -mcd 128
  build graph "${functions[-1]}" vector64-line -vec -lv 0 -vs 64 -mcd 128
fi
