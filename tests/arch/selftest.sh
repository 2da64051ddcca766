#!/usr/bin/env bash
# Shows that check.sh can fail: a clean small tree passes, and each planted violation is reported under its rule and no other.
set -euo pipefail
check=$(cd "$(dirname "$0")" && pwd)/check.sh
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
cases=0

fresh_tree() {
  rm -rf "${tree:?}"/*
  mkdir -p "$tree"/{compiler/{base,syntax,graph,interp,lower,cli},runtime/rt,tests}
  printf '// Ids.\n#include <vector>\n' >"$tree/compiler/base/id.h"
  printf '// Text to tree.\n#include "compiler/base/id.h"\n#include "TactusParser.h"\n' >"$tree/compiler/syntax/parse.cpp"
  printf '// Graph to IR.\n#include <llvm/IR/Module.h>\n#include "compiler/limits.h"\n#include "runtime/kernel.h"\n' >"$tree/compiler/lower/lower.cpp"
  printf '// All stages.\n#include "compiler/lower/lower.h"\n' >"$tree/compiler/pipeline.cpp"
  printf '// Arguments.\n#include "compiler/tactus.h"\n#include "runtime/rt/spsc.h"\n' >"$tree/compiler/cli/main.cpp"
  mkdir -p "$tree/compiler/source"
  printf '// Sounds.\n#include "runtime/audio/read_file.h"\n' >"$tree/compiler/source/sound.cpp"
  printf '// A queue.\n#include "runtime/kernel.h"\n' >"$tree/runtime/rt/spsc.h"
}

# expect RULE FILE TEXT: a clean tree with TEXT as FILE must fail by RULE alone.
expect() {
  local output rules
  fresh_tree
  mkdir -p "$(dirname "$tree/$2")"
  printf '%b' "$3" >"$tree/$2"
  ((cases += 1))
  if output=$(bash "$check" "$tree"); then echo "FAILED: nothing reported for rule $1"; exit 1; fi
  rules=$(cut -d: -f1 <<<"$output" | sort -u | tr '\n' ' ')
  [[ $rules == "$1 " ]] || { echo "FAILED: expected $1, got: $output"; exit 1; }
}

fresh_tree
bash "$check" "$tree" || { echo "FAILED: the clean tree is refused"; exit 1; }

expect one-way compiler/base/result.h '// Results.\n#include "compiler/graph/graph.h"\n'
expect one-way compiler/graph/graph.cpp '// Graph.\n#  include "compiler/tactus.h"\n'
expect one-way compiler/lower/call.cpp '// Calls.\n#include "compiler/interp/interp.h"\n'
expect one-way compiler/graph/new.cpp '// Unknown stage.\n#include "compiler/extra/extra.h"\n'
expect runtime runtime/rt/guard.cpp '// Guard.\n#include "compiler/base/id.h"\n'
expect runtime compiler/interp/run.cpp '// Runs.\n#include "runtime/engine/engine.h"\n'
expect runtime compiler/graph/load.cpp '// Loads.\n#include "runtime/audio/read_file.h"\n'
expect llvm compiler/graph/print.cpp '// Prints.\n#include <llvm/Support/raw_ostream.h>\n'
expect llvm runtime/rt/jit.cpp '// Code.\n#include <llvm/IR/Module.h> // why\n'
expect antlr compiler/graph/read.cpp '// Reads.\n#include <antlr4-runtime.h>\n'
expect antlr compiler/cli/tree.cpp '// Tree.\n#include "TactusLexer.h"\n'
expect path compiler/base/span.cpp '// Spans.\n#include "id.h"\n'
expect top-level notes.txt 'x\n'
expect words tests/a.txt "a TO""DO here\n"
expect words runtime/rt/b.h "// Not done: FIX""ME\n"
expect length compiler/base/long.cpp "// Long.\n$(printf '%.0s\\n' {1..450})"
expect opening compiler/base/bare.h '#pragma once\n#include <vector>\n\n// late\n'
expect opening compiler/base/bare.cpp '#include <vector>\n\n\n// late\n'
echo "$cases planted violations, all reported"
