#!/usr/bin/env bash
# check.sh ROOT: holds the shape of the tree. Prints one line per violation, named by its rule, and fails if there is any.
#   one-way    a stage includes only stages before it; the interpreter and the lowering do not know each other
#   runtime    runtime/ includes nothing of compiler/; the compiler sees runtime/kernel.h only (source also the reader of sound files, the
#              command line all of it)
#   llvm       LLVM headers only in lower/ and emit/          antlr  ANTLR and the generated parser only in syntax/
#   path       own headers are included by their path from the root
#   top-level  the top level holds what the layout names      words  no word that says "unfinished"
#   length     a source file has at most 450 lines            opening  a source file opens with a comment (a .cpp: it or its header)
set -euo pipefail
cd "$1"
found=0
report() { printf '%s: %s\n' "$1" "$2"; found=1; }

# The stages in the order of the data (the interpreter is the meaning of the graph, so what folds constants asks it). Whatever lies directly in compiler/ except limits.h comes after the stages and before the tools.
stages=(base diag source syntax graph math interp elaborate simplify schedule lower emit . cost judge draw lsp import cli)

includes() { grep -rnE '^[[:space:]]*#[[:space:]]*include' --include='*.cpp' --include='*.h' --include='*.def' "$@" 2>/dev/null || true; }

violations=$(includes compiler runtime | awk -v order="${stages[*]}" '
  BEGIN { count = split(order, names, " "); for (i = 1; i <= count; i++) rank[names[i]] = i }
  function stage(path,   parts, n) { n = split(path, parts, "/"); return n > 2 ? parts[2] : "." }
  function say(rule) { print rule ": " where " includes " target }
  {
    split($0, field, ":"); file = field[1]; where = file ":" field[2]
    target = $0; sub(/^[^"<]*["<]/, "", target); sub(/[">].*$/, "", target)
    quoted = $0 ~ /include[[:space:]]*"/
    mine = file ~ /^compiler\// ? stage(file) : ""
    generated = target ~ /^Tactus(Lexer|Parser|Visitor|BaseVisitor)\.h$/
    if (target ~ /^(llvm|llvm-c|lld)\// && mine != "lower" && mine != "emit") say("llvm")
    if ((target ~ /^antlr4/ || generated) && mine != "syntax") say("antlr")
    if (quoted && !generated && target !~ /^(compiler|runtime)\//) say("path")
    if (mine == "" && target ~ /^compiler\//) say("runtime")
    reads_sounds = mine == "source" && target == "runtime/audio/read_file.h"
    if (mine != "" && mine != "cli" && target ~ /^runtime\// && target != "runtime/kernel.h" && !reads_sounds) say("runtime")
    if (mine != "" && target ~ /^compiler\// && target != "compiler/limits.h") {
      theirs = stage(target)
      if (!(theirs in rank) || !(mine in rank) || rank[theirs] > rank[mine]) say("one-way")
      if (mine == "lower" && theirs == "interp") say("one-way")
    }
  }')
[[ -z $violations ]] || { printf '%s\n' "$violations"; found=1; }

layout=' CMakeLists.txt CMakePresets.json compiler runtime stdlib grammar examples tests docs README.md LICENSE CHANGELOG.md CONTRIBUTING.md SECURITY.md dev build '
for entry in *; do
  [[ $layout == *" $entry "* ]] || report top-level "$entry is not in the layout"
done

# Written in two halves: this file is looked through as well.
words='TO''DO|FIX''ME|XX''X|HA''CK|not imple''mented'
folders=()
for folder in compiler runtime stdlib grammar examples tests dev; do [[ -e $folder ]] && folders+=("$folder"); done
while IFS= read -r line; do report words "$line"; done < <(grep -rnIE "$words" "${folders[@]}" || true)

while IFS= read -r file; do
  lines=$(wc -l <"$file")
  ((lines <= 450)) || report length "$file has $lines lines"
  [[ $file == *.cpp && -e ${file%.cpp}.h ]] || head -n 3 "$file" | grep -qE '^(//|/\*)' || report opening "$file"
done < <(find compiler runtime -name '*.cpp' -o -name '*.h')

exit "$found"
