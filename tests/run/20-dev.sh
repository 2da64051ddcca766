#!/usr/bin/env bash
# The entry script: starts the built program from any folder without asking apt, dpkg, CMake or Ninja anything; passes arguments, exit
# code and the caller's folder on; refuses what it does not know with 2; prints no colour where NO_COLOR is set or nobody looks.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failures=0
expect() { # expect TITLE CONDITION…
  local title=$1
  shift
  "$@" || { echo "FAILED: $title"; failures=$((failures + 1)); }
}

"$root/dev" build 2>"$scratch/build" || { cat "$scratch/build"; echo "FAILED: the program does not build"; exit 1; }

# From here on every tool of the slow way leaves a mark.
mkdir -p "$scratch/bin" "$scratch/folder with spaces"
for tool in cmake ninja ctest apt-get dpkg-query sudo; do
  printf '#!/bin/sh\necho "%s $*" >>"%s/called"\nexit 99\n' "$tool" "$scratch" >"$scratch/bin/$tool"
  chmod +x "$scratch/bin/$tool"
done
PATH=$scratch/bin:$PATH
cd "$scratch/folder with spaces" || exit 1

"$root/dev" tactus --help >"$scratch/help" 2>"$scratch/talk"
expect "help exits 0" [ $? -eq 0 ]
expect "help is on stdout" grep -q render "$scratch/help"
expect "nothing is said when nothing is to do" [ ! -s "$scratch/talk" ]
expect "no package or build tool is called: $(cat "$scratch/called" 2>/dev/null)" [ ! -e "$scratch/called" ]

ln -s "$root/dev" "$scratch/link"
expect "works through a link" "$scratch/link" tactus --help >/dev/null
printf 'this is { not a patch\n' >wrong.tac
"$root/dev" tactus check wrong.tac >"$scratch/check" 2>&1
expect "the program's exit code and the caller's folder are kept" [ $? -eq 1 ]
expect "the file is found and judged" grep -q 'wrong.tac:1' "$scratch/check"

"$root/dev" dance >"$scratch/out" 2>"$scratch/talk"
expect "an unknown command exits 2" [ $? -eq 2 ]
expect "usage goes to stderr then" [ ! -s "$scratch/out" ]
"$root/dev" setup nonsense 2>"$scratch/talk"
expect "an unknown set exits 2" [ $? -eq 2 ]
expect "no escape codes without a terminal" bash -c '! grep -q $'"'\\e'"' "$1"' _ "$scratch/talk"

# A change in a source is seen: the slow way is tried.
touch "$root/compiler/CMakeLists.txt"
rm -f "$scratch/called"
"$root/dev" tactus --help >/dev/null 2>&1
expect "a changed source is seen" [ -e "$scratch/called" ]

((failures == 0)) || { echo "$failures expectations of ./dev failed"; exit 1; }
echo "./dev: 12 expectations hold"
