#!/usr/bin/env bash
# format.sh            formats every C++ source of the tree, and with the program (where it is built) the library and the examples
# format.sh --check    only looks, and reads the sources that differ from the main branch (or from the last commit) with clang-tidy;
#                      in continuous integration (CI is set) all of them
set -euo pipefail
cd "$(dirname "$0")/../.."
command -v clang-format-19 >/dev/null || { echo "no clang-format-19 here (./dev setup check)"; exit 77; }
program=${TACTUS_BUILD:-build/release}/bin/tactus
mapfile -t sources < <(find compiler runtime tests -name '*.cpp' -o -name '*.h' | sort)

if [[ ${1:-} != --check ]]; then
  clang-format-19 -i "${sources[@]}"
  [[ ! -x $program ]] || "$program" fmt stdlib examples
  echo "${#sources[@]} sources formatted"
  exit
fi

if ! findings=$(clang-format-19 --dry-run -Werror --ferror-limit=1 "${sources[@]}" 2>&1); then
  grep -o '^[^: ]*\.\(cpp\|h\):[0-9]*' <<<"$findings" | sort -u
  echo "not in format: ./dev fmt mends it"
  exit 1
fi
if [[ -x $program ]] && ! "$program" fmt --check stdlib examples; then
  echo "not in format: ./dev fmt mends it"
  exit 1
fi
changed=()
if [[ ${CI:-} ]]; then
  mapfile -t changed < <(find compiler runtime -name '*.cpp' | sort)
elif command -v git >/dev/null && base=$(git merge-base HEAD origin/main 2>/dev/null || git rev-parse HEAD 2>/dev/null); then
  [[ $base != "$(git rev-parse HEAD)" ]] || base=$(git rev-parse --verify -q HEAD~1 || echo "$base")
  mapfile -t changed < <(git diff --name-only --diff-filter=d "$base" -- 'compiler/*.cpp' 'runtime/*.cpp')
fi
if ((${#changed[@]})) && command -v clang-tidy-19 >/dev/null && [[ -e build/release/compile_commands.json ]]; then
  printf '%s\n' "${changed[@]}" | xargs -P "${TACTUS_JOBS:-2}" -n 1 clang-tidy-19 --quiet -p build/release --extra-arg=-Wno-deprecated-declarations
fi
echo "${#sources[@]} sources in format, ${#changed[@]} read by clang-tidy"
