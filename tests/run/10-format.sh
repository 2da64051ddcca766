#!/usr/bin/env bash
# The sources are formatted, and changed ones are free of clang-tidy's findings.
exec bash "$(dirname "$0")/format.sh" --check
